package ssa

import "slices"

// Branches folds branches with constant conditions, removes what becomes unreachable, and
// merges blocks that follow one another.
func Branches(f *Func) {
	for _, b := range f.Blocks {
		t := b.Term()
		take := -1
		switch {
		case len(t.Args) == 0 || t.Args[0].Op != OpConst:
		case t.Op == OpIf && t.Args[0].Imm != 0:
			take = 0
		case t.Op == OpIf:
			take = 1
		case t.Op == OpSwitch:
			cases, _ := t.Aux.([]int64)
			if take = slices.Index(cases, t.Args[0].Imm); take < 0 {
				take = len(cases)
			}
		}
		if t.Op == OpSwitch && take < 0 && len(b.Succs) == 1 {
			take = 0
		}
		if take < 0 {
			continue
		}
		for i := len(b.Succs) - 1; i >= 0; i-- {
			if i != take {
				b.RemoveSucc(i)
			}
		}
		b.Counts = nil
		t.Become(OpJmp)
	}
	Prune(f)
	merge(f)
}

// merge appends a block to its only predecessor if that has no other successor.
func merge(f *Func) {
	gone := make([]bool, f.NumBlocks())
	for _, b := range f.Blocks {
		for !gone[b.ID] && len(b.Succs) == 1 && b.Term().Op == OpJmp {
			c := b.Succs[0].B
			if c == b || len(c.Preds) != 1 || c.NumPhis() > 0 {
				break
			}
			b.Values = b.Values[:len(b.Values)-1]
			for _, v := range c.Values {
				b.Append(v)
			}
			b.Succs, b.Counts = c.Succs, c.Counts
			for i, e := range b.Succs {
				e.B.Preds[e.I] = Edge{b, i}
			}
			c.Succs, c.Values, c.Preds = nil, nil, nil
			gone[c.ID] = true
		}
	}
	f.Blocks = slices.DeleteFunc(f.Blocks, func(b *Block) bool { return gone[b.ID] })
}
