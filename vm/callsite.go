package vm

import (
	"strings"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// What calls of a method say that has no implementation depends on the instruction that
// calls, as on HotSpot: its tables for interface calls are empty where those for virtual calls
// have methods that throw.

const abstractMethodError = "java/lang/AbstractMethodError"

// call is the instruction at which a frame waits for a callee.
type call struct {
	op     bytecode.Op
	method *Method // resolved, nil if that is not known
	link   string  // linkToVirtual or linkToInterface
}

// callAt returns the call at which f stands; its op is 0 if that is no call of the program.
func callAt(f Frame) (c call) {
	if !f.Valid() || f.Method().Body == nil || f.BCI() < 0 {
		return c
	}
	m := f.Method()
	var in bytecode.Inst
	if bytecode.Decode(m.Body.Bytes, f.BCI(), &in) != nil {
		return c
	}
	switch in.Op {
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic, bytecode.Invokeinterface:
	default:
		return c
	}
	c.op = in.Op
	ref := m.CP.Symbols().Ref(in.Index)
	if ref.Class == "java/lang/invoke/MethodHandle" && strings.HasPrefix(ref.Name, "linkTo") {
		c.link = ref.Name
	} else if r := m.CP.Resolved(in.Index); r != nil {
		c.method = r.Method
	}
	return c
}

// ByInterface reports whether f waits at a call that selects from the methods of an interface, and
// whether by a method handle.
func (f Frame) ByInterface() (is, handle bool) {
	c := callAt(f)
	return c.op == bytecode.Invokeinterface || c.link == "linkToInterface", c.link != ""
}

// ByClass reports whether f waits at a call that selects from the methods of a class.
func (f Frame) ByClass() bool {
	c := callAt(f)
	return c.op == bytecode.Invokevirtual && c.link == "" || c.link == "linkToVirtual"
}

// ThrowAbstract throws AbstractMethodError: the call at which f waits selected the abstract method
// m for a receiver of class c. f is not valid if reflection calls m.
func (t *Thread) ThrowAbstract(f Frame, c *Class, m *Method) error {
	at := callAt(f)
	switch {
	case at.link == "linkToInterface":
		return t.Throw(abstractMethodError, "")
	case at.op != bytecode.Invokeinterface && m.Holder.IsInterface() && c.Reabstracts(m):
		return t.ThrowReabstracted(c, m)
	case at.op == 0 && !m.Holder.IsInterface():
		return t.Throwf(abstractMethodError, "'%s'", ExternalSignature(c.Name, m.Name, m.Desc))
	}
	selected := m
	if m.Holder.IsInterface() && (at.op == bytecode.Invokevirtual || at.link == "linkToVirtual") {
		selected = c.firstMiranda(m)
	}
	if at.link == "linkToVirtual" {
		return t.Throwf(abstractMethodError, "Missing implementation of resolved method %s of %s %s.",
			abstractText(selected), selected.Holder.ExternalKind(), selected.Holder.JavaName())
	}
	resolved := m
	if at.method != nil && !at.method.IsStatic() {
		resolved = at.method
	}
	also := ""
	if selected != resolved && !(at.op == bytecode.Invokeinterface && m.Holder.IsInterface()) {
		also = " Selected method is 'abstract " + ExternalMethod(selected) + "'."
	}
	return t.Throwf(abstractMethodError, "Receiver class %s does not define or inherit an implementation of the resolved method %s of %s %s.%s",
		c.JavaName(), abstractText(resolved), resolved.Holder.ExternalKind(), resolved.Holder.JavaName(), also)
}

// abstractText is m in quotes, with the word abstract if it is.
func abstractText(m *Method) string {
	s := ExternalSignature("", m.Name, m.Desc) + "'"
	if m.IsAbstract() {
		return "'abstract " + s
	}
	return "'" + s
}

// ThrowReabstracted throws what the method throws that HotSpot has made in c for m; see Reabstracts.
func (t *Thread) ThrowReabstracted(c *Class, m *Method) error {
	return t.Throwf(abstractMethodError, "Method %s.%s%s is abstract", c.Name, m.Name, m.Desc)
}

// Reabstracts reports whether HotSpot has made, for c, a method that throws in place of interface
// method m, which no class of c's line implements: it does where a class that has a default method
// among those it inherits names an interface with m.
func (c *Class) Reabstracts(m *Method) bool {
	for k := c; k != nil; k = k.Super {
		if !k.inheritsDefault() {
			return false
		}
		for _, i := range k.Interfaces {
			if i.declares(m) {
				return true
			}
			for _, s := range i.AllSupers {
				if s.declares(m) {
					return true
				}
			}
		}
	}
	return false
}

// inheritsDefault reports whether a superinterface of c has a method with a body.
func (c *Class) inheritsDefault() bool {
	for _, i := range c.AllSupers {
		for _, m := range i.Methods {
			if !m.IsStatic() && !m.IsAbstract() {
				return true
			}
		}
	}
	return false
}

// declares reports whether c has a method that m's name and descriptor select.
func (c *Class) declares(m *Method) bool {
	d := c.DeclaredMethod(m.Name, m.Desc)
	return d != nil && d.Flags&(classfile.AccStatic|classfile.AccPrivate) == 0
}

// firstMiranda returns the interface method like m that has the place for it in c's vtable on
// HotSpot: the first that a class of c's line, the oldest first, inherits.
func (c *Class) firstMiranda(m *Method) *Method {
	first := m
	for k := c; k != nil; k = k.Super {
		for _, i := range k.AllSupers {
			if i.declares(m) {
				first = i.DeclaredMethod(m.Name, m.Desc)
				break
			}
		}
	}
	return first
}
