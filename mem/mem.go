// Package mem is the address space outside the Go heap: raw loads and stores
// at numeric addresses, reservations of address space (below 4 GiB where
// 32-bit references and addresses need it), and the Arena, an allocator of
// metadata blocks.
//
// It knows nothing of the virtual machine above it and imports none of its
// packages.
//
// Invariants:
//   - An address handed to this package lies outside the Go heap, so that the
//     Go collector never has to know of it, and a Go pointer is never stored
//     at one.
//   - Loads and stores are little-endian, as every host that the virtual
//     machine runs on is; code for big-endian targets must not use them.
//   - There is no package state. Several virtual machines of one process each
//     ask the kernel for their own ranges.
package mem

import (
	"sync/atomic"
	"unsafe"
)

// Ptr returns addr as a pointer. The pointer is for memory outside the Go heap
// only. unsafe.Add keeps go vet's check for misused conversions meaningful
// everywhere else.
func Ptr(addr uintptr) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(nil), addr) }

// Load8 loads the byte at addr.
func Load8(addr uintptr) uint8 { return *(*uint8)(Ptr(addr)) }

// Load16 loads the 16-bit word at addr.
func Load16(addr uintptr) uint16 { return *(*uint16)(Ptr(addr)) }

// Load32 loads the 32-bit word at addr.
func Load32(addr uintptr) uint32 { return *(*uint32)(Ptr(addr)) }

// Load64 loads the 64-bit word at addr.
func Load64(addr uintptr) uint64 { return *(*uint64)(Ptr(addr)) }

// LoadInt8 loads the signed byte at addr.
func LoadInt8(addr uintptr) int8 { return *(*int8)(Ptr(addr)) }

// LoadInt16 loads the signed 16-bit word at addr.
func LoadInt16(addr uintptr) int16 { return *(*int16)(Ptr(addr)) }

// LoadInt32 loads the signed 32-bit word at addr.
func LoadInt32(addr uintptr) int32 { return *(*int32)(Ptr(addr)) }

// LoadInt64 loads the signed 64-bit word at addr.
func LoadInt64(addr uintptr) int64 { return *(*int64)(Ptr(addr)) }

// Store8 stores v in the byte at addr.
func Store8(addr uintptr, v uint8) { *(*uint8)(Ptr(addr)) = v }

// Store16 stores v in the 16-bit word at addr.
func Store16(addr uintptr, v uint16) { *(*uint16)(Ptr(addr)) = v }

// Store32 stores v in the 32-bit word at addr.
func Store32(addr uintptr, v uint32) { *(*uint32)(Ptr(addr)) = v }

// Store64 stores v in the 64-bit word at addr.
func Store64(addr uintptr, v uint64) { *(*uint64)(Ptr(addr)) = v }

// The atomic operations are sequentially consistent, as sync/atomic is.
// 64-bit addresses must be 8-aligned, on 32-bit hosts too.

// AtomicLoad32 loads the 32-bit word at addr.
func AtomicLoad32(addr uintptr) uint32 { return atomic.LoadUint32((*uint32)(Ptr(addr))) }

// AtomicLoad64 loads the 64-bit word at addr.
func AtomicLoad64(addr uintptr) uint64 { return atomic.LoadUint64((*uint64)(Ptr(addr))) }

// AtomicStore32 stores v in the 32-bit word at addr.
func AtomicStore32(addr uintptr, v uint32) { atomic.StoreUint32((*uint32)(Ptr(addr)), v) }

// AtomicStore64 stores v in the 64-bit word at addr.
func AtomicStore64(addr uintptr, v uint64) { atomic.StoreUint64((*uint64)(Ptr(addr)), v) }

// CompareAndSwap32 replaces old by v in the 32-bit word at addr and reports
// whether it did.
func CompareAndSwap32(addr uintptr, old, v uint32) bool {
	return atomic.CompareAndSwapUint32((*uint32)(Ptr(addr)), old, v)
}

// CompareAndSwap64 replaces old by v in the 64-bit word at addr and reports
// whether it did.
func CompareAndSwap64(addr uintptr, old, v uint64) bool {
	return atomic.CompareAndSwapUint64((*uint64)(Ptr(addr)), old, v)
}

// Swap32 stores v in the 32-bit word at addr and returns what was there.
func Swap32(addr uintptr, v uint32) uint32 { return atomic.SwapUint32((*uint32)(Ptr(addr)), v) }

// Swap64 stores v in the 64-bit word at addr and returns what was there.
func Swap64(addr uintptr, v uint64) uint64 { return atomic.SwapUint64((*uint64)(Ptr(addr)), v) }

// Add32 adds delta to the 32-bit word at addr and returns the sum.
func Add32(addr uintptr, delta uint32) uint32 { return atomic.AddUint32((*uint32)(Ptr(addr)), delta) }

// Add64 adds delta to the 64-bit word at addr and returns the sum.
func Add64(addr uintptr, delta uint64) uint64 { return atomic.AddUint64((*uint64)(Ptr(addr)), delta) }

// Or32 sets bits in the 32-bit word at addr and returns what was there.
func Or32(addr uintptr, bits uint32) uint32 { return atomic.OrUint32((*uint32)(Ptr(addr)), bits) }

// And32 keeps only mask of the 32-bit word at addr and returns what was there.
func And32(addr uintptr, mask uint32) uint32 { return atomic.AndUint32((*uint32)(Ptr(addr)), mask) }

// Bytes returns the n bytes at addr as a slice over that memory.
func Bytes(addr, n uintptr) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(Ptr(addr)), n)
}

// Copy copies n bytes from src to dst; the ranges may overlap.
//
// It is not inlined: with a length known at compile time the Go compiler
// (1.26) fails on a copy whose destination pointer comes from an integer.
//
//go:noinline
func Copy(dst, src, n uintptr) {
	if n == 0 {
		return
	}
	copy(unsafe.Slice((*byte)(Ptr(dst)), n), unsafe.Slice((*byte)(Ptr(src)), n))
}

// Zero clears the n bytes at addr. Not inlined for the reason given at Copy.
//
//go:noinline
func Zero(addr, n uintptr) {
	if n == 0 {
		return
	}
	clear(unsafe.Slice((*byte)(Ptr(addr)), n))
}

// AlignUp rounds n up to a multiple of align, a power of two.
func AlignUp(n, align uintptr) uintptr { return (n + align - 1) &^ (align - 1) }
