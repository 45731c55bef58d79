package codegen

// The context is the block of memory that compiled code and its host share, one per thread,
// outside of the Go heap. Its address is in a register of the target while compiled code
// runs. The code generator owns the first ContextSize bytes; clients may put their own data
// behind, and read and write it with the operation ctx and loads and stores.
//
// Code leaves to the host coroutine style: it stores where to resume, its stack pointer, a
// reason and arguments, and returns from the trampoline. The host answers by entering again.
//
//	+0    host stack pointer            saved by the trampoline
//	+8    host frame pointer
//	+16   PC       where to enter or resume
//	+24   SP       stack pointer of compiled code
//	+32   Reason   u32: why compiled code left
//	+36   Number   u32: which exit, or guard
//	+40   Poll     u32: not 0 asks compiled code to leave at its next poll
//	+48   StackLimit  lowest stack pointer allowed
//	+56   Result   the host's answer, or the result of the function
//	+64   Args     16 values of 8 bytes: arguments of an exit, or of the function
//	+192  IntRegs  32 values of 8 bytes: integer registers at a poll or guard
//	+448  FloatRegs 32 values of 8 bytes; of machines with vectors the upper halves of up to 16
//	      registers follow behind the lower ones, at +576
//	+704  Leave    address of the trampoline's way out; PC is in the scratch register
//	+712  LeaveAll the same, saving all registers to IntRegs and FloatRegs
//	+720  end
//
// Values of 4 bytes lie in the first half of their 8 bytes on every target.
const (
	CtxHostSP     = 0
	CtxHostFP     = 8
	CtxPC         = 16
	CtxSP         = 24
	CtxReason     = 32
	CtxNumber     = 36
	CtxPoll       = 40
	CtxStackLimit = 48
	CtxResult     = 56
	CtxArgs       = 64
	CtxIntRegs    = 192
	CtxFloatRegs  = 448
	CtxUpperRegs  = 576
	CtxLeave      = 704
	CtxLeaveAll   = 712
	ContextSize   = 720
)

// MaxExitArgs is the number of arguments that an exit can have.
const MaxExitArgs = 16

// Reason tells why compiled code left.
type Reason uint32

// The reasons.
const (
	ReasonReturn   Reason = iota // the function entered by the host has returned
	ReasonExit                   // exit number Number
	ReasonPoll                   // a poll found Poll set
	ReasonGuard                  // guard number Number failed
	ReasonOverflow               // the stack limit was passed at entry of a function
	ReasonFault                  // an access to memory failed: at PC, to the address Args[0]
)

func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "reason?"
}

var reasonNames = [...]string{"return", "exit", "poll", "guard", "stack overflow"}

// ExitReturn is the number of the exit by which an entry stub gives back control for good.
const ExitReturn = -1
