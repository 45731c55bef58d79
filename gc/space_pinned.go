package gc

import (
	"math/bits"

	"gojvm/mem"
)

// The pinned space holds small objects that must not move. A region is cut
// into cells of one size class; free cells of a class are linked through their
// header word. It is collected by marking and sweeping, in full collections
// only.
type pinnedSpace struct {
	free [pinnedClasses]uint32
}

const (
	pinnedFine    = 512 // below, a class per 16 bytes; above, four per power of two
	maxPinnedCell = 8 << 10
	pinnedClasses = pinnedFine/16 + 1 + 4*4
)

func (p *pinnedSpace) init() { *p = pinnedSpace{} }

// pinnedClass returns the class for size, at most maxPinnedCell, and the size
// of its cells.
func pinnedClass(size uint32) (class int, cell uint32) {
	if size <= pinnedFine {
		cell = max((size+15)&^15, 16)
		return int(cell / 16), cell
	}
	shift := bits.Len32(size-1) - 3
	q := (size + 1<<shift - 1) >> shift // 5..8
	return pinnedFine/16 + (shift-7)*4 + int(q) - 4, q << shift
}

// tryPinned allocates a cell, 0 if a collection must come first.
func (h *Heap) tryPinned(m *Mutator, size uint32) Ref {
	class, cell := pinnedClass(size)
	h.mu.Lock()
	defer h.mu.Unlock()
	p := &h.pinned
	if p.free[class] == 0 {
		if h.table.inUse() >= h.limit {
			return 0
		}
		i := h.take(spacePinned)
		if i < 0 {
			return 0
		}
		r := &h.table.regions[i]
		r.cell, r.dirty = cell, true
		h.sweepPinned(i)
	}
	c := p.free[class]
	p.free[class] = mem.Load32(uintptr(c) + OffHeaderWord)
	mem.Zero(uintptr(c), uintptr(cell))
	h.setBit(Ref(c))
	m.bytes += uint64(size)
	return Ref(c)
}

// sweepPinned puts the unmarked cells of region i on the free list of its
// class and returns how many cells are in use.
func (h *Heap) sweepPinned(i int) (live int) {
	r := &h.table.regions[i]
	class, cell := pinnedClass(r.cell)
	base := h.table.addr(i)
	// From above, so that the list ends up ascending.
	for n := RegionSize / cell; n > 0; n-- {
		c := base + (n-1)*cell
		if h.testBit(Ref(c)) {
			live++
			continue
		}
		mem.Store32(uintptr(c)+OffDescriptor, 0)
		mem.Store32(uintptr(c)+OffHeaderWord, h.pinned.free[class])
		h.pinned.free[class] = c
	}
	r.live = uint32(live) * cell
	return live
}

// sweepAllPinned rebuilds the free lists after marking and releases the
// regions in which nothing lives.
func (h *Heap) sweepAllPinned() {
	h.pinned.init()
	for i, r := range h.table.touched() {
		if r.space != spacePinned {
			continue
		}
		if h.nextObject(h.table.addr(i), h.table.addr(i)+RegionSize) == 0 {
			h.freeRegion(i)
		} else {
			h.sweepPinned(i)
		}
	}
}
