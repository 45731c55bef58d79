package jit

import (
	"gojvm/codegen"
	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// builder translates one compilation unit, a method with what is inlined into it, to SSA.
type builder struct {
	j     *JIT
	unit  *vm.Method
	f     *ssa.Func
	u     *ssa.Builder
	level int  // 1: only what is small is inlined
	size  int  // bytes of bytecode so far
	wary  bool // no more assumptions from profiles: too many have failed
	// arrays has the element kinds of values that are null or arrays of a primitive type.
	arrays map[*ssa.Value]vm.Kind
	// consts has the values that are known objects.
	consts map[*ssa.Value]*constant
	// tests has the values that are outcomes of type tests.
	tests   map[*ssa.Value]typeTest
	task    *task
	lines   []scope // see scope.go
	inlined []*vm.Method
	names   []*vm.Domain     // see unload.go
	assumed []assumption     // see hierarchy.go
	caught  map[catcher]bool // the handlers that are translated
	// unresolved tells that something was left out because it was not resolved.
	unresolved bool
}

// activation is a method under translation: the unit's own, or one inlined at a
// call of another. Locals and stack are those of the abstract machine, with SSA
// values for contents.
type activation struct {
	*builder
	m      *vm.Method
	code   vm.Code
	flow   *flow
	prof   *vm.Profile // nil: nothing is known
	caller *activation // nil for the unit's own method
	depth  int
	scope  int32 // of the lines of its values, see scope.go

	bci    int    // instruction being translated
	here   *block // it is in, nil before the first
	locals []*ssa.Value
	stack  []*ssa.Value
	before []*ssa.Value // the stack before the instruction
	again  *frameData   // of the state before the instruction
	// What the last frame state had of this method, to be shared, and room to make the next.
	lastShape  *frameShape
	lastScopes []vm.Scope
	slots      []frameSlot
	live       map[int]bits // locals live before each instruction of the block
	lock       *ssa.Value   // what the synchronized method has locked
	facts      *fact
	dead       bool // nothing follows: the block is ended

	osr bool // entered at a loop, with the lock, if any, held by the carrier

	// Of an inlined method: where its returns go, with the value.
	cont   *ssa.Block
	result *ssa.Value // phi
	// returned is what was known at the last return.
	returned *fact
}

// target is a block of bytecode as a block of SSA.
type target struct {
	b       *ssa.Block
	reached bool
	locals  []*ssa.Value
	stack   []*ssa.Value
	phis    []phiOf
	extra   *fact // hold on the only edge to here
	begin   *fact // what holds at the beginning of the block
	end     *fact // what holds at its end
}

// phiOf is a phi and the local variable, or behind them the stack entry, that it merges.
type phiOf struct {
	phi  *ssa.Value
	slot int
}

var typeOf = map[byte]ssa.Type{'I': ssa.I32, 'J': ssa.I64, 'F': ssa.F32, 'D': ssa.F64, 'A': ssa.Ref,
	'z': ssa.Ref, 'b': ssa.Ref, 'c': ssa.Ref, 's': ssa.Ref, 'i': ssa.Ref, 'j': ssa.Ref, 'f': ssa.Ref, 'd': ssa.Ref}

// typeOfKind returns the SSA type of Java values of kind k.
func typeOfKind(k vm.Kind) ssa.Type {
	if k == vm.KindVoid {
		return ssa.Void
	}
	return typeOf[k.StackLetter()]
}

// build makes the SSA form of m, entered at its beginning or, if entry is not
// negative, at the loop header with that bytecode index: then its one argument is
// the address of the interpreter's registers.
func (j *JIT) build(m *vm.Method, entry, level int, t *task) (*builder, error) {
	name := m.String()
	osr := entry >= 0
	if osr {
		name += "@osr"
	}
	f := ssa.NewFunc(name, j.mach.Target.Ops, j.mach.Target.PtrSize)
	if m.Ret != vm.KindVoid {
		f.Results = []ssa.Type{typeOfKind(m.Ret)}
	}
	b := &builder{j: j, unit: m, f: f, u: ssa.NewBuilder(f), level: level, task: t, wary: t != nil && t.wary, arrays: map[*ssa.Value]vm.Kind{}, caught: map[catcher]bool{}, consts: map[*ssa.Value]*constant{}, tests: map[*ssa.Value]typeTest{}}
	fl, err := newFlow(m, max(entry, 0), b.catches)
	if err != nil {
		return nil, err
	}
	a := &activation{builder: b, m: m, code: m.Code(), flow: fl, osr: osr}
	a.openScope()
	a.prof = a.profile()
	a.locals = make([]*ssa.Value, fl.locals)
	b.u.At(f.NewBlock())
	first := fl.order[0]
	if osr {
		f.Params = []ssa.Type{ssa.Ptr}
		a.bci = entry
		regs := b.u.Params()[0]
		for i, k := range first.kinds.locals {
			if k != 0 && first.liveIn.has(i) {
				a.locals[i] = a.typed(k, b.u.Load(typeOf[k], regs, int32(8*a.code.LocalRegister(i)), 0))
			}
		}
		for d, k := range first.kinds.stack {
			a.stack = append(a.stack, a.typed(k, b.u.Load(typeOf[k], regs, int32(8*a.code.StackRegister(d)), 0)))
		}
	} else {
		f.Params = []ssa.Type{ssa.Ptr} // the method block
		for _, k := range m.Args {
			f.Params = append(f.Params, typeOfKind(k))
		}
		args := b.u.Params()[1:]
		a.typeArguments(args)
		a.setArguments(args)
		a.liveAtEntry()
		a.lockMethod()
		if fl.calls {
			b.u.Poll(a.state())
		}
	}
	a.enter()
	b.lightenPolls()
	return b, nil
}

// setArguments puts the arguments into the local variables.
func (a *activation) setArguments(args []*ssa.Value) {
	n := 0
	for i, v := range args {
		a.locals[n] = v
		n++
		if a.m.Args[i].Wide() {
			n++
		}
	}
	if !a.m.IsStatic() {
		a.learn(factNonNull, args[0], nil, nil)
		if !a.m.Holder.IsInterface() {
			a.learnInstance(args[0], a.m.Holder)
		}
	}
}

// liveAtEntry sets what is live for states before the first instruction.
func (a *activation) liveAtEntry() {
	a.live = map[int]bits{0: a.flow.order[0].liveIn}
}

// enter translates the blocks of a, from the present state on.
func (a *activation) enter() {
	first := a.flow.order[0]
	start := a.facts
	a.jump(first)
	for _, b := range a.flow.order {
		t := b.tr
		if t == nil || !t.reached {
			continue
		}
		a.facts = start
		if b != first && b.idom.tr != nil {
			a.facts = b.idom.tr.end
			if b.midway {
				a.facts = b.idom.tr.begin
			}
		}
		a.learnAll(t.extra)
		t.begin = a.facts
		a.block(b)
		t.end = a.facts
	}
}

// block translates one block.
func (a *activation) block(b *block) {
	t := b.tr
	a.here = b
	a.u.At(t.b)
	t.mergeSame(b)
	a.locals = append(a.locals[:0], t.locals...)
	a.stack = append(a.stack[:0], t.stack...)
	a.dead = false
	a.live = map[int]bits{}
	a.flow.liveBefore(b, func(pc int, live bits) { a.live[pc] = append(bits(nil), live...) })
	var in bc.Inst
	for pc := b.Start; pc < b.End && !a.dead; pc = in.Next() {
		if err := bc.Decode(a.flow.code, pc, &in); err != nil {
			panic(err)
		}
		a.at(pc)
		a.instruction(&in)
	}
	if !a.dead {
		a.jump(a.flow.blocks[b.End])
	}
}

// mergeSame puts values in place of phis that merge nothing: all ways to the block bring the
// same value, of which things may be known. All have been translated, but for those back to the
// header of a loop; these bring locals that the loop does not write as they were.
func (t *target) mergeSame(b *block) {
	for _, p := range t.phis {
		isLocal := p.slot < len(t.locals)
		if b.header && (!isLocal || b.stored.has(p.slot)) {
			continue
		}
		same := p.phi.Args[0]
		for _, v := range p.phi.Args[1:] {
			if v != same {
				same = nil
				break
			}
		}
		switch {
		case same == nil:
		case isLocal:
			t.locals[p.slot] = same
		default:
			t.stack[p.slot-len(t.locals)] = same
		}
	}
}

// at begins the instruction at pc.
func (a *activation) at(pc int) {
	a.bci = pc
	a.u.Line = a.scope | int32(pc)
	a.before = append(a.before[:0], a.stack...)
	a.again = nil
}

// targetOf returns the SSA form of block b, made at the first question.
func (a *activation) targetOf(b *block) *target {
	if b.tr == nil {
		b.tr = &target{b: a.f.NewBlock()}
	}
	return b.tr
}

// jump ends the current SSA block with a jump to b.
func (a *activation) jump(b *block) {
	t := a.targetOf(b)
	a.u.Jmp(t.b)
	a.flowTo(b)
	a.dead = true
}

// flowTo brings the present state to b along the edge that was added last. With
// several edges to b its state is made of phis, which get one argument per edge in
// the order of the edges.
func (a *activation) flowTo(b *block) {
	t := b.tr
	if !t.reached {
		t.reached = true
		if b.preds == 1 {
			t.locals = append([]*ssa.Value(nil), a.locals...)
			t.stack = append([]*ssa.Value(nil), a.stack...)
			return
		}
		here := a.u.B
		a.u.At(t.b)
		t.locals = make([]*ssa.Value, len(a.locals))
		phi := func(k byte, slot int) *ssa.Value {
			v := a.typed(k, a.u.Phi(typeOf[k]))
			t.phis = append(t.phis, phiOf{v, slot})
			return v
		}
		for i, k := range b.kinds.locals {
			if k != 0 && b.liveIn.has(i) && a.locals[i] != nil {
				t.locals[i] = phi(k, i)
			}
		}
		for d, k := range b.kinds.stack {
			t.stack = append(t.stack, phi(k, len(a.locals)+d))
		}
		a.u.At(here)
	}
	for _, p := range t.phis {
		if p.slot < len(a.locals) {
			p.phi.AddArg(a.locals[p.slot])
		} else {
			p.phi.AddArg(a.stack[p.slot-len(a.locals)])
		}
	}
}

// branch ends the block, for the branch in: if cond is not 0 to then, else to els. A way that the
// interpreter has never gone is not compiled: then the only other one is returned.
func (a *activation) branch(in *bc.Inst, cond *ssa.Value, then, els int) (only *block) {
	t, e := a.flow.blocks[then], a.flow.blocks[els]
	poll := then <= a.bci || els <= a.bci
	if c, ok := cond.IsConst(); ok {
		if poll {
			a.u.Poll(a.state())
		}
		if c == 0 {
			t = e
		}
		a.jump(t)
		return t
	}
	taken, not := a.outcomes(in, then)
	if t != e && taken+not >= minSeen && (taken == 0 || not == 0) && !a.distrusts() {
		if taken == 0 {
			cond, t = a.compare(ssa.OpEq, cond, a.int(0)), e
		}
		a.guard(cond, trapBranch)
		if poll {
			a.u.Poll(a.state())
		}
		a.jump(t)
		return t
	}
	if poll {
		a.u.Poll(a.state())
	}
	tt, et := a.targetOf(t), a.targetOf(e)
	here := a.u.B
	a.u.If(cond, tt.b, et.b)
	if taken+not > 0 {
		here.Counts = []int64{taken, not}
	}
	a.flowTo(t)
	a.flowTo(e)
	a.dead = true
	return nil
}

// outcomes returns how often branch in has gone to then and to the other way.
func (a *activation) outcomes(in *bc.Inst, then int) (taken, not int64) {
	p := a.prof.Branch(in.PC)
	if p == nil {
		return 0, 0
	}
	if then == in.Target {
		return int64(p.Taken), int64(p.NotTaken)
	}
	return int64(p.NotTaken), int64(p.Taken)
}

// distrusts reports whether no assumption is to be made at the present instruction, since one
// has failed there.
func (a *activation) distrusts() bool { return a.wary || a.j.distrusts(a.m, a.bci) }

func (a *activation) push(v *ssa.Value) { a.stack = append(a.stack, v) }

func (a *activation) pop() *ssa.Value {
	n := len(a.stack) - 1
	v := a.stack[n]
	a.stack = a.stack[:n]
	return v
}

// popN pops n values, the deepest first.
func (a *activation) popN(n int) []*ssa.Value {
	k := len(a.stack) - n
	vs := append([]*ssa.Value(nil), a.stack[k:]...)
	a.stack = a.stack[:k]
	return vs
}

// op appends an operation whose result has the type of its first argument.
func (a *activation) op(op ssa.Op, args ...*ssa.Value) *ssa.Value {
	return a.u.Value(op, args[0].Type, args...)
}

func (a *activation) int(c int64) *ssa.Value { return a.u.Const(ssa.I32, c) }
func (a *activation) null() *ssa.Value       { return a.u.Const(ssa.Ref, 0) }
func (a *activation) ptr(p uintptr) *ssa.Value {
	return a.u.Const(ssa.Ptr, int64(p))
}

// compare appends a comparison.
func (a *activation) compare(op ssa.Op, x, y *ssa.Value) *ssa.Value {
	return a.u.Value(op, ssa.I32, x, y)
}

func (a *activation) ctx() *ssa.Value { return a.u.Value(ssa.OpCtx, ssa.Ptr) }

// klassOf loads the klass block of object r, as an address.
func (a *activation) klassOf(r *ssa.Value) *ssa.Value {
	return a.u.Value(ssa.OpToptr, ssa.Ptr, a.u.Load(ssa.I32, r, vm.OffKlass, aliasHeader))
}

// loadPtr loads a 32-bit address.
func (a *activation) loadPtr(base *ssa.Value, off int32) *ssa.Value {
	return a.u.Value(ssa.OpToptr, ssa.Ptr, a.u.Load(ssa.I32, base, off, aliasMeta))
}

// loadConst loads a 32-bit address that does not change: klass blocks have such.
func (a *activation) loadConst(base *ssa.Value, off int32) *ssa.Value {
	return a.u.Value(ssa.OpToptr, ssa.Ptr, a.u.Load(ssa.I32, base, off, aliasConst))
}

// Classes of memory: accesses of different classes never overlap. 0 is any memory.
const (
	aliasConst  = -1 // never changes while the code runs
	aliasAny    = 0
	aliasHeader = 1 // klass and length of objects
	aliasMeta   = 2 // klass and method blocks
	aliasCard   = 3
	aliasTLAB   = 4
	aliasElem   = 8  // + kind: array elements
	aliasField  = 32 // + offset: fields
)

// trap leaves for the interpreter for good.
func (a *activation) trap(why trapReason) {
	if why == trapUnresolved {
		a.unresolved = true
	}
	a.u.Guard(a.int(0), int64(why), a.state())
	a.u.Stop()
	a.dead = true
}

// guard leaves for the interpreter when cond is 0.
func (a *activation) guard(cond *ssa.Value, why trapReason) {
	if c, ok := cond.IsConst(); ok && c != 0 {
		return
	}
	if a.j.failsOnPurpose() {
		cond = a.int(0)
	}
	a.u.Guard(cond, int64(why), a.state())
}

// notNull leaves when r is null.
func (a *activation) notNull(r *ssa.Value) {
	if a.knows(factNonNull, r, nil) != nil {
		return
	}
	a.check(a.compare(ssa.OpNe, r, a.null()), exitThrowNull)
	a.learn(factNonNull, r, nil, nil)
}

// exit leaves to the host, which does something for the instruction and comes back.
func (a *activation) exit(t ssa.Type, n exitNumber, args ...*ssa.Value) *ssa.Value {
	v := a.u.Exit(t, int64(n), a.callState(t), args...)
	if n.throws() {
		a.mayThrow()
	}
	return v
}

// lockMethod locks what a synchronized method locks (JVMS 2.11.10).
func (a *activation) lockMethod() {
	if !a.m.IsSynchronized() {
		return
	}
	var obj *ssa.Value
	if a.m.IsStatic() {
		obj = a.u.Const(ssa.Ref, int64(vm.MirrorOf(a.m.Holder)))
	} else {
		obj = a.locals[0]
	}
	a.lock = obj // should the frame leave when it has the lock
	a.monitorEnter(obj, a.againState())
}

// ret ends the method with value v, nil for none.
func (a *activation) ret(v *ssa.Value) {
	if v != nil {
		v = a.narrow(a.m.Ret, v)
	}
	if l := a.lock; l != nil {
		// A frame whose unlocking fails has no lock any more.
		a.lock = nil
		if v == nil {
			a.monitorExit(l, a.againState())
		} else {
			a.push(v)
			a.monitorExit(l, a.againState())
			a.pop()
		}
		a.lock = l
	}
	a.dead = true
	a.returned = a.facts
	if a.caller != nil {
		a.u.Jmp(a.cont)
		if v != nil {
			a.result.AddArg(v)
		}
		return
	}
	if v != nil {
		a.u.Ret(v)
	} else {
		a.u.Ret()
	}
}

// narrow truncates the int v to kind k.
func (a *activation) narrow(k vm.Kind, v *ssa.Value) *ssa.Value {
	switch k {
	case vm.KindBoolean:
		return a.op(ssa.OpAnd, v, a.int(1))
	case vm.KindByte:
		return a.op(ssa.OpSext8, v)
	case vm.KindChar:
		return a.op(ssa.OpZext16, v)
	case vm.KindShort:
		return a.op(ssa.OpSext16, v)
	}
	return v
}

// A fact is something known of values where control is, from checks that dominate it.
// Values do not change, so a fact holds in all that is dominated.
type fact struct {
	kind  factKind
	a, b  *ssa.Value
	val   *ssa.Value
	next  *fact
	class uintptr // klass block
}

type factKind uint8

const (
	factNonNull  factKind = iota // a is not null
	factLength                   // val is the length of array a
	factBounds                   // b is a valid index of array a
	factExact                    // the class of a is class
	factInstance                 // the class of a is a subclass of class
	factCast                     // a is null, or its class a subclass of class
)

// maxFacts bounds the search for a fact.
const maxFacts = 100

// knows returns the value of a fact, a itself if the kind has none; nil if it is not known.
func (a *activation) knows(k factKind, x, y *ssa.Value) *ssa.Value {
	n := 0
	for f := a.facts; f != nil && n < maxFacts; f, n = f.next, n+1 {
		if f.kind == k && f.a == x && f.b == y {
			if f.val != nil {
				return f.val
			}
			return x
		}
	}
	return nil
}

func (a *activation) learn(k factKind, x, y, val *ssa.Value) {
	a.facts = &fact{kind: k, a: x, b: y, val: val, next: a.facts}
}

// learnAll notes the facts of a list.
func (a *activation) learnAll(list *fact) {
	for f := list; f != nil; f = f.next {
		g := *f
		g.next = a.facts
		a.facts = &g
	}
}

// klassFlags returns the flags of class c's klass block.
func klassFlags(c *vm.Class) uint32 { return mem.Load32(c.Block + vm.KlassFlags) }

// options are the code generator's options for a unit.
func (j *JIT) options(level int, hoist bool) codegen.Options {
	o := codegen.Options{Level: codegen.Full, Features: j.mach.Features, StackCheck: true, Check: j.check, Trust: true, New: allocator{j}}
	if level < 2 {
		o.Level = codegen.Quick
	}
	if hoist {
		o.HoistGuard = int64(trapHoisted)
	}
	return o
}
