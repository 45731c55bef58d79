package gc

import (
	"math"

	"gojvm/mem"
)

// TLAB is a thread's allocation buffer: zeroed memory [Top, End) in eden. It
// lies where generated code can reach it, such as the thread's context block.
// The collector empties it when the world is stopped.
type TLAB struct {
	Top uint32 // +0
	End uint32 // +4
}

// Byte offsets in a TLAB, for generated code.
const (
	TLABTop = 0
	TLABEnd = 4
)

// Mutator is the allocation state of one thread.
type Mutator struct {
	tlab  *TLAB
	world World  // how this thread stops the others: a collection that it causes uses this one
	index int    // in Heap.mutators
	start uint32 // where the present TLAB began
	want  uint32 // size of the next one
	bytes uint64 // allocated in former TLABs and outside

	sampleAt uint64 // bytes allocated at which a sample is due
	due      bool
	limit    uint32 // size of the largest TLAB
}

// A thread's first buffer is small: of many threads that sleep most of the time,
// none allocates much.
const (
	minTLAB = 512
	maxTLAB = RegionSize
)

// NewMutator registers a thread whose allocation buffer is at tlab. world stops
// all threads but this one; nil means Config.World. (The client's thread manager
// must know who asks, so the collection that a mutator causes, by allocating or by
// Collect, goes through the mutator's own World.)
func (h *Heap) NewMutator(tlab *TLAB, world World) *Mutator {
	*tlab = TLAB{}
	if world == nil {
		world = h.world
	}
	m := &Mutator{tlab: tlab, world: world, want: minTLAB, limit: maxTLAB, sampleAt: math.MaxUint64}
	h.mu.Lock()
	defer h.mu.Unlock()
	m.index = len(h.mutators)
	h.mutators = append(h.mutators, m)
	return m
}

// Release unregisters the thread. Its buffer must not be used any more.
func (h *Heap) Release(m *Mutator) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m.retire()
	h.stats.exited += m.bytes
	last := len(h.mutators) - 1
	h.mutators[m.index] = h.mutators[last]
	h.mutators[m.index].index = m.index
	h.mutators[last] = nil
	h.mutators = h.mutators[:last]
	m.tlab = nil // flush may still find m among the buffered ones
}

// retire counts what was used of the TLAB and empties it.
func (m *Mutator) retire() {
	m.bytes += uint64(m.tlab.Top - m.start)
	*m.tlab, m.start = TLAB{}, 0
}

// Allocated returns the number of bytes that the thread has allocated. Called
// by another thread it may lag by a buffer.
func (m *Mutator) Allocated() uint64 { return m.bytes + uint64(m.tlab.Top-m.start) }

// Alloc allocates size bytes (rounded up to 8): zeroed memory that the caller
// makes an object of before the next point at which a collection may run. It
// may collect first. It returns 0 when the heap is exhausted, after a full
// collection that also clears all soft references.
func (h *Heap) Alloc(m *Mutator, size uint32) Ref {
	size = (size + ObjectAlign - 1) &^ (ObjectAlign - 1)
	t := m.tlab
	if top := t.Top; size <= t.End-top {
		t.Top = top + size
		return Ref(top)
	}
	return h.allocSlow(m, size)
}

// AllocLarge allocates size bytes in the large-object space, whatever the
// size. The object does not move.
func (h *Heap) AllocLarge(m *Mutator, size uint32) Ref {
	return h.allocWith(m, size, h.tryLarge)
}

// AllocPinned allocates size bytes that will not move. The object is treated
// as old: each store of a reference into it needs the barrier.
func (h *Heap) AllocPinned(m *Mutator, size uint32) Ref {
	if size > maxPinnedCell {
		return h.allocWith(m, size, h.tryLarge)
	}
	return h.allocWith(m, size, h.tryPinned)
}

func (h *Heap) allocSlow(m *Mutator, size uint32) Ref {
	try := h.tryEden
	if size >= LargeThreshold {
		try = h.tryLarge
	}
	r := h.allocWith(m, size, try)
	if m.Allocated() >= m.sampleAt {
		m.due = true
	}
	return r
}

// SampleAfter makes a sample due once the thread has allocated n more bytes and needs memory
// from the heap. every is what such samples are apart on average: buffers are kept well below
// it. It is called on the mutator's own thread.
func (m *Mutator) SampleAfter(n, every uint64) {
	m.due, m.sampleAt = false, m.Allocated()+n
	m.limit = uint32(min(max(every/8, minTLAB), maxTLAB))
}

// SampleDue reports whether a sample is due.
func (m *Mutator) SampleDue() bool { return m.due }

// allocWith calls try, which returns 0 if a collection must come first, and
// collects as long as that promises room.
func (h *Heap) allocWith(m *Mutator, size uint32, try func(*Mutator, uint32) Ref) Ref {
	size = AlignSize(size)
	if h.config.StressInterval > 0 {
		h.stressCollect(m)
	}
	for a := attemptMinor; ; {
		epoch, full := h.epoch.Load(), h.fullEpoch.Load()
		if r := try(m, size); r != 0 {
			return r
		}
		if a = h.collectForAlloc(m, a, size, epoch, full); a == attemptFailed {
			// What the program drops now must be found by the next allocations.
			h.sizing.starved.Store(0)
			return 0
		}
	}
}

// edenSpace is what mutators take their TLABs from.
type edenSpace struct {
	top, end uint32 // free part of the current region
	zeroed   bool   // it reads as zeros
	budget   int    // regions that may still be taken before the next collection
}

// tryEden gives m a new TLAB, or, when size is so large that this would waste
// most of the present one, allocates beside it.
func (h *Heap) tryEden(m *Mutator, size uint32) Ref {
	left := m.tlab.End - m.tlab.Top
	beside := h.config.StressInterval > 0 || left > m.want/8 && size > m.want/8
	want := max(m.want, size)
	if beside {
		want = size
	}
	h.mu.Lock()
	e := &h.eden
	if e.end-e.top < size {
		if e.budget <= 0 || h.table.nFree == 0 {
			h.mu.Unlock()
			return 0
		}
		i := h.take(spaceEden)
		h.setState(i, stateYoung|stateCopy)
		e.budget--
		e.top = h.table.addr(i)
		e.end = e.top + RegionSize
		e.zeroed = !h.table.regions[i].dirty
		h.table.regions[i].dirty = true
	}
	n := min(want, e.end-e.top)
	if e.end-e.top-n < minTLAB && !beside {
		n = e.end - e.top // do not leave crumbs
	}
	start, zeroed := e.top, e.zeroed
	e.top += n
	if m.start == 0 && !beside {
		h.buffered = append(h.buffered, m)
	}
	h.mu.Unlock()
	if !zeroed {
		mem.Zero(uintptr(start), uintptr(n))
	}
	if beside {
		m.bytes += uint64(n)
		return Ref(start)
	}
	m.retire()
	m.start = start
	*m.tlab = TLAB{Top: start + size, End: start + n}
	m.want = min(2*m.want, m.limit)
	return Ref(start)
}
