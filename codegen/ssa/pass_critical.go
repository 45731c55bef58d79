package ssa

// SplitCritical splits the edges from a block with several successors to one with several
// predecessors, so that moves on an edge have a place. Register allocation requires it.
func SplitCritical(f *Func) {
	for _, b := range f.Blocks {
		if len(b.Succs) < 2 {
			continue
		}
		for i, e := range b.Succs {
			if len(e.B.Preds) > 1 {
				f.SplitEdge(b, i)
			}
		}
	}
}
