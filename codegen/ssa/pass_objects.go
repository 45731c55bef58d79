package ssa

import "slices"

// Scalar replacement: objects that only this function knows are not allocated; their fields
// become values. An object that a safepoint's frame state names does not escape by that: the
// state describes it instead (VirtualObject), for the host to make when it needs it.
//
// An object may have several names: that of its OpNew, and phis that merge it with others of
// its shape. They are replaced together if at any time one name only of an object is live,
// so that a name has the fields of its own (Choi et al. 1999, Escape Analysis for Java, has
// the problem; Kotzmann and Mössenböck 2005 the descriptions in frame states). An object
// that is stored to a field of one that is replaced is a candidate in the next round.

const (
	maxScalarSize   = 256   // bytes of an object
	maxScalarFields = 32    // fields accessed in an object
	maxScalarWork   = 50000 // blocks times fields, for all objects of a round
	maxScalarRounds = 6
)

// ReplaceObjects is the pass.
func ReplaceObjects(f *Func) {
	for range maxScalarRounds {
		s := &scalars{f: f, names: map[*Value]*scalarName{}}
		if !s.collect() || !s.replace() {
			return
		}
	}
}

// scalarName is a name of objects: an OpNew, or a phi of names.
type scalarName struct {
	v      *Value
	parent *scalarName // union-find: names that may be of one object have one group
	group  *scalarGroup
	live   map[*Block]bool // at whose beginning it is, its own block apart
	blocks []*Block        // the same in order
	entry  map[*Block][]*Value
	end    map[*Block][]*Value // the fields
}

// scalarGroup is what the names of a group have in common.
type scalarGroup struct {
	names   []*scalarName
	size    int64
	aux     any
	imm     int64
	fields  []VirtualField
	escapes bool
}

type scalars struct {
	f     *Func
	names map[*Value]*scalarName
	order []*scalarName
	work  int
}

func (n *scalarName) find() *scalarName {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

func (s *scalars) add(v *Value) {
	if s.names[v] == nil {
		n := &scalarName{v: v, live: map[*Block]bool{}}
		s.names[v] = n
		s.order = append(s.order, n)
	}
}

// collect finds the groups of names; it reports whether there is any that does not escape.
func (s *scalars) collect() bool {
	for _, b := range s.f.Blocks {
		for _, v := range b.Values {
			if v.Op == OpNew {
				if n, ok := v.Args[0].IsConst(); ok && n > 0 && n <= maxScalarSize {
					s.add(v)
				}
			}
		}
	}
	if len(s.order) == 0 {
		return false
	}
	for changed := true; changed; {
		changed = false
		for _, b := range s.f.Blocks {
			for _, v := range b.Values[:b.NumPhis()] {
				if s.names[v] == nil && slices.ContainsFunc(v.Args, func(a *Value) bool { return s.names[a] != nil }) {
					s.add(v)
					changed = true
				}
			}
		}
	}
	for _, n := range s.order {
		if n.v.Op != OpPhi {
			continue
		}
		for _, a := range n.v.Args {
			if x := s.names[a]; x != nil && x.find() != n.find() {
				x.find().parent = n.find()
			}
		}
	}
	for _, n := range s.order {
		r := n.find()
		if r.group == nil {
			r.group = &scalarGroup{}
		}
		n.group = r.group
		g := n.group
		if n.v.Op == OpNew {
			size := n.v.Args[0].Imm
			if g.size != 0 && (g.size != size || g.aux != n.v.Aux || g.imm != n.v.Imm) {
				g.escapes = true
			}
			g.size, g.aux, g.imm = size, n.v.Aux, n.v.Imm
		}
		g.names = append(g.names, n)
	}
	for _, n := range s.order {
		if n.v.Op == OpPhi && slices.ContainsFunc(n.v.Args, func(a *Value) bool { return s.names[a] == nil }) {
			n.group.escapes = true
		}
	}
	for _, b := range s.f.Blocks {
		for _, v := range b.Values {
			s.uses(v)
		}
	}
	for _, b := range s.f.Blocks {
		s.aliases(b)
	}
	any := false
	for _, n := range s.order {
		g := n.group
		s.work += len(n.blocks) * (1 + len(g.fields))
		if len(g.fields) > maxScalarFields || s.work > maxScalarWork {
			g.escapes = true
		}
		any = any || !g.escapes
	}
	return any
}

// fieldAccess returns the offset of an access by a constant address.
func fieldAccess(v *Value, addr []*Value) (off int64, ok bool) {
	off = int64(v.Off)
	if len(addr) > 1 {
		c, ok := addr[1].IsConst()
		if !ok || addr[1].Type != I32 {
			return 0, false
		}
		off += int64(uint32(c)) << v.Scale
	}
	return off, true
}

// uses notes how v uses names: where they are live, which fields there are, what escapes.
func (s *scalars) uses(v *Value) {
	for i, a := range v.Args {
		n := s.names[a]
		if n == nil || n.group.escapes {
			continue
		}
		if v.Op == OpPhi {
			if p := v.Block.Preds[i].B; p != a.Block {
				s.liveAt(n, p)
			}
			continue
		}
		if v.Block != a.Block {
			s.liveAt(n, v.Block)
		}
		switch v.Op {
		case OpEq, OpNe:
			// What the other is compared with cannot be one of these, unless it is a name too.
			if s.names[v.Args[1-i]] != nil {
				n.group.escapes = true
			}
		case OpLock, OpUnlock:
			if !n.group.hasField(VirtualField{Off: v.Off, Type: I32, Width: I32}) {
				n.group.escapes = true
			}
		case OpBarrier:
			if _, ok := fieldAccess(v, v.Args[1:]); !ok || i != 1 {
				n.group.escapes = true
			}
		default:
			off, ok := int64(0), isLoad(v) && i == 0 || isStore(v) && i == 1
			if ok {
				off, ok = fieldAccess(v, address(v))
			}
			if !ok || !n.group.field(v, off) {
				n.group.escapes = true
			}
		}
	}
	if v.State == nil {
		return
	}
	for _, a := range v.State.Vals {
		if n := s.names[a]; n != nil && v.Block != a.Block {
			s.liveAt(n, v.Block)
		}
	}
}

// field notes an access at off; it reports whether it agrees with the others.
func (g *scalarGroup) field(v *Value, off int64) bool {
	x := VirtualField{Off: int32(off), Type: v.Type, Width: v.Info().Width}
	if isStore(v) {
		x.Type = v.Args[0].Type
	}
	if x.Width == Void {
		x.Width = x.Type
	}
	return off == int64(x.Off) && x.Type != Ptr && g.hasField(x)
}

// hasField notes that there is field x; it reports whether that agrees with the others.
func (g *scalarGroup) hasField(x VirtualField) bool {
	off, size := int64(x.Off), int64(x.Width.Size(8))
	if off < 0 || off+size > g.size {
		return false
	}
	for _, y := range g.fields {
		if x == y {
			return true
		}
		if off < int64(y.Off)+int64(y.Width.Size(8)) && int64(y.Off) < off+size {
			return false
		}
	}
	g.fields = append(g.fields, x)
	return true
}

// liveAt notes that n is live at the beginning of b, and wherever that follows from it.
func (s *scalars) liveAt(n *scalarName, b *Block) {
	work := []*Block{b}
	for len(work) > 0 && s.work <= maxScalarWork {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == n.v.Block || n.live[b] {
			continue
		}
		n.live[b] = true
		n.blocks = append(n.blocks, b)
		s.work++
		for _, p := range b.Preds {
			work = append(work, p.B)
		}
	}
	if s.work > maxScalarWork {
		n.group.escapes = true
	}
}

// aliases lets the groups escape of which an object would have two live names in b: one
// that a phi merges is live behind it, or two phis merge it.
func (s *scalars) aliases(b *Block) {
	phis := b.Values[:b.NumPhis()]
	for i, v := range phis {
		n := s.names[v]
		if n == nil {
			continue
		}
		for k, a := range v.Args {
			x := s.names[a]
			if x == nil {
				continue
			}
			if x.live[b] {
				n.group.escapes = true
			}
			for _, w := range phis[:i] {
				if w.Args[k] == a {
					n.group.escapes = true
				}
			}
		}
	}
}

// replace replaces what does not escape; it reports whether there was anything.
func (s *scalars) replace() bool {
	f := s.f
	zeros := map[Type]*Value{}
	zero := func(t Type) *Value {
		if zeros[t] == nil {
			op := OpConst
			if t.IsFloat() {
				op = OpFconst
			}
			v := f.NewValue(op, t)
			zeros[t] = v
			v.Block = f.Entry()
		}
		return zeros[t]
	}
	null := zero(Ref)
	at := map[*Block][]*scalarName{}
	for _, n := range s.order {
		if !n.group.escapes {
			n.entry, n.end = map[*Block][]*Value{}, map[*Block][]*Value{}
			for _, b := range n.blocks {
				at[b] = append(at[b], n)
			}
		}
	}
	m := make([]*Value, f.NumValues())
	var merges []*Value // phis of fields
	type merge struct {
		n     *scalarName // in block v.Block
		field int
	}
	var of []merge
	merged := func(n *scalarName, b *Block) []*Value {
		vs := make([]*Value, len(n.group.fields))
		for i, x := range n.group.fields {
			v := f.NewValue(OpPhi, x.Type)
			v.Block, v.Line = b, n.v.Line
			vs[i] = v
			merges = append(merges, v)
			of = append(of, merge{n, i})
		}
		return vs
	}
	for _, b := range f.ReversePostorder() {
		now := map[*scalarName][]*Value{}
		var out []*Value
		for _, n := range at[b] {
			if len(b.Preds) == 1 {
				now[n] = slices.Clone(n.end[b.Preds[0].B])
				continue
			}
			now[n] = merged(n, b)
			out = append(out, now[n]...)
		}
		for _, v := range b.Values {
			n := s.names[v]
			if n != nil && !n.group.escapes {
				if v.Op == OpPhi {
					vs := merged(n, b)
					now[n] = vs
					out = append(out, vs...)
					continue
				}
				vs := make([]*Value, len(n.group.fields))
				for i, x := range n.group.fields {
					vs[i] = zero(x.Type)
				}
				now[n] = vs
				continue
			}
			if v.Op != OpPhi && s.rewrite(v, now, m, null, &out) {
				continue
			}
			if v.State != nil {
				s.describe(v.State, now, null)
			}
			out = append(out, v)
		}
		// Phis come first.
		slices.SortStableFunc(out, func(x, y *Value) int { return b2i(y.Op == OpPhi) - b2i(x.Op == OpPhi) })
		b.Values = out
		for n, vs := range now {
			n.end[b] = vs
		}
	}
	for i, v := range merges {
		n := of[i].n
		for k, p := range v.Block.Preds {
			x := n
			if n.v.Block == v.Block {
				x = s.names[n.v.Args[k]]
			}
			v.Args = append(v.Args, x.end[p.B][of[i].field])
		}
	}
	e := f.Entry()
	params := 0
	for params < len(e.Values) && e.Values[params].Op == OpArg {
		params++
	}
	for _, t := range []Type{I32, I64, F32, F64, Ref} {
		if v := zeros[t]; v != nil {
			e.InsertAt(params, v)
		}
	}
	f.CountUses()
	f.ReplaceUses(m)
	cleanPhis(f)
	return true
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rewrite executes v, if it does something with an object that is replaced, on the values of
// its fields; it reports whether v is gone.
func (s *scalars) rewrite(v *Value, now map[*scalarName][]*Value, m []*Value, null *Value, out *[]*Value) bool {
	name := func(i int) *scalarName {
		if i >= len(v.Args) {
			return nil
		}
		if n := s.names[v.Args[i]]; n != nil && !n.group.escapes {
			return n
		}
		return nil
	}
	field := func(n *scalarName) int {
		off, _ := fieldAccess(v, address(v))
		return slices.IndexFunc(n.group.fields, func(x VirtualField) bool { return int64(x.Off) == off })
	}
	switch {
	case isLoad(v):
		n := name(0)
		if n == nil {
			return false
		}
		x := now[n][field(n)]
		if op, narrow := extension(v.Op); narrow {
			x = s.f.NewValue(op, I32, x)
			x.Block, x.Line = v.Block, v.Line
			*out = append(*out, x)
		}
		m[v.ID] = x
		return true
	case isStore(v):
		n := name(1)
		if n == nil {
			return false
		}
		now[n][field(n)] = v.Args[0]
		return true
	case v.Op == OpBarrier:
		return name(1) != nil
	case v.Op == OpLock || v.Op == OpUnlock:
		n := name(0)
		if n == nil {
			return false
		}
		at := slices.Index(n.group.fields, VirtualField{Off: v.Off, Type: I32, Width: I32})
		s.count(v, now, &now[n][at], null, out)
		return true
	case v.Op == OpEq || v.Op == OpNe:
		if name(0) == nil && name(1) == nil {
			return false
		}
		v.BecomeConst(int64(b2i(v.Op == OpNe)))
	}
	return false
}

// count executes the OpLock or OpUnlock v on the number of locks of an object that is replaced.
func (s *scalars) count(v *Value, now map[*scalarName][]*Value, locks **Value, null *Value, out *[]*Value) {
	emit := func(op Op, t Type, args ...*Value) *Value {
		x := s.f.NewValue(op, t, args...)
		x.Block, x.Line = v.Block, v.Line
		*out = append(*out, x)
		return x
	}
	old := *locks
	step := int64(1)
	if v.Op == OpUnlock {
		step = -1
		if old.Op != OpConst || old.Imm == 0 {
			zero := emit(OpConst, I32)
			g := emit(OpGuard, Void, emit(OpNe, I32, old, zero))
			g.Imm, g.State = v.Imm, v.State
			s.describe(g.State, now, null)
		}
	}
	if old.Op == OpConst {
		*locks = emit(OpConst, I32)
		(*locks).Imm = old.Imm + step
		return
	}
	c := emit(OpConst, I32)
	c.Imm = step
	*locks = emit(OpAdd, I32, old, c)
}

// extension returns what a narrow load does to the low bits of what was stored.
func extension(op Op) (Op, bool) {
	switch op {
	case OpLoad8s:
		return OpSext8, true
	case OpLoad8u:
		return OpZext8, true
	case OpLoad16s:
		return OpSext16, true
	case OpLoad16u:
		return OpZext16, true
	}
	return OpInvalid, false
}

// describe takes the names of objects that are replaced out of st and describes the objects.
func (s *scalars) describe(st *FrameState, now map[*scalarName][]*Value, null *Value) {
	for i := 0; i < len(st.Vals); i++ { // fields of objects join it
		n := s.names[st.Vals[i]]
		if n == nil || n.group.escapes {
			continue
		}
		o := VirtualObject{Client: n.group.aux, First: len(st.Vals), Fields: n.group.fields}
		for k, x := range st.Vals {
			if x == n.v {
				o.At = append(o.At, k)
				st.Vals[k] = null
			}
		}
		st.Vals = append(st.Vals, now[n]...)
		st.Objects = append(slices.Clone(st.Objects), o)
	}
}
