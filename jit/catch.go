package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// Exceptions in compiled code. A handler that has caught some is translated like any other block.
// Calls and exits in its range, also those of methods inlined there, end their block:
//
//	   call
//	   catch -> normal, pad
//	pad:
//	   ex = exception                 (the host enters here, see unwind.go)
//	   if ex is no E: next            the handlers from the inside out,
//	   goto the handler               with the locals that it finds
//	next:
//	   unlock                         of inlined synchronized methods
//	   ...
//	   exit rethrow                   no handler: the caller is searched
//
// An athrow does the same at once. A handler that is not translated, or whose class is not
// resolved, is left to the interpreter: the frames are rebuilt, and the search goes on there.

// catcher is a handler of a method, or with handler unlocking the giving back of its lock.
type catcher struct {
	m       *vm.Method
	handler int // bytecode index
}

const unlocking = -1

// minCaught is how many exceptions a handler has caught before it is translated.
const minCaught = 20

// inUse reports whether c is worth to be translated.
func (j *JIT) inUse(c catcher) bool {
	switch {
	case j.vm.Logs("exceptions"):
		return false // the interpreter tells of each frame
	case j.vm.Config.CompileAll:
		return true // so that -Xcomp has all of them tried
	case c.handler == unlocking:
		return c.m.Unlocked() >= minCaught
	}
	return c.m.Caught(c.handler) >= minCaught
}

// catches reports whether the handler of m is to be translated.
func (b *builder) catches(m *vm.Method, handler int) bool {
	c := catcher{m, handler}
	if _, ok := b.caught[c]; !ok {
		b.caught[c] = b.j.inUse(c)
	}
	return b.caught[c]
}

// handlers returns the handlers that protect the present instruction of a.
func (a *activation) handlers() []handler {
	if a.here == nil {
		return nil
	}
	return a.here.handlers
}

// catching reports whether something is to be done for an exception of the present instruction.
func (a *activation) catching() bool {
	for x := a; x != nil; x = x.caller {
		if x.lock != nil && a.catches(x.m, unlocking) {
			return true
		}
		for _, h := range x.handlers() {
			if h.translated {
				return true
			}
		}
	}
	return false
}

// mayThrow has the exceptions of the call or exit that was appended last go to their handlers.
func (a *activation) mayThrow() {
	if !a.catching() {
		return
	}
	u := a.u
	normal, pad := a.f.NewBlock(), a.f.NewBlock()
	u.Catch(normal, pad)
	u.At(pad)
	a.raise(u.Value(ssa.OpException, ssa.Ref))
	u.At(normal)
}

// throw translates athrow of ex, which is not null.
func (a *activation) throw(ex *ssa.Value) {
	if a.catching() {
		a.raise(ex)
	} else {
		a.exit(ssa.Void, exitThrow, ex)
		a.u.Stop()
	}
	a.dead = true
}

// raise ends the block: ex goes to its handler, or leaves the unit.
func (a *activation) raise(ex *ssa.Value) {
	u := a.u
	for x := a; x != nil; x = x.caller {
		for _, h := range x.handlers() {
			var c *vm.Class
			if h.catch != 0 {
				if c = x.classAt(h.catch); c == nil {
					x.leaveWith(ex)
					return
				}
			}
			is := a.isCaught(ex, c)
			if k, ok := is.IsConst(); ok {
				if k == 0 {
					continue
				}
				x.handle(h, ex)
				return
			}
			yes, no := a.f.NewBlock(), a.f.NewBlock()
			u.If(is, yes, no)
			u.At(yes)
			x.handle(h, ex)
			u.At(no)
		}
		if x.lock != nil {
			x.unlockThrowing()
		}
	}
	root := a
	for root.caller != nil {
		root = root.caller
	}
	lock := root.lock
	root.lock = nil
	u.Exit(ssa.Void, int64(exitRethrow), root.thrownState(), ex)
	root.lock = lock
	u.Stop()
}

// isCaught gives 1 if ex is an instance of c, or c is nil.
func (a *activation) isCaught(ex *ssa.Value, c *vm.Class) *ssa.Value {
	if c == nil || c == a.j.vm.Known.Throwable {
		return a.int(1)
	}
	if o, ok := ex.Aux.(freshObject); ok && ex.Op == ssa.OpNew {
		return a.int(int64(b2i(vm.InstanceOf(o.class.Block, c.Block))))
	}
	return a.isInstance(ex, c)
}

// handle ends the block with ex going to handler h of a.
func (a *activation) handle(h handler, ex *ssa.Value) {
	if !h.translated {
		a.leaveWith(ex)
		return
	}
	b := a.flow.blocks[h.pc]
	stack := a.stack
	a.stack = []*ssa.Value{ex}
	t := a.targetOf(b)
	a.u.Jmp(t.b)
	a.flowTo(b)
	a.stack = stack
}

// leaveWith ends the block: the search for a handler of ex goes on in the interpreter, from
// the present instruction of a.
func (a *activation) leaveWith(ex *ssa.Value) {
	a.u.Exit(ssa.Void, int64(exitUnwind), a.thrownState(), ex)
	a.u.Stop()
}

// thrownState is the state of a at an instruction that has thrown: nothing is on the stack.
func (a *activation) thrownState() *ssa.FrameState {
	d := a.data(nil)
	return &ssa.FrameState{Data: d, Vals: a.values(d, nil)}
}

// unlockThrowing gives back the lock of the synchronized method of a, which an exception leaves.
// Should the thread not own it any more, that is thrown in the caller.
func (a *activation) unlockThrowing() {
	l := a.lock
	a.lock = nil
	if c := a.caller; c != nil {
		a.monitorExit(l, c.thrownState())
	} else {
		a.monitorExit(l, a.thrownState())
	}
	a.lock = l
}

// check has the instruction throw, by exit n with args, when cond is 0: in compiled code if that
// often happens, else in the interpreter.
func (a *activation) check(cond *ssa.Value, n exitNumber, args ...*ssa.Value) {
	if !a.throws() {
		a.guard(cond, trapException)
		return
	}
	if k, ok := cond.IsConst(); ok && k != 0 {
		return
	}
	ok, bad := a.f.NewBlock(), a.f.NewBlock()
	a.u.If(cond, ok, bad)
	a.u.At(bad)
	a.u.Exit(ssa.Void, int64(n), a.state(), args...)
	a.mayThrow()
	a.u.Stop()
	a.u.At(ok)
}

// throws reports whether the present instruction often throws.
func (a *activation) throws() bool { return a.j.throws(a.m, a.bci) }
