#include "textflag.h"

// func onFaultAddr() uintptr
TEXT ·onFaultAddr(SB), NOSPLIT, $0-4
	LEAL ·onFault(SB), AX
	MOVL AX, ret+0(FP)
	RET

// onFault handles SIGSEGV and SIGBUS. A fault in code that is watched leaves by leaveAll: the
// ucontext gets that as EIP; where the fault was goes into the context. The siginfo has its address at 12.
TEXT ·onFault(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
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
	MOVL CX, SI
	SUBL 8(DX), SI
	CMPL SI, 12(DX)
	JCC  other
	LEAL 8(SP), DX          // above what is pushed
	MOVL 8(DX), SI
	MOVL 12(SI), SI
	MOVL SI, 64(CX)         // CtxArgs
	MOVL $0, 68(CX)
	MOVL $5, 32(CX)         // CtxReason = ReasonFault
	MOVL AX, 16(CX)         // CtxPC
	MOVL 12(DX), DX
	LEAL ·leaveAll(SB), AX
	MOVL AX, 76(DX)
	POPL SI
	POPL BX
	RET

other:
	ADDL $16, DX
	DECL BX
	JNE  next
	POPL SI
	POPL BX
	MOVL ·oldFault(SB), AX
	JMP  AX

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
