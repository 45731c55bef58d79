package amd64

import (
	"cmp"
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

func ctxField(off int32) inst.Mem { return inst.B(inst.Reg(regCtx), off) }

// leave encodes calls, exits and polls.
func (e *emitter) leave(in *regalloc.Inst) {
	v := in.V
	switch v.Op {
	case ssa.OpCall:
		e.O(inst.CallRel, false, 0, 0)
		e.Reloc(asm.RelocCall, v.Aux.(string), 0, 4)
		e.site(in, codegen.SiteCall, e.Here())
	case ssa.OpCalli:
		if isMem(in.Args[0]) {
			e.M(inst.CallM, false, e.slot(in.Args[0]))
		} else {
			e.R(inst.CallM, false, reg(in.Args[0]))
		}
		e.site(in, codegen.SiteCall, e.Here())
	case ssa.OpExit:
		e.exit(in)
	case ssa.OpPoll:
		slow, back := e.NewLabel(), e.NewLabel()
		e.MI(inst.CmpMI8, false, ctxField(codegen.CtxPoll), 0)
		e.Branch(inst.CcNE, slow)
		e.Bind(back)
		e.site(in, codegen.SitePoll, back)
		e.slow = append(e.slow, func() {
			e.Bind(slow)
			e.leaveAll(codegen.ReasonPoll, 0, back)
		})
	}
}

// exit stores the arguments, tells where to resume and goes to the way out, whose address
// is in the context. A jump, not a call: the return predictor stays in step.
func (e *emitter) exit(in *regalloc.Inst) {
	v := in.V
	s := inst.Reg(scratchInt)
	for i, a := range in.Args {
		m := ctxField(int32(codegen.CtxArgs + 8*i))
		t := v.Args[i].Type
		switch {
		case isMem(a):
			e.RM(inst.MovRM, wide(t), s, e.slot(a))
			e.RM(inst.MovMR, wide(t), s, m)
		case t.IsFloat():
			e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, reg(a), m)
		default:
			e.RM(inst.MovMR, wide(t), reg(a), m)
		}
	}
	reason := codegen.ReasonExit
	if v.Imm == codegen.ExitReturn {
		reason = codegen.ReasonReturn
	}
	e.MI(inst.MovMI, false, ctxField(codegen.CtxReason), int64(reason))
	e.MI(inst.MovMI, false, ctxField(codegen.CtxNumber), v.Imm)
	resume := e.NewLabel()
	e.RM(inst.Lea, true, s, inst.Mem{Label: resume})
	e.M(inst.JmpM, false, ctxField(codegen.CtxLeave))
	e.Bind(resume)
	e.site(in, codegen.SiteExit, resume)
	if v.Type != ssa.Void {
		e.loadReg(in.Res, v.Type, ctxField(codegen.CtxResult))
	}
}

// leaveAll goes to the way out that saves all registers.
func (e *emitter) leaveAll(r codegen.Reason, number int64, resume asm.Label) {
	e.MI(inst.MovMI, false, ctxField(codegen.CtxReason), int64(r))
	e.MI(inst.MovMI, false, ctxField(codegen.CtxNumber), number)
	e.RM(inst.Lea, true, inst.Reg(scratchInt), inst.Mem{Label: resume})
	e.M(inst.JmpM, false, ctxField(codegen.CtxLeaveAll))
}

// guard leaves when the condition does not hold. Its PC is that of the out-of-line code,
// which no other site shares.
func (e *emitter) guard(in *regalloc.Inst) {
	fail := e.NewLabel()
	e.jumpIf(in.V.Cond.Negate(), fail)
	e.site(in, codegen.SiteGuard, fail)
	number := in.V.Imm
	e.slow = append(e.slow, func() {
		e.Bind(fail)
		e.leaveAll(codegen.ReasonGuard, number, fail)
	})
}

// site records a safepoint.
func (e *emitter) site(in *regalloc.Inst, kind codegen.SiteKind, pc asm.Label) {
	v := in.V
	s := site{pc: pc}
	s.Kind = kind
	if kind == codegen.SiteExit || kind == codegen.SiteGuard {
		s.Number = v.Imm
	}
	if v.Block.CatchCall() == v {
		s.handler = e.labels[v.Block.Succs[1].B.ID]
	}
	for _, l := range in.Site.Refs {
		s.Refs = append(s.Refs, e.place(l))
	}
	if v.State != nil {
		s.Data = v.State.Data
		for _, l := range in.Site.State {
			s.State = append(s.State, e.place(l))
		}
	}
	e.sites = append(e.sites, s)
}

func (e *emitter) place(l regalloc.Loc) codegen.Place {
	switch {
	case isMem(l):
		return codegen.Place{Kind: codegen.PlaceStack, N: int64(e.slot(l).Disp)}
	case l.Kind == regalloc.Constant:
		return codegen.Place{Kind: codegen.PlaceConst, N: l.V.Imm}
	case isFloatReg(l):
		return codegen.Place{Kind: codegen.PlaceFloat, N: int64(l.N & 15)}
	}
	return codegen.Place{Kind: codegen.PlaceInt, N: int64(l.N)}
}

func sortSites(s []codegen.Site) {
	slices.SortStableFunc(s, func(a, b codegen.Site) int { return cmp.Compare(a.PC, b.PC) })
}
