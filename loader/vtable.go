package loader

import (
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// Selection of methods (JVMS 5.4.6) by class. A vtable holds the methods that
// classes declare; what is inherited from superinterfaces is selected by
// itable (itable.go), for invokevirtual too, so that no slots for methods are
// needed which a class does not declare itself ("miranda methods").

// virtual reports whether calls of m select by the receiver's class: m is
// neither static, nor private, nor an initialization method.
func virtual(m *vm.Method) bool {
	return m.Flags&(classfile.AccStatic|classfile.AccPrivate) == 0 && m.Name[0] != '<'
}

// buildVtable fills c.Vtable and the vtable indices of its methods; those of
// the superclass are known. An interface's table is the list of its own
// methods, in the order of their itable indices.
func buildVtable(c *vm.Class) {
	if c.IsInterface() {
		for _, m := range c.Methods {
			if virtual(m) {
				m.ItableIndex = len(c.Vtable)
				c.Vtable = append(c.Vtable, m)
			}
		}
		return
	}
	var inherited []*vm.Method
	if c.Super != nil {
		inherited = c.Super.Vtable
	}
	added := 0
	for _, m := range c.Methods {
		if virtual(m) {
			added++
		}
	}
	if added == 0 {
		c.Vtable = inherited
		return
	}
	table := make([]*vm.Method, len(inherited), len(inherited)+added)
	copy(table, inherited)
	for _, m := range c.Methods {
		if !virtual(m) {
			continue
		}
		for i, over := range inherited {
			// Lengths first: nearly all entries differ there.
			if len(over.Name) == len(m.Name) && len(over.Desc) == len(m.Desc) &&
				over.Name == m.Name && over.Desc == m.Desc && overridesSlot(c, m, i) {
				table[i] = m
				m.VtableIndex = i
			}
		}
		// A final method that overrides nothing needs no selection.
		if m.VtableIndex < 0 && !m.IsFinal() {
			m.VtableIndex = len(table)
			table = append(table, m)
		}
	}
	c.Vtable = table
}

// overridesSlot reports whether m, declared in c, can override the method in
// slot i of its superclass (JVMS 5.4.5). All methods that ever were in the slot
// override the first one; to override one of them is to override all, which is
// the transitive rule for package-private methods.
func overridesSlot(c *vm.Class, m *vm.Method, i int) bool {
	var last *vm.Method
	for k := c.Super; k != nil && i < len(k.Vtable); k = k.Super {
		over := k.Vtable[i]
		if over == last {
			continue
		}
		last = over
		if over.IsPublic() || over.IsProtected() || vm.SamePackage(over.Holder, c) {
			return true
		}
	}
	return false
}

// finalOverride returns the final method that a method of c overrides
// although it must not (JVMS 4.6, 5.3.5), with the overrider; nil if there is none.
func finalOverride(c *vm.Class) (m, over *vm.Method) {
	if c.IsInterface() || c.Super == nil {
		return nil, nil
	}
	for _, m := range c.Methods {
		if !virtual(m) {
			continue
		}
		for k := c.Super; k != nil; k = k.Super {
			for _, o := range k.Methods {
				if o.Flags&(classfile.AccFinal|classfile.AccStatic|classfile.AccPrivate) == classfile.AccFinal &&
					o.Name == m.Name && o.Desc == m.Desc &&
					(o.IsPublic() || o.IsProtected() || vm.SamePackage(o.Holder, c)) {
					return m, o
				}
			}
		}
	}
	return nil, nil
}

// lookupInClasses returns the method of that name and descriptor that c or its
// nearest superclass declares, nil if none does (JVMS 5.4.3.3 step 2).
func lookupInClasses(c *vm.Class, name, desc string) *vm.Method {
	for k := c; k != nil; k = k.Super {
		if m := k.DeclaredMethod(name, desc); m != nil {
			return m
		}
	}
	return nil
}
