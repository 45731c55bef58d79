package amd64

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

// field returns the memory operand of a field of the context.
func field(off int32) inst.Mem { return inst.B(inst.Reg(regCtx), off) }

func loadAddress(e *inst.Encoder, r inst.Reg, sym string) {
	e.O(inst.MovRI64, true, r, 0)
	e.Reloc(asm.RelocAbs, sym, 0, 8)
}

func callSymbol(e *inst.Encoder, sym string) {
	e.O(inst.CallRel, false, 0, 0)
	e.Reloc(asm.RelocCall, sym, 0, 4)
}

// copyReg copies a register.
func copyReg(e *inst.Encoder, dst, src inst.Reg) { e.RR(inst.MovMR, true, src, dst) }

// stackSize is how much of the stack of the process compiled code may use: the usual limit
// is 8 MiB, of which the system and the host's routines need some.
const stackSize = 7 << 20

// emitStart: the stack pointer points to the arguments.
func emitStart(e *inst.Encoder) {
	copyReg(e, inst.DI, inst.SP)
	e.RI(inst.AndMI8, true, inst.SP, -16)
	loadAddress(e, inst.Reg(regCtx), "rt.context")
	for _, w := range []struct {
		sym string
		off int32
	}{{"rt.leave", codegen.CtxLeave}, {"rt.leaveall", codegen.CtxLeaveAll}} {
		loadAddress(e, inst.AX, w.sym)
		e.RM(inst.MovMR, true, inst.AX, field(w.off))
	}
	e.RM(inst.Lea, true, inst.AX, inst.B(inst.SP, -stackSize))
	e.RM(inst.MovMR, true, inst.AX, field(codegen.CtxStackLimit))
	callSymbol(e, "rt.main")
	e.O(inst.Ud2, false, 0, 0)
}

// emitSyscall moves the arguments to where the system wants them.
func emitSyscall(e *inst.Encoder) {
	copyReg(e, inst.AX, inst.DI)
	copyReg(e, inst.DI, inst.SI)
	copyReg(e, inst.SI, inst.DX)
	copyReg(e, inst.DX, inst.CX)
	e.Byte(0x0f, 0x05) // SYSCALL
	e.O(inst.Ret, false, 0, 0)
}

// emitLeave answers an exit: nothing is live but what the function has saved, and where it
// goes on, which comes in the scratch register.
func emitLeave(e *inst.Encoder) {
	s := inst.Reg(scratchInt)
	e.O(inst.Push, false, s, 0)
	e.O(inst.Push, false, s, 0) // keeps the stack aligned
	e.RM(inst.MovRM, false, inst.DI, field(codegen.CtxNumber))
	copyReg(e, inst.SI, inst.Reg(regCtx))
	callSymbol(e, "rt.exit")
	e.O(inst.Pop, false, s, 0)
	e.O(inst.Pop, false, s, 0)
	e.R(inst.JmpM, false, s)
}

// emitLeaveAll answers polls and reports guards, with all registers saved around.
func emitLeaveAll(e *inst.Encoder) {
	each := func(intOp, floatOp, upperOp inst.Op) {
		for _, r := range allocOrder[0] {
			e.RM(intOp, true, inst.Reg(r), field(codegen.CtxIntRegs+8*int32(r)))
		}
		for _, r := range allocOrder[1] {
			e.RM(floatOp, false, inst.Reg(r-x0), field(codegen.CtxFloatRegs+8*int32(r-x0)))
			e.RM(upperOp, false, inst.Reg(r-x0), field(codegen.CtxUpperRegs+8*int32(r-x0)))
		}
	}
	s := inst.Reg(scratchInt)
	each(inst.MovMR, inst.MovqMX, inst.MovhpsMR)
	e.O(inst.Push, false, s, 0)
	e.O(inst.Push, false, s, 0)
	e.RM(inst.MovRM, false, inst.DI, field(codegen.CtxReason))
	e.RM(inst.MovRM, false, inst.SI, field(codegen.CtxNumber))
	copyReg(e, inst.DX, inst.Reg(regCtx))
	callSymbol(e, "rt.left")
	e.O(inst.Pop, false, s, 0)
	e.O(inst.Pop, false, s, 0)
	each(inst.MovRM, inst.MovqXM, inst.MovhpsRM)
	e.R(inst.JmpM, false, s)
}
