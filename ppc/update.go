package ppc

import (
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// updated gives accesses whose index nothing else needs a pointer of their own, one step
// behind: the access steps over to where it reads or writes, and an instruction with update
// does both. Bases that are references keep their index, for no pointer into an object may
// live across a safepoint.
func updated(f *ssa.Func) {
	dom := f.Dominators()
	for _, l := range f.Loops(dom).Loops {
		r := newReducer(f, l)
		if r == nil {
			continue
		}
		for _, b := range l.Blocks {
			for i := 0; i < len(b.Values); i++ {
				if v := b.Values[i]; r.point(v) && dom.Dominates(b, r.end()) {
					r.update(v)
				}
			}
		}
	}
	ssa.DeadCode(f)
}

// point reports whether v is such an access.
func (r *reducer) point(v *ssa.Value) bool {
	bi := memBase(v)
	if bi < 0 || v.Op == ssa.OpAddr || len(v.Args) != bi+2 || v.Scale != 0 || v.Off != 0 {
		return false
	}
	base, index := v.Args[bi], v.Args[bi+1]
	if base.Type != ssa.Ptr || !r.invariant(base) || index.Op != ssa.OpPhi || index.Block != r.loop.Header || index.Uses != 2 || index.Type.Size(4) != 4 {
		return false
	}
	next := index.Args[r.back]
	if next.Op != ssa.OpAdd || next.Uses != 1 || next.Args[0] != index || !r.invariant(next.Args[1]) {
		return false
	}
	k, constant := imm(next.Args[1])
	return !constant || fits16(k) && k != 0
}

// update does it. The step stands right behind the access, where emission looks for it.
func (r *reducer) update(v *ssa.Value) {
	bi := memBase(v)
	base, index := v.Args[bi], v.Args[bi+1]
	step := index.Args[r.back].Args[1]
	start := r.before(ssa.OpSub, ssa.Ptr, v.Line, r.before(ssa.OpAdd, ssa.Ptr, v.Line, base, r.pointer(index.Args[r.way], v.Line)), r.pointer(step, v.Line))
	p := r.f.NewValue(ssa.OpPhi, ssa.Ptr)
	p.Line = v.Line
	r.loop.Header.InsertAt(0, p)
	next := r.f.NewValue(ssa.OpAdd, ssa.Ptr, p)
	next.Line = v.Line
	v.SetArg(bi, p)
	if k, ok := imm(step); ok {
		v.Off = int32(k)
		v.RemoveArg(bi + 1)
		next.AddArg(r.before(ssa.OpConst, ssa.Ptr, v.Line))
		next.Args[1].Imm = ssa.Norm(ssa.Ptr, 4, k)
	} else {
		by := r.pointer(step, v.Line)
		v.SetArg(bi+1, by)
		next.AddArg(by)
	}
	v.Block.InsertAt(v.Block.Index(v)+1, next)
	for i := range r.loop.Header.Preds {
		if i == r.back {
			p.AddArg(next)
		} else {
			p.AddArg(start)
		}
	}
}

// pointer makes x, which does not change in the loop, a pointer.
func (r *reducer) pointer(x *ssa.Value, line int32) *ssa.Value {
	switch {
	case x.Type == ssa.Ptr:
		return x
	case x.Op == ssa.OpConst:
		k := r.before(ssa.OpConst, ssa.Ptr, line)
		k.Imm = ssa.Norm(ssa.Ptr, 4, x.Imm)
		return k
	}
	return r.before(ssa.OpToptr, ssa.Ptr, line, x)
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
