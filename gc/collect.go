package gc

import (
	"time"

	"gojvm/mem"
)

// request says what collection is wanted.
type request struct {
	full      bool
	compact   bool // also move what lies densely
	clearSoft bool
	cause     Cause
	need      int // regions that the waiting allocation takes

	// The counts of collections that the caller had seen: if there has been
	// one since, nothing is done.
	epoch, fullEpoch uint32
}

// Collect runs a full collection. The caller is the thread of m, nil for a
// thread that does not allocate (see World).
func (h *Heap) Collect(m *Mutator, cause Cause) {
	if h.config.Plan == NoGC {
		return
	}
	h.collect(m, h.request(true, cause))
}

// CollectMinor runs a minor collection, if the plan has such.
func (h *Heap) CollectMinor(m *Mutator, cause Cause) {
	full, ok := h.plan.full(h, attemptMinor)
	if ok {
		h.collect(m, h.request(full, cause))
	}
}

func (h *Heap) request(full bool, cause Cause) *request {
	return &request{full: full, compact: full, cause: cause, epoch: h.epoch.Load(), fullEpoch: h.fullEpoch.Load()}
}

// wished reports whether the client has asked for a full collection, not an allocation.
func (r *request) wished() bool {
	return r.full && r.cause != CauseAllocation && r.cause != CauseStress
}

// collectForAlloc collects for an allocation of size bytes that has failed, and
// returns what is to be tried if it fails again.
func (h *Heap) collectForAlloc(m *Mutator, a attempt, size uint32, epoch, fullEpoch uint32) attempt {
	full, ok := h.plan.full(h, a)
	if !ok {
		return attemptFailed
	}
	r := &request{full: full, compact: a == attemptSoft, clearSoft: a == attemptSoft, cause: CauseAllocation, epoch: epoch, fullEpoch: fullEpoch}
	if size >= LargeThreshold {
		if r.need = int((uint64(size) + RegionSize - 1) >> RegionShift); r.need > h.max {
			return attemptFailed
		}
	}
	starved := h.sizing.starved.Load()
	if full && starved >= maxStarved {
		// Each collection frees so little that the program would only crawl.
		return attemptFailed
	}
	if starved == maxStarved-1 {
		r.clearSoft = true
	}
	if !h.collect(m, r) {
		return a // another thread has collected
	}
	if size < LargeThreshold && h.sizing.gave > 0 {
		return a // there is room, though other threads may take it first
	}
	return a + 1
}

// collect stops the world and runs a collection, unless another thread has
// just done so: then it is false.
func (h *Heap) collect(m *Mutator, r *request) bool {
	world := h.world
	if m != nil {
		world = m.world
	}
	begin := time.Now()
	world.StopTheWorld()
	defer world.StartTheWorld()
	if r.full && h.fullEpoch.Load() != r.fullEpoch || !r.full && h.epoch.Load() != r.epoch {
		return false
	}
	h.collectStopped(r, time.Since(begin))
	return true
}

// collectStopped runs a collection; the world is stopped.
func (h *Heap) collectStopped(r *request, stop time.Duration) {
	h.busy(true, 0)
	defer h.busy(false, r.idleAfter())
	begin := time.Now()
	event := &Event{
		ID: h.stats.minor + h.stats.full, Full: r.full, Cause: r.cause,
		Start: begin.Sub(h.start), Stop: stop, Before: h.usedBytes(), PoolsBefore: h.pools(),
	}
	h.flush()
	h.binding.Prepare(r.full)
	if h.config.Verify {
		h.verify("before")
	}
	h.weak.clearAll = r.clearSoft
	h.sizing.compact = r.compact
	h.trace(r.full, event)
	h.sweep(r.full, event)
	if r.full {
		h.compact(event)
	}
	h.epoch.Add(1)
	if r.full {
		h.fullEpoch.Add(1)
	}
	h.tickSoft()
	h.enqueuePending()
	if h.config.Verify {
		h.verify("after")
	}
	event.Pause = time.Since(begin)
	h.mu.Lock()
	h.resize(r, event.Copied)
	if r.full {
		h.stats.full++
		h.stats.fullTime += event.Pause
	} else {
		h.stats.minor++
		h.stats.minorTime += event.Pause
	}
	event.After = h.usedBytes()
	event.PoolsAfter = h.pools()
	event.Total = uint64(max(h.limit, h.table.inUse())) * RegionSize
	h.mu.Unlock()
	if h.config.Logger != nil {
		h.config.Logger(event)
	}
}

// flush empties all TLABs and gives up the current region of eden.
func (h *Heap) flush() {
	for _, m := range h.buffered {
		if m.tlab != nil {
			m.retire()
		}
	}
	clear(h.buffered)
	h.buffered = h.buffered[:0]
	h.eden.top, h.eden.end = 0, 0
}

// maxStackKept is the capacity of a worker's stack, in tasks, that it keeps for
// the next collection.
const maxStackKept = 1 << 15

// trace finds and evacuates or marks what lives.
func (h *Heap) trace(full bool, e *Event) {
	var units []func(*Tracer)
	if full {
		h.prepareFull()
	} else {
		units = h.cardUnits()
		h.prepareMinor()
	}
	for _, w := range h.workers {
		if full {
			w.retire(&w.old) // before full is set: what it holds was promoted
		}
		w.full = full
		w.tenure = h.sizing.tenure
		if full {
			w.tenure = 0 // everything to the mature space
			if w.live == nil {
				w.live = make([]uint32, len(h.table.regions))
			}
			clear(w.live)
		}
		w.ages, w.copied = [maxAge + 1]uint64{}, 0
	}
	units = append(h.binding.RootUnits(full), units...)
	if len(h.weak.pending) > 0 { // from the first trace of two
		units = append(units, func(w *Tracer) {
			for i := range h.weak.pending {
				w.Visit(&h.weak.pending[i])
			}
		})
	}
	// The regions of the last collection's survivors are still in use.
	h.sizing.survivorLimit = h.table.used[spaceSurvivor] + max(h.sizing.nursery/4, 2*len(h.workers))
	h.pool.run(h.workers, units, !full && !h.stress.on)
	if full {
		h.traceDependents(h.workers)
	}
	h.processWeak()
	h.binding.SweepWeak(full, h.forwarded)
	var ages [maxAge + 1]uint64
	for _, w := range h.workers {
		w.retire(&w.survivor)
		if cap(w.stack) > maxStackKept {
			w.stack = nil
		}
		e.Copied += w.copied
		for a, n := range w.ages {
			ages[a] += n
			e.Young += n
		}
	}
	if !full {
		h.sizing.chooseTenure(&ages)
	}
}

// prepareMinor makes the bits of the condemned regions clear. Their states are
// as the allocation has set them.
func (h *Heap) prepareMinor() {
	for i, r := range h.table.touched() {
		switch r.space {
		case spaceSurvivor:
			h.clearBits(i, 1)
		case spaceLarge:
			if r.young {
				h.clearBits(i, 1)
			}
		}
	}
}

// prepareFull condemns the whole heap.
func (h *Heap) prepareFull() {
	h.plan.condemn(h)
	for i, r := range h.table.touched() {
		if r.space != spaceFree {
			h.clearBits(i, 1)
			h.clearCards(i, 1)
		}
	}
}

// sweep frees what was evacuated or not marked and gives each region the state
// that it has between collections.
func (h *Heap) sweep(full bool, e *Event) {
	t := &h.table
	for i, r := range t.touched() {
		state := &h.state[t.addr(i)>>RegionShift]
		switch r.space {
		case spaceEden, spaceSurvivor, spaceOld:
			switch {
			case *state&stateCopy != 0 && r.failed == 0:
				h.freeRegion(i)
			case *state&stateCopy != 0:
				h.keepRegion(i)
				e.Failed++
				*state = 0
			case *state&stateMark != 0:
				r.live, r.measured = 0, true
				for _, w := range h.workers {
					r.live += w.live[i]
				}
				if *state = 0; r.live == 0 {
					h.freeRegion(i)
				}
			case r.space == spaceSurvivor:
				*state = stateYoung | stateCopy
			}
		case spaceLarge:
			if *state&stateMark != 0 {
				if h.testBit(Ref(t.addr(i))) {
					*state, r.young = 0, false
				} else {
					h.freeLarge(i)
				}
			}
		case spacePinned:
			*state = 0
		}
	}
	if full {
		h.sweepAllPinned()
	}
}

// keepRegion makes a mature region of region i, from which not everything
// could be evacuated: the marked objects stayed.
func (h *Heap) keepRegion(i int) {
	h.table.move(i, spaceOld)
	r := &h.table.regions[i]
	r.failed, r.live, r.measured = 0, 0, true
	base := h.table.addr(i)
	for o := h.nextObject(base, base+RegionSize); o != 0; {
		mem.Store32(uintptr(o), mem.Load32(uintptr(o))&descMask)
		size := SizeOf(o)
		r.live += size
		o = h.nextObject(uint32(o)+size, base+RegionSize)
	}
}

// compact makes room in the mature space if much of it is wasted in sparse regions, of which the
// full trace has told how much lives in each: by a second trace, which moves as much as there is
// room for, if the heap is to be compact; by sliding if memory is scarce.
func (h *Heap) compact(e *Event) {
	used, live := h.table.used[spaceOld], 0
	for _, r := range h.table.touched() {
		if r.space == spaceOld {
			live += int(r.live)
		}
	}
	waste := used - live>>RegionShift
	least := 2*len(h.workers) + 2 // the workers leave partly filled ones
	free := h.max - h.table.inUse()
	switch {
	case h.stress.on, free < max(h.sizing.nursery, h.max/8) && waste > max(used/32, least):
		h.slideMature()
	case h.sizing.compact && waste > max(used/5, least):
		h.trace(true, e)
		h.sweep(true, e)
	}
}

// decommit gives back the memory of n free regions, that of their bits and cards too: both are zero
// there, or of no meaning.
func (h *Heap) decommit(addr uint32, n int) {
	size := uintptr(n) * RegionSize
	mem.Decommit(uintptr(addr), size)
	within := func(from, size uintptr) {
		lo, hi := mem.AlignUp(from, mem.PageSize), (from+size)&^(mem.PageSize-1)
		if lo < hi {
			mem.Decommit(lo, hi-lo)
		}
	}
	w, _ := h.bitWord(addr)
	within(w, uintptr(n)*bitmapRegion)
	within(h.CardBase+uintptr(addr)>>CardShift, size>>CardShift)
}
