package isel

import "gojvm/codegen/ssa"

// widePolls marks the polls at which a vec256 may be alive: the host that they leave to keeps
// no upper halves, so that they must do it themselves. Liveness is that of blocks.
func (l *lowering) widePolls() {
	var work []*ssa.Block
	wide := map[*ssa.Block]bool{} // that have a vec256, or pass one through
	in := map[*ssa.Value]map[*ssa.Block]bool{}
	for _, b := range l.f.Blocks {
		for _, v := range b.Values {
			if v.Type == ssa.V256 {
				wide[b] = true
			}
			for i, a := range v.Args {
				if a.Type != ssa.V256 {
					continue
				}
				wide[b] = true
				at := b
				if v.Op == ssa.OpPhi {
					at = b.Preds[i].B
				}
				work = append(work[:0], at)
				for len(work) > 0 { // up to the definition
					x := work[len(work)-1]
					work = work[:len(work)-1]
					if in[a][x] {
						continue
					}
					if in[a] == nil {
						in[a] = map[*ssa.Block]bool{}
					}
					in[a][x], wide[x] = true, true
					if a.Block == x {
						continue
					}
					for _, p := range x.Preds {
						work = append(work, p.B)
					}
				}
			}
		}
	}
	for b := range wide {
		for _, v := range b.Values {
			if v.Op == ssa.OpPoll {
				v.Op = OpPollWide
			}
		}
	}
}
