package verify

import (
	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// letterType is the type of a stack letter of the opcode table.
func letterType(letter byte) typ {
	switch letter {
	case 'I':
		return integer
	case 'F':
		return float
	case 'J':
		return long
	case 'D':
		return double
	}
	return anyRef
}

const badOperand = "Bad type on operand stack in %s"

// instruction checks an instruction and applies it to the current frame (JVMS 4.10.1.9).
func (c *checker) instruction(in *bytecode.Inst) {
	switch op := in.Op; op {
	case bytecode.AconstNull:
		c.push(null)
	case bytecode.Ldc, bytecode.LdcW, bytecode.Ldc2W:
		c.ldc(in)
	case bytecode.Iload, bytecode.Iload0, bytecode.Iload1, bytecode.Iload2, bytecode.Iload3:
		c.load(in.Index, integer)
		c.push(integer)
	case bytecode.Fload, bytecode.Fload0, bytecode.Fload1, bytecode.Fload2, bytecode.Fload3:
		c.load(in.Index, float)
		c.push(float)
	case bytecode.Lload, bytecode.Lload0, bytecode.Lload1, bytecode.Lload2, bytecode.Lload3:
		c.load2(in.Index, long)
		c.push2(long)
	case bytecode.Dload, bytecode.Dload0, bytecode.Dload1, bytecode.Dload2, bytecode.Dload3:
		c.load2(in.Index, double)
		c.push2(double)
	case bytecode.Aload, bytecode.Aload0, bytecode.Aload1, bytecode.Aload2, bytecode.Aload3:
		c.push(c.load(in.Index, anyRef))
	case bytecode.Istore, bytecode.Istore0, bytecode.Istore1, bytecode.Istore2, bytecode.Istore3:
		c.pop(integer)
		c.store(in.Index, integer)
	case bytecode.Fstore, bytecode.Fstore0, bytecode.Fstore1, bytecode.Fstore2, bytecode.Fstore3:
		c.pop(float)
		c.store(in.Index, float)
	case bytecode.Lstore, bytecode.Lstore0, bytecode.Lstore1, bytecode.Lstore2, bytecode.Lstore3:
		c.pop2(long)
		c.store2(in.Index, long)
	case bytecode.Dstore, bytecode.Dstore0, bytecode.Dstore1, bytecode.Dstore2, bytecode.Dstore3:
		c.pop2(double)
		c.store2(in.Index, double)
	case bytecode.Astore, bytecode.Astore0, bytecode.Astore1, bytecode.Astore2, bytecode.Astore3:
		c.store(in.Index, c.pop(anyRef))
	case bytecode.Iinc:
		c.load(in.Index, integer)
		c.store(in.Index, integer)
	case bytecode.Iaload, bytecode.Laload, bytecode.Faload, bytecode.Daload,
		bytecode.Baload, bytecode.Caload, bytecode.Saload:
		c.pop(integer)
		c.popArray(op, "IJFDABCS"[op-bytecode.Iaload])
		c.pushType(letterType(op.Info().Pushes[0]))
	case bytecode.Aaload:
		c.pop(integer)
		if a := c.popRefArray(op); a == null {
			c.push(null)
		} else if c.err == nil {
			c.push(c.names.componentOf(a))
		}
	case bytecode.Iastore, bytecode.Lastore, bytecode.Fastore, bytecode.Dastore,
		bytecode.Bastore, bytecode.Castore, bytecode.Sastore:
		c.popType(letterType(op.Info().Pops[2]))
		c.pop(integer)
		c.popArray(op, "IJFDABCS"[op-bytecode.Iastore])
	case bytecode.Aastore:
		c.pop(c.object)
		c.pop(integer)
		c.popRefArray(op)
	case bytecode.Pop, bytecode.Pop2, bytecode.Dup, bytecode.DupX1, bytecode.DupX2,
		bytecode.Dup2, bytecode.Dup2X1, bytecode.Dup2X2, bytecode.Swap:
		c.shuffle(op)
	case bytecode.Goto, bytecode.GotoW:
		c.jump(in.Target)
	case bytecode.Tableswitch, bytecode.Lookupswitch:
		c.switches(in)
	case bytecode.Ireturn, bytecode.Lreturn, bytecode.Freturn, bytecode.Dreturn, bytecode.Areturn:
		t := letterType(op.Info().Pops[0])
		if t.isCategory2() {
			c.popWords(t)
		} else {
			t = c.pop(t)
		}
		c.returns(t)
	case bytecode.Return:
		if c.ret != top {
			c.fail(in.PC, "Method expects a return value")
		} else if c.method.Name == "<init>" && c.cur.flags&flagThisUninit != 0 {
			c.fail(in.PC, "Constructor must call super() or this() before return")
		}
	case bytecode.Getstatic, bytecode.Putstatic, bytecode.Getfield, bytecode.Putfield:
		c.field(in)
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic,
		bytecode.Invokeinterface, bytecode.Invokedynamic:
		c.invoke(in)
	case bytecode.New:
		if !c.classEntry(in) {
			return
		}
		if t := c.classType(in.Index); t.kind() != kindObject {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: pool(in.Index, t)}, "Illegal new instruction")
			return
		}
		c.push(uninit(in.PC))
	case bytecode.Newarray:
		letter := bytecode.ArrayTypeLetter(int(in.Const))
		if letter == 0 {
			c.fail(in.PC, "Illegal newarray instruction")
			return
		}
		c.pop(integer)
		c.push(c.names.ref("[" + string(letter)))
	case bytecode.Anewarray:
		c.anewarray(in)
	case bytecode.Multianewarray:
		c.multianewarray(in)
	case bytecode.Arraylength:
		if t := c.pop(anyRef); c.err == nil && t != null && t.kind() != kindArray {
			c.failWith(&failure{kind: wrongType, pc: in.PC, have: c.popped()}, badOperand, "arraylength")
			return
		}
		c.push(integer)
	case bytecode.Athrow:
		c.pop(c.throwable)
	case bytecode.Checkcast:
		if c.classEntry(in) {
			c.pop(c.object)
			c.push(c.classType(in.Index))
		}
	case bytecode.Instanceof:
		if c.classEntry(in) {
			c.pop(c.object)
			c.push(integer)
		}
	case bytecode.Jsr, bytecode.JsrW, bytecode.Ret:
		c.fail(in.PC, "Bad instruction: %02x", c.code.Bytes[in.PC])
	default:
		c.byTable(in)
	}
}

// byTable applies an instruction whose row says all: arithmetic, conversions,
// comparisons, constants, conditional branches, monitors.
func (c *checker) byTable(in *bytecode.Inst) {
	info := in.Op.Info()
	for i := len(info.Pops) - 1; i >= 0; i-- {
		c.popType(letterType(info.Pops[i]))
		if c.err != nil {
			return
		}
	}
	for i := 0; i < len(info.Pushes); i++ {
		c.pushType(letterType(info.Pushes[i]))
	}
	if info.Flags&bytecode.Branches != 0 {
		c.jump(in.Target)
	}
}

// popArray pops an array of primitives for op; letter 'B' stands for byte or boolean.
func (c *checker) popArray(op bytecode.Op, letter byte) {
	t := c.pop(anyRef)
	if c.err != nil || c.names.isArrayOf(t, letter) || letter == 'B' && c.names.isArrayOf(t, 'Z') {
		return
	}
	e := &failure{kind: wrongType, pc: c.cur.offset, have: c.popped()}
	if letter != 'B' {
		e.want = implicit(c.names.ref("[" + string(letter)))
	}
	c.failWith(e, badOperand, op)
}

func (c *checker) popRefArray(op bytecode.Op) typ {
	t := c.pop(anyRef)
	if c.err == nil && !c.names.isArrayOf(t, 'L') && !c.names.isArrayOf(t, '[') {
		c.failWith(&failure{kind: wrongType, pc: c.cur.offset, have: c.popped(), want: implicit(anyRef)}, badOperand, op)
	}
	return t
}

// popPair pops a value of two words, or two of one.
func (c *checker) popPair(op bytecode.Op) (upper, lower typ) {
	upper = c.popAny()
	switch {
	case c.err != nil:
	case upper.isCategory1():
		lower = c.pop(category1)
	case upper.isSecond():
		lower = c.pop(category2)
	default:
		c.failWith(&failure{kind: wrongType, pc: c.cur.offset, have: c.popped()}, badOperand, op)
	}
	return upper, lower
}

// shuffle applies the instructions that move words (JVMS 2.11.6).
func (c *checker) shuffle(op bytecode.Op) {
	var t [4]typ // from the top
	n, copies, under := 0, 0, 0
	one := func() { t[n] = c.pop(category1); n++ }
	pair := func() { t[n], t[n+1] = c.popPair(op); n += 2 }
	switch op {
	case bytecode.Pop:
		one()
		return
	case bytecode.Pop2:
		pair()
		return
	case bytecode.Swap:
		one()
		one()
		c.push(t[0])
		c.push(t[1])
		return
	case bytecode.Dup:
		one()
		copies = 1
	case bytecode.DupX1:
		one()
		one()
		copies, under = 1, 1
	case bytecode.DupX2:
		one()
		pair()
		copies, under = 1, 2
	case bytecode.Dup2:
		pair()
		copies = 2
	case bytecode.Dup2X1:
		pair()
		one()
		copies, under = 2, 1
	case bytecode.Dup2X2:
		pair()
		pair()
		copies, under = 2, 2
	}
	if c.err != nil {
		return
	}
	for i := copies - 1; i >= 0; i-- {
		c.push(t[i])
	}
	for i := copies + under - 1; i >= 0; i-- {
		c.push(t[i])
	}
}

// switches checks tableswitch and lookupswitch.
func (c *checker) switches(in *bytecode.Inst) {
	if c.file.Major < strictVersion {
		for pc := in.PC + 1; pc%4 != 0; pc++ {
			if c.code.Bytes[pc] != 0 {
				c.fail(in.PC, "Nonzero padding byte in lookupswitch or tableswitch")
				return
			}
		}
	}
	c.pop(integer)
	if !in.Switch.Sorted() {
		c.fail(in.PC, "Bad lookupswitch instruction")
	}
	c.jump(in.Target)
	for i := range in.Switch.Len() {
		c.jump(in.Switch.Target(i))
	}
}

// returns checks a returned value.
func (c *checker) returns(t typ) {
	if c.err != nil {
		return
	}
	e := &failure{kind: wrongType, pc: c.cur.offset, have: c.popped(), want: origin{kind: fromSignature, t: c.ret}}
	if c.ret == top {
		c.failWith(e, "Method does not expect a return value")
	} else if !c.assignable(t, c.ret) {
		c.failWith(e, "Bad return type")
	}
}

// entry checks that the operand of in is a constant of one of the kinds.
func (c *checker) entry(in *bytecode.Inst, kinds uint32) bool {
	if c.err != nil {
		return false
	}
	if in.Index == 0 || in.Index >= c.file.CP.Len() {
		c.failWith(&failure{kind: badIndex, pc: in.PC, index: in.Index},
			"Illegal constant pool index %d in class %s", in.Index, dots(c.file.Name))
		return false
	}
	if kinds&(1<<c.file.CP.Tag(in.Index)) == 0 {
		c.failWith(&failure{kind: badIndex, pc: in.PC, index: in.Index},
			"Illegal type at constant pool entry %d in class %s", in.Index, dots(c.file.Name))
		return false
	}
	return true
}

func (c *checker) classEntry(in *bytecode.Inst) bool { return c.entry(in, 1<<classfile.TagClass) }

// ldc checks ldc, ldc_w and ldc2_w.
func (c *checker) ldc(in *bytecode.Inst) {
	const one = 1<<classfile.TagInteger | 1<<classfile.TagFloat | 1<<classfile.TagString | 1<<classfile.TagClass |
		1<<classfile.TagMethodHandle | 1<<classfile.TagMethodType
	const two = 1<<classfile.TagDouble | 1<<classfile.TagLong
	kinds := uint32(one)
	if in.Op == bytecode.Ldc2W {
		kinds = two
	}
	if !c.entry(in, kinds|1<<classfile.TagDynamic) {
		return
	}
	switch c.file.CP.Tag(in.Index) {
	case classfile.TagInteger:
		c.push(integer)
	case classfile.TagFloat:
		c.push(float)
	case classfile.TagLong:
		c.push2(long)
	case classfile.TagDouble:
		c.push2(double)
	case classfile.TagString:
		c.push(c.stringT)
	case classfile.TagClass:
		c.push(c.classT)
	case classfile.TagMethodHandle:
		c.push(c.methodHandle)
	case classfile.TagMethodType:
		c.push(c.methodType)
	case classfile.TagDynamic:
		_, _, desc := c.file.CP.Dynamic(in.Index)
		t := c.names.fromDescriptor(desc)
		if t.isCategory2() != (in.Op == bytecode.Ldc2W) {
			c.entry(in, kinds)
			return
		}
		c.pushWords(t)
	}
}

func (c *checker) anewarray(in *bytecode.Inst) {
	if !c.classEntry(in) {
		return
	}
	c.pop(integer)
	name := c.file.CP.Class(in.Index)
	if name[0] != '[' {
		c.push(c.names.ref("[L" + name + ";"))
		return
	}
	if len(name) > 255 && name[254] == '[' {
		c.fail(in.PC, "Illegal anewarray instruction, array has more than 255 dimensions")
		return
	}
	c.push(c.names.ref("[" + name))
}

func (c *checker) multianewarray(in *bytecode.Inst) {
	if !c.classEntry(in) {
		return
	}
	t := c.classType(in.Index)
	if t.kind() != kindArray {
		c.failWith(&failure{kind: wrongType, pc: in.PC, have: pool(in.Index, t)},
			"Illegal constant pool index in multianewarray instruction")
		return
	}
	name := c.names.name(t)
	dims := 0
	for name[dims] == '[' {
		dims++
	}
	if n := in.Dims(); n < 1 || dims < n {
		c.fail(in.PC, "Illegal dimension in multianewarray instruction: %d", n)
		return
	}
	for range in.Dims() {
		if c.pop(integer); c.err != nil {
			return
		}
	}
	c.push(t)
}
