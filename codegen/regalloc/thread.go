package regalloc

import "gojvm/codegen/ssa"

// skipEmpty lets edges lead past blocks that turned out to hold a jump and nothing else,
// such as those made for moves on critical edges when there is nothing to move, and drops
// these blocks. Only the successors of blocks are kept up: nothing after this looks at
// predecessors.
func (out *Allocation) skipEmpty(numBlocks int) {
	to := make([]*ssa.Block, numBlocks) // by block ID: where an empty block leads
	entry := true
	for i := range out.Blocks {
		c := &out.Blocks[i]
		if len(c.Insts) == 1 && len(c.Head)+len(c.Tail) == 0 && c.Insts[0].V != nil && c.Insts[0].V.Op == ssa.OpJmp && !entry {
			to[c.B.ID] = c.B.Succs[0].B
		}
		entry = false
	}
	// final follows a chain; an endless loop of empty blocks keeps one of them.
	final := func(b *ssa.Block) *ssa.Block {
		for n := 0; to[b.ID] != nil; n++ {
			if n > 100 {
				to[b.ID] = nil
				break
			}
			b = to[b.ID]
		}
		return b
	}
	for i := range out.Blocks {
		b := out.Blocks[i].B
		for k := range b.Succs {
			b.Succs[k].B = final(b.Succs[k].B)
		}
	}
	kept := out.Blocks[:0]
	for _, c := range out.Blocks {
		if to[c.B.ID] == nil {
			kept = append(kept, c)
		}
	}
	out.Blocks = kept
}
