package x86

import (
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// fused encodes a compare and the user of its flags.
func (e *emitter) fused(in *regalloc.Inst, form, user int) {
	first := 0 // index of the first operand of the compare
	if user == userSel {
		first = 2
	}
	v := in.V
	t, a := v.Args[first].Type, in.Args[first]
	switch form {
	case formCmp:
		e.rx(inst.CmpRM, reg(a), in.Args[first+1])
	case formCmpI:
		mi8, mi := inst.CmpMI8, inst.CmpMI
		if v.Imm != int64(int8(v.Imm)) {
			mi8 = mi
		}
		if inMem(a) {
			e.MI(mi8, false, e.mem(a), v.Imm)
		} else {
			e.RI(mi8, false, reg(a), v.Imm)
		}
	case formCmpM:
		e.RM(inst.CmpRM, false, reg(a), e.addr(in, first+1))
	case formCmp8I:
		e.MI(inst.Cmp8MI, false, e.addr(in, first), v.Imm)
	case formCmpMI:
		op := inst.CmpMI
		if v.Imm == int64(int8(v.Imm)) {
			op = inst.CmpMI8
		}
		e.MI(op, false, e.addr(in, first), v.Imm)
	case formTest:
		e.RR(inst.TestMR, false, reg(a), reg(in.Args[first+1]))
	case formTestI:
		if r := reg(a); hasByte(r) && v.Imm == int64(int8(v.Imm)) && v.Imm >= 0 {
			e.RI(inst.Test8MI, false, r, v.Imm)
		} else {
			e.RI(inst.TestMI, false, r, v.Imm)
		}
	case formCmp64:
		t := inst.Reg(in.Temps[0])
		e.rx(inst.CmpRM, reg(a), in.Args[first+2])
		e.rx(inst.MovRM, t, in.Args[first+1])
		e.rx(inst.SbbRM, t, in.Args[first+3])
	case formCmp64I:
		t := inst.Reg(in.Temps[0])
		e.aluI(inst.CmpMI8, inst.CmpMI, reg(a), int64(int32(v.Imm)))
		e.rx(inst.MovRM, t, in.Args[first+1])
		e.aluI(inst.SbbMI8, inst.SbbMI, t, v.Imm>>32)
	case formFcmp:
		e.rx(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), reg(a), in.Args[first+1])
	case formFcmpM:
		e.RM(ssOrSd(t, inst.Ucomiss, inst.Ucomisd), false, reg(a), e.addr(in, first+1))
	}
	switch user {
	case userSet:
		e.setFlag(v.Cond, reg(in.Res))
	case userBr:
		e.branch(v)
	case userSel:
		e.selectFlag(in)
	case userGuard:
		e.guard(in)
	}
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
	panic("BUG: condition " + c.String() + " on 386")
}

// setFlag makes 0 or 1 of the flags, in a register whose low byte may have no name: then a 1
// is taken from behind the code.
func (e *emitter) setFlag(c ssa.Cond, r inst.Reg) {
	one := inst.Mem{Label: e.PoolConst(1, 4)}
	set := func(cc uint8) { e.RMcc(inst.Cmovcc, cc, false, r, one) }
	switch {
	case c == ssa.CondFEQ: // E and not P: 0, 1 if E, 0 again if P
		zero := inst.Mem{Label: e.PoolConst(0, 4)}
		e.O(inst.MovRI, false, r, 0)
		set(inst.CcE)
		e.RMcc(inst.Cmovcc, inst.CcP, false, r, zero)
	case c == ssa.CondFNE:
		e.O(inst.MovRI, false, r, 0)
		set(inst.CcNE)
		set(inst.CcP)
	case hasByte(r):
		e.RRcc(inst.Setcc, machineCond(c), false, 0, r)
		e.RR(inst.Movzx8, false, r, r)
	default:
		e.O(inst.MovRI, false, r, 0)
		set(machineCond(c))
	}
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
	if then == e.next {
		then, els, c = els, then, c.Negate()
	}
	e.jumpIf(c, e.labels[then.ID])
	e.jump(els)
}

// selectFlag: the result holds the value for "false" already.
func (e *emitter) selectFlag(in *regalloc.Inst) {
	c, t := in.V.Cond, in.V.Type
	if t.IsFloat() {
		skip := e.NewLabel()
		e.jumpIf(c.Negate(), skip)
		e.move(in.Args[1], in.Res, t)
		e.Bind(skip)
		return
	}
	cmov := func(cc uint8) {
		if inMem(in.Args[1]) {
			e.RMcc(inst.Cmovcc, cc, false, reg(in.Res), e.mem(in.Args[1]))
		} else {
			e.RRcc(inst.Cmovcc, cc, false, reg(in.Res), reg(in.Args[1]))
		}
	}
	cmov(machineCond(c))
	if c == ssa.CondFNE {
		cmov(inst.CcP)
	}
}
