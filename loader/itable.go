package loader

import (
	"strings"

	"gojvm/loader/classfile"
	"gojvm/mem"
	"gojvm/vm"
)

// Selection of interface methods (JVMS 5.4.6). The itable of a class has, for
// each of its superinterfaces, the method selected for each of the interface's
// methods:
//
//	itable   u32 count
//	         u32 klass, u32 address --> u32 method block, one per itable index
//	         ...
//
// Where no method can be selected the entry is the abstract method itself, at
// whose call AbstractMethodError is thrown, or a method that throws the error
// the specification names.

// collectSupers fills c.AllSupers: all superinterfaces without duplicates,
// those of the superclass first.
func collectSupers(c *vm.Class) {
	var inherited []*vm.Class
	if c.Super != nil {
		inherited = c.Super.AllSupers
	}
	if len(c.Interfaces) == 0 {
		c.AllSupers = inherited
		return
	}
	all := inherited[:len(inherited):len(inherited)]
	add := func(i *vm.Class) {
		for _, k := range all {
			if k == i {
				return
			}
		}
		all = append(all, i)
	}
	for _, i := range c.Interfaces {
		add(i)
		for _, k := range i.AllSupers {
			add(k)
		}
	}
	c.AllSupers = all
}

// buildItable makes the itable of class c (not an interface) and returns its address.
func (l *Linker) buildItable(c *vm.Class) (uintptr, error) {
	if len(c.AllSupers) == 0 {
		return 0, nil
	}
	var super uintptr // the superclass's itable; its interfaces are a prefix of ours
	inherited := 0
	if c.Super != nil {
		super = uintptr(mem.Load32(c.Super.Block + vm.KlassItable))
		inherited = len(c.Super.AllSupers)
	}
	declares := false
	for _, m := range c.Methods {
		declares = declares || virtual(m)
	}
	if super != 0 && !declares && len(c.AllSupers) == inherited {
		return super, nil
	}
	slots := 0
	for _, i := range c.AllSupers {
		slots += len(i.Vtable)
	}
	head := 4 + 8*uintptr(len(c.AllSupers))
	table, err := c.Domain.Alloc(head + 4*uintptr(slots))
	if err != nil {
		return 0, err
	}
	mem.Store32(table, uint32(len(c.AllSupers)))
	next := table + head
	for n, i := range c.AllSupers {
		entry := table + 4 + 8*uintptr(n)
		mem.Store32(entry, uint32(i.Block))
		mem.Store32(entry+4, uint32(next))
		var from uintptr // the superclass's methods for i
		if n < inherited {
			from = uintptr(mem.Load32(super + 4 + 8*uintptr(n) + 4))
		}
		for j, m := range i.Vtable {
			var old *vm.Method
			if from != 0 {
				old = l.vm.MethodOf(uintptr(mem.Load32(from + 4*uintptr(j))))
			}
			mem.Store32(next, uint32(l.selectInterfaceMethod(c, m, old).Block))
			next += 4
		}
	}
	return table, nil
}

// selectInterfaceMethod selects the method that a call of interface method m
// runs on an instance of c (JVMS 5.4.6). old is what it runs on instances of the superclass, if
// that has the interface.
func (l *Linker) selectInterfaceMethod(c *vm.Class, m, old *vm.Method) *vm.Method {
	if s := c.DeclaredMethod(m.Name, m.Desc); s != nil && virtual(s) {
		return l.publicOrError(c, m, s)
	}
	if old != nil && !old.Holder.IsInterface() && old.Slot >= 0 && len(old.Holder.Methods) > old.Slot && old.Holder.Methods[old.Slot] == old {
		return old // a superclass's own method wins over interfaces
	}
	for k := c.Super; k != nil; k = k.Super {
		if s := k.DeclaredMethod(m.Name, m.Desc); s != nil && virtual(s) {
			return l.publicOrError(c, m, s)
		}
	}
	chosen, conflict := chooseDefault(c, m)
	if conflict != "" {
		return l.throwingMethod(c, m, func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			if is, _ := t.TopFrame().Caller().ByInterface(); is {
				return 0, t.ThrowAbstract(t.TopFrame().Caller(), l.vm.ClassOf(a.Ref(0)), m)
			}
			return 0, t.Throw(incompatibleChange, conflict)
		})
	}
	return chosen // if abstract: AbstractMethodError when it is called
}

// chooseDefault chooses among the maximally-specific superinterface methods of c that m
// names: the only one with a body, else an abstract one. If several have bodies it says so, in
// HotSpot's words, which name abstract ones too. c has m's interface.
func chooseDefault(c *vm.Class, m *vm.Method) (chosen *vm.Method, conflict string) {
	best := maximallySpecific(c, m.Name, m.Desc)
	var bodies []*vm.Method
	for _, s := range best {
		if !s.IsAbstract() {
			bodies = append(bodies, s)
		}
	}
	switch len(bodies) {
	case 0:
		if len(best) > 0 && !m.IsAbstract() {
			return best[0], "" // m has a body, but not for c: it has been made abstract again
		}
		return m, ""
	case 1:
		return bodies[0], ""
	}
	names := make([]string, len(best))
	for i, s := range best {
		names[i] = s.Holder.Name + "." + s.Name
	}
	return nil, "Conflicting default methods: " + strings.Join(names, " ")
}

// publicOrError returns s or, when s, selected for an interface method, is not public, what
// throws (JVMS 6.5 invokeinterface). A virtual call of the interface method runs s all the same.
func (l *Linker) publicOrError(c *vm.Class, m, s *vm.Method) *vm.Method {
	if s.IsPublic() {
		return s
	}
	return l.throwingMethod(c, m, func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		caller := t.TopFrame().Caller()
		if caller.ByClass() {
			args := make([]vm.Value, len(s.Args))
			for i := range args {
				args[i] = a.Value(i)
			}
			return t.Invoke(s, args...)
		}
		if _, handle := caller.ByInterface(); handle {
			return 0, t.Throw(illegalAccess, "")
		}
		return 0, t.Throwf(illegalAccess, "'%s'", vm.ExternalSignature(l.vm.ClassOf(a.Ref(0)).Name, s.Name, s.Desc))
	})
}

// maximallySpecific returns the maximally-specific superinterface methods of c
// for name and descriptor (JVMS 5.4.3.3), abstract ones included.
func maximallySpecific(c *vm.Class, name, desc string) []*vm.Method {
	var found []*vm.Method
	for _, i := range c.AllSupers {
		if m := i.DeclaredMethod(name, desc); m != nil && m.Flags&(classfile.AccPrivate|classfile.AccStatic) == 0 {
			found = append(found, m)
		}
	}
	if len(found) < 2 {
		return found
	}
	var best []*vm.Method
	for _, m := range found {
		specific := true
		for _, o := range found {
			if o != m && hasSuper(o.Holder, m.Holder) {
				specific = false
				break
			}
		}
		if specific {
			best = append(best, m)
		}
	}
	return best
}

// hasSuper reports whether interface super is among the superinterfaces of c.
func hasSuper(c, super *vm.Class) bool {
	for _, i := range c.AllSupers {
		if i == super {
			return true
		}
	}
	return false
}

// throwingMethod makes a method of c, selected for m, that is not in the member list of c: run has
// it throw.
func (l *Linker) throwingMethod(c *vm.Class, m *vm.Method, run vm.NativeFunc) *vm.Method {
	e := &vm.Method{
		Holder: c, Name: m.Name, Desc: m.Desc, Slot: -1,
		Flags: classfile.AccPublic | classfile.AccNative | classfile.AccSynthetic,
		CP:    m.CP, Args: m.Args, Ret: m.Ret, VtableIndex: -1, ItableIndex: -1,
	}
	e.BindNative(run)
	block, err := c.Domain.Alloc(vm.MethodBlockSize)
	if err != nil {
		return m // no memory for metadata: the call fails as abstract
	}
	l.registerMethod(e, block)
	return e
}
