package host

// Offsets in the kernel's siginfo and ucontext.
const (
	infoOverrun = 16
	infoValue   = 20
	ucFirst     = 36 // DI, SI, BP, SP, BX, DX, CX, AX
	ucRegs      = 8
	ucBP        = 44
	ucSP        = 48
	ucPC        = 76
)
