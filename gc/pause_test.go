package gc

import (
	"runtime"
	"testing"
)

// When much lives of a nursery that has been as large as they become, the collection still
// has a bounded volume to copy.
func TestMinorPauseBound(t *testing.T) {
	y := newToy(t, Config{MaxHeap: 512 << 20, Threads: 1})
	th := y.thread(1, 2)
	for len(y.events) < 20 { // all dies, and the nursery grows
		th.leaf()
	}
	if y.h.sizing.nursery != maxNursery {
		t.Errorf("the nursery has %d regions of %d", y.h.sizing.nursery, maxNursery)
	}
	last := th.leaf()
	th.roots[0] = last
	for len(y.events) < 40 { // all stays
		r := th.leaf()
		th.setRef(r, 0, th.roots[0])
		th.roots[0] = r
	}
	if y.h.sizing.nursery > minNursery {
		t.Errorf("the nursery still has %d regions", y.h.sizing.nursery)
	}
	const bound = maxNursery*RegionSize*5/4 + 1<<20
	for _, e := range y.events {
		if !e.Full && e.Copied > bound {
			t.Errorf("collection %d has copied %d bytes", e.ID, e.Copied)
		}
	}
}

// A run that is lazy starts its other workers when the first has copied much, and not before.
func TestLazyWorkers(t *testing.T) {
	y := newToy(t, Config{Threads: 3})
	th := y.thread(1, 1)
	leaf := th.leaf()
	for _, much := range []bool{false, true} {
		p := &y.h.pool
		first := func(w *Tracer) {
			w.copied = wakeFrom - 1
			if much {
				w.copied++
			}
			for range lookEvery {
				w.stack = append(w.stack, task(leaf)|taskOld)
			}
		}
		second := func(*Tracer) {
			for much && int(p.joined.Load()) < len(y.h.workers) {
				runtime.Gosched()
			}
		}
		p.run(y.h.workers, []func(*Tracer){first, second}, true)
		if n := p.joined.Load(); !much && n != 1 {
			t.Errorf("%d workers for next to nothing", n)
		}
	}
}
