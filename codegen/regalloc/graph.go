package regalloc

import "gojvm/codegen/ssa"

// graph is the control-flow graph by the indices of blocks in layout order, in few arrays: the
// analyses walk it once for each value.
type graph struct {
	index     []int32 // of a block, by block ID
	predFirst []int32 // by block, and one more: index in preds of its first predecessor
	preds     []int32
	succFirst []int32 // by block, and one more: index in succs of its first successor, which numbers the edges
	succs     []int32
	freq      []float64
	// entry is the frequency at the boundary in front of each block: the less of those of the block
	// and the one before it; coldEntry is the least of each 32 of them.
	entry, coldEntry []float64
}

const coldStep = 32

func (g *graph) fill(f *ssa.Func) {
	n := len(f.Blocks)
	g.index = room(g.index, f.NumBlocks())
	edges := 0
	for i, b := range f.Blocks {
		g.index[b.ID] = int32(i)
		edges += len(b.Succs)
	}
	g.predFirst, g.preds = room(g.predFirst, n+1), room(g.preds, edges)[:0]
	g.succFirst, g.succs = room(g.succFirst, n+1), room(g.succs, edges)[:0]
	g.freq = room(g.freq, n)
	for i, b := range f.Blocks {
		g.predFirst[i], g.succFirst[i] = int32(len(g.preds)), int32(len(g.succs))
		g.freq[i] = b.Freq
		for _, e := range b.Preds {
			g.preds = append(g.preds, g.index[e.B.ID])
		}
		for _, e := range b.Succs {
			g.succs = append(g.succs, g.index[e.B.ID])
		}
	}
	g.entry, g.coldEntry = room(g.entry, n), room(g.coldEntry, n/coldStep+1)
	for i, fr := range g.freq {
		g.entry[i] = min(fr, g.freq[max(i-1, 0)])
		if c := &g.coldEntry[i/coldStep]; i%coldStep == 0 {
			*c = g.entry[i]
		} else {
			*c = min(*c, g.entry[i])
		}
	}
	g.predFirst[n], g.succFirst[n] = int32(len(g.preds)), int32(len(g.succs))
}

// coldest returns the last of the blocks from lo to hi in front of which the frequency is least, or
// -1 if it is nowhere less than freq.
func (g *graph) coldest(lo, hi int, freq float64) int {
	best := -1
	for b := hi; b >= lo; b-- {
		if b%coldStep == coldStep-1 && g.coldEntry[b/coldStep] >= freq {
			b -= coldStep - 1
			continue
		}
		if g.entry[b] < freq {
			best, freq = b, g.entry[b]
		}
	}
	return best
}

// predsOf returns the predecessors of block b.
func (g *graph) predsOf(b int32) []int32 { return g.preds[g.predFirst[b]:g.predFirst[b+1]] }
