package classfile

import "encoding/binary"

// Attributes is an attribute table (JVMS 4.7). Its form has been checked.
type Attributes struct {
	pool *ConstPool
	at   uint32 // of attributes_count in the file; 0 for no table
}

// Len returns the number of attributes.
func (a Attributes) Len() int {
	if a.at == 0 {
		return 0
	}
	return int(binary.BigEndian.Uint16(a.pool.data[a.at:]))
}

// Find returns the contents of the first attribute called name, without its header. The
// result is nil if there is none, and not nil for an empty one.
func (a Attributes) Find(name string) []byte {
	if a.at == 0 {
		return nil
	}
	for n, b := range a.All {
		if n == name {
			return b
		}
	}
	return nil
}

// Has reports whether there is an attribute called name.
func (a Attributes) Has(name string) bool { return a.Find(name) != nil }

// All calls yield for each attribute.
func (a Attributes) All(yield func(name string, contents []byte) bool) {
	if a.at == 0 {
		return
	}
	data := a.pool.data
	at := a.at + 2
	for range a.Len() {
		name := a.pool.Utf8(int(binary.BigEndian.Uint16(data[at:])))
		n := binary.BigEndian.Uint32(data[at+2:])
		if !yield(name, data[at+6:at+6+n:at+6+n]) {
			return
		}
		at += 6 + n
	}
}

// U2s is a table of two-byte numbers in a class file.
type U2s []byte

// Len returns how many numbers there are.
func (u U2s) Len() int { return len(u) / 2 }

// At returns number i.
func (u U2s) At(i int) int { return int(binary.BigEndian.Uint16(u[2*i:])) }

// countedU2s returns the table behind a two-byte count, as far as there are bytes.
func countedU2s(b []byte) U2s {
	if len(b) < 2 {
		return nil
	}
	n := 2 * int(binary.BigEndian.Uint16(b))
	return U2s(b[2:min(2+n, len(b))])
}
