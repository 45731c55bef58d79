package ssa

// Limits of unrolling: the values of a body that is copied so many times, and the turns and
// values of a loop that goes altogether.
const (
	unrollBy4Limit  = 16
	unrollBy2Limit  = 32
	unrollAllTurns  = 8
	unrollAllValues = 64
	// unrollMinTurns: a loop that the profile says goes round less often is left alone.
	unrollMinTurns = 10
)

// Unroll lets innermost counted loops do several turns for one test (Muchnick 1997, 17.4.3). In
// front of the loop comes one whose body is the old one k times, without the tests between;
// it runs while k turns are left at least. What is left the old loop does:
//
//	if i < n' { do { body; i += s; body; i += s } while i < n' ; if !(i < n) goto out }
//	do { body; i += s } while i < n
//	out:
//
// where n' = n - (k-1)*s, if that does not overflow. A loop of few turns, whose number is
// known, gets a k of that number; the passes behind find that nothing of the rest can be
// reached. Only the last of the k copies keeps its polls.
func Unroll(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	outer := make(map[*Loop]bool) // loops around others
	for _, l := range loops.Loops {
		outer[l.Outer] = true
	}
	var e *editor
	for _, l := range loops.Loops {
		if outer[l] {
			continue
		}
		c := counted(loops, l)
		if c == nil || !c.choose() {
			continue
		}
		if e == nil {
			e = newEditor(f, func(b *Block) bool { l := loops.Of(b); return l != nil && !outer[l] })
		}
		e.unroll(loops, c)
	}
	if e != nil {
		cleanPhis(f)
		merge(f)
	}
}

// countedLoop is a loop that is tested once, at its end: it goes on while op(next, limit), or
// op(limit, next) if swapped.
type countedLoop struct {
	l           *Loop
	latch       *Block
	back, entry int // which predecessors of the header these are
	test        *Value
	phi, next   *Value
	limit       *Value
	step        int64
	op          Op // OpLt or OpLe
	swapped     bool
	k           int // turns for one test
}

// counted returns what is known of l if it is a counted loop.
func counted(loops *LoopTree, l *Loop) *countedLoop {
	h := l.Header
	if len(l.Back) != 1 || len(h.Preds) != 2 {
		return nil
	}
	c := &countedLoop{l: l, latch: l.Back[0]}
	if h.Preds[0].B == c.latch {
		c.entry = 1
	} else {
		c.back = 1
	}
	t := c.latch.Term()
	if t.Op != OpIf || loops.Contains(l, h.Preds[c.entry].B) || loops.Contains(l, c.latch.Succs[1-h.Preds[c.back].I].B) {
		return nil
	}
	c.test = t.Args[0]
	if c.test.Op != OpLt && c.test.Op != OpLe || !c.test.Args[0].Type.IsInt() || c.test.Args[0].Type == Ptr {
		return nil
	}
	a, b := c.test.Args[0], c.test.Args[1]
	c.op = c.test.Op
	if h.Preds[c.back].I == 1 { // goes on while not a < b, which is b <= a
		a, b = b, a
		c.op = OpLt + OpLe - c.op
	}
	invariant := func(v *Value) bool { return !loops.Contains(l, v.Block) || v.Op == OpConst }
	switch {
	case invariant(b):
		c.next, c.limit = a, b
	case invariant(a):
		c.next, c.limit, c.swapped = b, a, true
	default:
		return nil
	}
	x := c.next
	if x.Op != OpAdd || x.Args[1].Op != OpConst || x.Args[0].Op != OpPhi || x.Args[0].Block != h || x.Args[0].Args[c.back] != x {
		return nil
	}
	c.phi, c.step = x.Args[0], x.Args[1].Imm
	if c.step == 0 || c.swapped != (c.step < 0) || c.step > 1<<16 || c.step < -1<<16 {
		return nil
	}
	for _, b := range l.Blocks {
		if b.Term().Op == OpCatch {
			return nil
		}
		for _, v := range b.Values {
			if v.Info().Has(Calls) {
				return nil
			}
		}
	}
	return c
}

// choose finds out how many turns to do for one test; it reports false if unrolling does not pay.
func (c *countedLoop) choose() bool {
	size := 0
	for _, b := range c.l.Blocks {
		for _, v := range b.Values {
			if v.Op != OpPhi && v.Op != OpConst && v.Op != OpFconst && v.Op != OpPoll && !v.Info().Has(Terminates) {
				size++
			}
		}
	}
	if n := c.turns(); n > 1 && n <= unrollAllTurns && size*int(n) <= unrollAllValues {
		c.k = int(n)
		return true
	} else if n > 0 && n < unrollMinTurns {
		return false
	}
	if p := c.latch.Counts; p != nil {
		if i := c.l.Header.Preds[c.back].I; p[i] < unrollMinTurns*max(p[1-i], 1) {
			return false
		}
	}
	switch {
	case size <= unrollBy4Limit:
		c.k = 4
	case size <= unrollBy2Limit:
		c.k = 2
	default:
		return false
	}
	return true
}

// turns returns the number of turns if it is known, else 0.
func (c *countedLoop) turns() int64 {
	init := c.phi.Args[c.entry]
	if init.Op != OpConst || c.limit.Op != OpConst {
		return 0
	}
	// The turn with i is followed by another while i + step passes the test.
	room, step := c.limit.Imm-init.Imm, c.step
	if c.swapped {
		room, step = -room, -step
	}
	if c.op == OpLt {
		room--
	}
	if room < 0 || room > 1<<30 {
		return 0
	}
	return room/step + 1
}

// compare makes the test whether v is within the limit.
func (c *countedLoop) compare(f *Func, v, limit *Value) *Value {
	if c.swapped {
		v, limit = limit, v
	}
	t := f.NewValue(c.op, I32, v, limit)
	t.Line = c.test.Line
	return t
}

func (e *editor) unroll(loops *LoopTree, c *countedLoop) {
	f, l, h := e.f, c.l, c.l.Header
	pre := preheader(f, loops, l)
	if pre.Term().Op != OpJmp {
		pre = f.SplitEdge(pre, 0)
	}
	add := func(b *Block, v *Value) *Value {
		v.Line = c.test.Line
		b.InsertBeforeTerm(v)
		e.note(v)
		return v
	}
	// The lower limit, and whether to enter the new loop.
	limit := c.limit
	if limit.Op == OpConst {
		limit = add(pre, f.NewValue(OpConst, c.phi.Type))
		limit.Imm = c.limit.Imm
	}
	less := add(pre, f.NewValue(OpConst, c.phi.Type))
	less.Imm = int64(c.k-1) * c.step
	lower := add(pre, f.NewValue(OpSub, c.phi.Type, limit, less))
	exact := add(pre, c.compareStrictly(f, lower, limit))
	enough := add(pre, c.compare(f, c.phi.Args[c.entry], lower))
	both := add(pre, f.NewValue(OpAnd, I32, exact, enough))

	// The new header's phis.
	m := make([]map[*Value]*Value, c.k)
	copies := make([]map[*Block]*Block, c.k)
	m[0] = map[*Value]*Value{}
	top := f.NewBlock()
	phis := h.Values[:h.NumPhis()]
	for _, phi := range phis {
		x := f.NewValue(OpPhi, phi.Type, phi.Args[c.entry])
		x.Line = phi.Line
		m[0][phi] = top.Append(x)
	}
	for j := range m {
		if j > 0 {
			m[j] = map[*Value]*Value{}
			for _, phi := range phis {
				m[j][phi] = mappedBy(m[j-1], phi.Args[c.back])
			}
		}
		copies[j] = e.copyTurn(c, m[j], j == c.k-1)
	}
	jump := f.NewValue(OpJmp, Void)
	jump.Line = c.test.Line
	top.Append(jump)
	top.AddSucc(copies[0][h])
	for j := 0; j < c.k-1; j++ { // no test
		b := copies[j][c.latch]
		t := b.Term()
		t.Become(OpJmp)
		b.Counts = nil
		b.AddSucc(copies[j+1][h])
	}
	// The test of the new loop, and behind it that of the old one.
	last := m[c.k-1]
	b := copies[c.k-1][c.latch]
	next := mappedBy(last, c.next)
	test := add(b, c.compare(f, next, lower))
	b.Term().SetArg(0, test)
	b.Term().Op = OpIf
	b.AddSucc(top)
	after := f.NewBlock()
	b.AddSucc(after)
	for _, phi := range phis {
		x := m[0][phi]
		a := mappedBy(last, phi.Args[c.back])
		x.AddArg(a)
		e.note(x)
	}
	rest := c.compare(f, next, c.limitIn(e, after))
	rest.Block = after
	after.Append(rest)
	e.note(rest)
	c.goOn(e, after, rest, last)
	c.enter(e, pre, top, both)
	if c.latch.Counts != nil {
		pre.Counts = []int64{9, 1}
	}
	c.counts(b, after)
	for _, x := range l.Blocks {
		for _, v := range append([]*Value(nil), x.Values...) {
			if v.Type == Void {
				continue
			}
			defs := map[*Block]*Value{}
			for j := range m {
				if v.Op == OpPhi && x == h {
					if j == 0 {
						defs[top] = m[0][v]
					}
					defs[copies[j][h]] = m[j][v]
				} else {
					defs[copies[j][x]] = m[j][v]
				}
			}
			e.repair(v, defs)
		}
	}
}

// goOn has after, the block behind turns that another loop has done, go on in this loop if rest holds, and
// leave it if not. m has values of this loop as they are behind those turns.
func (c *countedLoop) goOn(e *editor, after *Block, rest *Value, m map[*Value]*Value) {
	h := c.l.Header
	exit := c.latch.Succs[1-h.Preds[c.back].I]
	branch := e.f.NewValue(OpIf, Void, rest)
	branch.Line = c.test.Line
	after.Append(branch)
	e.note(branch)
	after.AddSucc(h)
	after.AddSucc(exit.B)
	for _, s := range after.Succs {
		for _, phi := range s.B.Values[:s.B.NumPhis()] {
			from := exit.I
			if s.B == h {
				from = c.back
			}
			a := mappedBy(m, phi.Args[from])
			phi.AddArg(a)
			e.noteUse(a, phi)
		}
	}
}

// enter has pre, which jumps into this loop, go to the other one, which begins with block first, if test
// holds. The edge becomes the first of first's.
func (c *countedLoop) enter(e *editor, pre, first *Block, test *Value) {
	t := pre.Term()
	t.Op = OpIf
	t.AddArg(test)
	e.note(t)
	pre.Counts = nil
	old := pre.Succs[0]
	pre.Succs = []Edge{{first, 0}, old}
	old.B.Preds[old.I] = Edge{pre, 1}
	first.Preds = append([]Edge{{pre, 0}}, first.Preds...)
	for i, p := range first.Preds {
		p.B.Succs[p.I].I = i
	}
}

// compareStrictly makes the test whether the lower limit is really before the limit.
func (c *countedLoop) compareStrictly(f *Func, lower, limit *Value) *Value {
	if c.swapped {
		lower, limit = limit, lower
	}
	return f.NewValue(OpLt, I32, lower, limit)
}

// limitIn returns the limit, a constant as a copy in b: the old one may be computed in the loop.
func (c *countedLoop) limitIn(e *editor, b *Block) *Value {
	if c.limit.Op != OpConst {
		return c.limit
	}
	v := e.f.NewValue(OpConst, c.limit.Type)
	v.Imm, v.Line = c.limit.Imm, c.limit.Line
	return b.Append(v)
}

// counts shares the profile out: most turns are done by the new loop, which ends in b.
func (c *countedLoop) counts(b, after *Block) {
	p := c.latch.Counts
	if p == nil {
		b.Counts = nil
		return
	}
	i := c.l.Header.Preds[c.back].I
	turns, leaves := p[i], max(p[1-i], 1)
	b.Counts = []int64{turns / int64(c.k), leaves}
	after.Counts = []int64{leaves, leaves}
	c.latch.Counts = []int64{leaves, leaves}
	if c.k > 2 {
		c.latch.Counts[i] = 2 * leaves
	}
}

// mappedBy returns the copy of v by table m, or v.
func mappedBy(m map[*Value]*Value, v *Value) *Value {
	if x := m[v]; x != nil {
		return x
	}
	return v
}

// copyTurn copies the blocks of the loop, whose header's phis the table m has, with all edges but
// those of the latch. Without polls, if it is not to keep them.
func (e *editor) copyTurn(c *countedLoop, m map[*Value]*Value, polls bool) map[*Block]*Block {
	f, l := e.f, c.l
	copies := map[*Block]*Block{}
	for _, b := range l.Blocks {
		x := f.NewBlock()
		copies[b] = x
		n := b.NumPhis()
		if b != l.Header {
			for _, phi := range b.Values[:n] { // the arguments follow when the edges are there
				y := f.NewValue(OpPhi, phi.Type)
				y.Line = phi.Line
				m[phi] = x.Append(y)
			}
		}
		e.cloneInto(x, b, n, m)
		if !polls {
			kept := x.Values[:0]
			for _, v := range x.Values {
				if v.Op == OpPoll {
					v.dropState()
					continue
				}
				kept = append(kept, v)
			}
			x.Values = kept
		}
	}
	for _, b := range l.Blocks {
		if b == c.latch {
			continue
		}
		for _, s := range b.Succs {
			if n := copies[s.B]; n != nil {
				copies[b].AddSucc(n)
				continue
			}
			copies[b].AddSucc(s.B)
			for _, phi := range s.B.Values[:s.B.NumPhis()] {
				a := mappedBy(m, phi.Args[s.I])
				phi.AddArg(a)
				e.noteUse(a, phi)
			}
		}
	}
	original := map[*Block]*Block{}
	for b, x := range copies {
		original[x] = b
	}
	for _, b := range l.Blocks {
		if b == l.Header {
			continue
		}
		x := copies[b]
		for i, phi := range b.Values[:b.NumPhis()] {
			for _, p := range x.Preds {
				x.Values[i].AddArg(mappedBy(m, phi.Args[original[p.B].Succs[p.I].I]))
			}
			e.note(x.Values[i])
		}
	}
	return copies
}
