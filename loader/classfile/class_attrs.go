package classfile

import (
	"encoding/binary"
	"iter"
)

// InnerClass is an entry of an InnerClasses attribute (JVMS 4.7.6). Inner and Outer
// are indices of Class entries, Name of a Utf8; Outer and Name may be 0.
type InnerClass struct {
	Inner, Outer, Name int
	Flags              uint16
}

// InnerClasses yields the entries of the InnerClasses attribute.
func (f *File) InnerClasses() iter.Seq[InnerClass] {
	return func(yield func(InnerClass) bool) {
		for i := range f.NumInnerClasses() {
			if !yield(f.InnerClass(i)) {
				return
			}
		}
	}
}

// NumInnerClasses returns the number of entries of the InnerClasses attribute.
func (f *File) NumInnerClasses() int { return f.innerClasses.Len() / 4 }

// InnerClass returns entry i of the InnerClasses attribute.
func (f *File) InnerClass(i int) InnerClass {
	t := f.innerClasses
	flags := uint16(t.At(4*i + 3))
	if f.Major >= version9 {
		flags &= innerFlags | AccModule
	} else {
		flags &= innerFlags
	}
	if flags&AccInterface != 0 && f.Major < version6 {
		flags |= AccAbstract
	}
	return InnerClass{t.At(4 * i), t.At(4*i + 1), t.At(4*i + 2), flags}
}

// EnclosingMethod returns the indices of the Class and of the NameAndType of the
// EnclosingMethod attribute; class is 0 if there is none, method may be 0.
func (f *File) EnclosingMethod() (class, method int) {
	return int(f.enclosingClass), int(f.enclosingMethod)
}

// NestMembers returns the indices of the Class entries of the NestMembers attribute.
func (f *File) NestMembers() U2s { return f.nestMembers }

// PermittedSubclasses returns the indices of the Class entries of the
// PermittedSubclasses attribute; sealed tells whether there is one.
func (f *File) PermittedSubclasses() (classes U2s, sealed bool) { return f.permitted, f.sealed }

// IsRecord reports whether there is a Record attribute.
func (f *File) IsRecord() bool { return f.record != nil }

// RecordComponent is an entry of a Record attribute (JVMS 4.7.30).
type RecordComponent struct {
	Name, Desc int // indices of Utf8 entries
	Attrs      Attributes
}

// RecordComponents returns the components of a record.
func (f *File) RecordComponents() []RecordComponent {
	if len(f.record) < 2 {
		return nil
	}
	n := int(binary.BigEndian.Uint16(f.record))
	cs := make([]RecordComponent, 0, n)
	at := len(f.CP.data) - cap(f.record) // the record is a slice up to the end of the data
	at += 2
	for range n {
		b := f.CP.data[at:]
		a := Attributes{&f.CP, uint32(at + 4)}
		cs = append(cs, RecordComponent{int(binary.BigEndian.Uint16(b)), int(binary.BigEndian.Uint16(b[2:])), a})
		at += 6
		for _, c := range a.All {
			at += 6 + len(c)
		}
	}
	return cs
}

// NumBootstrapMethods returns the number of entries of the BootstrapMethods attribute.
func (f *File) NumBootstrapMethods() int { return len(f.bootstrapOffs) }

// BootstrapMethod returns entry i of the BootstrapMethods attribute (JVMS 4.7.23): the index of a
// MethodHandle and the indices of the static arguments.
func (f *File) BootstrapMethod(i int) (handle int, args U2s) {
	b := f.bootstraps[f.bootstrapOffs[i]:]
	return int(binary.BigEndian.Uint16(b)), countedU2s(b[2:])
}
