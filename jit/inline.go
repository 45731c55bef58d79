package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Inlining. The callee is translated in place of the call, as an activation of its
// own whose frame states have the caller's behind them. Exceptions, handlers and all
// that is rare leave for the interpreter, which then has a frame for each.
//
// The limits are those of HotSpot (MaxInlineSize, FreqInlineSize, MaxInlineLevel,
// MaxRecursiveInlineLevel, InlineFrequencyRatio).
const (
	maxTrivialSize  = 6   // bytes of bytecode: inlined even where it is never called
	maxInlineSize   = 35  // where nothing is known of how often it is called
	maxFreqSize     = 325 // where it is called often, and of methods annotated ForceInline
	minFreqPercent  = 25  // of the calls of the caller make a call that is frequent
	maxInlineDepth  = 15
	maxUnitSize     = 2500 // bytes of bytecode inlined into one unit
	maxInlineRecurs = 1
	maxRecursSize   = 100 // of a method inlined into itself: ours, since the unit's limit is a third of HotSpot's

	// Of tier 1, whose time grows with what is inlined (C1MaxInlineSize, C1MaxInlineLevel).
	maxQuickSize  = 35
	maxQuickDepth = 9
)

// inline translates a call of m with args, which are popped, in place; it reports
// false, having done nothing, when the call is to be made.
func (a *activation) inline(m *vm.Method, args []*ssa.Value, ret vm.Kind) bool {
	why := a.mayNotInline(m)
	if why != "" {
		a.noteCall(m, why)
		return false
	}
	fl, err := newFlow(m, 0, a.catches)
	if err != nil {
		a.noteCall(m, err.Error())
		return false
	}
	a.noteCall(m, "inline")
	a.size += len(fl.code)
	a.inlined = append(a.inlined, m)
	a.name(m.Holder)
	c := &activation{builder: a.builder, m: m, code: m.Code(), flow: fl, caller: a, depth: a.depth, facts: a.facts}
	if m.Flags&vm.MethodLambdaForm == 0 {
		c.depth++
	}
	c.openScope()
	c.prof = c.profile()
	c.locals = make([]*ssa.Value, fl.locals)
	c.setArguments(args)
	here := a.u.Line
	c.cont = a.f.NewBlock()
	if ret != vm.KindVoid {
		after := a.u.B
		c.result = c.typed(descLetter(classfile.ReturnType(m.Desc)), a.u.At(c.cont).Phi(typeOfKind(ret)))
		a.u.At(after)
	}
	c.liveAtEntry()
	c.lockMethod()
	c.enter()
	a.u.Line = here
	if len(c.cont.Preds) == 0 {
		// It never returns. The block must be there, so it is empty.
		a.u.At(c.cont)
		c.cont.Values = nil
		a.u.Stop()
		a.dead = true
		return true
	}
	a.u.At(c.cont)
	switch {
	case len(c.cont.Preds) == 1:
		a.facts = c.returned
		if c.result != nil {
			a.push(c.result.Args[0])
		}
	case c.result != nil:
		a.push(c.result)
	}
	return true
}

// mayNotInline says why m is not inlined into a; "" if it is. The words are HotSpot's where
// it has such a reason.
func (a *activation) mayNotInline(m *vm.Method) string {
	switch {
	case m.Native() != nil:
		return "native method"
	case m.Body == nil:
		return "no code"
	case m.Code() == nil:
		return "not executed yet"
	case a.j.excluded(m):
		return "not compilable"
	case a.depth >= maxInlineDepth || a.level < 2 && a.depth >= maxQuickDepth:
		return "inlining too deep"
	}
	forced := m.Flags&(vm.MethodForceInline|vm.MethodLambdaForm) != 0
	if a.j.commands.has(cmdDontInline, m) {
		return "disallowed by CompileCommand"
	}
	if a.j.commands.has(cmdInline, m) {
		forced = true
	}
	n := len(m.Body.Bytes)
	how := a.frequency()
	choice := a.chance(m)
	switch {
	case a.size+n > maxUnitSize:
		return "size > DesiredMethodLimit"
	case choice == chanceRefused:
		return "refused by chance"
	case choice == chanceInlined:
	case n > maxFreqSize:
		return "hot method too big"
	case forced:
	case a.level < 2 && n > maxQuickSize:
		return "too big"
	case how == callNever && n > maxTrivialSize:
		return "too cold to inline"
	case how == callUnknown && n > maxInlineSize:
		return "too big"
	}
	recursion := 0
	for x := a; x != nil; x = x.caller {
		if x.m == m {
			recursion++
		}
	}
	if recursion > maxInlineRecurs || recursion > 0 && n > maxRecursSize && choice != chanceInlined {
		return "recursive inlining is too deep"
	}
	return ""
}

// callFrequency tells how often the present call is executed.
type callFrequency uint8

const (
	callUnknown callFrequency = iota // or seldom
	callNever
	callOften
)

// frequency judges the call being translated by the profile of its method.
func (a *activation) frequency() callFrequency {
	var n uint32
	if t := a.prof.Type(a.bci); t != nil {
		n = t.Total()
	} else if s := a.prof.Site(a.bci); s != nil {
		n = s.Count
	} else {
		return callUnknown
	}
	switch {
	case n == 0 && a.prof.Ran():
		return callNever
	case n >= minSeen && uint64(n)*100 >= uint64(a.prof.Calls)*minFreqPercent:
		return callOften
	}
	return callUnknown
}
