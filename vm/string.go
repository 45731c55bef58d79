package vm

import (
	"unicode/utf16"
	"unicode/utf8"

	"gojvm/loader/classfile"
)

// Values of String.coder (java.lang.String.LATIN1, UTF16). Strings are always
// compact: the VM leaves String.COMPACT_STRINGS true.
const (
	coderLatin1 = 0
	coderUTF16  = 1
)

// NewString makes a java.lang.String of the UTF-8 text s; invalid bytes become
// U+FFFD. It may collect.
func (t *Thread) NewString(s string) (Ref, error) {
	latin, n := true, 0
	for _, r := range s {
		if r > 0xff {
			latin = false
		}
		n++
		if r > 0xffff {
			n++
		}
	}
	if latin {
		return t.newLatin1(n, func(b []byte) {
			if len(b) == len(s) {
				copy(b, s)
				return
			}
			i := 0
			for _, r := range s {
				b[i] = byte(r)
				i++
			}
		})
	}
	return t.NewStringUTF16(utf16.Encode([]rune(s)))
}

// NewStringRaw makes a String of modified UTF-8, the form of class files (JVMS 4.4.7).
func (t *Thread) NewStringRaw(s string) (Ref, error) {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return t.NewStringUTF16(classfile.DecodeMUTF8(s))
		}
	}
	return t.newLatin1(len(s), func(b []byte) { copy(b, s) })
}

// NewStringUTF16 makes a String of UTF-16 code units, compact when they allow.
func (t *Thread) NewStringUTF16(u []uint16) (Ref, error) {
	latin := true
	for _, c := range u {
		if c > 0xff {
			latin = false
			break
		}
	}
	if latin {
		return t.newLatin1(len(u), func(b []byte) {
			for i, c := range u {
				b[i] = byte(c)
			}
		})
	}
	return t.newString(coderUTF16, 2*len(u), func(b []byte) {
		for i, c := range u {
			b[2*i], b[2*i+1] = byte(c), byte(c>>8) // little-endian host
		}
	})
}

func (t *Thread) newLatin1(n int, fill func([]byte)) (Ref, error) {
	return t.newString(coderLatin1, n, fill)
}

func (t *Thread) newString(coder int8, n int, fill func([]byte)) (Ref, error) {
	v, err := t.NewPrimArray(KindByte, n)
	if err != nil {
		return 0, err
	}
	fill(ByteElems(v))
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(v)
	s, err := t.NewObject(t.VM.Known.String)
	if err != nil {
		return 0, err
	}
	t.VM.SetRef(s, t.VM.Known.StringValue.Offset, h.Ref())
	Object(s).SetByte(t.VM.Known.StringCoder.Offset, coder)
	return s, nil
}

// stringParts returns the bytes and coder of String s; the slice is over the heap.
func (vm *VM) stringParts(s Ref) (b []byte, utf16 bool) {
	v := Object(s).Ref(vm.Known.StringValue.Offset)
	if v == 0 {
		return nil, false
	}
	return ByteElems(v), Object(s).Byte(vm.Known.StringCoder.Offset) == coderUTF16
}

// StringUTF16 returns the code units of String s.
func (vm *VM) StringUTF16(s Ref) []uint16 {
	b, wide := vm.stringParts(s)
	if !wide {
		u := make([]uint16, len(b))
		for i, c := range b {
			u[i] = uint16(c)
		}
		return u
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return u
}

// GoString returns String s (not null) as UTF-8; unpaired surrogates become U+FFFD.
func (vm *VM) GoString(s Ref) string {
	b, wide := vm.stringParts(s)
	if !wide {
		ascii := true
		for _, c := range b {
			if c >= utf8.RuneSelf {
				ascii = false
				break
			}
		}
		if ascii {
			return string(b)
		}
	}
	return string(utf16.Decode(vm.StringUTF16(s)))
}

// RawString returns String s as modified UTF-8, the form of names in the VM.
func (vm *VM) RawString(s Ref) string {
	b, wide := vm.stringParts(s)
	if !wide {
		ascii := true
		for _, c := range b {
			if c == 0 || c >= utf8.RuneSelf {
				ascii = false
				break
			}
		}
		if ascii {
			return string(b)
		}
	}
	return classfile.EncodeMUTF8(vm.StringUTF16(s))
}

// StringLen returns the length of String s in UTF-16 code units.
func (vm *VM) StringLen(s Ref) int {
	b, wide := vm.stringParts(s)
	if wide {
		return len(b) / 2
	}
	return len(b)
}
