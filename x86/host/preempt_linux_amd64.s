#include "textflag.h"

// SEEK_WATCHED goes on behind it, with the interrupted instruction in AX and its context in R8, if the
// code and one of its contexts are watched, and to label none if not. DX is the handler's ucontext, which has
// the interrupted R15 at 96 and RIP at 168; ·watched has maxWatched (64) rows of code, its length, contexts, their length.
#define SEEK_WATCHED \
	MOVQ 168(DX), AX;      \
	MOVQ 96(DX), R8;       \
	LEAQ ·watched(SB), R9; \
	MOVL $64, R10;         \
next:                          \
	MOVQ AX, R11;          \
	SUBQ 0(R9), R11;       \
	CMPQ R11, 8(R9);       \
	JAE  other;            \
	MOVQ R8, R11;          \
	SUBQ 16(R9), R11;      \
	CMPQ R11, 24(R9);      \
	JB   found;            \
other:                         \
	ADDQ $32, R9;          \
	DECL R10;              \
	JNE  next;             \
	JMP  none;             \
found:

// func onFaultAddr() uintptr
TEXT ·onFaultAddr(SB), NOSPLIT, $0-8
	LEAQ ·onFault(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// onFault handles SIGSEGV and SIGBUS. A fault in code that is watched leaves by leaveAll: the
// ucontext gets that as RIP, and as R14, at 88, where the fault was. The siginfo has its address at 16.
TEXT ·onFault(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SEEK_WATCHED
	MOVQ 16(SI), R11
	MOVQ R11, 64(R8)       // CtxArgs
	MOVL $5, 32(R8)        // CtxReason = ReasonFault
	MOVQ AX, 88(DX)
	LEAQ ·leaveAll(SB), AX
	MOVQ AX, 168(DX)
	RET

none:
	MOVQ ·oldFault(SB), AX
	JMP  AX

// func onPreemptAddr() uintptr
TEXT ·onPreemptAddr(SB), NOSPLIT, $0-8
	LEAQ ·onPreempt(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// onPreempt handles SIGURG: DI, SI and DX (signal, siginfo, ucontext) are for Go's handler,
// to which it jumps.
TEXT ·onPreempt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SEEK_WATCHED
	MOVL $1, 40(R8)        // CtxPoll

none:
	MOVQ ·oldPreempt(SB), AX
	JMP  AX
