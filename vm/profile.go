package vm

import "sort"

// Profile is what the interpreter learns of one method for the compiled tiers, since
// the method became warm. Counters are racy on purpose: an increment lost between
// threads costs nothing, an atomic one costs more than the instruction it counts.
type Profile struct {
	Calls    uint32          // of the method
	Branches []BranchProfile // by ascending BCI
	Types    []TypeProfile   // receivers and checked objects, by ascending BCI
	Sites    []SiteProfile   // other calls, by ascending BCI
}

// BranchProfile counts the outcomes of a conditional branch.
type BranchProfile struct {
	BCI             uint32
	Taken, NotTaken uint32
}

// SiteProfile counts the executions of a call without a receiver to select by.
type SiteProfile struct {
	BCI   uint32
	Count uint32
}

// TypeProfile counts the classes seen at one call, checkcast, instanceof or
// aastore: the first two by name, the others together.
type TypeProfile struct {
	BCI   uint32
	Klass [2]uint32 // klass block addresses
	Count [2]uint32
	Other uint32
	Nulls uint32
}

// Ran reports whether the method ran for a while when it was counted. p may be nil.
func (p *Profile) Ran() bool {
	if p == nil {
		return false
	}
	if p.Calls > 0 {
		return true
	}
	for _, b := range p.Branches {
		if b.Taken+b.NotTaken > 0 {
			return true
		}
	}
	return false
}

// Total returns the number of executions.
func (t *TypeProfile) Total() uint32 { return t.Count[0] + t.Count[1] + t.Other + t.Nulls }

// Branch returns the profile of the branch at bci, nil if there is none. p may be nil.
func (p *Profile) Branch(bci int) *BranchProfile {
	if p == nil {
		return nil
	}
	i := sort.Search(len(p.Branches), func(i int) bool { return int(p.Branches[i].BCI) >= bci })
	if i < len(p.Branches) && int(p.Branches[i].BCI) == bci {
		return &p.Branches[i]
	}
	return nil
}

// Type returns the classes seen at bci, nil if nothing is known. p may be nil.
func (p *Profile) Type(bci int) *TypeProfile {
	if p == nil {
		return nil
	}
	i := sort.Search(len(p.Types), func(i int) bool { return int(p.Types[i].BCI) >= bci })
	if i < len(p.Types) && int(p.Types[i].BCI) == bci {
		return &p.Types[i]
	}
	return nil
}

// Site returns the profile of the call at bci, nil if there is none. p may be nil.
func (p *Profile) Site(bci int) *SiteProfile {
	if p == nil {
		return nil
	}
	i := sort.Search(len(p.Sites), func(i int) bool { return int(p.Sites[i].BCI) >= bci })
	if i < len(p.Sites) && int(p.Sites[i].BCI) == bci {
		return &p.Sites[i]
	}
	return nil
}
