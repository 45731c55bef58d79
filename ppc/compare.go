package ppc

import (
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// crTest is a test of one bit of condition register field 0.
type crTest struct {
	bit  int32
	sets bool // the condition holds if the bit is 1
}

// bo returns the branch operation for the test.
func (c crTest) bo() int32 {
	if c.sets {
		return inst.IfTrue
	}
	return inst.IfFalse
}

func (c crTest) negate() crTest { return crTest{c.bit, !c.sets} }

// fused encodes a compare and the user of its outcome.
func (e *emitter) fused(in *regalloc.Inst, form, user int) error {
	v := in.V
	if user == userSet && e.setDirectly(in, form) {
		return nil
	}
	first := 0 // index of the first operand of the compare
	if user == userSel {
		first = 2
	}
	c := e.compare(v, in, form, first)
	switch user {
	case userSet:
		e.I(inst.Mfcr, 0)
		e.rlwinm(reg(in.Res), 0, c.bit+1, 31, 31)
		if !c.sets {
			e.RI(inst.Xori, reg(in.Res), reg(in.Res), 1)
		}
	case userBr:
		e.branch(v, c)
	case userSel: // the result holds the value for "false" already
		skip := e.NewLabel()
		e.jumpIf(c.negate(), skip)
		e.Move(in.Args[1], in.Res, v.Type)
		e.Bind(skip)
	case userGuard:
		e.guard(in, c)
	}
	return nil
}

// compare encodes the compare and returns what to test.
func (e *emitter) compare(v *ssa.Value, in *regalloc.Inst, form, first int) crTest {
	a := reg(in.Args[first])
	cond := v.Cond
	unsigned := cond >= ssa.CondULT && cond <= ssa.CondULE
	switch form {
	case formCmp:
		op := inst.Cmp
		if unsigned {
			op = inst.Cmpl
		}
		e.I(op, 0, 0, int32(a), int32(reg(in.Args[first+1])))
	case formCmpI:
		op := inst.Cmpi
		if unsigned || v.Off > 0x7fff {
			op = inst.Cmpli
		}
		e.I(op, 0, 0, int32(a), v.Off)
	case formTest:
		e.R3(inst.And|inst.Rc, 0, a, reg(in.Args[first+1]))
	case formTestI:
		m := uint32(v.Off)
		if mb, me, ok := maskRange(m); ok {
			e.I(inst.Rlwinm|inst.Rc, 0, int32(a), 0, mb, me)
		} else if m>>16 == 0 {
			e.RI(inst.AndiD, 0, a, int32(m))
		} else {
			e.RI(inst.AndisD, 0, a, int32(m>>16))
		}
	case formCmp64: // the high words decide unless they are equal
		op := inst.Cmp
		if unsigned {
			op = inst.Cmpl
		}
		decided := e.NewLabel()
		e.I(op, 0, 0, int32(reg(in.Args[first+1])), int32(reg(in.Args[first+3])))
		e.Branch(inst.Cond(inst.IfFalse, inst.EQ), decided)
		e.I(inst.Cmpl, 0, 0, int32(a), int32(reg(in.Args[first+2])))
		e.Bind(decided)
	case formFcmp:
		e.I(inst.Fcmpu, 0, int32(a), int32(reg(in.Args[first+1])))
	}
	return e.test(cond)
}

// test returns the bit that tells whether a condition holds, combining two bits where a
// float condition needs it.
func (e *emitter) test(c ssa.Cond) crTest {
	switch c {
	case ssa.CondEQ, ssa.CondFEQ:
		return crTest{inst.EQ, true}
	case ssa.CondNE, ssa.CondFNE:
		return crTest{inst.EQ, false}
	case ssa.CondLT, ssa.CondULT, ssa.CondFLT:
		return crTest{inst.LT, true}
	case ssa.CondGE, ssa.CondUGE, ssa.CondNFLT:
		return crTest{inst.LT, false}
	case ssa.CondGT, ssa.CondUGT, ssa.CondFGT:
		return crTest{inst.GT, true}
	case ssa.CondLE, ssa.CondULE, ssa.CondNFGT:
		return crTest{inst.GT, false}
	case ssa.CondFLE, ssa.CondNFLE:
		e.I(inst.Cror, inst.EQ, inst.LT, inst.EQ)
		return crTest{inst.EQ, c == ssa.CondFLE}
	case ssa.CondFGE, ssa.CondNFGE:
		e.I(inst.Cror, inst.EQ, inst.GT, inst.EQ)
		return crTest{inst.EQ, c == ssa.CondFGE}
	}
	panic("BUG: condition " + c.String() + " on ppc")
}

// setDirectly makes 0 or 1 without the condition register, which is slow to read, where
// that takes no more than three instructions (Warren, Hacker's Delight, 2-12).
func (e *emitter) setDirectly(in *regalloc.Inst, form int) bool {
	v, r := in.V, reg(in.Res)
	if form == formCmp64 && v.Cond == ssa.CondULT {
		e.R3(inst.Subfc, 0, reg(in.Args[2]), reg(in.Args[0]))
		e.R3(inst.Subfe, 0, reg(in.Args[3]), reg(in.Args[1]))
		e.R3(inst.Subfe, r, 0, 0)
		e.R2(inst.Neg, r, r)
		return true
	}
	if form != formCmp && form != formCmpI {
		return false
	}
	a := reg(in.Args[0])
	zero := form == formCmpI && v.Off == 0
	switch v.Cond {
	case ssa.CondEQ, ssa.CondNE:
		d := a // the difference
		switch {
		case zero:
		case form == formCmp:
			e.R3(inst.Xor, 0, a, reg(in.Args[1]))
			d = 0
		case v.Off == -32768: // neither instruction has such an immediate
			return false
		case v.Off < 0:
			e.RI(inst.Addi, 0, a, -v.Off)
			d = 0
		default:
			e.RI(inst.Xori, 0, a, v.Off)
			d = 0
		}
		if v.Cond == ssa.CondEQ {
			e.R2(inst.Cntlzw, r, d)
			e.rlwinm(r, r, 27, 5, 31)
			return true
		}
		if d == r { // subfe reads the difference after the carry is made
			e.RI(inst.Addic, 0, d, -1)
			e.R3(inst.Subfe, r, 0, d)
			return true
		}
		e.RI(inst.Addic, r, d, -1)
		e.R3(inst.Subfe, r, r, d)
		return true
	case ssa.CondLT:
		if zero {
			e.rlwinm(r, a, 1, 31, 31)
			return true
		}
	case ssa.CondGE:
		if zero {
			e.R3(inst.Nor, 0, a, a)
			e.rlwinm(r, 0, 1, 31, 31)
			return true
		}
	case ssa.CondULT, ssa.CondUGT:
		if form == formCmp {
			x, y := a, reg(in.Args[1])
			if v.Cond == ssa.CondUGT {
				x, y = y, x
			}
			e.R3(inst.Subfc, 0, y, x) // carry: x >= y
			e.R3(inst.Subfe, r, 0, 0) // 0 or -1
			e.R2(inst.Neg, r, r)
			return true
		}
	}
	return false
}

// jumpIf branches to l when c holds.
func (e *emitter) jumpIf(c crTest, l asm.Label) { e.Branch(inst.Cond(c.bo(), c.bit), l) }

func (e *emitter) branch(v *ssa.Value, c crTest) {
	then, els := v.Block.Succs[0].B, v.Block.Succs[1].B
	if then == e.Next {
		then, els, c = els, then, c.negate()
	}
	e.jumpIf(c, e.Labels[then.ID])
	e.jump(els)
}
