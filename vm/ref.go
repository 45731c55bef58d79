package vm

import (
	"unsafe"

	"gojvm/gc"
	"gojvm/mem"
)

// Ref is a Java reference: the 32-bit address of an object, or 0 for null.
// A Ref is valid until the next safepoint only; across one, hold a Handle.
type Ref = gc.Ref

// Value is one Java value as it lies in a frame slot: 64 bits. Narrower
// integers are sign- or zero-extended to 32 bits in the low half, a reference
// is zero-extended, float and double are their IEEE bits.
type Value uint64

// The layout of objects, the same on every target (byte order aside):
//
//	        instance                    array
//	+0   u32 klass block address     u32 klass block address
//	+4   u32 header word             u32 header word (lock, hash, age)
//	+8   fields ...                  i32 length
//	+12                              elements of 1, 2 and 4 bytes
//	+16                              elements of 8 bytes (+12 is padding)
//
// Objects are 8-aligned. Header word: bits 0-1 tag (00 neutral, 01 thin lock,
// 10 inflated), bits 2-4 age, bits 5-31 payload (identity hash, owner and
// recursion, or monitor index); gc and sched own the meaning of each part and
// object_test.go checks that they agree.
const (
	OffKlass       = 0  // u32
	OffHeaderWord  = 4  // u32
	HeaderSize     = 8  // bytes before the first field
	OffArrayLength = 8  // i32
	OffElems       = 12 // elements of up to 4 bytes
	OffElems8      = 16 // elements of 8 bytes
	ObjectAlign    = 8
)

// KlassOf returns the address of the klass block of the non-null object r.
func KlassOf(r Ref) uintptr { return uintptr(mem.Load32(uintptr(r))) }

// ArrayLen returns the length of the non-null array r.
func ArrayLen(r Ref) int { return int(int32(mem.Load32(uintptr(r) + OffArrayLength))) }

// ElemsAddr returns the address of the first element of array r whose elements
// take 1<<shift bytes.
func ElemsAddr(r Ref, shift uint8) uintptr {
	if shift == 3 {
		return uintptr(r) + OffElems8
	}
	return uintptr(r) + OffElems
}

// HeaderWordPtr returns a pointer to the header word of r, for the monitor and
// hash operations of sched. It is valid until the next safepoint.
func HeaderWordPtr(r Ref) *uint32 { return (*uint32)(mem.Ptr(uintptr(r) + OffHeaderWord)) }

// Plain field accesses at byte offset off of object r.

func (o Object) Int(off uint32) int32        { return int32(mem.Load32(uintptr(o) + uintptr(off))) }
func (o Object) Long(off uint32) int64       { return int64(mem.Load64(uintptr(o) + uintptr(off))) }
func (o Object) Byte(off uint32) int8        { return int8(mem.Load8(uintptr(o) + uintptr(off))) }
func (o Object) Bool(off uint32) bool        { return mem.Load8(uintptr(o)+uintptr(off)) != 0 }
func (o Object) Ref(off uint32) Ref          { return Ref(mem.Load32(uintptr(o) + uintptr(off))) }
func (o Object) SetInt(off uint32, v int32)  { mem.Store32(uintptr(o)+uintptr(off), uint32(v)) }
func (o Object) SetLong(off uint32, v int64) { mem.Store64(uintptr(o)+uintptr(off), uint64(v)) }
func (o Object) SetByte(off uint32, v int8)  { mem.Store8(uintptr(o)+uintptr(off), uint8(v)) }

// SetBool stores a Java boolean (0 or 1).
func (o Object) SetBool(off uint32, v bool) {
	var b uint8
	if v {
		b = 1
	}
	mem.Store8(uintptr(o)+uintptr(off), b)
}

// Object is a Ref seen as an object with fields; a conversion of no cost.
// Reference stores go through VM.SetRef, which has the write barrier.
type Object Ref

// SetRef stores v into the reference field (or element) at byte offset off of
// object r, with the write barrier.
func (vm *VM) SetRef(r Ref, off uint32, v Ref) {
	mem.Store32(uintptr(r)+uintptr(off), uint32(v))
	vm.Heap.Barrier(uintptr(r) + uintptr(off))
}

// RefElem returns element i of the reference array r; i is in range.
func RefElem(r Ref, i int) Ref { return Ref(mem.Load32(uintptr(r) + OffElems + uintptr(i)*4)) }

// SetRefElem stores element i of the reference array r, with the write barrier
// and without the ArrayStoreException check.
func (vm *VM) SetRefElem(r Ref, i int, v Ref) { vm.SetRef(r, uint32(OffElems+i*4), v) }

// ByteElems returns the contents of byte or boolean array r as a Go slice over
// the heap. It must not be used after a safepoint.
func ByteElems(r Ref) []byte {
	return unsafe.Slice((*byte)(mem.Ptr(uintptr(r)+OffElems)), ArrayLen(r))
}

// IntElems is ByteElems for int[].
func IntElems(r Ref) []int32 {
	return unsafe.Slice((*int32)(mem.Ptr(uintptr(r)+OffElems)), ArrayLen(r))
}

// LongElems is ByteElems for long[].
func LongElems(r Ref) []int64 {
	return unsafe.Slice((*int64)(mem.Ptr(uintptr(r)+OffElems8)), ArrayLen(r))
}

// CharElems is ByteElems for char[] and short[].
func CharElems(r Ref) []uint16 {
	return unsafe.Slice((*uint16)(mem.Ptr(uintptr(r)+OffElems)), ArrayLen(r))
}
