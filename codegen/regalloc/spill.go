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

// change is a value that has another place at the end of an edge than at its beginning.
type change struct {
	v        *ssa.Value
	from, to *interval
}

// changes finds the values that change their place on the edge from block p to block b.
func (a *allocator) changes(p, b *ssa.Block, succ int) []change {
	pi, bi := a.index[p.ID], a.index[b.ID]
	end := a.endOf(p, succ)
	start := len(a.changed)
	for _, v := range a.liveOut[pi] {
		i := a.iv[v.ID]
		if len(i.parts) == 1 || v.Op == ssa.OpPhi && v.Block == b {
			continue
		}
		x, y := i.at(end), i.at(a.from[bi])
		if x != nil && y != nil && x != y {
			a.changed = append(a.changed, change{v, x, y})
		}
	}
	return a.changed[start:len(a.changed):len(a.changed)]
}

// endOf returns the position at the end of p where places hold for its succ-th edge: on the
// edge to a handler, that of the call which raises.
func (a *allocator) endOf(p *ssa.Block, succ int) int32 {
	end := a.to[a.index[p.ID]] - 1
	if succ == 1 && p.Values[len(p.Values)-1].Op == ssa.OpCatch {
		call := p.CatchCall()
		for i := len(p.Values) - 1; p.Values[i] != call; i-- { // further results may stand between
			end -= 2
		}
	}
	return end
}

// placeSpills decides for each value that is spilled somewhere whether it is stored once,
// right after its definition, or each time when it leaves its register, whichever the
// block frequencies say is cheaper.
func (a *allocator) placeSpills() {
	cost := make([]float64, len(a.iv))
	for _, i := range a.iv {
		if i == nil || len(i.parts) < 2 || isRemat(i.v) {
			continue
		}
		for k := 1; k < len(i.parts); k++ {
			x, y := i.parts[k-1], i.parts[k]
			if y.spill && x.reg >= 0 && x.end() == y.start() && !a.blockStart(y.start()) {
				cost[i.v.ID] += a.f.Blocks[a.blockAt(y.start())].Freq
			}
		}
	}
	a.edges = make([][][]change, len(a.f.Blocks))
	edges := 0
	for _, p := range a.f.Blocks {
		edges += len(p.Succs)
	}
	slab := make([][]change, edges)
	for pi, p := range a.f.Blocks {
		a.edges[pi], slab = slab[:len(p.Succs)], slab[len(p.Succs):]
		for s, e := range p.Succs {
			freq := min(p.Freq, e.B.Freq)
			cs := a.changes(p, e.B, s)
			a.edges[pi][s] = cs
			for _, c := range cs {
				if c.to.spill && c.from.reg >= 0 {
					cost[c.v.ID] += freq
				}
			}
		}
	}
	for _, i := range a.iv {
		if i == nil || len(i.parts) == 0 || isRemat(i.v) {
			continue
		}
		spilled := false
		for _, p := range i.parts {
			spilled = spilled || p.spill
		}
		if spilled {
			i.storeAtDef = i.parts[0].spill || cost[i.v.ID] >= a.f.Blocks[a.blockAt(i.start())].Freq
		}
	}
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
