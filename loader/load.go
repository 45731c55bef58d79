package loader

import (
	"strings"

	"gojvm/vm"
)

// LoadClass implements vm.Linker (JVMS 5.3).
func (l *Linker) LoadClass(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	c, err := l.load(t, loader, name)
	if c == nil && err == nil {
		err = t.Throw("java/lang/ClassNotFoundException", name)
	}
	return c, err
}

// FindBootClass implements vm.Linker.
func (l *Linker) FindBootClass(t *vm.Thread, name string) (*vm.Class, error) {
	return l.load(t, l.vm.BootLoader, name)
}

// FindClass implements vm.Linker.
func (l *Linker) FindClass(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	c, err := l.load(t, loader, name)
	if err != nil {
		return nil, l.notFoundToError(t, name)
	}
	if c == nil {
		return nil, t.Throw("java/lang/NoClassDefFoundError", name)
	}
	return c, nil
}

// notFoundToError replaces a pending ClassNotFoundException by the
// NoClassDefFoundError that it causes (JVMS 5.3).
func (l *Linker) notFoundToError(t *vm.Thread, name string) error {
	ex := t.Exception()
	cnf := l.vm.BootLoader.Lookup("java/lang/ClassNotFoundException")
	if ex == 0 || cnf == nil || !l.vm.ClassOf(ex).IsSubclassOf(cnf) {
		return vm.ErrThrown
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	return t.ThrowCause("java/lang/NoClassDefFoundError", name, t.NewHandle(t.TakeException()))
}

// load gives the class with loader as the initiating loader. It is nil without
// an exception when the loader has none of that name.
func (l *Linker) load(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	if c := loader.Lookup(name); c != nil {
		return c, nil
	}
	if strings.HasPrefix(name, "[") {
		return l.loadArray(t, loader, name)
	}
	if !validClassName(name) {
		return nil, nil
	}
	if loader.Boot {
		return l.loadBoot(t, name)
	}
	return l.loadUser(t, loader, name)
}

// validClassName reports whether a class can have that internal name at all.
func validClassName(name string) bool {
	return name != "" && strings.IndexAny(name, ".;[") < 0
}

// loadUser asks a java.lang.ClassLoader (JVMS 5.3.2). A loader that is not
// parallel capable expects to be called with its monitor held.
func (l *Linker) loadUser(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	k := &l.vm.Known
	if !l.parallelCapable(loader) {
		t.MonitorEnter(loader.Object.Ref())
		defer func() { t.MonitorExit(loader.Object.Ref()) }()
		if c := loader.Lookup(name); c != nil {
			return c, nil
		}
	}
	s, err := t.NewStringRaw(strings.ReplaceAll(name, "/", "."))
	if err != nil {
		return nil, err
	}
	h := t.NewHandle(s)
	object := loader.Object.Ref()
	m := l.vm.ClassOf(object).Vtable[k.LoadClass.VtableIndex]
	r, err := t.Invoke(m, vm.RefValue(object), vm.RefValue(h.Ref()))
	if err != nil {
		return nil, err
	}
	if r.Ref() == 0 {
		return nil, nil
	}
	c := l.vm.ClassOfMirror(r.Ref())
	if c.IsPrimitive() || c.Name != name {
		return nil, nil // not what was asked for
	}
	return l.recordInitiating(t, loader, c)
}

// parallelCapable reports whether the loader has been registered as parallel capable.
func (l *Linker) parallelCapable(loader *vm.Loader) bool {
	f := l.vm.Known.ClassLoaderParallel
	return loader.Object.Object().Ref(f.Offset) != 0
}
