package ssa

import "slices"

// LICM moves values that do not change in a loop in front of it, outer loops first, so that
// a value leaves all loops at once. Constants stay: they are cheaper than a register.
//
// A load moves if nothing in the loop writes what it reads. Whatever may fault moves only if
// it is done in the first turn whatever happens: its block runs before the loop can be left,
// and nothing that may leave the function runs before it.
func LICM(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	for i := len(loops.Loops) - 1; i >= 0; i-- {
		l := loops.Loops[i]
		pre := preheader(f, loops, l)
		if pre == nil {
			continue
		}
		m := &mover{dom: dom, loops: loops, l: l}
		m.scan()
		for _, b := range l.Blocks { // in reverse postorder: operands first
			kept := b.Values[:0]
			always := m.alwaysRuns(b)
			for _, v := range b.Values {
				if m.movable(v, always) && !slices.ContainsFunc(v.Args, func(a *Value) bool { return loops.Contains(l, a.Block) }) {
					pre.InsertBeforeTerm(v)
					continue
				}
				if mayLeave(v) {
					always = false
				}
				kept = append(kept, v)
			}
			b.Values = kept
		}
	}
}

// mover knows what matters of one loop.
type mover struct {
	dom    *DomTree
	loops  *LoopTree
	l      *Loop
	writes []*Value // everything that writes
	leaves []*Block // blocks with values that may leave the function
}

func (m *mover) scan() {
	for _, b := range m.l.Blocks {
		leaves := false
		for _, v := range b.Values {
			if v.Info().Has(Writes) {
				m.writes = append(m.writes, v)
			}
			leaves = leaves || mayLeave(v)
		}
		if leaves {
			m.leaves = append(m.leaves, b)
		}
	}
}

// movable reports whether v may be done in front of the loop, if its operands are there.
// always: v runs in the first turn whatever happens.
func (m *mover) movable(v *Value, always bool) bool {
	info := v.Info()
	switch {
	case v.Type == Void || info.Has(Remat) || info.Has(Pinned) || v.Op == OpCopy:
		return false
	case info.Has(Compares):
		return false // cheaper next to the branch on it
	case intoObject(v):
		return false
	case info.IsPure():
		return true
	case !always || info.Flags&(Writes|Effect|Terminates) != 0:
		return false
	case info.Has(Reads):
		return isLoad(v) && !slices.ContainsFunc(m.writes, func(w *Value) bool { return clobbers(w, v) })
	}
	return true
}

// alwaysRuns reports whether b runs before the loop, or the function from within it, can be
// left; the values of b itself aside.
func (m *mover) alwaysRuns(b *Block) bool {
	for _, x := range m.l.Blocks {
		for _, e := range x.Succs {
			if !m.loops.Contains(m.l, e.B) && !m.dom.Dominates(b, x) {
				return false
			}
		}
	}
	for _, x := range m.leaves {
		if !m.dom.Dominates(b, x) {
			return false
		}
	}
	for _, x := range m.l.Back {
		if !m.dom.Dominates(b, x) {
			return false
		}
	}
	return true
}

// preheader returns the block before the loop, which is its only entry and leads nowhere
// else; it is made if need be. It returns nil if the loop is entered by several edges.
func preheader(f *Func, loops *LoopTree, l *Loop) *Block {
	var in *Edge
	for i := range l.Header.Preds {
		e := &l.Header.Preds[i]
		if !loops.Contains(l, e.B) {
			if in != nil {
				return nil
			}
			in = e
		}
	}
	if in == nil {
		return nil
	}
	if len(in.B.Succs) == 1 {
		return in.B
	}
	n := f.SplitEdge(in.B, in.I)
	loops.insert(n, l.Outer)
	return n
}
