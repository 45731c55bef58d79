package emit

import (
	"math"

	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// Move copies a value between any two places, keeping the flags. An integer may pass through
// a float register on its way.
func (e *emitter) Move(from, to regalloc.Loc, t ssa.Type) {
	w := e.wide(t)
	switch {
	case t.IsVector():
		e.moveVector(t, from, to)
	case from.Kind == regalloc.Constant:
		e.constant(from.V, to)
	case isMem(from) && isMem(to): // on 32-bit machines only: the others go through a register before
		e.copyWord(e.slot(from), e.slot(to))
		if w {
			a, b := e.slot(from), e.slot(to)
			a.Disp += 4
			b.Disp += 4
			e.copyWord(a, b)
		}
	case isMem(to) && e.isFloatReg(from):
		if w {
			e.RM(inst.MovqMX, false, e.reg(from), e.slot(to))
		} else {
			e.RM(inst.MovssMR, false, e.reg(from), e.slot(to))
		}
	case isMem(to):
		e.RM(inst.MovMR, w, e.reg(from), e.slot(to))
	case isMem(from) && e.isFloatReg(to):
		if w {
			e.RM(inst.MovqXM, false, e.reg(to), e.slot(from))
		} else {
			e.RM(inst.MovssRM, false, e.reg(to), e.slot(from))
		}
	case isMem(from):
		e.RM(inst.MovRM, w, e.reg(to), e.slot(from))
	case e.isFloatReg(from) && e.isFloatReg(to):
		e.RR(inst.Movaps, false, e.reg(to), e.reg(from))
	case e.isFloatReg(from):
		e.RR(inst.MovdRX, w, e.reg(from), e.reg(to))
	case e.isFloatReg(to):
		e.RR(inst.MovdXR, w, e.reg(to), e.reg(from))
	default:
		e.RR(inst.MovMR, w, e.reg(from), e.reg(to))
	}
}

// copyWord copies 32 bits of memory through the stack, which needs no register. The address
// of PUSH is computed before the stack pointer moves, that of POP after it has moved back.
func (e *emitter) copyWord(from, to inst.Mem) {
	e.M(inst.PushM, false, from)
	e.M(inst.PopM, false, to)
}

// constant computes a constant into any place. It must not change the flags, since it can
// stand between a compare and its user.
func (e *emitter) constant(v *ssa.Value, to regalloc.Loc) {
	w := e.wide(v.Type)
	switch v.Op {
	case ssa.OpConst:
		switch {
		case isMem(to):
			e.immToMem(e.slot(to), v.Imm, w)
		case e.isFloatReg(to): // of the operation bits
			e.RM(inst.MovssRM, false, e.reg(to), inst.Mem{Label: e.PoolConst(uint64(uint32(v.Imm)), 4)})
		default:
			e.loadImm(e.reg(to), v.Imm, w)
		}
	case ssa.OpFconst:
		switch {
		case isMem(to):
			e.immToMem(e.slot(to), v.Imm, w)
		case !e.isFloatReg(to): // of the operation bits
			e.loadImm(e.reg(to), v.Imm, w)
		case v.Imm == 0:
			e.RR(inst.Xorps, false, e.reg(to), e.reg(to))
		case v.Type == ssa.F32:
			e.RM(inst.MovssRM, false, e.reg(to), inst.Mem{Label: e.PoolConst(uint64(uint32(v.Imm)), 4)})
		default:
			e.RM(inst.MovsdRM, false, e.reg(to), inst.Mem{Label: e.PoolConst(uint64(v.Imm), 8)})
		}
	case ssa.OpCtx:
		if isMem(to) {
			e.RM(inst.MovMR, w, e.ctx, e.slot(to))
		} else {
			e.RR(inst.MovMR, w, e.ctx, e.reg(to))
		}
	case ssa.OpSymaddr:
		e.symbol(v, to)
	default:
		panic("BUG: cannot recompute " + v.LongString())
	}
}

// symbol computes the address of a symbol.
func (e *emitter) symbol(v *ssa.Value, to regalloc.Loc) {
	switch {
	case e.is64():
		r := e.scratch
		if !isMem(to) {
			r = e.reg(to)
		}
		e.O(inst.MovRI64, true, r, 0)
		e.Reloc(asm.RelocAbs, v.Aux.(string), int64(v.Off), 8)
		if isMem(to) {
			e.RM(inst.MovMR, true, r, e.slot(to))
		}
		return
	case isMem(to):
		e.MI(inst.MovMI, false, e.slot(to), 0)
	default:
		e.O(inst.MovRI, false, e.reg(to), 0)
	}
	e.Reloc(asm.RelocAbs, v.Aux.(string), int64(v.Off), 4)
}

// immToMem stores a constant of 4 or 8 bytes.
func (e *emitter) immToMem(m inst.Mem, c int64, w bool) {
	switch {
	case !w:
		e.MI(inst.MovMI, false, m, int64(int32(c)))
	case e.is64() && c == int64(int32(c)):
		e.MI(inst.MovMI, true, m, c)
	default:
		e.MI(inst.MovMI, false, m, int64(int32(c)))
		m.Disp += 4
		e.MI(inst.MovMI, false, m, c>>32)
	}
}

// loadImm loads a constant of 4 or 8 bytes into a general register.
func (e *emitter) loadImm(r inst.Reg, c int64, w bool) {
	switch {
	case !w || c >= 0 && c <= math.MaxUint32:
		e.O(inst.MovRI, false, r, c)
	case c == int64(int32(c)):
		e.RI(inst.MovMI, true, r, c)
	default:
		e.O(inst.MovRI64, true, r, c)
	}
}
