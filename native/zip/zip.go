// Package zip has the natives of java.util.zip: inflating, deflating and
// checksums. Zip files themselves are read in Java.
//
// The library holds the state of a codec as an opaque long; here that is a
// number in a table of the virtual machine. Input and output are arrays of the
// heap or off-heap memory. The codecs work on both in place: they neither
// allocate in the Java heap nor wait, so nothing moves meanwhile.
package zip

import (
	"maps"

	"gojvm/mem"
	"gojvm/vm"
)

// Natives returns the natives of java.util.zip.
func Natives() vm.NativeTable {
	all := inflaterNatives()
	maps.Copy(all, deflaterNatives())
	maps.Copy(all, checksumNatives())
	return all
}

// operands reads arguments from argument i on.
type operands struct {
	a vm.Args
	i int
}

// array takes the arguments byte[] b, int off, int len.
func (o *operands) array() []byte {
	r, off, n := o.a.Ref(o.i), o.a.Int(o.i+1), o.a.Int(o.i+2)
	o.i += 3
	return vm.ByteElems(r)[off:][:n:n]
}

// memory takes the arguments long address, int len.
func (o *operands) memory() []byte {
	addr, n := uintptr(o.a.Long(o.i)), uintptr(o.a.Int(o.i+1))
	o.i += 2
	return mem.Bytes(addr, n)
}

func (o *operands) int() int32 {
	o.i++
	return o.a.Int(o.i - 1)
}

// source is operands.array or operands.memory.
type source func(*operands) []byte
