package ssa

import "slices"

// InductionParams tells [Induction] what pays on a machine.
type InductionParams struct {
	// Top reports whether v, an addition, subtraction, product or shift, may become a counter.
	Top func(v *Value) bool
	// Weight is what v costs in each turn.
	Weight func(v *Value) int
	// Least is the weight of all that a counter replaces at which it pays.
	Least int
	// Max bounds the counters that one loop gets, for each wants a register.
	Max int
}

// Induction replaces linear functions of what a loop counts up by counters of their own
// (strength reduction: Allen, Cocke and Kennedy 1981): one addition per turn does. All is
// arithmetic modulo a power of 2, so overflow changes nothing.
//
// Functions that differ by a constant share a counter. Where a loop has been unrolled, the copies
// of a function that grows by what is known at run time only follow one another in equal steps:
// they become a chain of additions to one counter.
//
// It needs loops with one way in and one way back, and split critical edges.
func Induction(f *Func, p *InductionParams) {
	dom := f.Dominators()
	before := f.NumValues()
	for _, l := range f.Loops(dom).Loops {
		if s := NewSimpleLoop(f, l); s != nil {
			r := &reducer{SimpleLoop: s, dom: dom, p: p}
			r.reduce()
			if r.with != nil {
				f.ReplaceUses(r.with)
			}
		}
	}
	if f.NumValues() > before {
		DeadCode(f)
	}
}

type reducer struct {
	*SimpleLoop
	dom  *DomTree
	p    *InductionParams
	with []*Value // counters by the ID of what they replace
	// inner are the values that linear functions are computed from, once soleTop has been asked.
	inner map[*Value]bool
}

// maxLinear bounds the operations that a linear function is made of.
const maxLinear = 6

// fixed reports whether v does not change in the loop; constants may be computed in it.
func (r *reducer) fixed(v *Value) bool { return r.Invariant(v) || v.Op == OpConst }

// outside returns fixed v, as a value from before the loop.
func (r *reducer) outside(v *Value) *Value {
	if r.Invariant(v) {
		return v
	}
	return r.Const(v.Type, v.Line, v.Imm)
}

// parts returns the argument of v that changes in the loop and the one that does not, if v may
// be a part of a linear function.
func (r *reducer) parts(v *Value) (changes, fixed *Value) {
	if r.Invariant(v) || !v.Type.IsInt() {
		return nil, nil
	}
	switch v.Op {
	case OpAdd, OpSub, OpMul, OpShl:
	default:
		return nil, nil
	}
	a, b := v.Args[0], v.Args[1]
	switch {
	case r.fixed(b) && !r.fixed(a) && (v.Op != OpShl || b.Op == OpConst):
		return a, b
	case r.fixed(a) && !r.fixed(b) && (v.Op == OpAdd || v.Op == OpMul):
		return b, a
	}
	return nil, nil
}

// counter returns the phi that v is a linear function of, and the weight of what computes v
// from it.
func (r *reducer) counter(v *Value, depth int) (phi *Value, weight int) {
	if _, ok := r.Step(v); ok {
		return v, 0
	}
	x, _ := r.parts(v)
	if x == nil || depth == 0 || x.Type != v.Type {
		return nil, 0
	}
	phi, weight = r.counter(x, depth-1)
	return phi, weight + r.p.Weight(v)
}

// linear is a linear function of phi.
type linear struct {
	v, phi *Value
	pays   bool // as a counter of its own
}

// reduce gives counters to what pays.
func (r *reducer) reduce() {
	var all []linear
	for _, b := range r.Loop.Blocks {
		for _, v := range b.Values {
			if v.Op != OpAdd && v.Op != OpSub && v.Op != OpMul && v.Op != OpShl || !r.p.Top(v) {
				continue
			}
			if phi, weight := r.counter(v, maxLinear); phi != nil && phi != v && r.soleTop(v) {
				all = append(all, linear{v, phi, weight >= r.p.Least})
			}
		}
	}
	for made := 0; made < r.p.Max; made++ {
		i := slices.IndexFunc(all, func(l linear) bool { return l.pays })
		if i < 0 {
			return
		}
		done := r.replace(all[i], all)
		all = slices.DeleteFunc(all, func(l linear) bool { return slices.Contains(done, l.v) })
	}
}

// replace makes a counter of l, and of what of all follows from it. It returns these.
func (r *reducer) replace(l linear, all []linear) []*Value {
	var same []*Value
	var at []int64 // the constants that are added to phi
	for _, m := range all {
		if m.phi == l.phi {
			if _, c, ok := r.same(l.v, m.v, l.phi); ok {
				same, at = append(same, m.v), append(at, c)
			}
		}
	}
	total, _ := r.Step(l.phi)
	switch k, constant := r.factor(l.v, l.phi); {
	case constant:
		p := r.count(same[0], l.phi, same[:1], r.slope(same[0], l.phi, total))
		for i, v := range same[1:] {
			v.Become(OpAdd, p, r.Const(v.Type, v.Line, k*(at[i+1]-at[0])))
		}
		return same
	case r.evenly(same, at, total):
		r.count(same[0], l.phi, same, r.slope(same[0], l.phi, at[1]-at[0]))
		return same
	}
	r.count(l.v, l.phi, []*Value{l.v}, r.slope(l.v, l.phi, total))
	return []*Value{l.v}
}

// factor returns by how much v grows when phi grows by 1, if that is constant.
func (r *reducer) factor(v, phi *Value) (int64, bool) {
	if v == phi {
		return 1, true
	}
	x, c := r.parts(v)
	k, ok := r.factor(x, phi)
	switch {
	case v.Op == OpAdd || v.Op == OpSub:
	case c.Op != OpConst:
		return 0, false
	case v.Op == OpMul:
		k *= r.signed(c)
	case v.Op == OpShl:
		k <<= uint(c.Imm) & uint(8*v.Type.Size(r.F.PtrSize)-1)
	}
	return k, ok
}

// evenly reports whether the values, functions of phi plus the constants at, come one step behind
// the other, each computed before the next one, and the first of the next turn, total behind the
// first, a step behind the last.
func (r *reducer) evenly(vs []*Value, at []int64, total int64) bool {
	if len(vs) < 2 {
		return false
	}
	step := at[1] - at[0]
	for i := range vs {
		if i > 0 && (at[i]-at[i-1] != step || !r.before(vs[i-1], vs[i])) {
			return false
		}
	}
	last := len(vs) - 1
	return at[last]+step == at[0]+total && r.dom.Dominates(vs[last].Block, r.End())
}

// count makes a counter of v, the first of a chain whose others follow in steps, as does the
// value for the next turn. It returns the phi.
func (r *reducer) count(v, phi *Value, chain []*Value, by *Value) *Value {
	p := r.NewPhi(r.at(v, phi, phi.Args[r.Way]), v.Line)
	last := p
	for _, w := range chain[1:] {
		w.Become(OpAdd, last, by)
		last = w
	}
	next := r.F.NewValue(OpAdd, v.Type, last, by)
	next.Line = v.Line
	r.End().InsertBeforeTerm(next)
	r.SetNext(p, next)
	// The phi holds the value all turn long, and what is behind the loop sees the last turn.
	for len(r.with) <= int(v.ID) {
		r.with = append(r.with, nil)
	}
	r.with[v.ID] = p
	return p
}

// soleTop reports whether no other linear function of the loop is computed from v, which
// would rather be a counter itself. It is asked before anything is replaced.
func (r *reducer) soleTop(v *Value) bool {
	if r.inner == nil {
		r.inner = make(map[*Value]bool)
		for _, b := range r.Loop.Blocks {
			for _, u := range b.Values {
				if x, _ := r.parts(u); x != nil {
					r.inner[x] = true
				}
			}
		}
	}
	return !r.inner[v]
}

// before reports whether v is computed before w whenever w is.
func (r *reducer) before(v, w *Value) bool {
	if v.Block == w.Block {
		return v.Block.Index(v) < v.Block.Index(w)
	}
	return r.dom.Dominates(v.Block, w.Block)
}

// same reports whether v and w are the same function of phi + a, and phi + b.
func (r *reducer) same(v, w, phi *Value) (a, b int64, ok bool) {
	a, leafV := r.leaf(v, phi)
	b, leafW := r.leaf(w, phi)
	if leafV || leafW {
		return a, b, leafV && leafW
	}
	x, c := r.parts(v)
	y, d := r.parts(w)
	if x == nil || y == nil || v.Op != w.Op || v.Type != w.Type || c != d && (c.Op != OpConst || d.Op != OpConst || c.Imm != d.Imm) {
		return 0, 0, false
	}
	return r.same(x, y, phi)
}

// leaf reports whether v is phi plus a constant.
func (r *reducer) leaf(v, phi *Value) (int64, bool) {
	switch {
	case v == phi:
		return 0, true
	case v.Op == OpAdd && v.Args[0] == phi && v.Args[1].Op == OpConst:
		return r.signed(v.Args[1]), true
	}
	return 0, false
}

// at computes v before the loop, with x for the counter.
func (r *reducer) at(v, phi, x *Value) *Value {
	if v == phi {
		return x
	}
	if r.fixed(v) {
		return r.outside(v)
	}
	return r.Before(v.Op, v.Type, v.Line, r.at(v.Args[0], phi, x), r.at(v.Args[1], phi, x))
}

// slope computes before the loop by how much v grows when the counter grows by s.
func (r *reducer) slope(v, phi *Value, s int64) *Value {
	if v == phi {
		return r.Const(v.Type, v.Line, s)
	}
	x, c := r.parts(v)
	d := r.slope(x, phi, s)
	if v.Op == OpAdd || v.Op == OpSub {
		return d
	}
	return r.Before(v.Op, v.Type, v.Line, d, r.outside(c))
}
