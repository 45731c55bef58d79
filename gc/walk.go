package gc

// Walk calls visit for each live object, with the world stopped, after a full
// collection. visit must not allocate.
func (h *Heap) Walk(m *Mutator, visit func(Ref)) {
	world := h.world
	if m != nil {
		world = m.world
	}
	world.StopTheWorld()
	defer world.StartTheWorld()
	if h.config.Plan != NoGC {
		h.collectStopped(h.request(true, CauseWalk), 0)
	}
	h.forEachObject(visit)
}

// forEachObject calls visit for each object that the bitmap knows: after a full
// collection the live ones.
func (h *Heap) forEachObject(visit func(Ref)) {
	for i := range h.table.touched() {
		h.eachObject(i, visit)
	}
}

// eachObject calls visit for each object that the bitmap knows in region i.
func (h *Heap) eachObject(i int, visit func(Ref)) {
	lo := h.table.addr(i)
	switch h.table.regions[i].space {
	case spaceLarge:
		visit(Ref(lo))
	case spaceOld, spaceSurvivor, spacePinned:
		for o := h.nextObject(lo, lo+RegionSize); o != 0; {
			next := uint32(o) + SizeOf(o)
			visit(o)
			if next == 0 {
				break
			}
			o = h.nextObject(next, lo+RegionSize)
		}
	}
}
