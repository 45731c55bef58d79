package verify

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// field checks getstatic, putstatic, getfield and putfield.
func (c *checker) field(in *bytecode.Inst) {
	if !c.entry(in, 1<<classfile.TagFieldref) {
		return
	}
	ref := c.file.CP.Ref(in.Index)
	holder := c.classType(ref.ClassIndex)
	static := in.Op == bytecode.Getstatic || in.Op == bytecode.Putstatic
	if holder.kind() != kindObject && !(static && holder.kind() == kindArray) {
		c.failWith(&failure{kind: wrongType, pc: in.PC, have: pool(in.Index, holder)},
			"Expecting reference to class in class %s at constant pool index %d", dots(c.file.Name), in.Index)
		return
	}
	t := c.names.fromDescriptor(ref.Desc)
	switch in.Op {
	case bytecode.Getstatic:
		c.pushWords(t)
	case bytecode.Putstatic:
		c.popWords(t)
	case bytecode.Getfield:
		object := c.pop(holder)
		c.checkProtectedField(in, &ref, object)
		c.pushWords(t)
	case bytecode.Putfield:
		c.popWords(t)
		object := c.popAny()
		if c.err != nil {
			return
		}
		// Before the call of the superclass's initializer, fields that this class
		// declares may be set (JVMS 4.10.1.9.putfield).
		if object == uninitThis && holder == c.this && c.declaresField(ref.Name, ref.Desc) {
			object = c.this
		}
		if !c.assignable(object, holder) {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: c.popped(), want: pool(in.Index, holder)},
				"Bad type on operand stack in putfield")
			return
		}
		c.checkProtectedField(in, &ref, object)
	}
}

func (c *checker) declaresField(name, desc string) bool {
	for i := range c.file.Fields {
		if f := &c.file.Fields[i]; f.Name == name && f.Desc == desc {
			return true
		}
	}
	return false
}

// checkProtectedField is the check of JVMS 4.10.1.8 for getfield and putfield.
func (c *checker) checkProtectedField(in *bytecode.Inst, ref *classfile.Ref, object typ) {
	if c.err == nil && !c.mayAccess(object, ref, false) {
		c.failWith(&failure{kind: wrongType, pc: in.PC, have: c.popped(), want: implicit(c.this)},
			"Bad access to protected data in %s", in.Op)
	}
}

// mayAccess checks access to a member that is protected in a superclass of another
// package: the object must be of this class. Other members are left to resolution.
func (c *checker) mayAccess(object typ, ref *classfile.Ref, method bool) bool {
	if object == c.this || !c.h.InSupers(ref.Class) {
		return true
	}
	protected, err := c.h.IsProtected(ref.Class, ref.Name, ref.Desc, method)
	if err != nil {
		c.abort(err)
		return true
	}
	if !protected {
		return true
	}
	if method && ref.Class == "java/lang/Object" && object.kind() == kindArray && ref.Name == "clone" {
		return true // arrays have a public clone
	}
	return c.assignableSlow(object, c.this, true)
}
