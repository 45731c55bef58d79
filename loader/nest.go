package loader

import (
	"fmt"

	"gojvm/vm"
)

// Nests (JVMS 5.4.4): classes that may access each other's private members.

// NestHost implements vm.Linker. Errors while the host is loaded make c its own host.
func (l *Linker) NestHost(t *vm.Thread, c *vm.Class) *vm.Class {
	h, err := l.nestHost(t, c)
	if err != nil {
		t.TakeException()
		return c
	}
	return h
}

// nestHost resolves the nest host of c. What is thrown is a VirtualMachineError;
// linkage errors leave c its own host.
func (l *Linker) nestHost(t *vm.Thread, c *vm.Class) (*vm.Class, error) {
	if h := c.NestHost.Load(); h != nil {
		return h, nil
	}
	host := c
	switch {
	case c.IsArray() || c.IsPrimitive():
	case c.DefiningHost != nil:
		h, err := l.nestHost(t, c.DefiningHost)
		if err != nil {
			return nil, err
		}
		host = h
	default:
		idx := int(c.File.NestHost)
		if idx == 0 {
			break
		}
		h, err := l.ResolveClass(t, c.CP, idx)
		if err != nil {
			if l.pendingIs(t, "java/lang/VirtualMachineError") {
				return nil, err
			}
			t.TakeException()
			break
		}
		if vm.SamePackage(h, c) && l.listsMember(h, c) {
			host = h
		}
	}
	c.NestHost.Store(host)
	return host, nil
}

// listsMember reports whether host names c in its NestMembers attribute. By
// name: host and c have the same loader.
func (l *Linker) listsMember(host, c *vm.Class) bool {
	if host.File == nil {
		return false
	}
	list := host.File.NestMembers()
	for i := range list.Len() {
		if host.File.CP.Class(list.At(i)) == c.Name {
			return true
		}
	}
	return false
}

// sameNest reports whether a and b have the same nest host.
func (l *Linker) sameNest(t *vm.Thread, a, b *vm.Class) (bool, error) {
	if a == b {
		return true, nil
	}
	ha, err := l.nestHost(t, a)
	if err != nil {
		return false, err
	}
	hb, err := l.nestHost(t, b)
	return ha == hb, err
}

// pendingIs reports whether the pending exception is of that class of the library.
func (l *Linker) pendingIs(t *vm.Thread, class string) bool {
	c := l.vm.BootLoader.Lookup(class)
	ex := t.Exception()
	return c != nil && ex != 0 && l.vm.ClassOf(ex).IsSubclassOf(c)
}

// nestErrors explains, at the end of an access error about a private member, why a and b
// are not of one nest although they may name a host; "" when they do not.
func (l *Linker) nestErrors(t *vm.Thread, a, b *vm.Class) string {
	ea, eb := l.nestError(t, a), l.nestError(t, b)
	switch {
	case ea == "" && eb == "":
		return ""
	case ea != "" && eb != "":
		ea += ", "
	}
	return ", (" + ea + eb + ")"
}

// nestError tells why the host that c names is not its host; "" when it is or c names none.
func (l *Linker) nestError(t *vm.Thread, c *vm.Class) string {
	if c.File == nil || c.File.NestHost == 0 || c.NestHost.Load() != c {
		return ""
	}
	idx := int(c.File.NestHost)
	h, err := l.ResolveClass(t, c.CP, idx)
	if err != nil {
		why := l.vm.ClassOf(t.Exception()).JavaName()
		if s := vm.Object(t.TakeException()).Ref(l.vm.Known.ThrowableMessage.Offset); s != 0 {
			why += ": " + l.vm.GoString(s)
		}
		return fmt.Sprintf("Nest host resolution of %s with host %s failed: %s",
			c.JavaName(), vm.JavaName(c.File.CP.Class(idx)), why)
	}
	why := "current type is not listed as a nest member"
	if !vm.SamePackage(h, c) {
		why = "types are in different packages"
	}
	return fmt.Sprintf("Type %s (loader: %s) is not a nest member of type %s (loader: %s): %s",
		c.JavaName(), c.Loader.Description(), h.JavaName(), h.Loader.Description(), why)
}
