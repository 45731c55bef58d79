package ssa

// editor duplicates blocks and repairs SSA form afterwards. It keeps, for each value, who
// may use it, so that the cost of an edit is that of what it touches and not that of the
// function.
type editor struct {
	f     *Func
	users [][]*Value // by value ID; may name values that no longer use it
}

func newEditor(f *Func) *editor {
	e := &editor{f: f, users: make([][]*Value, f.NumValues())}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			e.note(v)
		}
	}
	return e
}

// note records v as a user of its operands.
func (e *editor) note(v *Value) {
	v.EachUse(func(p **Value) { e.noteUse(*p, v) })
}

func (e *editor) noteUse(x, user *Value) {
	for int(x.ID) >= len(e.users) {
		e.users = append(e.users, nil)
	}
	if u := e.users[x.ID]; len(u) == 0 || u[len(u)-1] != user {
		e.users[x.ID] = append(u, user)
	}
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

// repair gives uses of a value that has got several definitions the one that reaches them
// (Braun et al. 2013, Simple and efficient construction of SSA form).
type repair struct {
	e     *editor
	v     *Value            // the value repaired
	end   map[*Block]*Value // definition that reaches the end of a block
	start map[*Block]*Value // its beginning
}

// repair rewrites the uses of v outside of its block, and by phis, given the copies of v in
// other blocks.
func (e *editor) repair(v *Value, copies map[*Block]*Value) {
	if int(v.ID) >= len(e.users) || len(e.users[v.ID]) == 0 {
		return
	}
	r := &repair{e: e, v: v, end: map[*Block]*Value{v.Block: v}, start: map[*Block]*Value{}}
	for b, c := range copies {
		r.end[b] = c
	}
	users := e.users[v.ID]
	e.users[v.ID] = nil
	for _, u := range users {
		if u.Block == nil {
			continue
		}
		if u.Op == OpPhi {
			for i, a := range u.Args {
				if a == v {
					r.replace(u, &u.Args[i], r.atEnd(u.Block.Preds[i].B))
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
				r.replace(u, p, r.atStart(u.Block))
			}
		})
	}
}

func (r *repair) replace(user *Value, p **Value, n *Value) {
	n.Uses++
	(*p).Uses--
	*p = n
	r.e.noteUse(n, user)
}

func (r *repair) atEnd(b *Block) *Value {
	if v := r.end[b]; v != nil {
		return v
	}
	v := r.atStart(b)
	r.end[b] = v
	return v
}

func (r *repair) atStart(b *Block) *Value {
	if v := r.start[b]; v != nil {
		return v
	}
	if len(b.Preds) == 1 {
		if b.Preds[0].B == b {
			panic("BUG: a block that only it itself leads to")
		}
		v := r.atEnd(b.Preds[0].B)
		r.start[b] = v
		return v
	}
	if r.v.Op == OpConst || r.v.Op == OpFconst { // which no pass would see through a phi
		c := r.e.f.NewValue(r.v.Op, r.v.Type)
		c.Imm, c.Line = r.v.Imm, r.v.Line
		i := b.NumPhis()
		if i < len(b.Values) && b.Values[i].Op == OpException {
			i++
		}
		b.InsertAt(i, c)
		r.start[b] = c
		return c
	}
	phi := r.e.f.NewValue(OpPhi, r.v.Type)
	phi.Line = r.v.Line
	b.InsertAt(0, phi)
	r.start[b] = phi // ends the recursion around loops
	if r.end[b] == nil {
		r.end[b] = phi
	}
	for _, p := range b.Preds {
		phi.AddArg(r.atEnd(p.B))
	}
	r.e.note(phi)
	return phi
}

// cleanPhis removes phis that merge only one value, and dead values.
func cleanPhis(f *Func) {
	for {
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
			break
		}
		// Of two phis that stand for one another only one may go at a time.
		for _, v := range m {
			if v != nil && int(v.ID) < len(m) && m[v.ID] != nil {
				breakCycle(m, v)
			}
		}
		f.ReplaceUses(m)
		for _, b := range f.Blocks {
			kept := b.Values[:0]
			for _, v := range b.Values {
				if v.Op == OpPhi && m[v.ID] != nil {
					v.ResetArgs()
					continue
				}
				kept = append(kept, v)
			}
			clear(b.Values[len(kept):])
			b.Values = kept
		}
	}
	DeadCode(f)
}

// breakCycle makes sure that the chain of replacements from v ends.
func breakCycle(m []*Value, v *Value) {
	slow, fast := v, v
	next := func(x *Value) *Value {
		if x == nil || int(x.ID) >= len(m) {
			return nil
		}
		return m[x.ID]
	}
	for {
		slow, fast = next(slow), next(next(fast))
		if fast == nil {
			return
		}
		if slow == fast {
			m[slow.ID] = nil
			return
		}
	}
}
