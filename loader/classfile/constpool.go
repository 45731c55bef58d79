package classfile

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// Tag is the kind of a constant-pool entry (JVMS table 4.4-A).
type Tag uint8

// The tags. TagNone is the tag of entry 0, of the second half of a Long or
// Double, and of an index outside of the pool.
const (
	TagNone               Tag = 0
	TagUtf8               Tag = 1
	TagInteger            Tag = 3
	TagFloat              Tag = 4
	TagLong               Tag = 5
	TagDouble             Tag = 6
	TagClass              Tag = 7
	TagString             Tag = 8
	TagFieldref           Tag = 9
	TagMethodref          Tag = 10
	TagInterfaceMethodref Tag = 11
	TagNameAndType        Tag = 12
	TagMethodHandle       Tag = 15
	TagMethodType         Tag = 16
	TagDynamic            Tag = 17
	TagInvokeDynamic      Tag = 18
	TagModule             Tag = 19
	TagPackage            Tag = 20
)

// Loadable reports whether ldc can push such a constant (JVMS table 4.4-C).
func (t Tag) Loadable() bool {
	switch t {
	case TagInteger, TagFloat, TagLong, TagDouble, TagClass, TagString,
		TagMethodHandle, TagMethodType, TagDynamic:
		return true
	}
	return false
}

// ConstPool is the constant pool of a class file. An accessor for a kind of entry
// gives its zero value when the entry is of another kind.
//
// An entry is its tag and one word:
//
//	Utf8                      offset of its bytes in the file; the length is before them
//	Integer, Float            the value
//	Long, Double              offset of the value in the file
//	Class, String, MethodType index
//	...ref, NameAndType,
//	Dynamic, InvokeDynamic    first index << 16 | second index
//	MethodHandle              kind << 16 | index
type ConstPool struct {
	data  []byte // the class file
	words []uint32
	tags  []Tag
	// own is the Class entry that is called ownName, see File.Rename; 0 for none.
	own     int
	ownName string
}

// Len returns the number of entries, entry 0 counted: indices are below it.
func (p *ConstPool) Len() int { return len(p.tags) }

// Tag returns the kind of entry i.
func (p *ConstPool) Tag(i int) Tag {
	if uint(i) < uint(len(p.tags)) {
		return p.tags[i]
	}
	return TagNone
}

func (p *ConstPool) word(i int, t Tag) uint32 {
	if uint(i) < uint(len(p.tags)) && p.tags[i] == t {
		return p.words[i]
	}
	return 0
}

// Utf8 returns the text of a Utf8 entry, in modified UTF-8.
func (p *ConstPool) Utf8(i int) string {
	if uint(i) >= uint(len(p.tags)) || p.tags[i] != TagUtf8 {
		return ""
	}
	at := p.words[i]
	n := int(binary.BigEndian.Uint16(p.data[at-2:]))
	return str(p.data[at:][:n])
}

// str views bytes that never change as a string.
func str(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Int returns the value of an Integer entry.
func (p *ConstPool) Int(i int) int32 { return int32(p.word(i, TagInteger)) }

// Float returns the value of a Float entry.
func (p *ConstPool) Float(i int) float32 { return math.Float32frombits(p.word(i, TagFloat)) }

// Long returns the value of a Long entry.
func (p *ConstPool) Long(i int) int64 {
	if at := p.word(i, TagLong); at != 0 {
		return int64(binary.BigEndian.Uint64(p.data[at:]))
	}
	return 0
}

// Double returns the value of a Double entry.
func (p *ConstPool) Double(i int) float64 {
	if at := p.word(i, TagDouble); at != 0 {
		return math.Float64frombits(binary.BigEndian.Uint64(p.data[at:]))
	}
	return 0
}

// Class returns the name of a Class entry: an internal name, or the descriptor of
// an array type.
func (p *ConstPool) Class(i int) string {
	if i == p.own {
		return p.ownName
	}
	return p.Utf8(int(p.word(i, TagClass)))
}

// String returns the text of a String entry, in modified UTF-8.
func (p *ConstPool) String(i int) string { return p.Utf8(int(p.word(i, TagString))) }

// MethodType returns the descriptor of a MethodType entry.
func (p *ConstPool) MethodType(i int) string { return p.Utf8(int(p.word(i, TagMethodType))) }

// Module returns the name of a Module entry.
func (p *ConstPool) Module(i int) string { return p.Utf8(int(p.word(i, TagModule))) }

// Package returns the name of a Package entry.
func (p *ConstPool) Package(i int) string { return p.Utf8(int(p.word(i, TagPackage))) }

// NameAndType returns the name and the descriptor of a NameAndType entry.
func (p *ConstPool) NameAndType(i int) (name, desc string) {
	w := p.word(i, TagNameAndType)
	return p.Utf8(int(w >> 16)), p.Utf8(int(w & 0xffff))
}

// NameAndTypeIndexes returns the indices of the two texts of a NameAndType entry.
func (p *ConstPool) NameAndTypeIndexes(i int) (name, desc int) {
	w := p.word(i, TagNameAndType)
	return int(w >> 16), int(w & 0xffff)
}

// Ref is a symbolic reference to a field or method.
type Ref struct {
	Class      string // name, or descriptor of an array type
	Name, Desc string
	ClassIndex int  // of the Class entry
	Interface  bool // InterfaceMethodref
}

// Ref returns a Fieldref, Methodref or InterfaceMethodref entry.
func (p *ConstPool) Ref(i int) Ref {
	class, nat := p.RefIndexes(i)
	name, desc := p.NameAndType(nat)
	return Ref{p.Class(class), name, desc, class, p.Tag(i) == TagInterfaceMethodref}
}

// RefIndexes returns the indices of the Class and the NameAndType of a Fieldref, Methodref
// or InterfaceMethodref.
func (p *ConstPool) RefIndexes(i int) (class, nameAndType int) {
	switch p.Tag(i) {
	case TagFieldref, TagMethodref, TagInterfaceMethodref:
		return int(p.words[i] >> 16), int(p.words[i] & 0xffff)
	}
	return 0, 0
}

// Kinds of a MethodHandle (JVMS table 5.4.3.5-A).
const (
	RefGetField         = 1
	RefGetStatic        = 2
	RefPutField         = 3
	RefPutStatic        = 4
	RefInvokeVirtual    = 5
	RefInvokeStatic     = 6
	RefInvokeSpecial    = 7
	RefNewInvokeSpecial = 8
	RefInvokeInterface  = 9
)

// MethodHandle returns the kind and the index of the Fieldref, Methodref or
// InterfaceMethodref of a MethodHandle entry.
func (p *ConstPool) MethodHandle(i int) (kind, ref int) {
	w := p.word(i, TagMethodHandle)
	return int(w >> 16), int(w & 0xffff)
}

// DynamicNameAndType returns the index of the NameAndType of a Dynamic or InvokeDynamic entry.
func (p *ConstPool) DynamicNameAndType(i int) int {
	if t := p.Tag(i); t != TagDynamic && t != TagInvokeDynamic {
		return 0
	}
	return int(p.words[i] & 0xffff)
}

// Dynamic returns a Dynamic or InvokeDynamic entry: the index of its bootstrap
// method, its name and its descriptor.
func (p *ConstPool) Dynamic(i int) (bootstrap int, name, desc string) {
	if t := p.Tag(i); t != TagDynamic && t != TagInvokeDynamic {
		return 0, "", ""
	}
	name, desc = p.NameAndType(int(p.words[i] & 0xffff))
	return int(p.words[i] >> 16), name, desc
}
