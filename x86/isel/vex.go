package isel

import (
	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// has reports whether the machine that code is made for has features f.
func (l *lowering) has(f codegen.Features) bool { return l.o.Features&f == f }

// vex gives a lowered value the form with an operand more, where the machine has one: its
// result then need not be in the place of an operand.
func (l *lowering) vex(v *ssa.Value) {
	if l.has(HasAVX) {
		switch v.Op {
		case ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
			v.Op += OpFaddV - ssa.OpFadd
		case OpFaddM, OpFsubM, OpFmulM, OpFdivM:
			v.Op += OpFaddVM - OpFaddM
		case OpFaddK, OpFsubK, OpFmulK, OpFdivK:
			v.Op += OpFaddVK - OpFaddK
		case ssa.OpFneg:
			v.Op = OpFnegV
		case ssa.OpFabs:
			v.Op = OpFabsV
		case ssa.OpFmin:
			v.Op = OpFminV
		case ssa.OpFmax:
			v.Op = OpFmaxV
		}
	}
	if l.has(HasBMI2) {
		switch v.Op {
		case ssa.OpShl, ssa.OpShr, ssa.OpUshr:
			v.Op += OpShlX - ssa.OpShl
		case OpRotlI:
			v.Op = OpRotlX
		case ssa.OpUmulh:
			if l.m.is64() { // a 32-bit machine wants the low half as well, as a rule
				v.Op = OpMulX
			}
		}
	}
}

// lowBits recognizes the operations of BMI1 on the lowest bit of a value, and the conjunction
// with a complement. It reports whether v is one.
func (l *lowering) lowBits(v *ssa.Value) bool {
	if !l.has(HasBMI1) || v.Op != ssa.OpAnd && v.Op != ssa.OpXor {
		return false
	}
	for i, y := range v.Args {
		x := v.Args[1-i]
		switch {
		case v.Op == ssa.OpAnd && y.Op == ssa.OpNot && x.Op != ssa.OpConst:
			v.Become(OpAndn, y.Args[0], x)
		case v.Op == ssa.OpAnd && y.Op == ssa.OpNeg && y.Args[0] == x:
			v.Become(OpBlsi, x)
		case v.Op == ssa.OpAnd && isPred(y, x):
			v.Become(OpBlsr, x)
		case v.Op == ssa.OpXor && isPred(y, x):
			v.Become(OpBlsmsk, x)
		default:
			continue
		}
		return true
	}
	return false
}

// isPred reports whether y is x - 1.
func isPred(y, x *ssa.Value) bool {
	if y.Op != ssa.OpAdd && y.Op != ssa.OpSub || y.Args[0] != x {
		return false
	}
	c := y.Args[1]
	return c.Op == ssa.OpConst && (y.Op == ssa.OpAdd && c.Imm == -1 || y.Op == ssa.OpSub && c.Imm == 1)
}
