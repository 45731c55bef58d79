package ssa

import "math"

// Checks removes branches and guards whose outcome is known: null checks and bounds checks
// above all. It walks the dominator tree with what holds there: outcomes of conditions passed
// on the way, ranges of integers, and differences between them (Bodik, Gupta, Sarkar: ABCD,
// PLDI 2000, on demand and without its graph for the whole function).
//
// A loop's counter that starts at a and goes up by a constant, under a test that keeps it
// from overflowing, never is below a; one that goes down never is above.
func Checks(f *Func) {
	c := &checks{
		f: f, base: map[ID]interval{}, refined: map[ID]interval{}, known: map[condKey]bool{},
		less: map[ID][]difference{},
	}
	c.dom = f.Dominators()
	c.inductions()
	c.dom.Walk(c.enter, c.leave)
	if c.changed {
		DeadCode(f)
		Branches(f)
	}
}

// difference says that a value is at most v+d.
type difference struct {
	v *Value
	d int64
}

// condKey is a condition: the compare of two values, or with op OpIf that a value is not 0.
type condKey struct {
	op   Op
	a, b ID
}

type checks struct {
	f       *Func
	dom     *DomTree
	base    map[ID]interval
	refined map[ID]interval // what conditions add to base
	known   map[condKey]bool
	less    map[ID][]difference
	undo    []func()
	marks   []int
	budget  int
	changed bool
}

func (c *checks) enter(b *Block) {
	c.marks = append(c.marks, len(c.undo))
	if len(b.Preds) == 1 {
		p := b.Preds[0]
		switch t := p.B.Term(); {
		case t.Op == OpIf:
			c.assert(t.Args[0], p.I == 0, 0)
		case t.Op == OpSwitch:
			if cases, _ := t.Aux.([]int64); p.I < len(cases) {
				c.refine(t.Args[0], interval{cases[p.I], cases[p.I]})
			}
		}
	}
	kept := make([]*Value, 0, len(b.Values)+1)
	for _, v := range b.Values {
		switch v.Op {
		case OpGuard:
			x := v.Args[0]
			if truth, ok := c.truth(x); ok && truth {
				v.dropState()
				v.ResetArgs()
				c.changed = true
				continue
			}
			c.assert(x, true, 0)
		case OpIf, OpSelect:
			if x := v.Args[0]; x.Op != OpConst {
				if truth, ok := c.truth(x); ok {
					k := c.f.NewValue(OpConst, I32)
					k.Imm = int64(b2u(truth))
					k.Block = b
					kept = append(kept, k)
					v.SetArg(0, k)
					c.changed = true
				}
			}
		}
		kept = append(kept, v)
	}
	b.Values = kept
}

func (v *Value) dropState() {
	if v.State != nil {
		for _, x := range v.State.Vals {
			x.Uses--
		}
		v.State = nil
	}
}

func (c *checks) leave(*Block) {
	n := c.marks[len(c.marks)-1]
	c.marks = c.marks[:len(c.marks)-1]
	for i := len(c.undo) - 1; i >= n; i-- {
		c.undo[i]()
	}
	c.undo = c.undo[:n]
}

// rangeOf returns the range of v here.
func (c *checks) rangeOf(v *Value) interval { return c.rangeAt(v, 2) }

func (c *checks) rangeAt(v *Value, depth int) interval {
	r := c.baseRange(v)
	if s, ok := c.refined[v.ID]; ok {
		r = r.meet(s)
	}
	if depth > 0 && (v.Op == OpAdd || v.Op == OpSub || v.Op == OpAnd || v.Op == OpSext32 || v.Op == OpShr) && hasRange(v) {
		r = r.meet(rangeOfOp(v, func(a *Value) interval { return c.rangeAt(a, depth-1) }))
	}
	return r
}

// refine records that v is in r here.
func (c *checks) refine(v *Value, r interval) {
	if !hasRange(v) || v.Op == OpConst {
		return
	}
	old, had := c.refined[v.ID]
	n := r
	if had {
		n = old.meet(r)
	}
	if had && n == old {
		return
	}
	c.refined[v.ID] = n
	c.undo = append(c.undo, func() {
		if had {
			c.refined[v.ID] = old
		} else {
			delete(c.refined, v.ID)
		}
	})
}

// atMost records a <= b + d.
func (c *checks) atMost(a, b *Value, d int64) {
	c.less[a.ID] = append(c.less[a.ID], difference{b, d})
	c.undo = append(c.undo, func() {
		l := c.less[a.ID]
		c.less[a.ID] = l[:len(l)-1]
	})
	ra, rb := c.rangeOf(a), c.rangeOf(b)
	if hi, ok := addExact(rb.hi, d); ok && hi < ra.hi {
		c.refine(a, interval{math.MinInt64, hi})
	}
	if lo, ok := addExact(ra.lo, -d); ok && lo > rb.lo {
		c.refine(b, interval{lo, math.MaxInt64})
	}
}

func (c *checks) learn(k condKey, truth bool) {
	if _, ok := c.known[k]; ok {
		return
	}
	c.known[k] = truth
	c.undo = append(c.undo, func() { delete(c.known, k) })
}

func keyOf(v *Value) condKey {
	if !v.Info().Has(Compares) {
		return condKey{OpIf, v.ID, -1}
	}
	k := condKey{v.Op, v.Args[0].ID, v.Args[1].ID}
	if v.Info().Has(Commutes) && k.a > k.b {
		k.a, k.b = k.b, k.a
	}
	return k
}

// isZero reports whether v is the constant 0 or null.
func isZero(v *Value) bool { return v.Op == OpConst && v.Imm == 0 }

// assert records the outcome of a condition.
func (c *checks) assert(x *Value, truth bool, depth int) {
	if depth > 4 {
		return
	}
	c.learn(keyOf(x), truth)
	if !x.Info().Has(Compares) {
		if x.Op == OpAnd && truth && isBool(x.Args[0]) && isBool(x.Args[1]) {
			c.assert(x.Args[0], true, depth+1)
			c.assert(x.Args[1], true, depth+1)
		}
		if !truth {
			c.refine(x, interval{0, 0})
		}
		return
	}
	a, b := x.Args[0], x.Args[1]
	if a.Type == I32 && isZero(b) && (x.Op == OpEq || x.Op == OpNe) {
		c.assert(a, truth == (x.Op == OpNe), depth+1)
	}
	if !hasRange(a) {
		return
	}
	op := x.Op
	if !truth {
		switch op {
		case OpLt:
			op, a, b = OpLe, b, a
		case OpLe:
			op, a, b = OpLt, b, a
		case OpEq:
			op = OpNe
		case OpNe:
			op = OpEq
		default:
			return
		}
	}
	switch op {
	case OpLt:
		c.atMost(a, b, -1)
	case OpLe:
		c.atMost(a, b, 0)
	case OpEq:
		c.atMost(a, b, 0)
		c.atMost(b, a, 0)
	case OpNe:
		if k, ok := b.IsConst(); ok {
			r := c.rangeOf(a)
			if r.lo == k && k < math.MaxInt64 {
				c.refine(a, interval{k + 1, math.MaxInt64})
			}
			if r.hi == k && k > math.MinInt64 {
				c.refine(a, interval{math.MinInt64, k - 1})
			}
		}
	case OpUlt, OpUle:
		// Below something that is not negative: not negative itself.
		if c.rangeOf(b).lo >= 0 {
			c.refine(a, interval{0, math.MaxInt64})
			if op == OpUlt {
				c.atMost(a, b, -1)
			} else {
				c.atMost(a, b, 0)
			}
		}
	}
}

func isBool(v *Value) bool { return v.Info().Has(Compares) }

// truth returns the outcome of a condition, if it is known.
func (c *checks) truth(x *Value) (truth, ok bool) {
	if t, ok := c.known[keyOf(x)]; ok {
		return t, true
	}
	if !x.Info().Has(Compares) {
		r := c.rangeOf(x)
		switch {
		case !hasRange(x):
		case r.lo > 0 || r.hi < 0:
			return true, true
		case r.lo == 0 && r.hi == 0:
			return false, true
		}
		return false, false
	}
	a, b := x.Args[0], x.Args[1]
	if a.Op == OpNew && isZero(b) || b.Op == OpNew && isZero(a) {
		switch x.Op {
		case OpEq:
			return false, true
		case OpNe:
			return true, true
		}
	}
	// The opposite may have been asked for, and x != 0 is x itself.
	switch x.Op {
	case OpEq:
		k := keyOf(x)
		k.op = OpNe
		if t, ok := c.known[k]; ok {
			return !t, true
		}
	case OpNe:
		k := keyOf(x)
		k.op = OpEq
		if t, ok := c.known[k]; ok {
			return !t, true
		}
	}
	if a.Type == I32 && isZero(b) && (x.Op == OpEq || x.Op == OpNe) {
		if t, ok := c.known[keyOf(a)]; ok {
			return t == (x.Op == OpNe), true
		}
	}
	if !hasRange(a) {
		return false, false
	}
	switch x.Op {
	case OpEq, OpNe:
		if c.proves(a, b, -1) || c.proves(b, a, -1) {
			return x.Op == OpNe, true
		}
		if r, s := c.rangeOf(a), c.rangeOf(b); r.lo == r.hi && r == s {
			return x.Op == OpEq, true
		}
	case OpLt:
		return c.order(a, b, -1)
	case OpLe:
		return c.order(a, b, 0)
	case OpUlt, OpUle:
		d := int64(-1)
		if x.Op == OpUle {
			d = 0
		}
		if c.rangeOf(a).lo < 0 {
			return false, false
		}
		if c.proves(a, b, d) {
			return true, true
		}
		if c.rangeOf(b).lo >= 0 && c.proves(b, a, -1-d) {
			return false, true
		}
	}
	return false, false
}

// order decides a <= b + d, for d of -1 or 0.
func (c *checks) order(a, b *Value, d int64) (truth, ok bool) {
	if c.proves(a, b, d) {
		return true, true
	}
	return false, c.proves(b, a, -1-d)
}

// proves reports whether a <= b + d follows from what is known here.
func (c *checks) proves(a, b *Value, d int64) bool {
	c.budget = 60
	return c.prove(a, b, d, 6)
}

func (c *checks) prove(a, b *Value, d int64, depth int) bool {
	if a == b {
		return d >= 0
	}
	if c.budget--; c.budget < 0 {
		return false
	}
	ra, rb := c.rangeOf(a), c.rangeOf(b)
	if lo, ok := addExact(rb.lo, d); ok && ra.hi <= lo {
		return true
	}
	if depth == 0 {
		return false
	}
	if x, k, ok := c.plusConst(a); ok {
		if e, ok := addExact(d, -k); ok && c.prove(x, b, e, depth-1) {
			return true
		}
	}
	if y, k, ok := c.plusConst(b); ok {
		if e, ok := addExact(d, k); ok && c.prove(a, y, e, depth-1) {
			return true
		}
	}
	for _, l := range c.less[a.ID] {
		if e, ok := addExact(d, -l.d); ok && c.prove(l.v, b, e, depth-1) {
			return true
		}
	}
	return false
}

// plusConst takes v apart as x + k, if that does not overflow here.
func (c *checks) plusConst(v *Value) (x *Value, k int64, ok bool) {
	if v.Op != OpAdd && v.Op != OpSub || !hasRange(v) || v.Args[1].Op != OpConst {
		return nil, 0, false
	}
	k = v.Args[1].Imm
	if v.Op == OpSub {
		if k == math.MinInt64 {
			return nil, 0, false
		}
		k = -k
	}
	_, ok = sums(v.Type, c.rangeOf(v.Args[0]), interval{k, k})
	return v.Args[0], k, ok
}

// inductions finds the counters of loops and records for good what always holds of them.
func (c *checks) inductions() {
	loops := c.f.Loops(c.dom)
	// Branches by condition, and conditions by counter.
	branches := map[*Value][]*Block{}
	for _, b := range c.f.Blocks {
		if t := b.Term(); t.Op == OpIf && t.Args[0].Info().Has(Compares) {
			branches[t.Args[0]] = append(branches[t.Args[0]], b)
		}
	}
	conds := map[*Value][]*Value{}
	for x := range branches {
		for _, a := range x.Args {
			if a.Op == OpPhi {
				conds[a] = append(conds[a], x)
			}
		}
	}
	for _, l := range loops.Loops {
		h := l.Header
		for _, phi := range h.Values[:h.NumPhis()] {
			if hasRange(phi) {
				c.induction(loops, l, phi, conds[phi], branches)
			}
		}
	}
}

func (c *checks) induction(loops *LoopTree, l *Loop, phi *Value, conds []*Value, branches map[*Value][]*Block) {
	var init *Value
	up, down := true, true
	for i, a := range phi.Args {
		if !loops.Contains(l, phi.Block.Preds[i].B) {
			if init != nil && init != a {
				return
			}
			init = a
			continue
		}
		if a == phi {
			continue
		}
		if a.Op != OpAdd && a.Op != OpSub || a.Args[0] != phi || a.Args[1].Op != OpConst || a.Args[1].Imm == math.MinInt64 {
			return
		}
		k := a.Args[1].Imm
		if a.Op == OpSub {
			k = -k
		}
		// A test passed on the way to the addition keeps it from overflowing.
		kept := false
		for _, x := range conds {
			for _, b := range branches[x] {
				for truth, e := range [2]Edge{b.Succs[0], b.Succs[1]} {
					if len(e.B.Preds) == 1 && loops.Contains(l, e.B) && c.dom.Dominates(e.B, a.Block) && c.keeps(x, truth == 0, phi, k) {
						kept = true
					}
				}
			}
		}
		if !kept {
			return
		}
		up, down = up && k >= 0, down && k <= 0
	}
	if init == nil {
		return
	}
	r := c.baseRange(init)
	if up {
		c.less[init.ID] = append(c.less[init.ID], difference{phi, 0})
		c.base[phi.ID] = c.baseRange(phi).meet(interval{r.lo, math.MaxInt64})
	}
	if down {
		c.less[phi.ID] = append(c.less[phi.ID], difference{init, 0})
		c.base[phi.ID] = c.baseRange(phi).meet(interval{math.MinInt64, r.hi})
	}
}

// keeps reports whether compare x of phi, with the given outcome, keeps phi + k in its type.
func (c *checks) keeps(x *Value, truth bool, phi *Value, k int64) bool {
	op, a, b := x.Op, x.Args[0], x.Args[1]
	if !truth {
		switch op {
		case OpLt:
			op, a, b = OpLe, b, a
		case OpLe:
			op, a, b = OpLt, b, a
		default:
			return false
		}
	}
	strict := int64(0)
	switch op {
	case OpLt:
		strict = 1
	case OpLe:
	default:
		return false
	}
	full := fullRange(phi.Type)
	if k >= 0 && a == phi { // phi <= b - strict
		m, ok := addExact(c.baseRange(b).hi, k-strict)
		return ok && m <= full.hi
	}
	if k <= 0 && b == phi { // phi >= a + strict
		m, ok := addExact(c.baseRange(a).lo, k+strict)
		return ok && m >= full.lo
	}
	return false
}
