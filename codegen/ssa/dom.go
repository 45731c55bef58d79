package ssa

// DomTree is the dominator tree of the reachable blocks.
type DomTree struct {
	Order []*Block // reverse postorder
	idom  []*Block // by block ID; nil for the entry and unreachable blocks
	rpo   []int32  // by block ID, position in Order; -1 if unreachable
	in    []int32  // preorder and postorder numbers in the tree, by block ID
	out   []int32
	kids  []*Block // of each block one after the other
	first []int32  // by block ID + 1: where in kids those of a block begin; they end where those of the next ID begin
}

// ReversePostorder returns the blocks reachable from the entry, each before its successors
// except along back edges.
func (f *Func) ReversePostorder() []*Block {
	seen := make([]bool, f.NumBlocks())
	type frame struct {
		b *Block
		i int
	}
	order := make([]*Block, 0, len(f.Blocks))
	stack := []frame{{f.Entry(), 0}}
	seen[f.Entry().ID] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		// Successors in reverse, so that the first one comes first in the order.
		if n := len(top.b.Succs); top.i < n {
			s := top.b.Succs[n-1-top.i].B
			top.i++
			if !seen[s.ID] {
				seen[s.ID] = true
				stack = append(stack, frame{s, 0})
			}
			continue
		}
		order = append(order, top.b)
		stack = stack[:len(stack)-1]
	}
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// Dominators computes the dominator tree (Cooper, Harvey, Kennedy: A simple, fast dominance
// algorithm, 2001).
func (f *Func) Dominators() *DomTree {
	n := f.NumBlocks()
	nums := make([]int32, 4*n+2)
	t := &DomTree{Order: f.ReversePostorder(), idom: make([]*Block, n),
		rpo: nums[:n], in: nums[n : 2*n], out: nums[2*n : 3*n], first: nums[3*n:]}
	for i := range t.rpo {
		t.rpo[i] = -1
	}
	for i, b := range t.Order {
		t.rpo[b.ID] = int32(i)
	}
	entry := f.Entry()
	t.idom[entry.ID] = entry
	for changed := true; changed; {
		changed = false
		for _, b := range t.Order[1:] {
			var d *Block
			for _, e := range b.Preds {
				p := e.B
				if t.rpo[p.ID] < 0 || t.idom[p.ID] == nil {
					continue
				}
				if d == nil {
					d = p
					continue
				}
				for d != p {
					for t.rpo[p.ID] > t.rpo[d.ID] {
						p = t.idom[p.ID]
					}
					for t.rpo[d.ID] > t.rpo[p.ID] {
						d = t.idom[d.ID]
					}
				}
			}
			if t.idom[b.ID] != d {
				t.idom[b.ID] = d
				changed = true
			}
		}
	}
	t.idom[entry.ID] = nil
	for _, b := range t.Order[1:] {
		t.first[t.idom[b.ID].ID+2]++
	}
	for i := 2; i < len(t.first); i++ {
		t.first[i] += t.first[i-1]
	}
	t.kids = make([]*Block, len(t.Order)-1)
	for _, b := range t.Order[1:] {
		k := &t.first[t.idom[b.ID].ID+1] // moves to the end, where those of the next ID begin
		t.kids[*k] = b
		*k++
	}
	// The numbers of a preorder and postorder walk: a subtree takes twice its size.
	size := t.out
	for i := len(t.Order) - 1; i >= 0; i-- {
		b := t.Order[i]
		size[b.ID] += 2
		if i > 0 {
			size[t.idom[b.ID].ID] += size[b.ID]
		}
	}
	t.in[entry.ID] = 1
	for _, b := range t.Order {
		next := t.in[b.ID] + 1
		for _, k := range t.Children(b) {
			t.in[k.ID] = next
			next += size[k.ID]
		}
	}
	for _, b := range t.Order {
		t.out[b.ID] += t.in[b.ID] - 1
	}
	return t
}

// Idom returns the immediate dominator of b, nil for the entry.
func (t *DomTree) Idom(b *Block) *Block { return t.idom[b.ID] }

// Reachable reports whether b can be reached from the entry.
func (t *DomTree) Reachable(b *Block) bool { return int(b.ID) < len(t.rpo) && t.rpo[b.ID] >= 0 }

// Dominates reports whether a dominates b (a block dominates itself).
func (t *DomTree) Dominates(a, b *Block) bool {
	return t.in[a.ID] <= t.in[b.ID] && t.out[b.ID] <= t.out[a.ID] && t.Reachable(a) && t.Reachable(b)
}

// Children returns the blocks that b dominates immediately.
func (t *DomTree) Children(b *Block) []*Block { return t.kids[t.first[b.ID]:t.first[b.ID+1]] }

// Walk visits the tree: enter before the children of a block, leave after them.
func (t *DomTree) Walk(enter, leave func(*Block)) { t.walk(t.Order[0], enter, leave) }

// walk keeps its own stack: trees of large functions are deep.
func (t *DomTree) walk(root *Block, enter, leave func(*Block)) {
	type frame struct {
		b *Block
		i int
	}
	enter(root)
	stack := []frame{{root, 0}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if k := t.Children(top.b); top.i < len(k) {
			c := k[top.i]
			top.i++
			enter(c)
			stack = append(stack, frame{c, 0})
			continue
		}
		leave(top.b)
		stack = stack[:len(stack)-1]
	}
}
