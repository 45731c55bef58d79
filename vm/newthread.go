package vm

import (
	"runtime/debug"

	"gojvm/sched"
)

// stackReserve is the room below Context.StackLimit: natives called at the
// limit, and the building of the StackOverflowError itself, may use it.
const stackReserve = 16 << 10

// NewThread makes a thread that does not run yet; start it with Run, or bind it
// to the calling goroutine with Attach. A stackSize of 0 is the default. The
// error is "unable to create native thread".
//
//	stack.Hi                 Context (ContextSize bytes)
//	                         frames, growing down
//	Context.StackLimit       StackOverflowError from here
//	stack.Lo                 end of the reserve
func (vm *VM) NewThread(daemon bool, stackSize uintptr) (*Thread, error) {
	t := &Thread{VM: vm}
	_, err := vm.Threads.NewThread(sched.Options{
		Client:    t,
		Daemon:    daemon,
		StackSize: stackSize,
		Prepare:   t.prepare,
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// prepare sets up the context of t before a collector can see it.
func (t *Thread) prepare(st *sched.Thread) {
	t.Sched = st
	stack := st.Stack()
	t.Ctx = contextAt(stack.Hi - ContextSize)
	t.Ctx.ThreadID = st.ID()
	reserve := min(uintptr(stackReserve), stack.Size()/4)
	t.Ctx.StackLimit = uint64(stack.Lo + reserve)
	t.Ctx.CardBase = uint64(t.VM.Heap.CardBase)
	st.SetPollWord(&t.Ctx.Poll)
	t.Mutator = t.VM.Heap.NewMutator(&t.Ctx.TLAB, st)
}

// StackTop returns the address below which the first frame lies.
func (t *Thread) StackTop() uintptr { return t.Sched.Stack().Hi - ContextSize }

// Run starts t on a goroutine of its own: f in the managed state. When f returns
// the thread is gone.
func (t *Thread) Run(f func()) {
	t.Sched.Start(func() {
		if t.VM.Guard != nil {
			debug.SetPanicOnFault(true)
			defer t.VM.Guard(t)
		}
		t.Bind()
		f()
		// Not deferred: the heap cannot be trusted after a panic, and goes away as a
		// whole when the VM ends.
		t.release()
	})
}

// Attach binds t to the calling goroutine, managed, until Detach.
func (t *Thread) Attach() {
	t.Sched.Attach()
	t.Bind()
}

// Bind tells a profiler that t runs on the calling goroutine, until Unbind.
func (t *Thread) Bind() {
	if s := t.VM.Sampler; s != nil {
		s.Bound(t)
	}
}

// Unbind ends what Bind began.
func (t *Thread) Unbind() {
	if s := t.VM.Sampler; s != nil {
		s.Unbound(t)
	}
}

// Detach ends what Attach began.
func (t *Thread) Detach() {
	t.release()
	t.Sched.Detach()
}

// Discard undoes NewThread for a thread that never ran.
func (t *Thread) Discard() {
	t.VM.Heap.Release(t.Mutator)
	t.Sched.Discard()
}

func (t *Thread) release() {
	t.Unbind()
	t.Ctx.ThreadObj, t.Ctx.Exception, t.Ctx.FP = 0, 0, 0
	t.VM.Heap.Release(t.Mutator)
}

// threadOf returns the vm thread of a sched thread.
func threadOf(s *sched.Thread) *Thread { return s.Client.(*Thread) }

// AllThreads returns the live threads in order of their ids.
func (vm *VM) AllThreads() []*Thread {
	var out []*Thread
	for s := range vm.Threads.All() {
		if t, ok := s.Client.(*Thread); ok {
			out = append(out, t)
		}
	}
	return out
}

// MonitorEnter locks the non-null object r (JVMS 6.5 monitorenter). It may
// block, so Refs are invalid afterwards.
func (t *Thread) MonitorEnter(r Ref) { t.Sched.MonitorEnter(HeaderWordPtr(r), uint32(r)) }

// MonitorExit unlocks r once; it is false when t is not the owner.
func (t *Thread) MonitorExit(r Ref) bool { return t.Sched.MonitorExit(HeaderWordPtr(r)) }

// HoldsLock reports whether t owns the monitor of r.
func (t *Thread) HoldsLock(r Ref) bool { return t.Sched.MonitorHeld(HeaderWordPtr(r)) }

// IdentityHash returns the identity hash of r, made at the first call.
func (t *Thread) IdentityHash(r Ref) int32 {
	return int32(t.Sched.IdentityHash(HeaderWordPtr(r), uint32(r)))
}
