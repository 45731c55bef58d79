// Package ppc is the code generator's back end for 32-bit PowerPC, the 603 and 750 with
// their classic floating-point unit: big-endian, no isel, no fsqrt, no conversion between
// double and long, no atomic access of 64 bits.
//
// Reads like its sisters amd64 and x86, file for file:
//
//	ppc.go      the target's description
//	regs.go     registers and conventions
//	ops.go      target operations, one table
//	spec.go     register constraints of every operation that reaches the allocator
//	expand.go   what the machine does not have, in terms of what it has, before optimization
//	carry.go    additions and subtractions of 64 bits
//	lower.go    generic operations to target operations, addressing modes, fused compares
//	count.go    loops: indices that count up by themselves, counting down in CTR
//	update.go   accesses that step their pointer
//	schedule.go what operations cost, for their order
//	mask.go     shifts and masks that fit one rotate
//	frame.go    layout of frames, prologue and epilogue
//	emit.go     instructions from allocated operations
//	compare.go  compares and the users of their outcome
//	float.go    floats, with the exact results that Java wants
//	atomic.go   atomics and fences
//	call.go     calls, exits, polls, guards
//	helpers.go  divisions of 64 bits
//	start.go    entry and system calls of static executables
//	runtime.ssa routines that compiled code calls, in IR
//	inst        the instruction table and its encoder
//
// Fused multiply-add is never used for float operations of the program: it rounds once
// where two roundings are specified.
//
// Condition register fields, XER and CTR hold no values from one operation to the next, but
// for the carry between the two halves of a 64-bit addition, which lowering puts side by side,
// and for the count in CTR of a loop in which nothing else needs it.
package ppc

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/ppc/inst"
)

// NewTarget returns the description of the machine. It is immutable and may be shared.
func NewTarget() *codegen.Target {
	return &codegen.Target{
		Name:      "ppc",
		PtrSize:   4,
		BigEndian: true,
		Ops:       ssa.NewOpTable(opRows()),
		Regs: regalloc.Registers{
			Names:    regNames(),
			Class:    regClasses(),
			Order:    allocOrder,
			Scratch:  [ssa.NumClasses]int16{scratchInt, scratchFloat},
			Carry:    [ssa.NumClasses]int16{carryInt, carryFloat},
			WordSize: 4,
		},
		Split64:     true,
		Helpers:     helpers(),
		AlignPairs:  true,
		JumpTables:  true,
		Expand:      expand,
		Lower:       lower,
		Processor:   &processor,
		Induction:   &induction,
		Constrain:   constrain,
		Emit:        emit,
		Disassemble: inst.Disassemble,
		Runtime:     runtimeText,
		Start:       start,
	}
}
