package ssa

import "slices"

// Loop is a natural loop: all blocks that reach a back edge without passing the header.
type Loop struct {
	Header *Block
	Outer  *Loop
	Depth  int // 1 for an outermost loop
	Blocks []*Block
	Back   []*Block // sources of the back edges
}

// LoopTree is the nesting of the natural loops. A cycle that is entered at two places has
// no loop: passes then treat it as straight code, which is safe.
type LoopTree struct {
	Loops       []*Loop // inner loops before outer ones
	of          []*Loop // innermost loop by block ID
	Irreducible bool
}

// Loops finds the loops.
func (f *Func) Loops(dom *DomTree) *LoopTree {
	t := &LoopTree{of: make([]*Loop, f.NumBlocks())}
	// Headers in postorder of the dominator tree's order: inner loops come first.
	for i := len(dom.Order) - 1; i >= 0; i-- {
		h := dom.Order[i]
		var l *Loop
		for _, e := range h.Preds {
			if !dom.Reachable(e.B) {
				continue
			}
			if dom.Dominates(h, e.B) {
				if l == nil {
					l = &Loop{Header: h}
				}
				if !slices.Contains(l.Back, e.B) {
					l.Back = append(l.Back, e.B)
				}
			} else if dom.rpo[e.B.ID] >= dom.rpo[h.ID] {
				t.Irreducible = true
			}
		}
		if l == nil {
			continue
		}
		t.Loops = append(t.Loops, l)
		t.collect(l, dom)
	}
	for i := len(t.Loops) - 1; i >= 0; i-- {
		l := t.Loops[i]
		l.Depth = 1
		if l.Outer != nil {
			l.Depth = l.Outer.Depth + 1
		}
	}
	for _, b := range dom.Order {
		for l := t.of[b.ID]; l != nil; l = l.Outer {
			l.Blocks = append(l.Blocks, b)
		}
	}
	return t
}

// collect walks backwards from the back edges; a block that already belongs to an inner loop
// stands for that whole loop.
func (t *LoopTree) collect(l *Loop, dom *DomTree) {
	work := slices.Clone(l.Back)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		in := t.of[b.ID]
		if in == nil {
			t.of[b.ID] = l
			if b == l.Header {
				continue
			}
		} else {
			for in.Outer != nil {
				in = in.Outer
			}
			if in == l {
				continue
			}
			in.Outer = l
			b = in.Header
			if b == l.Header {
				continue
			}
		}
		for _, e := range b.Preds {
			if dom.Reachable(e.B) {
				work = append(work, e.B)
			}
		}
	}
	if t.of[l.Header.ID] == nil {
		t.of[l.Header.ID] = l
	}
}

// Of returns the innermost loop around b, or nil.
func (t *LoopTree) Of(b *Block) *Loop {
	if int(b.ID) < len(t.of) {
		return t.of[b.ID]
	}
	return nil
}

// Depth returns the number of loops around b.
func (t *LoopTree) Depth(b *Block) int {
	if l := t.Of(b); l != nil {
		return l.Depth
	}
	return 0
}

// Contains reports whether b is in l.
func (t *LoopTree) Contains(l *Loop, b *Block) bool {
	for m := t.Of(b); m != nil; m = m.Outer {
		if m == l {
			return true
		}
	}
	return false
}
