package ssa

// LiveOut returns, by block ID, the values that are live at the end of some blocks, those with
// want[ID]: used in a block behind, or by a phi that the block's edge leads to. Values are found one by one, from each
// use upwards to the definition (Appel, Modern Compiler Implementation, 19.6); the cost is the
// size of the result for all blocks.
func (f *Func) LiveOut(want []bool) [][]*Value {
	// uses[first[x.ID]:first[x.ID+1]] are the blocks that use x but do not define it; ^ID if
	// they do so at their end, for a phi.
	first := make([]int32, f.NumValues()+2)
	each := func(fn func(x *Value, b int32)) {
		for _, b := range f.Blocks {
			n := b.NumPhis()
			for _, phi := range b.Values[:n] {
				for i, x := range phi.Args {
					fn(x, ^int32(b.Preds[i].B.ID))
				}
			}
			for _, v := range b.Values[n:] {
				for _, x := range v.Args {
					if x.Block != b {
						fn(x, int32(b.ID))
					}
				}
				if v.State == nil {
					continue
				}
				for _, x := range v.State.Vals {
					if x.Block != b {
						fn(x, int32(b.ID))
					}
				}
			}
		}
	}
	each(func(x *Value, _ int32) { first[x.ID+2]++ })
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	uses := make([]int32, first[len(first)-1])
	each(func(x *Value, b int32) {
		uses[first[x.ID+1]] = b
		first[x.ID+1]++
	})
	blocks := make([]*Block, f.NumBlocks())
	for _, b := range f.Blocks {
		blocks[b.ID] = b
	}
	out := make([][]*Value, f.NumBlocks())
	in, end := make([]ID, f.NumBlocks()), make([]ID, f.NumBlocks()) // 1 + ID of the value that came there last
	var work []*Block
	for _, b := range f.Blocks {
		for _, x := range b.Values {
			mark := x.ID + 1
			enter := func(u *Block) {
				if in[u.ID] != mark {
					in[u.ID] = mark
					work = append(work, u)
				}
			}
			leave := func(u *Block) {
				if end[u.ID] == mark {
					return
				}
				end[u.ID] = mark
				if want[u.ID] {
					out[u.ID] = append(out[u.ID], x)
				}
				if u != b {
					enter(u)
				}
			}
			for _, u := range uses[first[x.ID]:first[x.ID+1]] {
				if u < 0 {
					leave(blocks[^u])
				} else {
					enter(blocks[u])
				}
				for len(work) > 0 {
					w := work[len(work)-1]
					work = work[:len(work)-1]
					for _, e := range w.Preds {
						leave(e.B)
					}
				}
			}
		}
	}
	return out
}
