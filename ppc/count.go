package ppc

import "gojvm/codegen/ssa"

// simple is a loop with one way in and one way back.
type simple struct{ *ssa.SimpleLoop }

// simpleLoop returns nil if l is no such loop.
func simpleLoop(f *ssa.Func, l *ssa.Loop) *simple {
	if s := ssa.NewSimpleLoop(f, l); s != nil {
		return &simple{s}
	}
	return nil
}

// induction is what pays as a counter: an index that is computed in two instructions or more,
// the last of which cannot be part of an address. Products are slow besides.
var induction = ssa.InductionParams{
	Top: func(v *ssa.Value) bool { return v.Op == ssa.OpShl || v.Op == ssa.OpMul },
	Weight: func(v *ssa.Value) int {
		if v.Op == ssa.OpMul {
			return 2
		}
		return 1
	},
	Least: 2,
	Max:   6,
}

// counted lets loops whose number of turns is known on entry count down in CTR: one branch
// then takes the place of compare and branch, and of the counter itself if nothing else reads
// it. CTR holds the count through all turns, so nothing in the loop may call, leave and come
// back, or jump through a table, and no loop inside may count.
func counted(f *ssa.Func) {
	dom := f.Dominators()
	counts := make([]bool, f.NumBlocks())
	defer ssa.DeadCode(f)                  // compares that nothing needs any more
	for _, l := range f.Loops(dom).Loops { // inner loops come first
		r := simpleLoop(f, l)
		if r == nil || r.Latch == nil || !keepsCTR(l, counts) {
			continue
		}
		if n, ok := r.turns(); ok {
			count := f.NewValue(opMtctr, ssa.Void, n)
			count.Line = r.Latch.Term().Line
			r.Pre.InsertBeforeTerm(count)
			t := r.Latch.Term()
			t.Become(opCount)
			if t.Imm = 0; t.Block.Succs[0].B != r.Last {
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
func (r *simple) turns() (*ssa.Value, bool) {
	t := r.Latch.Term()
	c := t.Args[0]
	if c.Uses != 1 {
		return nil, false
	}
	if len(c.Args) != 2 {
		return nil, false
	}
	op, a, b := c.Op, c.Args[0], c.Args[1]
	if r.Latch.Succs[0].B != r.Last { // it goes on if the compare fails
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
	if phi == nil || !r.Invariant(bound) {
		return nil, false
	}
	s, _ := r.Step(phi)
	start := phi.Args[r.Way]
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
	return r.Before(ssa.OpSub, phi.Type, t.Line, to, from), true
}

// stepped returns the counter whose value for the next turn v is, or nil.
func (r *simple) stepped(v *ssa.Value) *ssa.Value {
	for _, phi := range r.Loop.Header.Values[:r.Loop.Header.NumPhis()] {
		if _, ok := r.Step(phi); ok && phi.Args[r.Back] == v {
			return phi
		}
	}
	return nil
}

// entered reports whether a compare on the way to the loop, or the constants themselves, say
// that start is below bound (up), or above it.
func (r *simple) entered(op ssa.Op, start, bound *ssa.Value, up bool) bool {
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
	for at := r.Pre; len(at.Preds) == 1; at = at.Preds[0].B {
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
