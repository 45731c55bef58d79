package classfile_test

import (
	"strings"
	"testing"

	"gojvm/loader/bytecode"
	. "gojvm/loader/classfile"
	"gojvm/loader/classfile/build"
	"gojvm/loader/internal/jdktest"
)

// badFile is a class file that violates the format.
type badFile struct {
	name  string
	major uint16
	f     func(c *build.Class)
}

func method(flags uint16, name, desc string) func(c *build.Class) {
	return func(c *build.Class) {
		locals := 4
		if flags&(AccNative|AccAbstract) != 0 {
			locals = -1
		}
		c.Method(flags, name, desc, 1, locals).Op(bytecode.Return)
	}
}

func field(flags uint16, name, desc string) func(c *build.Class) {
	return func(c *build.Class) { c.Field(flags, name, desc) }
}

func classAttr(name string, contents ...byte) func(c *build.Class) {
	return func(c *build.Class) { c.Attr(name, contents...) }
}

func inMethod(f func(c *build.Class, m *build.Member)) func(c *build.Class) {
	return func(c *build.Class) {
		f(c, c.Method(AccStatic, "m", "()V", 1, 1).Op(bytecode.Nop, bytecode.Return))
	}
}

func flags(f uint16) func(c *build.Class) { return func(c *build.Class) { c.Flags = f } }

var badFiles = []badFile{
	{"Version44", 44, func(c *build.Class) {}},
	{"Version62", 62, func(c *build.Class) {}},
	{"Minor", 61, func(c *build.Class) { c.Minor = 3 }},
	{"MinorOld", 55, func(c *build.Class) { c.Minor = 3 }},
	{"Preview", 61, func(c *build.Class) { c.Minor = 65535 }},
	{"PreviewOld", 60, func(c *build.Class) { c.Minor = 65535 }},
	{"Tag99", 61, func(c *build.Class) { c.Raw(99, 0, 0) }},
	{"Tag2", 61, func(c *build.Class) { c.Raw(2, 0, 0) }},
	{"TagModule", 61, func(c *build.Class) { c.Raw(19, 0, 1) }},
	{"TagModuleOld", 52, func(c *build.Class) { c.Raw(19, 0, 1) }},
	{"TagDynamicOld", 52, func(c *build.Class) { c.Raw(17, 0, 1, 0, 1) }},
	{"TagHandleOld", 50, func(c *build.Class) { c.Raw(15, 1, 0, 1) }},
	{"IllegalUtf8", 61, func(c *build.Class) { c.Utf8("\xff") }},
	{"IllegalUtf8Zero", 61, func(c *build.Class) { c.Utf8("\x00") }},
	{"IllegalUtf8Short", 61, func(c *build.Class) { c.Utf8("\xc2") }},
	{"IllegalUtf8Long", 61, func(c *build.Class) { c.Utf8("\xc1\x81") }},
	{"LongUtf8Old", 47, func(c *build.Class) { c.Utf8("\xc1\x81") }},
	{"ClassIndex", 61, func(c *build.Class) { c.Raw(7, 0, 200) }},
	{"StringIndex", 61, func(c *build.Class) { c.Raw(8, 0, 2) }},
	{"RefIndex", 61, func(c *build.Class) { c.Raw(9, 0, 1, 0, 1) }},
	{"RefNameIndex", 61, func(c *build.Class) { c.Raw(9, 0, 2, 0, 1) }},
	{"NameIndex", 61, func(c *build.Class) { c.Raw(12, 0, 2, 0, 1) }},
	{"HandleKind", 61, func(c *build.Class) { c.Raw(15, 0, 0, byte(c.Methodref("A", "b", "()V"))) }},
	{"HandleField", 61, func(c *build.Class) { c.Raw(15, 1, 0, byte(c.Methodref("A", "b", "()V"))) }},
	{"HandleMethod", 61, func(c *build.Class) { c.Raw(15, 5, 0, byte(c.Fieldref("A", "b", "I"))) }},
	{"HandleInterface", 61, func(c *build.Class) { c.Raw(15, 9, 0, byte(c.Methodref("A", "b", "()V"))) }},
	{"HandleNew", 61, func(c *build.Class) { c.Raw(15, 8, 0, byte(c.Methodref("A", "b", "()V"))) }},
	{"HandleInit", 61, func(c *build.Class) { c.Raw(15, 5, 0, byte(c.Methodref("A", "<init>", "()V"))) }},
	{"MethodTypeDesc", 61, func(c *build.Class) { c.Raw(16, 0, byte(c.Utf8("I"))) }},
	{"DynamicNoBootstrap", 61, func(c *build.Class) { c.InvokeDynamic(0, "x", "()V") }},
	{"DynamicMethodDesc", 61, func(c *build.Class) { c.Raw(17, 0, 0, 0, byte(c.NameAndType("x", "()V"))) }},
	{"MethodrefClinit", 61, func(c *build.Class) { c.Methodref("A", "<clinit>", "()V") }},
	{"MethodrefField", 61, func(c *build.Class) { c.Methodref("A", "b", "I") }},
	{"FieldrefMethod", 61, func(c *build.Class) { c.Fieldref("A", "b", "()V") }},
	{"EmptyName", 61, func(c *build.Class) { c.NameAndType("", "I") }},
	{"EmptyDesc", 61, func(c *build.Class) { c.NameAndType("a", "") }},
	{"ClassNameDot", 61, func(c *build.Class) { c.Class("a.b") }},
	{"ClassNameSlashes", 61, func(c *build.Class) { c.Class("a//b") }},
	{"ClassNameOld", 48, func(c *build.Class) { c.Class("a-b") }},
	{"ClassNameDigitOld", 48, func(c *build.Class) { c.Class("a/1b") }},
	{"ClassNameArray", 61, func(c *build.Class) { c.Class("[a") }},
	{"ClassNameNew", 61, func(c *build.Class) { c.Class("a-b") }},
	{"FieldName", 61, field(0, "a.b", "I")},
	{"FieldNameOld", 48, field(0, "a-b", "I")},
	{"FieldNameNew", 61, field(0, "<a>", "I")},
	{"FieldDesc", 61, field(0, "a", "V")},
	{"FieldDescEmptyClass", 61, field(0, "a", "L;")},
	{"FieldDescDims", 61, field(0, "a", strings.Repeat("[", 256)+"I")},
	{"FieldDims255", 61, field(0, "a", strings.Repeat("[", 255)+"I")},
	{"FieldTwice", 61, func(c *build.Class) { c.Field(0, "a", "[Ljava/lang/Object;"); c.Field(0, "a", "[Ljava/lang/Object;") }},
	{"FieldFlags", 61, field(AccPublic|AccPrivate, "a", "I")},
	{"FieldFinalVolatile", 61, field(AccFinal|AccVolatile, "a", "I")},
	{"MethodName", 61, method(AccStatic, "a<", "()V")},
	{"MethodNameInit", 61, method(AccStatic, "<initx>", "()V")},
	{"MethodDesc", 61, method(AccStatic, "a", "()")},
	{"MethodDescInit", 61, method(0, "<init>", "()I")},
	{"MethodDescArgs", 61, method(AccStatic, "a", "(V)V")},
	{"MethodManyArgs", 61, method(AccStatic, "a", "("+strings.Repeat("J", 128)+")V")},
	{"MethodArgsLocals", 61, method(AccStatic, "a", "(JJI)V")},
	{"MethodTwice", 61, func(c *build.Class) {
		method(AccStatic, "a", "(Ljava/lang/Object;)V")(c)
		method(AccStatic, "a", "(Ljava/lang/Object;)V")(c)
	}},
	{"MethodFlags", 61, method(AccPublic|AccProtected, "a", "()V")},
	{"MethodAbstractFinal", 61, method(AccAbstract|AccFinal, "a", "()V")},
	{"MethodStrictAbstract", 60, method(AccAbstract|AccStrict, "a", "()V")},
	{"InitStatic", 61, method(AccStatic, "<init>", "()V")},
	{"ClinitNotStatic", 61, method(0, "<clinit>", "()V")},
	{"ClinitArgs", 61, method(AccStatic, "<clinit>", "(I)V")},
	{"NoCode", 61, func(c *build.Class) { c.Method(AccStatic, "m", "()V", 0, -1) }},
	{"NativeCode", 61, func(c *build.Class) { c.Method(AccNative, "m", "()V", 1, 1).Op(bytecode.Return) }},
	{"EmptyCode", 61, func(c *build.Class) { c.Method(AccStatic, "m", "()V", 1, 1) }},
	{"ClassFlagsFinalAbstract", 61, flags(AccFinal | AccAbstract)},
	{"ClassFlagsInterface", 61, flags(AccInterface)},
	{"ClassFlagsAnnotation", 61, flags(AccAnnotation)},
	{"ClassFlagsModule", 61, flags(AccModule)},
	{"InterfaceMethodFlags", 61, func(c *build.Class) { c.Flags = AccInterface | AccAbstract; method(AccStatic, "m", "()V")(c) }},
	{"InterfaceFieldFlags", 61, func(c *build.Class) { c.Flags = AccInterface | AccAbstract; field(AccStatic, "m", "I")(c) }},
	{"InterfaceInit", 61, func(c *build.Class) { c.Flags = AccInterface | AccAbstract; method(AccPublic, "<init>", "()V")(c) }},
	{"InterfaceSuper", 61, func(c *build.Class) { c.Flags = AccInterface | AccAbstract; c.Super = c.Class("java/lang/String") }},
	{"ThisIndex", 61, func(c *build.Class) { c.This = 1 }},
	{"ThisArray", 61, func(c *build.Class) { c.This = c.Class("[I") }},
	{"ThisOther", 61, func(c *build.Class) { c.This = c.Class("Other") }},
	{"SuperZero", 61, func(c *build.Class) { c.Super = 0 }},
	{"SuperIndex", 61, func(c *build.Class) { c.Super = 1 }},
	{"SuperArray", 61, func(c *build.Class) { c.Super = c.Class("[I") }},
	{"InterfaceIndex", 61, func(c *build.Class) { c.Interfaces = []uint16{1} }},
	{"InterfaceArray", 61, func(c *build.Class) { c.Interfaces = []uint16{c.Class("[I")} }},
	{"InterfaceTwice", 61, func(c *build.Class) {
		c.Interfaces = []uint16{c.Class("java/lang/Runnable"), c.Class("java/lang/Runnable")}
	}},
	{"ConstantValueIndex", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("ConstantValue", 0, 200) }},
	{"ConstantValueType", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("ConstantValue", 0, byte(c.Long(1))) }},
	{"ConstantValueString", 61, func(c *build.Class) {
		c.Field(AccStatic, "a", "Ljava/lang/Object;").Attr("ConstantValue", 0, byte(c.String("x")))
	}},
	{"ConstantValueArray", 61, func(c *build.Class) { c.Field(AccStatic, "a", "[I").Attr("ConstantValue", 0, byte(c.Int(1))) }},
	{"ConstantValueLength", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("ConstantValue", 0) }},
	{"ConstantValueTwice", 61, func(c *build.Class) {
		f := c.Field(AccStatic, "a", "I")
		f.Attr("ConstantValue", 0, byte(c.Int(1)))
		f.Attr("ConstantValue", 0, byte(c.Int(1)))
	}},
	{"FieldSignature", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("Signature", 0) }},
	{"FieldSignatureIndex", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("Signature", 0, 2) }},
	{"FieldSynthetic", 61, func(c *build.Class) { c.Field(AccStatic, "a", "I").Attr("Synthetic", 1) }},
	{"FieldAnnotations", 61, func(c *build.Class) {
		f := c.Field(0, "a", "I")
		f.Attr("RuntimeVisibleAnnotations", 0, 0)
		f.Attr("RuntimeVisibleAnnotations", 0, 0)
	}},
	{"HandlerRange", 61, inMethod(func(c *build.Class, m *build.Member) { m.Handler(1, 1, 0, 0) })},
	{"HandlerEnd", 61, inMethod(func(c *build.Class, m *build.Member) { m.Handler(0, 3, 0, 0) })},
	{"HandlerPC", 61, inMethod(func(c *build.Class, m *build.Member) { m.Handler(0, 1, 2, 0) })},
	{"HandlerCatch", 61, inMethod(func(c *build.Class, m *build.Member) { m.Handler(0, 1, 1, 1) })},
	{"LinesLength", 61, inMethod(func(c *build.Class, m *build.Member) { m.CodeAttr("LineNumberTable", 0, 1) })},
	{"LinesPC", 61, inMethod(func(c *build.Class, m *build.Member) { m.CodeAttr("LineNumberTable", 0, 1, 0, 9, 0, 1) })},
	{"VarsLength", 61, inMethod(func(c *build.Class, m *build.Member) { m.CodeAttr("LocalVariableTable", 0, 1) })},
	{"VarsStart", 61, inMethod(func(c *build.Class, m *build.Member) {
		m.CodeAttr("LocalVariableTable", 0, 1, 0, 9, 0, 1, 0, 1, 0, byte(c.Utf8("I")), 0, 0)
	})},
	{"VarsEnd", 61, inMethod(func(c *build.Class, m *build.Member) {
		m.CodeAttr("LocalVariableTable", 0, 1, 0, 0, 0, 9, 0, 1, 0, byte(c.Utf8("I")), 0, 0)
	})},
	{"VarsIndex", 61, inMethod(func(c *build.Class, m *build.Member) {
		m.CodeAttr("LocalVariableTable", 0, 1, 0, 0, 0, 2, 0, 1, 0, byte(c.Utf8("J")), 0, 0)
	})},
	{"VarsTwice", 61, inMethod(func(c *build.Class, m *build.Member) {
		v := []byte{0, 0, 0, 2, 0, byte(c.Utf8("x")), 0, byte(c.Utf8("I")), 0, 0}
		m.CodeAttr("LocalVariableTable", append(append([]byte{0, 2}, v...), v...)...)
	})},
	{"VarTypeAlone", 61, inMethod(func(c *build.Class, m *build.Member) {
		m.CodeAttr("LocalVariableTable", 0, 1, 0, 0, 0, 2, 0, byte(c.Utf8("x")), 0, byte(c.Utf8("I")), 0, 0)
		m.CodeAttr("LocalVariableTypeTable", 0, 1, 0, 0, 0, 2, 0, byte(c.Utf8("y")), 0, byte(c.Utf8("TT;")), 0, 0)
	})},
	{"StackMapTwice", 61, inMethod(func(c *build.Class, m *build.Member) { m.StackMap(0).StackMap(0) })},
	{"ExceptionsType", 61, inMethod(func(c *build.Class, m *build.Member) { m.Attr("Exceptions", 0, 1, 0, 1) })},
	{"ExceptionsLength", 61, inMethod(func(c *build.Class, m *build.Member) { m.Attr("Exceptions", 0, 0, 0) })},
	{"ParametersLength", 61, inMethod(func(c *build.Class, m *build.Member) { m.Attr("MethodParameters", 1) })},
	{"SourceFileLength", 61, classAttr("SourceFile", 0, 1, 2)},
	{"SourceFileIndex", 61, classAttr("SourceFile", 0, 2)},
	{"SourceFileTwice", 61, func(c *build.Class) { c.Attr("SourceFile", 0, 1); c.Attr("SourceFile", 0, 1) }},
	{"InnerIndex", 61, classAttr("InnerClasses", 0, 1, 0, 1, 0, 0, 0, 0, 0, 0)},
	{"InnerSelf", 61, classAttr("InnerClasses", 0, 1, 0, 2, 0, 2, 0, 0, 0, 0)},
	{"InnerLength", 61, classAttr("InnerClasses", 0, 0, 0)},
	{"InnerTwice", 61, classAttr("InnerClasses", 0, 2, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0)},
	{"EnclosingLength", 61, classAttr("EnclosingMethod", 0, 0)},
	{"EnclosingZero", 61, classAttr("EnclosingMethod", 0, 0, 0, 0)},
	{"EnclosingClass", 61, classAttr("EnclosingMethod", 0, 1, 0, 0)},
	{"EnclosingMethod", 61, classAttr("EnclosingMethod", 0, 2, 0, 1)},
	{"BootstrapLength", 61, classAttr("BootstrapMethods", 0)},
	{"BootstrapIndex", 61, classAttr("BootstrapMethods", 0, 1, 0, 1, 0, 0)},
	{"BootstrapExtra", 61, classAttr("BootstrapMethods", 0, 0, 0, 0)},
	{"NestBoth", 61, func(c *build.Class) { c.Attr("NestHost", 0, 2); c.Attr("NestMembers", 0, 0) }},
	{"NestHostIndex", 61, classAttr("NestHost", 0, 1)},
	{"NestMembersIndex", 61, classAttr("NestMembers", 0, 1, 0, 1)},
	{"NestMembersLength", 61, classAttr("NestMembers", 0, 0, 0)},
	{"PermittedFinal", 61, func(c *build.Class) { c.Flags |= AccFinal; c.Attr("PermittedSubclasses", 0, 0) }},
	{"PermittedIndex", 61, classAttr("PermittedSubclasses", 0, 1, 0, 1)},
	{"RecordName", 61, classAttr("Record", 0, 1, 0, 2, 0, 1, 0, 0)},
	{"RecordLength", 61, classAttr("Record", 0, 0, 0)},
	{"SignatureTwice", 61, func(c *build.Class) { c.Attr("Signature", 0, 1); c.Attr("Signature", 0, 1) }},
	{"UnknownAttribute", 61, classAttr("Whatever", 1, 2, 3)},
}

func formatFiles() (names []string, files map[string][]byte) {
	files = map[string][]byte{}
	add := func(name string, data []byte) {
		names = append(names, name)
		files[name] = data
	}
	for _, b := range badFiles {
		c := build.New(b.name, b.major)
		b.f(c)
		add(b.name, c.Bytes())
	}
	good := build.New("Magic", 61).Bytes()
	good[1] = 0
	add("Magic", good)
	add("Extra", append(build.New("Extra", 61).Bytes(), 0))
	add("Truncated", build.New("Truncated", 61).Bytes()[:40])
	add("NoBytes", nil)
	pool := build.New("PoolZero", 61).Bytes()
	pool[8], pool[9] = 0, 0
	add("PoolZero", pool)
	return names, files
}

func TestFormatErrors(t *testing.T) {
	names, files := formatFiles()
	jdktest.Compare(t, "format.golden", names, files, func(name string, data []byte) string {
		_, err := Parse(data, Options{Name: name})
		if err == nil {
			return "ok"
		}
		return strings.ReplaceAll(err.(Error).JavaClass(), "/", ".") + ": " + err.Error()
	})
}
