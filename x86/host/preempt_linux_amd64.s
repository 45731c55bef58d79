#include "textflag.h"

// func onFaultAddr() uintptr
TEXT ·onFaultAddr(SB), NOSPLIT, $0-8
	LEAQ ·onFault(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// onFault handles SIGSEGV and SIGBUS. A fault in code that is watched leaves by leaveAll: the
// ucontext gets that as RIP, and as R14, at 88, where the fault was. The siginfo has its address at 16.
TEXT ·onFault(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ 168(DX), AX
	MOVQ 96(DX), R8
	LEAQ ·watched(SB), R9
	MOVL $64, R10          // maxWatched

next:
	MOVQ AX, R11
	SUBQ 0(R9), R11
	CMPQ R11, 8(R9)
	JAE  other
	MOVQ R8, R11
	SUBQ 16(R9), R11
	CMPQ R11, 24(R9)
	JAE  other
	MOVQ 16(SI), R11
	MOVQ R11, 64(R8)       // CtxArgs
	MOVL $5, 32(R8)        // CtxReason = ReasonFault
	MOVQ AX, 88(DX)
	LEAQ ·leaveAll(SB), AX
	MOVQ AX, 168(DX)
	RET

other:
	ADDQ $32, R9
	DECL R10
	JNE  next
	MOVQ ·oldFault(SB), AX
	JMP  AX

// func onPreemptAddr() uintptr
TEXT ·onPreemptAddr(SB), NOSPLIT, $0-8
	LEAQ ·onPreempt(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// onPreempt handles SIGURG: DI, SI and DX (signal, siginfo, ucontext) are for Go's handler,
// to which it jumps. The ucontext has the interrupted R15 at 96 and RIP at 168.
TEXT ·onPreempt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVQ 168(DX), AX
	MOVQ 96(DX), R8
	LEAQ ·watched(SB), R9
	MOVL $64, R10          // maxWatched

next:
	MOVQ AX, R11
	SUBQ 0(R9), R11
	CMPQ R11, 8(R9)
	JAE  other
	MOVQ R8, R11           // is it really one of our contexts?
	SUBQ 16(R9), R11
	CMPQ R11, 24(R9)
	JAE  other
	MOVL $1, 40(R8)        // CtxPoll
	JMP  chain

other:
	ADDQ $32, R9
	DECL R10
	JNE  next

chain:
	MOVQ ·oldPreempt(SB), AX
	JMP  AX
