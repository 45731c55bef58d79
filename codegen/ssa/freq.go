package ssa

// EstimateFreq estimates how often each block runs per call of the function: from profile
// counts where there are any, else by heuristics (Ball and Larus 1993, the cheap ones: a
// loop goes round ten times; blocks that end in an exit, stop or handler are cold).
func EstimateFreq(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	cold := make([]bool, f.NumBlocks())
	for i := len(dom.Order) - 1; i >= 0; i-- {
		b := dom.Order[i]
		switch t := b.Term(); {
		case t.Op == OpStop:
			cold[b.ID] = true
		case b.Values[0].Op == OpException:
			cold[b.ID] = true
		case len(b.Succs) > 0:
			cold[b.ID] = true
			for _, e := range b.Succs {
				if !cold[e.B.ID] {
					cold[b.ID] = false
				}
			}
		}
		for _, v := range b.Values {
			if v.Op == OpExit {
				cold[b.ID] = true
			}
		}
	}
	prob := func(b *Block, i int) float64 {
		if b.Counts != nil {
			sum := int64(0)
			for _, c := range b.Counts {
				sum += c
			}
			if sum > 0 {
				return max(float64(b.Counts[i])/float64(sum), 1e-4)
			}
		}
		if b.Term().Op == OpCatch {
			return [2]float64{0.9999, 0.0001}[i]
		}
		w, all := 0.0, 0.0
		for j, e := range b.Succs {
			x := 1.0
			if cold[e.B.ID] && !cold[b.ID] {
				x = 0.001
			} else if l := loops.Of(b); l != nil && !loops.Contains(l, e.B) {
				x = 1.0 / 9 // leaving the loop
			}
			all += x
			if i == j {
				w = x
			}
		}
		return w / all
	}
	// One pass in reverse postorder: forward edges add up, loop headers multiply by the
	// number of turns that the probability of coming back implies.
	back := make([]float64, f.NumBlocks())
	for _, l := range loops.Loops { // inner loops first
		back[l.Header.ID] = cyclic(f, dom, loops, l, prob, back)
	}
	for _, b := range f.Blocks {
		b.Freq = 0
	}
	for _, b := range dom.Order {
		if b == f.Entry() {
			b.Freq = 1
		}
		for _, e := range b.Preds {
			if dom.Reachable(e.B) && dom.rpo[e.B.ID] < dom.rpo[b.ID] {
				b.Freq += e.B.Freq * prob(e.B, e.I)
			}
		}
		b.Freq /= 1 - min(back[b.ID], 0.999)
		b.Freq = max(b.Freq, 1e-9)
	}
}

// cyclic returns the probability of coming back to the header of l once entered (Wu and
// Larus 1994).
func cyclic(f *Func, dom *DomTree, loops *LoopTree, l *Loop, prob func(*Block, int) float64, back []float64) float64 {
	p := 0.0
	for _, b := range l.Blocks {
		if b == l.Header {
			b.Freq = 1
		} else {
			b.Freq = 0
			for _, e := range b.Preds {
				if loops.Contains(l, e.B) && dom.rpo[e.B.ID] < dom.rpo[b.ID] {
					b.Freq += e.B.Freq * prob(e.B, e.I)
				}
			}
			b.Freq /= 1 - min(back[b.ID], 0.999)
		}
		for i, e := range b.Succs {
			if e.B == l.Header {
				p += b.Freq * prob(b, i)
			}
		}
	}
	return p
}
