#include "textflag.h"

// Offsets in the context: see codegen/context.go. R15 holds its address.

// func enter(ctx uintptr)
//
// Switches to the stack of compiled code and goes on at ctx.PC. After a poll the registers
// are restored first.
TEXT ·enter(SB), NOSPLIT|NOFRAME, $0-8
	MOVQ ctx+0(FP), R15
	MOVQ SP, 0(R15)
	MOVQ BP, 8(R15)
	MOVQ 24(R15), SP
	CMPL 32(R15), $2 // ReasonPoll
	JEQ  restore
	JMP  16(R15)

restore:
	MOVL   $0, 32(R15)
	MOVQ   448(R15), X0
	MOVHPS 576(R15), X0
	MOVQ   456(R15), X1
	MOVHPS 584(R15), X1
	MOVQ   464(R15), X2
	MOVHPS 592(R15), X2
	MOVQ   472(R15), X3
	MOVHPS 600(R15), X3
	MOVQ   480(R15), X4
	MOVHPS 608(R15), X4
	MOVQ   488(R15), X5
	MOVHPS 616(R15), X5
	MOVQ   496(R15), X6
	MOVHPS 624(R15), X6
	MOVQ   504(R15), X7
	MOVHPS 632(R15), X7
	MOVQ   512(R15), X8
	MOVHPS 640(R15), X8
	MOVQ   520(R15), X9
	MOVHPS 648(R15), X9
	MOVQ   528(R15), X10
	MOVHPS 656(R15), X10
	MOVQ   536(R15), X11
	MOVHPS 664(R15), X11
	MOVQ   544(R15), X12
	MOVHPS 672(R15), X12
	MOVQ   552(R15), X13
	MOVHPS 680(R15), X13
	MOVQ   560(R15), X14
	MOVHPS 688(R15), X14
	MOVQ   192(R15), AX
	MOVQ   200(R15), CX
	MOVQ   208(R15), DX
	MOVQ   216(R15), BX
	MOVQ   232(R15), BP
	MOVQ   240(R15), SI
	MOVQ   248(R15), DI
	MOVQ   256(R15), R8
	MOVQ   264(R15), R9
	MOVQ   272(R15), R10
	MOVQ   280(R15), R11
	MOVQ   288(R15), R12
	MOVQ   296(R15), R13
	JMP    16(R15)

// leaveAll saves all registers of compiled code and leaves; R14 is the PC to resume at.
TEXT ·leaveAll(SB), NOSPLIT|NOFRAME, $0-0
	MOVQ X0, 448(R15)
	MOVHPS X0, 576(R15)
	MOVQ X1, 456(R15)
	MOVHPS X1, 584(R15)
	MOVQ X2, 464(R15)
	MOVHPS X2, 592(R15)
	MOVQ X3, 472(R15)
	MOVHPS X3, 600(R15)
	MOVQ X4, 480(R15)
	MOVHPS X4, 608(R15)
	MOVQ X5, 488(R15)
	MOVHPS X5, 616(R15)
	MOVQ X6, 496(R15)
	MOVHPS X6, 624(R15)
	MOVQ X7, 504(R15)
	MOVHPS X7, 632(R15)
	MOVQ X8, 512(R15)
	MOVHPS X8, 640(R15)
	MOVQ X9, 520(R15)
	MOVHPS X9, 648(R15)
	MOVQ X10, 528(R15)
	MOVHPS X10, 656(R15)
	MOVQ X11, 536(R15)
	MOVHPS X11, 664(R15)
	MOVQ X12, 544(R15)
	MOVHPS X12, 672(R15)
	MOVQ X13, 552(R15)
	MOVHPS X13, 680(R15)
	MOVQ X14, 560(R15)
	MOVHPS X14, 688(R15)
	MOVQ AX, 192(R15)
	MOVQ CX, 200(R15)
	MOVQ DX, 208(R15)
	MOVQ BX, 216(R15)
	MOVQ BP, 232(R15)
	MOVQ SI, 240(R15)
	MOVQ DI, 248(R15)
	MOVQ R8, 256(R15)
	MOVQ R9, 264(R15)
	MOVQ R10, 272(R15)
	MOVQ R11, 280(R15)
	MOVQ R12, 288(R15)
	MOVQ R13, 296(R15)
	MOVQ R14, 16(R15)
	MOVQ SP, 24(R15)
	MOVQ 0(R15), SP
	MOVQ 8(R15), BP
	RET

// leave returns to the Go caller of enter; R14 is the PC to resume at.
// BP of compiled code is saved for debuggers, and because vet wants it.
TEXT ·leave(SB), NOSPLIT|NOFRAME, $0-0
	MOVQ BP, 232(R15)
	MOVQ R14, 16(R15)
	MOVQ SP, 24(R15)
	MOVQ 0(R15), SP
	MOVQ 8(R15), BP
	RET

// func leaveAddrs() (leave, leaveAll uintptr)
TEXT ·leaveAddrs(SB), NOSPLIT, $0-16
	LEAQ ·leave(SB), AX
	MOVQ AX, leave+0(FP)
	LEAQ ·leaveAll(SB), AX
	MOVQ AX, leaveAll+8(FP)
	RET
