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
//
// Frames of compiled code lie between those of the interpreter. A frame pointer
// with bit 0 set is a *position* in compiled code: bits 63..1 are the address of
// the word that holds the return address into (or the resume address in) the
// compiled frame above it. So a caller link, Context.FP among them, leads from
// either kind to either kind:
//
//	            | interpreter frame f: entered the compiled code, FrameCarrier
//	            +-------------------------------
//	            | entry stub; it holds the address of f        (package jit)
//	            | compiled frames, each with its return address
//	pos  ->     | return address
//	            +-------------------------------
//	            | interpreter frame that compiled code called: FrameCompiledCaller,
//	            | caller = pos | 1
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
	// FrameCompiledCaller marks a frame that compiled code called: its caller link
	// is a position, and what it returns or throws goes there.
	FrameCompiledCaller
	// FrameCarrier marks a frame whose method goes on in compiled code above it. It
	// is dead: no method runs in it, and its registers are no roots. When the
	// compiled code is done the frame is left with its result.
	FrameCarrier
	// FrameLocked marks the frame of a synchronized method that holds its lock, so
	// that returns take the slow path.
	FrameLocked
)

// Frame is a cursor over the frames of one thread, innermost first, as a Java
// program sees them: an inlined method is a frame like any other. The thread is
// the caller's own or is stopped.
type Frame struct {
	t      *Thread
	FP     uintptr // see above; 0 when there is no frame
	depth  int     // index in scopes
	scopes []Scope // at a position: the methods inlined into one another there
	caller uintptr // at a position: of the compiled frame
}

// Scope is a method of a compiled frame and where it stands.
type Scope struct {
	Method *Method
	BCI    int
}

// TopFrame returns the innermost Java frame of t; its FP is 0 when there is none.
func (t *Thread) TopFrame() Frame { return t.frameAt(uintptr(t.Ctx.FP)) }

func (t *Thread) frameAt(fp uintptr) Frame {
	f := Frame{t: t, FP: fp}
	for f.FP&1 != 0 {
		f.scopes, f.caller = t.VM.Compiler.FrameAt(f.FP &^ 1)
		if len(f.scopes) > 0 {
			break
		}
		f.FP = f.caller // an entry stub
	}
	return f
}

// at returns the address at offset off of the frame at fp.
func at(fp uintptr, off int) uintptr { return fp + uintptr(off) }

// Valid reports whether f is a frame.
func (f Frame) Valid() bool { return f.FP != 0 }

// Caller returns the next older frame.
func (f Frame) Caller() Frame {
	if f.FP&1 == 0 {
		return f.t.frameAt(uintptr(mem.Load64(at(f.FP, FrameCaller))))
	}
	if f.depth+1 < len(f.scopes) {
		f.depth++
		return f
	}
	return f.t.frameAt(f.caller)
}

// Method returns the method that runs in f.
func (f Frame) Method() *Method {
	if f.FP&1 != 0 {
		return f.scopes[f.depth].Method
	}
	return f.t.VM.MethodOf(uintptr(mem.Load32(at(f.FP, FrameMethod))))
}

// BCI returns the bytecode index at which f stands, -1 in a native method.
func (f Frame) BCI() int {
	if f.FP&1 != 0 {
		return f.scopes[f.depth].BCI
	}
	if mem.Load32(at(f.FP, FrameFlags))&FrameNative != 0 {
		return -1
	}
	if c := f.Method().Code(); c != nil {
		return c.BCI(uintptr(mem.Load64(at(f.FP, FramePC))))
	}
	return 0 // before its translation a method stands at its first instruction
}

// Lock returns the object that the synchronized method in f has locked, null if
// there is none or f is a compiled frame.
func (f Frame) Lock() Ref {
	if f.FP&1 != 0 {
		return 0
	}
	return Ref(mem.Load32(at(f.FP, FrameLock)))
}

// Code is the translated form of a method, made by the interpreter.
type Code interface {
	// BCI returns the bytecode index of the instruction at address pc.
	BCI(pc uintptr) int
	// Contains reports whether pc is the address of an instruction of the code.
	Contains(pc uintptr) bool
	// RefMap returns a bit per register: set when the register holds a
	// reference while the frame stands at pc. It may compute the map at the
	// first question; it is called while the world is stopped, from several
	// collector workers.
	RefMap(pc uintptr) []uint64
	// Release frees the off-heap code.
	Release()
	// SetMethod makes m the method whose code this is. The world is stopped.
	SetMethod(m *Method)

	// LocalRegister returns the register of local variable i, -1 if no
	// instruction uses it; StackRegister the one of the operand stack entry (one
	// per value, whatever its width) at depth d where entries are not folded.
	LocalRegister(i int) int
	StackRegister(d int) int
	// PointAt returns the address of an instruction at which a frame may stand
	// with the exact state of bytecode index bci: all locals in their registers,
	// all stack entries in theirs. A call at which the frame waits for the callee
	// has its operands popped. The error is a failure to allocate.
	PointAt(bci int) (uintptr, error)
	// Linkage returns how the invokedynamic or signature-polymorphic call at bci
	// is linked, nil if it is not yet.
	Linkage(bci int) *Linkage
	// Profile returns what was counted so far, nil if nothing was.
	Profile() *Profile
	// DirectTarget returns the method block that the invokespecial at bci invokes,
	// 0 if it is not resolved.
	DirectTarget(bci int) uintptr
}

// visitFrames calls visit for each root cell in the frames of t.
func (t *Thread) visitFrames(visit func(*Ref)) {
	for fp := uintptr(t.Ctx.FP); fp != 0; {
		if fp&1 != 0 {
			fp = t.VM.Compiler.VisitRefs(t, fp&^1, visit)
			continue
		}
		t.visitFrame(fp, visit)
		fp = uintptr(mem.Load64(at(fp, FrameCaller)))
	}
}

// visitDomains calls visit for the domains that the frames of t keep alive.
func (t *Thread) visitDomains(visit func(*Domain)) {
	for fp := uintptr(t.Ctx.FP); fp != 0; {
		if fp&1 != 0 {
			var names []*Domain
			names, fp = t.VM.Compiler.NamedAt(fp &^ 1)
			for _, d := range names {
				visit(d)
			}
			continue
		}
		visit(t.VM.MethodOf(uintptr(mem.Load32(at(fp, FrameMethod)))).Holder.Domain)
		fp = uintptr(mem.Load64(at(fp, FrameCaller)))
	}
}

// visitFrame visits the root cells of the interpreter frame at fp.
func (t *Thread) visitFrame(fp uintptr, visit func(*Ref)) {
	if l := (*Ref)(mem.Ptr(at(fp, FrameLock))); *l != 0 {
		visit(l)
	}
	m := t.VM.MethodOf(uintptr(mem.Load32(at(fp, FrameMethod))))
	flags := mem.Load32(at(fp, FrameFlags))
	if flags&FrameCarrier != 0 {
		return
	}
	code := m.Code()
	if flags&FrameNative != 0 || code == nil {
		// Only the arguments are there: the descriptor is the map.
		for i, k := range m.ArgKinds() {
			if k == KindRef {
				visitSlot(fp+uintptr(i)*8, visit)
			}
		}
		return
	}
	for w, bits := range code.RefMap(uintptr(mem.Load64(at(fp, FramePC)))) {
		for i := w * 64; bits != 0; i, bits = i+1, bits>>1 {
			if bits&1 != 0 {
				visitSlot(fp+uintptr(i)*8, visit)
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
