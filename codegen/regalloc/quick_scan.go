package regalloc

import "gojvm/codegen/ssa"

// memory returns the place of a value that is in no register.
func (q *quick) memory(v *ssa.Value) Loc {
	if i := &q.vals[v.ID]; i.slot >= 0 {
		return Loc{Kind: InSlot, N: i.slot}
	}
	if !isRemat(v) {
		panic("BUG: " + v.LongString() + " has no place where it is live")
	}
	return Loc{Kind: Constant, V: v}
}

// where returns the place of v now.
func (q *quick) where(v *ssa.Value) Loc {
	if r := q.vals[v.ID].reg; r >= 0 {
		return Reg(r)
	}
	return q.memory(v)
}

// ensureSlot gives a value a slot, if it has none: its definition stores it there.
func (q *quick) ensureSlot(id ssa.ID) {
	i := &q.vals[id]
	if i.slot >= 0 {
		return
	}
	v := q.value[id]
	size := max(q.regs.WordSize, v.Type.Size(q.regs.WordSize))
	i.slot = q.slots[size>>3].take(i.def, i.end)
	if i.slot < 0 {
		q.spillSize = (q.spillSize + size - 1) &^ (size - 1)
		i.slot = int32(q.spillSize)
		q.spillSize += size
		q.slots[size>>3].push(slotUntil{i.end, i.slot})
	}
	q.stats.Spills++
	if v.Type == ssa.Ref {
		q.refSlots = append(q.refSlots, id)
	}
	if v.Op != ssa.OpPhi {
		q.insts[i.inst].To = Loc{Kind: InSlot, N: i.slot}
	} else if i.entry >= 0 {
		bi := q.index[v.Block.ID]
		q.heads = append(q.heads, headStore{id, q.headOf[bi]})
		q.headOf[bi] = int32(len(q.heads) - 1)
	}
}

// slotUntil is a slot with the last position at which it is taken.
type slotUntil struct{ until, off int32 }

// slotHeap holds the slots of one size, the one first free at the root.
type slotHeap []slotUntil

// take returns a slot that is free from def on and takes it until end, or returns -1.
func (h slotHeap) take(def, end int32) int32 {
	if len(h) == 0 || h[0].until > def {
		return -1
	}
	off := h[0].off
	h[0].until = end
	for k := 0; ; {
		down := 2*k + 1
		if down >= len(h) {
			return off
		}
		if down+1 < len(h) && h[down+1].until < h[down].until {
			down++
		}
		if h[k].until <= h[down].until {
			return off
		}
		h[k], h[down] = h[down], h[k]
		k = down
	}
}

func (h *slotHeap) push(s slotUntil) {
	a := append(*h, s)
	for k := len(a) - 1; k > 0 && a[(k-1)/2].until > a[k].until; k = (k - 1) / 2 {
		a[k], a[(k-1)/2] = a[(k-1)/2], a[k]
	}
	*h = a
}

// move emits a move of one value.
func (q *quick) move(from, to Loc, t ssa.Type) {
	if from == to {
		return
	}
	q.shuffler.moves++
	if from.Kind == InSlot && to.Kind != InReg {
		if c := q.regs.Carry[classOf(t)]; c != NoCarry {
			q.insts = append(q.insts, Inst{From: from, To: Reg(c), Type: t})
			from = Reg(c)
		}
	}
	q.insts = append(q.insts, Inst{From: from, To: to, Type: t})
}

// nextCall returns the position of the first call at or behind p, which only grows.
func (q *quick) nextCall(p int32) int32 {
	n := len(q.lastCalls)
	for n > 0 && q.lastCalls[n-1] < p {
		n--
	}
	q.lastCalls = q.lastCalls[:n]
	if n == 0 {
		return forever
	}
	return q.lastCalls[n-1]
}

// pickFree returns a free register of the class, or -1.
func (q *quick) pickFree(c ssa.RegClass, avoid ssa.RegMask, hint int16) int16 {
	avoid |= q.occ | q.pinned
	if hint >= 0 && !q.noHints && avoid>>hint&1 == 0 && q.allowed>>hint&1 != 0 && q.regs.Class[hint] == c {
		return hint
	}
	for _, r := range q.order[c] {
		if avoid>>r&1 == 0 {
			return r
		}
	}
	return -1
}

// pick returns a register of the class that it has made free, or -1 if all are to be avoided.
func (q *quick) pick(c ssa.RegClass, avoid ssa.RegMask, hint int16, p int32) int16 {
	if r := q.pickFree(c, avoid, hint); r >= 0 {
		return r
	}
	avoid |= q.pinned
	best, far := int16(-1), int32(-1)
	for _, r := range q.order[c] {
		if avoid>>r&1 != 0 {
			continue
		}
		i := &q.vals[q.at[r]]
		next := i.next
		if next < p {
			next = i.end
		}
		switch {
		case isRemat(q.value[q.at[r]]):
			next += 64 // to compute it again is cheap
		case i.slot >= 0:
			next += 32 // it is in memory already
		}
		if next > far {
			best, far = r, next
		}
	}
	if best >= 0 {
		q.evict(best)
	}
	return best
}

// hintOf returns the first of preferred registers, or -1.
func hintOf(m ssa.RegMask) int16 {
	if m == 0 {
		return -1
	}
	return int16(tz(m))
}

// evict takes register r from its value.
func (q *quick) evict(r int16) {
	id := q.at[r]
	q.free(r)
	if !isRemat(q.value[id]) {
		q.ensureSlot(id)
	}
}

// relocate frees register r for the instruction at p: its value goes to a register outside of avoid
// if there is a free one.
func (q *quick) relocate(r int16, avoid ssa.RegMask) {
	id := q.at[r]
	v := q.value[id]
	if !isRemat(v) {
		if n := q.pickFree(classOf(v.Type), avoid, -1); n >= 0 {
			q.move(Reg(r), Reg(n), v.Type)
			q.free(r)
			q.put(id, n)
			return
		}
	}
	q.evict(r)
}

// block allocates the instructions of a block.
func (q *quick) block(bi int32) error {
	b := q.blocks[bi]
	p := q.from[bi]
	k := q.first[bi]
	for _, v := range b.Values[q.phis[bi]:] {
		p += 2
		if !q.instruction(v, q.specs[k], p, bi) {
			return &Error{q.f.Name, "no register left for " + v.LongString()}
		}
		k++
	}
	return nil
}

// instruction allocates v at p. It reports false when there are not enough registers.
func (q *quick) instruction(v *ssa.Value, spec *ssa.RegSpec, p, bi int32) bool {
	info := v.Info()
	if v.Op == ssa.OpArg && spec.Result.Kind == ssa.InFixed {
		return q.argument(v, spec.Result.Reg, p)
	}
	if info.Has(ssa.Remat) {
		return true // where it is wanted
	}
	args := v.Args
	start := len(q.locs)
	q.locs = q.locs[: start+len(args) : cap(q.locs)]
	locs := q.locs[start : start+len(args) : start+len(args)]
	two := spec.Result.Kind == ssa.SameAs0
	var fixed, late ssa.RegMask
	locked := q.pinned
	for n, x := range args {
		switch c := argConstraint(spec, n); c.Kind {
		case ssa.InFixed:
			fixed |= 1 << c.Reg
		case ssa.InNobody, ssa.OnStack:
		default:
			if r := q.vals[x.ID].reg; r >= 0 {
				locked |= 1 << r
			}
		}
	}
	result := int16(-1)
	if v.Type != ssa.Void && spec.Result.Kind == ssa.InFixed {
		result = spec.Result.Reg
	}
	destroyed := spec.Clobbers
	if result >= 0 {
		destroyed |= 1 << result
	}
	if fixed != 0 {
		if fixed&q.pinned != 0 {
			return false
		}
		q.fixedArgs(v, spec, fixed, locked, destroyed, p)
		locked |= fixed
	}
	call := int32(-1)
	for n, x := range args {
		c := argConstraint(spec, n)
		var r int16
		switch c.Kind {
		case ssa.InFixed:
			locs[n] = Reg(c.Reg)
			continue
		case ssa.InNobody:
			locs[n] = Loc{}
			continue
		case ssa.OnStack:
			locs[n] = Loc{Kind: OutSlot, N: int32(c.Reg)}
			q.move(q.where(x), locs[n], x.Type)
			q.outSize = max(q.outSize, int(c.Reg)+max(q.regs.WordSize, x.Type.Size(q.regs.WordSize)))
			continue
		case ssa.InAny, ssa.InOperand:
			if two && n == 0 {
				continue
			}
			i := &q.vals[x.ID]
			if i.reg < 0 && inMemory(c.Kind, x) {
				if call < 0 {
					call = q.nextCall(p + 1)
				}
				// Worth a register if it is used again soon.
				next := q.nexts[q.k+n]
				r = -1
				if next > p && next < call && next < q.to[bi] {
					r = q.pickFree(classOf(x.Type), locked|fixed|destroyed, -1)
				}
				if r < 0 {
					locs[n] = q.memory(x)
					continue
				}
				q.move(q.memory(x), Reg(r), x.Type)
				q.put(x.ID, r)
				locs[n] = Reg(r)
				locked |= 1 << r
				continue
			}
		default:
			if two && n == 0 {
				continue
			}
		}
		r = q.vals[x.ID].reg
		switch {
		case r < 0:
			if r = q.pickFree(classOf(x.Type), locked|fixed|destroyed, hintOf(c.Hint)); r < 0 && c.Kind != ssa.InLate {
				r = q.pickFree(classOf(x.Type), locked|fixed, -1)
			}
			if r < 0 {
				avoid := locked | fixed
				if c.Kind == ssa.InLate {
					avoid |= destroyed
				}
				if r = q.pick(classOf(x.Type), avoid, -1, p); r < 0 {
					return false
				}
			}
			q.move(q.memory(x), Reg(r), x.Type)
			q.put(x.ID, r)
		case fixed>>r&1 != 0 || c.Kind == ssa.InLate && destroyed>>r&1 != 0:
			// Elsewhere too, if it is also what a fixed operand demands.
			avoid := locked | fixed
			if c.Kind == ssa.InLate {
				avoid |= destroyed
			}
			n := q.pick(classOf(x.Type), avoid, -1, p)
			if n < 0 {
				return false
			}
			q.move(Reg(r), Reg(n), x.Type)
			q.free(r)
			q.put(x.ID, n)
			r = n
		}
		locs[n] = Reg(r)
		locked |= 1 << r
		if c.Kind == ssa.InLate {
			late |= 1 << r
		}
	}
	if two {
		if result = q.twoAddress(v, args, locked, fixed|destroyed, p); result < 0 {
			return false
		}
		locs[0] = Reg(result)
		locked |= 1 << result
	}
	for n, x := range args {
		q.vals[x.ID].next = q.nexts[q.k+n]
	}
	q.k += len(args)
	inst := Inst{V: v, Args: locs}
	if v.State != nil {
		for n, x := range v.State.Vals {
			q.vals[x.ID].next = q.nexts[q.k+n]
		}
		q.k += len(v.State.Vals)
	}
	if len(spec.Temps) > 0 {
		start := len(q.temps)
		for _, c := range spec.Temps {
			r := q.pick(c, locked|fixed|destroyed, -1, p)
			if r < 0 {
				return false
			}
			locked |= 1 << r
			late |= 1 << r
			q.used |= 1 << r
			q.temps = append(q.temps, r)
		}
		inst.Temps = q.temps[start:len(q.temps):len(q.temps)]
	}
	if info.Has(ssa.Safepoint) {
		inst.Site = q.site(v, info.Has(ssa.Calls), p, bi)
	}
	// Operands that end here make room for the result, unless they are read late.
	for _, x := range args {
		if i := &q.vals[x.ID]; i.reg >= 0 && i.end <= p && late>>i.reg&1 == 0 {
			q.free(i.reg)
		}
	}
	if v.Type != ssa.Void && result < 0 {
		avoid := late | spec.Clobbers
		hint := q.vals[v.ID].hint
		if hint < 0 && len(locs) > 0 && locs[0].Kind == InReg {
			hint = int16(locs[0].N) // often a copy in two-address form
		}
		if result = q.pick(classOf(v.Type), avoid, hint, p); result < 0 {
			return false
		}
	}
	// What the instruction destroys goes elsewhere.
	for m := q.occ & destroyed; m != 0; m &= m - 1 {
		r := int16(tz(m))
		switch {
		case q.vals[q.at[r]].end <= p:
			q.free(r)
		case info.Has(ssa.Calls):
			q.evict(r)
		default:
			avoid := locked | fixed | destroyed
			if result >= 0 {
				avoid |= 1 << result
			}
			q.relocate(r, avoid)
		}
	}
	if late != 0 {
		for _, x := range args {
			if i := &q.vals[x.ID]; i.reg >= 0 && i.end <= p {
				q.free(i.reg)
			}
		}
	}
	q.used |= spec.Clobbers
	q.calls = q.calls || info.Has(ssa.Calls)
	if result >= 0 {
		inst.Res = Reg(result)
		q.used |= 1 << result
	}
	i := &q.vals[v.ID]
	i.inst = int32(len(q.insts))
	q.insts = append(q.insts, inst)
	if result >= 0 && i.end > i.def {
		q.settle(v, result, p)
	}
	return true
}

// settle lets v, just defined, stay in register r, or in another one if values may not stay there.
func (q *quick) settle(v *ssa.Value, r int16, p int32) {
	if q.allowed>>r&1 != 0 {
		q.put(v.ID, r)
		return
	}
	if n := q.pick(classOf(v.Type), 0, -1, p); n >= 0 {
		q.move(Reg(r), Reg(n), v.Type)
		q.put(v.ID, n)
		return
	}
	q.ensureSlot(v.ID)
}

// argument takes a parameter out of its register.
func (q *quick) argument(v *ssa.Value, r int16, p int32) bool {
	q.pinned &^= 1 << r
	q.free(r)
	i := &q.vals[v.ID]
	i.inst = int32(len(q.insts))
	q.insts = append(q.insts, Inst{V: v, Res: Reg(r)})
	if i.end > i.def {
		q.settle(v, r, p)
	}
	return true
}

// twoAddress finds the register of a result that is that of operand 0, and moves the operand there
// unless it ends in it. It returns -1 if there is none.
func (q *quick) twoAddress(v *ssa.Value, args []*ssa.Value, locked, avoid ssa.RegMask, p int32) int16 {
	x := args[0]
	i := &q.vals[x.ID]
	if r := i.reg; r >= 0 && i.end <= p && (avoid|q.pinned)>>r&1 == 0 && !contains(args[1:], x) {
		q.free(r)
		return r
	}
	class := classOf(v.Type)
	r := q.pickFree(class, locked|avoid, q.vals[v.ID].hint)
	if r < 0 {
		if r = q.pick(class, locked|avoid, -1, p); r < 0 {
			return -1
		}
	}
	q.move(q.where(x), Reg(r), x.Type)
	return r
}

func contains(vs []*ssa.Value, x *ssa.Value) bool {
	for _, v := range vs {
		if v == x {
			return true
		}
	}
	return false
}

// fixedArgs moves operands to the registers that the instruction v demands, all at once. What is
// there now and is still needed goes elsewhere at the same time.
func (q *quick) fixedArgs(v *ssa.Value, spec *ssa.RegSpec, fixed, locked, destroyed ssa.RegMask, p int32) {
	ms := q.ms[:0]
	stays := ssa.RegMask(0) // values that are where they should be
	for n, x := range v.Args {
		if c := argConstraint(spec, n); c.Kind == ssa.InFixed {
			q.used |= 1 << c.Reg
			if at := q.where(x); at == Reg(c.Reg) {
				stays |= 1 << c.Reg
			} else {
				ms = append(ms, move{at, Reg(c.Reg), x.Type})
			}
		}
	}
	for m := fixed & q.occ &^ stays; m != 0; m &= m - 1 {
		r := int16(tz(m))
		id := q.at[r]
		w := q.value[id]
		later := q.vals[id].end > p
		needed := later
		for n, x := range v.Args {
			if k := argConstraint(spec, n).Kind; x == w && k != ssa.InFixed && k != ssa.InNobody {
				needed = true
			}
		}
		q.free(r)
		if !needed || isRemat(w) {
			continue
		}
		avoid := locked | fixed
		if later {
			avoid |= destroyed
		}
		if n := q.pickFree(classOf(w.Type), avoid, -1); n >= 0 {
			ms = append(ms, move{Reg(r), Reg(n), w.Type})
			q.put(id, n)
		} else {
			q.ensureSlot(id)
		}
	}
	q.insts = q.sequence(q.insts, ms)
	q.ms = ms
	for n, x := range v.Args {
		if c := argConstraint(spec, n); c.Kind == ssa.InFixed {
			// A copy of what was in memory may stay.
			if i := &q.vals[x.ID]; i.reg < 0 && i.end > p && destroyed>>c.Reg&1 == 0 && q.allowed>>c.Reg&1 != 0 {
				q.put(x.ID, c.Reg)
			}
		}
	}
}

// site makes the record of safepoint v.
func (q *quick) site(v *ssa.Value, calls bool, p, bi int32) *Site {
	q.siteSlab = append(q.siteSlab, Site{V: v})
	n := int32(len(q.siteSlab) - 1)
	s := &q.siteSlab[n]
	if v.State != nil {
		start := len(q.locs)
		for _, x := range v.State.Vals {
			var at Loc
			switch {
			case isRemat(x):
				at = Loc{Kind: Constant, V: x}
			case calls:
				q.ensureSlot(x.ID)
				at = q.memory(x)
			default:
				at = q.where(x)
			}
			q.locs = append(q.locs, at)
		}
		s.State = q.locs[start:len(q.locs):len(q.locs)]
	}
	if calls {
		p++
	} else {
		for m := q.occ; m != 0; m &= m - 1 {
			r := int16(tz(m))
			if i := &q.vals[q.at[r]]; i.end >= p && q.value[q.at[r]].Type == ssa.Ref && !isRemat(q.value[q.at[r]]) {
				q.siteRefs = append(q.siteRefs, siteRef{n, Reg(r)})
			}
		}
	}
	q.siteAt = append(q.siteAt, siteAt{p, bi})
	return s
}

// fillRefs completes the stack maps by the references in slots.
func (q *quick) fillRefs() {
	for _, id := range q.refSlots {
		i := &q.vals[id]
		v := q.value[id]
		from := v.Block // of the blocks that may be reached with v in its slot
		if from.CatchCall() == v {
			from = from.Succs[0].B // a call that raises has no result
		}
		lo, hi := 0, len(q.siteAt)
		for lo < hi {
			if m := int(uint(lo+hi) >> 1); q.siteAt[m].pos <= i.def+1 { // a call is a site before its result is there
				lo = m + 1
			} else {
				hi = m
			}
		}
		for ; lo < len(q.siteAt) && q.siteAt[lo].pos <= i.end; lo++ {
			if q.dom.Dominates(from, q.blocks[q.siteAt[lo].block]) {
				q.siteRefs = append(q.siteRefs, siteRef{int32(lo), Loc{Kind: InSlot, N: i.slot}})
			}
		}
	}
	// Sorted by site, by counting.
	counts := make([]int32, len(q.siteAt)+1)
	for _, r := range q.siteRefs {
		counts[r.site+1]++
	}
	for k := 1; k < len(counts); k++ {
		counts[k] += counts[k-1]
	}
	q.refLocs = sized(q.refLocs, len(q.siteRefs))
	for k := range q.siteSlab {
		q.siteSlab[k].Refs = q.refLocs[counts[k]:counts[k+1]:counts[k+1]]
	}
	for _, r := range q.siteRefs {
		q.refLocs[counts[r.site]] = r.loc
		counts[r.site]++
	}
}
