package vm

import "gojvm/mem"

// Interpreter and native frames lie on the thread's Java stack, which grows
// down. A frame pointer fp is the address of register 0:
//
//	            higher addresses: the caller's frame
//	fp+8*(n-1)  register n-1      locals, then stack entries (see interp)
//	   ...
//	fp          register 0        first argument (the receiver)
//	fp-8        u64 fp of the caller, 0 at the bottom of the stack
//	fp-16       u32 method block address
//	fp-12       u32 frame flags
//	fp-24       u64 pc: the instruction this frame is at, saved before anything
//	            that may collect, call, throw or be observed
//	fp-32       u32 object that a synchronized method has locked, else 0
//	fp-28       u32 free for the interpreter
//	            lower addresses: the callee's frame
//
// A native method has the same frame with one register per argument, and pc 0.
const (
	FrameCaller  = -8
	FrameMethod  = -16
	FrameFlags   = -12
	FramePC      = -24
	FrameLock    = -32
	FrameScratch = -28
	FrameHeader  = 32 // bytes below fp
)

// Frame flags.
const (
	// FrameEntry marks the frame that Invoke pushed: its return ends the
	// interpreter's run and hands the value to Go.
	FrameEntry = 1 << iota
	// FrameNative marks the frame of a native method.
	FrameNative
)

// Frame is a cursor over the frames of one thread, innermost first. The thread
// is the caller's own or is stopped.
type Frame struct {
	t  *Thread
	FP uintptr
}

// TopFrame returns the innermost Java frame of t; its FP is 0 when there is none.
func (t *Thread) TopFrame() Frame { return Frame{t, uintptr(t.Ctx.FP)} }

// Valid reports whether f is a frame.
func (f Frame) Valid() bool { return f.FP != 0 }

// Caller returns the next older frame.
func (f Frame) Caller() Frame { return Frame{f.t, uintptr(mem.Load64(f.FP - 8))} }

// Method returns the method that runs in f.
func (f Frame) Method() *Method {
	return f.t.VM.MethodOf(uintptr(mem.Load32(f.FP - 16)))
}

// Flags returns the frame flags.
func (f Frame) Flags() uint32 { return mem.Load32(f.FP - 12) }

// PC returns the address of the instruction at which f stands, 0 in a native method.
func (f Frame) PC() uintptr { return uintptr(mem.Load64(f.FP - 24)) }

// BCI returns the bytecode index at which f stands, -1 in a native method.
func (f Frame) BCI() int {
	m := f.Method()
	if f.Flags()&FrameNative != 0 {
		return -1
	}
	if c := m.Code(); c != nil {
		return c.BCI(f.PC())
	}
	return 0 // before its translation a method stands at its first instruction
}

// Slot returns the cell of register i.
func (f Frame) Slot(i int) uintptr { return f.FP + uintptr(i)*8 }

// Lock returns the cell of the object locked by a synchronized method.
func (f Frame) Lock() *Ref { return (*Ref)(mem.Ptr(f.FP - 32)) }

// Code is the translated form of a method, made by the interpreter.
type Code interface {
	// BCI returns the bytecode index of the instruction at address pc.
	BCI(pc uintptr) int
	// RefMap returns a bit per register: set when the register holds a
	// reference while the frame stands at pc. It may compute the map at the
	// first question; it is called while the world is stopped, from several
	// collector workers.
	RefMap(pc uintptr) []uint64
	// Release frees the off-heap code.
	Release()
}

// visitFrames calls visit for each root cell in the frames of t.
func (t *Thread) visitFrames(visit func(*Ref)) {
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		if l := f.Lock(); *l != 0 {
			visit(l)
		}
		code := m.Code()
		if f.Flags()&FrameNative != 0 || code == nil {
			// Only the arguments are there: the descriptor is the map.
			for i, k := range m.ArgKinds() {
				if k == KindRef {
					visitSlot(f.Slot(i), visit)
				}
			}
			continue
		}
		for w, bits := range code.RefMap(f.PC()) {
			for i := w * 64; bits != 0; i, bits = i+1, bits>>1 {
				if bits&1 != 0 {
					visitSlot(f.Slot(i), visit)
				}
			}
		}
	}
}

func visitSlot(addr uintptr, visit func(*Ref)) {
	// The low half of the slot holds the reference on little-endian hosts, the
	// only ones that gojvm itself runs on.
	if p := (*Ref)(mem.Ptr(addr)); *p != 0 {
		visit(p)
	}
}
