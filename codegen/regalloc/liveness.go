package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// number gives each block and each value its position.
func (a *allocator) number() {
	a.graph.fill(a.f)
	n := len(a.f.Blocks)
	a.from, a.to, a.raise, a.first = room(a.from, n), room(a.to, n), room(a.raise, n), room(a.first, n+1)
	a.value = sized(a.value, a.f.NumValues())
	a.def = room(a.def, a.f.NumValues())
	total := 0
	for _, b := range a.f.Blocks {
		total += len(b.Values)
	}
	a.insts = room(a.insts, total)[:0]
	a.blockOf = room(a.blockOf, total+n+1)[:0]
	pos := int32(0)
	for i, b := range a.f.Blocks {
		a.from[i] = pos
		a.first[i] = int32(len(a.insts))
		for _, v := range b.Values {
			a.value[v.ID] = v
			a.def[v.ID] = int32(i)
			if v.Op != ssa.OpPhi {
				a.insts = append(a.insts, instr{v: v, spec: a.constrain(v)})
			}
		}
		for range 1 + len(a.insts) - int(a.first[i]) {
			a.blockOf = append(a.blockOf, int32(i))
			pos += 2
		}
		a.to[i], a.raise[i] = pos, pos-1
		if b.Values[len(b.Values)-1].Op == ssa.OpCatch {
			call := b.CatchCall()
			for k := len(b.Values) - 1; b.Values[k] != call; k-- { // further results may stand between
				a.raise[i] -= 2
			}
		}
	}
	a.blockOf = append(a.blockOf, int32(n-1)) // the end
	a.first[n] = int32(len(a.insts))
}

// posOf returns the position of instruction k of block bi.
func (a *allocator) posOf(bi int, k int) int32 { return a.from[bi] + 2 + 2*int32(k) }

// blockAt returns the index of the block that contains a position.
func (a *allocator) blockAt(pos int32) int { return int(a.blockOf[pos>>1]) }

// run is a sequence of blocks in layout order, at the end of each of which a value is live. It
// is then live at the beginning of all but the first, too, for its definition dominates them.
type run struct{ first, last int32 }

// opening is a run of value v that ends in a block, and begins in block first.
type opening struct {
	v     *ssa.Value
	first int32
}

// blockUse says that a value is needed in a block of which it is no definition; in a
// negative block (^index) at its end.
type blockUse struct {
	id    ssa.ID
	block int32
}

// liveState is what liveness needs and leaves. Live sets by block would be quadratic in the
// size of functions that keep much alive; runs are as many as the spans of the intervals.
type liveState struct {
	uses      []blockUse
	useFirst  []int32 // by value ID: index in useBlocks
	useBlocks []int32
	walk      ssa.LiveWalk
	lasts     []opening // in the order of runs
	fill      []int32

	runs      []run   // by value, ascending
	runFirst  []int32 // by value ID, and one more: index in runs
	openings  []opening
	openFirst []int32 // by block, and one more: index in openings of the runs that end there
}

// liveness finds the blocks at the ends of which values are live, value by value.
func (a *allocator) liveness() {
	l := &a.live
	a.collectUses()
	n := len(a.f.Blocks)
	l.walk.Reset(a.graph.predFirst, a.graph.preds)
	l.runs, l.lasts = l.runs[:0], l.lasts[:0]
	l.runFirst = room(l.runFirst, len(a.value)+1)
	l.openFirst = sized(l.openFirst, n+1)
	for id := range a.value {
		l.runFirst[id] = int32(len(l.runs))
		if uses := l.useBlocks[l.useFirst[id]:l.useFirst[id+1]]; len(uses) > 0 {
			a.addRuns(ssa.ID(id), l.walk.Walk(ssa.ID(id), a.def[id], uses))
		}
	}
	l.runFirst[len(a.value)] = int32(len(l.runs))
	for i := range n {
		l.openFirst[i+1] += l.openFirst[i]
	}
	l.openings = room(l.openings, len(l.runs))
	l.fill = append(l.fill[:0], l.openFirst...)
	for k, o := range l.lasts {
		at := &l.fill[l.runs[k].last]
		l.openings[*at] = o
		*at++
	}
}

// collectUses lists for each value the blocks where it is used and not defined.
func (a *allocator) collectUses() {
	l := &a.live
	l.uses = l.uses[:0]
	l.useFirst = sized(l.useFirst, len(a.value)+1)
	note := func(x *ssa.Value, b int32) {
		l.uses = append(l.uses, blockUse{x.ID, b})
		l.useFirst[x.ID+1]++
	}
	for i, b := range a.f.Blocks {
		bi := int32(i)
		for _, v := range b.Values {
			if v.Op == ssa.OpPhi {
				for k, p := range a.graph.predsOf(bi) {
					note(v.Args[k], ^p)
				}
				continue
			}
			for _, x := range v.Args {
				if a.def[x.ID] != bi {
					note(x, bi)
				}
			}
			if v.State != nil {
				for _, x := range v.State.Vals {
					if a.def[x.ID] != bi && !isRemat(x) {
						note(x, bi)
					}
				}
			}
		}
	}
	for i := range a.value {
		l.useFirst[i+1] += l.useFirst[i]
	}
	l.useBlocks = room(l.useBlocks, len(l.uses))
	l.fill = append(l.fill[:0], l.useFirst...)
	for _, u := range l.uses {
		l.useBlocks[l.fill[u.id]] = u.block
		l.fill[u.id]++
	}
}

// addRuns adds the runs of the blocks at the end of which a value, walked last, is live.
func (a *allocator) addRuns(id ssa.ID, blocks []int32) {
	l := &a.live
	lo, hi := blocks[0], blocks[0]
	for _, b := range blocks[1:] {
		lo, hi = min(lo, b), max(hi, b)
	}
	add := func(first, last int32) {
		l.runs = append(l.runs, run{first, last})
		l.lasts = append(l.lasts, opening{a.value[id], first})
		l.openFirst[last+1]++
	}
	if int(hi-lo) < 8*len(blocks) {
		// Looking at the marks is cheaper than sorting.
		for b := lo; b <= hi; b++ {
			if !l.walk.AtEnd(b) {
				continue
			}
			first := b
			for b < hi && l.walk.AtEnd(b+1) {
				b++
			}
			add(first, b)
		}
		return
	}
	slices.Sort(blocks)
	for k := 0; k < len(blocks); k++ {
		first := k
		for k+1 < len(blocks) && blocks[k+1] == blocks[k]+1 {
			k++
		}
		add(blocks[first], blocks[k])
	}
}
