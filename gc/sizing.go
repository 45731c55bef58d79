package gc

import (
	"sync/atomic"
	"time"
)

// sizing decides how large the nursery and the heap are, when the next
// collection is a full one, and from which age on objects are promoted.
type sizing struct {
	nursery       int          // regions that eden should have
	fixed         bool         // the client has set it
	tenure        uint8        // objects of this age are promoted
	fullNext      bool         // the next collection is a full one
	compact       bool         // the next full collection also moves dense regions
	starved       atomic.Int32 // full collections in a row that freed next to nothing
	survivorLimit int          // regions that survivor space may have in the present collection
	gave          int          // what the last collection gave to eden
	decommits     int          // regions given back so far
}

// maxNursery bounds what a pause may have to copy, should all of the nursery survive at once. More
// saves no time: from 4 to 16 MiB programs that drop nearly everything, and those that keep much,
// take the same processor time, for the more objects die the more of the nursery falls out of the
// processor's caches.
const maxNursery = 80 // regions, 5 MiB

const (
	minNursery     = 32 // regions, 2 MiB; small heaps have less
	startNursery   = 48 // regions, 3 MiB: most of what a program makes first stays
	muchCopied     = 5 << 19
	littleCopied   = 1 << 20
	maxStarved     = 6
	starvedPercent = 2
)

func (h *Heap) initSizing() {
	s := &h.sizing
	s.tenure = maxAge
	s.nursery = clampNursery(startNursery, h.max)
	if n := h.config.NurserySize; n > 0 {
		s.fixed = true
		s.nursery = min(max(int(n>>RegionShift), 1), h.max*3/4)
	}
	h.limit = max(h.limit, min(h.max, s.nursery*2))
	if h.config.Plan == NoGC {
		h.limit = h.max
	}
	h.setBudget()
}

// setBudget sets what eden may take before the next collection. If the heap's
// present limit does not give the nursery its size the limit is exceeded once
// more, up to the maximum, and the next collection is a full one.
func (h *Heap) setBudget() {
	s := &h.sizing
	used := h.table.inUse()
	if h.stress.on {
		h.limit = h.max
	}
	b := h.plan.budget(h, s.nursery, h.limit-used)
	if b < s.nursery/2 {
		s.fullNext = true
		h.limit = max(h.limit, min(h.max, used+s.nursery*5/4+2*h.table.used[spaceSurvivor]+2))
		b = h.plan.budget(h, s.nursery, h.limit-used)
	}
	h.eden.budget, s.gave = b, b
}

// resize adapts sizes after a collection; need is the number of regions that
// the waiting allocation takes.
func (h *Heap) resize(r *request, copied uint64) {
	s := &h.sizing
	full, need := r.full, r.need
	if full {
		s.fullNext, s.compact = false, false
		used := h.table.inUse()
		free := h.max - used
		if free*100 < h.max*starvedPercent {
			s.starved.Add(1)
		} else {
			s.starved.Store(0)
		}
		start := int(h.config.InitialHeap >> RegionShift)
		h.limit = min(max(2*used+s.nursery*5/4+need, start), h.max)
	} else {
		if !s.fixed {
			s.adaptNursery(h.max, copied)
		}
		if need > 0 && h.table.inUse()+need > h.limit {
			s.fullNext = true
		}
	}
	h.setBudget()
	if full {
		keep := max(h.limit-h.table.inUse(), 0)
		if r.wished() {
			// Programs wish for it when they have done something large.
			keep = min(keep, max(minNursery, h.table.inUse()/4))
		}
		h.trim(keep)
	}
}

// adaptNursery lets the nursery grow while minor collections copy little (a
// larger one gives objects more time to die) and shrink when they copy much.
// The bytes copied stand for the pause, some 1.5 ms per MiB of small objects: the
// clock would also measure what else the machine does.
func (s *sizing) adaptNursery(max int, copied uint64) {
	switch {
	case copied > 2*muchCopied:
		s.nursery /= 2
	case copied > muchCopied:
		s.nursery = s.nursery * 3 / 4
	case copied < littleCopied:
		s.nursery = s.nursery * 5 / 4
	}
	s.nursery = clampNursery(s.nursery, max)
}

// clampNursery keeps the nursery between bounds that depend on the heap's size.
func clampNursery(n, heap int) int {
	return max(min(n, maxNursery, heap/6), min(minNursery, heap/8))
}

// chooseTenure sets the age of promotion such that the survivor space takes
// about a sixth of the nursery's size; ages[a] is the number of bytes that
// have reached age a.
func (s *sizing) chooseTenure(ages *[maxAge + 1]uint64) {
	desired := uint64(s.nursery) * RegionSize / 6
	var sum uint64
	s.tenure = maxAge
	for a := 1; a <= maxAge; a++ {
		if sum += ages[a]; sum > desired {
			s.tenure = uint8(a)
			return
		}
	}
}

// trim gives the pages of free regions back to the system, except for keep of
// those that will be taken next.
func (h *Heap) trim(keep int) {
	t := &h.table
	// Adjacent regions are given back by one call.
	from, n := 0, 0
	flush := func() {
		if n > 0 {
			h.decommit(t.addr(from), n)
			h.sizing.decommits += n
			n = 0
		}
	}
	for i, r := range t.touched() {
		if r.space != spaceFree || !r.dirty {
			flush()
			continue
		}
		if keep > 0 {
			keep--
			continue
		}
		if from+n != i { // those never used are passed over
			flush()
		}
		if n == 0 {
			from = i
		}
		n++
		r.dirty = false
	}
	flush()
}

// Trim gives the memory of all free regions back to the system. The heap does
// so itself when the program is idle.
func (h *Heap) Trim() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.collecting {
		h.trim(0)
	}
}

// isIdle is called when there has been no collection for some time.
func (h *Heap) isIdle() {
	h.Trim()
	if h.config.Idle != nil {
		h.config.Idle()
	}
}

// So long after a collection the program is taken to be idle, or at least not to need
// the memory that the collection has freed. Who wishes for a collection has
// often just done with something.
const (
	idleTime      = 10 * time.Second
	idleAfterWish = time.Second
)

func (r *request) idleAfter() time.Duration {
	if r.wished() {
		return idleAfterWish
	}
	return idleTime
}

// busy keeps Trim out of a collection, or lets it in again after idle.
func (h *Heap) busy(collecting bool, idle time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.collecting = collecting
	switch {
	case collecting:
	case h.idle == nil:
		h.idle = time.AfterFunc(idle, h.isIdle)
	default:
		h.idle.Reset(idle)
	}
}
