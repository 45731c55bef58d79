package classfile_test

import (
	"slices"
	"testing"

	. "gojvm/loader/classfile"
)

func TestAccessors(t *testing.T) {
	f, err := Parse(sample(), Options{Name: "p/Sample"})
	if err != nil {
		t.Fatal(err)
	}
	p := &f.CP
	if f.Name != "p/Sample" || f.Super != "java/lang/Object" || f.Major != 61 || f.Flags != AccPublic|AccSuper {
		t.Errorf("got %s, %s, %d, %#x", f.Name, f.Super, f.Major, f.Flags)
	}
	if f.Interfaces.Len() != 1 || f.InterfaceName(0) != "java/lang/Runnable" {
		t.Errorf("interfaces")
	}
	if p.Utf8(int(f.SourceFile)) != "Sample.java" || !f.VisibleAnnotations || f.Signature != 0 || f.NestHost != 0 {
		t.Errorf("attributes of the class")
	}
	class, method := f.EnclosingMethod()
	if name, desc := p.NameAndType(method); p.Class(class) != "p/Outer" || name != "m" || desc != "()V" {
		t.Errorf("EnclosingMethod %d, %d", class, method)
	}
	if in := f.InnerClass(0); f.NumInnerClasses() != 1 || p.Class(in.Inner) != "p/Sample$I" || p.Class(in.Outer) != "p/Sample" ||
		p.Utf8(in.Name) != "I" || in.Flags != AccPublic|AccStatic {
		t.Errorf("InnerClasses %+v", in)
	}
	if m := f.NestMembers(); m.Len() != 1 || p.Class(m.At(0)) != "p/Sample$I" {
		t.Errorf("NestMembers")
	}
	if s, sealed := f.PermittedSubclasses(); !sealed || s.Len() != 1 || p.Class(s.At(0)) != "p/Sub" {
		t.Errorf("PermittedSubclasses")
	}
	rs := f.RecordComponents()
	if !f.IsRecord() || len(rs) != 1 || p.Utf8(rs[0].Name) != "x" || p.Utf8(rs[0].Desc) != "I" || !rs[0].Attrs.Has("Signature") {
		t.Errorf("Record %+v", rs)
	}
	handle, args := f.BootstrapMethod(0)
	kind, ref := p.MethodHandle(handle)
	if r := p.Ref(ref); f.NumBootstrapMethods() != 1 || kind != RefInvokeStatic || r.Class != "p/Sample" || r.Name != "b" || r.Interface {
		t.Errorf("BootstrapMethods: %d, %+v", kind, r)
	}
	if args.Len() != 1 || p.String(args.At(0)) != "arg\xc0\x80" {
		t.Errorf("bootstrap arguments")
	}
}

func TestMembers(t *testing.T) {
	f, err := Parse(sample(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	k := &f.Fields[0]
	if k.Name != "K" || k.Desc != "J" || f.CP.Long(int(k.ConstantValue)) != 1<<40 || !k.Deprecated || k.Code != nil {
		t.Errorf("field %+v", k)
	}
	m := &f.Methods[0]
	if m.Name != "run" || m.ArgSlots != 1 || m.Exceptions().Len() != 1 {
		t.Errorf("method %+v", m)
	}
	if params, ok := m.MethodParameters(); !ok || len(params) != 0 {
		t.Errorf("MethodParameters %v, %t", params, ok)
	}
	c := m.Code
	if c.MaxStack != 1 || c.MaxLocals != 1 || len(c.Bytes) != 3 || len(c.StackMap) != 6 {
		t.Errorf("code %+v", c)
	}
	h := c.Handlers.At(0)
	if f.CP.Class(h.Catch) != "java/lang/Exception" || h.Start != 0 || h.End != 1 || h.Handler != 1 {
		t.Errorf("handler %+v", h)
	}
	if c.Line(0) != 7 || c.Line(1) != 8 || c.Line(2) != 8 {
		t.Errorf("lines %d %d %d", c.Line(0), c.Line(1), c.Line(2))
	}
	vars := c.LocalVars()
	if len(vars) != 1 || f.CP.Utf8(vars[0].Name) != "this" || vars[0].Length != 3 || len(c.LocalVarTypes()) != 1 {
		t.Errorf("variables %+v", vars)
	}
	if (Attributes{}).Len() != 0 || (Attributes{}).Has("x") {
		t.Errorf("no attributes")
	}
}

func TestOptions(t *testing.T) {
	data := sample()
	_, err := Parse(data, Options{Name: "p/Other"})
	if _, ok := err.(*NoClassDefError); !ok || err.Error() != "p/Other (wrong name: p/Sample)" {
		t.Errorf("%T %v", err, err)
	}
	if _, err := Parse(data, Options{Name: "p/Other", Hidden: true}); err != nil {
		t.Error(err)
	}
	preview := slices.Clone(data)
	preview[4], preview[5] = 0xff, 0xff
	if _, err := Parse(preview, Options{Preview: true}); err != nil {
		t.Error(err)
	}
	_, err = Parse(preview, Options{})
	if e, ok := err.(*UnsupportedVersionError); !ok || e.Major != 61 || e.Minor != 65535 {
		t.Errorf("%T %v", err, err)
	}
}

func TestMUTF8(t *testing.T) {
	for s, units := range map[string][]uint16{
		"":                         {},
		"aé€":                      {'a', 0xe9, 0x20ac},
		"\xc0\x80":                 {0},
		"\xed\xa0\xbd\xed\xb8\x80": {0xd83d, 0xde00},
		"\xed\xa0\xbd":             {0xd83d},
	} {
		if got := DecodeMUTF8(s); !slices.Equal(got, units) {
			t.Errorf("%q: units %x", s, got)
		}
		if got := EncodeMUTF8(units); got != s {
			t.Errorf("%x: %q", units, got)
		}
	}
	if got := UTF8("\xed\xa0\xbd\xed\xb8\x80\xc0\x80"); got != "😀\x00" {
		t.Errorf("got %q", got)
	}
	if got := FromUTF8("😀\x00"); got != "\xed\xa0\xbd\xed\xb8\x80\xc0\x80" {
		t.Errorf("got %q", got)
	}
	for _, malformed := range []string{"\xff", "\xc2", "\xe0\x80", "\xed\xa0"} {
		if len(DecodeMUTF8(malformed)) == 0 {
			t.Errorf("%q vanishes", malformed)
		}
	}
}

func TestDescriptors(t *testing.T) {
	const desc = "(I[[JLjava/lang/String;D[Lx;)[I"
	params, words := NumParams(desc)
	if got := slices.Collect(Params(desc)); !slices.Equal(got, []string{"I", "[[J", "Ljava/lang/String;", "D", "[Lx;"}) ||
		params != 5 || words != 6 || ReturnType(desc) != "[I" {
		t.Errorf("%v, %d, %d", got, params, words)
	}
	for d, want := range map[string][2]bool{
		"I": {true, false}, "V": {}, "": {}, "[": {}, "[V": {}, "Lx;": {true, false}, "Lx": {}, "L;": {}, "La.b;": {}, "II": {},
		"()V": {false, true}, "()": {}, "(V)V": {}, "(I": {}, "(I)[Lx;": {false, true}, "()VV": {}, "()[V": {},
	} {
		if ValidFieldDescriptor(d) != want[0] || ValidMethodDescriptor(d) != want[1] {
			t.Errorf("%q: %t, %t", d, ValidFieldDescriptor(d), ValidMethodDescriptor(d))
		}
	}
	if StackType("Z") != 'I' || StackType("[I") != 'A' || StackType("Lx;") != 'A' || StackType("J") != 'J' || StackType("V") != 'V' {
		t.Error("StackType")
	}
}
