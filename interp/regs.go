package interp

import (
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// Accesses to registers and raw memory in the dispatch loop. They must be small:
// in a function as large as run the Go compiler inlines only the cheapest ones.

// wide tells that an address takes 64 bits. There a 32-bit result is stored as
// 64 bits, so that a following 64-bit copy of the register is served from the
// store buffer; it costs nothing, since 32-bit operations clear the upper half.
const wide = unsafe.Sizeof(uintptr(0)) == 8

func i32(fp unsafe.Pointer, r uint16) int32   { return *(*int32)(unsafe.Add(fp, uintptr(r)*8)) }
func u32(fp unsafe.Pointer, r uint16) uint32  { return *(*uint32)(unsafe.Add(fp, uintptr(r)*8)) }
func i64(fp unsafe.Pointer, r uint16) int64   { return *(*int64)(unsafe.Add(fp, uintptr(r)*8)) }
func u64(fp unsafe.Pointer, r uint16) uint64  { return *(*uint64)(unsafe.Add(fp, uintptr(r)*8)) }
func f32(fp unsafe.Pointer, r uint16) float32 { return *(*float32)(unsafe.Add(fp, uintptr(r)*8)) }
func f64(fp unsafe.Pointer, r uint16) float64 { return *(*float64)(unsafe.Add(fp, uintptr(r)*8)) }

func setI(fp unsafe.Pointer, r uint16, v int32) {
	if wide {
		*(*uint64)(unsafe.Add(fp, uintptr(r)*8)) = uint64(uint32(v))
	} else {
		*(*int32)(unsafe.Add(fp, uintptr(r)*8)) = v
	}
}

func setU(fp unsafe.Pointer, r uint16, v uint32) {
	if wide {
		*(*uint64)(unsafe.Add(fp, uintptr(r)*8)) = uint64(v)
	} else {
		*(*uint32)(unsafe.Add(fp, uintptr(r)*8)) = v
	}
}

func setJ(fp unsafe.Pointer, r uint16, v int64)    { *(*int64)(unsafe.Add(fp, uintptr(r)*8)) = v }
func setU64(fp unsafe.Pointer, r uint16, v uint64) { *(*uint64)(unsafe.Add(fp, uintptr(r)*8)) = v }
func setF(fp unsafe.Pointer, r uint16, v float32)  { *(*float32)(unsafe.Add(fp, uintptr(r)*8)) = v }
func setD(fp unsafe.Pointer, r uint16, v float64)  { *(*float64)(unsafe.Add(fp, uintptr(r)*8)) = v }

// word returns the 32-bit word at byte offset off of the object or block at address a.
func word(a uint32, off uintptr) uint32 { return *(*uint32)(mem.Ptr(uintptr(a) + off)) }

// Frame header accesses; see vm/frame.go for the drawing.

func frameFlags(fp unsafe.Pointer) uint32 { return *(*uint32)(unsafe.Add(fp, vm.FrameFlags)) }
func frameCaller(fp unsafe.Pointer) unsafe.Pointer {
	return mem.Ptr(*(*uintptr)(unsafe.Add(fp, vm.FrameCaller)))
}
func framePC(fp unsafe.Pointer) *ins { return at(*(*uintptr)(unsafe.Add(fp, vm.FramePC))) }
func frameBlock(fp unsafe.Pointer) uintptr {
	return uintptr(*(*uint32)(unsafe.Add(fp, vm.FrameMethod)))
}
func frameLock(fp unsafe.Pointer) *vm.Ref { return (*vm.Ref)(unsafe.Add(fp, vm.FrameLock)) }
func setFlags(fp unsafe.Pointer, f uint32) {
	*(*uint32)(unsafe.Add(fp, vm.FrameFlags)) |= f
}

// savePC stores the instruction at which the frame stands. The slot is 64 bits
// on every host; its upper half is zero from the frame's making.
func savePC(fp unsafe.Pointer, in *ins) {
	*(*uintptr)(unsafe.Add(fp, vm.FramePC)) = uintptr(unsafe.Pointer(in))
}

// pushFrame writes the header of a frame whose registers begin at nfp.
func pushFrame(nfp, caller unsafe.Pointer, block uintptr, flags uint32) {
	*(*uint64)(unsafe.Add(nfp, vm.FrameCaller)) = uint64(uintptr(caller))
	*(*uint64)(unsafe.Add(nfp, vm.FrameMethod)) = uint64(block) | uint64(flags)<<32
	*(*uint64)(unsafe.Add(nfp, vm.FrameLock)) = 0
	*(*uint64)(unsafe.Add(nfp, vm.FramePC)) = 0
}
