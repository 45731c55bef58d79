package ppc

import (
	"slices"

	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// updated gives accesses whose index nothing else needs a pointer of their own, one step
// behind: the access steps over to where it reads or writes, and an instruction with update
// does both. Accesses with one base whose indices differ by constants share a pointer, which the
// first of them steps; so do copies of an access in a loop that was unrolled by steps known at
// run time only, each of which steps it. Bases that are references keep their index, for no
// pointer into an object may live across a safepoint.
func updated(f *ssa.Func) {
	dom := f.Dominators()
	for _, l := range f.Loops(dom).Loops {
		s := simpleLoop(f, l)
		if s == nil {
			continue
		}
		r := &updater{simple: s, dom: dom, users: map[*ssa.Value][]*ssa.Value{}}
		for _, b := range l.Blocks {
			for _, v := range b.Values {
				for _, a := range v.Args {
					r.users[a] = append(r.users[a], v)
				}
			}
		}
		for _, phi := range slices.Clone(l.Header.Values[:l.Header.NumPhis()]) {
			if phi.Type.Size(4) != 4 || phi.Type == ssa.Ref {
				continue
			}
			if c := r.star(phi); c != nil {
				r.share(phi, c)
			} else if c := r.chain(phi); c != nil {
				r.step(phi, c)
			}
		}
	}
	ssa.DeadCode(f)
}

// updater changes the accesses of a loop.
type updater struct {
	*simple
	dom   *ssa.DomTree
	users map[*ssa.Value][]*ssa.Value // in the loop
}

// indexed is an access, and what its index is above that of the one before it or, if all is
// constant, above the counter.
type indexed struct {
	access *ssa.Value
	by     *ssa.Value
	off    int64
}

// star returns the accesses whose index is phi or phi and a constant, the first one first, if
// phi grows by a constant and nothing else needs it.
func (r *updater) star(phi *ssa.Value) (c []indexed) {
	total, ok := r.Step(phi)
	if !ok || total == 0 || !fits16(total) || phi.Args[r.Back].Uses != 1 || int(phi.Uses) != len(r.users[phi]) {
		return nil
	}
	for _, u := range r.users[phi] {
		switch {
		case u == phi.Args[r.Back]:
		case r.point(u, phi):
			c = append(c, indexed{access: u})
		case u.Op == ssa.OpAdd && u.Args[0] == phi && int(u.Uses) == len(r.users[u]):
			k, ok := imm(u.Args[1])
			if !ok {
				return nil
			}
			for _, v := range r.users[u] {
				if !r.point(v, u) {
					return nil
				}
				c = append(c, indexed{access: v, off: k})
			}
		default:
			return nil
		}
	}
	if len(c) == 0 {
		return nil
	}
	for i := range c {
		if r.before(c[i].access, c[0].access) {
			c[0], c[i] = c[i], c[0]
		}
	}
	first := c[0].access
	for _, x := range c[1:] {
		if x.access.Args[memBase(x.access)] != first.Args[memBase(first)] || !r.before(first, x.access) || !fits16(x.off-c[0].off) {
			return nil
		}
	}
	if !r.dom.Dominates(first.Block, r.End()) {
		return nil
	}
	return c
}

// share gives the accesses of a star a pointer.
func (r *updater) share(phi *ssa.Value, c []indexed) {
	total, _ := r.Step(phi)
	first := c[0].access
	p := r.start(phi, first, c[0].off-total)
	at := r.stepOver(first, p, r.Const(ssa.Ptr, first.Line, total))
	for _, x := range c[1:] {
		bi := memBase(x.access)
		x.access.SetArg(bi, at)
		x.access.RemoveArg(bi + 1)
		x.access.Off = int32(x.off - c[0].off)
	}
	r.SetNext(p, at)
}

// chain returns the accesses whose index is phi, phi and a step, phi and two steps, and so on
// up to its value for the next turn, if nothing else needs these: nil if it is not so. With each
// is the step behind it.
func (r *updater) chain(phi *ssa.Value) (c []indexed) {
	for index := phi; ; {
		if index.Uses != 2 || len(r.users[index]) != 2 { // an access and the step
			return nil
		}
		v, next := r.users[index][0], r.users[index][1]
		if v.Op == ssa.OpAdd {
			v, next = next, v
		}
		if !r.point(v, index) || next.Op != ssa.OpAdd || next.Args[0] != index || !r.Invariant(next.Args[1]) || next.Args[1].Op == ssa.OpConst {
			return nil
		}
		if len(c) > 0 {
			last := c[len(c)-1].access
			if last.Args[memBase(last)] != v.Args[memBase(v)] || !r.before(last, v) {
				return nil
			}
		}
		c = append(c, indexed{access: v, by: next.Args[1]})
		if index = next; index == phi.Args[r.Back] {
			if index.Uses != 1 || !r.dom.Dominates(v.Block, r.End()) {
				return nil
			}
			return c
		}
	}
}

// step gives the accesses of a chain a pointer. An access steps by what its index has grown since
// the access before.
func (r *updater) step(phi *ssa.Value, c []indexed) {
	first, by := c[0].access, r.pointer(c[len(c)-1].by, c[0].access.Line)
	p := r.start(phi, first, 0)
	p.SetArg(r.Way, r.Before(ssa.OpSub, ssa.Ptr, first.Line, p.Args[r.Way], by))
	at := p
	for _, x := range c {
		at = r.stepOver(x.access, at, by)
		by = r.pointer(x.by, x.access.Line)
	}
	r.SetNext(p, at)
}

// start makes the phi of a pointer, which begins at the base of an access, the counter and off.
func (r *updater) start(counter, access *ssa.Value, off int64) *ssa.Value {
	line := access.Line
	p := r.Before(ssa.OpAdd, ssa.Ptr, line, access.Args[memBase(access)], r.pointer(counter.Args[r.Way], line))
	return r.NewPhi(r.Before(ssa.OpAdd, ssa.Ptr, line, p, r.Const(ssa.Ptr, line, off)), line)
}

// stepOver lets an access go to by behind pointer p, and returns that pointer. The step stands
// right behind the access, where emission looks for it.
func (r *updater) stepOver(v, p, by *ssa.Value) *ssa.Value {
	bi := memBase(v)
	v.SetArg(bi, p)
	if k, ok := imm(by); ok {
		v.Off = int32(k)
		v.RemoveArg(bi + 1)
	} else {
		v.SetArg(bi+1, by)
	}
	next := r.F.NewValue(ssa.OpAdd, ssa.Ptr, p, by)
	next.Line = v.Line
	return v.Block.InsertAt(v.Block.Index(v)+1, next)
}

// before reports whether v runs before w whenever w does.
func (r *updater) before(v, w *ssa.Value) bool {
	if v.Block == w.Block {
		return v.Block.Index(v) < v.Block.Index(w)
	}
	return r.dom.Dominates(v.Block, w.Block)
}

// point reports whether v is an access at a pointer and an index, no more.
func (r *updater) point(v, index *ssa.Value) bool {
	bi := memBase(v)
	return bi >= 0 && v.Op != ssa.OpAddr && len(v.Args) == bi+2 && v.Scale == 0 && v.Off == 0 &&
		v.Args[bi].Type == ssa.Ptr && r.Invariant(v.Args[bi]) && v.Args[bi+1] == index && (bi == 0 || v.Args[0] != index)
}

// pointer makes x, which does not change in the loop, a pointer.
func (r *updater) pointer(x *ssa.Value, line int32) *ssa.Value {
	switch {
	case x.Type == ssa.Ptr:
		return x
	case x.Op == ssa.OpConst:
		return r.Const(ssa.Ptr, line, x.Imm)
	}
	return r.Before(ssa.OpToptr, ssa.Ptr, line, x)
}

// updateOp are the forms with update of loads and stores.
var updateOp = map[inst.Op]inst.Op{
	inst.Lwz: inst.Lwzu, inst.Lbz: inst.Lbzu, inst.Lhz: inst.Lhzu, inst.Lha: inst.Lhau,
	inst.Stw: inst.Stwu, inst.Stb: inst.Stbu, inst.Sth: inst.Sthu,
	inst.Lfs: inst.Lfsu, inst.Lfd: inst.Lfdu, inst.Stfs: inst.Stfsu, inst.Stfd: inst.Stfdu,
	inst.Lwzx: inst.Lwzux, inst.Lbzx: inst.Lbzux, inst.Lhzx: inst.Lhzux, inst.Lhax: inst.Lhaux,
	inst.Stwx: inst.Stwux, inst.Stbx: inst.Stbux, inst.Sthx: inst.Sthux,
	inst.Lfsx: inst.Lfsux, inst.Lfdx: inst.Lfdux, inst.Stfsx: inst.Stfsux, inst.Stfdx: inst.Stfdux,
}

// stepsOver reports whether the instruction behind an access, whose address begins at argument
// i, adds to the base what the access adds, and the access has an update form: in that form
// the register loaded must not be the base. The instruction behind is then done.
func (e *emitter) stepsOver(in *regalloc.Inst, i int) bool {
	if len(e.Rest) == 0 || e.Rest[0].V == nil {
		return false
	}
	step := &e.Rest[0]
	base := in.Args[i]
	if step.Res != base || len(step.Args) == 0 || step.Args[0] != base || in.Res == base || reg(base) == 0 {
		return false
	}
	switch v := step.V; {
	case v.Op == opAddI && len(in.Args) == i+1 && in.V.Off == int32(v.Imm) && fits16(v.Imm):
	case v.Op == ssa.OpAdd && len(in.Args) == i+2 && step.Args[1] == in.Args[i+1] && in.Args[i+1] != base && in.V.Off == 0:
	default:
		return false
	}
	e.done = step.V
	return true
}
