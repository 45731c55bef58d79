package regalloc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// siteList collects the safepoints in the order of their positions.
type siteList struct {
	pos   []int32
	sites []*Site
	refs  []siteRef
	first []int32 // by site, and one more: where its references begin among the sorted ones
}

func (l *siteList) reset() { l.pos, l.sites, l.refs = l.pos[:0], l.sites[:0], l.refs[:0] }

// sortRefs gives the sites their references.
func (l *siteList) sortRefs(locs *slab[Loc]) {
	l.first = sized(l.first, len(l.sites)+1)
	for _, r := range l.refs {
		l.first[r.site+1]++
	}
	for k := 1; k < len(l.first); k++ {
		l.first[k] += l.first[k-1]
	}
	sorted := locs.take(len(l.refs))[:len(l.refs)]
	for k, s := range l.sites {
		s.Refs = sorted[l.first[k]:l.first[k+1]:l.first[k+1]]
	}
	for _, r := range l.refs {
		sorted[l.first[r.site]] = r.loc
		l.first[r.site]++
	}
}

// site makes the record of the safepoint v at p. A call's record holds while the callee
// runs, when everything is in memory; that of a poll or guard holds before it.
func (a *allocator) site(l *siteList, v *ssa.Value, p int32) *Site {
	if v.Info().Has(ssa.Calls) {
		p++
	}
	s := a.slabs.sites.new()
	s.V = v
	if v.State != nil {
		s.State = a.slabs.locs.take(len(v.State.Vals))
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
					l.refs = append(l.refs, siteRef{int32(k), loc})
					if i.storeAtDef && loc.Kind == InReg {
						// The copy in memory is relied upon later, so the collector must move it too.
						l.refs = append(l.refs, siteRef{int32(k), Loc{Kind: InSlot, N: i.slot}})
					}
				}
			}
		}
	}
	l.sortRefs(&a.slabs.locs)
}
