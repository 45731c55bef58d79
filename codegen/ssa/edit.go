package ssa

// editor duplicates blocks and repairs SSA form afterwards. It keeps, for each value that may need
// that, who may use it, so that the cost of an edit is that of what it touches and not that
// of the function.
type editor struct {
	f     *Func
	list  []int32    // by value ID: index in users, 0 for a value that is never repaired
	users [][]*Value // may name values that no longer use it

	// of the value being repaired, by block ID: the definitions that reach the end of a block and
	// its beginning
	end, start []reaching
	mark       int32
}

// reaching is a definition that reaches a place, if the mark is that of the present repair.
type reaching struct {
	mark int32
	v    *Value
}

// newEditor returns an editor that can repair the values of blocks for which repairs holds, and all
// values made later.
func newEditor(f *Func, repairs func(*Block) bool) *editor {
	e := &editor{f: f, list: make([]int32, f.NumValues()), users: make([][]*Value, 1)}
	for _, b := range f.Blocks {
		if !repairs(b) {
			continue
		}
		for _, v := range b.Values {
			if v.Type != Void {
				e.list[v.ID] = int32(len(e.users))
				e.users = append(e.users, nil)
			}
		}
	}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			e.note(v)
		}
	}
	return e
}

// note records v as a user of its operands.
func (e *editor) note(v *Value) {
	for _, x := range v.Args {
		e.noteUse(x, v)
	}
	if v.State != nil {
		for _, x := range v.State.Vals {
			e.noteUse(x, v)
		}
	}
}

func (e *editor) noteUse(x, user *Value) {
	for int(x.ID) >= len(e.list) {
		e.list = append(e.list, int32(len(e.users)))
		e.users = append(e.users, nil)
	}
	l := e.list[x.ID]
	if l == 0 {
		return
	}
	if u := e.users[l]; len(u) == 0 || u[len(u)-1] != user {
		e.users[l] = append(u, user)
	}
}

// usersOf returns those who may use v, of which some no longer do.
func (e *editor) usersOf(v *Value) []*Value {
	if v.Type == Void || int(v.ID) >= len(e.list) {
		return nil
	}
	l := e.list[v.ID]
	if l == 0 {
		panic("BUG: the uses of " + v.LongString() + " are not known")
	}
	return e.users[l]
}

// cloneValue makes a copy of v, with operands replaced by the table m, that is in no block.
func (e *editor) cloneValue(v *Value, m map[*Value]*Value) *Value {
	c := e.f.NewValue(v.Op, v.Type)
	c.Cond, c.Scale, c.Off, c.Alias, c.Line, c.Imm, c.Aux = v.Cond, v.Scale, v.Off, v.Alias, v.Line, v.Imm, v.Aux
	mapped := func(x *Value) *Value {
		if y := m[x]; y != nil {
			return y
		}
		return x
	}
	for _, a := range v.Args {
		c.AddArg(mapped(a))
	}
	if v.State != nil {
		st := &FrameState{Data: v.State.Data, Vals: make([]*Value, len(v.State.Vals)), Objects: v.State.Objects}
		for i, x := range v.State.Vals {
			st.Vals[i] = mapped(x)
			st.Vals[i].Uses++
		}
		c.State = st
	}
	return c
}

// cloneInto appends copies of the values of b from index i on to c, terminator included but
// without edges, and adds them to the table m.
func (e *editor) cloneInto(c, b *Block, i int, m map[*Value]*Value) {
	for _, v := range b.Values[i:] {
		n := e.cloneValue(v, m)
		c.Append(n)
		e.note(n)
		m[v] = n
	}
	c.Freq = b.Freq
	if b.Counts != nil {
		c.Counts = append([]int64(nil), b.Counts...)
	}
}

// repair rewrites the uses of v outside of its block, and by phis, given the copies of v in
// other blocks: each gets the definition that reaches it (Braun et al. 2013, Simple and efficient
// construction of SSA form).
func (e *editor) repair(v *Value, copies map[*Block]*Value) {
	users := e.usersOf(v)
	if len(users) == 0 {
		return
	}
	if n := e.f.NumBlocks(); len(e.end) < n {
		e.end = append(e.end, make([]reaching, n-len(e.end))...)
		e.start = append(e.start, make([]reaching, n-len(e.start))...)
	}
	e.mark++
	e.end[v.Block.ID] = reaching{e.mark, v}
	for b, c := range copies {
		e.end[b.ID] = reaching{e.mark, c}
	}
	e.users[e.list[v.ID]] = nil
	for _, u := range users {
		if u.Block == nil {
			continue
		}
		if u.Op == OpPhi {
			for i, a := range u.Args {
				if a == v {
					e.replace(u, &u.Args[i], e.atEnd(u.Block.Preds[i].B, v))
				}
			}
			continue
		}
		if u.Block == v.Block {
			e.noteUse(v, u)
			continue
		}
		u.EachUse(func(p **Value) {
			if *p == v {
				e.replace(u, p, e.atStart(u.Block, v))
			}
		})
	}
}

func (e *editor) replace(user *Value, p **Value, n *Value) {
	n.Uses++
	(*p).Uses--
	*p = n
	e.noteUse(n, user)
}

// atEnd returns the definition of what was v that reaches the end of b.
func (e *editor) atEnd(b *Block, v *Value) *Value {
	if r := &e.end[b.ID]; r.mark == e.mark {
		return r.v
	}
	d := e.atStart(b, v)
	e.end[b.ID] = reaching{e.mark, d}
	return d
}

// atStart returns the definition of what was v that reaches the beginning of b.
func (e *editor) atStart(b *Block, v *Value) *Value {
	if r := &e.start[b.ID]; r.mark == e.mark {
		return r.v
	}
	if len(b.Preds) == 1 {
		if b.Preds[0].B == b {
			panic("BUG: a block that only it itself leads to")
		}
		d := e.atEnd(b.Preds[0].B, v)
		e.start[b.ID] = reaching{e.mark, d}
		return d
	}
	if v.Op == OpConst || v.Op == OpFconst { // which no pass would see through a phi
		c := e.f.NewValue(v.Op, v.Type)
		c.Imm, c.Line = v.Imm, v.Line
		i := b.NumPhis()
		if i < len(b.Values) && b.Values[i].Op == OpException {
			i++
		}
		b.InsertAt(i, c)
		e.start[b.ID] = reaching{e.mark, c}
		return c
	}
	phi := e.f.NewValue(OpPhi, v.Type)
	phi.Line = v.Line
	b.InsertAt(0, phi)
	e.start[b.ID] = reaching{e.mark, phi} // ends the recursion around loops
	if r := &e.end[b.ID]; r.mark != e.mark {
		*r = reaching{e.mark, phi}
	}
	for _, p := range b.Preds {
		phi.AddArg(e.atEnd(p.B, v))
	}
	e.note(phi)
	return phi
}

// cleanPhis removes phis that merge only one value, and dead values.
func cleanPhis(f *Func) {
	var phis []*Value
	for _, b := range f.Blocks {
		phis = append(phis, b.Values[:b.NumPhis()]...)
	}
	var m []*Value
	for {
		left := phis[:0]
		for _, v := range phis {
			if s := onlyMerged(v, m); s == nil {
				left = append(left, v)
			} else {
				if m == nil {
					m = make([]*Value, f.NumValues())
				}
				m[v.ID] = s
			}
		}
		if len(left) == len(phis) {
			break
		}
		phis = left // what was replaced may be what made another one merge two
	}
	f.replaceAndClean(m)
}

// onlyMerged returns the only value that phi v merges once those of m are replaced, or nil. It has no
// replacement itself, so that chains of replacements end.
func onlyMerged(v *Value, m []*Value) *Value {
	var s *Value
	for _, a := range v.Args {
		for m != nil && m[a.ID] != nil {
			a = m[a.ID]
		}
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
