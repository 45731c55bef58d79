#include "textflag.h"

// func onSampleAddr() uintptr
TEXT ·onSampleAddr(SB), NOSPLIT, $0-4
	LEAL ·onSample(SB), AX
	MOVL AX, ret+0(FP)
	RET

// func currentG() uintptr
TEXT ·currentG(SB), NOSPLIT, $0-4
	MOVL (TLS), AX
	MOVL AX, ret+0(FP)
	RET

// onSample handles SIGPROF: signal, siginfo and ucontext are above the return address. What is
// not ours goes to Go's handler.
TEXT ·onSample(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	MOVL 8(SP), AX
	MOVL 12(SP), CX
	PUSHL BX
	PUSHL SI
	PUSHL DI
	PUSHL BP
	SUBL $16, SP
	MOVL AX, 0(SP)
	MOVL CX, 4(SP)
	MOVL (TLS), AX
	MOVL AX, 8(SP)
	CALL ·sample(SB)
	MOVL 12(SP), AX
	ADDL $16, SP
	POPL BP
	POPL DI
	POPL SI
	POPL BX
	TESTL AX, AX
	JEQ  chain
	RET

chain:
	MOVL ·sampleChain(SB), AX
	JMP  AX
