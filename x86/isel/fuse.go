package isel

import (
	"math"

	"gojvm/codegen/ssa"
)

// fusable reports whether v may do compare c itself. A compare whose users are selects of
// one block, as those of two halves, is done by each of them.
func (l *lowering) fusable(c, v *ssa.Value) bool {
	if !c.Info().Has(ssa.Compares) && c.Op != ssa.OpLt64 && c.Op != ssa.OpUlt64 || c.Block != v.Block {
		return false
	}
	return c.Uses == 1 || l.onlySelects[c]
}

// testZero makes v depend on whether c is 0.
func (l *lowering) testZero(v, c *ssa.Value, user int) {
	form, imm := FormTest, v.Imm
	operands := []*ssa.Value{c, c}
	if c.Op == ssa.OpAnd && c.Block == v.Block && user != UserGuard {
		if m, ok := l.m.imm(c.Args[1]); ok {
			form, imm, operands = FormTestI, m, c.Args[:1]
		} else if c.Uses == 1 {
			operands = c.Args
		}
	}
	if user == UserSel {
		operands = append([]*ssa.Value{v.Args[2], v.Args[1]}, operands...)
	}
	if f := l.loadForm(c); f >= 0 && user != UserGuard && l.canMove(c, v) {
		foldLoad(v, Fused(f, user), c, operands[:len(operands)-2]...)
		v.Imm, v.Cond = 0, ssa.CondNE
		return
	}
	v.Become(Fused(form, user), operands...)
	v.Imm, v.Cond = imm, ssa.CondNE
}

// loadForm returns the form that compares what a load reads in place, or -1.
func (l *lowering) loadForm(x *ssa.Value) int {
	switch x.Op {
	case ssa.OpLoad:
		switch {
		case x.Type.IsFloat():
			return -1
		case l.m.size(x.Type) == 8:
			return FormCmpMI64
		}
		return FormCmpMI
	case ssa.OpLoad8u, ssa.OpLoad8s:
		return FormCmp8I
	}
	return -1
}

// condOf gives the condition for a compare; the float less-than conditions are exchanged
// because the flags of UCOMIS tell unordered from greater but not from less.
func condOf(op ssa.Op) ssa.Cond {
	switch op {
	case ssa.OpLt64:
		return ssa.CondLT
	case ssa.OpUlt64:
		return ssa.CondULT
	case ssa.OpEq:
		return ssa.CondEQ
	case ssa.OpNe:
		return ssa.CondNE
	case ssa.OpLt:
		return ssa.CondLT
	case ssa.OpLe:
		return ssa.CondLE
	case ssa.OpUlt:
		return ssa.CondULT
	case ssa.OpUle:
		return ssa.CondULE
	case ssa.OpFeq:
		return ssa.CondFEQ
	case ssa.OpFne:
		return ssa.CondFNE
	case ssa.OpFlt:
		return ssa.CondFLT
	case ssa.OpFle:
		return ssa.CondFLE
	}
	panic("BUG: no compare")
}

// fuse makes v the user of the flags of compare c. sel: v is a select.
func (l *lowering) fuse(v, c *ssa.Value, user int, sel bool) {
	negate := false
	// not (x < y) of 64 bits
	for (c.Op == ssa.OpEq || c.Op == ssa.OpNe) && isZero(c.Args[1]) && l.fusable64(c.Args[0], v) {
		negate = negate != (c.Op == ssa.OpEq)
		c = c.Args[0]
	}
	a, b := c.Args[0], c.Args[1]
	cond := condOf(c.Op)
	if negate {
		cond = cond.Negate()
	}
	guardNumber := v.Imm
	var head []*ssa.Value
	then, els := (*ssa.Value)(nil), (*ssa.Value)(nil)
	if sel {
		then, els = v.Args[1], v.Args[2]
	}
	finish := func(form int, imm int64, mem *ssa.Value, operands ...*ssa.Value) {
		if sel {
			if cond == ssa.CondFEQ { // two flags: only "not equal" can be had with two CMOVs
				cond, then, els = ssa.CondFNE, els, then
			}
			head = []*ssa.Value{els, then}
		}
		op := Fused(form, user)
		v.Cond = cond
		if mem != nil {
			foldLoad(v, op, mem, append(head, operands...)...)
		} else {
			v.Become(op, append(head, operands...)...)
		}
		v.Cond = cond
		v.Imm = imm
		if user == UserGuard && form != FormCmpI && form != FormTestI {
			v.Imm = guardNumber
		}
	}
	if c.Op == ssa.OpLt64 || c.Op == ssa.OpUlt64 {
		lo, ok := l.m.imm(c.Args[2])
		hi, ok2 := l.m.imm(c.Args[3])
		if ok && ok2 && user != UserGuard {
			finish(FormCmp64I, lo&math.MaxUint32|hi<<32, nil, a, b)
		} else {
			finish(FormCmp64, 0, nil, a, b, c.Args[2], c.Args[3])
		}
		return
	}
	if a.Type.IsFloat() {
		if cond == ssa.CondFLT || cond == ssa.CondFLE {
			a, b, cond = b, a, cond.Swap()
		}
		// UCOMIS takes its second operand from memory.
		if l.canFoldAt(b, c, v) && a != b {
			finish(FormFcmpM, 0, b, a)
			return
		}
		finish(FormFcmp, 0, nil, a, b)
		return
	}
	if _, ok := l.m.imm(a); ok {
		a, b, cond = b, a, cond.Swap()
	}
	if imm, ok := l.m.imm(b); ok && user != UserGuard && a.Op == ssa.OpLoad8u && imm >= 0 && imm <= 0xff && l.canMove(a, v) && c.Block == v.Block {
		// Bytes extended by zeros compare as bytes without sign.
		switch cond {
		case ssa.CondLT, ssa.CondGE, ssa.CondGT, ssa.CondLE:
			cond += ssa.CondULT - ssa.CondLT
		}
		finish(FormCmp8I, int64(int8(imm)), a)
		return
	}
	if imm, ok := l.m.imm(b); ok && user != UserGuard && l.canFoldAt(a, c, v) {
		finish(l.loadForm(a), imm, a)
		return
	}
	if imm, ok := l.m.imm(b); ok && user != UserGuard {
		signed := cond <= ssa.CondLE && cond >= ssa.CondEQ
		if imm == 0 && signed {
			if a.Op == ssa.OpAnd && a.Uses == 1 && a.Block == v.Block && (cond == ssa.CondEQ || cond == ssa.CondNE) {
				if m, ok := l.m.imm(a.Args[1]); ok {
					finish(FormTestI, m, nil, a.Args[0])
				} else {
					finish(FormTest, 0, nil, a.Args[0], a.Args[1])
				}
				return
			}
			finish(FormTest, 0, nil, a, a)
			return
		}
		finish(FormCmpI, imm, nil, a)
		return
	} else if ok && imm == 0 && cond >= ssa.CondEQ && cond <= ssa.CondLE {
		finish(FormTest, 0, nil, a, a)
		return
	}
	if a != b && l.canFoldAt(b, c, v) {
		finish(FormCmpM, 0, b, a)
		return
	}
	if a != b && l.canFoldAt(a, c, v) {
		cond = cond.Swap()
		finish(FormCmpM, 0, a, b)
		return
	}
	finish(FormCmp, 0, nil, a, b)
}
