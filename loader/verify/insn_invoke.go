package verify

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

const staticInInterfaceVersion = 52

// invokeKinds returns what the constant of an invoke instruction may be.
func (c *checker) invokeKinds(op bytecode.Op) uint32 {
	switch op {
	case bytecode.Invokeinterface:
		return 1 << classfile.TagInterfaceMethodref
	case bytecode.Invokedynamic:
		return 1 << classfile.TagInvokeDynamic
	case bytecode.Invokespecial, bytecode.Invokestatic:
		if c.file.Major >= staticInInterfaceVersion {
			return 1<<classfile.TagInterfaceMethodref | 1<<classfile.TagMethodref
		}
	}
	return 1 << classfile.TagMethodref
}

// invoke checks the invoke instructions.
func (c *checker) invoke(in *bytecode.Inst) {
	op := in.Op
	if !c.entry(in, c.invokeKinds(op)) {
		return
	}
	var ref classfile.Ref
	var nat int
	holder := top
	if op == bytecode.Invokedynamic {
		nat = c.file.CP.DynamicNameAndType(in.Index)
		ref.Name, ref.Desc = c.file.CP.NameAndType(nat)
	} else {
		ref = c.file.CP.Ref(in.Index)
		_, nat = c.file.CP.RefIndexes(in.Index)
		holder = c.classType(ref.ClassIndex)
	}
	_, descIndex := c.file.CP.NameAndTypeIndexes(nat)
	s := c.sigOf(descIndex)
	if !c.invokeOperands(in, s) || !c.invokeTarget(in, &ref, holder) {
		return
	}
	for i := len(s.args) - 1; i >= 0; i-- {
		if c.pop(s.args[i]); c.err != nil {
			return
		}
	}
	switch op {
	case bytecode.Invokestatic, bytecode.Invokedynamic:
	case bytecode.Invokeinterface:
		c.pop(holder)
	case bytecode.Invokevirtual:
		object := c.pop(holder)
		if c.err == nil && !c.mayAccess(object, &ref, true) {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: c.popped(), want: implicit(c.this)},
				"Bad access to protected data in invokevirtual")
		}
	case bytecode.Invokespecial:
		if ref.Name == "<init>" {
			c.invokeInit(in, &ref, holder)
		} else {
			c.pop(c.this)
		}
	}
	if s.ret != top && c.err == nil {
		c.pushWords(s.ret)
	}
}

// invokeOperands checks the operand bytes behind the index.
func (c *checker) invokeOperands(in *bytecode.Inst, s *sig) bool {
	b := c.code.Bytes[in.PC:]
	switch in.Op {
	case bytecode.Invokeinterface:
		if int(in.Count) != len(s.args)+1 {
			c.fail(in.PC, "Inconsistent args count operand in invokeinterface")
		} else if b[4] != 0 {
			c.fail(in.PC, "Fourth operand byte of invokeinterface must be zero")
		}
	case bytecode.Invokedynamic:
		if b[3] != 0 || b[4] != 0 {
			c.fail(in.PC, "Third and fourth operand bytes of invokedynamic must be zero")
		}
	}
	return c.err == nil
}

// invokeTarget checks which methods the instruction may name.
func (c *checker) invokeTarget(in *bytecode.Inst, ref *classfile.Ref, holder typ) bool {
	if ref.Name[0] == '<' {
		if in.Op != bytecode.Invokespecial || ref.Name != "<init>" {
			c.fail(in.PC, "Illegal call to internal method")
		}
		return c.err == nil
	}
	if in.Op != bytecode.Invokespecial || holder == c.this || holder == c.super || c.isDirectInterface(holder) {
		return true
	}
	subclass := c.assignable(c.this, holder)
	switch {
	case c.err != nil:
	case !subclass:
		c.fail(in.PC, "Bad invokespecial instruction: current class isn't assignable to reference class.")
	case ref.Interface:
		c.fail(in.PC, "Bad invokespecial instruction: interface method reference is in an indirect superinterface.")
	}
	return c.err == nil
}

func (c *checker) isDirectInterface(t typ) bool {
	if t.kind() != kindObject {
		return false
	}
	name := c.names.name(t)
	for i := range c.file.Interfaces.Len() {
		if c.file.InterfaceName(i) == name {
			return true
		}
	}
	return false
}

// invokeInit checks invokespecial of <init> (JVMS 4.10.1.9.invokespecial).
func (c *checker) invokeInit(in *bytecode.Inst, ref *classfile.Ref, holder typ) {
	object := c.pop(anyRef)
	if c.err != nil {
		return
	}
	covered := in.PC >= c.tryStart && in.PC < c.tryEnd
	switch {
	case object == uninitThis:
		if holder != c.this && holder != c.super {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: implicit(holder), want: implicit(c.this)},
				"Bad <init> method call")
			return
		}
		if covered {
			// A handler could return the object half initialized.
			for i := range c.handlers {
				if h := &c.handlers[i]; in.PC >= h.Start && in.PC < h.End && !c.endsInAthrow(h.Handler.Handler) {
					c.fail(in.PC, "Bad <init> method call from after the start of a try block")
					return
				}
			}
			if c.checkHandlers(true); c.err != nil {
				return
			}
		}
		c.cur.initialize(object, c.this)
		c.initialized = true
	case object.isUninit():
		c.invokeInitOfNew(in, ref, holder, object, covered)
	default:
		c.failWith(&failure{kind: wrongType, pc: in.PC, have: c.popped()}, "Bad operand type when invoking <init>")
	}
}

// invokeInitOfNew checks the initialization of an object that a new instruction has made.
func (c *checker) invokeInitOfNew(in *bytecode.Inst, ref *classfile.Ref, holder, object typ, covered bool) {
	b := c.code.Bytes[object.value():]
	index := int(b[1])<<8 | int(b[2])
	if c.file.CP.Tag(index) != classfile.TagClass {
		c.entry(&bytecode.Inst{PC: in.PC, Index: index}, 1<<classfile.TagClass)
		return
	}
	t := c.classType(index)
	if t != holder {
		c.failWith(&failure{kind: wrongType, pc: in.PC, have: pool(index, t), want: pool(in.Index, holder)},
			"Call to wrong <init> method")
		return
	}
	// A protected initializer of a superclass in another package: JVMS 4.10.1.8.
	if c.h.InSupers(ref.Class) {
		protected, err := c.h.IsProtected(ref.Class, "<init>", ref.Desc, true)
		if err != nil {
			c.abort(err)
			return
		}
		if protected && !c.assignableSlow(t, c.this, true) && c.err == nil {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: pool(index, t), want: implicit(c.this)},
				"Bad access to protected <init> method")
			return
		}
	}
	if covered {
		if c.checkHandlers(false); c.err != nil {
			return
		}
	}
	c.cur.initialize(object, t)
}
