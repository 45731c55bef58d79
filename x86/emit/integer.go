package emit

import (
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// hasByte reports whether the low byte of r can be named.
func (e *emitter) hasByte(r inst.Reg) bool { return e.is64() || r < inst.SP }

// storeByte stores the low byte of r. If that has no name, r changes places with AX for the
// moment, in the address as well.
func (e *emitter) storeByte(r inst.Reg, m inst.Mem) {
	if e.hasByte(r) {
		e.RM(inst.Mov8MR, false, r, m)
		return
	}
	swap := func(x inst.Reg) inst.Reg {
		switch x {
		case inst.AX:
			return r
		case r:
			return inst.AX
		}
		return x
	}
	m.Base, m.Index = swap(m.Base), swap(m.Index)
	e.RR(inst.Xchg, false, inst.AX, r)
	e.RM(inst.Mov8MR, false, inst.AX, m)
	e.RR(inst.Xchg, false, inst.AX, r)
}

// extend8 extends a byte, whose register may have no name for it.
func (e *emitter) extend8(in *regalloc.Inst) {
	r, x := e.reg(in.Res), e.reg(in.Args[0])
	signed := in.V.Op == ssa.OpSext8
	switch {
	case e.hasByte(x) && signed:
		e.RR(inst.Movsx8, e.wide(in.V.Type), r, x)
	case e.hasByte(x):
		e.RR(inst.Movzx8, false, r, x)
	default:
		if r != x {
			e.RR(inst.MovMR, false, x, r)
		}
		if !signed {
			e.RI(inst.AndMI, false, r, 0xff)
			return
		}
		e.RI(inst.ShlI, false, r, 24)
		e.RI(inst.SarI, false, r, 24)
	}
}

// add has three operands thanks to LEA.
func (e *emitter) add(in *regalloc.Inst) {
	a, b, r := in.Args[0], in.Args[1], in.Res
	w := e.wide(in.V.Type)
	switch {
	case r == a:
		e.rx(inst.AddRM, w, e.reg(r), b)
	case r == b:
		e.RR(inst.AddRM, w, e.reg(r), e.reg(a))
	case inMem(b):
		e.RR(inst.MovRM, w, e.reg(r), e.reg(a))
		e.rx(inst.AddRM, w, e.reg(r), b)
	default:
		e.RM(inst.Lea, w, e.reg(r), inst.Mem{Base: e.reg(a), Index: e.reg(b)})
	}
}

// lea prefers an addition where it does the same.
func (e *emitter) lea(in *regalloc.Inst) {
	m, r, w := e.addr(in, 0), e.reg(in.Res), e.wide(in.V.Type)
	switch {
	case m.Index == inst.NoReg && m.Base == r:
		e.aluI(inst.AddMI8, inst.AddMI, w, r, int64(m.Disp))
	case m.Index != inst.NoReg && m.Scale == 0 && m.Disp == 0 && m.Base == r:
		e.RR(inst.AddRM, w, r, m.Index)
	default:
		e.RM(inst.Lea, w, r, m)
	}
}

// divide: the machine traps for MIN / -1, so -1 is done apart.
func (e *emitter) divide(in *regalloc.Inst) {
	v, w, d := in.V, e.wide(in.V.Type), e.reg(in.Args[1])
	if v.Op == ssa.OpUdiv || v.Op == ssa.OpUrem {
		e.RR(inst.XorRM, false, inst.DX, inst.DX)
		e.R(inst.Div1, w, d)
		return
	}
	special, done := e.NewLabel(), e.NewLabel()
	e.RI(inst.CmpMI8, w, d, -1)
	e.Branch(inst.CcE, special)
	e.O(inst.Cdq, w, 0, 0)
	e.R(inst.Idiv1, w, d)
	e.Bind(done)
	e.Slow = append(e.Slow, func() {
		e.Bind(special)
		if v.Op == ssa.OpDiv {
			e.R(inst.Neg, w, inst.AX)
		} else {
			e.RR(inst.XorRM, false, inst.DX, inst.DX)
		}
		e.Branch(inst.Jmp, done)
	})
}

// rotate rotates left by a constant. RORX is the longer instruction, worth its bytes where it
// saves a move.
func (e *emitter) rotate(in *regalloc.Inst) {
	v, w := in.V, e.wide(in.V.Type)
	bits := int64(32)
	if w {
		bits = 64
	}
	switch x := in.Args[0]; {
	case inMem(x):
		e.RMI(inst.Rorx, w, e.reg(in.Res), e.mem(x), -v.Imm&(bits-1))
	case x == in.Res:
		e.RI(inst.RolI, w, e.reg(in.Res), v.Imm)
	default:
		e.RRI(inst.Rorx, w, e.reg(in.Res), e.reg(x), -v.Imm&(bits-1))
	}
}

// countZeros: BSR and BSF leave the result undefined for 0.
func (e *emitter) countZeros(in *regalloc.Inst) {
	w := e.wide(in.V.Args[0].Type)
	x, r, t := e.reg(in.Args[0]), e.reg(in.Res), inst.Reg(in.Temps[0])
	switch f := e.Options.Features; {
	case in.V.Op == ssa.OpClz && f&isel.HasLzcnt != 0:
		e.RR(inst.Lzcnt, w, r, x)
		return
	case in.V.Op == ssa.OpCtz && f&isel.HasBMI1 != 0:
		e.RR(inst.Tzcnt, w, r, x)
		return
	}
	bits := int64(32)
	if w {
		bits = 64
	}
	if in.V.Op == ssa.OpCtz {
		e.loadImm(t, bits, false)
		e.RR(inst.Bsf, w, r, x)
		e.RRcc(inst.Cmovcc, inst.CcE, w, r, t)
		return
	}
	e.loadImm(t, 2*bits-1, false)
	e.RR(inst.Bsr, w, r, x)
	e.RRcc(inst.Cmovcc, inst.CcE, w, r, t)
	e.RI(inst.XorMI8, false, r, bits-1)
}

// atomic encodes the operations with a LOCK prefix.
func (e *emitter) atomic(in *regalloc.Inst) {
	v := in.V
	m := inst.B(e.reg(in.Args[0]), v.Off)
	switch v.Op {
	case ssa.OpCas:
		e.O(inst.Lock, false, 0, 0)
		e.RM(inst.Cmpxchg, e.wide(v.Args[1].Type), e.reg(in.Args[2]), m)
		e.setFlag(ssa.CondEQ, e.reg(in.Res))
	case ssa.OpCas64:
		e.cas64(e.reg(in.Args[3]), m)
		e.setFlag(ssa.CondEQ, e.reg(in.Res))
	default:
		if in.Args[1] != in.Res {
			e.Move(in.Args[1], in.Res, v.Type)
		}
		if v.Op == ssa.OpXchg { // locks by itself
			e.RM(inst.Xchg, e.wide(v.Type), e.reg(in.Res), m)
		} else {
			e.O(inst.Lock, false, 0, 0)
			e.RM(inst.Xadd, e.wide(v.Type), e.reg(in.Res), m)
		}
	}
}

// cas64: CMPXCHG8B wants the low half of the new value in BX, where the context is. It is
// read before, so that a fault finds the context in its register.
func (e *emitter) cas64(low inst.Reg, m inst.Mem) {
	e.RM(inst.CmpRM, false, inst.AX, m)
	ctx := e.ctx
	if m.Base == low {
		m.Base = ctx
	}
	e.RR(inst.Xchg, false, ctx, low)
	e.O(inst.Lock, false, 0, 0)
	e.M(inst.Cmpxchg8b, false, m)
	e.RR(inst.Xchg, false, ctx, low) // keeps the flags
}

// jumpTable jumps through a table behind the code: of addresses, or on a 64-bit machine, whose
// code is position independent, of distances from the table.
func (e *emitter) jumpTable(in *regalloc.Inst) {
	table := e.NewLabel()
	x := e.reg(in.Args[0])
	fix, from := asm.FixAbs32, asm.Label(0)
	if e.is64() {
		t := inst.Reg(in.Temps[0])
		fix, from = asm.FixDiff32, table
		e.RM(inst.Lea, true, t, inst.Mem{Label: table})
		e.RM(inst.Movsxd, true, e.scratch, inst.Mem{Base: t, Index: x, Scale: 2})
		e.RR(inst.AddRM, true, e.scratch, t)
		e.R(inst.JmpM, false, e.scratch)
	} else {
		e.M(inst.JmpM, false, inst.Mem{Base: inst.NoReg, Index: x, Scale: 2, Label: table})
	}
	succs := in.V.Block.Succs
	e.Slow = append(e.Slow, func() {
		e.Bind(table)
		for _, to := range succs[:len(succs)-1] { // the default is never taken
			e.Word(0)
			e.Fix(fix, e.Labels[to.B.ID], from, 4, 0)
		}
	})
}

// jump goes to b, unless b is next.
func (e *emitter) jump(b *ssa.Block) {
	if b != e.Next {
		e.Branch(inst.Jmp, e.Labels[b.ID])
	}
}
