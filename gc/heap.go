package gc

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"gojvm/mem"
)

// What the running collection does with the objects of a region, bits in
// Heap.state. Region 0 of the address space, where null lies, has no bit.
const (
	stateCopy  = 1 << iota // evacuate
	stateMark              // mark in place
	stateYoung             // eden or survivor
	stateSlide             // about to be slid: translate references (slide.go)
)

// Heap is one collected heap.
type Heap struct {
	// CardBase is the address of the card of address 0 (which lies outside
	// the table): the card of slot is CardBase + slot>>CardShift.
	CardBase uintptr
	bitBase  uintptr // likewise the bitmap word of address 0

	// state has a byte per region of the 4 GiB address space, so that an index
	// made by shifting a Ref needs no bounds check.
	state [1 << (32 - RegionShift)]uint8

	config  Config
	binding Binding
	world   World
	plan    plan
	start   time.Time

	heap, cards, bitmap mem.Region

	// mu guards what follows. A mutator holds it briefly and never while it
	// may be stopped, so a collection finds it free.
	mu       sync.Mutex
	table    regionTable
	mutators []*Mutator
	buffered []*Mutator // those that have taken a TLAB since the last collection
	eden     edenSpace
	pinned   pinnedSpace
	limit    int // regions that the heap may use at present, at most maxRegions
	max      int // config.MaxHeap in regions

	collecting bool        // a collection is running
	idle       *time.Timer // calls Trim

	// epoch and fullEpoch count collections, so that of two threads that want
	// one at the same time the second sees that it is done.
	epoch, fullEpoch atomic.Uint32

	workers []*Tracer
	pool    workPool
	weak    weakState
	sizing  sizing
	slide   *slide // while it translates references
	stress  stressState
	stats   statsState
}

// New reserves a heap.
func New(c Config) (*Heap, error) {
	if err := c.normalize(); err != nil {
		return nil, err
	}
	h := &Heap{config: c, binding: c.Binding, world: c.World, start: time.Now()}
	h.max = int(c.MaxHeap >> RegionShift)
	h.limit = int(c.InitialHeap >> RegionShift)
	// Some regions beyond the limit: each worker keeps two partly filled ones,
	// and evacuation needs a little room even in a full heap.
	n := h.max + h.max/32 + 4*c.Threads + 4
	if err := h.reserve(n); err != nil {
		h.Close()
		return nil, err
	}
	h.table.init(uint32(h.heap.Base), n)
	h.table.rotate = c.StressInterval > 0
	h.stress.on = c.StressInterval > 0
	h.plan = newPlan(c.Plan)
	h.pinned.init()
	h.initWorkers()
	h.initSizing()
	return h, nil
}

func (h *Heap) reserve(n int) (err error) {
	size := uintptr(n) << RegionShift
	if h.heap, err = mem.ReserveLow(size, RegionSize, mem.Top); err != nil {
		return fmt.Errorf("gc: cannot reserve a heap of %d MiB: %w", h.config.MaxHeap>>20, err)
	}
	if h.cards, err = mem.ReserveLow(size/CardSize, mem.PageSize, mem.Bottom); err != nil {
		return err
	}
	if h.bitmap, err = mem.Reserve(size / 64); err != nil {
		return err
	}
	h.CardBase = h.cards.Base - h.heap.Base>>CardShift
	h.bitBase = h.bitmap.Base - h.heap.Base>>8*4
	return nil
}

// Close gives the heap's address space back. No thread may use it any more.
func (h *Heap) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.idle != nil {
		h.idle.Stop()
	}
	h.collecting = true // a Trim that has begun to wait finds nothing to do
	h.heap.Release()
	h.cards.Release()
	h.bitmap.Release()
	h.heap, h.cards, h.bitmap = mem.Region{}, mem.Region{}, mem.Region{}
}

// Range returns the address range in which all objects lie.
func (h *Heap) Range() (base, size uintptr) { return h.heap.Base, h.heap.Size }

// Contains reports whether addr lies in the heap's address range.
func (h *Heap) Contains(addr uintptr) bool { return h.heap.Contains(addr) }

// IsYoung reports whether r is in eden or a survivor region.
func (h *Heap) IsYoung(r Ref) bool { return h.state[r>>RegionShift]&stateYoung != 0 }

// Moves reports whether collections may change the address of r.
func (h *Heap) Moves(r Ref) bool {
	switch h.table.of(uint32(r)).space {
	case spaceLarge, spacePinned:
		return false
	}
	return true
}

// take takes a free region for small objects and prepares it. The caller holds
// mu. It returns -1 if there is none.
func (h *Heap) take(s space) int {
	i := h.table.take(s)
	if i >= 0 && s != spaceEden {
		h.clearCards(i, 1)
	}
	return i
}

// free releases region i of any space but large.
func (h *Heap) freeRegion(i int) {
	h.state[h.table.addr(i)>>RegionShift] = 0
	h.clearBits(i, 1)
	h.table.release(i)
}

func (h *Heap) setState(i int, s uint8) { h.state[h.table.addr(i)>>RegionShift] = s }
