#include "textflag.h"

// SEEK_WATCHED goes on behind it, with the interrupted instruction in AX and its context in CX, if the
// code and one of its contexts are watched, and to label none if not; BX and SI are pushed then. The handler's ucontext, its
// third argument, has the interrupted BX at 52 and EIP at 76; ·watched has maxWatched (64) rows of code, its length,
// contexts, their length.
#define SEEK_WATCHED \
	LEAL  0(SP), DX;       \
	MOVL  12(DX), DX;      \
	MOVL  76(DX), AX;      \
	MOVL  52(DX), CX;      \
	PUSHL BX;              \
	PUSHL SI;              \
	LEAL  ·watched(SB), DX; \
	MOVL  $64, BX;         \
next:                          \
	MOVL  AX, SI;          \
	SUBL  0(DX), SI;       \
	CMPL  SI, 4(DX);       \
	JAE   other;           \
	MOVL  CX, SI;          \
	SUBL  8(DX), SI;       \
	CMPL  SI, 12(DX);      \
	JB    found;           \
other:                         \
	ADDL  $16, DX;         \
	DECL  BX;              \
	JNE   next;            \
	JMP   none;            \
found:

// func onFaultAddr() uintptr
TEXT ·onFaultAddr(SB), NOSPLIT, $0-4
	LEAL ·onFault(SB), AX
	MOVL AX, ret+0(FP)
	RET

// onFault handles SIGSEGV and SIGBUS. A fault in code that is watched leaves by leaveAll: the
// ucontext gets that as EIP; where the fault was goes into the context. The siginfo has its address at 12.
TEXT ·onFault(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SEEK_WATCHED
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

none:
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
// Go's handler, to which it jumps.
TEXT ·onPreempt(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SEEK_WATCHED
	MOVL $1, 40(CX)         // CtxPoll

none:
	POPL SI
	POPL BX
	MOVL ·oldPreempt(SB), AX
	JMP  AX
