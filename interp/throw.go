package interp

import (
	"unsafe"

	"gojvm/vm"
)

// findHandler looks for the handler of the pending exception in the frame at
// fp. If there is one the exception moves from the thread to the handler's
// stack register. Resolving the class of a handler may throw in its turn; that
// exception then takes the place of the other.
func (x *Interp) findHandler(t *vm.Thread, fp unsafe.Pointer) *ins {
	if frameFlags(fp)&vm.FrameNative != 0 {
		return nil
	}
	m := x.method(fp)
	code := x.codeOf(fp)
	if code == nil {
		return nil
	}
	for _, h := range code.handlersAt(addrOf(framePC(fp))) {
		if h.catch != 0 {
			ok, err := x.catches(t, m, int(h.catch))
			if err != nil {
				continue // the new exception meets the remaining handlers
			}
			if !ok {
				continue
			}
		}
		m.NoteCaught(int(h.pc))
		setU(fp, code.stackBase, uint32(t.TakeException()))
		return code.ins(h.target)
	}
	return nil
}

// catches reports whether the class at constant-pool entry idx of m's class is a
// superclass of the pending exception's.
func (x *Interp) catches(t *vm.Thread, m *vm.Method, idx int) (bool, error) {
	if r := m.CP.Resolved(idx); r != nil && r.Class != nil {
		return vm.InstanceOf(vm.KlassOf(t.Exception()), r.Class.Block), nil
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	ex := t.NewHandle(t.TakeException())
	c, err := x.vm.Linker.ResolveClass(t, m.CP, idx)
	if err != nil {
		return false, err
	}
	t.SetException(ex.Ref())
	return vm.InstanceOf(vm.KlassOf(ex.Ref()), c.Block), nil
}

// unlockFrame releases what the frame of a synchronized method has locked when
// the method is left, normally or not (JVMS 2.11.10). It returns an error when
// the thread does not own that monitor any more; IllegalMonitorStateException
// is pending then, in place of any other exception.
func (x *Interp) unlockFrame(t *vm.Thread, fp unsafe.Pointer) error {
	l := frameLock(fp)
	if *l == 0 {
		return nil
	}
	r := *l
	*l = 0
	if t.MonitorExit(r) {
		return nil
	}
	return t.Throw("java/lang/IllegalMonitorStateException", "")
}

func (x *Interp) throwNull(t *vm.Thread) *ins {
	t.ThrowNullPointer()
	return x.unwind(t)
}

func (x *Interp) throw(t *vm.Thread, class, format string, args ...any) *ins {
	t.Throwf(class, format, args...)
	return x.unwind(t)
}

// throwClassCast throws ClassCastException with HotSpot's message.
func (x *Interp) throwClassCast(t *vm.Thread, k, super uintptr) *ins {
	from, to := x.vm.ClassAt(k), x.vm.ClassAt(super)
	return x.throw(t, "java/lang/ClassCastException", "class %s cannot be cast to class %s (%s)",
		from.JavaName(), to.JavaName(), vm.InModulesOfLoaders(from, to))
}
