package host

// Offsets in the kernel's siginfo and ucontext.
const (
	infoOverrun = 20
	infoValue   = 24
	ucFirst     = 40 // R8 to R15, DI, SI, BP, BX, DX, AX, CX, SP
	ucRegs      = 16
	ucBP        = 120
	ucSP        = 160
	ucPC        = 168
)
