package classfile

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Modified UTF-8 (JVMS 4.4.7): each UTF-16 code unit by itself is one, two or
// three bytes, U+0000 is two. Surrogates are thus encoded as pairs of three bytes.

// DecodeMUTF8 returns the UTF-16 code units that s encodes. A byte that is not part
// of a legal encoding is taken for a code unit.
func DecodeMUTF8(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		c, n := decodeUnit(s, i)
		units = append(units, c)
		i += n
	}
	return units
}

func decodeUnit(s string, i int) (unit uint16, n int) {
	b := s[i]
	switch {
	case b < 0x80:
	case b>>5 == 0b110 && i+1 < len(s) && s[i+1]>>6 == 0b10:
		return uint16(b&0x1f)<<6 | uint16(s[i+1]&0x3f), 2
	case b>>4 == 0b1110 && i+2 < len(s) && s[i+1]>>6 == 0b10 && s[i+2]>>6 == 0b10:
		return uint16(b&0x0f)<<12 | uint16(s[i+1]&0x3f)<<6 | uint16(s[i+2]&0x3f), 3
	}
	return uint16(b), 1
}

// EncodeMUTF8 is the inverse of DecodeMUTF8.
func EncodeMUTF8(units []uint16) string {
	n := 0
	for _, c := range units {
		n += unitLen(c)
	}
	b := make([]byte, 0, n)
	for _, c := range units {
		b = appendUnit(b, c)
	}
	return str(b)
}

func unitLen(c uint16) int {
	switch {
	case c != 0 && c < 0x80:
		return 1
	case c < 0x800:
		return 2
	}
	return 3
}

func appendUnit(b []byte, c uint16) []byte {
	switch unitLen(c) {
	case 1:
		return append(b, byte(c))
	case 2:
		return append(b, 0xc0|byte(c>>6), 0x80|byte(c&0x3f))
	}
	return append(b, 0xe0|byte(c>>12), 0x80|byte(c>>6&0x3f), 0x80|byte(c&0x3f))
}

// IsASCII reports whether s has only characters 1 to 127, which are the same in
// every encoding.
func IsASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i]-1 >= 0x7f {
			return false
		}
	}
	return true
}

// UTF8 converts modified UTF-8 to UTF-8; unpaired surrogates become U+FFFD.
func UTF8(s string) string {
	if IsASCII(s) {
		return s
	}
	return string(utf16.Decode(DecodeMUTF8(s)))
}

// FromUTF8 converts UTF-8 to modified UTF-8.
func FromUTF8(s string) string {
	plain := true
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] != 0 && s[i] < 0xf0 // no NUL, nothing outside of the basic plane
	}
	if plain && utf8.ValidString(s) {
		return s
	}
	return EncodeMUTF8(utf16.Encode([]rune(s)))
}

// legalMUTF8 is the check of JVMS 4.4.7. Before version 48, encodings longer than
// necessary were accepted.
func legalMUTF8(b []byte, old bool) bool {
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c-1 < 0x7f {
			continue
		}
		switch {
		case c>>5 == 0b110:
			i++
			if i >= len(b) || b[i]>>6 != 0b10 {
				return false
			}
			if u := uint16(c&0x1f)<<6 | uint16(b[i]&0x3f); u != 0 && u < 0x80 && !old {
				return false
			}
		case c>>4 == 0b1110:
			i += 2
			if i >= len(b) || b[i-1]>>6 != 0b10 || b[i]>>6 != 0b10 {
				return false
			}
			if u := uint16(c&0x0f)<<12 | uint16(b[i-1]&0x3f)<<6; u < 0x800 && !old {
				return false
			}
		default:
			return false
		}
	}
	return true
}
