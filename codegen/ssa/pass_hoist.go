package ssa

import "slices"

// Hoist replaces bounds checks in a loop by checks in front of it, for all its turns at once
// (Würthinger, Wimmer, Mössenböck: Array bounds check elimination for the Java HotSpot
// client compiler, PPPJ 2007). The new check is a guard with the given number beside a guard
// that is there, whose frame state holds for both: what it leaves for starts in front of the loop
// and does its checks one by one. It may fail where the program would not, which leaves
// the loop before its time; so who is told of this number too often should compile anew without.
//
// A check i <u len can be replaced where i is a counter, or one plus a constant or something
// that the loop does not change; where it counts up by 1 below some n that does not change
// either; and where len is known in front of the loop.
func Hoist(f *Func, number int64) {
	h := &hoister{f: f, dom: f.Dominators(), number: number}
	h.loops = f.Loops(h.dom)
	for _, l := range h.loops.Loops {
		h.loop(l)
	}
	if h.changed {
		DeadCode(f)
	}
}

type hoister struct {
	f       *Func
	dom     *DomTree
	loops   *LoopTree
	number  int64
	changed bool

	// Of the loop at hand.
	l     *Loop
	place *Value // the guard beside which new ones go
	last  *Value // the last value put there
	made  map[hoisted]bool
}

// hoisted is a check that is done: that a + b + n, where b may be missing, is at most c.
type hoisted struct {
	a, b, c *Value
	k, n    int64
}

// counter is a phi that counts up by 1 from init, and is less than limit where the checks are.
type counter struct {
	phi, init, limit *Value
}

func (h *hoister) loop(l *Loop) {
	h.l, h.place, h.last, h.made = l, nil, nil, map[hoisted]bool{}
	var counters []counter
	for _, phi := range l.Header.Values[:l.Header.NumPhis()] {
		if c, ok := h.counter(phi); ok {
			counters = append(counters, c)
		}
	}
	if len(counters) == 0 {
		return
	}
	for _, b := range l.Blocks {
		for i := 0; i < len(b.Values); i++ {
			v := b.Values[i]
			if v.Op != OpGuard || v.Args[0].Op != OpUlt || h.loops.Of(b) != l {
				continue
			}
			for _, c := range counters {
				if h.check(v.Args[0].Args[0], v.Args[0].Args[1], c) {
					v.dropState()
					v.ResetArgs()
					b.Values = append(b.Values[:i], b.Values[i+1:]...)
					i--
					h.changed = true
					break
				}
			}
		}
	}
}

// counter takes phi for a counter: its back edge brings phi + 1 behind the test that this
// is less than the limit, and so does the way into the loop bring what is less.
func (h *hoister) counter(phi *Value) (counter, bool) {
	l := h.l
	if phi.Type != I32 || len(phi.Args) != 2 {
		return counter{}, false
	}
	in := 0
	if h.loops.Contains(l, l.Header.Preds[0].B) {
		in = 1
	}
	if h.loops.Contains(l, l.Header.Preds[in].B) {
		return counter{}, false
	}
	init, next := phi.Args[in], phi.Args[1-in]
	if next.Op != OpAdd || next.Args[0] != phi || next.Args[1].Op != OpConst || next.Args[1].Imm != 1 {
		return counter{}, false
	}
	limit := limitOn(l.Header.Preds[1-in], next)
	if limit == nil || h.loops.Contains(l, limit.Block) && limit.Op != OpConst {
		return counter{}, false
	}
	if init.Op == OpConst && limit.Op == OpConst {
		return counter{phi, init, limit}, init.Imm < limit.Imm
	}
	entry := limitOn(l.Header.Preds[in], init)
	if entry == nil || !same(entry, limit) {
		return counter{}, false
	}
	return counter{phi, init, limit}, true
}

// same reports whether v and w are one value or equal constants.
func same(v, w *Value) bool {
	return v == w || v.Op == OpConst && w.Op == OpConst && v.Type == w.Type && v.Imm == w.Imm
}

// limitOn returns the n of the last test on the way along edge e, if that was passed because
// x < n; else nil.
func limitOn(e Edge, x *Value) *Value {
	for len(e.B.Succs) == 1 && len(e.B.Preds) == 1 {
		e = e.B.Preds[0]
	}
	t := e.B.Term()
	if t.Op != OpIf {
		return nil
	}
	switch c := t.Args[0]; {
	case e.I == 0 && c.Op == OpLt && same(c.Args[0], x):
		return c.Args[1]
	case e.I == 1 && c.Op == OpLe && same(c.Args[1], x): // not n <= x
		return c.Args[0]
	}
	return nil
}

// check puts guards in front of the loop which imply that index is below length, unsigned, in
// all turns. It reports false, having done nothing, if it cannot.
func (h *hoister) check(index, length *Value, c counter) bool {
	if index.Type != I32 || h.loops.Contains(h.l, length.Block) {
		return false
	}
	var base *Value
	k := int64(0)
	switch {
	case index == c.phi:
	case index.Op == OpAdd && index.Args[0] == c.phi && index.Args[1].Op == OpConst:
		k = index.Args[1].Imm
	case index.Op == OpSub && index.Args[0] == c.phi && index.Args[1].Op == OpConst:
		k = -index.Args[1].Imm
	case index.Op == OpAdd && index.Args[0] == c.phi:
		base = index.Args[1]
	case index.Op == OpAdd && index.Args[1] == c.phi:
		base = index.Args[0]
	default:
		return false
	}
	if base != nil && h.loops.Contains(h.l, base.Block) || k < -1<<20 || k > 1<<20 {
		return false
	}
	if h.place == nil && !h.find() {
		return false
	}
	init, one := c.init, int64(0)
	if init.Op == OpAdd && init.Args[1].Op == OpConst && !h.available(init) {
		// The counter behind a first turn in front of the loop: that begins earlier.
		init, one = init.Args[0], init.Args[1].Imm
	}
	for _, v := range []*Value{base, length, init, c.limit} {
		if v != nil && !h.available(v) {
			return false
		}
	}
	// From init + k >= 0 and limit <= length - k follows what is wanted, for init <= phi < limit.
	// With a base instead of k: base >= 0, init >= 0, limit <= length - base. A length is not
	// negative, so that no difference overflows; if a k below 0 makes one, the guard fails.
	if one == 0 {
		h.atLeast(init, -k)
	} else {
		h.atLeastSum(init, one, -k)
	}
	if base != nil {
		h.atLeast(base, 0)
	}
	key := hoisted{a: c.limit, b: base, c: length, k: k}
	if h.made[key] {
		return true
	}
	h.made[key] = true
	bound := h.here(length)
	if base != nil || k != 0 {
		h.atLeast(length, 0)
		if base != nil {
			bound = h.put(h.f.NewValue(OpSub, I32, bound, h.here(base)))
		} else {
			bound = h.put(h.f.NewValue(OpSub, I32, bound, h.constant(k)))
		}
	}
	h.guard(OpLe, h.here(c.limit), bound)
	return true
}

// atLeast guards that v >= k, signed.
func (h *hoister) atLeast(v *Value, k int64) {
	key := hoisted{a: v, k: k}
	if v.Op == OpConst && v.Imm >= k || h.made[key] {
		return
	}
	h.made[key] = true
	h.guard(OpLe, h.constant(k), h.here(v))
}

// atLeastSum guards that v + n, which is computed later only, is at least k.
func (h *hoister) atLeastSum(v *Value, n, k int64) {
	key := hoisted{a: v, k: k, n: n}
	if h.made[key] {
		return
	}
	h.made[key] = true
	h.guard(OpLe, h.constant(k), h.put(h.f.NewValue(OpAdd, I32, h.here(v), h.constant(n))))
}

// find looks for the guard nearest to the loop on the way to it.
func (h *hoister) find() bool {
	for b := h.dom.Idom(h.l.Header); b != nil && b != h.l.Header; b = h.dom.Idom(b) {
		if h.loops.Contains(h.l, b) {
			return false
		}
		for i := len(b.Values) - 1; i >= 0; i-- {
			if v := b.Values[i]; v.Op == OpGuard && v.State != nil {
				h.place, h.last = v, v
				return true
			}
		}
		if h.dom.Idom(b) == b {
			break
		}
	}
	return false
}

// available reports whether v is computed before the place of the new guards.
func (h *hoister) available(v *Value) bool {
	if v.Op == OpConst {
		return true
	}
	if v.Block != h.place.Block {
		return h.dom.Dominates(v.Block, h.place.Block)
	}
	for _, x := range v.Block.Values {
		switch x {
		case v:
			return true
		case h.place:
			return false
		}
	}
	return false
}

// put inserts v behind the place and what was put there before.
func (h *hoister) put(v *Value) *Value {
	v.Line = h.place.Line
	b := h.place.Block
	b.InsertAt(slices.Index(b.Values, h.last)+1, v)
	h.last = v
	return v
}

func (h *hoister) constant(k int64) *Value {
	v := h.f.NewValue(OpConst, I32)
	v.Imm = k
	return h.put(v)
}

// here returns v, a constant as a copy: that may be computed only later.
func (h *hoister) here(v *Value) *Value {
	if v.Op == OpConst {
		return h.constant(v.Imm)
	}
	return v
}

// guard puts a guard that a and b compare so.
func (h *hoister) guard(op Op, a, b *Value) {
	g := h.f.NewValue(OpGuard, Void, h.put(h.f.NewValue(op, I32, a, b)))
	g.Imm = h.number
	g.SetState(&FrameState{Data: h.place.State.Data, Vals: slices.Clone(h.place.State.Vals), Objects: h.place.State.Objects})
	h.put(g)
}
