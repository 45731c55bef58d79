// Package amd64 is the code generator's back end for 64-bit x86.
//
// Reads like its sisters x86 and ppc, file for file:
//
//	amd64.go   the target's description
//	regs.go    registers and conventions
//	ops.go     target operations, one table
//	spec.go    register constraints of every operation that reaches the allocator
//	lower.go   generic operations to target operations, addressing modes, fused compares
//	frame.go   layout of frames, prologue and epilogue
//	emit.go    instructions from allocated operations
//	call.go    calls, exits, polls, guards
//	expand.go  what the machine has only with features that are missing
//	features.go  what this machine has
//	start.go   entry and system calls of static executables
//	host_*.go, enter_*.s   entering compiled code from Go on this machine
//
// Baseline is SSE2; [Features] adds more. FMA is never used: it rounds once where two
// roundings are specified. Most generic operations have an instruction of their own and are
// emitted as they are; only the others are rewritten by lowering.
package amd64

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// The features.
const (
	HasPopcnt codegen.Features = 1 << iota
	HasLzcnt                   // LZCNT, and TZCNT of BMI1
	HasBMI2
	HasAVX
)

// NewTarget returns the description of the machine. It is immutable and may be shared.
func NewTarget() *codegen.Target {
	ops := ssa.NewOpTable(opRows())
	return &codegen.Target{
		Name:    "amd64",
		PtrSize: 8,
		Ops:     ops,
		Regs: regalloc.Registers{
			Names:    regNames,
			Class:    regClasses,
			Order:    allocOrder,
			Scratch:  [ssa.NumClasses]int16{scratchInt, scratchFloat},
			Carry:    [ssa.NumClasses]int16{scratchFloat, scratchInt},
			WordSize: 8,
		},
		JumpTables: true,
		Lower:      lower,
		Constrain:  constrain,
		Emit:       emit,
		Start:      start,
	}
}
