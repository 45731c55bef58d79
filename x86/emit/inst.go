package emit

import (
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

var binaryForms = [isel.NumOps]inst.Op{
	ssa.OpAdd: inst.AddRM, ssa.OpSub: inst.SubRM, ssa.OpAnd: inst.AndRM, ssa.OpOr: inst.OrRM, ssa.OpXor: inst.XorRM, ssa.OpMul: inst.ImulRM,
	isel.OpAddF: inst.AddRM, isel.OpSubF: inst.SubRM, isel.OpAdcF: inst.AdcRM, isel.OpSbbF: inst.SbbRM,
	isel.OpAddM: inst.AddRM, isel.OpSubM: inst.SubRM, isel.OpAndM: inst.AndRM, isel.OpOrM: inst.OrRM, isel.OpXorM: inst.XorRM, isel.OpMulM: inst.ImulRM,
}

var floatForms = [isel.NumOps][2]inst.Op{
	ssa.OpFadd: {inst.Addss, inst.Addsd}, ssa.OpFsub: {inst.Subss, inst.Subsd}, ssa.OpFmul: {inst.Mulss, inst.Mulsd}, ssa.OpFdiv: {inst.Divss, inst.Divsd},
	isel.OpFaddM: {inst.Addss, inst.Addsd}, isel.OpFsubM: {inst.Subss, inst.Subsd}, isel.OpFmulM: {inst.Mulss, inst.Mulsd}, isel.OpFdivM: {inst.Divss, inst.Divsd},
	isel.OpFaddK: {inst.Addss, inst.Addsd}, isel.OpFsubK: {inst.Subss, inst.Subsd}, isel.OpFmulK: {inst.Mulss, inst.Mulsd}, isel.OpFdivK: {inst.Divss, inst.Divsd},
}

// Inst encodes one operation.
func (e *emitter) Inst(in *regalloc.Inst) error {
	v := in.V
	w := e.wide(v.Type)
	if form, user, ok := isel.FusedParts(v.Op); ok {
		e.fused(in, form, user)
		return nil
	}
	switch v.Op {
	case ssa.OpArg, ssa.OpException, ssa.OpResult:
		return nil // in its register already
	case ssa.OpConst, ssa.OpFconst, ssa.OpCtx, ssa.OpSymaddr:
		e.constant(v, in.Res)
	case isel.OpArgStack:
		e.loadReg(in.Res, v.Type, inst.B(inst.SP, int32(e.frame.size+e.m.Bits/8)+int32(v.Imm)))
	case ssa.OpAdd:
		e.add(in)
	case ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpMul, isel.OpAddF, isel.OpSubF, isel.OpAdcF, isel.OpSbbF:
		e.rx(binaryForms[v.Op], w, e.reg(in.Res), in.Args[1])
	case isel.OpAddM, isel.OpSubM, isel.OpAndM, isel.OpOrM, isel.OpXorM, isel.OpMulM:
		e.RM(binaryForms[v.Op], w, e.reg(in.Res), e.addr(in, 1))
	case isel.OpAddI:
		if in.Res == in.Args[0] {
			e.aluI(inst.AddMI8, inst.AddMI, w, e.reg(in.Res), v.Imm)
		} else {
			e.RM(inst.Lea, w, e.reg(in.Res), inst.B(e.reg(in.Args[0]), int32(v.Imm)))
		}
	case isel.OpAndI, isel.OpOrI, isel.OpXorI, isel.OpAddFI, isel.OpSubFI, isel.OpAdcFI, isel.OpSbbFI:
		f := immForms[v.Op]
		e.aluI(f[0], f[1], w, e.reg(in.Res), v.Imm)
	case isel.OpAdcCmp, isel.OpSbbCmp:
		op := inst.AdcRM
		if v.Op == isel.OpSbbCmp {
			op = inst.SbbRM
		}
		e.rx(inst.CmpRM, w, e.reg(in.Args[2]), in.Args[3])
		e.rx(op, w, e.reg(in.Res), in.Args[1])
	case isel.OpMulI:
		op := inst.ImulRMI
		if v.Imm == int64(int8(v.Imm)) {
			op = inst.ImulRMI8
		}
		if inMem(in.Args[0]) {
			e.RMI(op, w, e.reg(in.Res), e.mem(in.Args[0]), v.Imm)
		} else {
			e.RRI(op, w, e.reg(in.Res), e.reg(in.Args[0]), v.Imm)
		}
	case isel.OpShlI, isel.OpShrI, isel.OpUshrI, isel.OpRotlI:
		e.RI(shiftForms[v.Op], w, e.reg(in.Res), v.Imm)
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		e.R(shiftForms[v.Op], w, e.reg(in.Res))
	case ssa.OpShld:
		e.RR(inst.ShldCL, false, e.reg(in.Args[1]), e.reg(in.Res))
	case ssa.OpShrd:
		e.RR(inst.ShrdCL, false, e.reg(in.Args[1]), e.reg(in.Res))
	case isel.OpShldI:
		e.RRI(inst.ShldI, false, e.reg(in.Args[1]), e.reg(in.Res), v.Imm)
	case isel.OpShrdI:
		e.RRI(inst.ShrdI, false, e.reg(in.Args[1]), e.reg(in.Res), v.Imm)
	case isel.OpShlX, isel.OpShrX, isel.OpUshrX:
		op := [...]inst.Op{inst.Shlx, inst.Sarx, inst.Shrx}[v.Op-isel.OpShlX]
		e.vrx(op, w, e.reg(in.Res), e.reg(in.Args[1]), in.Args[0])
	case isel.OpRotlX:
		e.rotate(in)
	case isel.OpMulX: // the same register twice gets the high half
		e.vrx(inst.Mulx, w, e.reg(in.Res), e.reg(in.Res), in.Args[1])
	case isel.OpAndn:
		e.vrx(inst.Andn, w, e.reg(in.Res), e.reg(in.Args[0]), in.Args[1])
	case isel.OpBlsi, isel.OpBlsmsk, isel.OpBlsr:
		op := [...]inst.Op{inst.Blsi, inst.Blsmsk, inst.Blsr}[v.Op-isel.OpBlsi]
		if inMem(in.Args[0]) {
			e.VM(op, w, e.reg(in.Res), e.mem(in.Args[0]))
		} else {
			e.VR(op, w, e.reg(in.Res), e.reg(in.Args[0]))
		}
	case isel.OpLea:
		e.lea(in)
	case isel.OpLeaX:
		e.RM(inst.Lea, w, e.reg(in.Res), inst.Mem{Base: inst.NoReg, Index: e.reg(in.Args[0]), Scale: v.Scale, Disp: v.Off})
	case ssa.OpNeg:
		e.R(inst.Neg, w, e.reg(in.Res))
	case ssa.OpNot:
		e.R(inst.Not, w, e.reg(in.Res))
	case ssa.OpBswap:
		e.O(inst.Bswap, w, e.reg(in.Res), 0)
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem:
		e.divide(in)
	case ssa.OpMulh, isel.OpImulW:
		e.rmx(inst.Imul1, w, in.Args[1])
	case ssa.OpUmulh, isel.OpMulW:
		e.rmx(inst.Mul1, w, in.Args[1])
	case isel.OpDivW:
		e.rmx(inst.Div1, w, in.Args[2])
	case ssa.OpClz, ssa.OpCtz:
		e.countZeros(in)
	case ssa.OpPopcnt:
		e.rx(inst.Popcnt, e.wide(v.Args[0].Type), e.reg(in.Res), in.Args[0])
	case ssa.OpSext8, ssa.OpZext8:
		e.extend8(in)
	case ssa.OpSext16:
		e.rx(inst.Movsx16, w, e.reg(in.Res), in.Args[0])
	case ssa.OpZext16:
		e.rx(inst.Movzx16, false, e.reg(in.Res), in.Args[0])
	case ssa.OpSext32:
		e.rx(inst.Movsxd, true, e.reg(in.Res), in.Args[0])
	case ssa.OpZext32, ssa.OpTrunc:
		e.rx(inst.MovRM, false, e.reg(in.Res), in.Args[0])
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref:
		if e.is64() { // between widths, too: then it clears or cuts off the upper half
			e.rx(inst.MovRM, e.wide(v.Args[0].Type) && w, e.reg(in.Res), in.Args[0])
		} else {
			e.copy(in)
		}
	case ssa.OpCopy:
		e.copy(in)
	case ssa.OpLoad:
		e.loadReg(in.Res, v.Type, e.addr(in, 0))
	case ssa.OpLoad8s:
		e.RM(inst.Movsx8, false, e.reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad8u:
		e.RM(inst.Movzx8, false, e.reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad16s:
		e.RM(inst.Movsx16, false, e.reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad16u:
		e.RM(inst.Movzx16, false, e.reg(in.Res), e.addr(in, 0))
	case isel.OpLoadSx32:
		e.RM(inst.Movsxd, true, e.reg(in.Res), e.addr(in, 0))
	case ssa.OpStore:
		e.store(in)
	case ssa.OpStore8:
		e.storeByte(e.reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpStore16:
		e.RM(inst.Mov16MR, false, e.reg(in.Args[0]), e.addr(in, 1))
	case isel.OpStoreI:
		e.MI(inst.MovMI, false, e.addr(in, 0), v.Imm)
	case isel.OpStoreI64:
		e.MI(inst.MovMI, true, e.addr(in, 0), v.Imm)
	case isel.OpStore8I:
		e.MI(inst.Mov8MI, false, e.addr(in, 0), v.Imm)
	case isel.OpStore16I:
		e.MI(inst.Mov16MI, false, e.addr(in, 0), v.Imm)
	case isel.OpAddToM:
		e.RM(inst.AddMR, e.wide(v.Args[0].Type), e.reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpCas, ssa.OpXchg, ssa.OpXadd, ssa.OpCas64:
		e.atomic(in)
	case ssa.OpFence:
		if v.Imm&4 != 0 { // all others are implied by the memory model (TSO)
			e.O(inst.Mfence, false, 0, 0)
		}
	case ssa.OpJmp, ssa.OpCatch:
		e.jump(v.Block.Succs[0].B)
	case isel.OpJmpTable:
		e.jumpTable(in)
	case ssa.OpRet:
		if !e.is64() && e.Func.Conv == ssa.ConvC && len(v.Args) > 0 && v.Args[0].Type.IsFloat() {
			e.toFPU(e.reg(in.Args[0]), v.Args[0].Type)
		}
		e.epilogue()
	case ssa.OpStop:
		e.O(inst.Ud2, false, 0, 0)
	case ssa.OpCall, ssa.OpCalli, ssa.OpExit, ssa.OpPoll, isel.OpPollWide:
		e.leave(in)
	default:
		return e.float(in)
	}
	return nil
}

var shiftForms = [isel.NumOps]inst.Op{
	isel.OpShlI: inst.ShlI, isel.OpShrI: inst.SarI, isel.OpUshrI: inst.ShrI, isel.OpRotlI: inst.RolI,
	ssa.OpShl: inst.ShlCL, ssa.OpShr: inst.SarCL, ssa.OpUshr: inst.ShrCL, ssa.OpRotl: inst.RolCL,
}

// immForms gives the forms for a byte and for a word.
var immForms = [isel.NumOps][2]inst.Op{
	isel.OpAndI: {inst.AndMI8, inst.AndMI}, isel.OpOrI: {inst.OrMI8, inst.OrMI}, isel.OpXorI: {inst.XorMI8, inst.XorMI},
	isel.OpAddFI: {inst.AddMI8, inst.AddMI}, isel.OpSubFI: {inst.SubMI8, inst.SubMI},
	isel.OpAdcFI: {inst.AdcMI8, inst.AdcMI}, isel.OpSbbFI: {inst.SbbMI8, inst.SbbMI},
}

// loadReg loads a value from memory to its place.
func (e *emitter) loadReg(to regalloc.Loc, t ssa.Type, m inst.Mem) {
	switch {
	case t.IsVector() && isMem(to):
		e.loadVector(t, e.scratchFloat, m)
		e.storeVector(t, e.scratchFloat, e.slot(to))
	case t.IsVector():
		e.loadVector(t, e.reg(to), m)
	case isMem(to): // on 64-bit machines only, which have a register for it
		e.RM(inst.MovRM, e.wide(t), e.scratch, m)
		e.RM(inst.MovMR, e.wide(t), e.scratch, e.slot(to))
	case t.IsFloat():
		e.RM(ssOrSd(t, inst.MovssRM, inst.MovsdRM), false, e.reg(to), m)
	default:
		e.RM(inst.MovRM, e.wide(t), e.reg(to), m)
	}
}

func (e *emitter) store(in *regalloc.Inst) {
	t := in.V.Args[0].Type
	if t.IsVector() {
		e.storeVector(t, e.reg(in.Args[0]), e.addr(in, 1))
	} else if t.IsFloat() {
		e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, e.reg(in.Args[0]), e.addr(in, 1))
	} else {
		e.RM(inst.MovMR, e.wide(t), e.reg(in.Args[0]), e.addr(in, 1))
	}
}
