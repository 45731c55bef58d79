package interp

import (
	"gojvm/mem"
	"gojvm/vm"
)

// Redirect implements vm.Executor. Calls from the interpreter find compiled code
// through a stub of one instruction in place of the register code:
//
//	MethodCode -> compiled   d,e = entry; a = 1 if it returns a value
//
// The frame is made as for any call, and becomes the carrier of the compiled code;
// so a call costs nothing more while there is none. The frame size stays that of
// the register code, for the frame may go on there after a deoptimization.
func (x *Interp) Redirect(m *vm.Method, entry uintptr) error {
	if entry == 0 {
		if c, ok := m.Code().(*code); ok {
			mem.AtomicStore32(m.Block+vm.MethodCode, uint32(c.warm().base))
		}
		return nil
	}
	s, ok := x.redirects.Load(m)
	if !ok {
		p, err := x.vm.Meta.Alloc(insSize)
		if err != nil {
			return err
		}
		at(p).op = opCompiled
		if m.Ret != vm.KindVoid {
			at(p).a = 1
		}
		s, _ = x.redirects.LoadOrStore(m, p)
	}
	stub := s.(uintptr)
	mem.AtomicStore64(stub+8, uint64(entry))
	mem.AtomicStore32(m.Block+vm.MethodCode, uint32(stub))
	return nil
}
