package regalloc

import "gojvm/codegen/ssa"

// arranger puts blocks in order.
type arranger struct {
	missing []int32 // by block ID: predecessors on forward edges not yet placed
	next    []int32 // list of ready blocks, by block ID
	blockBy []*ssa.Block
	ready   []int32 // by loop number + 1: the first ready block, as ID + 1
	number  map[*ssa.Loop]int32
}

// arrange puts the blocks in a topological order of the forward edges in which each loop is
// contiguous, and notes loops and cold blocks. It reports false if there is a loop that is
// entered in several places.
//
// A block is ready when all its predecessors are placed; while something of a loop is left,
// something of it is ready, and is taken first.
func (q *quick) arrange() bool {
	f := q.f
	q.dom = f.Dominators()
	tree := f.Loops(q.dom)
	if tree.Irreducible {
		return false
	}
	n := f.NumBlocks()
	x := &q.arrange_
	x.missing, x.next = sized(x.missing, n), sized(x.next, n)
	x.blockBy = sized(x.blockBy, n)
	x.ready = sized(x.ready, len(tree.Loops)+1)
	q.loops = sized(q.loops, len(tree.Loops))
	if x.number == nil {
		x.number = make(map[*ssa.Loop]int32)
	}
	clear(x.number)
	for i, l := range tree.Loops {
		x.number[l] = int32(i)
	}
	of := func(l *ssa.Loop) int32 {
		if l == nil {
			return -1
		}
		return x.number[l]
	}
	for i, l := range tree.Loops {
		q.loops[i].outer = of(l.Outer)
	}
	q.cold = sized(q.cold, n)
	for i := len(q.dom.Order) - 1; i >= 0; i-- {
		b := q.dom.Order[i]
		x.blockBy[b.ID] = b
		x.missing[b.ID] = int32(len(b.Preds))
		if l := tree.Of(b); l != nil && l.Header == b {
			x.missing[b.ID] -= int32(len(l.Back))
		}
		q.cold[b.ID] = q.isCold(b)
	}
	count := len(q.dom.Order)
	q.blocks = f.Blocks[:0]
	q.index = sized(q.index, n)
	q.loopOf = sized(q.loopOf, count)
	cur := int32(-1)
	for b := f.Entry(); ; {
		bi := int32(len(q.blocks))
		q.blocks = append(q.blocks, b)
		q.index[b.ID] = bi
		q.loopOf[bi] = -1
		if l := tree.Of(b); l != nil {
			q.loopOf[bi] = of(l)
			if l.Header == b {
				cur = of(l)
			}
		}
		for i := len(b.Succs) - 1; i >= 0; i-- {
			s := b.Succs[i].B
			l := tree.Of(s)
			if l != nil && l.Header == s {
				if tree.Contains(l, b) {
					continue // back edge
				}
				l = l.Outer
			}
			if x.missing[s.ID]--; x.missing[s.ID] == 0 {
				list := &x.ready[of(l)+1]
				x.next[s.ID] = *list
				*list = int32(s.ID) + 1
			}
		}
		for cur >= 0 && x.ready[cur+1] == 0 {
			cur = q.loops[cur].outer
		}
		id := x.ready[cur+1]
		if id == 0 {
			break
		}
		x.ready[cur+1] = x.next[id-1]
		b = x.blockBy[id-1]
	}
	f.Blocks = q.blocks
	return len(q.blocks) == count
}

// isCold reports whether b leaves the function in an unusual way, or leads only to blocks that
// do; its successors are known, apart from those on back edges.
func (q *quick) isCold(b *ssa.Block) bool {
	if b.Values[0].Op == ssa.OpException {
		return true
	}
	for _, v := range b.Values {
		if v.Op == ssa.OpExit {
			return true
		}
	}
	if len(b.Succs) == 0 {
		return b.Values[len(b.Values)-1].Op == ssa.OpStop
	}
	for _, e := range b.Succs {
		if !q.cold[e.B.ID] {
			return false
		}
	}
	return true
}

// number gives positions to blocks and values, as liveness.go does.
func (q *quick) number() {
	f := q.f
	n := len(q.blocks)
	q.from, q.to, q.first, q.phis = room(q.from, n), room(q.to, n), room(q.first, n+1), room(q.phis, n)
	q.vals, q.value = room(q.vals, f.NumValues()), room(q.value, f.NumValues())
	q.exits, q.entries, q.code, q.tails = sized(q.exits, n), sized(q.entries, n), sized(q.code, n), sized(q.tails, n)
	q.headOf = sized(q.headOf, n)
	q.specs = q.specs[:0]
	pos, operands, args, sites, state := int32(0), 0, 0, 0, 0
	define := func(v *ssa.Value) {
		q.value[v.ID] = v
		q.vals[v.ID] = quickValue{def: pos, end: pos, slot: -1, reg: -1, hint: -1, entry: -2}
	}
	for bi, b := range q.blocks {
		q.headOf[bi] = -1
		q.from[bi], q.first[bi] = pos, int32(len(q.specs))
		phis := b.NumPhis()
		q.phis[bi] = int32(phis)
		for _, v := range b.Values[:phis] {
			define(v)
			operands += len(v.Args)
		}
		for _, v := range b.Values[phis:] {
			pos += 2
			define(v)
			q.specs = append(q.specs, q.constrain(v))
			args += len(v.Args)
			if v.State != nil {
				state += len(v.State.Vals)
			}
			if v.Info().Has(ssa.Safepoint) {
				sites++
			}
		}
		pos += 2
		q.to[bi] = pos
		// Positions of a loop, in blocks that are contiguous.
		for l := q.loopOf[bi]; l >= 0; l = q.loops[l].outer {
			if q.loops[l].to == 0 {
				q.loops[l].from = q.from[bi]
			}
			q.loops[l].to = pos
		}
	}
	q.first[n] = int32(len(q.specs))
	q.nexts = room(q.nexts, operands+args+state)
	q.locs = room(q.locs, args+state)[:0]
	q.siteSlab = room(q.siteSlab, sites)[:0]
}
