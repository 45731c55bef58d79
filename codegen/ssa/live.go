package ssa

import "slices"

// LiveWalk finds where values are live, one value after the other, from each use upwards to the
// definition (Appel, Modern Compiler Implementation, 19.6). The cost is the size of the result. Blocks
// have numbers from 0 on, which its user chooses.
type LiveWalk struct {
	predFirst, preds []int32 // the predecessors of block b are preds[predFirst[b]:predFirst[b+1]]
	in, end          []ID    // by block: the last value, by its mark, whose walk has come to it, and to its end
	mark             ID      // of the present value: not 0
	work, visited    []int32
}

// Reset makes w ready for a function; predFirst has one more element than there are blocks.
func (w *LiveWalk) Reset(predFirst, preds []int32) {
	w.predFirst, w.preds = predFirst, preds
	n := len(predFirst) - 1
	w.in, w.end = slices.Grow(w.in[:0], n)[:n], slices.Grow(w.end[:0], n)[:n]
	clear(w.in)
	clear(w.end)
}

// Walk returns the blocks at the end of which the value of that ID, defined in block def, is live, in no
// order, until the next walk. uses are blocks that use it but do not define it, or, as ^block, use it at
// their end, for a phi.
func (w *LiveWalk) Walk(id ID, def int32, uses []int32) []int32 {
	mark := id + 1
	in, end, work, visited := w.in, w.end, w.work[:0], w.visited[:0]
	for _, u := range uses {
		if u < 0 {
			u = ^u
			if end[u] == mark {
				continue
			}
			end[u] = mark
			visited = append(visited, u)
			if u == def {
				continue
			}
		}
		if in[u] == mark {
			continue
		}
		in[u] = mark
		work = append(work, u)
		for len(work) > 0 {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			for _, p := range w.preds[w.predFirst[b]:w.predFirst[b+1]] {
				if end[p] == mark {
					continue
				}
				end[p] = mark
				visited = append(visited, p)
				if p != def && in[p] != mark {
					in[p] = mark
					work = append(work, p)
				}
			}
		}
	}
	w.mark, w.work, w.visited = mark, work, visited
	return visited
}

// AtEnd reports whether the value walked last is live at the end of block b.
func (w *LiveWalk) AtEnd(b int32) bool { return w.end[b] == w.mark }

// LiveOut returns, by block ID, the values that are live at the end of some blocks, those with
// want[ID]: used in a block behind, or by a phi that the block's edge leads to.
func (f *Func) LiveOut(want []bool) [][]*Value {
	n := f.NumBlocks()
	predFirst := make([]int32, n+1)
	for _, b := range f.Blocks {
		predFirst[b.ID+1] = int32(len(b.Preds))
	}
	for i := range n {
		predFirst[i+1] += predFirst[i]
	}
	preds := make([]int32, predFirst[n])
	for _, b := range f.Blocks {
		for k, e := range b.Preds {
			preds[predFirst[b.ID]+int32(k)] = int32(e.B.ID)
		}
	}
	var w LiveWalk
	w.Reset(predFirst, preds)
	out := make([][]*Value, n)
	uses, first := f.usesElsewhere()
	for _, b := range f.Blocks {
		for _, x := range b.Values {
			for _, p := range w.Walk(x.ID, int32(b.ID), uses[first[x.ID]:first[x.ID+1]]) {
				if want[p] {
					out[p] = append(out[p], x)
				}
			}
		}
	}
	return out
}

// usesElsewhere returns for each value, uses[first[ID]:first[ID+1]], the blocks that use it but do not
// define it, by ID; ^ID if they do so at their end, for a phi.
func (f *Func) usesElsewhere() (uses, first []int32) {
	type use struct {
		id    ID
		block int32
	}
	def := make([]int32, f.NumValues())
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			def[v.ID] = int32(b.ID)
		}
	}
	var all []use
	for _, b := range f.Blocks {
		id := int32(b.ID)
		operands := func(vs []*Value) {
			for _, x := range vs {
				if def[x.ID] != id {
					all = append(all, use{x.ID, id})
				}
			}
		}
		for _, v := range b.Values {
			if v.Op == OpPhi {
				for i, x := range v.Args {
					all = append(all, use{x.ID, ^int32(b.Preds[i].B.ID)})
				}
				continue
			}
			operands(v.Args)
			if v.State != nil {
				operands(v.State.Vals)
			}
		}
	}
	first = make([]int32, f.NumValues()+2)
	for _, u := range all {
		first[u.id+2]++
	}
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	uses = make([]int32, len(all))
	for _, u := range all {
		uses[first[u.id+1]] = u.block
		first[u.id+1]++
	}
	return uses, first
}
