package ssa

// DeadCode removes values that nothing needs: those that neither have an effect nor reach
// one through uses. It is optimistic, so cycles of phis that feed only themselves go too.
func DeadCode(f *Func) { f.replaceAndClean(nil) }

// replaceAndClean is ReplaceUses(m) and DeadCode in one walk over the uses. What has a
// replacement must have no effect.
func (f *Func) replaceAndClean(m []*Value) {
	s := sweeper{live: make([]bool, f.NumValues()), work: make([]*Value, 0, 64), with: m}
	dead := 0
	for _, b := range f.Blocks {
		dead += len(b.Values)
		for _, v := range b.Values {
			if v.Info().Flags&(Effect|Writes|Terminates) != 0 && !s.live[v.ID] {
				s.mark(v)
			}
		}
	}
	dead -= s.marked
	for _, b := range f.Blocks {
		if dead == 0 {
			break
		}
		dead -= s.sweep(b)
	}
}

// sweeper marks the values that are needed and removes the others.
type sweeper struct {
	live   []bool // by value ID
	marked int
	work   []*Value
	with   []*Value // replacements by value ID, or nil
}

// mark marks v and what it needs.
func (s *sweeper) mark(v *Value) {
	s.live[v.ID] = true
	work := append(s.work, v)
	operands := func(vs []*Value) {
		if s.with != nil {
			replaceIn(vs, s.with)
		}
		for _, a := range vs {
			if !s.live[a.ID] {
				s.live[a.ID] = true
				work = append(work, a)
			}
		}
	}
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		s.marked++
		operands(v.Args)
		if v.State != nil {
			operands(v.State.Vals)
		}
	}
	s.work = work
}

// sweep removes the values of b that are not marked and returns how many these were.
func (s *sweeper) sweep(b *Block) int {
	first := 0
	for first < len(b.Values) && s.live[b.Values[first].ID] {
		first++
	}
	if first == len(b.Values) {
		return 0
	}
	kept := b.Values[:first]
	for _, v := range b.Values[first:] {
		if s.live[v.ID] {
			kept = append(kept, v)
			continue
		}
		for _, a := range v.Args {
			a.Uses--
		}
		v.Args = nil
	}
	clear(b.Values[len(kept):])
	dead := len(b.Values) - len(kept)
	b.Values = kept
	return dead
}

// Prune removes unreachable blocks, and phis with a single argument.
func Prune(f *Func) {
	seen := make([]bool, f.NumBlocks())
	for _, b := range f.ReversePostorder() {
		seen[b.ID] = true
	}
	for _, b := range f.Blocks { // all edges first: they take phi arguments along
		for !seen[b.ID] && len(b.Succs) > 0 {
			b.RemoveSucc(len(b.Succs) - 1)
		}
	}
	kept := f.Blocks[:0]
	for _, b := range f.Blocks {
		if seen[b.ID] {
			kept = append(kept, b)
			continue
		}
		for _, v := range b.Values {
			v.EachUse(func(p **Value) { (*p).Uses-- })
		}
	}
	clear(f.Blocks[len(kept):])
	f.Blocks = kept
	var m []*Value
	for _, b := range f.Blocks {
		for _, v := range b.Values[:b.NumPhis()] {
			if s := trivialPhi(v); s != nil {
				if m == nil {
					m = make([]*Value, f.NumValues())
				}
				m[v.ID] = s
			}
		}
	}
	if m == nil {
		return
	}
	f.ReplaceUses(m)
	for _, b := range f.Blocks {
		n := b.NumPhis()
		kept := b.Values[:0]
		for _, v := range b.Values[:n] {
			if m[v.ID] == nil {
				kept = append(kept, v)
			} else {
				v.ResetArgs()
			}
		}
		if len(kept) < n {
			b.Values = append(kept, b.Values[n:]...)
		}
	}
}

// trivialPhi returns the only value that phi v merges, or nil.
func trivialPhi(v *Value) *Value {
	var s *Value
	for _, a := range v.Args {
		if a == v || a == s {
			continue
		}
		if s != nil {
			return nil
		}
		s = a
	}
	return s
}
