package substrate

import (
	"fmt"

	"gojvm/codegen"
	"gojvm/gc"
	"gojvm/mem"
	"gojvm/sched"
)

// The top of a thread's stack:
//
//	stack.Hi                 +----------------------------+
//	                         | allocation buffer (8 bytes)|
//	                         | codegen's context          |
//	ctx                      +----------------------------+  16-byte aligned
//	                         | frames of compiled code    |
//	                         v                            v
const (
	ctxTLAB = codegen.ContextSize
	ctxSize = codegen.ContextSize + 16
	// headroom is what compiled code may use below the limit that it checks.
	headroom = 4 << 10
)

// Thread is a thread of a program.
type Thread struct {
	m       *Machine
	sched   *sched.Thread
	mutator *gc.Mutator
	ctx     uintptr
	id      uint32

	// roots hold the references that Go code works with while something may collect.
	roots []gc.Ref
	// inCode: compiled code has left to the host, its frames can be walked.
	inCode bool

	exception gc.Ref // being raised
	done      chan struct{}
	result    gc.Ref
	failed    bool // result is an exception
}

// Uncaught is an exception that no handler took.
type Uncaught struct{ Value string }

func (u *Uncaught) Error() string { return "uncaught exception: " + u.Value }

// newThread makes a thread that does not run yet.
func (m *Machine) newThread() (*Thread, error) {
	t := &Thread{m: m, done: make(chan struct{})}
	s, err := m.threads.NewThread(sched.Options{Client: t, Prepare: func(s *sched.Thread) {
		t.sched = s
		t.ctx = (s.Stack().Hi - ctxSize) &^ 15
		s.SetPollWord((*uint32)(mem.Ptr(t.ctx + codegen.CtxPoll)))
	}})
	if err != nil {
		return nil, err
	}
	leave, all := leaveAddrs()
	t.set(codegen.CtxLeave, uint64(leave))
	t.set(codegen.CtxLeaveAll, uint64(all))
	t.set(codegen.CtxStackLimit, uint64(s.Stack().Lo+headroom))
	t.mutator = m.heap.NewMutator((*gc.TLAB)(mem.Ptr(t.ctx+ctxTLAB)), s)
	m.mu.Lock()
	m.nextID++
	t.id = m.nextID
	m.running[t] = true
	m.mu.Unlock()
	return t, nil
}

// endThread ends t, on its own goroutine.
func (m *Machine) endThread(t *Thread) {
	m.mu.Lock()
	delete(m.running, t)
	m.mu.Unlock()
	m.heap.Release(t.mutator)
	t.sched.Detach()
}

func (t *Thread) get(off uintptr) uint64    { return mem.Load64(t.ctx + off) }
func (t *Thread) set(off uintptr, x uint64) { mem.Store64(t.ctx+off, x) }

// arg returns argument i of the exit that is being served.
func (t *Thread) arg(i int) uint32 { return mem.Load32(t.ctx + codegen.CtxArgs + uintptr(8*i)) }

// call calls a closure without parameters.
func (t *Thread) call(closure gc.Ref) (gc.Ref, error) {
	t.set(codegen.CtxPC, uint64(t.m.stub.Addr))
	t.set(codegen.CtxSP, uint64(t.ctx-8)) // as after a call
	t.set(codegen.CtxReason, uint64(codegen.ReasonReturn))
	t.set(codegen.CtxArgs, uint64(closure))
	t.set(codegen.CtxResult, mem.Load64(uintptr(closure)+offCode))
	next := enter
	for {
		next(t.ctx)
		next = enter
		switch r := codegen.Reason(mem.Load32(t.ctx + codegen.CtxReason)); r {
		case codegen.ReasonReturn:
			return gc.Ref(mem.Load32(t.ctx + codegen.CtxResult)), nil
		case codegen.ReasonPoll:
			t.atSafepoint(t.sched.Poll)
			mem.Store32(t.ctx+codegen.CtxReason, uint32(codegen.ReasonPoll)) // registers come back
			next = enterSys                                                  // a loop that goes on should hold no processor
		case codegen.ReasonExit, codegen.ReasonOverflow:
			var err error
			t.atSafepoint(func() {
				if r == codegen.ReasonOverflow {
					// The function has no frame yet: the exception is its caller's.
					sp := uintptr(t.get(codegen.CtxSP))
					pc, size := t.returnAddress(sp)
					t.set(codegen.CtxPC, uint64(pc))
					t.set(codegen.CtxSP, uint64(sp+size))
					err = t.raise("stack overflow")
				} else {
					err = t.serve(int64(int32(mem.Load32(t.ctx + codegen.CtxNumber))))
				}
			})
			if err != nil && !t.unwind() {
				return 0, &Uncaught{t.m.show(t.exception)}
			}
		default:
			panic(fmt.Sprintf("BUG: compiled code left: %v", r))
		}
	}
}

// atSafepoint runs fn while the frames of compiled code can be walked.
func (t *Thread) atSafepoint(fn func()) {
	t.inCode = true
	fn()
	t.inCode = false
	t.roots = t.roots[:0]
}

// The exits of compiled code.
const (
	exitAlloc      = iota // (kind): an object of fixed size
	exitList              // (length): a list of nils to be filled
	exitClosure           // (function)
	exitAdd               // (a, b): what is not the sum of two numbers
	exitEqual             // (a, b): 0 or 1
	exitThrow             // (exception)
	exitTypeError         // (value, kind expected)
	exitIndexError        // (list, F64)
	exitCallError         // (callee, number of arguments)
	exitLock              // (object)
	exitUnlock            // (object)
	exitBuiltin           // (number, arguments...)
)

// errRaised says that t.exception is being raised.
var errRaised = fmt.Errorf("exception")

// raise begins to raise a string as an exception.
func (t *Thread) raise(format string, args ...any) error {
	r, err := t.newString(fmt.Sprintf(format, args...))
	if err != nil {
		return err
	}
	t.exception = r
	return errRaised
}

// serve does what exit number asks for and leaves the answer in the context.
func (t *Thread) serve(number int64) error {
	m := t.m
	var r gc.Ref
	var err error
	root := func(i int) gc.Ref { return gc.Ref(t.arg(i)) }
	switch number {
	case exitAlloc:
		r, err = t.alloc(kind(t.arg(0)), map[kind]uint32{kNumber: sizeNumber, kCell: sizeCell}[kind(t.arg(0))])
	case exitList:
		r, err = t.newList(t.arg(0))
	case exitClosure:
		r, err = t.newClosure(int(t.arg(0)))
	case exitAdd:
		a, b := root(0), root(1)
		if m.kindOf(a) != kString || m.kindOf(b) != kString {
			return t.raise("cannot add %s and %s", kindNames[m.kindOf(a)], kindNames[m.kindOf(b)])
		}
		r, err = t.newString(text(a) + text(b))
	case exitEqual:
		if m.equal(root(0), root(1)) {
			r = 1
		}
	case exitThrow:
		t.exception = root(0)
		return errRaised
	case exitTypeError:
		return t.raise("%s expected, found %s", kindNames[t.arg(1)], kindNames[m.kindOf(root(0))])
	case exitIndexError:
		return t.raise("index %v out of range for length %d", floatArg(t, 1), mem.Load32(uintptr(root(0))+offLength))
	case exitCallError:
		f := root(0)
		if m.kindOf(f) != kClosure {
			return t.raise("%s cannot be called", kindNames[m.kindOf(f)])
		}
		return t.raise("%d arguments given, %d expected", t.arg(1), mem.Load32(uintptr(f)+offArity))
	case exitLock:
		t.sched.MonitorEnter((*uint32)(mem.Ptr(uintptr(root(0))+gc.OffHeaderWord)), uint32(root(0)))
	case exitUnlock:
		t.sched.MonitorExit((*uint32)(mem.Ptr(uintptr(root(0)) + gc.OffHeaderWord)))
	case exitBuiltin:
		b := &m.builtins[t.arg(0)]
		for i := range b.args {
			t.roots = append(t.roots, gc.Ref(t.arg(1+i)))
		}
		r, err = b.run(t)
	default:
		panic(fmt.Sprintf("BUG: exit %d", number))
	}
	if err == nil {
		t.set(codegen.CtxResult, uint64(r))
	}
	return err
}

// alloc allocates an object of a fixed size; its fields are zero.
func (t *Thread) alloc(k kind, size uint32) (gc.Ref, error) {
	r := t.m.heap.Alloc(t.mutator, size)
	if r == 0 {
		// The literal was made with the machine.
		t.exception = t.m.noMemory
		return 0, errRaised
	}
	mem.Store32(uintptr(r), t.m.desc[k])
	return r, nil
}

func (t *Thread) newString(s string) (gc.Ref, error) {
	r, err := t.alloc(kString, uint32(offBytes+len(s)))
	if err == nil {
		t.m.fillString(r, s)
	}
	return r, err
}

func (t *Thread) newNumber(x float64) (gc.Ref, error) {
	r, err := t.alloc(kNumber, sizeNumber)
	if err == nil {
		storeFloat(uintptr(r)+offNumber, x)
	}
	return r, err
}

// newElements allocates an array of n nils.
func (t *Thread) newElements(n uint32) (gc.Ref, error) {
	r, err := t.alloc(kElements, offRefs+4*n)
	if err == nil {
		mem.Store32(uintptr(r)+offLength, n)
		for i := range uintptr(n) {
			mem.Store32(uintptr(r)+offRefs+4*i, uint32(t.m.nilRef)) // does not move: no barrier
		}
	}
	return r, err
}

// withElements allocates an object of kind k that has n elements at offset off.
func (t *Thread) withElements(k kind, size, n uint32, off uintptr) (gc.Ref, error) {
	elems, err := t.newElements(n)
	if err != nil {
		return 0, err
	}
	t.roots = append(t.roots, elems)
	r, err := t.alloc(k, size)
	if err == nil {
		t.m.setField(r, off, t.roots[len(t.roots)-1])
	}
	t.roots = t.roots[:len(t.roots)-1]
	return r, err
}

func (t *Thread) newList(n uint32) (gc.Ref, error) {
	r, err := t.withElements(kList, sizeList, n, offElements)
	if err == nil {
		mem.Store32(uintptr(r)+offLength, n)
	}
	return r, err
}

func (t *Thread) newClosure(index int) (gc.Ref, error) {
	f := t.m.functions[index]
	r, err := t.withElements(kClosure, sizeClosure, uint32(len(f.fn.captured)), offEnv)
	if err == nil {
		mem.Store32(uintptr(r)+offArity, uint32(len(f.fn.params)))
		mem.Store64(uintptr(r)+offCode, uint64(f.entry))
	}
	return r, err
}
