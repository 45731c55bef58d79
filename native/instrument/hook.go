package instrument

import "gojvm/vm"

// transform passes a class file to the agents: first those transformers that are
// asked once, then the others, each group in the order of the agents. At a
// retransformation only the others are asked, and what they are given is what the first
// group had left (Instrumentation.retransformClasses).
func transform(t *vm.Thread, l *vm.ClassFileLoad) {
	envs := agentsOf(t.VM).environments()
	if !l.Retransform {
		for _, e := range envs {
			if !e.retransform {
				e.ask(t, l)
			}
		}
	}
	before := l.Bytes
	changed := false
	for _, e := range envs {
		if e.retransform {
			changed = e.ask(t, l) || changed
		}
	}
	if changed {
		l.Initial = before
	}
}

// ask gives the class file to the transformers of e and reports whether they have
// replaced it. Classes that are loaded meanwhile in this thread are not
// given to e: a transformer need not transform what it uses itself.
func (e *environment) ask(t *vm.Thread, l *vm.ClassFileLoad) bool {
	if !e.enabled.Load() {
		return false
	}
	if _, busy := e.busy.LoadOrStore(t, nil); busy {
		return false
	}
	defer e.busy.Delete(t)
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	got, err := e.call(t, l)
	if err != nil {
		t.TakeException() // out of memory, or of stack; the transformers' own are swallowed in Java
		return false
	}
	if got == 0 {
		return false
	}
	l.Bytes = append([]byte(nil), vm.ByteElems(got)...)
	return true
}

// call is InstrumentationImpl.transform.
func (e *environment) call(t *vm.Thread, l *vm.ClassFileLoad) (vm.Ref, error) {
	k, err := vm.Bound[members](t)
	if err != nil {
		return 0, err
	}
	var name vm.Handle
	if l.Name != "" {
		s, err := t.NewStringRaw(l.Name)
		if err != nil {
			return 0, err
		}
		name = t.NewHandle(s)
	}
	bytes, err := t.NewByteArray(l.Bytes)
	if err != nil {
		return 0, err
	}
	// Without a named module the library finds the unnamed one itself.
	var module, class vm.Ref
	if l.Class != nil {
		class = l.Class.Mirror
	} else if m := l.Loader.ModuleOf(vm.PackageOf(l.Name)); m.Named() {
		module = m.Object.Ref()
	}
	r, err := t.Invoke(k.Transform, vm.RefValue(e.agent.impl.Ref()), vm.RefValue(module), vm.RefValue(l.Loader.Object.Ref()),
		vm.RefValue(name.Ref()), vm.RefValue(class), vm.RefValue(l.Domain.Ref()), vm.RefValue(bytes), vm.BoolValue(e.retransform))
	return r.Ref(), err
}
