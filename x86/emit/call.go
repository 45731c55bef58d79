package emit

import (
	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// ctxField returns the memory operand of a field of the context.
func (e *emitter) ctxField(off int32) inst.Mem { return inst.B(e.ctx, off) }

// leave encodes calls, exits and polls.
func (e *emitter) leave(in *regalloc.Inst) {
	v := in.V
	switch v.Op {
	case ssa.OpCall:
		e.O(inst.CallRel, false, 0, 0)
		e.Reloc(asm.RelocCall, v.Aux.(string), 0, 4)
		e.site(in, codegen.SiteCall, e.Here())
		e.fromFPU(v)
	case ssa.OpCalli:
		if inMem(in.Args[0]) {
			e.M(inst.CallM, false, e.mem(in.Args[0]))
		} else {
			e.R(inst.CallM, false, e.reg(in.Args[0]))
		}
		e.site(in, codegen.SiteCall, e.Here())
		e.fromFPU(v)
	case ssa.OpExit:
		e.exit(in)
	case ssa.OpPoll:
		slow, back := e.NewLabel(), e.NewLabel()
		e.MI(inst.CmpMI8, false, e.ctxField(codegen.CtxPoll), 0)
		e.Branch(inst.CcNE, slow)
		e.Bind(back)
		e.site(in, codegen.SitePoll, back)
		e.Slow = append(e.Slow, func() {
			e.Bind(slow)
			e.leaveAll(codegen.ReasonPoll, 0, back)
		})
	case isel.OpPollWide:
		e.pollWide(in)
	}
}

// pollWide is a poll that keeps the upper halves of vectors of 256 bits in the frame meanwhile.
func (e *emitter) pollWide(in *regalloc.Inst) {
	slow, back, resume := e.NewLabel(), e.NewLabel(), e.NewLabel()
	e.MI(inst.CmpMI8, false, e.ctxField(codegen.CtxPoll), 0)
	e.Branch(inst.CcNE, slow)
	e.Bind(back)
	e.site(in, codegen.SitePoll, resume)
	e.Slow = append(e.Slow, func() {
		e.Bind(slow)
		for i, r := range e.frame.wideRegs {
			e.RMI(inst.Vextracti128, false, r, inst.B(inst.SP, int32(e.frame.wide+16*i)), 1)
		}
		e.O(inst.Vzeroupper, false, 0, 0)
		e.leaveAll(codegen.ReasonPoll, 0, resume)
		e.Bind(resume)
		for i, r := range e.frame.wideRegs {
			e.VRMI(inst.Vinserti128, false, r, r, inst.B(inst.SP, int32(e.frame.wide+16*i)), 1)
		}
		e.Branch(inst.Jmp, back)
	})
}

// fromFPU moves the float result of a C function of a 32-bit machine from the FPU stack to where
// it is expected.
func (e *emitter) fromFPU(call *ssa.Value) {
	if e.is64() || ssa.Conv(call.Imm) != ssa.ConvC || !call.Type.IsFloat() {
		return
	}
	top := inst.B(inst.SP, 0)
	e.push(8)
	e.M(ssOrSd(call.Type, inst.FstpM32, inst.FstpM64), false, top)
	e.RM(ssOrSd(call.Type, inst.MovssRM, inst.MovsdRM), false, inst.Reg(e.m.Convs[ssa.ConvC].FloatResult-e.m.FirstFloat), top)
	e.pop(8)
}

// toFPU is the inverse, for a C function that returns.
func (e *emitter) toFPU(r inst.Reg, t ssa.Type) {
	top := inst.B(inst.SP, 0)
	e.push(8)
	e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, r, top)
	e.M(ssOrSd(t, inst.FldM32, inst.FldM64), false, top)
	e.pop(8)
}

// exit stores the arguments, tells where to resume and goes to the way out, whose address
// is in the context. A jump, not a call: the return predictor stays in step.
func (e *emitter) exit(in *regalloc.Inst) {
	v := in.V
	for i, a := range in.Args {
		m := e.ctxField(int32(codegen.CtxArgs + 8*i))
		t := v.Args[i].Type
		switch {
		case a.Kind == regalloc.Constant:
			e.immToMem(m, a.V.Imm, e.wide(t))
		case isMem(a) && e.is64():
			e.RM(inst.MovRM, e.wide(t), e.scratch, e.slot(a))
			e.RM(inst.MovMR, e.wide(t), e.scratch, m)
		case isMem(a) && e.wide(t):
			e.RM(inst.MovqXM, false, e.scratchFloat, e.slot(a))
			e.RM(inst.MovqMX, false, e.scratchFloat, m)
		case isMem(a):
			e.RM(inst.MovssRM, false, e.scratchFloat, e.slot(a))
			e.RM(inst.MovssMR, false, e.scratchFloat, m)
		case t.IsFloat():
			e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, e.reg(a), m)
		default:
			e.RM(inst.MovMR, e.wide(t), e.reg(a), m)
		}
	}
	reason := codegen.ReasonExit
	if v.Imm == codegen.ExitReturn {
		reason = codegen.ReasonReturn
	}
	resume := e.NewLabel()
	e.goOut(codegen.CtxLeave, reason, v.Imm, resume)
	e.Bind(resume)
	e.site(in, codegen.SiteExit, resume)
	if v.Type != ssa.Void {
		e.loadReg(in.Res, v.Type, e.ctxField(codegen.CtxResult))
	}
}

// goOut leaves to the host by the way out at offset out of the context: a 64-bit machine
// carries the place to resume at in the scratch register, a 32-bit one in the context.
func (e *emitter) goOut(out int32, r codegen.Reason, number int64, resume asm.Label) {
	e.MI(inst.MovMI, false, e.ctxField(codegen.CtxReason), int64(r))
	e.MI(inst.MovMI, false, e.ctxField(codegen.CtxNumber), number)
	if e.is64() {
		e.RM(inst.Lea, true, e.scratch, inst.Mem{Label: resume})
	} else {
		e.MI(inst.MovMI, false, e.ctxField(codegen.CtxPC), 0)
		e.Fix(asm.FixAbs32, resume, 0, 4, 0)
	}
	e.M(inst.JmpM, false, e.ctxField(out))
}

// leaveAll goes to the way out that saves all registers.
func (e *emitter) leaveAll(r codegen.Reason, number int64, resume asm.Label) {
	e.goOut(codegen.CtxLeaveAll, r, number, resume)
}

// guard leaves when the condition does not hold. Its PC is that of the out-of-line code,
// which no other site shares.
func (e *emitter) guard(in *regalloc.Inst) {
	fail := e.NewLabel()
	e.jumpIf(in.V.Cond.Negate(), fail)
	e.site(in, codegen.SiteGuard, fail)
	number := in.V.Imm
	e.Slow = append(e.Slow, func() {
		e.Bind(fail)
		e.leaveAll(codegen.ReasonGuard, number, fail)
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
		return codegen.Place{Kind: codegen.PlaceStack, N: int32(e.slot(l).Disp)}
	case l.Kind == regalloc.Constant:
		return e.Constant(l.V.Imm)
	case e.isFloatReg(l):
		return codegen.Place{Kind: codegen.PlaceFloat, N: int32(e.reg(l))}
	}
	return codegen.Place{Kind: codegen.PlaceInt, N: int32(l.N)}
}
