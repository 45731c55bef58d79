#include "textflag.h"

// Offsets in the context: see codegen/context.go. BX holds its address. Compiled code has
// stored where to resume before it leaves.

// func enter(ctx uintptr)
//
// Switches to the stack of compiled code and goes on at ctx.PC. After a poll the registers
// are restored first.
TEXT ·enter(SB), NOSPLIT|NOFRAME, $0-4
	MOVL ctx+0(FP), BX
	MOVL SP, 0(BX)
	MOVL 24(BX), SP
	CMPL 32(BX), $2 // ReasonPoll
	JEQ  restore
	JMP  16(BX)

restore:
	MOVL  $0, 32(BX)
	MOVSD 448(BX), X0
	MOVHPS 576(BX), X0
	MOVSD 456(BX), X1
	MOVHPS 584(BX), X1
	MOVSD 464(BX), X2
	MOVHPS 592(BX), X2
	MOVSD 472(BX), X3
	MOVHPS 600(BX), X3
	MOVSD 480(BX), X4
	MOVHPS 608(BX), X4
	MOVSD 488(BX), X5
	MOVHPS 616(BX), X5
	MOVSD 496(BX), X6
	MOVHPS 624(BX), X6
	MOVL  192(BX), AX
	MOVL  200(BX), CX
	MOVL  208(BX), DX
	MOVL  232(BX), BP
	MOVL  240(BX), SI
	MOVL  248(BX), DI
	JMP   16(BX)

// leaveAll saves all registers of compiled code and leaves.
TEXT ·leaveAll(SB), NOSPLIT|NOFRAME, $0-0
	MOVSD X0, 448(BX)
	MOVHPS X0, 576(BX)
	MOVSD X1, 456(BX)
	MOVHPS X1, 584(BX)
	MOVSD X2, 464(BX)
	MOVHPS X2, 592(BX)
	MOVSD X3, 472(BX)
	MOVHPS X3, 600(BX)
	MOVSD X4, 480(BX)
	MOVHPS X4, 608(BX)
	MOVSD X5, 488(BX)
	MOVHPS X5, 616(BX)
	MOVSD X6, 496(BX)
	MOVHPS X6, 624(BX)
	MOVL  AX, 192(BX)
	MOVL  CX, 200(BX)
	MOVL  DX, 208(BX)
	MOVL  BP, 232(BX)
	MOVL  SI, 240(BX)
	MOVL  DI, 248(BX)
	MOVL  SP, 24(BX)
	MOVL  0(BX), SP
	RET

// leave returns to the Go caller of enter.
TEXT ·leave(SB), NOSPLIT|NOFRAME, $0-0
	MOVL SP, 24(BX)
	MOVL 0(BX), SP
	RET

// func leaveAddrs() (leave, leaveAll uintptr)
TEXT ·leaveAddrs(SB), NOSPLIT, $0-8
	LEAL ·leave(SB), AX
	MOVL AX, leave+0(FP)
	LEAL ·leaveAll(SB), AX
	MOVL AX, leaveAll+4(FP)
	RET
