package gc

import "gojvm/mem"

// The large-object space: each object has regions of its own and does not
// move. An object is young until the first collection that it survives, so
// that a minor collection frees large objects that die young.

// tryLarge allocates in the large-object space, 0 if there is no room.
func (h *Heap) tryLarge(m *Mutator, size uint32) Ref {
	n := int((uint64(size) + RegionSize - 1) >> RegionShift)
	h.mu.Lock()
	// A large object takes from the budget of eden what it takes from the
	// heap, so that allocating only large objects leads to collections too.
	i := -1
	if h.eden.budget > 0 && h.table.inUse()+n <= h.limit {
		i = h.table.takeRun(n)
	}
	if i < 0 {
		h.mu.Unlock()
		return 0
	}
	h.eden.budget -= n
	first := &h.table.regions[i]
	first.young = true
	h.setState(i, stateMark)
	h.clearCards(i, n)
	addr := h.table.addr(i)
	h.setBit(Ref(addr))
	// What was dirty is cleared piecewise: fresh regions read as zero already.
	var dirty []int
	for j := i; j < i+n; j++ {
		if h.table.regions[j].dirty {
			dirty = append(dirty, j)
		}
		h.table.regions[j].dirty = true
	}
	m.bytes += uint64(size)
	h.mu.Unlock()
	for _, j := range dirty {
		mem.Zero(uintptr(h.table.addr(j)), RegionSize)
	}
	return Ref(addr)
}

// freeLarge frees the large object whose first region is i.
func (h *Heap) freeLarge(i int) {
	n := int(h.table.regions[i].count)
	h.setState(i, 0)
	h.clearBits(i, 1)
	for j := i; j < i+n; j++ {
		h.table.release(j)
	}
}
