package verify_test

import (
	"testing"

	. "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/loader/classfile/build"
	"gojvm/loader/internal/jdktest"
	"gojvm/loader/verify"
)

// badClass is a class file that (mostly) does not verify: what f makes of an empty one.
type badClass struct {
	name  string
	major uint16
	f     func(c *build.Class)
}

// code makes a class with one static method whose code f makes.
func code(desc string, stack, locals int, f func(c *build.Class, m *build.Member)) func(c *build.Class) {
	return func(c *build.Class) {
		f(c, c.Method(classfile.AccStatic, "m", desc, stack, locals))
	}
}

// ops makes a class with one static method that consists of the ops.
func ops(desc string, stack, locals int, ops ...Op) func(c *build.Class) {
	return code(desc, stack, locals, func(c *build.Class, m *build.Member) { m.Op(ops...) })
}

// initializer makes a class with an instance initialization method.
func initializer(stack, locals int, f func(c *build.Class, m *build.Member)) func(c *build.Class) {
	return func(c *build.Class) { f(c, c.Method(classfile.AccPublic, "<init>", "()V", stack, locals)) }
}

// programs are the programs that both verifiers get, as versions 61, 50 and 48.
var programs = []badClass{
	{"Empty", 0, ops("()V", 0, 0, Return)},
	{"IntPlusNull", 0, ops("()V", 2, 0, Iconst0, AconstNull, Iadd, Pop, Return)},
	{"Underflow", 0, ops("()V", 1, 0, Pop, Return)},
	{"Overflow", 0, ops("()V", 1, 0, Iconst0, Iconst0, Return)},
	{"Overflow2", 0, ops("()V", 1, 0, Lconst0, Return)},
	{"FallsOff", 0, ops("()V", 1, 0, Nop)},
	{"ReturnInt", 0, ops("()V", 1, 0, Iconst0, Ireturn)},
	{"ReturnNothing", 0, ops("()I", 1, 0, Return)},
	{"ReturnWrong", 0, ops("()I", 1, 0, Fconst0, Freturn)},
	{"ReturnNotString", 0, ops("(Ljava/lang/Integer;)Ljava/lang/String;", 1, 1, Aload0, Areturn)},
	{"ReturnBoolean", 0, ops("()Z", 1, 0, Iconst0, Ireturn)},
	{"ReturnInterface", 0, ops("(Ljava/lang/Integer;)Ljava/lang/Runnable;", 1, 1, Aload0, Areturn)},
	{"ReturnArrayAsInterface", 0, ops("([I)Ljava/lang/Runnable;", 1, 1, Aload0, Areturn)},
	{"ReturnArrayAsCloneable", 0, ops("([I)Ljava/lang/Cloneable;", 1, 1, Aload0, Areturn)},
	{"ReturnArrayOfSub", 0, ops("([Ljava/lang/String;)[Ljava/lang/Object;", 1, 1, Aload0, Areturn)},
	{"ReturnArrayOfSuper", 0, ops("([Ljava/lang/Object;)[Ljava/lang/String;", 1, 1, Aload0, Areturn)},
	{"ReturnIntArray", 0, ops("([I)[Ljava/lang/Object;", 1, 1, Aload0, Areturn)},
	{"ReturnBytesAsBooleans", 0, ops("([B)[Z", 1, 1, Aload0, Areturn)},
	{"MissingClass", 0, ops("(LNoSuchA;)LNoSuchB;", 1, 1, Aload0, Areturn)},
	{"UnsetLocal", 0, ops("()V", 1, 1, Iload0, Return)},
	{"LocalType", 0, ops("(F)V", 1, 1, Iload0, Return)},
	{"LocalTooHigh", 0, ops("()V", 1, 1, Iload1, Return)},
	{"StoreTooHigh", 0, ops("()V", 1, 1, Iconst0, Istore1, Return)},
	{"LongTooHigh", 0, ops("()V", 2, 1, Lconst0, Lstore0, Return)},
	{"LoadHalf", 0, ops("(J)V", 2, 2, Iload1, Return)},
	{"BrokenLong", 0, ops("(J)V", 2, 3, Iconst0, Istore1, Lload0, Return)},
	{"LoadLongOfInt", 0, ops("(II)V", 2, 2, Lload0, Return)},
	{"SplitLongPop", 0, ops("()V", 2, 0, Lconst0, Pop, Return)},
	{"SplitLongDup", 0, ops("()V", 4, 0, Lconst0, Dup, Return)},
	{"SplitLongSwap", 0, ops("()V", 4, 0, Iconst0, Lconst0, Swap, Return)},
	{"SplitLongDup2", 0, ops("()V", 6, 0, Lconst0, Iconst0, Dup2, Return)},
	{"Shuffles", 0, ops("()V", 8, 0, Lconst0, Iconst0, DupX2, Pop, Dup2X1, Pop2, Pop, Pop2, Iconst0, Iconst1, Dup2X2, Return)},
	{"IaloadOfFloats", 0, ops("([F)V", 2, 1, Aload0, Iconst0, Iaload, Return)},
	{"IaloadOfObject", 0, ops("(Ljava/lang/Object;)V", 2, 1, Aload0, Iconst0, Iaload, Return)},
	{"BaloadOfBooleans", 0, ops("([Z)V", 2, 1, Aload0, Iconst0, Baload, Return)},
	{"BaloadOfChars", 0, ops("([C)V", 2, 1, Aload0, Iconst0, Baload, Return)},
	{"AaloadOfInts", 0, ops("([I)V", 2, 1, Aload0, Iconst0, Aaload, Return)},
	{"AastoreOfInt", 0, ops("([Ljava/lang/Object;)V", 3, 1, Aload0, Iconst0, Iconst0, Aastore, Return)},
	{"AastoreIntoInts", 0, ops("([I)V", 3, 1, Aload0, Iconst0, AconstNull, Aastore, Return)},
	{"LastoreInt", 0, ops("([J)V", 4, 1, Aload0, Iconst0, Iconst0, Lastore, Return)},
	{"DastoreIntoLongs", 0, ops("([J)V", 4, 1, Aload0, Iconst0, Dconst0, Dastore, Return)},
	{"ArraylengthOfObject", 0, ops("(Ljava/lang/Object;)V", 1, 1, Aload0, Arraylength, Return)},
	{"ArraylengthOfNull", 0, ops("()V", 1, 0, AconstNull, Arraylength, Return)},
	{"ThrowObject", 0, ops("(Ljava/lang/Object;)V", 1, 1, Aload0, Athrow)},
	{"ThrowInt", 0, ops("()V", 1, 0, Iconst0, Athrow)},
	{"ThrowArray", 0, ops("([I)V", 1, 1, Aload0, Athrow)},
	{"MonitorInt", 0, ops("()V", 1, 0, Iconst0, Monitorenter, Return)},
	{"CompareRefInt", 0, ops("()V", 2, 0, AconstNull, Iconst0, IfAcmpeq, Nop, Iconst0, Return)},
	{"FloatArithmetic", 0, ops("()V", 2, 0, Iconst0, Fconst0, Fadd, Return)},
	{"LongShift", 0, ops("()V", 4, 0, Lconst0, Lconst0, Lshl, Return)},
	{"Lcmp", 0, ops("()V", 4, 0, Lconst0, Dconst0, Lcmp, Return)},
	{"BadOpcode", 0, ops("()V", 0, 0, 255, Return)},
	{"Truncated", 0, ops("()V", 1, 0, Return, Sipush, 0)},
	{"BadWide", 0, ops("()V", 1, 0, Wide, Return, 0, 0)},
	{"WideIload", 0, ops("(I)V", 1, 1, Wide, Iload, 0, 0, Pop, Return)},
	{"NewarrayType", 0, ops("()V", 1, 0, Iconst0, Newarray, 3, Return)},
	{"Newarray", 0, ops("()[Z", 1, 0, Iconst0, Newarray, 4, Areturn)},
	{"JumpOut", 0, ops("()V", 1, 0, Goto, 1, 0)},
	{"JumpInside", 0, ops("()V", 1, 0, Iconst0, Ifeq, 0, 4, Sipush, 0, 0, Return)},
	{"LdcIndex0", 0, ops("()V", 1, 0, Ldc, 0, Return)},
	{"LdcIndexHigh", 0, ops("()V", 1, 0, Ldc, 200, Return)},
	{"LdcUtf8", 0, ops("()V", 1, 0, Ldc, 1, Return)},
	{"Ldc2OfInt", 0, code("()V", 2, 0, func(c *build.Class, m *build.Member) { m.Op(Ldc2W).U2(c.Int(1)).Op(Return) })},
	{"LdcString", 0, code("()Ljava/lang/String;", 1, 0, func(c *build.Class, m *build.Member) { m.Op(LdcW).U2(c.String("x")).Op(Areturn) })},
	{"LdcInt", 0, code("()F", 1, 0, func(c *build.Class, m *build.Member) { m.Op(LdcW).U2(c.Int(7)).Op(Freturn) })},
	{"NewArrayClass", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) { m.Op(New).U2(c.Class("[I")).Op(Return) })},
	{"NewOfUtf8", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) { m.Op(New).U2(1).Op(Return) })},
	{"UninitReturned", 0, code("()Ljava/lang/Object;", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(New).U2(c.Class("java/lang/Object")).Op(Areturn)
	})},
	{"UninitArgument", 0, code("()V", 2, 0, func(c *build.Class, m *build.Member) {
		m.Op(New).U2(c.Class("java/lang/Object")).Op(Invokestatic).U2(c.Methodref("X", "f", "(Ljava/lang/Object;)V")).Op(Return)
	})},
	{"WrongInit", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(New).U2(c.Class("java/lang/String")).Op(Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"InitOfInitialized", 0, code("(Ljava/lang/Object;)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"InitVirtually", 0, code("(Ljava/lang/Object;)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokevirtual).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"NewTwice", 0, code("()Ljava/lang/Object;", 3, 1, func(c *build.Class, m *build.Member) {
		m.Op(New).U2(c.Class("java/lang/Object")).Op(Dup, Dup, Astore0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Pop, Aload0, Areturn)
	})},
	{"NoSuperCall", 0, initializer(1, 1, func(c *build.Class, m *build.Member) { m.Op(Return) })},
	{"SuperCall", 0, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"SuperCallOther", 0, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/String", "<init>", "()V")).Op(Return)
	})},
	{"UseBeforeSuper", 0, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokevirtual).U2(c.Methodref("java/lang/Object", "hashCode", "()I")).Op(Pop, Return)
	})},
	{"FieldBeforeSuper", 0, initializer(2, 1, func(c *build.Class, m *build.Member) {
		c.Field(0, "f", "I")
		m.Op(Aload0, Iconst0, Putfield).U2(c.Fieldref("FieldBeforeSuper", "f", "I"))
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"OtherFieldBeforeSuper", 0, initializer(2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Iconst0, Putfield).U2(c.Fieldref("OtherFieldBeforeSuper", "g", "I"))
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return)
	})},
	{"SuperCallInTry", 0, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Return, Pop, Return)
		m.Handler(0, 4, 5, 0).StackMap(1, 255, 0, 5, 0, 1, 0, 0, 1, 7, 0, byte(c.Class("java/lang/Throwable")))
	})},
	{"GetfieldOfInt", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Getfield).U2(c.Fieldref("X", "f", "I")).Op(Return)
	})},
	{"GetfieldOfArray", 0, code("([I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Getfield).U2(c.Fieldref("[I", "length", "I")).Op(Return)
	})},
	{"GetfieldOther", 0, code("(Ljava/lang/String;)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Getfield).U2(c.Fieldref("java/lang/Integer", "value", "I")).Op(Return)
	})},
	{"PutfieldType", 0, code("(Ljava/lang/Integer;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Fconst0, Putfield).U2(c.Fieldref("java/lang/Integer", "value", "I")).Op(Return)
	})},
	{"PutfieldObject", 0, code("(Ljava/lang/String;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Iconst0, Putfield).U2(c.Fieldref("java/lang/Integer", "value", "I")).Op(Return)
	})},
	{"PutstaticType", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Putstatic).U2(c.Fieldref("X", "s", "Ljava/lang/String;")).Op(Return)
	})},
	{"FieldOfMethodref", 0, code("()V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Getstatic).U2(c.Methodref("X", "s", "()V")).Op(Return)
	})},
	{"InvokeReceiver", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokevirtual).U2(c.Methodref("java/lang/String", "length", "()I")).Op(Pop, Return)
	})},
	{"InvokeArgument", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokestatic).U2(c.Methodref("X", "f", "(Ljava/lang/String;)V")).Op(Return)
	})},
	{"InvokeIntArgument", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokestatic).U2(c.Methodref("X", "f", "(J)V")).Op(Return)
	})},
	{"InterfaceCount", 0, code("(Ljava/lang/Runnable;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokeinterface).U2(c.InterfaceMethodref("java/lang/Runnable", "run", "()V")).U1(2, 0).Op(Return)
	})},
	{"InterfaceZero", 0, code("(Ljava/lang/Runnable;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokeinterface).U2(c.InterfaceMethodref("java/lang/Runnable", "run", "()V")).U1(1, 1).Op(Return)
	})},
	{"InterfaceOfClass", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokeinterface).U2(c.Methodref("java/lang/Runnable", "run", "()V")).U1(1, 0).Op(Return)
	})},
	{"InterfaceReceiver", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokeinterface).U2(c.InterfaceMethodref("java/lang/Runnable", "run", "()V")).U1(1, 0).Op(Return)
	})},
	{"SpecialOther", 0, code("(Ljava/lang/String;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/String", "length", "()I")).Op(Pop, Return)
	})},
	{"SpecialReceiver", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "hashCode", "()I")).Op(Pop, Return)
	})},
	{"ProtectedClone", 0, code("(Ljava/lang/Object;)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokevirtual).U2(c.Methodref("java/lang/Object", "clone", "()Ljava/lang/Object;")).Op(Pop, Return)
	})},
	{"ProtectedCloneArray", 0, code("([I)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokevirtual).U2(c.Methodref("java/lang/Object", "clone", "()Ljava/lang/Object;")).Op(Pop, Return)
	})},
	{"ProtectedField", 0, func(c *build.Class) {
		c.Super = c.Class("java/io/FilterInputStream")
		m := c.Method(classfile.AccStatic, "m", "(Ljava/io/FilterInputStream;)V", 2, 1)
		m.Op(Aload0, Getfield).U2(c.Fieldref("java/io/FilterInputStream", "in", "Ljava/io/InputStream;")).Op(Pop, Return)
	}},
	{"ProtectedInit", 0, func(c *build.Class) {
		c.Super = c.Class("java/lang/ClassLoader")
		m := c.Method(classfile.AccStatic, "m", "()V", 2, 1)
		m.Op(New).U2(c.Class("java/lang/ClassLoader")).Op(Invokespecial).U2(c.Methodref("java/lang/ClassLoader", "<init>", "()V")).Op(Return)
	}},
	{"Checkcast", 0, code("(Ljava/lang/Object;)Ljava/lang/String;", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Checkcast).U2(c.Class("java/lang/String")).Op(Areturn)
	})},
	{"CheckcastInt", 0, code("()V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Checkcast).U2(c.Class("java/lang/String")).Op(Return)
	})},
	{"Anewarray", 0, code("()[Ljava/lang/String;", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Anewarray).U2(c.Class("java/lang/Object")).Op(Areturn)
	})},
	{"MultiDims", 0, code("()V", 3, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Iconst0, Iconst0, Multianewarray).U2(c.Class("[[I")).U1(3).Op(Return)
	})},
	{"MultiZero", 0, code("()V", 3, 1, func(c *build.Class, m *build.Member) {
		m.Op(Multianewarray).U2(c.Class("[[I")).U1(0).Op(Return)
	})},
	{"MultiNoArray", 0, code("()V", 3, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Multianewarray).U2(c.Class("java/lang/Object")).U1(1).Op(Return)
	})},
	{"SwitchUnsorted", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iload0, Lookupswitch, Nop, Nop).U4(27).U4(2).U4(5).U4(27).U4(4).U4(27).Op(Return).StackMap(1, 28)
	})},
	{"SwitchLowHigh", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iload0, Tableswitch, Nop, Nop).U4(15).U4(2).U4(1).Op(Return)
	})},
	{"SwitchPadding", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iload0, Tableswitch, 1, 1).U4(19).U4(1).U4(1).U4(19).Op(Return).StackMap(1, 20)
	})},
	{"SwitchTarget", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iload0, Tableswitch, 0, 0).U4(19).U4(1).U4(1).U4(100).Op(Return).StackMap(1, 20)
	})},
	{"CatchNoThrowable", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Pop, Return).Handler(0, 1, 2, c.Class("java/lang/String"))
	})},
	{"CatchMissing", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Pop, Return).Handler(0, 1, 2, c.Class("NoSuchThrowable"))
	})},
	{"HandlerNoFrame", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Pop, Return).Handler(0, 1, 2, 0)
	})},
	{"HandlerFrameWrong", 0, code("()V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Pop, Return).Handler(0, 1, 2, 0).StackMap(1, 66, 1)
	})},
	{"HandlerLocalWrong", 0, code("()V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Pop, Return).Handler(0, 1, 2, 0).StackMap(1, 255, 0, 2, 0, 1, 1, 0, 1, 7, 0, byte(c.Class("java/lang/Throwable")))
	})},
	{"HandlerStackZero", 0, code("()V", 0, 0, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Nop, Return).Handler(0, 1, 2, 0)
	})},
	{"HandlerInside", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return, Sipush, Pop, Return).Handler(0, 1, 3, 0)
	})},
	{"HandlerRangeInside", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Sipush, 0, 0, Return, Pop, Return).Handler(1, 3, 4, 0)
	})},
	{"HandlerEndInside", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) {
		m.Op(Sipush, 0, 0, Return, Pop, Return).Handler(0, 2, 4, 0)
	})},
	{"LocalVars", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Sipush, 0, 0, Return).CodeAttr("LocalVariableTable", 0, 1, 0, 1, 0, 2, 0, byte(c.Utf8("x")), 0, byte(c.Utf8("I")), 0, 0)
	})},
	{"BranchNoFrame", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Iload0, Ifeq).U2(3).Op(Return) })},
	{"Branch", 0, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Iload0, Ifeq).U2(3).Op(Return).StackMap(1, 4) })},
	{"MergeStack", 0, code("(I)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iload0, Ifeq).U2(7).Op(Iconst0).Op(Goto).U2(3).Op(Return).StackMap(1, 8)
	})},
	{"MergeStackTypes", 0, code("(I)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Iload0, Ifeq).U2(5).Op(Pop, Fconst0, Pop, Return).StackMap(1, 71, 1)
	})},
	{"MergeLocals", 0, code("(I)V", 2, 2, func(c *build.Class, m *build.Member) {
		m.Op(Iconst0, Istore1, Iload0, Ifeq).U2(5).Op(Fconst0, Fstore1, Iload1, Return).StackMap(1, 252, 0, 8, 1)
	})},
	{"DeadCode", 0, ops("()V", 1, 0, Return, Nop, Return)},
	{"DeadCodeFrame", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) { m.Op(Return, Nop, Return).StackMap(1, 1) })},
	{"DeadBadCode", 0, code("()V", 1, 0, func(c *build.Class, m *build.Member) { m.Op(Return, Pop, Return).StackMap(1, 1) })},
	{"LoopUninit", 0, code("(I)V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(New).U2(c.Class("java/lang/Object")).Op(Iload0, Ifne)
		m.U2(0xfffc).Op(Pop, Return).StackMap(1, 64)
	})},
	{"JsrRet", 0, code("()V", 1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(4).Op(Return, Astore0, Ret, 0)
	})},
	{"JsrKeepsLocals", 0, code("(I)I", 1, 2, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(5).Op(Iload0, Ireturn, Astore1, Ret, 1)
	})},
	{"JsrClobbers", 0, code("(I)I", 1, 2, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(5).Op(Iload0, Ireturn, Astore1, Fconst0, Fstore0, Ret, 1)
	})},
	{"JsrRecursive", 0, code("()V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(4).Op(Return, Astore0, Jsr).U2(0xffff).Op(Ret, 0)
	})},
	{"LoadReturnAddress", 0, code("()V", 2, 1, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(4).Op(Return, Astore0, Aload0, Pop, Ret, 0)
	})},
	{"RetWithoutJsr", 0, ops("(I)V", 1, 1, Ret, 0)},
	{"TwoRets", 0, code("(I)V", 2, 2, func(c *build.Class, m *build.Member) {
		m.Op(Jsr).U2(4).Op(Return, Astore1, Iload0, Ifeq).U2(5).Op(Ret, 1, Ret, 1)
	})},
	{"Indy", 0, code("()V", 2, 1, func(c *build.Class, m *build.Member) { m.Op(Invokedynamic).U2(1).U2(0).Op(Return) })},
}

// badMaps are malformed or wrong StackMapTables.
var badMaps = []badClass{
	{"MapTruncated", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1) })},
	{"MapTooLong", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(0, 1) })},
	{"MapReserved", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 200, 0, 0) })},
	{"MapOffset", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 9) })},
	{"MapOffsetInside", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Sipush, 0, 0, Return).StackMap(1, 1) })},
	{"MapBadTag", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 64, 9) })},
	{"MapBadClass", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 64, 7, 0, 1) })},
	{"MapBadNew", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 64, 8, 0, 0) })},
	{"MapManyLocals", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 253, 0, 0, 1, 1) })},
	{"MapDeepStack", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Return).StackMap(1, 64, 4) })},
	{"MapChop", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Nop, Iload0, Return).StackMap(1, 250, 0, 1) })},
	{"MapChopMany", 61, code("(I)V", 1, 1, func(c *build.Class, m *build.Member) { m.Op(Nop, Return).StackMap(1, 248, 0, 1) })},
	{"MapAll", 61, code("(ILjava/lang/String;)V", 2, 8, func(c *build.Class, m *build.Member) {
		s := byte(c.Class("java/lang/String"))
		m.Op(Iload0, Ifeq).U2(6).Op(Nop, Nop, Nop, Nop, Nop, Nop, Lload2, Pop, Return)
		m.StackMap(5, 4, 251, 0, 0, 253, 0, 0, 1, 3, 250, 0, 0, 255, 0, 0, 0, 3, 1, 7, 0, s, 4, 0, 0)
	})},
	{"MapThisUninit", 61, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Aload0, Invokespecial).U2(c.Methodref("java/lang/Object", "<init>", "()V")).Op(Nop, Return).StackMap(1, 255, 0, 4, 0, 1, 6, 0, 0)
	})},
	{"MapFlags", 61, initializer(1, 1, func(c *build.Class, m *build.Member) {
		m.Op(Nop, Return).StackMap(1, 255, 0, 1, 0, 0, 0, 0)
	})},
}

func badClasses() (names []string, files map[string][]byte) {
	files = map[string][]byte{}
	add := func(name string, major uint16, f func(*build.Class)) {
		c := build.New(name, major)
		f(c)
		names = append(names, name)
		files[name] = c.Bytes()
	}
	for _, b := range programs {
		add(b.name, 61, b.f)
		add(b.name+"V50", 50, b.f)
		add(b.name+"V48", 48, b.f)
	}
	for _, b := range badMaps {
		add(b.name, b.major, b.f)
	}
	return names, files
}

// javaName is the name of an exception class in the record.
func javaName(internal string) string {
	b := []byte(internal)
	for i, c := range b {
		if c == '/' {
			b[i] = '.'
		}
	}
	return string(b)
}

// outcome parses and verifies a class file and words the result as the record does.
func outcome(w *world, data []byte) string {
	f, err := classfile.Parse(data, classfile.Options{})
	if err == nil {
		w.this = f
		w.files[f.Name] = f
		err = verify.Class(f, w)
	}
	switch e := err.(type) {
	case nil:
		return "ok"
	case classfile.Error:
		return javaName(e.JavaClass()) + ": " + e.Error()
	case missing:
		return "java.lang.NoClassDefFoundError: " + string(e)
	default:
		return err.Error()
	}
}

func TestBadClasses(t *testing.T) {
	w, _ := jdkWorld(t, "java.base")
	names, files := badClasses()
	jdktest.Compare(t, "bad.golden", names, files, func(name string, data []byte) string {
		return outcome(w, data)
	})
}
