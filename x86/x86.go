// Package x86 is the code generator's back end for 32-bit x86 (386) with SSE2.
//
// Reads like its sisters amd64 and ppc, file for file:
//
//	x86.go     the target's description
//	regs.go    registers and conventions
//	ops.go     target operations, one table
//	spec.go    register constraints of every operation that reaches the allocator
//	lower.go   generic operations to target operations, addressing modes, fused compares
//	wide.go    lowering of what split64 makes: carries, double shifts, wide products
//	frame.go   layout of frames, prologue and epilogue
//	emit.go    instructions from allocated operations
//	float.go   float operations
//	compare.go compares with the user of their flags
//	call.go    calls, exits, polls, guards
//	helpers.go divisions of 64 bits
//	bridge.go  code that stands in for functions that have none
//	start.go   what static executables need of the machine
//	host_*.go, enter_*.s   entering compiled code from Go on this machine
//	preempt_*  how Go stops threads in compiled code
//
// There are six general registers for values: BX holds the context, SP the stack pointer,
// and no register is set aside for the emitter. Cycles of moves go through X7, and so does
// what moves from memory to memory, by PUSH and POP while there is a cycle. Code is not position independent: constants
// and resume points are addressed absolutely and relocated when the code is placed.
package x86

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// The features.
const (
	HasPopcnt codegen.Features = 1 << iota
	HasLzcnt                   // LZCNT, and TZCNT of BMI1
)

// NewTarget returns the description of the machine. It is immutable and may be shared.
func NewTarget() *codegen.Target {
	ops := ssa.NewOpTable(opRows())
	return &codegen.Target{
		Name:    "386",
		PtrSize: 4,
		Ops:     ops,
		Split64: true,
		Helpers: helpers(),
		Regs: regalloc.Registers{
			Names:    regNames,
			Class:    regClasses,
			Order:    allocOrder,
			Scratch:  [ssa.NumClasses]int16{scratchFloat, scratchFloat},
			Carry:    [ssa.NumClasses]int16{scratchFloat, scratchFloat},
			WordSize: 4,
		},
		JumpTables: true,
		Lower:      lower,
		Constrain:  constrain,
		Emit:       emit,
		Start:      start,
	}
}
