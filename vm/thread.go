package vm

import (
	"gojvm/gc"
	"gojvm/sched"
)

// Thread is a Java thread: a goroutine, its Java stack and its Context. Only the
// goroutine itself uses its methods, unless said otherwise.
type Thread struct {
	VM      *VM
	Sched   *sched.Thread
	Ctx     *Context // off-heap, at the top of the Java stack
	Mutator *gc.Mutator

	handles       handleStack
	tracePoints   []TracePoint // see throwableTrace
	quiet         bool         // see visitRoots
	quietSince    uint32       // Sched.Entries then
	throwing      int          // depth of exceptions thrown while building exceptions
	inOutOfMemory bool         // an OutOfMemoryError is being built

	// Local holds what packages above keep per thread, by a key of their own type.
	Local map[any]any
}

// Poll is the slow path of a safepoint poll: it lets the world stop.
func (t *Thread) Poll() { t.Sched.Poll() }

// EnterBlocked says that t will not touch the heap until LeaveBlocked, so that
// collections need not wait for it. Refs held before are invalid afterwards.
func (t *Thread) EnterBlocked() { t.Sched.EnterBlocked() }

// LeaveBlocked ends what EnterBlocked began; it waits while the world is stopped.
func (t *Thread) LeaveBlocked() { t.Sched.LeaveBlocked() }

// Blocking runs f, a system call or a wait, in the blocked state.
func (t *Thread) Blocking(f func()) {
	t.EnterBlocked()
	f()
	t.LeaveBlocked()
}

// Invoke runs m; see Executor.Invoke.
func (t *Thread) Invoke(m *Method, args ...Value) (Value, error) {
	return t.VM.Executor.Invoke(t, m, args)
}

// Object returns the java.lang.Thread of t.
func (t *Thread) Object() Ref { return t.Ctx.ThreadObj }

// traceRoots lets the collector trace the root cells of t. A thread that sleeps
// since a collection which left it without references to young objects is quiet:
// a minor collection need not look at it, for none of its roots has changed. So
// the pause does not grow with the number of parked threads.
func (t *Thread) traceRoots(tr *gc.Tracer, full bool) {
	if !full && t.quiet && t.quietSince == t.Sched.Entries() {
		return
	}
	h := t.VM.Heap
	quiet := !t.Sched.Managed() && t.Ctx.ThreadObj != 0
	t.visitRoots(func(p *Ref) {
		tr.Visit(p)
		if quiet && h.IsYoung(*p) {
			quiet = false
		}
	})
	t.quiet, t.quietSince = quiet, t.Sched.Entries()
	if full {
		t.visitDomains(func(d *Domain) { d.keep(tr) })
	}
}

// visitRoots calls visit for each root cell of t. The world is stopped.
func (t *Thread) visitRoots(visit func(*Ref)) {
	if t.Ctx.Exception != 0 {
		visit(&t.Ctx.Exception)
	}
	if t.Ctx.ThreadObj != 0 {
		visit(&t.Ctx.ThreadObj)
	}
	t.handles.forEach(visit)
	t.visitFrames(visit)
}
