package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Devirtualization: a call that selects its method by the class of the receiver
// becomes one or two direct calls, which may be inlined, behind comparisons of the
// class with those that the interpreter has seen there.

const (
	// minSeen is how many executions make a profile worth believing.
	minSeen = 40
	// majorPercent of the receivers must be of the classes that are compared where
	// others were seen as well (HotSpot: TypeProfileMajorReceiverPercent).
	majorPercent = 90
)

// receiver classes that a call may expect, the likeliest first.
type expected struct {
	klass  uintptr
	target *vm.Method
}

// selected returns the method that a call of m runs on an object of class block k, nil
// if it throws or the interpreter is to decide.
func (j *JIT) selected(m *vm.Method, k uintptr) *vm.Method {
	var b uintptr
	switch {
	case !vm.InstanceOf(k, m.Holder.Block):
		return nil
	case m.Holder.IsInterface():
		b = j.selectInterface(m, k)
	case m.IsPrivate() || m.VtableIndex < 0:
		return m
	default:
		b = uintptr(mem.Load32(k + vm.KlassVtable + uintptr(4*m.VtableIndex)))
	}
	if b == 0 {
		return nil
	}
	if s := j.vm.MethodOf(b); !s.IsAbstract() {
		return s
	}
	return nil
}

// expect returns the classes that a call of m at the present instruction should
// compare with; all tells that no other class has been seen.
func (a *activation) expect(m *vm.Method) (list []expected, all bool) {
	t := a.prof.Type(a.bci)
	if t == nil {
		return nil, false
	}
	total := t.Total() - t.Nulls
	if total < minSeen {
		return nil, false
	}
	n := uint32(0)
	add := func(i int) {
		if t.Count[i] == 0 {
			return
		}
		if s := a.j.selected(m, uintptr(t.Klass[i])); s != nil {
			a.name(a.j.vm.ClassAt(uintptr(t.Klass[i])))
			list = append(list, expected{uintptr(t.Klass[i]), s})
			n += t.Count[i]
		}
	}
	first := 0
	if t.Count[1] > t.Count[0] {
		first = 1
	}
	add(first)
	if n == total {
		return list, true
	}
	if n > 0 && uint64(n)*100 >= uint64(total)*majorPercent {
		return list, false
	}
	add(1 - first)
	if n == total {
		return list, true
	}
	if uint64(n)*100 >= uint64(total)*majorPercent {
		return list, false
	}
	return nil, false
}

// onlyTargetFor returns the method that a call of m on r, which is not null, invokes, if the classes
// there are leave one only.
func (a *activation) onlyTargetFor(m *vm.Method, r *ssa.Value) *vm.Method {
	c := a.narrowest(r, m.Holder)
	if c != nil {
		return a.onlyTarget(m, c)
	}
	if !m.Holder.IsInterface() {
		return a.onlyTarget(m, m.Holder)
	}
	// The verifier lets any object pass for an interface (JVMS 4.10.1.2): one that has not got it leaves.
	s := a.onlyTarget(m, m.Holder)
	if s != nil {
		a.guard(a.isInstance(r, m.Holder), trapException)
		a.learnInstance(r, m.Holder)
	}
	return s
}

// narrowest returns the narrowest subtype of super that r, which is not null, is known to be an instance of; nil if
// none is known.
func (a *activation) narrowest(r *ssa.Value, super *vm.Class) (c *vm.Class) {
	n := 0
	for f := a.facts; f != nil && n < maxFacts; f, n = f.next, n+1 {
		if (f.kind == factInstance || f.kind == factCast) && f.a == r && vm.InstanceOf(f.class, super.Block) {
			if c == nil || vm.InstanceOf(f.class, c.Block) {
				c = a.j.vm.ClassAt(f.class)
			}
		}
	}
	return c
}

// exactClass returns the class block of r, which is not null, 0 if it is not known.
func (a *activation) exactClass(r *ssa.Value) uintptr {
	n := 0
	for f := a.facts; f != nil && n < maxFacts; f, n = f.next, n+1 {
		if f.kind == factExact && f.a == r {
			return f.class
		}
	}
	return 0
}

// learnExact notes that r, which is not null, is of class block k.
func (a *activation) learnExact(r *ssa.Value, k uintptr) {
	a.facts = &fact{kind: factExact, a: r, class: k, next: a.facts}
}

// dispatch calls m, or what overrides it in the class of the receiver, with the n
// operands on the stack. search gives the method block in the general case.
func (a *activation) dispatch(m *vm.Method, n int, ret vm.Kind, search func(klass *ssa.Value) *ssa.Value) {
	r := a.receiver(n)
	k := a.exactClass(r)
	if k == 0 {
		k = a.constantClass(r)
	}
	if k != 0 {
		if s := a.j.selected(m, k); s != nil {
			a.callMethod(s, a.popN(n), ret)
			return
		}
	}
	if s := a.onlyTargetFor(m, r); s != nil {
		a.callMethod(s, a.popN(n), ret)
		return
	}
	klass := a.klassOf(r)
	list, all := a.expect(m)
	if len(list) == 0 {
		mb := search(klass)
		a.callVirtual(m, mb, a.popN(n), ret)
		return
	}
	all = all && !a.distrusts()
	j := a.fork(ret)
	for i, e := range list {
		is := a.compare(ssa.OpEq, klass, a.ptr(e.klass))
		if i == len(list)-1 && all {
			a.guard(is, trapClass)
			a.alternative(j, n, func(args []*ssa.Value) {
				a.learnExact(r, e.klass)
				a.callMethod(e.target, args, ret)
			})
			break
		}
		yes, no := a.f.NewBlock(), a.f.NewBlock()
		a.u.If(is, yes, no)
		a.u.At(yes)
		a.alternative(j, n, func(args []*ssa.Value) {
			a.learnExact(r, e.klass)
			a.callMethod(e.target, args, ret)
		})
		a.u.At(no)
	}
	if !all {
		a.alternative(j, n, func(args []*ssa.Value) {
			// The search may leave for the interpreter, with the operands.
			a.stack = append(a.stack, args...)
			mb := search(klass)
			a.stack = a.stack[:len(a.stack)-n]
			a.callVirtual(m, mb, args, ret)
		})
	}
	a.meet(j, n)
}

// junction is where alternatives of one call come together again.
type junction struct {
	block  *ssa.Block
	result *ssa.Value // phi, nil for void
	facts  *fact
}

// fork begins alternatives.
func (a *activation) fork(ret vm.Kind) *junction {
	j := &junction{block: a.f.NewBlock(), facts: a.facts}
	if ret != vm.KindVoid {
		here := a.u.B
		j.result = a.u.At(j.block).Phi(typeOfKind(ret))
		a.u.At(here)
	}
	return j
}

// alternative translates one of them, which gets the n operands, popped, and leaves its result on
// the stack. Afterwards the operands are there again.
func (a *activation) alternative(j *junction, n int, call func(args []*ssa.Value)) {
	args := a.popN(n)
	call(args)
	if !a.dead {
		if j.result != nil {
			j.result.AddArg(a.pop())
		}
		a.u.Jmp(j.block)
	}
	a.dead = false
	a.facts = j.facts
	a.stack = append(a.stack, args...)
}

// meet goes on behind the alternatives, with the result in place of the n operands.
func (a *activation) meet(j *junction, n int) {
	a.popN(n)
	a.u.At(j.block)
	if len(j.block.Preds) == 0 {
		j.block.Values = nil
		a.u.Stop()
		a.dead = true
		return
	}
	if j.result != nil {
		a.push(j.result)
	}
}
