package regalloc

import "gojvm/codegen/ssa"

// ranges finds, backwards, where each value is used last, and for each operand where its value is
// used next.
func (q *quick) ranges() {
	q.k = len(q.nexts)
	q.lastCalls = q.lastCalls[:0]
	for bi := len(q.blocks) - 1; bi >= 0; bi-- {
		b := q.blocks[bi]
		loop := q.loopOf[bi]
		for s := len(b.Succs) - 1; s >= 0; s-- {
			e := b.Succs[s]
			for i := q.phis[q.index[e.B.ID]] - 1; i >= 0; i-- {
				q.use(e.B.Values[i].Args[e.I], q.to[bi]-1, loop)
			}
		}
		p := q.to[bi]
		k := int(q.first[bi+1])
		phis := int(q.phis[bi])
		for i := len(b.Values) - 1; i >= phis; i-- {
			v := b.Values[i]
			p -= 2
			k--
			calls := v.Info().Has(ssa.Calls)
			if calls && !q.cold[b.ID] {
				q.lastCalls = append(q.lastCalls, p)
			}
			if v.State != nil {
				at := p
				if calls {
					at++
				}
				for j := len(v.State.Vals) - 1; j >= 0; j-- {
					q.use(v.State.Vals[j], at, loop)
				}
			}
			spec := q.specs[k]
			for j := len(v.Args) - 1; j >= 0; j-- {
				x := v.Args[j]
				q.use(x, p, loop)
				if c := argConstraint(spec, j); c.Kind == ssa.InFixed {
					q.vals[x.ID].hint = c.Reg
				}
			}
		}
	}
	q.k = 0
}

// use notes a use of x at p, within a loop or not.
func (q *quick) use(x *ssa.Value, p, loop int32) {
	i := &q.vals[x.ID]
	q.k--
	next := i.next
	if loop >= 0 && i.def < q.loops[loop].from {
		// It is used again in the next turn.
		if end := q.loops[loop].to - 1; next == 0 || next > end {
			next = end
		}
		for l := loop; l >= 0 && i.def < q.loops[l].from; l = q.loops[l].outer {
			i.end = max(i.end, q.loops[l].to-1)
		}
	}
	q.nexts[q.k] = next
	i.next = p
	i.end = max(i.end, p)
}
