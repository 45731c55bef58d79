package emit

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// vexForms are the forms with three operands, by operation.
var vexForms = [...][2]inst.Op{{inst.Vaddss, inst.Vaddsd}, {inst.Vsubss, inst.Vsubsd}, {inst.Vmulss, inst.Vmulsd}, {inst.Vdivss, inst.Vdivsd}}

// float encodes the float operations.
func (e *emitter) float(in *regalloc.Inst) error {
	v := in.V
	switch v.Op {
	case ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
		p := floatForms[v.Op]
		e.rx(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), in.Args[1])
	case isel.OpFaddM, isel.OpFsubM, isel.OpFmulM, isel.OpFdivM:
		p := floatForms[v.Op]
		e.RM(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), e.addr(in, 1))
	case isel.OpFaddK, isel.OpFsubK, isel.OpFmulK, isel.OpFdivK:
		p := floatForms[v.Op]
		e.RM(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), inst.Mem{Label: e.PoolConst(uint64(v.Imm), v.Type.Size(4))})
	case isel.OpFaddV, isel.OpFsubV, isel.OpFmulV, isel.OpFdivV:
		p := vexForms[v.Op-isel.OpFaddV]
		e.vrx(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), e.reg(in.Args[0]), in.Args[1])
	case isel.OpFaddVM, isel.OpFsubVM, isel.OpFmulVM, isel.OpFdivVM:
		p := vexForms[v.Op-isel.OpFaddVM]
		e.VRM(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), e.reg(in.Args[0]), e.addr(in, 1))
	case isel.OpFaddVK, isel.OpFsubVK, isel.OpFmulVK, isel.OpFdivVK:
		p := vexForms[v.Op-isel.OpFaddVK]
		e.VRM(ssOrSd(v.Type, p[0], p[1]), false, e.reg(in.Res), e.reg(in.Args[0]), inst.Mem{Label: e.PoolConst(uint64(v.Imm), v.Type.Size(4))})
	case isel.OpFnegV:
		e.VRM(inst.Vxorps, false, e.reg(in.Res), e.reg(in.Args[0]), inst.Mem{Label: e.PoolConst(signMask(v.Type), 16)})
	case isel.OpFabsV:
		e.VRM(inst.Vandps, false, e.reg(in.Res), e.reg(in.Args[0]), inst.Mem{Label: e.PoolConst(^signMask(v.Type), 16)})
	case isel.OpFminV, isel.OpFmaxV:
		e.minMaxVEX(in)
	case ssa.OpFneg:
		e.RM(inst.Xorps, false, e.reg(in.Res), inst.Mem{Label: e.PoolConst(signMask(v.Type), 16)})
	case ssa.OpFabs:
		e.RM(inst.Andps, false, e.reg(in.Res), inst.Mem{Label: e.PoolConst(^signMask(v.Type), 16)})
	case ssa.OpFsqrt:
		e.rx(ssOrSd(v.Type, inst.Sqrtss, inst.Sqrtsd), false, e.reg(in.Res), in.Args[0])
	case ssa.OpFround:
		if e.Options.Features&isel.HasSSE41 == 0 {
			return codegen.Bailoutf(e.Func, "fround without SSE4.1")
		}
		// The mode is the operation's, not that of MXCSR; bit 3 suppresses "inexact".
		e.RRI(ssOrSd(v.Type, inst.Roundss, inst.Roundsd), false, e.reg(in.Res), e.reg(in.Args[0]), v.Imm|8)
	case ssa.OpFmin, ssa.OpFmax:
		e.minMax(in)
	case ssa.OpFtof:
		switch {
		case v.Type == v.Args[0].Type:
			e.copy(in)
		case v.Type == ssa.F64:
			e.rx(inst.Cvtss2sd, false, e.reg(in.Res), in.Args[0])
		default:
			e.rx(inst.Cvtsd2ss, false, e.reg(in.Res), in.Args[0])
		}
	case ssa.OpItof:
		e.RR(inst.Xorps, false, e.reg(in.Res), e.reg(in.Res)) // no false dependence on the old value
		e.rx(ssOrSd(v.Type, inst.Cvtsi2ss, inst.Cvtsi2sd), e.wide(v.Args[0].Type), e.reg(in.Res), in.Args[0])
	case ssa.OpFtoi:
		e.truncate(in)
	case ssa.OpBits:
		e.copy(in)
	case ssa.OpFlo, ssa.OpFhi:
		e.half(in)
	case ssa.OpFpair:
		s := e.scratchFloat
		e.rx(inst.MovdXR, false, s, in.Args[1])
		e.rx(inst.MovdXR, false, e.reg(in.Res), in.Args[0])
		e.RR(inst.Punpckldq, false, e.reg(in.Res), s)
	case ssa.OpFrem:
		e.remainder(in)
	default:
		return e.vector(in)
	}
	return nil
}

func signMask(t ssa.Type) uint64 {
	if t == ssa.F32 {
		return 0x80000000_80000000
	}
	return 1 << 63
}

// minMax: MINSD gives its second operand for NaN and for zeros of both signs, so these two
// cases are done apart: NaN by an addition, zeros by combining the sign bits.
func (e *emitter) minMax(in *regalloc.Inst) {
	t, r, b := in.V.Type, e.reg(in.Res), e.reg(in.Args[1])
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
	e.Slow = append(e.Slow, func() {
		e.Bind(equal)
		e.RR(both, false, r, b)
		e.Branch(inst.Jmp, done)
		e.Bind(nan)
		e.RR(ssOrSd(t, inst.Addss, inst.Addsd), false, r, b)
		e.Branch(inst.Jmp, done)
	})
}

// minMaxVEX is minMax with three operands.
func (e *emitter) minMaxVEX(in *regalloc.Inst) {
	t, r, a, b := in.V.Type, e.reg(in.Res), e.reg(in.Args[0]), e.reg(in.Args[1])
	nan, equal, done := e.NewLabel(), e.NewLabel(), e.NewLabel()
	e.RR(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), false, a, b)
	e.Branch(inst.CcP, nan)
	e.Branch(inst.CcE, equal)
	op, both := ssOrSd(t, inst.Vminss, inst.Vminsd), inst.Vorps
	if in.V.Op == isel.OpFmaxV {
		op, both = ssOrSd(t, inst.Vmaxss, inst.Vmaxsd), inst.Vandps
	}
	e.VRR(op, false, r, a, b)
	e.Bind(done)
	e.Slow = append(e.Slow, func() {
		e.Bind(equal)
		e.VRR(both, false, r, a, b)
		e.Branch(inst.Jmp, done)
		e.Bind(nan)
		e.VRR(ssOrSd(t, inst.Vaddss, inst.Vaddsd), false, r, a, b)
		e.Branch(inst.Jmp, done)
	})
}

// truncate: CVTT gives the least integer for everything out of range; then NaN becomes 0
// and positive numbers the greatest integer.
func (e *emitter) truncate(in *regalloc.Inst) {
	v, w := in.V, e.wide(in.V.Type)
	ft := v.Args[0].Type
	r, x := e.reg(in.Res), e.reg(in.Args[0])
	slow, done := e.NewLabel(), e.NewLabel()
	e.RR(ssOrSd(ft, inst.Cvttss2si, inst.Cvttsd2si), w, r, x)
	e.RI(inst.CmpMI8, w, r, 1)
	e.Branch(inst.CcO, slow) // only the least integer overflows when 1 is subtracted
	e.Bind(done)
	e.Slow = append(e.Slow, func() {
		e.Bind(slow)
		positive, number := e.NewLabel(), e.NewLabel()
		s := e.scratchFloat
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

// copy moves the operand to the result, which has the type to move.
func (e *emitter) copy(in *regalloc.Inst) {
	if in.Args[0] != in.Res {
		e.Move(in.Args[0], in.Res, in.V.Type)
	}
}

// half takes 32 bits of a double, on 32-bit machines.
func (e *emitter) half(in *regalloc.Inst) {
	x, r := in.Args[0], e.reg(in.Res)
	high := in.V.Op == ssa.OpFhi
	switch {
	case x.Kind == regalloc.Constant:
		k := x.V.Imm
		if high {
			k >>= 32
		}
		e.loadImm(r, int64(int32(k)), false)
	case isMem(x):
		m := e.slot(x)
		if high {
			m.Disp += 4
		}
		e.RM(inst.MovRM, false, r, m)
	case high:
		s := e.scratchFloat
		e.RR(inst.Movaps, false, s, e.reg(x))
		e.RI(inst.Psrlq, false, s, 32)
		e.RR(inst.MovdRX, false, s, r)
	default:
		e.RR(inst.MovdRX, false, e.reg(x), r)
	}
}

// remainder computes fmod by FPREM, which is exact but takes several steps if the exponents
// are far apart; a flag in AX tells whether it is done. The result fits the type of the
// operands. The FPU stack is empty before and after.
func (e *emitter) remainder(in *regalloc.Inst) {
	t := in.V.Type
	put, take := ssOrSd(t, inst.MovssMR, inst.MovsdMR), ssOrSd(t, inst.MovssRM, inst.MovsdRM)
	load := ssOrSd(t, inst.FldM32, inst.FldM64)
	a, b := inst.B(inst.SP, 0), inst.B(inst.SP, 8)
	e.push(16)
	e.RM(put, false, e.reg(in.Args[0]), a)
	e.RM(put, false, e.reg(in.Args[1]), b)
	e.M(load, false, b)
	e.M(load, false, a)
	again := e.Here()
	e.O(inst.Fprem, false, 0, 0)
	e.O(inst.FnstswAX, false, 0, 0)
	e.RI(inst.TestMI, false, inst.AX, 0x400) // C2: the reduction is not complete
	e.Branch(inst.CcNE, again)
	e.O(inst.FstpST1, false, 0, 0)
	e.M(ssOrSd(t, inst.FstpM32, inst.FstpM64), false, a)
	e.RM(take, false, e.reg(in.Res), a)
	e.pop(16)
}
