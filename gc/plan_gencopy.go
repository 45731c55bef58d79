package gc

import (
	"cmp"
	"slices"
)

// genCopy is generational copying (Handbook chapter 9). Minor collections
// evacuate eden and the survivor regions, to survivor regions or, from a
// certain age on, to the mature space. Full collections evacuate the young
// spaces and those mature regions that hold little, as far as there is room,
// and mark the others in place (as Immix does), so that no second half of the
// heap is needed.
type genCopy struct{}

func (genCopy) full(h *Heap, a attempt) (full, ok bool) {
	return a > attemptMinor || h.sizing.fullNext, a < attemptFailed
}

// A region with this many live bytes is not worth moving, in a collection that
// an allocation has caused, and in one that is to compact the heap.
const (
	denseEnough   = RegionSize * 3 / 4
	compactEnough = RegionSize * 15 / 16
)

func (genCopy) condemn(h *Heap) {
	t := &h.table
	var old []int
	for i, r := range t.touched() {
		switch r.space {
		case spaceOld:
			h.setState(i, stateMark)
			old = append(old, i)
		case spaceLarge, spacePinned:
			h.setState(i, stateMark)
		}
	}
	// The young spaces come first; how much of them lives is not known, so
	// count all survivors and half of eden.
	room := (t.nFree - t.used[spaceSurvivor] - t.used[spaceEden]/2 - 2*len(h.workers)) * RegionSize
	if h.stress.on {
		for _, i := range old {
			h.setState(i, stateCopy)
		}
		return
	}
	// How much of a region lives that was filled by promotion since the last
	// full collection is not known either. To compact, it is moved; else it is
	// measured first.
	enough := uint32(denseEnough)
	if h.sizing.compact {
		enough = compactEnough
	}
	slices.SortFunc(old, func(a, b int) int { return cmp.Compare(t.regions[a].live, t.regions[b].live) })
	for _, i := range old {
		r := &t.regions[i]
		if r.live > enough && (r.measured || !h.sizing.compact) {
			continue
		}
		if room -= int(r.live); room < 0 {
			break
		}
		h.setState(i, stateCopy)
	}
}

// budget leaves a reserve for the copies of the next minor collection: twice
// what survived the last one. If more survives, objects stay where they are
// and their region becomes a mature one.
func (genCopy) budget(h *Heap, want, free int) int {
	reserve := min(2*h.table.used[spaceSurvivor]+2, free/4)
	return min(want, free-reserve)
}
