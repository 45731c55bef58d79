package ppc

import (
	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// The ways out of compiled code are routines whose addresses are in the context. They are
// called, so LR tells where to resume. Register 0 keeps the LR of a function that may have
// no frame; the way out at polls and guards saves it with all other registers.

// leave encodes calls, exits and polls.
func (e *emitter) leave(in *regalloc.Inst) {
	v := in.V
	switch v.Op {
	case ssa.OpCall:
		e.I(inst.Bl, 0)
		e.Reloc(asm.RelocCall, v.Aux.(string), 0, 4)
		e.site(in, codegen.SiteCall, e.Here())
	case ssa.OpCalli:
		fn := inst.Reg(carryInt)
		if isMem(in.Args[0]) {
			e.Mem(inst.Lwz, fn, e.slot(in.Args[0]), inst.SP)
		} else {
			fn = reg(in.Args[0])
		}
		e.I(inst.Mtspr, inst.CTR, int32(fn))
		e.I(inst.Bcctrl, inst.Always, 0)
		e.site(in, codegen.SiteCall, e.Here())
	case ssa.OpExit:
		e.exit(in)
	case ssa.OpPoll:
		slow, back := e.NewLabel(), e.NewLabel()
		e.Mem(inst.Lwz, 0, codegen.CtxPoll, inst.Reg(regCtx))
		e.I(inst.Cmpi, 0, 0, 0, 0)
		e.Branch(inst.Cond(inst.IfFalse, inst.EQ), slow)
		e.Bind(back)
		resume := e.NewLabel()
		e.site(in, codegen.SitePoll, resume)
		e.Slow = append(e.Slow, func() {
			e.Bind(slow)
			e.leaveAll(codegen.ReasonPoll, 0)
			e.Bind(resume)
			e.I(inst.Mtspr, inst.LR, 0)
			e.Branch(inst.Jump, back)
		})
	}
}

// storeCtx stores a number in the context.
func (e *emitter) storeCtx(off int32, x int32) {
	e.loadImm(0, x)
	e.Mem(inst.Stw, 0, off, inst.Reg(regCtx))
}

// wayOut calls the way out whose address is at off in the context.
func (e *emitter) wayOut(off int32) {
	e.Mem(inst.Lwz, carryInt, off, inst.Reg(regCtx))
	e.I(inst.Mtspr, inst.CTR, carryInt)
	e.I(inst.Bcctrl, inst.Always, 0)
}

// exit stores the arguments and the reason and goes out.
func (e *emitter) exit(in *regalloc.Inst) {
	v := in.V
	for i, a := range in.Args {
		t := v.Args[i].Type
		if isMem(a) {
			s := regalloc.Reg(scratchInt)
			if t.IsFloat() {
				s = regalloc.Reg(scratchFloat)
			}
			e.Move(a, s, t)
			a = s
		}
		e.Mem(storeOp(t), reg(a), int32(codegen.CtxArgs+8*i), inst.Reg(regCtx))
	}
	reason := codegen.ReasonExit
	if v.Imm == codegen.ExitReturn {
		reason = codegen.ReasonReturn
	}
	e.storeCtx(codegen.CtxReason, int32(reason))
	e.storeCtx(codegen.CtxNumber, int32(v.Imm))
	e.wayOut(codegen.CtxLeave)
	e.site(in, codegen.SiteExit, e.Here())
	if v.Type != ssa.Void {
		e.Mem(loadOp(v.Type), reg(in.Res), codegen.CtxResult, inst.Reg(regCtx))
	}
}

// leaveAll goes to the way out that saves all registers.
func (e *emitter) leaveAll(r codegen.Reason, number int64) {
	e.storeCtx(codegen.CtxReason, int32(r))
	e.storeCtx(codegen.CtxNumber, int32(number))
	e.I(inst.Mfspr, 0, inst.LR)
	e.wayOut(codegen.CtxLeaveAll)
}

// guard leaves when the condition does not hold. Its PC is behind the call of the way out,
// in out-of-line code that no other site shares.
func (e *emitter) guard(in *regalloc.Inst, c crTest) {
	fail, pc := e.NewLabel(), e.NewLabel()
	e.jumpIf(c.negate(), fail)
	e.site(in, codegen.SiteGuard, pc)
	number := in.V.Imm
	e.Slow = append(e.Slow, func() {
		e.Bind(fail)
		e.leaveAll(codegen.ReasonGuard, number)
		e.Bind(pc)
		e.I(inst.Tw, 31, 0, 0) // not reached
	})
}

// site records a safepoint.
func (e *emitter) site(in *regalloc.Inst, kind codegen.SiteKind, pc asm.Label) {
	e.Site(in, kind, pc, e.place)
}

// place tells the host where a value is.
func (e *emitter) place(l regalloc.Loc) codegen.Place {
	switch {
	case isMem(l):
		return codegen.Place{Kind: codegen.PlaceStack, N: int32(e.slot(l))}
	case l.Kind == regalloc.Constant:
		return e.Constant(l.V.Imm)
	case isFloatReg(l):
		return codegen.Place{Kind: codegen.PlaceFloat, N: int32(l.N & 31)}
	}
	return codegen.Place{Kind: codegen.PlaceInt, N: int32(l.N)}
}
