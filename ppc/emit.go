package ppc

import (
	"encoding/binary"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/encode"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// emitter encodes one function.
type emitter struct {
	inst.Encoder
	encode.Body
	frame frame
	done  *ssa.Value // has been encoded with the operation before it
}

// emit encodes an allocated function.
func emit(f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) (*codegen.Code, error) {
	e := &emitter{Encoder: inst.Encoder{Buffer: o.Buffer(binary.BigEndian, inst.Branches{})}}
	e.Body = encode.NewBody(e.Buffer, f, a, o)
	var err error
	if e.frame, err = layoutFrame(f, a); err != nil {
		return nil, err
	}
	if err := e.Encode(e); err != nil {
		return nil, err
	}
	return e.Body.Finish(e.frame.size)
}

// reg returns the machine's number of a register location.
func reg(l regalloc.Loc) inst.Reg {
	if l.Kind != regalloc.InReg {
		panic("BUG: " + l.String() + " is no register")
	}
	return inst.Reg(l.N & 31)
}

func isMem(l regalloc.Loc) bool { return l.Kind == regalloc.InSlot || l.Kind == regalloc.OutSlot }

func isFloatReg(l regalloc.Loc) bool { return l.Kind == regalloc.InReg && l.N >= int32(f0) }

// slot returns the offset from the stack pointer of a location on the stack.
func (e *emitter) slot(l regalloc.Loc) int32 {
	if l.Kind == regalloc.OutSlot {
		return l.N
	}
	return int32(e.frame.spill) + l.N
}

// loadOp and storeOp give the instruction for a register of type t.
func loadOp(t ssa.Type) inst.Op {
	switch t {
	case ssa.F32:
		return inst.Lfs
	case ssa.F64:
		return inst.Lfd
	}
	return inst.Lwz
}

func storeOp(t ssa.Type) inst.Op {
	switch t {
	case ssa.F32:
		return inst.Stfs
	case ssa.F64:
		return inst.Stfd
	}
	return inst.Stw
}

// Move copies a value between any two places; from memory to memory goes through registers
// before it comes here.
func (e *emitter) Move(from, to regalloc.Loc, t ssa.Type) {
	switch {
	case from.Kind == regalloc.Constant:
		e.constant(from.V, to)
	case isMem(to):
		e.Mem(storeOp(t), reg(from), e.slot(to), inst.SP)
	case isMem(from):
		e.Mem(loadOp(t), reg(to), e.slot(from), inst.SP)
	case from == to:
	case isFloatReg(to):
		e.R2(inst.Fmr, reg(to), reg(from))
	default:
		e.Encoder.Move(reg(to), reg(from))
	}
}

// constant computes a constant into any place. It may use the scratch registers and the
// base register, but neither the condition register nor the carry.
func (e *emitter) constant(v *ssa.Value, to regalloc.Loc) {
	dst := to
	if isMem(to) {
		dst = regalloc.Reg(scratchInt)
		if v.Type.IsFloat() {
			dst = regalloc.Reg(scratchFloat)
		}
	}
	switch v.Op {
	case ssa.OpConst:
		e.loadImm(reg(dst), int32(v.Imm))
	case ssa.OpFconst:
		e.loadFloat(reg(dst), v.Imm, v.Type)
	case ssa.OpCtx:
		e.Encoder.Move(reg(dst), inst.Reg(regCtx))
	case ssa.OpSymaddr:
		s := v.Aux.(string)
		r := reg(dst)
		if r == 0 { // no base
			r = carryInt
		}
		e.RI(inst.Addis, r, 0, 0)
		e.Reloc(asm.RelocHi16, s, int64(v.Off), 2)
		e.RI(inst.Addi, reg(dst), r, 0)
		e.Reloc(asm.RelocLo16, s, int64(v.Off), 2)
	default:
		panic("BUG: cannot recompute " + v.LongString())
	}
	if dst != to {
		e.Move(dst, to, v.Type)
	}
}

// loadImm loads a constant in one or two instructions.
func (e *emitter) loadImm(r inst.Reg, c int32) {
	if fits16(int64(c)) {
		e.RI(inst.Addi, r, 0, c)
		return
	}
	e.RI(inst.Addis, r, 0, c>>16)
	if lo := c & 0xffff; lo != 0 {
		e.RI(inst.Ori, r, r, lo)
	}
}

// loadFloat loads a constant from behind the code.
func (e *emitter) loadFloat(r inst.Reg, bits int64, t ssa.Type) {
	l := e.PoolConst(uint64(bits), t.Size(4))
	e.RI(inst.Addis, carryInt, 0, 0)
	e.RelocLabel(asm.RelocHi16, e.Func.Name, l, 2)
	e.Mem(loadOp(t), r, 0, carryInt)
	e.RelocLabel(asm.RelocLo16, e.Func.Name, l, 2)
}

func (e *emitter) rlwinm(dst, src inst.Reg, sh, mb, me int32) {
	e.I(inst.Rlwinm, int32(dst), int32(src), sh&31, mb, me)
}

// threeOperand are the operations that one instruction on registers does, with its operands
// in the order of the operation's.
var threeOperand = map[ssa.Op]inst.Op{
	ssa.OpAdd: inst.Add, opAddX: inst.Add, ssa.OpMul: inst.Mullw, ssa.OpMulh: inst.Mulhw, ssa.OpUmulh: inst.Mulhwu,
	ssa.OpAnd: inst.And, ssa.OpOr: inst.Or, ssa.OpXor: inst.Xor,
	opAndc: inst.Andc, opOrc: inst.Orc, opNor: inst.Nor, opNand: inst.Nand, opEqv: inst.Eqv,
	opSlw: inst.Slw, opSrw: inst.Srw, opSraw: inst.Sraw,
	opAddC: inst.Addc, opAddE: inst.Adde, opDivNZ: inst.Divwu,
}

// reversed are those whose instruction subtracts its first operand from the second.
var reversed = map[ssa.Op]inst.Op{ssa.OpSub: inst.Subf, opSubC: inst.Subfc, opSubE: inst.Subfe}

var oneOperand = map[ssa.Op]inst.Op{
	ssa.OpNeg: inst.Neg, ssa.OpSext8: inst.Extsb, ssa.OpSext16: inst.Extsh, ssa.OpClz: inst.Cntlzw,
	opAddZE: inst.Addze, opAddME: inst.Addme, opSubZE: inst.Subfze,
}

// Inst encodes one operation.
func (e *emitter) Inst(in *regalloc.Inst) error {
	v := in.V
	if v == e.done {
		return nil
	}
	if form, user, ok := fusedParts(v.Op); ok {
		return e.fused(in, form, user)
	}
	var r, a, b inst.Reg
	if in.Res.Kind == regalloc.InReg {
		r = reg(in.Res)
	}
	if len(in.Args) > 0 && in.Args[0].Kind == regalloc.InReg {
		a = reg(in.Args[0])
	}
	if len(in.Args) > 1 && in.Args[1].Kind == regalloc.InReg {
		b = reg(in.Args[1])
	}
	if op, ok := threeOperand[v.Op]; ok {
		e.R3(op, r, a, b)
		return nil
	}
	if op, ok := reversed[v.Op]; ok {
		e.R3(op, r, b, a)
		return nil
	}
	if op, ok := oneOperand[v.Op]; ok {
		e.R2(op, r, a)
		return nil
	}
	switch v.Op {
	case ssa.OpArg, ssa.OpException, ssa.OpResult:
		// in its register already
	case ssa.OpConst, ssa.OpFconst, ssa.OpCtx, ssa.OpSymaddr:
		e.constant(v, in.Res)
	case opArgStack:
		e.argStack(in)
	case opAddI:
		e.addImm(r, a, int32(v.Imm))
	case opSubfI, opSubCI:
		e.RI(inst.Subfic, r, a, int32(v.Imm))
	case opAddCI:
		e.RI(inst.Addic, r, a, int32(v.Imm))
	case opMulI:
		e.RI(inst.Mulli, r, a, int32(v.Imm))
	case opAndI, opOrI, opXorI:
		e.logicImm(v.Op, r, a, uint32(v.Imm))
	case opRlw:
		sh, mb, me := unpackMask(v.Imm)
		e.rlwinm(r, a, sh, mb, me)
	case opRlwIns:
		sh, mb, me := unpackMask(v.Imm)
		e.I(inst.Rlwimi, int32(r), int32(b), sh, mb, me)
	case opSrawI:
		e.RI(inst.Srawi, r, a, int32(v.Imm))
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr:
		e.rlwinm(0, b, 0, 27, 31)
		e.R3(map[ssa.Op]inst.Op{ssa.OpShl: inst.Slw, ssa.OpShr: inst.Sraw, ssa.OpUshr: inst.Srw}[v.Op], r, a, 0)
	case ssa.OpRotl:
		e.I(inst.Rlwnm, int32(r), int32(a), int32(b), 0, 31)
	case ssa.OpNot:
		e.R3(inst.Nor, r, a, a)
	case ssa.OpZext8:
		e.rlwinm(r, a, 0, 24, 31)
	case ssa.OpZext16:
		e.rlwinm(r, a, 0, 16, 31)
	case ssa.OpCtz: // the ones below the lowest one
		e.RI(inst.Addi, 0, a, -1)
		e.R3(inst.Andc, 0, 0, a)
		e.R2(inst.Cntlzw, 0, 0)
		e.RI(inst.Subfic, r, 0, 32)
	case ssa.OpBswap:
		e.rlwinm(r, a, 8, 0, 31)
		e.I(inst.Rlwimi, int32(r), int32(a), 24, 0, 7)
		e.I(inst.Rlwimi, int32(r), int32(a), 24, 16, 23)
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem:
		e.divide(in)
	case ssa.OpAdc: // a carry that is no neighbour's
		e.RI(inst.Addic, 0, reg(in.Args[2]), -1) // carries if it is 1
		e.R3(inst.Adde, r, a, b)
	case ssa.OpSbb:
		e.RI(inst.Subfic, 0, reg(in.Args[2]), 0) // carries if it is 0
		e.R3(inst.Subfe, r, b, a)
	case ssa.OpShld, ssa.OpShrd:
		e.shiftPair(in)
	case ssa.OpAddc:
		e.carryOut(in)
	case ssa.OpSubb:
		e.borrowOut(in)
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref, ssa.OpCopy:
		e.Move(in.Args[0], in.Res, v.Type)
	case ssa.OpLoad:
		e.access(in, loadOp(v.Type), r, 0)
	case ssa.OpLoad8s:
		e.access(in, inst.Lbz, r, 0)
		e.R2(inst.Extsb, r, r)
	case ssa.OpLoad8u:
		e.access(in, inst.Lbz, r, 0)
	case ssa.OpLoad16s:
		e.access(in, inst.Lha, r, 0)
	case ssa.OpLoad16u:
		e.access(in, inst.Lhz, r, 0)
	case ssa.OpStore:
		e.access(in, storeOp(v.Args[0].Type), a, 1)
	case ssa.OpStore8:
		e.access(in, inst.Stb, a, 1)
	case ssa.OpStore16:
		e.access(in, inst.Sth, a, 1)
	case opLoadRev:
		e.indexed(in, inst.Lwbrx, r, 0)
	case opStoreRev:
		e.indexed(in, inst.Stwbrx, a, 1)
	case ssa.OpCas, ssa.OpXchg, ssa.OpXadd:
		e.atomic(in)
	case ssa.OpFence:
		e.fence(v.Imm)
	case ssa.OpJmp, ssa.OpCatch:
		e.jump(v.Block.Succs[0].B)
	case opMtctr:
		e.I(inst.Mtspr, inst.CTR, int32(a))
	case opJmpTable:
		e.jumpTable(a, v.Block.Succs)
	case opCount:
		e.count(v)
	case ssa.OpRet:
		e.epilogue()
	case ssa.OpStop:
		e.I(inst.Tw, 31, 0, 0)
	case ssa.OpCall, ssa.OpCalli, ssa.OpExit, ssa.OpPoll:
		e.leave(in)
	default:
		return e.float(in)
	}
	return nil
}

// indexedOp are the indexed forms of loads and stores with a displacement.
var indexedOp = map[inst.Op]inst.Op{
	inst.Lwz: inst.Lwzx, inst.Lbz: inst.Lbzx, inst.Lhz: inst.Lhzx, inst.Lha: inst.Lhax,
	inst.Stw: inst.Stwx, inst.Stb: inst.Stbx, inst.Sth: inst.Sthx,
	inst.Lfs: inst.Lfsx, inst.Lfd: inst.Lfdx, inst.Stfs: inst.Stfsx, inst.Stfd: inst.Stfdx,
}

// access encodes a load or store of r, whose address begins at argument i.
func (e *emitter) access(in *regalloc.Inst, op inst.Op, r inst.Reg, i int) {
	update := func(op inst.Op) inst.Op {
		if e.stepsOver(in, i) {
			return updateOp[op]
		}
		return op
	}
	if len(in.Args) > i+1 {
		e.R3(update(indexedOp[op]), r, reg(in.Args[i]), reg(in.Args[i+1]))
		return
	}
	e.Mem(update(op), r, in.V.Off, reg(in.Args[i]))
}

// indexed encodes a load or store that has an indexed form only.
func (e *emitter) indexed(in *regalloc.Inst, op inst.Op, r inst.Reg, i int) {
	if len(in.Args) > i+1 {
		e.R3(op, r, reg(in.Args[i]), reg(in.Args[i+1]))
	} else {
		e.R3(op, r, 0, reg(in.Args[i]))
	}
}

func (e *emitter) argStack(in *regalloc.Inst) {
	off := int32(e.frame.size) + int32(in.V.Imm)
	t := in.V.Type
	to := in.Res
	if isMem(to) {
		to = regalloc.Reg(scratchInt)
		if t.IsFloat() {
			to = regalloc.Reg(scratchFloat)
		}
	}
	e.Mem(loadOp(t), reg(to), off, inst.SP)
	if to != in.Res {
		e.Move(to, in.Res, t)
	}
}

// addImm adds a constant of 32 bits; the adjustment of the high half may wrap around. The
// operand is never register 0.
func (e *emitter) addImm(r, a inst.Reg, c int32) {
	hi, lo := (c+0x8000)>>16, int32(int16(c))
	switch {
	case hi == 0:
		e.RI(inst.Addi, r, a, lo)
	case lo == 0:
		e.RI(inst.Addis, r, a, hi)
	default:
		e.RI(inst.Addis, r, a, hi)
		e.RI(inst.Addi, r, r, lo)
	}
}

// logicImm combines with a constant, half by half. An AND has bits in one half only.
func (e *emitter) logicImm(op ssa.Op, r, a inst.Reg, c uint32) {
	forms := map[ssa.Op][2]inst.Op{opAndI: {inst.AndiD, inst.AndisD}, opOrI: {inst.Ori, inst.Oris}, opXorI: {inst.Xori, inst.Xoris}}[op]
	lo, hi := int32(c&0xffff), int32(c>>16)
	switch {
	case hi == 0:
		e.RI(forms[0], r, a, lo)
	case lo == 0:
		e.RI(forms[1], r, a, hi)
	default:
		e.RI(forms[1], r, a, hi)
		e.RI(forms[0], r, r, lo)
	}
}

// divide: the instructions do not trap but leave the quotient undefined for a divisor of 0
// and for MIN / -1, so the first is trapped and division by -1 is done apart.
func (e *emitter) divide(in *regalloc.Inst) {
	v := in.V
	r, a, d := reg(in.Res), reg(in.Args[0]), reg(in.Args[1])
	k, constant := imm(v.Args[1])
	const trapIfEqual = 4
	if !constant || k == 0 {
		e.I(inst.Twi, trapIfEqual, int32(d), 0)
	}
	signed := v.Op == ssa.OpDiv || v.Op == ssa.OpRem
	rem := v.Op == ssa.OpRem || v.Op == ssa.OpUrem
	op := inst.Divwu
	var done asm.Label
	if signed {
		op = inst.Divw
		if !constant || k == -1 {
			special := e.NewLabel()
			done = e.NewLabel()
			e.I(inst.Cmpi, 0, 0, int32(d), -1)
			e.Branch(inst.Cond(inst.IfTrue, inst.EQ), special)
			e.Slow = append(e.Slow, func() {
				e.Bind(special)
				if rem {
					e.loadImm(r, 0)
				} else {
					e.R2(inst.Neg, r, a)
				}
				e.Branch(inst.Jump, done)
			})
		}
	}
	if rem {
		e.R3(op, 0, a, d)
		e.R3(inst.Mullw, 0, 0, d)
		e.R3(inst.Subf, r, 0, a)
	} else {
		e.R3(op, r, a, d)
	}
	if done != 0 {
		e.Bind(done)
	}
}

// carryOut computes the carry of a + b + c, c being 0 or 1.
func (e *emitter) carryOut(in *regalloc.Inst) {
	r, a, b := reg(in.Res), reg(in.Args[0]), reg(in.Args[1])
	if c, ok := imm(in.V.Args[2]); ok && c == 0 {
		e.R3(inst.Addc, 0, a, b)
	} else {
		e.RI(inst.Addic, 0, reg(in.Args[2]), -1) // carries if c is 1
		e.R3(inst.Adde, 0, a, b)
	}
	e.loadImm(r, 0)
	e.R2(inst.Addze, r, r)
}

// borrowOut computes the borrow of a - b - c, c being 0 or 1. The carry of the machine is
// the complement of a borrow.
func (e *emitter) borrowOut(in *regalloc.Inst) {
	r, a, b := reg(in.Res), reg(in.Args[0]), reg(in.Args[1])
	if c, ok := imm(in.V.Args[2]); ok && c == 0 {
		e.R3(inst.Subfc, 0, b, a)
	} else {
		e.RI(inst.Subfic, 0, reg(in.Args[2]), 0) // carries if c is 0
		e.R3(inst.Subfe, 0, b, a)
	}
	e.R3(inst.Subfe, r, 0, 0) // -borrow
	e.R2(inst.Neg, r, r)
}

// shiftPair: shifts by 32 give 0, so a count of 0 needs no case of its own.
func (e *emitter) shiftPair(in *regalloc.Inst) {
	r, a, b, n := reg(in.Res), reg(in.Args[0]), reg(in.Args[1]), reg(in.Args[2])
	one, other := inst.Slw, inst.Srw
	if in.V.Op == ssa.OpShrd {
		one, other = other, one
	}
	e.rlwinm(carryInt, n, 0, 27, 31)
	e.R3(one, r, a, carryInt)
	e.RI(inst.Subfic, 0, carryInt, 32)
	e.R3(other, 0, b, 0)
	e.R3(inst.Or, r, r, 0)
}

// count branches by the count in CTR.
func (e *emitter) count(v *ssa.Value) {
	again, done := v.Block.Succs[v.Imm].B, v.Block.Succs[1-v.Imm].B
	if again == e.Next {
		e.Branch(inst.Cond(inst.CountZero, 0), e.Labels[done.ID])
		return
	}
	e.Branch(inst.Cond(inst.CountNotZero, 0), e.Labels[again.ID])
	e.jump(done)
}

// jumpTable jumps through a table of addresses behind the code, which serves all successors
// but the default.
func (e *emitter) jumpTable(x inst.Reg, succs []ssa.Edge) {
	table := e.NewLabel()
	e.rlwinm(0, x, 2, 0, 29)
	e.RI(inst.Addis, carryInt, 0, 0)
	e.RelocLabel(asm.RelocHi16, e.Func.Name, table, 2)
	e.R3(inst.Add, carryInt, carryInt, 0)
	e.Mem(inst.Lwz, carryInt, 0, carryInt)
	e.RelocLabel(asm.RelocLo16, e.Func.Name, table, 2)
	e.I(inst.Mtspr, inst.CTR, carryInt)
	e.I(inst.Bcctr, inst.Always, 0)
	e.Slow = append(e.Slow, func() {
		e.Bind(table)
		for _, to := range succs[:len(succs)-1] {
			e.Word(0)
			e.Fix(asm.FixAbs32, e.Labels[to.B.ID], 0, 4, 0)
		}
	})
}

// jump goes to b, unless b is next.
func (e *emitter) jump(b *ssa.Block) {
	if b != e.Next {
		e.Branch(inst.Jump, e.Labels[b.ID])
	}
}
