package ppc

import (
	_ "embed"
	"encoding/binary"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/ppc/inst"
)

// runtimeText are the routines that compiled code calls.
//
//go:embed runtime.ssa
var runtimeText string

// start returns the parts of a static executable that only the machine's own instructions
// can say; package static has the rest and the names.
func start() []*codegen.Code {
	return []*codegen.Code{
		stub("_start", emitStart),
		stub("rt.syscall", emitSyscall),
		stub("rt.leave", emitLeave),
		stub("rt.leaveall", emitLeaveAll),
	}
}

// stub assembles code that is no compiled function.
func stub(name string, fn func(e *inst.Encoder)) *codegen.Code {
	e := &inst.Encoder{Buffer: asm.NewBuffer(binary.BigEndian, inst.Branches{})}
	fn(e)
	c, err := e.Finish()
	if err != nil {
		panic("BUG: " + name + ": " + err.Error())
	}
	return &codegen.Code{Name: name, Bytes: c.Bytes, Relocs: c.Relocs, TextSize: c.TextSize}
}

// loadAddress loads the address of a symbol.
func loadAddress(e *inst.Encoder, r inst.Reg, sym string) {
	e.RI(inst.Addis, r, 0, 0)
	e.Reloc(asm.RelocHi16, sym, 0, 2)
	e.RI(inst.Addi, r, r, 0)
	e.Reloc(asm.RelocLo16, sym, 0, 2)
}

func call(e *inst.Encoder, sym string) {
	e.I(inst.Bl, 0)
	e.Reloc(asm.RelocCall, sym, 0, 4)
}

const ctx = inst.Reg(regCtx)

// stackSize is how much of the stack of the process compiled code may use: the usual limit
// is 8 MiB, of which the system and the host's routines need some.
const stackSize = 7 << 20

// emitStart: the stack pointer points to the arguments. A frame whose back chain is 0 ends
// the stack for debuggers.
func emitStart(e *inst.Encoder) {
	e.Move(3, inst.SP)
	e.I(inst.Rlwinm, int32(inst.SP), int32(inst.SP), 0, 0, 27)
	e.RI(inst.Addi, 0, 0, 0)
	e.Mem(inst.Stwu, inst.SP, -32, inst.SP)
	e.Mem(inst.Stw, 0, 0, inst.SP)
	e.I(inst.Mtspr, inst.LR, 0)
	loadAddress(e, ctx, "rt.context")
	loadAddress(e, 12, "rt.leave")
	e.Mem(inst.Stw, 12, codegen.CtxLeave, ctx)
	loadAddress(e, 12, "rt.leaveall")
	e.Mem(inst.Stw, 12, codegen.CtxLeaveAll, ctx)
	e.RI(inst.Addis, 12, inst.SP, -stackSize>>16)
	e.Mem(inst.Stw, 12, codegen.CtxStackLimit, ctx)
	call(e, "rt.main")
	e.I(inst.Tw, 31, 0, 0)
}

// emitSyscall: the system reports an error by the summary overflow bit.
func emitSyscall(e *inst.Encoder) {
	ok := e.NewLabel()
	e.Move(0, 3)
	e.Move(3, 4)
	e.Move(4, 5)
	e.Move(5, 6)
	e.I(inst.Sc)
	e.Branch(inst.Cond(inst.IfFalse, inst.SO), ok)
	e.R2(inst.Neg, 3, 3)
	e.Bind(ok)
	e.I(inst.Bclr, inst.Always, 0)
}

// frameAround makes a frame, calls fn and returns. The frame below has room for LR, since
// its function calls.
func frameAround(e *inst.Encoder, fn func()) {
	e.I(inst.Mfspr, 0, inst.LR)
	e.Mem(inst.Stw, 0, 4, inst.SP)
	e.Mem(inst.Stwu, inst.SP, -16, inst.SP)
	fn()
	e.Mem(inst.Lwz, 0, 20, inst.SP)
	e.I(inst.Mtspr, inst.LR, 0)
	e.RI(inst.Addi, inst.SP, inst.SP, 16)
	e.I(inst.Bclr, inst.Always, 0)
}

// emitLeave answers an exit: nothing is live but what the function has saved.
func emitLeave(e *inst.Encoder) {
	frameAround(e, func() {
		e.Mem(inst.Lwz, 3, codegen.CtxNumber, ctx)
		e.Move(4, ctx)
		call(e, "rt.exit")
	})
}

// emitLeaveAll answers polls and reports guards. The function that left may have no frame,
// so what has to last is saved in the context alone: register 0 is the function's LR, LR
// where it goes on.
func emitLeaveAll(e *inst.Encoder) {
	saved := append(append([]int16{0}, allocOrder[0]...), allocOrder[1]...)
	each := func(intOp, floatOp inst.Op) {
		for _, r := range saved {
			if r >= f0 {
				e.Mem(floatOp, inst.Reg(r-f0), codegen.CtxFloatRegs+8*int32(r-f0), ctx)
			} else {
				e.Mem(intOp, inst.Reg(r), codegen.CtxIntRegs+8*int32(r), ctx)
			}
		}
	}
	each(inst.Stw, inst.Stfd)
	e.I(inst.Mfspr, 12, inst.LR)
	e.Mem(inst.Stw, 12, codegen.CtxPC, ctx)
	e.Mem(inst.Stwu, inst.SP, -16, inst.SP)
	e.Mem(inst.Lwz, 3, codegen.CtxReason, ctx)
	e.Mem(inst.Lwz, 4, codegen.CtxNumber, ctx)
	e.Move(5, ctx)
	call(e, "rt.left")
	e.RI(inst.Addi, inst.SP, inst.SP, 16)
	e.Mem(inst.Lwz, 12, codegen.CtxPC, ctx)
	e.I(inst.Mtspr, inst.LR, 12)
	each(inst.Lwz, inst.Lfd)
	e.I(inst.Bclr, inst.Always, 0)
}
