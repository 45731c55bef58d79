package interp

import (
	"sync"

	"gojvm/mem"
	"gojvm/vm"
)

// codeStubs are the codes of methods that have none of their own, of one
// instruction each.
type codeStubs struct {
	mu   sync.Mutex
	base uintptr // native, abstract; 0 until the first is needed
}

// Prepare implements vm.Executor: it gives m its translation, or the stub of a
// native or abstract method. It neither collects nor runs Java code unless it throws.
func (x *Interp) Prepare(t *vm.Thread, m *vm.Method) error {
	native := m.IsNative() || x.intrinsic(m)
	if !native && !m.IsAbstract() && m.Body != nil {
		return x.translate(t, m)
	}
	s := &x.stubs
	s.mu.Lock()
	if s.base == 0 {
		p, err := x.vm.Meta.Alloc(2 * insSize)
		if err != nil {
			s.mu.Unlock()
			return t.ThrowOutOfMemory("Metaspace")
		}
		at(p).op, at(p+insSize).op = opNative, opAbstract
		s.base = p
	}
	stub := s.base
	s.mu.Unlock()
	if !native {
		stub += insSize
	}
	mem.Store32(m.Block+vm.MethodFrameSize, uint32(len(m.Args)*8))
	mem.AtomicStore32(m.Block+vm.MethodCode, uint32(stub))
	return nil
}

// intrinsic binds m, a library method with a body, to the Go function that runs
// in its place, if there is one. An agent's body is not replaced so.
func (x *Interp) intrinsic(m *vm.Method) bool {
	if m.Body == nil || m.Version > 0 || m.Plain || m.Holder.Loader == nil || !m.Holder.Loader.Boot || x.vm.Natives == nil {
		return false
	}
	f := x.vm.Natives.Intrinsic(m.Holder.Name, m.Name, m.Desc)
	if f != nil {
		m.BindNative(f)
	}
	return f != nil
}
