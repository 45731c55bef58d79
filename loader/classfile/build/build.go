// Package build assembles class files, well formed or not, for tests.
//
//	c := build.New("Bad", 61)
//	m := c.Method(classfile.AccStatic, "m", "()V", 1, 0)
//	m.Op(bytecode.Aload0).Op(bytecode.Invokevirtual).U2(c.Methodref("java/lang/Object", "wait", "()V"))
//	data := c.Bytes()
//
// It checks nothing: indices, flags and code are what the test says.
package build

import (
	"encoding/binary"
	"math"

	"gojvm/loader/bytecode"
)

// Class is a class file in the making. Fields may be changed until Bytes.
type Class struct {
	Minor, Major uint16
	Flags        uint16
	This, Super  uint16
	Interfaces   []uint16
	Attrs        []Attr

	count   uint16
	pool    []byte
	index   map[string]uint16
	fields  []*Member
	methods []*Member
}

// Attr is an attribute.
type Attr struct {
	Name     uint16
	Contents []byte
}

// Member is a field or method; a method has code if MaxLocals is not negative.
type Member struct {
	Flags, Name, Desc   uint16
	Attrs               []Attr
	MaxStack, MaxLocals int
	Code                []byte
	Handlers            []byte
	CodeAttrs           []Attr
	class               *Class
}

// New starts a public class that extends java/lang/Object.
func New(name string, major uint16) *Class {
	c := &Class{Major: major, Flags: 0x21, count: 1, index: map[string]uint16{}}
	c.This = c.Class(name)
	c.Super = c.Class("java/lang/Object")
	return c
}

// Raw adds a constant: its tag and its contents. Equal constants are added once.
func (c *Class) Raw(tag byte, contents ...byte) uint16 {
	key := string(tag) + string(contents)
	if i, ok := c.index[key]; ok {
		return i
	}
	i := c.count
	c.index[key] = i
	c.pool = append(append(c.pool, tag), contents...)
	c.count++
	if tag == 5 || tag == 6 {
		c.count++
	}
	return i
}

func u2(v uint16) []byte { return binary.BigEndian.AppendUint16(nil, v) }

func (c *Class) pair(tag byte, a, b uint16) uint16 { return c.Raw(tag, append(u2(a), u2(b)...)...) }

// Utf8 adds a text.
func (c *Class) Utf8(s string) uint16 { return c.Raw(1, append(u2(uint16(len(s))), s...)...) }

// Int adds an Integer.
func (c *Class) Int(v int32) uint16 {
	return c.Raw(3, binary.BigEndian.AppendUint32(nil, uint32(v))...)
}

// Float adds a Float.
func (c *Class) Float(v float32) uint16 {
	return c.Raw(4, binary.BigEndian.AppendUint32(nil, math.Float32bits(v))...)
}

// Long adds a Long.
func (c *Class) Long(v int64) uint16 {
	return c.Raw(5, binary.BigEndian.AppendUint64(nil, uint64(v))...)
}

// Double adds a Double.
func (c *Class) Double(v float64) uint16 {
	return c.Raw(6, binary.BigEndian.AppendUint64(nil, math.Float64bits(v))...)
}

// Class adds a Class.
func (c *Class) Class(name string) uint16 { return c.Raw(7, u2(c.Utf8(name))...) }

// String adds a String.
func (c *Class) String(s string) uint16 { return c.Raw(8, u2(c.Utf8(s))...) }

// NameAndType adds a NameAndType.
func (c *Class) NameAndType(name, desc string) uint16 { return c.pair(12, c.Utf8(name), c.Utf8(desc)) }

// Fieldref adds a Fieldref.
func (c *Class) Fieldref(class, name, desc string) uint16 {
	return c.pair(9, c.Class(class), c.NameAndType(name, desc))
}

// Methodref adds a Methodref.
func (c *Class) Methodref(class, name, desc string) uint16 {
	return c.pair(10, c.Class(class), c.NameAndType(name, desc))
}

// InterfaceMethodref adds an InterfaceMethodref.
func (c *Class) InterfaceMethodref(class, name, desc string) uint16 {
	return c.pair(11, c.Class(class), c.NameAndType(name, desc))
}

// InvokeDynamic adds an InvokeDynamic.
func (c *Class) InvokeDynamic(bootstrap uint16, name, desc string) uint16 {
	return c.pair(18, bootstrap, c.NameAndType(name, desc))
}

// Attr adds an attribute to the class.
func (c *Class) Attr(name string, contents ...byte) {
	c.Attrs = append(c.Attrs, Attr{c.Utf8(name), contents})
}

// Field adds a field.
func (c *Class) Field(flags uint16, name, desc string) *Member {
	f := &Member{Flags: flags, Name: c.Utf8(name), Desc: c.Utf8(desc), MaxLocals: -1, class: c}
	c.fields = append(c.fields, f)
	return f
}

// Method adds a method; maxLocals -1 makes one without code.
func (c *Class) Method(flags uint16, name, desc string, maxStack, maxLocals int) *Member {
	m := &Member{Flags: flags, Name: c.Utf8(name), Desc: c.Utf8(desc), MaxStack: maxStack, MaxLocals: maxLocals, class: c}
	c.methods = append(c.methods, m)
	return m
}

// Attr adds an attribute to a field or method.
func (m *Member) Attr(name string, contents ...byte) {
	m.Attrs = append(m.Attrs, Attr{m.class.Utf8(name), contents})
}

// Op adds opcodes to the code.
func (m *Member) Op(ops ...bytecode.Op) *Member {
	for _, o := range ops {
		m.Code = append(m.Code, byte(o))
	}
	return m
}

// U1 adds operand bytes.
func (m *Member) U1(b ...byte) *Member {
	m.Code = append(m.Code, b...)
	return m
}

// U2 adds an operand of two bytes: an index or, negative or not, a branch offset.
func (m *Member) U2(v uint16) *Member { return m.U1(u2(v)...) }

// U4 adds an operand of four bytes.
func (m *Member) U4(v int32) *Member {
	return m.U1(binary.BigEndian.AppendUint32(nil, uint32(v))...)
}

// Handler adds an exception handler.
func (m *Member) Handler(start, end, handler, catch uint16) *Member {
	for _, v := range [...]uint16{start, end, handler, catch} {
		m.Handlers = append(m.Handlers, u2(v)...)
	}
	return m
}

// StackMap adds a StackMapTable of n frames.
func (m *Member) StackMap(n uint16, frames ...byte) *Member {
	return m.CodeAttr("StackMapTable", append(u2(n), frames...)...)
}

// CodeAttr adds an attribute to the code.
func (m *Member) CodeAttr(name string, contents ...byte) *Member {
	m.CodeAttrs = append(m.CodeAttrs, Attr{m.class.Utf8(name), contents})
	return m
}

// writer appends big-endian numbers.
type writer []byte

func (w *writer) u2(v uint16) { *w = binary.BigEndian.AppendUint16(*w, v) }
func (w *writer) u4(v uint32) { *w = binary.BigEndian.AppendUint32(*w, v) }

func (w *writer) attrs(attrs []Attr) {
	w.u2(uint16(len(attrs)))
	for _, a := range attrs {
		w.u2(a.Name)
		w.u4(uint32(len(a.Contents)))
		*w = append(*w, a.Contents...)
	}
}

func (m *Member) write(w *writer) {
	attrs := m.Attrs
	if m.MaxLocals >= 0 {
		var code writer
		code.u2(uint16(m.MaxStack))
		code.u2(uint16(m.MaxLocals))
		code.u4(uint32(len(m.Code)))
		code = append(code, m.Code...)
		code.u2(uint16(len(m.Handlers) / 8))
		code = append(code, m.Handlers...)
		code.attrs(m.CodeAttrs)
		attrs = append([]Attr{{m.class.Utf8("Code"), code}}, attrs...)
	}
	w.u2(m.Flags)
	w.u2(m.Name)
	w.u2(m.Desc)
	w.attrs(attrs)
}

// Bytes returns the class file.
func (c *Class) Bytes() []byte {
	var rest writer
	rest.u2(c.Flags)
	rest.u2(c.This)
	rest.u2(c.Super)
	rest.u2(uint16(len(c.Interfaces)))
	for _, i := range c.Interfaces {
		rest.u2(i)
	}
	for _, members := range [...][]*Member{c.fields, c.methods} {
		rest.u2(uint16(len(members)))
		for _, m := range members {
			m.write(&rest)
		}
	}
	rest.attrs(c.Attrs)
	var w writer
	w.u4(0xCAFEBABE)
	w.u2(c.Minor)
	w.u2(c.Major)
	w.u2(c.count) // after all members have added their constants
	w = append(w, c.pool...)
	return append(w, rest...)
}
