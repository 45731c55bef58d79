package jit

import (
	"reflect"
	"sort"

	"gojvm/codegen"
	"gojvm/vm"
)

// Runner returns an address in the Go function that enters compiled code and serves its exits.
func Runner() uintptr { return reflect.ValueOf((*JIT).run).Pointer() }

// Step implements vm.Compiler. Frames can be walked from any instruction, because the code
// generator notes where the size of the frame changes.
func (j *JIT) Step(pc, sp uintptr, returned bool, load func(uintptr) (uintptr, bool)) (s vm.CompiledFrame, ok bool) {
	if returned && pc == j.catch {
		pc = j.caught.get(sp - wordSize)
	}
	e := j.cache.Lookup(pc)
	if e == nil {
		return s, false
	}
	off := int(pc - e.Addr) // negative in the slot in front of the code, where jumps are patched in
	at := off
	if returned {
		at-- // the call, not what follows it
	}
	s.PC = pc
	if c, ok := e.Code.Client.(*compiled); !ok {
		s.Name = e.Code.Name
	} else if line, ok := lineAt(e.Code, max(at, 0)); ok {
		s.Scopes = c.scopesOf(line)
	}
	ret := sp + uintptr(frameSizeAt(e.Code, off))
	r, ok := load(ret)
	switch {
	case !ok:
		return s, false
	case r != 0:
		s.Caller = ret | 1
		return s, true
	}
	// The bottom of a segment; see Enter. The carrier is dead, its caller is not.
	carrier, ok := load(ret + 8)
	if !ok {
		return s, false
	}
	s.Caller, ok = load(carrier - 8)
	return s, ok
}

// frameSizeAt returns how far above the stack pointer the return address is.
func frameSizeAt(code *codegen.Code, off int) int32 {
	i := sort.Search(len(code.Unwind), func(i int) bool { return int(code.Unwind[i].PC) > off })
	if i == 0 {
		return 0
	}
	return code.Unwind[i-1].Size
}
