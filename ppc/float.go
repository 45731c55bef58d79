package ppc

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// floatForms are the single and double forms of float arithmetic. The single forms round
// once, since their operands are floats.
var floatForms = map[ssa.Op][2]inst.Op{
	ssa.OpFadd: {inst.Fadds, inst.Fadd}, ssa.OpFsub: {inst.Fsubs, inst.Fsub},
	ssa.OpFmul: {inst.Fmuls, inst.Fmul}, ssa.OpFdiv: {inst.Fdivs, inst.Fdiv},
}

// float encodes the float operations. A float in a register has the format of a double.
func (e *emitter) float(in *regalloc.Inst) error {
	v := in.V
	if p, ok := floatForms[v.Op]; ok {
		op := p[1]
		if v.Type == ssa.F32 {
			op = p[0]
		}
		e.R3(op, reg(in.Res), reg(in.Args[0]), reg(in.Args[1]))
		return nil
	}
	switch v.Op {
	case ssa.OpFneg:
		e.R2(inst.Fneg, reg(in.Res), reg(in.Args[0]))
	case ssa.OpFabs:
		e.R2(inst.Fabs, reg(in.Res), reg(in.Args[0]))
	case ssa.OpFmin, ssa.OpFmax:
		e.minMax(in)
	case ssa.OpFtof:
		if v.Type == ssa.F32 && v.Args[0].Type == ssa.F64 {
			e.R2(inst.Frsp, reg(in.Res), reg(in.Args[0]))
		} else {
			e.Move(in.Args[0], in.Res, v.Type)
		}
	case ssa.OpFtoi:
		e.truncate(in)
	case ssa.OpBits:
		t := v.Args[0].Type
		e.Mem(storeOp(t), reg(in.Args[0]), e.scratch(), inst.SP)
		e.Mem(loadOp(v.Type), reg(in.Res), e.scratch(), inst.SP)
	case ssa.OpFpair:
		e.Mem(inst.Stw, reg(in.Args[0]), e.scratch()+4, inst.SP)
		e.Mem(inst.Stw, reg(in.Args[1]), e.scratch(), inst.SP)
		e.Mem(inst.Lfd, reg(in.Res), e.scratch(), inst.SP)
	case ssa.OpFlo, ssa.OpFhi:
		off := e.scratch()
		if v.Op == ssa.OpFlo {
			off += 4
		}
		e.Mem(inst.Stfd, reg(in.Args[0]), e.scratch(), inst.SP)
		e.Mem(inst.Lwz, reg(in.Res), off, inst.SP)
	case opMulAdd:
		e.I(inst.Fmadd, int32(reg(in.Res)), int32(reg(in.Args[0])), int32(reg(in.Args[1])), int32(reg(in.Args[2])))
	default:
		return codegen.Bailoutf(e.Func, "ppc: %s is not built yet", v.LongString())
	}
	return nil
}

// scratch is the offset of the 8 bytes through which bits move between register files.
func (e *emitter) scratch() int32 { return int32(e.frame.scratch) }

// minMax: the usual case compares; NaN by an addition and zeros of both signs, which compare
// equal, are done apart.
func (e *emitter) minMax(in *regalloc.Inst) {
	r, b := reg(in.Res), reg(in.Args[1])
	max := in.V.Op == ssa.OpFmax
	nan, equal, done := e.NewLabel(), e.NewLabel(), e.NewLabel()
	keep := int32(inst.LT)
	if max {
		keep = inst.GT
	}
	e.I(inst.Fcmpu, 0, int32(r), int32(b))
	e.Branch(inst.Cond(inst.IfTrue, keep), done)
	e.Branch(inst.Cond(inst.IfTrue, inst.EQ), equal)
	e.Branch(inst.Cond(inst.IfTrue, inst.SO), nan)
	e.R2(inst.Fmr, r, b)
	e.Bind(done)
	e.Slow = append(e.Slow, func() {
		e.Bind(equal)
		// Only zeros equal the difference of equal numbers; infinities make it NaN.
		e.R3(inst.Fsub, 0, b, b)
		e.I(inst.Fcmpu, 0, int32(r), 0)
		e.Branch(inst.Cond(inst.IfFalse, inst.EQ), done)
		if max {
			e.R3(inst.Fadd, r, r, b) // -0 only if both are
		} else {
			e.R2(inst.Fneg, r, r)
			e.R3(inst.Fsub, r, r, b)
			e.R2(inst.Fneg, r, r) // +0 only if both are
		}
		e.Branch(inst.Jump, done)
		e.Bind(nan)
		e.R3(inst.Fadd, r, r, b)
		e.Branch(inst.Jump, done)
	})
}

// truncate: fctiwz saturates as wanted, but makes the least integer of NaN.
func (e *emitter) truncate(in *regalloc.Inst) {
	r, x := reg(in.Res), reg(in.Args[0])
	number := e.NewLabel()
	e.R2(inst.Fctiwz, 0, x)
	e.I(inst.Fcmpu, 0, int32(x), int32(x))
	e.Mem(inst.Stfd, 0, e.scratch(), inst.SP)
	e.Mem(inst.Lwz, r, e.scratch()+4, inst.SP)
	e.Branch(inst.Cond(inst.IfFalse, inst.SO), number)
	e.loadImm(r, 0)
	e.Bind(number)
}
