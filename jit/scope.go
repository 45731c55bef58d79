package jit

import (
	"fmt"
	"sort"
	"strings"

	"gojvm/codegen"
	"gojvm/vm"
)

// The lines of values. The code generator carries one number per instruction, its line; here
// it is a bytecode index in its low 16 bits and above them the number of the scope, that is,
// of the method inlined at one place. So each address in compiled code has its methods, not
// only those of safepoints.
const scopeShift = 16

// maxScopes bounds the scopes that have numbers; the instructions of further ones are said to
// belong to the place where they were inlined.
const maxScopes = 1<<(31-scopeShift) - 1

// scope is a method of a unit: the unit's own, or one inlined.
type scope struct {
	m    *vm.Method
	call int32 // the line of the call at which it was inlined, -1 for the unit's own
}

// openScope gives a its number. The caller stands at the call.
func (a *activation) openScope() {
	call := int32(-1)
	if a.caller != nil {
		call = a.u.Line
		if len(a.lines) >= maxScopes {
			a.scope = call &^ (1<<scopeShift - 1)
			return
		}
	}
	a.scope = int32(len(a.lines)) << scopeShift
	a.lines = append(a.lines, scope{a.m, call})
}

// scopesOf returns the methods of a line, the innermost first.
func (c *compiled) scopesOf(line int32) []vm.Scope {
	var list []vm.Scope
	for line >= 0 {
		s := c.lines[line>>scopeShift]
		list = append(list, vm.Scope{Method: s.m, BCI: int(line & (1<<scopeShift - 1))})
		line = s.call
	}
	return list
}

// lineAt returns the line of the instruction at an offset in code.
func lineAt(code *codegen.Code, off int) (int32, bool) {
	i := sort.Search(len(code.Lines), func(i int) bool { return int(code.Lines[i].PC) > off })
	if i == 0 {
		return 0, false
	}
	return code.Lines[i-1].Line, true
}

// describe names the methods of some scopes: innermost first, with bytecode index and line.
func describe(scopes []vm.Scope) string {
	var s strings.Builder
	for i, x := range scopes {
		if i > 0 {
			s.WriteString(" <- ")
		}
		fmt.Fprintf(&s, "%s@%d", shortName(x.Method), x.BCI)
		if n := x.Method.LineNumber(x.BCI); n > 0 {
			fmt.Fprintf(&s, " (line %d)", n)
		}
	}
	return s.String()
}
