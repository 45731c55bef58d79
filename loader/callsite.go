package loader

import (
	"sync"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Call sites (JVMS 5.4.3.6, 6.5 invokedynamic): linked once per instruction by the
// library, which answers with a static method that takes the arguments and an
// appendix (the call site or a method handle).

// bootstrapCall is a resolved bootstrap method with what it is called with.
type bootstrapCall struct {
	method, name vm.Handle
	// args are the static arguments as the library expects them: nothing, one
	// argument itself unless that is an array, else an Object[].
	args vm.Handle
}

// resolveBootstrap resolves entry i of the BootstrapMethods attribute of cp's class file.
func (l *Linker) resolveBootstrap(t *vm.Thread, cp *vm.ConstPool, i int, name string) (b bootstrapCall, err error) {
	if i >= cp.File.NumBootstrapMethods() {
		return b, t.Throwf("java/lang/ClassFormatError", "class %s has no bootstrap method %d", cp.Class.JavaName(), i)
	}
	handle, static := cp.File.BootstrapMethod(i)
	r, err := l.ResolveConstant(t, cp, handle)
	if err != nil {
		return b, err
	}
	b.method = r.Const
	s, err := t.InternRaw(name)
	if err != nil {
		return b, err
	}
	b.name = t.NewHandle(s)
	n := static.Len()
	if n == 0 {
		return b, nil
	}
	var args vm.Handle
	for j := range n {
		v, err := l.constantObject(t, cp, static.At(j))
		if err != nil {
			return b, err
		}
		if n == 1 && !(v != 0 && l.vm.ClassOf(v).IsArray()) {
			b.args = t.NewHandle(v)
			return b, nil
		}
		h := t.NewHandle(v)
		if j == 0 {
			a, err := t.NewRefArray(l.vm.Known.Object, n)
			if err != nil {
				return b, err
			}
			args = t.NewHandle(a)
		}
		l.vm.SetRefElem(args.Ref(), j, h.Ref())
	}
	b.args = args
	return b, nil
}

// constantObject resolves a loadable constant to an object, boxed if need be.
func (l *Linker) constantObject(t *vm.Thread, cp *vm.ConstPool, idx int) (vm.Ref, error) {
	r, err := l.ResolveConstant(t, cp, idx)
	if err != nil {
		return 0, err
	}
	if r.Kind != vm.KindRef {
		return l.box(t, r.Value, r.Kind)
	}
	return r.Const.Ref(), nil
}

// siteTable holds what instructions have been linked to.
type siteTable struct {
	mu    sync.Mutex
	sites map[siteKey]*vm.Resolution
}

// siteKey names an invokedynamic instruction, or (body nil) a constant-pool
// entry that is used by calls of signature polymorphic methods.
type siteKey struct {
	cp   *vm.ConstPool
	body *classfile.Code
	at   int // bytecode index or constant-pool index
}

func (s *siteTable) get(k siteKey) *vm.Resolution {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sites[k]
}

// put records r unless another thread was first; it returns what counts.
func (s *siteTable) put(k siteKey, r *vm.Resolution) *vm.Resolution {
	r.Keep(k.cp.Class.Domain)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.sites[k]; old != nil {
		return old
	}
	if s.sites == nil {
		s.sites = map[siteKey]*vm.Resolution{}
	}
	s.sites[k] = r
	return r
}

// linkSite returns what the site is linked to, linking it by link at the first time.
// Errors stick to the site.
func (l *Linker) linkSite(t *vm.Thread, k siteKey, link func() (*vm.Linkage, error)) (*vm.Linkage, error) {
	r := l.sites.get(k)
	if r == nil {
		mark := t.HandleMark()
		defer t.ReleaseHandles(mark)
		ln, err := link()
		if err != nil {
			f := l.failure(t, k.cp.Class.Domain)
			if f == nil {
				return nil, err
			}
			if r = l.sites.put(k, f); r == f {
				return nil, err // pending as it was thrown
			}
			t.TakeException()
		} else {
			r = l.sites.put(k, &vm.Resolution{Link: ln})
		}
	}
	r, err := l.outcome(t, r)
	if err != nil {
		return nil, err
	}
	return r.Link, nil
}

// ResolveCallSite implements vm.Linker.
func (l *Linker) ResolveCallSite(t *vm.Thread, m *vm.Method, bci, idx int) (*vm.Linkage, error) {
	cp, c := m.CP, m.Holder
	return l.linkSite(t, siteKey{cp, m.Body, bci}, func() (*vm.Linkage, error) {
		bootstrap, name, desc := cp.Symbols().Dynamic(idx)
		b, err := l.resolveBootstrap(t, cp, bootstrap, name)
		if err != nil {
			return nil, l.wrapBootstrapError(t)
		}
		mt, err := l.MethodTypeOf(t, c, desc)
		if err != nil {
			return nil, err
		}
		typ := t.NewHandle(mt)
		box, err := t.NewRefArray(l.vm.Known.Object, 1)
		if err != nil {
			return nil, err
		}
		appendix := t.NewHandle(box)
		r, err := l.upcall(t, l.vm.Known.LinkCallSite, vm.RefValue(c.Mirror), vm.IntValue(int32(bci)),
			vm.RefValue(b.method.Ref()), vm.RefValue(b.name.Ref()), vm.RefValue(typ.Ref()),
			vm.RefValue(b.args.Ref()), vm.RefValue(appendix.Ref()))
		if err != nil {
			return nil, l.wrapBootstrapError(t)
		}
		return l.linkage(t, c, r.Ref(), appendix)
	})
}

// linkage takes the answer of the library apart: a MemberName and a box with the appendix.
func (l *Linker) linkage(t *vm.Thread, from *vm.Class, member vm.Ref, appendix vm.Handle) (*vm.Linkage, error) {
	var target *vm.Method
	if member != 0 {
		target = l.vm.MemberMethod(member)
	}
	if target == nil {
		return nil, t.Throw("java/lang/LinkageError", "bad method handle linkage")
	}
	t.NewHandle(target.Holder.Mirror) // until the site is recorded
	if !target.Holder.Initialized() {
		if err := l.Initialize(t, target.Holder); err != nil {
			return nil, err
		}
	}
	ln := &vm.Linkage{Target: target}
	if a := vm.RefElem(appendix.Ref(), 0); a != 0 {
		ln.Appendix = from.Domain.NewHandle(a)
	}
	return ln, nil
}

// wrapBootstrapError wraps a pending exception that is no Error into
// BootstrapMethodError (JVMS 5.4.3.6).
func (l *Linker) wrapBootstrapError(t *vm.Thread) error {
	if l.vm.ClassOf(t.Exception()).IsSubclassOf(l.vm.Known.Error) {
		return vm.ErrThrown
	}
	return l.wrapException(t, "java/lang/BootstrapMethodError", t.NewHandle(t.TakeException()))
}
