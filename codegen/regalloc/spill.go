package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// at returns the part that covers pos, or nil.
func (i *interval) at(pos int32) *interval {
	p := i.parts
	if len(p) == 1 {
		return p[0]
	}
	// Questions come in ascending order mostly: the part found last, or the next one.
	k := int(i.last)
	if k >= len(p) || p[k].start() > pos {
		k = 0
	}
	if p[k].end() <= pos {
		if k++; k < len(p) && p[k].end() <= pos {
			lo, hi := k+1, len(p)
			for lo < hi {
				if m := int(uint(lo+hi) >> 1); p[m].end() <= pos {
					lo = m + 1
				} else {
					hi = m
				}
			}
			k = lo
		}
	}
	if k < len(p) && p[k].covers(pos) { // it may be in a hole of the lifetime
		i.last = int32(k)
		return p[k]
	}
	return nil
}

// loc returns the place of a part.
func (i *interval) loc() Loc {
	switch {
	case i.reg >= 0:
		return Reg(i.reg)
	case i.v != nil && isRemat(i.v):
		return Loc{Kind: Constant, V: i.v}
	}
	return Loc{Kind: InSlot, N: i.parent.slot}
}

// where returns the place of value v at pos, which must be in its lifetime.
func (a *allocator) where(v *ssa.Value, pos int32) Loc {
	p := a.iv[v.ID].at(pos)
	if p == nil {
		panic("BUG: " + v.LongString() + " has no place where it is live")
	}
	return p.loc()
}

// blockStart reports whether pos is the position of a block.
func (a *allocator) blockStart(pos int32) bool { return a.from[a.blockAt(pos)] == pos }

// endOf returns the position at the end of block p where places hold for its succ-th edge.
func (a *allocator) endOf(p int32, succ int) int32 {
	if succ == 1 {
		return a.raise[p]
	}
	return a.to[p] - 1
}

// placeSpills decides for each value that is spilled somewhere whether it is stored once,
// right after its definition, or each time when it leaves its register, whichever the
// block frequencies say is cheaper. It also finds the edges on which values move.
func (a *allocator) placeSpills() {
	a.changes.begin(len(a.graph.succs))
	for _, i := range a.iv {
		if i == nil || len(i.parts) == 0 {
			continue
		}
		found, edgeCost := a.changesOf(i)
		spilled := false
		for _, p := range i.parts {
			spilled = spilled || p.spill
		}
		remat := isRemat(i.v)
		if spilled && !remat {
			i.storeAtDef = i.parts[0].spill || a.splitCost(i)+edgeCost >= a.graph.freq[a.blockAt(i.start())]
		}
		for _, c := range found {
			switch {
			case c.to.spill && (c.from.spill || remat || i.storeAtDef):
			case c.from.reg >= 0 && c.from.reg == c.to.reg:
			default:
				a.changes.add(c)
			}
		}
	}
	a.changes.sort()
}

// splitCost returns how often i is stored, by frequency, if that happens where its parts in
// registers end inside of blocks.
func (a *allocator) splitCost(i *interval) float64 {
	cost := 0.0
	for k := 1; k < len(i.parts); k++ {
		x, y := i.parts[k-1], i.parts[k]
		if y.spill && x.reg >= 0 && x.end() == y.start() && !a.blockStart(y.start()) {
			cost += a.graph.freq[a.blockAt(y.start())]
		}
	}
	return cost
}

// assignSlots gives each spilled value a slot; values with disjoint lifetimes share.
func (a *allocator) assignSlots() {
	type life struct {
		i        *interval
		from, to int32
		size     int
	}
	var lives []life
	for _, i := range a.iv {
		if i == nil || len(i.parts) == 0 || isRemat(i.v) {
			continue
		}
		first := int32(-1)
		for _, p := range i.parts {
			if p.spill && first < 0 {
				// The store may happen just before the instruction in which the part starts.
				first = p.start() - 1
			}
		}
		if first < 0 {
			continue
		}
		if i.storeAtDef {
			first = i.start()
		}
		lives = append(lives, life{i, first, i.parts[len(i.parts)-1].end(),
			max(a.regs.WordSize, i.v.Type.Size(a.regs.WordSize))})
	}
	slices.SortStableFunc(lives, func(x, y life) int { return int(x.from - y.from) })
	type slot struct {
		until int32
		off   int32
	}
	pools := map[int][]slot{}
	for _, l := range lives {
		pool := pools[l.size]
		k := slices.IndexFunc(pool, func(s slot) bool { return s.until <= l.from })
		if k < 0 {
			a.spillSize = (a.spillSize + l.size - 1) &^ (l.size - 1)
			k = len(pool)
			pool = append(pool, slot{off: int32(a.spillSize)})
			a.spillSize += l.size
			pools[l.size] = pool
		}
		pool[k].until = l.to
		l.i.slot = pool[k].off
	}
}
