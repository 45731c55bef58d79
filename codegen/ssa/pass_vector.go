package ssa

// vectorChecks bounds the tests in front of a vector loop.
const vectorChecks = 8

// Vectorize lets innermost counted loops of one block over arrays do several turns at once, one
// per lane of vectors (Allen and Kennedy 2001; Muchnick 1997, 17.4 has the control flow). As with
// [Unroll], the new loop stands in front of the old one, which does what is left:
//
//	if i < n' && checks { do { vector body; i += k } while i < n' ; fold the lanes ; if !(i < n) goto out }
//	do { body; i++ } while i < n
//	out:
//
// where n' = n - (k-1). All accesses are of one width and next to one another from turn to turn;
// the type of the lanes follows from the width, so that bytes and shorts are computed in
// their low bits (pass_vector_lanes.go). What a turn stores another may load only if the order
// of the two does not change, or if a check tells that they are not the same memory
// (pass_vector_memory.go). Besides, turns may be connected by sums and the like of integers
// (pass_vector_reduce.go); those of floats have an order. A poll stays, once for all lanes.
//
// wide: the machine has vectors of 256 bits, which are chosen where a loop goes round often enough.
func Vectorize(f *Func, wide bool) {
	loops := f.Loops(f.Dominators())
	outer := make(map[*Loop]bool)
	for _, l := range loops.Loops {
		outer[l.Outer] = true
	}
	var e *editor
	for _, l := range loops.Loops {
		if outer[l] || len(l.Blocks) != 1 {
			continue
		}
		c := counted(loops, l)
		if c == nil || c.step != 1 {
			continue
		}
		if e == nil {
			e = newEditor(f, func(b *Block) bool { l := loops.Of(b); return l != nil && !outer[l] })
		}
		for _, t := range []Type{V256, V128} {
			z := &vectorizer{e: e, f: f, c: c, b: l.Header, t: t}
			if (wide || t == V128) && z.analyze() {
				z.build(loops)
				break
			}
		}
	}
	if e != nil {
		cleanPhis(f)
		merge(f)
	}
}

// vectorizer is the state of that for one loop.
type vectorizer struct {
	e *editor
	f *Func
	c *countedLoop
	b *Block // all of the loop
	t Type   // of the vectors

	size  int64 // of an element in bytes
	scale uint8 // its logarithm
	users map[*Value][]*Value
	lanes map[*Value]bool // values that are computed in lanes
	acc   []*access
	apart [][2]*access // pairs that a check must tell apart
	sums  []*reduction

	at    *Block            // where values go
	front *Block            // in front of the new loop
	vec   map[*Value]*Value // vectors by scalar
	m     map[*Value]*Value // scalars of the new loop by those of the old
}

// analyze reports whether the loop can be done in lanes, and prepares that.
func (z *vectorizer) analyze() bool {
	c := z.c
	z.users, z.lanes = map[*Value][]*Value{}, map[*Value]bool{}
	if !z.accesses() {
		return false
	}
	if n := c.turns(); n > 0 && (n <= unrollAllTurns || n < int64(z.turns())) {
		return false
	}
	if p := c.latch.Counts; p != nil {
		if i := c.l.Header.Preds[c.back].I; p[i] < int64(z.turns())*max(p[1-i], 1) {
			return false
		}
	}
	for _, v := range z.b.Values {
		v.EachUse(func(p **Value) {
			if u := z.users[*p]; len(u) == 0 || u[len(u)-1] != v {
				z.users[*p] = append(u, v)
			}
		})
	}
	for _, v := range z.b.Values[:z.b.NumPhis()] {
		if v != c.phi && !z.reduction(v) {
			return false
		}
	}
	if z.t == V256 && len(z.sums) > 0 {
		return false // to fold lanes among upper halves in use costs more than they gain
	}
	stores := false
	for i, v := range z.b.Values {
		switch {
		case isStore(v):
			if !z.inLanes(v.Args[0]) {
				return false
			}
			stores = true
		case v.Op == OpPoll:
			if !z.plainPoll(i, v) {
				return false
			}
		case v.Info().Flags&(Effect|Writes|Terminates) != 0 && v != z.b.Term():
			return false
		case !z.usedInsideOnly(v):
			return false
		}
	}
	return (stores || len(z.sums) > 0) && z.independent()
}

// turns returns the number of turns that the new loop does at once.
func (z *vectorizer) turns() int { return z.t.Size(8) / int(z.size) }

// invariant reports whether v is the same in all turns.
func (z *vectorizer) invariant(v *Value) bool {
	return v.Block != z.b || v.Op == OpConst || v.Op == OpFconst
}

// plainPoll reports whether the poll, number i of the block, comes behind all accesses and names
// only what the new loop has.
func (z *vectorizer) plainPoll(i int, poll *Value) bool {
	for _, v := range z.b.Values[i+1:] {
		if v.Info().Flags&(Reads|Writes) != 0 {
			return false
		}
	}
	if poll.State != nil {
		for _, x := range poll.State.Vals {
			if !z.invariant(x) && x != z.c.phi && x != z.c.next {
				return false
			}
		}
	}
	return true
}

// usedInsideOnly reports whether v is not used behind the loop, but for what the new loop
// computes, too.
func (z *vectorizer) usedInsideOnly(v *Value) bool {
	if v == z.c.next {
		return true
	}
	for _, r := range z.sums {
		if v == r.result {
			return true
		}
	}
	if v.Op == OpConst || v.Op == OpFconst {
		return true
	}
	for _, u := range z.e.usersOf(v) {
		if u.Block == nil || u.Block == z.b {
			continue
		}
		used := false
		u.EachUse(func(p **Value) { used = used || *p == v })
		if used {
			return false
		}
	}
	return true
}

// put appends a value to the current block.
func (z *vectorizer) put(op Op, t Type, args ...*Value) *Value {
	v := z.f.NewValue(op, t, args...)
	v.Line = z.c.test.Line
	z.at.InsertBeforeTerm(v)
	z.e.note(v)
	return v
}

func (z *vectorizer) constant(t Type, x int64) *Value {
	v := z.put(OpConst, t)
	v.Imm = Norm(t, z.f.PtrSize, x)
	return v
}

// hoistConstants moves the constants of the loop to block pre, which dominates the new one too.
func (z *vectorizer) hoistConstants(pre *Block) {
	kept := z.b.Values[:0]
	for _, v := range z.b.Values {
		if v.Op == OpConst || v.Op == OpFconst {
			pre.InsertBeforeTerm(v)
			continue
		}
		kept = append(kept, v)
	}
	clear(z.b.Values[len(kept):])
	z.b.Values = kept
}

// build makes the new loop.
func (z *vectorizer) build(loops *LoopTree) {
	f, c := z.f, z.c
	pre := preheader(f, loops, c.l)
	if pre.Term().Op != OpJmp {
		pre = f.SplitEdge(pre, 0)
	}
	init := c.phi.Args[c.entry]
	k := int64(z.turns())

	z.hoistConstants(pre)
	z.at = pre
	limit := c.limit
	lower := z.put(OpSub, c.phi.Type, limit, z.constant(c.phi.Type, k-1))
	enter := z.both(z.placed(c.compareStrictly(f, lower, limit)), z.placed(c.compare(f, init, lower)))
	for _, ok := range z.checks(init, limit) {
		enter = z.both(enter, ok)
	}

	front, top, after := f.NewBlock(), f.NewBlock(), f.NewBlock()
	front.Freq, top.Freq, after.Freq = z.b.Freq, z.b.Freq, z.b.Freq
	z.vec, z.m = map[*Value]*Value{}, map[*Value]*Value{}
	z.at, z.front = front, front
	for _, v := range z.b.Values { // in the order of the block, so that the outcome is always the same
		if z.lanes[v] || isStore(v) {
			v.EachUse(func(p **Value) { z.splatInvariant(*p) })
		}
	}
	for _, r := range z.sums {
		z.begin(r)
	}
	z.jump(front, top)

	z.at = top
	i := f.NewValue(OpPhi, c.phi.Type, init)
	i.Line = c.phi.Line
	top.Append(i)
	for _, r := range z.sums {
		r.phiOfLanes = f.NewValue(OpPhi, z.t, r.initLanes)
		r.phiOfLanes.Line = r.phi.Line
		top.Append(r.phiOfLanes)
		z.vec[r.phi] = r.phiOfLanes
	}
	z.m[c.phi] = i
	next := (*Value)(nil)
	for _, v := range z.b.Values[z.b.NumPhis():] {
		if z.lanes[v] {
			z.vec[v] = z.compute(v)
		}
		switch {
		case v == c.next: // in lanes too, if it is stored
			next = z.put(OpAdd, c.phi.Type, i, z.constant(c.phi.Type, k))
			z.m[v] = next
		case v.Op == OpPoll:
			p := z.e.cloneValue(v, z.m)
			top.Append(p)
			z.e.note(p)
		case isStore(v):
			z.store(v)
		}
	}
	test := z.placed(c.compare(f, next, lower))
	branch := z.put(OpIf, Void, test)
	top.AddSucc(top)
	top.AddSucc(after)
	i.AddArg(next)
	z.e.note(i)
	for _, r := range z.sums {
		r.phiOfLanes.AddArg(z.vec[r.result])
		z.e.note(r.phiOfLanes)
	}
	branch.Line = c.test.Line

	z.at = after
	z.m[c.next] = next
	if z.t == V256 {
		z.put(OpVend, Void)
	}
	for _, r := range z.sums {
		z.m[r.result] = z.fold(r)
	}
	c.goOn(z.e, after, z.placed(c.compare(f, next, limit)), z.m)
	c.enter(z.e, pre, front, enter)
	z.counts(pre, top, after)

	z.e.repair(c.next, map[*Block]*Value{top: next})
	for _, r := range z.sums {
		z.e.repair(r.result, map[*Block]*Value{after: z.m[r.result]})
	}
}

// placed appends a value that has been made.
func (z *vectorizer) placed(v *Value) *Value {
	z.at.InsertBeforeTerm(v)
	z.e.note(v)
	return v
}

func (z *vectorizer) both(a, b *Value) *Value { return z.put(OpAnd, I32, a, b) }

// jump ends block b with a jump to c.
func (z *vectorizer) jump(b, c *Block) {
	v := z.f.NewValue(OpJmp, Void)
	v.Line = z.c.test.Line
	b.Append(v)
	b.AddSucc(c)
}

// counts shares the profile out. The old loop does less turns than there are lanes; it has
// counts in any case, so that nobody unrolls it.
func (z *vectorizer) counts(pre, top, after *Block) {
	c, k := z.c, int64(z.turns())
	i := c.l.Header.Preds[c.back].I
	p := c.latch.Counts
	c.latch.Counts = []int64{1, 1}
	if p != nil {
		turns, leaves := p[i], max(p[1-i], 1)
		pre.Counts = []int64{9, 1}
		top.Counts = []int64{turns / k, leaves}
		after.Counts = []int64{leaves, max(leaves/k, 1)}
		c.latch.Counts[1-i] = leaves
	}
	c.latch.Counts[i] = c.latch.Counts[1-i] * max(k/2-1, 1)
}
