package ppc

import (
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// The kinds of sync.
const (
	heavySync = 0 // orders everything
	lightSync = 1 // all but a store before a load behind; processors without it do a heavy one
)

// fence: lwsync orders what acquire and release need; only a full fence keeps a load from
// passing an earlier store.
func (e *emitter) fence(kind int64) {
	if kind&4 != 0 {
		e.I(inst.Sync, heavySync)
	} else {
		e.I(inst.Sync, lightSync)
	}
}

// atomic: a loop around load-and-reserve and store-conditional, with a full fence before
// and behind. Operands are late because the loop reads them again.
func (e *emitter) atomic(in *regalloc.Inst) {
	v := in.V
	r, base := reg(in.Res), reg(in.Args[0])
	if v.Off != 0 {
		e.addImm(carryInt, base, v.Off)
		base = carryInt
	}
	e.I(inst.Sync, heavySync)
	again, done := e.Here(), e.NewLabel()
	failed := inst.Cond(inst.IfFalse, inst.EQ)
	if v.Op == ssa.OpCas {
		e.R3(inst.Lwarx, 0, 0, base)
		e.loadImm(r, 0)
		e.I(inst.Cmp, 0, 0, 0, int32(reg(in.Args[1])))
		e.Branch(failed, done)
		e.R3(inst.StwcxD, reg(in.Args[2]), 0, base)
		e.Branch(failed, again)
		e.loadImm(r, 1)
		e.Bind(done)
		e.I(inst.Sync, heavySync)
		return
	}
	e.R3(inst.Lwarx, r, 0, base)
	x := reg(in.Args[1])
	if v.Op == ssa.OpXadd {
		e.R3(inst.Add, 0, r, x)
		x = 0
	}
	e.R3(inst.StwcxD, x, 0, base)
	e.Branch(failed, again)
	e.I(inst.Sync, heavySync)
}
