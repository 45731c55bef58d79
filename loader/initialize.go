package loader

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Initialize implements vm.Linker: the procedure of JVMS 5.5, whose steps the
// comments number.
func (l *Linker) Initialize(t *vm.Thread, c *vm.Class) error {
	if c.State() == vm.StateInitialized {
		return nil
	}
	if err := l.Link(t, c); err != nil {
		return err
	}
	// 1 to 5: wait for another thread that initializes c, return if it is done or
	// under way in this thread.
	lc := &c.Init
	lc.Lock()
	for c.State() == vm.StateInitializing && lc.Owner != t {
		lc.Wait(t)
	}
	switch c.State() {
	case vm.StateInitializing, vm.StateInitialized:
		lc.Unlock()
		return nil
	case vm.StateErroneous:
		lc.Unlock()
		return l.throwErroneous(t, c)
	}
	// 6
	c.SetState(vm.StateInitializing)
	lc.Owner = t
	lc.Unlock()

	err := l.initializeSupers(t, c)
	if err == nil {
		err = l.runClinit(t, c)
	}
	if err != nil {
		l.recordInitError(t, c)
		err = l.wrapInitError(t)
	}
	if err != nil {
		// 11, 12
		l.finishInit(c, vm.StateErroneous)
		return vm.ErrThrown
	}
	l.finishInit(c, vm.StateInitialized)
	return nil
}

func (l *Linker) finishInit(c *vm.Class, s vm.ClassState) {
	lc := &c.Init
	lc.Lock()
	lc.Owner = nil
	c.SetState(s)
	lc.Broadcast()
	lc.Unlock()
}

// initializeSupers is step 7: the superclass, and those superinterfaces that
// declare a non-abstract, non-static method.
func (l *Linker) initializeSupers(t *vm.Thread, c *vm.Class) error {
	if c.IsInterface() {
		return nil
	}
	if s := c.Super; s != nil && !s.Initialized() {
		if err := l.Initialize(t, s); err != nil {
			return err
		}
	}
	return l.initializeInterfaces(t, c)
}

// initializeInterfaces goes through the direct superinterfaces of c, each after
// its own superinterfaces, in the order of the interfaces clause.
func (l *Linker) initializeInterfaces(t *vm.Thread, c *vm.Class) error {
	for _, i := range c.Interfaces {
		if i.Initialized() || !hasDefaults(i) {
			continue
		}
		if err := l.initializeInterfaces(t, i); err != nil {
			return err
		}
		if declaresDefault(i) {
			if err := l.Initialize(t, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func hasDefaults(i *vm.Class) bool {
	if declaresDefault(i) {
		return true
	}
	for _, s := range i.AllSupers {
		if declaresDefault(s) {
			return true
		}
	}
	return false
}

func declaresDefault(i *vm.Class) bool {
	for _, m := range i.Methods {
		if m.Flags&(classfile.AccAbstract|classfile.AccStatic) == 0 {
			return true
		}
	}
	return false
}

// runClinit is step 9.
func (l *Linker) runClinit(t *vm.Thread, c *vm.Class) error {
	m := c.DeclaredMethod("<clinit>", "()V")
	if m == nil || !m.IsStatic() && c.File.Major >= 51 {
		l.logInit(c, "(no method)")
		return nil
	}
	l.logInit(c, "")
	_, err := t.Invoke(m)
	return err
}

// wrapInitError is step 10: a pending exception that is no Error is wrapped.
func (l *Linker) wrapInitError(t *vm.Thread) error {
	if l.vm.ClassOf(t.Exception()).IsSubclassOf(l.vm.Known.Error) {
		return vm.ErrThrown
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	return l.wrapException(t, "java/lang/ExceptionInInitializerError", t.NewHandle(t.TakeException()))
}

// wrapException throws an error of that class, made with its constructor for a Throwable.
func (l *Linker) wrapException(t *vm.Thread, class string, cause vm.Handle) error {
	c, err := l.FindClass(t, l.vm.BootLoader, class)
	if err != nil {
		return err
	}
	if err := l.Initialize(t, c); err != nil {
		return err
	}
	ctor := c.DeclaredMethod("<init>", "(Ljava/lang/Throwable;)V")
	if ctor == nil {
		return t.ThrowCause(class, "", cause)
	}
	e, err := t.NewObject(c)
	if err != nil {
		return err
	}
	h := t.NewHandle(e)
	if _, err := t.Invoke(ctor, vm.RefValue(h.Ref()), vm.RefValue(cause.Ref())); err != nil {
		return err
	}
	return t.SetException(h.Ref())
}
