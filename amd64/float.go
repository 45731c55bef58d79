package amd64

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// float encodes the float operations.
func (e *emitter) float(in *regalloc.Inst) error {
	v := in.V
	switch v.Op {
	case ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
		p := floatForms[v.Op]
		e.rx(ssOrSd(v.Type, p[0], p[1]), false, reg(in.Res), in.Args[1])
	case opFaddM, opFsubM, opFmulM, opFdivM:
		p := floatForms[v.Op]
		e.RM(ssOrSd(v.Type, p[0], p[1]), false, reg(in.Res), e.addr(in, 1))
	case opFaddK, opFsubK, opFmulK, opFdivK:
		p := floatForms[v.Op]
		e.RM(ssOrSd(v.Type, p[0], p[1]), false, reg(in.Res), inst.Mem{Label: e.PoolConst(uint64(v.Imm), v.Type.Size(8))})
	case ssa.OpFneg:
		e.RM(inst.Xorps, false, reg(in.Res), inst.Mem{Label: e.PoolConst(signMask(v.Type), 16)})
	case ssa.OpFabs:
		e.RM(inst.Andps, false, reg(in.Res), inst.Mem{Label: e.PoolConst(^signMask(v.Type), 16)})
	case ssa.OpFsqrt:
		e.rx(ssOrSd(v.Type, inst.Sqrtss, inst.Sqrtsd), false, reg(in.Res), in.Args[0])
	case ssa.OpFmin, ssa.OpFmax:
		e.minMax(in)
	case ssa.OpFrem:
		e.remainder(in)
	case ssa.OpFtof:
		switch {
		case v.Type == v.Args[0].Type:
			e.move(in.Args[0], in.Res, v.Type)
		case v.Type == ssa.F64:
			e.rx(inst.Cvtss2sd, false, reg(in.Res), in.Args[0])
		default:
			e.rx(inst.Cvtsd2ss, false, reg(in.Res), in.Args[0])
		}
	case ssa.OpItof:
		e.RR(inst.Xorps, false, reg(in.Res), reg(in.Res)) // no false dependence on the old value
		e.RR(ssOrSd(v.Type, inst.Cvtsi2ss, inst.Cvtsi2sd), wide(v.Args[0].Type), reg(in.Res), reg(in.Args[0]))
	case ssa.OpFtoi:
		e.truncate(in)
	case ssa.OpBits:
		e.move(in.Args[0], in.Res, v.Type)
	default:
		return codegen.Bailoutf(e.f, "amd64: %s is not built yet", v.Info().Name)
	}
	return nil
}

func signMask(t ssa.Type) uint64 {
	if t == ssa.F32 {
		return 0x80000000_80000000
	}
	return 1 << 63
}

// remainder uses the x87, whose FPREM is exact; it takes several turns when the exponents
// are far apart. Operands pass through the red zone: no signal handler runs on this stack.
func (e *emitter) remainder(in *regalloc.Inst) {
	t := in.V.Type
	m := inst.B(inst.SP, -8)
	store, load := ssOrSd(t, inst.MovssMR, inst.MovsdMR), ssOrSd(t, inst.MovssRM, inst.MovsdRM)
	for _, i := range []int{1, 0} {
		e.RM(store, false, reg(in.Args[i]), m)
		e.M(ssOrSd(t, inst.FldM32, inst.FldM64), false, m)
	}
	turn := e.NewLabel()
	e.Bind(turn)
	e.O(inst.Fprem, false, 0, 0)
	e.O(inst.FnstswAX, false, 0, 0)
	e.RI(inst.TestMI, false, inst.AX, 0x400) // C2: the reduction is not complete
	e.Branch(inst.CcNE, turn)
	e.O(inst.FstpST1, false, 0, 0)
	e.M(ssOrSd(t, inst.FstpM32, inst.FstpM64), false, m)
	e.RM(load, false, reg(in.Res), m)
}

// minMax: MINSD gives its second operand for NaN and for zeros of both signs, so these two
// cases are done apart: NaN by an addition, zeros by combining the sign bits.
func (e *emitter) minMax(in *regalloc.Inst) {
	t, r, b := in.V.Type, reg(in.Res), reg(in.Args[1])
	nan, equal, done := e.NewLabel(), e.NewLabel(), e.NewLabel()
	e.RR(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), false, r, b)
	e.Branch(inst.CcP, nan)
	e.Branch(inst.CcE, equal)
	op, both := ssOrSd(t, inst.Minss, inst.Minsd), inst.Orps
	if in.V.Op == ssa.OpFmax {
		op, both = ssOrSd(t, inst.Maxss, inst.Maxsd), inst.Andps
	}
	e.RR(op, false, r, b)
	e.Bind(done)
	e.slow = append(e.slow, func() {
		e.Bind(equal)
		e.RR(both, false, r, b)
		e.Branch(inst.Jmp, done)
		e.Bind(nan)
		e.RR(ssOrSd(t, inst.Addss, inst.Addsd), false, r, b)
		e.Branch(inst.Jmp, done)
	})
}

// truncate: CVTT gives the least integer for everything out of range; then NaN becomes 0
// and positive numbers the greatest integer.
func (e *emitter) truncate(in *regalloc.Inst) {
	v, w := in.V, wide(in.V.Type)
	ft := v.Args[0].Type
	r, x := reg(in.Res), reg(in.Args[0])
	slow, done := e.NewLabel(), e.NewLabel()
	e.RR(ssOrSd(ft, inst.Cvttss2si, inst.Cvttsd2si), w, r, x)
	e.RI(inst.CmpMI8, w, r, 1)
	e.Branch(inst.CcO, slow) // only the least integer overflows when 1 is subtracted
	e.Bind(done)
	e.slow = append(e.slow, func() {
		e.Bind(slow)
		positive, number := e.NewLabel(), e.NewLabel()
		s := inst.Reg(scratchFloat & 15)
		e.RR(ssOrSd(ft, inst.Ucomiss, inst.Ucomisd), false, x, x)
		e.Branch(inst.CcNP, number)
		e.RR(inst.XorRM, false, r, r)
		e.Branch(inst.Jmp, done)
		e.Bind(number)
		e.RR(inst.Xorps, false, s, s)
		e.RR(ssOrSd(ft, inst.Ucomiss, inst.Ucomisd), false, x, s)
		e.Branch(inst.CcA, positive)
		e.Branch(inst.Jmp, done)
		e.Bind(positive)
		e.R(inst.Not, w, r) // least becomes greatest
		e.Branch(inst.Jmp, done)
	})
}
