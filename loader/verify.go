package loader

import (
	"errors"

	"gojvm/loader/classfile"
	"gojvm/loader/verify"
	"gojvm/vm"
)

// verify verifies the bytecode of c (JVMS 4.10) unless it comes from the
// bootstrap loader or is a class that core reflection has spun.
func (l *Linker) verify(t *vm.Thread, c *vm.Class) error {
	if c.Loader.Boot && !l.vm.Config.VerifyLocal || l.vm.Config.NoVerify || l.isMagic(c) {
		return nil
	}
	l.vm.Logf("class+init", "Start class verification for: %s", c.JavaName())
	err := verify.Class(c.File, &hierarchy{l, t, c})
	l.vm.Logf("class+init", "End class verification for: %s", c.JavaName())
	if err == nil || err == vm.ErrThrown {
		return err
	}
	var e classfile.Error
	if errors.As(err, &e) {
		return t.Throw(e.JavaClass(), e.Error())
	}
	return t.Throw("java/lang/VerifyError", err.Error())
}

// hierarchy answers the verifier's questions about classes. Names are resolved
// by the loader of the class that is being verified, without access checks.
type hierarchy struct {
	l *Linker
	t *vm.Thread
	c *vm.Class
}

var _ verify.Hierarchy = (*hierarchy)(nil)

func (h *hierarchy) class(name string) (*vm.Class, error) {
	if name == h.c.Name {
		return h.c, nil // also a hidden class, which no loader knows
	}
	return h.l.FindClass(h.t, h.c.Loader, name)
}

// IsInterface implements verify.Hierarchy.
func (h *hierarchy) IsInterface(name string) (bool, error) {
	c, err := h.class(name)
	return err == nil && c.IsInterface(), err
}

// IsSubclass implements verify.Hierarchy.
func (h *hierarchy) IsSubclass(sub, super string) (bool, error) {
	a, err := h.class(sub)
	if err != nil {
		return false, err
	}
	b, err := h.class(super)
	return err == nil && a.IsSubclassOf(b), err
}

// Superclass implements verify.Hierarchy.
func (h *hierarchy) Superclass(name string) (string, error) {
	c, err := h.class(name)
	if err != nil || c.Super == nil {
		return "", err
	}
	return c.Super.Name, nil
}

// super returns the proper superclass of the class being verified that is called name.
func (h *hierarchy) super(name string) *vm.Class {
	for k := h.c.Super; k != nil; k = k.Super {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// InSupers implements verify.Hierarchy.
func (h *hierarchy) InSupers(name string) bool { return h.super(name) != nil }

// IsProtected implements verify.Hierarchy.
func (h *hierarchy) IsProtected(name, member, desc string, method bool) (bool, error) {
	c := h.super(name)
	if c == nil {
		return false, nil
	}
	if method {
		m := c.FindMethod(member, desc)
		return m != nil && m.IsProtected() && !vm.SamePackage(m.Holder, h.c), nil
	}
	f := c.FindField(member, desc)
	return f != nil && f.Flags&classfile.AccProtected != 0 && !vm.SamePackage(f.Holder, h.c), nil
}
