package gc

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// The workers of a collection. Roots and dirty cards are divided into units
// that the workers take one after the other; what a worker finds it traces
// itself, and gives half of its stack away when another has nothing to do.
type workPool struct {
	units []func(*Tracer)
	next  atomic.Int32 // first unit that nobody has taken

	// idle are workers that do not run yet: the first worker starts them when the
	// collection turns out to be worth it. Only it looks at this.
	idle  []*Tracer
	round int // of the present run

	// Workers join when they begin to run. The others do not wait for one that the system lets
	// run late, and when all is done, none joins any more.
	joined  atomic.Int32
	open    bool
	present int        // workers that have joined and not left
	closed  *sync.Cond // of mu: none is present

	hungry atomic.Int32 // workers that wait for tasks
	mu     sync.Mutex
	spare  [][]task // given away, not yet taken
	empty  [][]task // of no use at present, for the next gifts
	gifts  atomic.Int32
	failed atomic.Pointer[WorkerPanic]
}

// WorkerPanic is the panic with which a collection ends when one of its workers
// has panicked: it is raised again on the thread that collects.
type WorkerPanic struct {
	Value any
	Stack []byte // of the worker
}

func (p *WorkerPanic) Error() string { return fmt.Sprint(p.Value) }

// guarded is work for a goroutine of its own, which must not panic.
func (w *Tracer) guarded(p *workPool) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			p.failed.CompareAndSwap(nil, &WorkerPanic{v, debug.Stack()})
		}
	}()
	w.work(p)
}

const (
	// shareFrom is the number of tasks from which a worker shares its stack.
	shareFrom = 4
	// giftTasks is the largest number of tasks that change hands at once.
	giftTasks = 512
	// lookEvery tasks a worker looks whether another is hungry.
	lookEvery = 32
	// drainFrom is the number of tasks from which a unit that finds many does
	// them before it goes on. Stacks then are short, and what is copied lies near
	// what refers to it.
	drainFrom = 256

	// wakeFrom is the number of bytes copied from which on a minor collection is
	// worth starting the other workers. Most copy less.
	wakeFrom = 128 << 10

	spinBeforeSleep = 2000
	sleepForWork    = 50 * time.Microsecond
)

func (h *Heap) initWorkers() {
	h.pool.closed = sync.NewCond(&h.pool.mu)
	for i := range h.config.Threads {
		w := &Tracer{h: h, id: i}
		w.survivor.space, w.old.space = spaceSurvivor, spaceOld
		h.workers = append(h.workers, w)
	}
}

// run traces the transitive closure of what the units visit. All workers take part from the
// beginning, or if lazy only from where the first one has copied much.
func (p *workPool) run(workers []*Tracer, units []func(*Tracer), lazy bool) {
	p.units = units
	p.next.Store(0)
	p.hungry.Store(0)
	p.begin()
	if p.idle = workers[1:]; !lazy {
		p.wake(workers[0])
	}
	workers[0].guarded(p)
	p.end()
	if f := p.failed.Load(); f != nil {
		panic(f)
	}
	for _, w := range workers {
		w.shared = false
	}
	p.units, p.idle = nil, nil
}

// wake starts the workers that do not run yet; first is the one that does.
func (p *workPool) wake(first *Tracer) {
	first.shared = len(p.idle) > 0
	round := p.round
	for _, w := range p.idle {
		w.shared = true
		go func() {
			if p.join(round) {
				defer p.leave()
				w.guarded(p)
			}
		}()
	}
	p.idle = nil
}

// begin begins a run, in which its caller takes part.
func (p *workPool) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.round++
	p.open = true
	p.joined.Store(1)
	p.present = 1
}

// join reports whether the run of that number still goes on: then the caller takes part.
func (p *workPool) join(round int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.open || p.round != round {
		return false
	}
	p.joined.Add(1)
	p.present++
	return true
}

func (p *workPool) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.present--; p.present == 0 {
		p.closed.Signal()
	}
}

// end ends the run for its caller, when all others have left.
func (p *workPool) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = false
	for p.present--; p.present > 0; {
		p.closed.Wait()
	}
}

func (w *Tracer) work(p *workPool) {
	for {
		i := int(p.next.Add(1)) - 1
		if i >= len(p.units) {
			break
		}
		p.units[i](w)
		w.drainShared(p)
	}
	for p.take(w) {
		w.drainShared(p)
	}
}

// drain scans until the stack is empty.
func (w *Tracer) drain() {
	for n := len(w.stack); n > 0; n = len(w.stack) {
		t := w.stack[n-1]
		w.stack = w.stack[:n-1]
		w.scan(t)
	}
}

// drainShared is drain with an eye on hungry workers.
func (w *Tracer) drainShared(p *workPool) {
	for {
		for range lookEvery {
			n := len(w.stack)
			if n == 0 {
				return
			}
			t := w.stack[n-1]
			w.stack = w.stack[:n-1]
			w.scan(t)
		}
		if p.hungry.Load() > 0 && len(w.stack) >= shareFrom {
			p.give(w)
		}
		if !w.shared && len(p.idle) > 0 && w.copied >= wakeFrom {
			p.wake(w)
		}
	}
}

// give shares the lower half of w's stack: the oldest tasks, behind which the
// largest parts of the graph lie.
func (p *workPool) give(w *Tracer) {
	part := w.stack[:min(len(w.stack)/2, giftTasks)]
	p.mu.Lock()
	defer p.mu.Unlock()
	var gift []task
	if n := len(p.empty); n > 0 {
		gift, p.empty = p.empty[n-1], p.empty[:n-1]
	}
	p.spare = append(p.spare, append(gift, part...))
	p.gifts.Add(1)
	w.stack = append(w.stack[:0], w.stack[len(part):]...)
}

// take waits for tasks; it is false when all workers wait, so none are left.
// It spins for some time first: a collection is short and another worker's
// next gift near, while waking a sleeping one may take as long as the rest of
// the trace.
func (p *workPool) take(w *Tracer) bool {
	p.hungry.Add(1)
	for spin := 0; ; spin++ {
		if p.gifts.Load() > 0 && p.grab(w) {
			return true
		}
		if p.failed.Load() != nil {
			return false
		}
		if p.hungry.Load() == p.joined.Load() && p.gifts.Load() == 0 {
			return false
		}
		if spin > spinBeforeSleep {
			time.Sleep(sleepForWork)
		} else if spin%64 == 63 {
			runtime.Gosched()
		}
	}
}

// grab takes what another worker has given away.
func (p *workPool) grab(w *Tracer) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.spare)
	if n == 0 {
		return false
	}
	w.stack = append(w.stack, p.spare[n-1]...)
	p.empty = append(p.empty, p.spare[n-1][:0])
	p.spare = p.spare[:n-1]
	p.gifts.Add(-1)
	p.hungry.Add(-1)
	return true
}
