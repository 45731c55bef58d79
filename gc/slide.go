package gc

import "gojvm/mem"

// Sliding compaction, the last resort of a full heap: evacuation needs free regions to copy to,
// sliding does not. It follows a full trace, after which everything that moves is in the mature
// space and the bitmap tells what lives (Handbook 3.3, the Compressor's offset vector; references
// are updated before anything moves, as in Lisp 2):
//
//  1. plan    go over the live objects in the order of addresses and note for each block of 256
//     bytes, a word of the bitmap, where the first object that begins there will go
//
//  2. update  translate all references: the block's address, plus the objects before it
//
//  3. move    slide each object down, region by region
//
//     before | aa..b.. | .ccc.d. | e...... |       after | aab.ccc | de..... | free  |
//
// An object does not cross the boundary of a region, which may leave a gap at its end.
type slide struct {
	h     *Heap
	old   []int    // the mature regions, ascending
	next  []int32  // by region: the one behind it in old
	first []uint32 // by block: the new address of the first object that begins there
}

const blockShift = 8

// slideMature compacts the mature space in place. The young spaces are empty.
func (h *Heap) slideMature() {
	s := &slide{h: h, next: make([]int32, len(h.table.regions)), first: make([]uint32, len(h.table.regions)<<(RegionShift-blockShift))}
	for _, w := range h.workers {
		w.retire(&w.old)
	}
	for i, r := range h.table.touched() {
		if r.space == spaceOld {
			if n := len(s.old); n > 0 {
				s.next[s.old[n-1]] = int32(i)
			}
			s.old = append(s.old, i)
		}
	}
	if len(s.old) == 0 {
		return
	}
	s.walk(func(r Ref, to, _ uint32) {
		if b := s.block(uint32(r)); s.first[b] == 0 {
			s.first[b] = to
		}
	})
	s.update()
	end := uint32(0)
	s.walk(func(r Ref, to, size uint32) {
		end = to + size - 1
		if to != uint32(r) {
			h.dropBit(r)
			mem.Copy(uintptr(to), uintptr(r), uintptr(size))
			h.setBit(Ref(to))
		}
	})
	s.release(end)
}

func (s *slide) block(addr uint32) uint32 { return (addr - s.h.table.base) >> blockShift }

// behind returns where an object of the given size goes that follows one at prev.
func (s *slide) behind(prev, prevSize, size uint32) uint32 {
	if to := prev + prevSize; prev%RegionSize+prevSize+size <= RegionSize {
		return to
	}
	t := &s.h.table
	return t.addr(int(s.next[t.indexOf(prev)]))
}

// walk calls visit for each live object of the mature space with its new address and its size.
// visit may move it.
func (s *slide) walk(visit func(r Ref, to, size uint32)) {
	t := &s.h.table
	prev, prevSize := uint32(0), uint32(0)
	for _, i := range s.old {
		base := t.addr(i)
		limit := base + (RegionSize - 1) // the last region may end at 4 GiB
		for r := s.h.nextObject(base, limit); r != 0; {
			size := SizeOf(r)
			to := t.addr(s.old[0])
			if prev != 0 {
				to = s.behind(prev, prevSize, size)
			}
			prev, prevSize = to, size
			next := Ref(0)
			if last := uint32(r) + size - 1; last < limit {
				next = s.h.nextObject(last+1, limit)
			}
			visit(r, to, size)
			r = next
		}
	}
}

// target returns the new address of the object r of the mature space. Nothing has moved yet.
func (s *slide) target(r uint32) uint32 {
	to := s.first[s.block(r)]
	at := uint32(s.h.nextObject(r&^(1<<blockShift-1), r+1))
	for at != r {
		size := SizeOf(Ref(at))
		at = uint32(s.h.nextObject(at+size, r+1))
		to = s.behind(to, size, SizeOf(Ref(at)))
	}
	return to
}

// update translates the references in roots, weak tables and objects.
func (s *slide) update() {
	h := s.h
	for _, i := range s.old {
		h.setState(i, stateSlide)
	}
	h.slide = s
	units := h.binding.RootUnits(true)
	units = append(units, h.binding.Dependents(func(Ref) bool { return true })...) // nothing dies here
	units = append(units, func(w *Tracer) {
		for i := range h.weak.pending {
			w.Visit(&h.weak.pending[i])
		}
	})
	const regionsAtOnce = 64
	var some []int
	for i, r := range h.table.touched() {
		if r.space == spaceFree || r.space == spaceLargeTail {
			continue
		}
		if some = append(some, i); len(some) == regionsAtOnce {
			units = append(units, s.updateUnit(some))
			some = nil
		}
	}
	units = append(units, s.updateUnit(some))
	h.pool.run(h.workers, units, false)
	h.binding.SweepWeak(true, func(r Ref) (Ref, bool) {
		if h.state[r>>RegionShift]&stateSlide != 0 {
			r = Ref(s.target(uint32(r)))
		}
		return r, true
	})
	h.slide = nil
	for _, i := range s.old {
		h.setState(i, 0)
	}
}

// updateUnit returns the update of the fields of all objects that begin in the given regions.
func (s *slide) updateUnit(regions []int) func(*Tracer) {
	return func(w *Tracer) {
		for _, i := range regions {
			s.h.eachObject(i, func(r Ref) { w.scanPart(r, 0, ^uint32(0)) })
		}
	}
}

// release frees the regions behind the last object, whose last byte is at end, and counts what
// lives in the others.
func (s *slide) release(end uint32) {
	h := s.h
	last := -1
	if end != 0 {
		last = h.table.indexOf(end)
	}
	for _, i := range s.old {
		h.clearCards(i, 1) // there are no young objects
		if i > last {
			h.freeRegion(i)
			continue
		}
		r := &h.table.regions[i]
		r.live, r.measured = 0, true
		h.eachObject(i, func(o Ref) { r.live += SizeOf(o) })
	}
}
