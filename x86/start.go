package x86

import (
	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/x86/inst"
)

// start returns the parts of a static executable that only the machine's own instructions
// can say; package static has the rest and the names.
func start() []*codegen.Code {
	return []*codegen.Code{
		machine.Stub("_start", emitStart),
		machine.Stub("rt.syscall", emitSyscall),
		machine.Stub("rt.leave", emitLeave),
		machine.Stub("rt.leaveall", emitLeaveAll),
	}
}

// stackSize is how much of the stack of the process compiled code may use: the usual limit
// is 8 MiB, of which the system and the host's routines need some.
const stackSize = 7 << 20

const ctx = inst.Reg(regCtx)

// field returns the memory operand of a field of the context.
func field(off int32) inst.Mem { return inst.B(ctx, off) }

func call(e *inst.Encoder, sym string) {
	e.O(inst.CallRel, false, 0, 0)
	e.Reloc(asm.RelocCall, sym, 0, 4)
}

// emitStart: the stack pointer points to the arguments.
func emitStart(e *inst.Encoder) {
	e.RR(inst.MovMR, false, inst.SP, inst.AX)
	e.RI(inst.AndMI8, false, inst.SP, -16)
	e.O(inst.MovRI, false, ctx, 0)
	e.Reloc(asm.RelocAbs, "rt.context", 0, 4)
	e.MI(inst.MovMI, false, field(codegen.CtxLeave), 0)
	e.Reloc(asm.RelocAbs, "rt.leave", 0, 4)
	e.MI(inst.MovMI, false, field(codegen.CtxLeaveAll), 0)
	e.Reloc(asm.RelocAbs, "rt.leaveall", 0, 4)
	e.RM(inst.Lea, false, inst.CX, inst.B(inst.SP, -stackSize))
	e.RM(inst.MovMR, false, inst.CX, field(codegen.CtxStackLimit))
	call(e, "rt.main")
	e.O(inst.Ud2, false, 0, 0)
}

// emitSyscall: the arguments come in AX (the number), DX, CX and SI, the system takes them in
// AX, BX, CX and DX.
func emitSyscall(e *inst.Encoder) {
	e.O(inst.Push, false, ctx, 0)
	e.RR(inst.MovMR, false, inst.DX, inst.BX)
	e.RR(inst.MovMR, false, inst.SI, inst.DX)
	e.O(inst.Int, false, 0, 0x80)
	e.O(inst.Pop, false, ctx, 0)
	e.O(inst.Ret, false, 0, 0)
}

// emitLeave answers an exit: nothing is live but what the function has saved.
func emitLeave(e *inst.Encoder) {
	e.RM(inst.MovRM, false, inst.AX, field(codegen.CtxNumber))
	e.RR(inst.MovMR, false, ctx, inst.DX)
	call(e, "rt.exit")
	e.M(inst.JmpM, false, field(codegen.CtxPC))
}

// emitLeaveAll answers polls and reports guards.
func emitLeaveAll(e *inst.Encoder) {
	each := func(intOp, floatOp, upperOp inst.Op) {
		for _, r := range allocOrder[0] {
			e.RM(intOp, false, inst.Reg(r), field(codegen.CtxIntRegs+8*int32(r)))
		}
		for _, r := range allocOrder[1] {
			e.RM(floatOp, false, inst.Reg(r-x0), field(codegen.CtxFloatRegs+8*int32(r-x0)))
			e.RM(upperOp, false, inst.Reg(r-x0), field(codegen.CtxUpperRegs+8*int32(r-x0)))
		}
	}
	each(inst.MovMR, inst.MovsdMR, inst.MovhpsMR)
	e.RM(inst.MovRM, false, inst.AX, field(codegen.CtxReason))
	e.RM(inst.MovRM, false, inst.DX, field(codegen.CtxNumber))
	e.RR(inst.MovMR, false, ctx, inst.CX)
	call(e, "rt.left")
	each(inst.MovRM, inst.MovsdRM, inst.MovhpsRM)
	e.M(inst.JmpM, false, field(codegen.CtxPC))
}
