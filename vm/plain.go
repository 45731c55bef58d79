package vm

import "gojvm/mem"

// A Go function may run in place of a library method that is written in Java, and be right only for
// what the library passes. What else comes by reflection it gives to the Java code, in a method
// of its own that has the body and no Go function:
//
//	m      <- vtables, call sites, reflection    Go function
//	plain  <- the Go function                    body of m

// RunPlain runs the Java code of m, of whose Go function it is called. a are m's arguments.
func (t *Thread) RunPlain(m *Method, a Args) (Value, error) {
	p := m.plain.Load()
	if p == nil {
		block, err := m.Holder.Domain.Alloc(MethodBlockSize)
		if err != nil {
			return 0, t.ThrowOutOfMemory("Metaspace")
		}
		p = &Method{Block: block, Holder: m.Holder}
		p.become(m)
		p.Plain, p.Obsolete = true, m.Obsolete
		p.native.Store(nil)
		t.VM.RegisterMethod(p)
		mem.Copy(block, m.Block, MethodBlockSize)
		mem.Store32(block+MethodID, p.ID)
		mem.Store32(block+MethodCode, 0)
		if t.VM.Compiler != nil {
			p.SetEntry(t.VM.Compiler.Bridge())
		}
		if !m.plain.CompareAndSwap(nil, p) {
			p = m.plain.Load() // another thread was first
		}
	}
	args := make([]Value, len(m.Args))
	for i := range args {
		args[i] = a.Value(i)
	}
	return t.Invoke(p, args...)
}
