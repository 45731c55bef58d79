package emit

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// vectorForms are the instructions of two operands, by operation and type of the lanes.
var vectorForms = [isel.NumOps][ssa.V128]inst.Op{
	ssa.OpVadd: {ssa.I8: inst.Paddb, ssa.I16: inst.Paddw, ssa.I32: inst.Paddd, ssa.I64: inst.Paddq, ssa.F32: inst.Addps, ssa.F64: inst.Addpd},
	ssa.OpVsub: {ssa.I8: inst.Psubb, ssa.I16: inst.Psubw, ssa.I32: inst.Psubd, ssa.I64: inst.Psubq, ssa.F32: inst.Subps, ssa.F64: inst.Subpd},
	ssa.OpVmul: {ssa.I16: inst.Pmullw, ssa.I32: inst.Pmulld, ssa.F32: inst.Mulps, ssa.F64: inst.Mulpd},
	ssa.OpVdiv: {ssa.F32: inst.Divps, ssa.F64: inst.Divpd},
	ssa.OpVmin: {ssa.I16: inst.Pminsw, ssa.I32: inst.Pminsd},
	ssa.OpVmax: {ssa.I16: inst.Pmaxsw, ssa.I32: inst.Pmaxsd},
	ssa.OpVshl: {ssa.I16: inst.Psllw, ssa.I32: inst.Pslld, ssa.I64: inst.Psllq},
	ssa.OpVshr: {ssa.I16: inst.Psraw, ssa.I32: inst.Psrad}, ssa.OpVushr: {ssa.I16: inst.Psrlw, ssa.I32: inst.Psrld, ssa.I64: inst.PsrlqX},
	ssa.OpVsqrt: {ssa.F32: inst.Sqrtps, ssa.F64: inst.Sqrtpd},
}

// wideForms are those of 256 bits, with three operands.
var wideForms = [isel.NumOps][ssa.V128]inst.Op{
	ssa.OpVadd: {ssa.I8: inst.Vpaddb, ssa.I16: inst.Vpaddw, ssa.I32: inst.Vpaddd, ssa.I64: inst.Vpaddq, ssa.F32: inst.Vaddps, ssa.F64: inst.Vaddpd},
	ssa.OpVsub: {ssa.I8: inst.Vpsubb, ssa.I16: inst.Vpsubw, ssa.I32: inst.Vpsubd, ssa.I64: inst.Vpsubq, ssa.F32: inst.Vsubps, ssa.F64: inst.Vsubpd},
	ssa.OpVmul: {ssa.I16: inst.Vpmullw, ssa.I32: inst.Vpmulld, ssa.F32: inst.Vmulps, ssa.F64: inst.Vmulpd},
	ssa.OpVdiv: {ssa.F32: inst.Vdivps, ssa.F64: inst.Vdivpd},
	ssa.OpVmin: {ssa.I16: inst.Vpminsw, ssa.I32: inst.Vpminsd},
	ssa.OpVmax: {ssa.I16: inst.Vpmaxsw, ssa.I32: inst.Vpmaxsd},
	ssa.OpVshl: {ssa.I16: inst.VpsllwX, ssa.I32: inst.VpslldX, ssa.I64: inst.VpsllqX},
	ssa.OpVshr: {ssa.I16: inst.VpsrawX, ssa.I32: inst.VpsradX}, ssa.OpVushr: {ssa.I16: inst.VpsrlwX, ssa.I32: inst.VpsrldX, ssa.I64: inst.VpsrlqX},
	ssa.OpVsqrt: {ssa.F32: inst.Vsqrtps, ssa.F64: inst.Vsqrtpd},
}

// wideVector encodes the operations that make a vector of 256 bits.
func (e *emitter) wideVector(in *regalloc.Inst, lane ssa.Type, r inst.Reg) error {
	v := in.V
	op := inst.Op(0)
	switch v.Op {
	case isel.OpVzero:
		e.VRR(inst.Vpxor, false, r, r, r)
		return nil
	case ssa.OpVsplat:
		x := e.reg(in.Args[0])
		if !lane.IsFloat() {
			e.RR(inst.VmovdXR, e.wide(lane), r, x)
			x = r
		}
		e.RR([ssa.V128]inst.Op{ssa.I8: inst.Vpbroadcastb, ssa.I16: inst.Vpbroadcastw, ssa.I32: inst.Vpbroadcastd, ssa.F32: inst.Vpbroadcastd,
			ssa.I64: inst.Vpbroadcastq, ssa.F64: inst.Vpbroadcastq}[lane], false, r, x)
		return nil
	case ssa.OpVsqrt:
		e.RR(wideForms[v.Op][lane], false, r, e.reg(in.Args[0]))
		return nil
	case ssa.OpVand:
		op = inst.Vpand
	case ssa.OpVor:
		op = inst.Vpor
	case ssa.OpVxor:
		op = inst.Vpxor
	default:
		if v.Op < isel.NumOps && lane < ssa.V128 {
			op = wideForms[v.Op][lane]
		}
	}
	if op == 0 {
		return codegen.Bailoutf(e.Func, "%s is not built yet", v.Info().Name)
	}
	e.VRR(op, false, r, e.reg(in.Args[0]), e.reg(in.Args[1]))
	return nil
}

// vector encodes the operations on vectors. Memory operands would have to be aligned, so that
// there are none but those of moves.
func (e *emitter) vector(in *regalloc.Inst) error {
	v := in.V
	r := inst.NoReg
	if in.Res.Kind == regalloc.InReg {
		r = e.reg(in.Res)
	}
	lane := ssa.Void
	if v.Info().Aux&ssa.AuxLane != 0 {
		lane = ssa.Type(v.Imm)
	}
	if v.Type == ssa.V256 {
		return e.wideVector(in, lane, r)
	}
	switch v.Op {
	case ssa.OpVend:
		if e.Options.Features&isel.HasAVX2 != 0 {
			e.O(inst.Vzeroupper, false, 0, 0)
		}
	case ssa.OpVhalf:
		switch x := e.reg(in.Args[0]); {
		case v.Imm != 0:
			e.RRI(inst.Vextracti128, false, x, r, 1)
		case x != r:
			e.RR(inst.Movaps, false, r, x)
		}
	case isel.OpVzero:
		e.RR(inst.Pxor, false, r, r)
	case ssa.OpVset:
		e.RR(inst.MovdXR, false, r, e.reg(in.Args[0]))
	case ssa.OpVsplat:
		e.splat(lane, r, e.reg(in.Args[0]))
	case ssa.OpViota:
		lo, hi := iota128(lane)
		e.RM(inst.MovqXM, false, r, inst.Mem{Label: e.PoolConst(lo, 8)})
		e.RM(inst.MovqXM, false, e.scratchFloat, inst.Mem{Label: e.PoolConst(hi, 8)})
		e.RR(inst.Punpcklqdq, false, r, e.scratchFloat)
	case ssa.OpVlow:
		switch x := e.reg(in.Args[0]); {
		case !lane.IsFloat():
			e.RR(inst.MovdRX, e.wide(lane), x, r)
		case x != r:
			e.RR(inst.Movaps, false, r, x)
		}
	case ssa.OpVdown:
		e.RI(inst.Psrldq, false, r, v.Imm)
	case ssa.OpVand:
		e.RR(inst.Pand, false, r, e.reg(in.Args[1]))
	case ssa.OpVor:
		e.RR(inst.Por, false, r, e.reg(in.Args[1]))
	case ssa.OpVxor:
		e.RR(inst.Pxor, false, r, e.reg(in.Args[1]))
	case isel.OpVmulD:
		e.multiplyD(r, e.reg(in.Args[1]), inst.Reg(in.Temps[0]&(e.m.FirstFloat-1)))
	case ssa.OpVsqrt:
		e.RR(vectorForms[v.Op][lane], false, r, e.reg(in.Args[0]))
	case ssa.OpVmin, ssa.OpVmax:
		if lane == ssa.I32 && e.Options.Features&isel.HasSSE41 == 0 {
			e.chooseD(v.Op == ssa.OpVmax, r, e.reg(in.Args[1]))
			break
		}
		fallthrough
	default:
		op := inst.Op(0)
		if v.Op < isel.NumOps && lane < ssa.V128 {
			op = vectorForms[v.Op][lane]
		}
		if op == 0 {
			return codegen.Bailoutf(e.Func, "%s is not built yet", v.Info().Name)
		}
		e.RR(op, false, r, e.reg(in.Args[1]))
	}
	return nil
}

// splat copies a lane, from a register of the kind that it has as a scalar, to all lanes of r.
func (e *emitter) splat(lane ssa.Type, r, x inst.Reg) {
	const low, lowTwo = 0, 0x44 // which 32 bits go where
	switch lane {
	case ssa.F32:
		e.RRI(inst.Pshufd, false, r, x, low)
		return
	case ssa.F64:
		e.RRI(inst.Pshufd, false, r, x, lowTwo)
		return
	}
	e.RR(inst.MovdXR, e.wide(lane), r, x)
	switch lane {
	case ssa.I64:
		e.RRI(inst.Pshufd, false, r, r, lowTwo)
		return
	case ssa.I8:
		e.RR(inst.Punpcklbw, false, r, r)
		fallthrough
	case ssa.I16:
		e.RRI(inst.Pshuflw, false, r, r, low)
	}
	e.RRI(inst.Pshufd, false, r, r, low)
}

// iota128 returns the two halves of a vector whose lanes count from 0.
func iota128(lane ssa.Type) (lo, hi uint64) {
	switch lane {
	case ssa.I8:
		return 0x0706050403020100, 0x0f0e0d0c0b0a0908
	case ssa.I16:
		return 0x0003000200010000, 0x0007000600050004
	case ssa.I32:
		return 0x00000001_00000000, 0x00000003_00000002
	}
	return 0, 1
}

// multiplyD multiplies lanes of 32 bits by two products of every other lane; t and the scratch
// register are lost.
func (e *emitter) multiplyD(r, b, t inst.Reg) {
	s := e.scratchFloat
	e.RR(inst.Movaps, false, s, r)
	e.RI(inst.Psrlq, false, s, 32)
	e.RR(inst.Movaps, false, t, b)
	e.RI(inst.Psrlq, false, t, 32)
	e.RR(inst.Pmuludq, false, s, t) // lanes 1 and 3
	e.RR(inst.Pmuludq, false, r, b) // lanes 0 and 2
	e.RRI(inst.Pshufd, false, r, r, 0x08)
	e.RRI(inst.Pshufd, false, s, s, 0x08)
	e.RR(inst.Punpckldq, false, r, s)
}

// chooseD is the lesser, or the greater, of signed lanes of 32 bits; the scratch register is lost.
func (e *emitter) chooseD(greater bool, r, b inst.Reg) {
	s := e.scratchFloat
	if greater {
		e.RR(inst.Movaps, false, s, r)
		e.RR(inst.Pcmpgtd, false, s, b)
	} else {
		e.RR(inst.Movaps, false, s, b)
		e.RR(inst.Pcmpgtd, false, s, r)
	}
	e.RR(inst.Pand, false, r, s) // where s is set r stays
	e.RR(inst.Andnps, false, s, b)
	e.RR(inst.Por, false, r, s)
}

// moveVector copies a vector between any two places.
func (e *emitter) moveVector(t ssa.Type, from, to regalloc.Loc) {
	switch {
	case isMem(from) && isMem(to):
		a, b := e.slot(from), e.slot(to)
		for range t.Size(8) * 8 / e.m.Bits {
			e.copyWord(a, b)
			a.Disp += int32(e.m.Bits / 8)
			b.Disp += int32(e.m.Bits / 8)
		}
	case isMem(to):
		e.storeVector(t, e.reg(from), e.slot(to))
	case isMem(from):
		e.loadVector(t, e.reg(to), e.slot(from))
	case t == ssa.V256:
		e.RR(inst.VmovupsRM, false, e.reg(to), e.reg(from))
	default:
		e.RR(inst.Movaps, false, e.reg(to), e.reg(from))
	}
}

func (e *emitter) loadVector(t ssa.Type, r inst.Reg, m inst.Mem) {
	if t == ssa.V256 {
		e.RM(inst.VmovupsRM, false, r, m)
	} else {
		e.RM(inst.Movups, false, r, m)
	}
}

func (e *emitter) storeVector(t ssa.Type, r inst.Reg, m inst.Mem) {
	if t == ssa.V256 {
		e.RM(inst.VmovupsMR, false, r, m)
	} else {
		e.RM(inst.MovupsMR, false, r, m)
	}
}
