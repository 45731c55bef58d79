package emit

import (
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// fused encodes a compare and the user of its flags.
func (e *emitter) fused(in *regalloc.Inst, form, user int) {
	first := 0 // index of the first operand of the compare
	if user == isel.UserSel {
		first = 2
	}
	v := in.V
	t, a := v.Args[first].Type, in.Args[first]
	w := e.wide(t)
	switch form {
	case isel.FormCmp:
		e.rx(inst.CmpRM, w, e.reg(a), in.Args[first+1])
	case isel.FormCmpI:
		if inMem(a) {
			e.cmpMem(e.mem(a), v.Imm, w)
		} else {
			e.aluI(inst.CmpMI8, inst.CmpMI, w, e.reg(a), v.Imm)
		}
	case isel.FormCmpM:
		e.RM(inst.CmpRM, w, e.reg(a), e.addr(in, first+1))
	case isel.FormCmp8I:
		e.MI(inst.Cmp8MI, false, e.addr(in, first), v.Imm)
	case isel.FormCmpMI, isel.FormCmpMI64:
		e.cmpMem(e.addr(in, first), v.Imm, form == isel.FormCmpMI64)
	case isel.FormTest:
		e.RR(inst.TestMR, w, e.reg(a), e.reg(in.Args[first+1]))
	case isel.FormTestI:
		if r := e.reg(a); e.hasByte(r) && v.Imm == int64(int8(v.Imm)) && v.Imm >= 0 {
			e.RI(inst.Test8MI, false, r, v.Imm)
		} else {
			e.RI(inst.TestMI, w, r, v.Imm)
		}
	case isel.FormCmp64:
		t := inst.Reg(in.Temps[0])
		e.rx(inst.CmpRM, false, e.reg(a), in.Args[first+2])
		e.rx(inst.MovRM, false, t, in.Args[first+1])
		e.rx(inst.SbbRM, false, t, in.Args[first+3])
	case isel.FormCmp64I:
		t := inst.Reg(in.Temps[0])
		e.aluI(inst.CmpMI8, inst.CmpMI, false, e.reg(a), int64(int32(v.Imm)))
		e.rx(inst.MovRM, false, t, in.Args[first+1])
		e.aluI(inst.SbbMI8, inst.SbbMI, false, t, v.Imm>>32)
	case isel.FormFcmp:
		e.rx(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), false, e.reg(a), in.Args[first+1])
	case isel.FormFcmpM:
		e.RM(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), false, e.reg(a), e.addr(in, first+1))
	}
	switch user {
	case isel.UserSet:
		e.setFlag(v.Cond, e.reg(in.Res))
	case isel.UserBr:
		e.branch(v)
	case isel.UserSel:
		e.selectFlag(in)
	case isel.UserGuard:
		e.guard(in)
	}
}

// cmpMem compares memory with an immediate.
func (e *emitter) cmpMem(m inst.Mem, c int64, w bool) {
	op := inst.CmpMI
	if c == int64(int8(c)) {
		op = inst.CmpMI8
	}
	e.MI(op, w, m, c)
}

// machineCond returns the machine's condition codes for c: parity is 0, or the code that
// must hold as well (both: for FEQ not-parity), or that suffices (FNE: parity).
func machineCond(c ssa.Cond) uint8 {
	switch c {
	case ssa.CondEQ, ssa.CondFEQ:
		return inst.CcE
	case ssa.CondNE, ssa.CondFNE:
		return inst.CcNE
	case ssa.CondLT:
		return inst.CcL
	case ssa.CondGE:
		return inst.CcGE
	case ssa.CondGT:
		return inst.CcG
	case ssa.CondLE:
		return inst.CcLE
	case ssa.CondULT:
		return inst.CcB
	case ssa.CondUGE, ssa.CondFGE:
		return inst.CcAE
	case ssa.CondUGT, ssa.CondFGT:
		return inst.CcA
	case ssa.CondULE, ssa.CondNFGT:
		return inst.CcBE
	case ssa.CondNFGE:
		return inst.CcB
	}
	panic("BUG: condition " + c.String() + " on x86")
}

// setFlag makes 0 or 1 of the flags. A register whose low byte has no name takes a 1 from
// behind the code. MOVZX comes behind, as XOR would change the flags.
func (e *emitter) setFlag(c ssa.Cond, r inst.Reg) {
	switch {
	case c == ssa.CondFEQ || c == ssa.CondFNE:
		e.setFloatFlags(c, r)
	case e.hasByte(r):
		e.RRcc(inst.Setcc, machineCond(c), false, 0, r)
		e.RR(inst.Movzx8, false, r, r)
	default:
		e.O(inst.MovRI, false, r, 0)
		e.RMcc(inst.Cmovcc, machineCond(c), false, r, inst.Mem{Label: e.PoolConst(1, 4)})
	}
}

// setFloatFlags is setFlag for the conditions that need two flags: equal is E and not P, not
// equal is NE or P.
func (e *emitter) setFloatFlags(c ssa.Cond, r inst.Reg) {
	parity, both := uint8(inst.CcP), inst.OrRM
	if c == ssa.CondFEQ {
		parity, both = inst.CcNP, inst.AndRM
	}
	if e.is64() {
		e.RRcc(inst.Setcc, machineCond(c), false, 0, r)
		e.RRcc(inst.Setcc, parity, false, 0, e.scratch)
		e.RR(both, false, r, e.scratch)
		e.RR(inst.Movzx8, false, r, r)
		return
	}
	e.O(inst.MovRI, false, r, 0)
	e.RMcc(inst.Cmovcc, machineCond(c), false, r, inst.Mem{Label: e.PoolConst(1, 4)})
	unordered := uint64(1)
	if c == ssa.CondFEQ {
		unordered = 0
	}
	e.RMcc(inst.Cmovcc, inst.CcP, false, r, inst.Mem{Label: e.PoolConst(unordered, 4)})
}

// jumpIf branches to l when c holds.
func (e *emitter) jumpIf(c ssa.Cond, l asm.Label) {
	switch c {
	case ssa.CondFEQ:
		skip := e.NewLabel()
		e.Branch(inst.CcP, skip)
		e.Branch(inst.CcE, l)
		e.Bind(skip)
	case ssa.CondFNE:
		e.Branch(inst.CcP, l)
		e.Branch(inst.CcNE, l)
	default:
		e.Branch(int32(machineCond(c)), l)
	}
}

func (e *emitter) branch(v *ssa.Value) {
	then, els := v.Block.Succs[0].B, v.Block.Succs[1].B
	c := v.Cond
	if then == e.Next {
		then, els, c = els, then, c.Negate()
	}
	e.jumpIf(c, e.Labels[then.ID])
	e.jump(els)
}

// selectFlag: the result holds the value for "false" already.
func (e *emitter) selectFlag(in *regalloc.Inst) {
	c, t := in.V.Cond, in.V.Type
	if t.IsFloat() {
		skip := e.NewLabel()
		e.jumpIf(c.Negate(), skip)
		e.Move(in.Args[1], in.Res, t)
		e.Bind(skip)
		return
	}
	cmov := func(cc uint8) {
		if inMem(in.Args[1]) {
			e.RMcc(inst.Cmovcc, cc, e.wide(t), e.reg(in.Res), e.mem(in.Args[1]))
		} else {
			e.RRcc(inst.Cmovcc, cc, e.wide(t), e.reg(in.Res), e.reg(in.Args[1]))
		}
	}
	cmov(machineCond(c))
	if c == ssa.CondFNE {
		cmov(inst.CcP)
	}
}
