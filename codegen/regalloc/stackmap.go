package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// siteList collects the safepoints in the order of their positions.
type siteList struct {
	pos   []int32
	sites []*Site
}

// site makes the record of the safepoint v at p. A call's record holds while the callee
// runs, when everything is in memory; that of a poll or guard holds before it.
func (a *allocator) site(l *siteList, v *ssa.Value, p int32) *Site {
	if v.Info().Has(ssa.Calls) {
		p++
	}
	s := &Site{V: v}
	if v.State != nil {
		for _, x := range v.State.Vals {
			if isRemat(x) {
				s.State = append(s.State, Loc{Kind: Constant, V: x})
			} else {
				s.State = append(s.State, a.where(x, p))
			}
		}
	}
	l.pos = append(l.pos, p)
	l.sites = append(l.sites, s)
	return s
}

// fillRefs lists for each safepoint the places of the references live there.
func (a *allocator) fillRefs(l *siteList) {
	if len(l.pos) == 0 {
		return
	}
	for _, i := range a.iv {
		if i == nil || i.v == nil || i.v.Type != ssa.Ref || isRemat(i.v) {
			continue
		}
		for _, p := range i.parts {
			loc := p.loc()
			for _, s := range p.spans {
				k, _ := slices.BinarySearch(l.pos, s.from)
				for ; k < len(l.pos) && l.pos[k] < s.to; k++ {
					l.sites[k].Refs = append(l.sites[k].Refs, loc)
					if i.storeAtDef && loc.Kind == InReg {
						// The copy in memory is relied upon later, so the collector must move it too.
						l.sites[k].Refs = append(l.sites[k].Refs, Loc{Kind: InSlot, N: i.slot})
					}
				}
			}
		}
	}
}
