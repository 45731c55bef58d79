package vm

import (
	"unsafe"

	"gojvm/gc"
	"gojvm/mem"
)

// Context is the part of a thread that machine code and the interpreter's fast
// paths use. It lies off-heap at the top of the thread's Java stack, so its
// address is stable and Go's collector never looks at it; it holds no Go
// pointers. Offsets are fixed for compiled code (context_test.go checks them).
type Context struct {
	Poll       uint32  // +0   not zero: call Thread.Poll
	ThreadID   uint32  // +4   sched id, as thin locks hold it
	TLAB       gc.TLAB // +8   {Top, End uint32}
	Exception  Ref     // +16  pending exception, a root
	ThreadObj  Ref     // +20  java.lang.Thread, a root
	FP         uint64  // +24  innermost frame, 0 when none
	StackLimit uint64  // +32  a frame may not reach below
	CardBase   uint64  // +40  card of address a is CardBase + a>>9
	Result     uint64  // +48  value handed between frames and Go
}

// ContextSize is the room at the top of the stack for the Context.
const ContextSize = 128

func contextAt(addr uintptr) *Context { return (*Context)(mem.Ptr(addr)) }

var _ [ContextSize - unsafe.Sizeof(Context{})]byte // it fits
