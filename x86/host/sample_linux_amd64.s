#include "textflag.h"

// func onSampleAddr() uintptr
TEXT ·onSampleAddr(SB), NOSPLIT, $0-8
	LEAQ ·onSample(SB), AX
	MOVQ AX, ret+0(FP)
	RET

// func currentG() uintptr
TEXT ·currentG(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ AX, ret+0(FP)
	RET

// onSample handles SIGPROF: DI, SI and DX are signal, siginfo and ucontext. What is not ours
// goes to Go's handler. Registers need not be kept: the kernel restores all.
TEXT ·onSample(SB), NOSPLIT|NOFRAME|TOPFRAME, $0-0
	SUBQ $56, SP
	MOVQ DI, 32(SP)
	MOVQ SI, 40(SP)
	MOVQ DX, 48(SP)
	MOVQ SI, 0(SP)
	MOVQ DX, 8(SP)
	MOVQ (TLS), AX
	MOVQ AX, 16(SP)
	CALL ·sample(SB)
	MOVL 24(SP), AX
	MOVQ 32(SP), DI
	MOVQ 40(SP), SI
	MOVQ 48(SP), DX
	ADDQ $56, SP
	TESTL AX, AX
	JEQ  chain
	RET

chain:
	MOVQ ·sampleChain(SB), AX
	JMP  AX
