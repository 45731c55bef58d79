package regalloc

import "gojvm/codegen/ssa"

// put lets register r hold value id from now on.
func (q *quick) put(id ssa.ID, r int16) {
	q.at[r] = id
	q.occ |= 1 << r
	q.used |= 1 << r
	q.vals[id].reg = r
}

// free lets register r hold nothing.
func (q *quick) free(r int16) {
	q.occ &^= 1 << r
	q.vals[q.at[r]].reg = -1
}

// enter finds what the registers hold at the beginning of a block.
func (q *quick) enter(bi int32) {
	b := q.blocks[bi]
	q.code[bi].from = int32(len(q.insts))
	switch len(b.Preds) {
	case 0:
		for _, v := range b.Values {
			if v.Op != ssa.OpArg {
				continue
			}
			if spec := q.constrain(v); spec.Result.Kind == ssa.InFixed {
				q.put(v.ID, spec.Result.Reg)
				q.pinned |= 1 << spec.Result.Reg
			}
		}
	case 1:
		e := b.Preds[0]
		pi := q.index[e.B.ID]
		from := q.from[bi]
		if handler := e.I == 1 && e.B.Values[len(e.B.Values)-1].Op == ssa.OpCatch; !handler {
			for _, s := range q.saved[q.exits[pi].from:q.exits[pi].to] {
				if q.vals[s.id].end >= from {
					q.put(s.id, s.reg)
				}
			}
		}
		// Phis with one argument are rare, they go to memory.
		ms := q.ms[:0]
		for _, phi := range b.Values[:b.NumPhis()] {
			if i := &q.vals[phi.ID]; i.end > i.def {
				i.entry = -1
				q.ensureSlot(phi.ID)
				ms = append(ms, move{q.where(phi.Args[0]), Loc{Kind: InSlot, N: i.slot}, phi.Type})
			}
		}
		q.insts = q.sequence(q.insts, ms)
		q.ms = ms
	default:
		q.merge(bi)
	}
}

// merge is enter for a block with several predecessors.
func (q *quick) merge(bi int32) {
	b := q.blocks[bi]
	from := q.from[bi]
	base := int32(-1)
	header := false
	for _, e := range b.Preds {
		pi := q.index[e.B.ID]
		if pi >= bi {
			header = true
		} else if base < 0 || q.cold[q.blocks[base].ID] && !q.cold[e.B.ID] {
			base = pi
		}
	}
	others := int16(0)
	counts := func(pi int32) bool {
		return pi < bi && pi != base && (!q.cold[q.blocks[pi].ID] || q.cold[q.blocks[base].ID])
	}
	for _, e := range b.Preds {
		if pi := q.index[e.B.ID]; counts(pi) {
			others++
			for _, s := range q.saved[q.exits[pi].from:q.exits[pi].to] {
				q.vals[s.id].mark++
			}
		}
	}
	call := q.nextCall(from)
	for _, s := range q.saved[q.exits[base].from:q.exits[base].to] {
		i := &q.vals[s.id]
		v := q.value[s.id]
		if i.end < from || !q.dom.Dominates(v.Block, b) {
			continue
		}
		// What a call destroys before it is used, or what a loop does not use, better waits in memory.
		far := i.next >= from && (i.next > call || header && i.next >= q.loops[q.loopOf[bi]].to)
		if i.mark == others && !far {
			q.put(s.id, s.reg)
		} else if !isRemat(v) {
			q.ensureSlot(s.id)
		}
	}
	for _, e := range b.Preds {
		if pi := q.index[e.B.ID]; counts(pi) {
			for _, s := range q.saved[q.exits[pi].from:q.exits[pi].to] {
				q.vals[s.id].mark = 0
			}
		}
	}
	q.placePhis(b, base, call, header)
	q.entries[bi] = q.save()
	for k, e := range b.Preds {
		if pi := q.index[e.B.ID]; pi < bi {
			q.conform(pi, bi, k)
		}
	}
}

// placePhis gives registers, or slots, to the phis of b: the register of the argument at the end
// of the predecessor base if it can be had.
func (q *quick) placePhis(b *ssa.Block, base, call int32, header bool) {
	phis := b.Values[:b.NumPhis()]
	if len(phis) == 0 {
		return
	}
	exit := q.saved[q.exits[base].from:q.exits[base].to]
	for _, s := range exit {
		q.vals[s.id].mark = s.reg + 1
	}
	pred := -1
	for k, e := range b.Preds {
		if q.index[e.B.ID] == base {
			pred = k
		}
	}
	for _, phi := range phis {
		i := &q.vals[phi.ID]
		if i.end == i.def {
			continue
		}
		r := int16(-1)
		if i.next < call {
			class := classOf(phi.Type)
			if m := q.vals[phi.Args[pred].ID].mark; m > 0 && q.occ>>(m-1)&1 == 0 && q.regs.Class[m-1] == class {
				r = m - 1
			} else {
				r = q.pickFree(class, 0, i.hint)
			}
		}
		i.entry = r
		if r < 0 {
			q.ensureSlot(phi.ID)
			continue
		}
		q.put(phi.ID, r)
		if header {
			for k, x := range phi.Args {
				if q.index[b.Preds[k].B.ID] >= q.index[b.ID] {
					q.vals[x.ID].hint = r
				}
			}
		}
	}
	for _, s := range exit {
		q.vals[s.id].mark = 0
	}
}

// save notes what the registers hold.
func (q *quick) save() part {
	start := int32(len(q.saved))
	for m := q.occ; m != 0; m &= m - 1 {
		r := int16(tz(m))
		q.saved = append(q.saved, regValue{r, q.at[r]})
	}
	return part{start, int32(len(q.saved))}
}

// conform makes the moves on the edge from block pi to block bi, its k-th predecessor.
func (q *quick) conform(pi, bi int32, k int) {
	b := q.blocks[bi]
	exit := q.saved[q.exits[pi].from:q.exits[pi].to]
	for _, s := range exit {
		q.vals[s.id].mark = s.reg + 1
	}
	where := func(v *ssa.Value) Loc {
		if m := q.vals[v.ID].mark; m > 0 {
			return Reg(m - 1)
		}
		return q.memory(v)
	}
	ms := q.ms[:0]
	for _, s := range q.saved[q.entries[bi].from:q.entries[bi].to] {
		v := q.value[s.id]
		if v.Op == ssa.OpPhi && v.Block == b {
			continue
		}
		if at := where(v); at != Reg(s.reg) {
			ms = append(ms, move{at, Reg(s.reg), v.Type})
		}
	}
	for _, phi := range b.Values[:q.phis[bi]] {
		i := &q.vals[phi.ID]
		to := Loc{Kind: InSlot, N: i.slot}
		switch {
		case i.entry == -2:
			continue
		case i.entry >= 0:
			to = Reg(i.entry)
		}
		if at := where(phi.Args[k]); at != to {
			ms = append(ms, move{at, to, phi.Type})
		}
	}
	for _, s := range exit {
		q.vals[s.id].mark = 0
	}
	q.tails[pi].from = int32(len(q.edge))
	q.edge = q.sequence(q.edge, ms)
	q.tails[pi].to = int32(len(q.edge))
	q.ms = ms
}

// leave ends a block.
func (q *quick) leave(bi int32) {
	b := q.blocks[bi]
	q.code[bi].to = int32(len(q.insts))
	for _, e := range b.Succs {
		for _, phi := range e.B.Values[:q.phis[q.index[e.B.ID]]] {
			q.vals[phi.Args[e.I].ID].next = q.nexts[q.k]
			q.k++
		}
	}
	q.exits[bi] = q.save()
	for m := q.occ; m != 0; m &= m - 1 {
		q.vals[q.at[tz(m)]].reg = -1
	}
	q.occ = 0
	if len(b.Succs) == 1 {
		if e := b.Succs[0]; q.index[e.B.ID] <= bi {
			q.conform(bi, q.index[e.B.ID], e.I)
		}
	}
}
