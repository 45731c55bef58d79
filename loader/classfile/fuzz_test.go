package classfile_test

import (
	"testing"

	"gojvm/loader/bytecode"
	. "gojvm/loader/classfile"
	"gojvm/loader/classfile/build"
)

// sample has one of most things.
func sample() []byte {
	c := build.New("p/Sample", 61)
	handle := c.Raw(15, 6, 0, byte(c.Methodref("p/Sample", "b", "()V")))
	c.Raw(16, 0, byte(c.Utf8("(I)V")))
	c.InvokeDynamic(0, "x", "()V")
	c.Raw(17, 0, 0, 0, byte(c.NameAndType("k", "J")))
	c.Interfaces = []uint16{c.Class("java/lang/Runnable")}
	c.Attr("BootstrapMethods", 0, 1, 0, byte(handle), 0, 1, 0, byte(c.String("arg\xc0\x80")))
	c.Attr("SourceFile", 0, byte(c.Utf8("Sample.java")))
	c.Attr("InnerClasses", 0, 1, 0, byte(c.Class("p/Sample$I")), 0, byte(c.This), 0, byte(c.Utf8("I")), 0, 9)
	c.Attr("EnclosingMethod", 0, byte(c.Class("p/Outer")), 0, byte(c.NameAndType("m", "()V")))
	c.Attr("NestMembers", 0, 1, 0, byte(c.Class("p/Sample$I")))
	c.Attr("PermittedSubclasses", 0, 1, 0, byte(c.Class("p/Sub")))
	c.Attr("Record", 0, 1, 0, byte(c.Utf8("x")), 0, byte(c.Utf8("I")), 0, 1, 0, byte(c.Utf8("Signature")), 0, 0, 0, 2, 0, byte(c.Utf8("TT;")))
	c.Attr("RuntimeVisibleAnnotations", 0, 0)
	f := c.Field(AccStatic|AccFinal, "K", "J")
	f.Attr("ConstantValue", 0, byte(c.Long(1<<40)))
	f.Attr("Deprecated")
	m := c.Method(AccPublic, "run", "()V", 1, 1).Op(bytecode.Return, bytecode.Pop, bytecode.Return)
	m.Handler(0, 1, 1, c.Class("java/lang/Exception"))
	m.StackMap(1, 65, 7, 0, byte(c.Class("java/lang/Exception")))
	m.CodeAttr("LineNumberTable", 0, 2, 0, 0, 0, 7, 0, 1, 0, 8)
	m.CodeAttr("LocalVariableTable", 0, 1, 0, 0, 0, 3, 0, byte(c.Utf8("this")), 0, byte(c.Utf8("Lp/Sample;")), 0, 0)
	m.CodeAttr("LocalVariableTypeTable", 0, 1, 0, 0, 0, 3, 0, byte(c.Utf8("this")), 0, byte(c.Utf8("Lp/Sample;")), 0, 0)
	m.Attr("Exceptions", 0, 1, 0, byte(c.Class("java/lang/Exception")))
	m.Attr("MethodParameters", 0)
	return c.Bytes()
}

// use calls every accessor of f.
func use(f *File) {
	p := &f.CP
	for i := -1; i <= p.Len(); i++ {
		_, _, _, _ = p.Utf8(i), p.Class(i), p.String(i), p.MethodType(i)
		_, _, _, _ = p.Int(i), p.Long(i), p.Float(i), p.Double(i)
		_, _, _ = p.Ref(i), p.Module(i), p.Package(i)
		p.NameAndType(i)
		p.MethodHandle(i)
		if n, _, _ := p.Dynamic(i); p.Tag(i) == TagInvokeDynamic || p.Tag(i) == TagDynamic {
			f.BootstrapMethod(n)
		}
	}
	for i := range f.Interfaces.Len() {
		f.InterfaceName(i)
	}
	for c := range f.InnerClasses() {
		p.Class(c.Inner)
	}
	for _, c := range f.RecordComponents() {
		c.Attrs.Find("Signature")
	}
	for i := range f.NumBootstrapMethods() {
		_, args := f.BootstrapMethod(i)
		for k := range args.Len() {
			args.At(k)
		}
	}
	f.EnclosingMethod()
	f.PermittedSubclasses()
	f.Attrs.Find("NoSuchAttribute")
	for _, ms := range [][]Member{f.Fields, f.Methods} {
		for i := range ms {
			m := &ms[i]
			m.Annotations()
			m.Exceptions()
			m.MethodParameters()
			if c := m.Code; c != nil {
				c.Line(0)
				c.LocalVars()
				c.LocalVarTypes()
				for k := range c.Handlers.Len() {
					c.Handlers.At(k)
				}
			}
			for range Params(m.Desc) {
			}
		}
	}
}

// FuzzParse checks that no class file breaks the parser or the accessors, and that whatever
// passes the full checks passes those for trusted classes too.
func FuzzParse(f *testing.F) {
	f.Add(sample())
	f.Add(build.New("Empty", 45).Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		checked, err := Parse(data, Options{})
		if err == nil {
			use(checked)
		} else if _, ok := err.(Error); !ok {
			t.Fatalf("%T: %v", err, err)
		}
		trusted, terr := Parse(data, Options{Trusted: true})
		if terr == nil {
			use(trusted)
		} else if err == nil {
			t.Fatalf("refused only for a trusted class: %v", terr)
		}
	})
}

// FuzzDescriptor checks the functions on descriptors against one another.
func FuzzDescriptor(f *testing.F) {
	for _, s := range []string{"", "I", "[[J", "Ljava/lang/Object;", "()V", "(IJ[Lx;)D", "(", "[", "L;", "(V)V"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ValidFieldDescriptor(s) && (TypeLen(s) != len(s) || TypeWords(s) == 0) {
			t.Fatalf("field descriptor %q", s)
		}
		n, words := NumParams(s)
		count, sum := 0, 0
		for p := range Params(s) {
			count++
			sum += TypeWords(p)
			StackType(p)
		}
		if n != count || words != sum {
			t.Fatalf("%q: %d, %d and %d, %d", s, n, words, count, sum)
		}
		if ValidMethodDescriptor(s) && ReturnType(s) == "" {
			t.Fatalf("method descriptor %q without a type", s)
		}
		if IsASCII(s) && EncodeMUTF8(DecodeMUTF8(s)) != s {
			t.Fatalf("%q does not survive", s)
		}
		if u := UTF8(FromUTF8(s)); u != string([]rune(s)) {
			t.Fatalf("%q becomes %q", s, u)
		}
	})
}
