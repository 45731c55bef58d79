#include "textflag.h"

// func onPreemptAddr() uintptr
TEXT ·onPreemptAddr(SB), NOSPLIT, $0-4
	LEAL ·onPreempt(SB), AX
	MOVL AX, ret+0(FP)
	RET

// onPreempt handles SIGURG: the arguments on the stack (signal, siginfo, ucontext) are for
// Go's handler, to which it jumps. The ucontext has the interrupted BX at 52 and EIP at 76.
TEXT ·onPreempt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	LEAL  0(SP), DX
	MOVL  12(DX), DX
	MOVL  76(DX), AX
	MOVL  52(DX), CX
	PUSHL BX
	PUSHL SI
	LEAL  ·watched(SB), DX
	MOVL  $64, BX           // maxWatched

next:
	MOVL AX, SI
	SUBL 0(DX), SI
	CMPL SI, 4(DX)
	JCC  other
	MOVL CX, SI             // is it really one of our contexts?
	SUBL 8(DX), SI
	CMPL SI, 12(DX)
	JCC  other
	MOVL $1, 40(CX)         // CtxPoll
	JMP  chain

other:
	ADDL $16, DX
	DECL BX
	JNE  next

chain:
	POPL SI
	POPL BX
	MOVL ·oldPreempt(SB), AX
	JMP  AX
