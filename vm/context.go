package vm

import (
	"unsafe"

	"gojvm/gc"
	"gojvm/mem"
)

// Context is the part of a thread that machine code and the interpreter's fast
// paths use. It lies off-heap at the top of the thread's Java stack, so its
// address is stable and Go's collector never looks at it; it holds no Go
// pointers. One register of compiled code holds its address. Offsets are fixed:
// the first group is the block that the code generator owns (codegen/context.go);
// a test of package jit compares both.
type Context struct {
	HostSP     uint64     // +0   Go's stack while compiled code runs
	HostFP     uint64     // +8
	PC         uint64     // +16  where compiled code is entered or goes on
	SP         uint64     // +24  its stack pointer
	Reason     uint32     // +32  why it left
	Number     uint32     // +36  which exit or guard
	Poll       uint32     // +40  not zero: call Thread.Poll
	_          uint32     //
	StackLimit uint64     // +48  a frame may not reach below
	Result     uint64     // +56  value handed between frames and Go
	Args       [16]uint64 // +64  arguments of an exit
	IntRegs    [32]uint64 // +192 registers of compiled code at a poll or guard
	FloatRegs  [32]uint64 // +448
	Leave      uint64     // +704 where compiled code goes to leave
	LeaveAll   uint64     // +712

	ThreadID  uint32  // +720 sched id, as thin locks hold it
	Exception Ref     // +724 pending exception, a root
	TLAB      gc.TLAB // +728 {Top, End uint32}
	ThreadObj Ref     // +736 java.lang.Thread, a root
	_         uint32  //
	FP        uint64  // +744 innermost frame (frame.go), 0 when none
	CardBase  uint64  // +752 card of address a is CardBase + a>>9
}

// Offsets in the Context that compiled code uses.
const (
	CtxThreadID  = unsafe.Offsetof(Context{}.ThreadID)
	CtxException = unsafe.Offsetof(Context{}.Exception)
	CtxTLABTop   = unsafe.Offsetof(Context{}.TLAB) + unsafe.Offsetof(gc.TLAB{}.Top)
	CtxTLABEnd   = unsafe.Offsetof(Context{}.TLAB) + unsafe.Offsetof(gc.TLAB{}.End)
	CtxThreadObj = unsafe.Offsetof(Context{}.ThreadObj)
	CtxCardBase  = unsafe.Offsetof(Context{}.CardBase)
)

// ContextSize is the room at the top of the stack for the Context.
const ContextSize = 768

func contextAt(addr uintptr) *Context { return (*Context)(mem.Ptr(addr)) }

var _ [ContextSize - unsafe.Sizeof(Context{})]byte // it fits
