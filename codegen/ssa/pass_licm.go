package ssa

import "slices"

// LICM moves values that do not change in a loop in front of it, outer loops first, so that
// a value leaves all loops at once. Constants stay: they are cheaper than a register.
//
// A load moves if nothing in the loop writes or has effects, and if it is done in the first
// turn whatever happens, since it may fault.
func LICM(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	for i := len(loops.Loops) - 1; i >= 0; i-- {
		l := loops.Loops[i]
		pre := preheader(f, loops, l)
		if pre == nil {
			continue
		}
		quiet := true
		for _, b := range l.Blocks {
			for _, v := range b.Values {
				if fl := v.Info().Flags; fl&Writes != 0 || fl&Effect != 0 && fl&Terminates == 0 {
					quiet = false
				}
			}
		}
		for _, b := range l.Blocks { // in reverse postorder: operands first
			kept := b.Values[:0]
			always := quiet && alwaysRuns(dom, loops, l, b)
			for _, v := range b.Values {
				if movable(v, always) && !slices.ContainsFunc(v.Args, func(a *Value) bool { return loops.Contains(l, a.Block) }) {
					pre.InsertBeforeTerm(v)
					continue
				}
				kept = append(kept, v)
			}
			b.Values = kept
		}
	}
}

func movable(v *Value, always bool) bool {
	info := v.Info()
	if v.Type == Void || info.Has(Remat) || info.Has(Pinned) || v.Op == OpCopy {
		return false
	}
	if v.Op == OpAddr && v.Args[0].Type == Ref {
		return false // must not live across a safepoint
	}
	return info.IsPure() || always && info.Flags&(Writes|Effect|Terminates|Pinned) == 0
}

// alwaysRuns reports whether b runs before the loop can be left.
func alwaysRuns(dom *DomTree, loops *LoopTree, l *Loop, b *Block) bool {
	for _, x := range l.Blocks {
		for _, e := range x.Succs {
			if !loops.Contains(l, e.B) && !dom.Dominates(b, x) {
				return false
			}
		}
	}
	for _, x := range l.Back {
		if !dom.Dominates(b, x) {
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
	loops.add(n, l)
	return n
}

// add makes a new block in front of loop l known: it is in the loop around l.
func (t *LoopTree) add(n *Block, l *Loop) {
	for int(n.ID) >= len(t.of) {
		t.of = append(t.of, nil)
	}
	t.of[n.ID] = l.Outer
	for m := l.Outer; m != nil; m = m.Outer {
		m.Blocks = append(m.Blocks, n)
	}
}
