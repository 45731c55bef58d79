package ppc

import "gojvm/codegen/ssa"

// counted lets loops whose number of turns is known on entry count down in CTR: one branch
// then takes the place of compare and branch, and of the counter itself if nothing else reads
// it. CTR holds the count through all turns, so nothing in the loop may call, leave and come
// back, or jump through a table, and no loop inside may count.
func counted(f *ssa.Func) {
	dom := f.Dominators()
	counts := make([]bool, f.NumBlocks())
	defer ssa.DeadCode(f)                  // compares that nothing needs any more
	for _, l := range f.Loops(dom).Loops { // inner loops come first
		r := newReducer(f, l)
		if r == nil || r.latch == nil || !keepsCTR(l, counts) {
			continue
		}
		if n, ok := r.turns(); ok {
			count := f.NewValue(opMtctr, ssa.Void, n)
			count.Line = r.latch.Term().Line
			r.pre.InsertBeforeTerm(count)
			t := r.latch.Term()
			t.Become(opCount)
			if t.Imm = 0; t.Block.Succs[0].B != r.last {
				t.Imm = 1
			}
			for _, b := range l.Blocks {
				counts[b.ID] = true
			}
		}
	}
}

// keepsCTR reports whether nothing in a loop changes CTR.
func keepsCTR(l *ssa.Loop, counts []bool) bool {
	for _, b := range l.Blocks {
		if counts[b.ID] {
			return false
		}
		for _, v := range b.Values {
			// A guard leaves for good.
			if v.Info().Has(ssa.Calls) || v.Op == ssa.OpPoll || v.Op == ssa.OpSwitch {
				return false
			}
		}
	}
	return true
}

// turns appends to the block before the loop the number of its turns, modulo 2^32, if the
// loop goes on as long as a counter in steps of 1 is below or above a bound, or is not equal
// to it.
func (r *reducer) turns() (*ssa.Value, bool) {
	t := r.latch.Term()
	c := t.Args[0]
	if c.Uses != 1 {
		return nil, false
	}
	if len(c.Args) != 2 {
		return nil, false
	}
	op, a, b := c.Op, c.Args[0], c.Args[1]
	if r.latch.Succs[0].B != r.last { // it goes on if the compare fails
		switch op {
		case ssa.OpEq:
			op = ssa.OpNe
		case ssa.OpLt, ssa.OpLe, ssa.OpUlt, ssa.OpUle:
			op = map[ssa.Op]ssa.Op{ssa.OpLt: ssa.OpLe, ssa.OpLe: ssa.OpLt, ssa.OpUlt: ssa.OpUle, ssa.OpUle: ssa.OpUlt}[op]
			a, b = b, a
		default:
			return nil, false
		}
	}
	// Which of the two is the counter, after its step?
	up := true
	next, bound := a, b
	phi := r.stepped(next)
	if phi == nil {
		next, bound = b, a
		phi, up = r.stepped(next), false
	}
	if phi == nil || !r.invariant(bound) {
		return nil, false
	}
	s, _ := r.step(phi)
	start := phi.Args[r.way]
	switch {
	case op == ssa.OpNe && (s == 1 || s == -1):
		up = s == 1
	case (op == ssa.OpLt || op == ssa.OpUlt) && (up && s == 1 || !up && s == -1):
		if !r.entered(op, start, bound, up) {
			return nil, false
		}
	default:
		return nil, false
	}
	from, to := start, bound
	if !up {
		from, to = to, from
	}
	return r.before(ssa.OpSub, phi.Type, t.Line, to, from), true
}

// stepped returns the counter whose value for the next turn v is, or nil.
func (r *reducer) stepped(v *ssa.Value) *ssa.Value {
	for _, phi := range r.loop.Header.Values[:r.loop.Header.NumPhis()] {
		if _, ok := r.step(phi); ok && phi.Args[r.back] == v {
			return phi
		}
	}
	return nil
}

// entered reports whether a compare on the way to the loop, or the constants themselves, say
// that start is below bound (up), or above it.
func (r *reducer) entered(op ssa.Op, start, bound *ssa.Value, up bool) bool {
	a, b := start, bound
	if !up {
		a, b = b, a
	}
	x, ok := imm(a)
	y, ok2 := imm(b)
	if ok && ok2 {
		return op == ssa.OpLt && x < y || op == ssa.OpUlt && uint32(x) < uint32(y)
	}
	same := func(p, q *ssa.Value) bool {
		return p == q || p.Op == ssa.OpConst && q.Op == ssa.OpConst && p.Imm == q.Imm
	}
	for at := r.pre; len(at.Preds) == 1; at = at.Preds[0].B {
		p := at.Preds[0]
		t := p.B.Term()
		if t.Op != ssa.OpIf || p.B.Succs[0].B == p.B.Succs[1].B {
			continue
		}
		c, holds := t.Args[0], p.I == 0
		switch not := map[ssa.Op]ssa.Op{ssa.OpLt: ssa.OpLe, ssa.OpUlt: ssa.OpUle}[op]; {
		case len(c.Args) != 2:
		case c.Op == op && holds && same(c.Args[0], a) && same(c.Args[1], b):
			return true
		case c.Op == not && !holds && same(c.Args[0], b) && same(c.Args[1], a):
			return true
		}
	}
	return false
}
