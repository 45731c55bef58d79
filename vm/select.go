package vm

import "gojvm/mem"

// Select returns the method that a call of m on an object of class c invokes
// (JVMS 5.4.6); m itself where nothing is to be selected. It is nil when c,
// against expectation, has no such method.
func (vm *VM) Select(m *Method, c *Class) *Method {
	switch {
	case m.IsStatic() || m.IsPrivate() || m.IsInit():
		return m
	case m.Holder.IsInterface():
		if m.ItableIndex < 0 {
			return m
		}
		table := uintptr(mem.Load32(c.Block + KlassItable))
		if table == 0 {
			return nil
		}
		for n, p := mem.Load32(table), table+4; n > 0; n, p = n-1, p+8 {
			if uintptr(mem.Load32(p)) == m.Holder.Block {
				return vm.MethodOf(uintptr(mem.Load32(uintptr(mem.Load32(p+4)) + uintptr(4*m.ItableIndex))))
			}
		}
		return nil
	case m.VtableIndex < 0:
		return m
	}
	return vm.MethodOf(uintptr(mem.Load32(c.Block + KlassVtable + uintptr(4*m.VtableIndex))))
}
