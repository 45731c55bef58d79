package loader

import (
	"strings"

	"gojvm/loader/classfile"
	"gojvm/vm"
)

const (
	incompatibleChange = "java/lang/IncompatibleClassChangeError"
	illegalAccess      = "java/lang/IllegalAccessError"
)

// ResolveField implements vm.Linker (JVMS 5.4.3.2 and the linking part of
// getfield, putfield, getstatic and putstatic, JVMS 6.5).
func (l *Linker) ResolveField(t *vm.Thread, from *vm.Method, idx int, access vm.FieldAccess) (*vm.Field, error) {
	cp := from.CP // in class loading a redefinition may give the method another
	r, err := l.resolved(t, cp, idx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		f, err := l.resolveField(t, cp, symbolAt(cp, idx))
		if r, err = l.record(t, cp, idx, &vm.Resolution{Field: f}, err); err != nil {
			return nil, err
		}
	}
	if err := l.checkFieldUse(t, from.Name, cp, idx, r.Field, access); err != nil {
		return nil, err
	}
	return r.Field, nil
}

func (l *Linker) resolveField(t *vm.Thread, cp *vm.ConstPool, s classfile.Ref) (*vm.Field, error) {
	c := cp.Class
	holder, err := l.ResolveClass(t, cp, s.ClassIndex)
	if err != nil {
		return nil, err
	}
	f, err := l.lookupField(t, c, holder, s.Name, s.Desc)
	if err != nil {
		return nil, err
	}
	if bad := l.constrainSignature(s.Desc, c.Loader, f.Holder.Loader); bad != "" {
		return nil, t.Throwf("java/lang/LinkageError",
			"loader constraint violation: when resolving field \"%s\" of type %s, the class loader %s of the current class, %s, "+
				"and the class loader %s for the field's defining class, %s, have different Class objects for type %s (%s; %s)",
			s.Name, vm.ExternalType("L"+bad+";"), c.Loader.Description(), c.JavaName(),
			f.Holder.Loader.Description(), f.Holder.JavaName(), vm.ExternalType("L"+bad+";"),
			c.InModuleOfLoader(false, true), f.Holder.InModuleOfLoader(false, true))
	}
	return f, nil
}

// lookupField finds the field and checks the access of caller, unless that is nil.
func (l *Linker) lookupField(t *vm.Thread, caller, c *vm.Class, name, desc string) (*vm.Field, error) {
	f := c.FindField(name, desc)
	if f == nil || f.Injected() {
		return nil, t.Throw("java/lang/NoSuchFieldError", name)
	}
	if caller == nil {
		return f, nil
	}
	ok, err := l.memberAccess(t, caller, c, f.Holder, f.Flags)
	if err != nil || ok {
		return f, err
	}
	nest := ""
	if f.Flags&classfile.AccPrivate != 0 {
		nest = l.nestErrors(t, caller, f.Holder)
	}
	return nil, t.Throwf(illegalAccess, "class %s tried to access %sfield %s.%s (%s)%s",
		caller.JavaName(), accessWords(uint32(f.Flags)&^classfile.AccAbstract), f.Holder.JavaName(), name,
		vm.InModulesOfLoaders(caller, f.Holder), nest)
}

func accessWords(flags uint32) string {
	var s string
	if flags&classfile.AccAbstract != 0 {
		s = "abstract "
	}
	switch {
	case flags&classfile.AccProtected != 0:
		s += "protected "
	case flags&classfile.AccPrivate != 0:
		s += "private "
	}
	return s
}

func staticWord(static bool) string {
	if static {
		return "static"
	}
	return "non-static"
}

// checkFieldUse makes the checks that depend on the instruction, which is in the method called from.
func (l *Linker) checkFieldUse(t *vm.Thread, from string, cp *vm.ConstPool, idx int, f *vm.Field, access vm.FieldAccess) error {
	static := access == vm.GetStatic || access == vm.PutStatic
	c := cp.Class
	// The class named in the symbolic reference, which may be a subclass of the holder.
	named := func() string { return vm.JavaName(symbolAt(cp, idx).Class) }
	if f.IsStatic() != static {
		return t.Throwf(incompatibleChange, "Expected %s field %s.%s", staticWord(static), named(), f.Name)
	}
	if !f.IsFinal() || access == vm.GetField || access == vm.GetStatic {
		return nil
	}
	if f.Holder != c {
		return t.Throwf(illegalAccess,
			"Update to %s final field %s.%s attempted from a different class (%s) than the field's declaring class",
			staticWord(static), named(), f.Name, c.JavaName())
	}
	init := "<init>"
	if static {
		init = "<clinit>"
	}
	if cp.File.Major >= 53 && from != init {
		return t.Throwf(illegalAccess,
			"Update to %s final field %s.%s attempted from a different method (%s) than the initializer method %s ",
			staticWord(static), named(), f.Name, from, init)
	}
	return nil
}

// LookupField implements vm.Linker.
func (l *Linker) LookupField(t *vm.Thread, caller, c *vm.Class, name, desc string, access vm.FieldAccess) (*vm.Field, error) {
	f, err := l.lookupField(t, caller, c, name, desc)
	if err != nil {
		return nil, err
	}
	if static := access == vm.GetStatic || access == vm.PutStatic; f.IsStatic() != static {
		return nil, t.Throwf(incompatibleChange, "Expected %s field %s.%s", staticWord(static), c.JavaName(), name)
	}
	return f, nil
}

// ResolveMethod implements vm.Linker.
func (l *Linker) ResolveMethod(t *vm.Thread, from *vm.Method, idx int, kind vm.InvokeKind) (*vm.Method, error) {
	cp := from.CP // in class loading a redefinition may give the method another
	r, err := l.resolved(t, cp, idx)
	if err != nil {
		return nil, err
	}
	if r == nil {
		m, err := l.resolveMethod(t, cp, symbolAt(cp, idx), kind)
		if r, err = l.record(t, cp, idx, &vm.Resolution{Method: m}, err); err != nil {
			return nil, err
		}
	}
	named := func() (*vm.Class, error) { return l.ResolveClass(t, cp, symbolAt(cp, idx).ClassIndex) }
	return l.checkMethodUse(t, cp.Class, named, r.Method, kind)
}

// resolveMethod is JVMS 5.4.3.3 for a Methodref, 5.4.3.4 for an InterfaceMethodref.
func (l *Linker) resolveMethod(t *vm.Thread, cp *vm.ConstPool, s classfile.Ref, kind vm.InvokeKind) (*vm.Method, error) {
	c := cp.Class
	holder, err := l.ResolveClass(t, cp, s.ClassIndex)
	if err != nil {
		return nil, err
	}
	if holder.IsInterface() != s.Interface {
		switch {
		case kind == vm.InvokeInterface:
			return nil, t.Throwf(incompatibleChange, "Found class %s, but interface was expected", holder.JavaName())
		case kind == vm.InvokeVirtual:
			return nil, t.Throwf(incompatibleChange, "Found interface %s, but class was expected", holder.JavaName())
		case s.Interface:
			return nil, t.Throwf(incompatibleChange, "Method '%s' must be Methodref constant", vm.ExternalSignature(holder.Name, s.Name, s.Desc))
		default:
			return nil, t.Throwf(incompatibleChange, "Method '%s' must be InterfaceMethodref constant", vm.ExternalSignature(holder.Name, s.Name, s.Desc))
		}
	}
	m, err := l.lookupMethod(t, c, holder, s.Name, s.Desc)
	if err != nil {
		return nil, err
	}
	if m.Flags&vm.MethodSigPoly == 0 {
		if bad := l.constrainSignature(s.Desc, c.Loader, m.Holder.Loader); bad != "" {
			return nil, t.Throwf("java/lang/LinkageError",
				"loader constraint violation: when resolving method '%s' the class loader %s of the current class, %s, "+
					"and the class loader %s for the method's defining class, %s, have different Class objects for the type %s used in the signature (%s; %s)",
				vm.ExternalSignature(holder.Name, s.Name, s.Desc), c.Loader.Description(), c.JavaName(),
				m.Holder.Loader.Description(), m.Holder.JavaName(), vm.JavaName(bad),
				c.InModuleOfLoader(false, true), m.Holder.InModuleOfLoader(false, true))
		}
	}
	return m, nil
}

// lookupMethod finds the method and checks the access of caller, unless that is nil.
func (l *Linker) lookupMethod(t *vm.Thread, caller, c *vm.Class, name, desc string) (*vm.Method, error) {
	m := findMethod(c, name, desc)
	if m == nil {
		return nil, t.Throwf("java/lang/NoSuchMethodError", "'%s'", vm.ExternalSignature(c.Name, name, desc))
	}
	if caller == nil || c.IsArray() && name == "clone" {
		return m, nil // clone is a public method of arrays (JLS 10.7)
	}
	ok, err := l.memberAccess(t, caller, c, m.Holder, uint16(m.Flags))
	if err != nil || ok {
		return m, err
	}
	nest := ""
	if m.IsPrivate() {
		nest = l.nestErrors(t, caller, m.Holder)
	}
	return nil, t.Throwf(illegalAccess, "class %s tried to access %smethod '%s' (%s)%s",
		caller.JavaName(), accessWords(m.Flags), vm.ExternalMethod(m), vm.InModulesOfLoaders(caller, m.Holder), nest)
}

// findMethod looks a method up in c (JVMS 5.4.3.3 steps 2 and 3, 5.4.3.4): nil
// when there is none.
func findMethod(c *vm.Class, name, desc string) *vm.Method {
	if c.IsInterface() {
		if m := c.DeclaredMethod(name, desc); m != nil {
			return m
		}
		if m := c.Super.DeclaredMethod(name, desc); m != nil && m.IsPublic() && !m.IsStatic() {
			return m // of java.lang.Object
		}
		return findInSupers(c, name, desc)
	}
	for k := c; k != nil; k = k.Super {
		if m := sigPolyIn(k, name); m != nil {
			return m
		}
		if m := k.DeclaredMethod(name, desc); m != nil {
			return m
		}
	}
	return findInSupers(c, name, desc)
}

// findInSupers chooses among the superinterface methods of c: the one
// maximally-specific method that is not abstract, else any.
func findInSupers(c *vm.Class, name, desc string) *vm.Method {
	best := maximallySpecific(c, name, desc)
	var chosen *vm.Method
	for _, m := range best {
		if !m.IsAbstract() {
			if chosen != nil {
				chosen = nil // several: no one is chosen for being concrete
				break
			}
			chosen = m
		}
	}
	if chosen == nil && len(best) > 0 {
		chosen = best[0]
	}
	return chosen
}

// sigPolyIn returns the signature polymorphic method of that name declared by
// c, which stands for all descriptors (JVMS 2.9.3).
func sigPolyIn(c *vm.Class, name string) *vm.Method {
	if !c.Loader.Boot || !strings.HasPrefix(c.Name, "java/lang/invoke/") {
		return nil
	}
	for _, m := range c.Methods {
		if m.Flags&vm.MethodSigPoly != 0 && m.Name == name {
			return m
		}
	}
	return nil
}

// checkMethodUse makes the checks that depend on the instruction and, for
// invokespecial, selects the method (JVMS 6.5 invokespecial).
func (l *Linker) checkMethodUse(t *vm.Thread, c *vm.Class, named func() (*vm.Class, error), m *vm.Method, kind vm.InvokeKind) (*vm.Method, error) {
	switch kind {
	case vm.InvokeStatic:
		if !m.IsStatic() {
			return nil, t.Throwf(incompatibleChange, "Expected static method '%s'", vm.ExternalMethod(m))
		}
	case vm.InvokeVirtual:
		if m.IsStatic() && m.Flags&vm.MethodSigPoly == 0 {
			return nil, t.Throwf(incompatibleChange, "Expecting non-static method '%s'", vm.ExternalMethod(m))
		}
		if m.IsPrivate() && m.Holder.IsInterface() {
			return nil, t.Throwf(incompatibleChange, "private interface method requires invokespecial, not invokevirtual: method '%s', caller-class: %s",
				vm.ExternalMethod(m), c.JavaName())
		}
	case vm.InvokeInterface:
		if m.IsStatic() {
			return nil, t.Throwf(incompatibleChange, "Expected instance not static method '%s'", vm.ExternalMethod(m))
		}
	case vm.InvokeSpecial:
		holder, err := named()
		if err != nil {
			return nil, err
		}
		return l.selectSpecial(t, c, holder, m)
	}
	return m, nil
}

// selectSpecial selects what invokespecial in class c runs for the resolved
// method m of the named class (JVMS 6.5).
func (l *Linker) selectSpecial(t *vm.Thread, c, named *vm.Class, m *vm.Method) (*vm.Method, error) {
	if m.IsInit() && m.Holder != named {
		return nil, t.Throwf("java/lang/NoSuchMethodError", "%s: method '%s' not found", named.JavaName(), vm.ExternalSignature("", m.Name, m.Desc))
	}
	if m.IsStatic() {
		text := "Expecting non-static method '%s'"
		if named.IsInterface() {
			text = "Expected instance not static method '%s'"
		}
		return nil, t.Throwf(incompatibleChange, text, vm.ExternalMethod(m))
	}
	if c != nil && named.IsInterface() && named != c && !directInterface(c, named) && !m.IsInit() {
		return nil, t.Throwf(incompatibleChange, "Interface method reference: '%s', is in an indirect superinterface %s",
			vm.ExternalMethod(m), named.JavaName())
	}
	if c == nil || m.IsInit() || m.IsPrivate() {
		return m, nil
	}
	start := named
	if !named.IsInterface() && c.IsSubclassOf(named) && c != named && c.Super != nil {
		// ACC_SUPER, which every class file counts as having.
		start = c.Super
	}
	s := l.selectFrom(start, m)
	if s.IsAbstract() {
		if s.Holder.IsInterface() && !named.IsInterface() {
			named = s.Holder
		}
		return nil, t.Throwf("java/lang/AbstractMethodError", "'%s'", vm.ExternalSignature(named.Name, m.Name, m.Desc))
	}
	return s, nil
}

// directInterface reports whether i is a direct superinterface of c.
func directInterface(c, i *vm.Class) bool {
	for _, d := range c.Interfaces {
		if d == i {
			return true
		}
	}
	return false
}

// selectFrom selects the implementation of m found from class c on upwards; m
// itself (abstract) when there is none.
func (l *Linker) selectFrom(c *vm.Class, m *vm.Method) *vm.Method {
	if c.IsInterface() {
		if s := c.DeclaredMethod(m.Name, m.Desc); s != nil && !s.IsStatic() {
			return s
		}
		if s := c.Super.DeclaredMethod(m.Name, m.Desc); s != nil && s.IsPublic() {
			return s
		}
	} else {
		for k := c; k != nil; k = k.Super {
			if s := k.DeclaredMethod(m.Name, m.Desc); s != nil && !s.IsStatic() {
				return s
			}
		}
	}
	s, conflict := chooseDefault(c, m)
	switch {
	case conflict != "":
		return l.throwingMethod(c, m, func(t *vm.Thread, _ vm.Args) (vm.Value, error) {
			return 0, t.Throw(incompatibleChange, conflict)
		})
	case s.IsAbstract() && !c.IsInterface() && c.Reabstracts(s):
		return l.throwingMethod(c, m, func(t *vm.Thread, _ vm.Args) (vm.Value, error) {
			return 0, t.ThrowReabstracted(c, s)
		})
	}
	return s
}

// LookupMethod implements vm.Linker.
func (l *Linker) LookupMethod(t *vm.Thread, caller, c *vm.Class, name, desc string, kind vm.InvokeKind) (*vm.Method, error) {
	if kind == vm.InvokeInterface && !c.IsInterface() {
		return nil, t.Throwf(incompatibleChange, "Found class %s, but interface was expected", c.JavaName())
	}
	if kind == vm.InvokeVirtual && c.IsInterface() {
		return nil, t.Throwf(incompatibleChange, "Found interface %s, but class was expected", c.JavaName())
	}
	m, err := l.lookupMethod(t, caller, c, name, desc)
	if err != nil {
		return nil, err
	}
	if m.Flags&vm.MethodSigPoly != 0 && m.Desc != desc {
		if m, err = l.intrinsic(t, m, desc); err != nil {
			return nil, err
		}
	}
	if kind == vm.InvokeSpecial && m.IsInit() && m.Holder != c {
		return nil, t.Throwf("java/lang/NoSuchMethodError", "'%s'", vm.ExternalSignature(c.Name, name, desc))
	}
	return l.checkMethodUse(t, caller, func() (*vm.Class, error) { return c, nil }, m, kind)
}
