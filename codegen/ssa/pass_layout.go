package ssa

// Layout orders the blocks for emission: hot paths fall through, cold blocks go to the end.
// Each block comes after its immediate dominator, as register allocation requires.
//
// The order is greedy (Pettis and Hansen 1990, simplified): after a block comes its likeliest
// successor that may be placed, else the hottest block that may be.
func Layout(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	placed := make([]bool, f.NumBlocks())
	order := make([]*Block, 0, len(dom.Order))
	// ready: the dominator is placed.
	ready := func(b *Block) bool {
		d := dom.Idom(b)
		return !placed[b.ID] && (d == nil || placed[d.ID])
	}
	isCold := func(b *Block) bool { return b.Freq < f.Entry().Freq*0.01 }
	var pending []*Block // ready but not placed, last one first
	var cold []*Block
	place := func(b *Block) {
		placed[b.ID] = true
		order = append(order, b)
		kids := dom.Children(b)
		for i := len(kids) - 1; i >= 0; i-- {
			if isCold(kids[i]) {
				cold = append(cold, kids[i])
			} else {
				pending = append(pending, kids[i])
			}
		}
	}
	next := func(b *Block) *Block {
		var best *Block
		bestDepth := -1
		for _, e := range b.Succs {
			s := e.B
			if !ready(s) || isCold(s) && !isCold(b) {
				continue
			}
			// Stay in the loop as long as something of it is left.
			depth := loops.Depth(s)
			if best == nil || depth > bestDepth || depth == bestDepth && s.Freq > best.Freq {
				best, bestDepth = s, depth
			}
		}
		return best
	}
	for b := f.Entry(); b != nil; {
		place(b)
		n := next(b)
		for n == nil && len(pending) > 0 {
			// The innermost loop first: it should be contiguous.
			k := len(pending) - 1
			for j := k - 1; j >= 0 && j > k-32; j-- {
				if !placed[pending[j].ID] && (placed[pending[k].ID] || loops.Depth(pending[j]) > loops.Depth(pending[k])) {
					k = j
				}
			}
			c := pending[k]
			pending = append(pending[:k], pending[k+1:]...)
			if !placed[c.ID] {
				n = c
			}
		}
		for n == nil && len(cold) > 0 {
			c := cold[0]
			cold = cold[1:]
			if !placed[c.ID] {
				n = c
			}
		}
		b = n
	}
	f.Blocks = order
}
