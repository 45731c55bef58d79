package jit

import (
	"unsafe"

	"gojvm/mem"
)

// wordSize is the size of an address in compiled frames, in bytes: of a return address, and
// of the least argument on the stack.
const wordSize = unsafe.Sizeof(uintptr(0))

func loadWord(addr uintptr) uintptr { return *(*uintptr)(mem.Ptr(addr)) }

func storeWord(addr, x uintptr) { *(*uintptr)(mem.Ptr(addr)) = x }
