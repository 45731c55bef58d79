package ssa

// rotateLimit bounds the values of a loop header that are duplicated.
const rotateLimit = 12

// Rotate turns loops that test at the top into loops that test at the bottom, below one test
// in front ("loop inversion", Muchnick 1997, 18.5): one branch less per turn, and what the
// body begins with is then sure to run once the loop is entered, so that it can be moved out.
//
// The header is copied for the entering edge; the original is left to the back edges and so
// becomes the end of the loop.
func Rotate(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	if len(loops.Loops) == 0 {
		return
	}
	var e *editor
	for _, l := range loops.Loops {
		if !rotatable(loops, l) {
			continue
		}
		if e == nil {
			e = newEditor(f, func(b *Block) bool { l := loops.Of(b); return l != nil && l.Header == b })
		}
		e.rotate(loops, l)
	}
	if e != nil {
		cleanPhis(f)
		merge(f)
	}
}

func rotatable(loops *LoopTree, l *Loop) bool {
	h := l.Header
	if h.Term().Op != OpIf || len(h.Values)-h.NumPhis() > rotateLimit || loops.Contains(l, h.Succs[0].B) == loops.Contains(l, h.Succs[1].B) {
		return false
	}
	entries := 0
	for _, p := range h.Preds {
		if p.B == h {
			return false // tests at its end already
		}
		if !loops.Contains(l, p.B) {
			entries++
		}
	}
	for _, b := range l.Back {
		for _, s := range b.Succs {
			if !loops.Contains(l, s.B) {
				return false // tests at the bottom as well
			}
		}
	}
	for _, v := range h.Values {
		if v.Info().Has(Calls) {
			return false
		}
	}
	return entries == 1
}

func (e *editor) rotate(loops *LoopTree, l *Loop) {
	f, h := e.f, l.Header
	// The copy reaches both successors by edges of its own; each must have no other way in.
	for i := range h.Succs {
		if s := h.Succs[i].B; len(s.Preds) > 1 || s.NumPhis() > 0 {
			n := f.SplitEdge(h, i)
			if loops.Contains(l, s) {
				loops.insert(n, l)
			} else {
				loops.insert(n, loops.common(l, s))
			}
		}
	}
	k := 0
	for loops.Contains(l, h.Preds[k].B) {
		k++
	}
	entry := h.Preds[k]
	m := map[*Value]*Value{}
	n := h.NumPhis()
	for _, phi := range h.Values[:n] {
		m[phi] = phi.Args[k]
	}
	c := f.NewBlock()
	e.cloneInto(c, h, n, m)
	for _, s := range h.Succs {
		c.AddSucc(s.B)
	}
	entry.B.RetargetSucc(entry.I, c)
	loops.insert(c, l.Outer)
	for _, v := range h.Values {
		if v.Type != Void {
			e.repair(v, map[*Block]*Value{c: m[v]})
		}
	}
}

// common returns the innermost loop around both l and b, not l itself; nil if there is none.
func (t *LoopTree) common(l *Loop, b *Block) *Loop {
	for m := l.Outer; m != nil; m = m.Outer {
		if t.Contains(m, b) {
			return m
		}
	}
	return nil
}

// insert makes a new block known: it is in loop l, which may be nil, and all loops around it.
func (t *LoopTree) insert(n *Block, l *Loop) {
	for int(n.ID) >= len(t.of) {
		t.of = append(t.of, nil)
	}
	t.of[n.ID] = l
	for ; l != nil; l = l.Outer {
		l.Blocks = append(l.Blocks, n)
	}
}
