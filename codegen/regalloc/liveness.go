package regalloc

import "gojvm/codegen/ssa"

// number gives each block and each value its position.
func (a *allocator) number() {
	n := len(a.f.Blocks)
	a.from, a.to, a.first = make([]int32, n), make([]int32, n), make([]int32, n+1)
	a.index = make([]int32, a.f.NumBlocks())
	total := 0
	for _, b := range a.f.Blocks {
		total += len(b.Values)
	}
	a.insts = make([]instr, 0, total)
	a.blockOf = make([]int32, 0, total+n+1)
	pos := int32(0)
	for i, b := range a.f.Blocks {
		a.index[b.ID] = int32(i)
		a.from[i] = pos
		a.first[i] = int32(len(a.insts))
		for _, v := range b.Values[b.NumPhis():] {
			a.insts = append(a.insts, instr{v: v, spec: a.constrain(v)})
		}
		for range 1 + len(a.insts) - int(a.first[i]) {
			a.blockOf = append(a.blockOf, int32(i))
			pos += 2
		}
		a.to[i] = pos
	}
	a.blockOf = append(a.blockOf, int32(n-1)) // the end
	a.first[n] = int32(len(a.insts))
}

// posOf returns the position of instruction k of block bi.
func (a *allocator) posOf(bi int, k int) int32 { return a.from[bi] + 2 + 2*int32(k) }

// blockAt returns the index of the block that contains a position.
func (a *allocator) blockAt(pos int32) int { return int(a.blockOf[pos>>1]) }

// liveness finds the values live at the end of each block, value by value: from each use
// upwards until the definition (Appel, Modern Compiler Implementation, 19.6). The cost is
// the size of the result.
func (a *allocator) liveness() {
	f := a.f
	count := make([]int32, f.NumValues()+1)
	each := func(fn func(x *ssa.Value, b *ssa.Block, out bool)) {
		for _, b := range f.Blocks {
			for _, v := range b.Values {
				if v.Op == ssa.OpPhi {
					for k, x := range v.Args {
						fn(x, b.Preds[k].B, true)
					}
					continue
				}
				for _, x := range v.Args {
					if x.Block != b {
						fn(x, b, false)
					}
				}
				if v.State != nil {
					for _, x := range v.State.Vals {
						if x.Block != b && !isRemat(x) {
							fn(x, b, false)
						}
					}
				}
			}
		}
	}
	vals := make([]*ssa.Value, f.NumValues())
	each(func(x *ssa.Value, _ *ssa.Block, _ bool) { count[x.ID+1]++; vals[x.ID] = x })
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	// uses[k] is the block of a use; negative (-1-index) if the value is needed at its end.
	uses := make([]int32, count[len(count)-1])
	fill := append([]int32(nil), count...)
	each(func(x *ssa.Value, b *ssa.Block, out bool) {
		i := a.index[b.ID]
		if out {
			i = -1 - i
		}
		uses[fill[x.ID]] = i
		fill[x.ID]++
	})
	a.liveOut = make([][]*ssa.Value, len(f.Blocks))
	inDone := make([]ssa.ID, len(f.Blocks)) // value ID+1 whose walk has visited the block
	outDone := make([]ssa.ID, len(f.Blocks))
	var work []int32
	for id, x := range vals {
		if x == nil {
			continue
		}
		mark := ssa.ID(id) + 1
		def := a.index[x.Block.ID]
		out := func(b int32) {
			if outDone[b] == mark {
				return
			}
			outDone[b] = mark
			a.liveOut[b] = append(a.liveOut[b], x)
			if b != def && inDone[b] != mark {
				inDone[b] = mark
				work = append(work, b)
			}
		}
		for _, u := range uses[count[id]:count[id+1]] {
			if u < 0 {
				out(-1 - u)
			} else if inDone[u] != mark {
				inDone[u] = mark
				work = append(work, u)
			}
			for len(work) > 0 {
				b := work[len(work)-1]
				work = work[:len(work)-1]
				for _, e := range f.Blocks[b].Preds {
					out(a.index[e.B.ID])
				}
			}
		}
	}
}
