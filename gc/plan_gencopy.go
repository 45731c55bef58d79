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

// denseEnough: a region with this share of live bytes is not worth moving.
const denseEnough = RegionSize * 3 / 4

func (genCopy) condemn(h *Heap) {
	t := &h.table
	var old []int
	for i := range t.regions {
		switch t.regions[i].space {
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
	slices.SortFunc(old, func(a, b int) int { return cmp.Compare(t.regions[a].live, t.regions[b].live) })
	for _, i := range old {
		live := int(t.regions[i].live)
		if live > denseEnough && !h.sizing.compact {
			break
		}
		if room -= live; room < 0 {
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
