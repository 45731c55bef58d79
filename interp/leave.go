package interp

import (
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// How frames are left. Compiled code may be on either side of any frame, and goes
// on when a frame that it called is left; what it does then is an Outcome, which
// may be that another frame is left. proceed takes these steps in a loop, so
// that Go's stack does not grow with Java's.

// leave ends the method in the frame at fp normally with value v: it unlocks what
// a synchronized method has locked, and hands v to the caller or to Invoke.
func (x *Interp) leave(t *vm.Thread, fp unsafe.Pointer, v vm.Value) *ins {
	return x.proceed(t, vm.Outcome{Kind: vm.CompiledReturned, FP: uintptr(fp), Value: v})
}

// unwind dispatches the pending exception (JVMS 2.10, 6.5 athrow): it leaves
// frames, from Context.FP on, until one has a handler, and returns where that
// begins; nil when the entry frame was left, the exception still pending.
func (x *Interp) unwind(t *vm.Thread) *ins {
	return x.proceed(t, vm.Outcome{Kind: vm.CompiledUnwinds})
}

// unwindCaller leaves the frame at fp with the pending exception, without
// looking for a handler in it.
func (x *Interp) unwindCaller(t *vm.Thread, fp unsafe.Pointer) *ins {
	return x.proceed(t, vm.Outcome{Kind: vm.CompiledThrew, FP: uintptr(fp)})
}

// enterCompiled goes on in the compiled code at entry in place of the frame at fp.
func (x *Interp) enterCompiled(t *vm.Thread, fp unsafe.Pointer, entry uintptr) *ins {
	setFlags(fp, vm.FrameCarrier)
	return x.proceed(t, x.vm.Compiler.Enter(t, uintptr(fp), entry))
}

// callCompiled executes in, the stub of a compiled method whose frame is at fp.
func (x *Interp) callCompiled(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	setFlags(fp, vm.FrameCarrier)
	o := x.vm.Compiler.Enter(t, uintptr(fp), uintptr(mem.AtomicLoad64(addrOf(in)+8)))
	if o.Kind != vm.CompiledReturned || o.FP != uintptr(fp) || frameFlags(fp) != vm.FrameCarrier || *frameLock(fp) != 0 {
		return x.proceed(t, o)
	}
	// It has been called by an interpreted method: no way is shorter, and none is gone more often.
	caller := frameCaller(fp)
	t.Ctx.FP = uint64(uintptr(caller))
	call := framePC(caller)
	if in.a != 0 {
		setU64(caller, call.a, uint64(o.Value))
	}
	return call.next(1 + uintptr(call.c))
}

// proceed takes the steps that follow from o and returns the next instruction,
// of the frame that is then at Context.FP; nil when an entry frame was left.
func (x *Interp) proceed(t *vm.Thread, o vm.Outcome) *ins {
	for {
		switch o.Kind {
		case vm.CompiledReturned:
			fp := mem.Ptr(o.FP)
			if *frameLock(fp) != 0 && x.unlockFrame(t, fp) != nil {
				// Thrown in this method, but none of its handlers covers its end.
				o.Kind = vm.CompiledThrew
				continue
			}
			flags, caller := frameFlags(fp), frameCaller(fp)
			t.Ctx.FP = uint64(uintptr(caller))
			switch {
			case flags&vm.FrameEntry != 0:
				t.Ctx.Result = uint64(o.Value)
				t.Ctx.Exception = 0
				return nil
			case flags&vm.FrameCompiledCaller != 0:
				o = x.vm.Compiler.Return(t, uintptr(caller)&^1, o.Value)
				continue
			}
			in := framePC(caller)
			if x.method(fp).Ret != vm.KindVoid {
				setU64(caller, in.a, uint64(o.Value))
			}
			return in.next(1 + uintptr(in.c))

		case vm.CompiledThrew:
			fp := mem.Ptr(o.FP)
			if *frameLock(fp) != 0 {
				x.method(fp).NoteUnlocked()
				x.unlockFrame(t, fp)
			}
			t.Ctx.FP = uint64(uintptr(frameCaller(fp)))
			if frameFlags(fp)&vm.FrameEntry != 0 {
				return nil
			}
			o.Kind = vm.CompiledUnwinds

		case vm.CompiledUnwinds:
			if t.Ctx.FP&1 != 0 {
				o = x.vm.Compiler.Unwind(t, uintptr(t.Ctx.FP)&^1)
				continue
			}
			fp := mem.Ptr(uintptr(t.Ctx.FP))
			if x.vm.Logs("exceptions") {
				x.logThrown(t)
			}
			if pc := x.findHandler(t, fp); pc != nil {
				return pc
			}
			o = vm.Outcome{Kind: vm.CompiledThrew, FP: uintptr(fp)}

		case vm.CompiledCalls:
			fp := mem.Ptr(uintptr(t.Ctx.FP))
			if pc := mem.Load64(uintptr(fp) - uintptr(-vm.FramePC)); pc != 0 {
				return at(uintptr(pc))
			}
			m := x.method(fp)
			if mem.AtomicLoad32(m.Block+vm.MethodCode) == 0 && x.Prepare(t, m) != nil {
				o = vm.Outcome{Kind: vm.CompiledThrew, FP: uintptr(fp)}
				continue
			}
			return at(uintptr(mem.Load32(m.Block + vm.MethodCode)))
		}
	}
}
