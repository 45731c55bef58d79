package ppc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// induction replaces products and shifts of what a loop counts up by counters of their own
// (strength reduction: Allen, Cocke and Kennedy 1981): where an index is computed in two
// instructions or more from the counter, one addition per turn does. All is arithmetic
// modulo 2^32, so overflow changes nothing.
//
// It needs loops with one way in and one way back; others are left alone.
func induction(f *ssa.Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	for _, l := range loops.Loops {
		if r := newReducer(f, l); r != nil {
			r.reduce()
			f.ReplaceUses(r.with)
		}
	}
}

// newReducer returns nil for a loop that has not one way in and one way back.
func newReducer(f *ssa.Func, l *ssa.Loop) *reducer {
	r := &reducer{f: f, loop: l, in: map[*ssa.Block]bool{}}
	for _, b := range l.Blocks {
		r.in[b] = true
	}
	if !r.edges() {
		return nil
	}
	return r
}

type reducer struct {
	f    *ssa.Func
	loop *ssa.Loop
	in   map[*ssa.Block]bool
	pre  *ssa.Block // the block before the loop, which leads nowhere else
	way  int        // index of its edge among the header's predecessors
	back int        // index of the edge back
	last *ssa.Block // where that comes from
	// latch is the block that decides between last, which does nothing then, and the way out;
	// nil if there is no such.
	latch *ssa.Block
	made  int
	with  []*ssa.Value // counters by the ID of what they replace
}

// maxCounters bounds the registers that new counters of one loop take.
const maxCounters = 6

func (r *reducer) edges() bool {
	h := r.loop.Header
	if len(h.Preds) != 2 {
		return false
	}
	for i, e := range h.Preds {
		if r.in[e.B] {
			r.back, r.last = i, e.B
		} else {
			r.way, r.pre = i, e.B
		}
	}
	if r.pre == nil || r.last == nil || len(r.pre.Succs) != 1 {
		return false
	}
	if len(r.last.Values) == 1 && len(r.last.Preds) == 1 {
		if b := r.last.Preds[0].B; b.Term().Op == ssa.OpIf && (!r.in[b.Succs[0].B] || !r.in[b.Succs[1].B]) {
			r.latch = b
		}
	}
	return true
}

// end returns the block at whose end counters are stepped: if the last one does nothing it had
// better stay so, for then it needs no code.
func (r *reducer) end() *ssa.Block {
	if r.latch != nil {
		return r.latch
	}
	return r.last
}

// invariant reports whether v does not change in the loop.
func (r *reducer) invariant(v *ssa.Value) bool { return !r.in[v.Block] }

// step returns the constant that a phi of the header grows by per turn.
func (r *reducer) step(phi *ssa.Value) (int64, bool) {
	if phi.Op != ssa.OpPhi || phi.Block != r.loop.Header || phi.Type.Size(4) != 4 || phi.Type == ssa.Ref {
		return 0, false
	}
	next := phi.Args[r.back]
	if next.Op != ssa.OpAdd || next.Args[0] != phi {
		return 0, false
	}
	return imm(next.Args[1])
}

// counter returns the phi that v is a linear function of, and how many instructions of the
// loop compute v from it.
func (r *reducer) counter(v *ssa.Value, depth int) (phi *ssa.Value, cost int) {
	if !r.in[v.Block] || depth == 0 || v.Type.Size(4) != 4 || v.Type == ssa.Ref {
		return nil, 0
	}
	if _, ok := r.step(v); ok {
		return v, 0
	}
	switch v.Op {
	case ssa.OpAdd, ssa.OpSub, ssa.OpMul, ssa.OpShl:
	default:
		return nil, 0
	}
	a, b := v.Args[0], v.Args[1]
	switch {
	case r.invariant(b) && (v.Op != ssa.OpShl || b.Op == ssa.OpConst):
		phi, cost = r.counter(a, depth-1)
	case r.invariant(a) && (v.Op == ssa.OpAdd || v.Op == ssa.OpMul):
		phi, cost = r.counter(b, depth-1)
	}
	if v.Op == ssa.OpMul {
		cost++ // slow besides
	}
	return phi, cost + 1
}

// reduce gives counters to the shifts and products that addresses are made of.
func (r *reducer) reduce() {
	for _, b := range r.loop.Blocks {
		for _, v := range slices.Clone(b.Values) { // new phis come in front
			if v.Op != ssa.OpShl && v.Op != ssa.OpMul || r.made == maxCounters {
				continue
			}
			if phi, cost := r.counter(v, 6); phi != nil && cost >= 2 && phi.Type == v.Type && r.soleTop(v) {
				r.replace(v, phi)
			}
		}
	}
}

// soleTop reports whether no other linear function of the loop is computed from v, which
// would rather be a counter itself.
func (r *reducer) soleTop(v *ssa.Value) bool {
	for _, b := range r.loop.Blocks {
		for _, u := range b.Values {
			if u.Op != ssa.OpAdd && u.Op != ssa.OpSub && u.Op != ssa.OpMul && u.Op != ssa.OpShl {
				continue
			}
			for _, a := range u.Args {
				if a == v {
					return false
				}
			}
		}
	}
	return true
}

// replace makes v a counter.
func (r *reducer) replace(v, phi *ssa.Value) {
	s, _ := r.step(phi)
	start := r.at(v, phi, phi.Args[r.way])
	by := r.slope(v, phi, s)
	if by == nil {
		return
	}
	r.made++
	p := r.f.NewValue(ssa.OpPhi, v.Type)
	p.Line = v.Line
	r.loop.Header.InsertAt(0, p)
	next := r.f.NewValue(ssa.OpAdd, v.Type, p, by)
	next.Line = v.Line
	r.end().InsertBeforeTerm(next)
	for i := range r.loop.Header.Preds {
		if i == r.back {
			p.AddArg(next)
		} else {
			p.AddArg(start)
		}
	}
	// The phi holds the value all turn long, and what is behind the loop sees the last turn.
	for len(r.with) <= int(v.ID) {
		r.with = append(r.with, nil)
	}
	r.with[v.ID] = p
}

// before computes a value before the loop; the start of a counter is often 0, and its step 1.
func (r *reducer) before(op ssa.Op, t ssa.Type, line int32, args ...*ssa.Value) *ssa.Value {
	if len(args) == 2 {
		a, constA := imm(args[0])
		b, constB := imm(args[1])
		switch {
		case constA && constB && (op == ssa.OpAdd || op == ssa.OpSub || op == ssa.OpMul || op == ssa.OpShl):
			x, err := ssa.EvalPure(op, t, t, 4, 0, uint64(uint32(a)), uint64(uint32(b)), 0)
			if err != nil {
				panic("BUG: " + err.Error())
			}
			n := r.before(ssa.OpConst, t, line)
			n.Imm = ssa.Norm(t, 4, int64(x))
			return n
		case op == ssa.OpMul && (constA && a == 0 || constB && b == 0):
			return r.before(ssa.OpConst, t, line)
		case (constA && a == 0 && op == ssa.OpAdd || constA && a == 1 && op == ssa.OpMul) && args[1].Type == t:
			return args[1]
		case (constB && b == 0 && (op == ssa.OpAdd || op == ssa.OpSub) || constB && b == 1 && op == ssa.OpMul) && args[0].Type == t:
			return args[0]
		}
	}
	n := r.f.NewValue(op, t, args...)
	n.Line = line
	return r.pre.InsertBeforeTerm(n)
}

// at computes v before the loop, with x for the counter.
func (r *reducer) at(v, phi, x *ssa.Value) *ssa.Value {
	if v == phi {
		return x
	}
	if r.invariant(v) {
		return v
	}
	return r.before(v.Op, v.Type, v.Line, r.at(v.Args[0], phi, x), r.at(v.Args[1], phi, x))
}

// slope computes before the loop by how much v grows when the counter grows by s.
func (r *reducer) slope(v, phi *ssa.Value, s int64) *ssa.Value {
	if v == phi {
		k := r.before(ssa.OpConst, v.Type, v.Line)
		k.Imm = ssa.Norm(v.Type, 4, s)
		return k
	}
	a, b := v.Args[0], v.Args[1]
	if r.invariant(a) { // the counter is in the other
		a, b = b, a
	}
	d := r.slope(a, phi, s)
	k, constant := d.IsConst()
	c, fixed := imm(b)
	switch {
	case v.Op == ssa.OpAdd || v.Op == ssa.OpSub:
		return d
	case constant && fixed && r.invariant(b):
		if v.Op == ssa.OpShl {
			k <<= uint(c) & 31
		} else {
			k *= c
		}
		n := r.before(ssa.OpConst, v.Type, v.Line)
		n.Imm = ssa.Norm(v.Type, 4, k)
		return n
	}
	return r.before(v.Op, v.Type, v.Line, d, b)
}
