package ssa

// LiveOut returns, by block ID, the values that are live at the end of some blocks, those with
// want[ID]: used in a block behind, or by a phi that the block's edge leads to. Values are found one by one, from each
// use upwards to the definition (Appel, Modern Compiler Implementation, 19.6); the cost is the
// size of the result for all blocks.
func (f *Func) LiveOut(want []bool) [][]*Value {
	// What the walks look at is in few arrays, by block ID: predecessors, and marks of the value
	// that came to a block, and to its end, last.
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
	out := make([][]*Value, n)
	in, end := make([]ID, n), make([]ID, n)
	uses, first := f.usesElsewhere()
	var work []int32
	for _, b := range f.Blocks {
		def := int32(b.ID)
		for _, x := range b.Values {
			mark := x.ID + 1
			for _, u := range uses[first[x.ID]:first[x.ID+1]] {
				if u < 0 {
					u = ^u
					if end[u] == mark {
						continue
					}
					end[u] = mark
					if want[u] {
						out[u] = append(out[u], x)
					}
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
					w := work[len(work)-1]
					work = work[:len(work)-1]
					for _, p := range preds[predFirst[w]:predFirst[w+1]] {
						if end[p] == mark {
							continue
						}
						end[p] = mark
						if want[p] {
							out[p] = append(out[p], x)
						}
						if p != def && in[p] != mark {
							in[p] = mark
							work = append(work, p)
						}
					}
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
