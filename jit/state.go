package jit

import (
	"slices"

	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/vm"
)

// frameData is the client data of a frame state: how to rebuild interpreter frames
// from the values at a site. The values of the frames follow one another, the
// innermost first.
//
// Most of what sites have is the same from one to the next, above all the frames of callers around
// inlined methods. So shapes and scopes are shared, within a unit, and not changed afterwards but by
// belongTo, in one way for all.
type frameData struct {
	frames []*frameShape
	scopes []vm.Scope // the same methods, as stack walkers want them
	// locks has for each scope how many objects it has locked; their values, innermost first,
	// follow those of the frames. nil if there are none.
	locks []uint16

	// after tells that the innermost frame waits for its instruction to be done by
	// somebody else: it goes on at next, with the result, if any, in register dest.
	after  bool
	next   int
	dest   int
	result ssa.Type
}

// frameShape describes one interpreter frame.
type frameShape struct {
	method *vm.Method
	bci    int
	slots  []frameSlot // of the frame's values, in order
	// lock: one more value, the object that a synchronized method has locked.
	lock bool
}

// frameSlot is a register of an interpreter frame, and the type of the value that goes there.
type frameSlot struct {
	reg uint16
	typ ssa.Type
}

// size returns the number of values of the frame.
func (f *frameShape) size() int {
	n := len(f.slots)
	if f.lock {
		n++
	}
	return n
}

// frameSize returns the number of values of all frames. Those of locks and of objects follow.
func (d *frameData) frameSize() int {
	n := 0
	for _, f := range d.frames {
		n += f.size()
	}
	return n
}

// size returns the number of values of all frames and locks.
func (d *frameData) size() int {
	n := d.frameSize()
	for _, k := range d.locks {
		n += int(k)
	}
	return n
}

// rebuildable reports whether the values of the frames were recorded: at polls
// only the scopes are.
func (d *frameData) rebuildable() bool { return d.frames != nil }

// state makes the frame state of the instruction being translated. It is that
// before the instruction, which is then executed again.
func (a *activation) state() *ssa.FrameState {
	if a.again == nil {
		a.again = a.data(a.before)
	}
	return &ssa.FrameState{Data: a.again, Vals: a.values(a.again, a.before)}
}

// callState makes the frame state while the instruction being translated waits for
// a callee: its operands are popped.
func (a *activation) callState(result ssa.Type) *ssa.FrameState {
	d := a.data(a.stack)
	var in bc.Inst
	if err := bc.Decode(a.flow.code, a.bci, &in); err != nil {
		panic(err)
	}
	d.after, d.next, d.dest, d.result = true, in.Next(), a.code.StackRegister(len(a.stack)), result
	return &ssa.FrameState{Data: d, Vals: a.values(d, a.stack)}
}

// againState is a state with the present stack, from which the instruction is executed again.
func (a *activation) againState() *ssa.FrameState {
	d := a.data(a.stack)
	return &ssa.FrameState{Data: d, Vals: a.values(d, a.stack)}
}

// lightenPolls takes the values of frames from the states of polls if nothing goes on in the
// interpreter from there: the code cannot become stale.
func (b *builder) lightenPolls() {
	if b.j.vm.Config.Instrumented || len(b.assumed) > 0 {
		return
	}
	for _, block := range b.f.Blocks {
		for _, v := range block.Values {
			if v.Op == ssa.OpPoll {
				d := v.State.Data.(*frameData)
				n := d.frameSize()
				for _, x := range v.State.Vals[:n] {
					x.Uses--
				}
				v.State = &ssa.FrameState{Data: &frameData{scopes: d.scopes, locks: d.locks}, Vals: v.State.Vals[n:]}
			}
		}
	}
}

// lockValues returns what the methods of d have locked, for those who look at the stack of the
// thread, and sets d.locks.
func (a *activation) lockValues(d *frameData) []*ssa.Value {
	var vs []*ssa.Value
	counts := make([]uint16, len(d.scopes))
	i := 0
	for x := a; x != nil; x = x.caller {
		n := len(vs)
		for _, local := range vm.LockLocals(x.m.Body, x.bci) {
			if v := x.locals[local]; v != nil && v.Type == ssa.Ref {
				vs = append(vs, v)
			}
		}
		if x.lock != nil {
			vs = append(vs, x.lock)
		}
		counts[i] = uint16(len(vs) - n)
		i++
	}
	if len(vs) > 0 {
		d.locks = counts
	}
	return vs
}

// data describes the frames of a and its callers, with the given operand stack.
func (a *activation) data(stack []*ssa.Value) *frameData {
	d := &frameData{scopes: a.scopes()}
	d.frames = make([]*frameShape, 0, len(d.scopes))
	for x := a; x != nil; x = x.caller {
		d.frames = append(d.frames, x.shape(stack))
		if x.caller != nil {
			stack = x.caller.stack
		}
	}
	return d
}

// shape describes the frame of a alone. It is the last shape again if that is the same.
func (a *activation) shape(stack []*ssa.Value) *frameShape {
	slots := a.slots[:0]
	a.eachLive(stack, func(reg int, v *ssa.Value) { slots = append(slots, frameSlot{uint16(reg), v.Type}) })
	a.slots = slots
	if s := a.lastShape; s == nil || s.bci != a.bci || s.lock != (a.lock != nil) || !slices.Equal(s.slots, slots) {
		a.lastShape = &frameShape{method: a.m, bci: a.bci, slots: slices.Clone(slots), lock: a.lock != nil}
	}
	return a.lastShape
}

// scopes returns where a and its callers stand, the last list again if that is the same.
func (a *activation) scopes() []vm.Scope {
	last := a.lastScopes
	n := 0
	for x := a; x != nil; x = x.caller {
		if n >= len(last) || last[n] != (vm.Scope{Method: x.m, BCI: x.bci}) {
			last = nil
		}
		n++
	}
	if last == nil {
		last = make([]vm.Scope, 0, n)
		for x := a; x != nil; x = x.caller {
			last = append(last, vm.Scope{Method: x.m, BCI: x.bci})
		}
		a.lastScopes = last
	}
	return last
}

// values lists the values that d describes, made by data of the same stack.
func (a *activation) values(d *frameData, stack []*ssa.Value) []*ssa.Value {
	var vs []*ssa.Value
	for x := a; x != nil; x = x.caller {
		x.eachLive(stack, func(_ int, v *ssa.Value) { vs = append(vs, v) })
		if x.lock != nil {
			vs = append(vs, x.lock)
		}
		if x.caller != nil {
			stack = x.caller.stack
		}
	}
	return append(vs, a.lockValues(d)...)
}

// eachLive calls f with the register and value of each live local and stack entry.
func (a *activation) eachLive(stack []*ssa.Value, f func(reg int, v *ssa.Value)) {
	live := a.live[a.bci]
	for i, v := range a.locals {
		if v != nil && live.has(i) {
			f(a.code.LocalRegister(i), v)
		}
	}
	for d, v := range stack {
		f(a.code.StackRegister(d), v)
	}
}
