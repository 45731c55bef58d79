// Package amd64 is the code generator's back end for 64-bit x86. What it has in common with
// package x86, selection and emission, is in x86/isel and x86/emit, and running its code
// is in x86/host; here is the machine itself:
//
//	amd64.go   the target's description
//	regs.go    registers and conventions
//	start.go   entry and system calls of static executables
//
// Baseline is SSE2; [isel.HostFeatures] tells what there is beyond. FMA is never used: it rounds
// once where two roundings are specified.
package amd64

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/emit"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

var machine = &emit.Machine{
	Machine:      isel.NewMachine(isel.Config{Bits: 64, Convs: conventions, Operand: ssa.InAny, All: allInts | allFloats, Floats: allFloats}),
	Context:      regCtx,
	Scratch:      scratchInt,
	ScratchFloat: scratchFloat,
	FirstFloat:   x0,
}

// HostFeatures returns the features of the machine that this program runs on.
func HostFeatures() codegen.Features { return isel.HostFeatures() }

// Bridge returns a function that stands in for functions that have no code: see
// [emit.Machine.Bridge].
func Bridge(number int32) (*codegen.Code, error) { return machine.Bridge(number) }

// ArgRegisters returns the registers, as numbers in the context's save areas, in
// which the own convention passes integers and references, and floats; further
// arguments are on the stack, 8 bytes each.
func ArgRegisters() (ints, floats []int) { return machine.ArgRegisters() }

// NewTarget returns the description of the machine. It is immutable and may be shared.
func NewTarget() *codegen.Target {
	ops := ssa.NewOpTable(isel.Rows())
	return &codegen.Target{
		Name:         "amd64",
		PtrSize:      8,
		Rounds:       isel.HasSSE41,
		FeatureNames: isel.FeatureNames,
		CPUs:         isel.CPUs,
		Ops:          ops,
		Regs: regalloc.Registers{
			Names:    regNames,
			Class:    regClasses,
			Order:    allocOrder,
			Scratch:  [ssa.NumClasses]int16{scratchInt, scratchFloat},
			Carry:    [ssa.NumClasses]int16{scratchFloat, scratchInt},
			WordSize: 8,
		},
		JumpTables:  true,
		Vectors:     true,
		Wide:        isel.HasAVX2,
		Lower:       machine.Lower,
		Induction:   isel.Induction(4),
		Processor:   machine.Processor(allocOrder),
		Constrain:   machine.Constrain,
		Emit:        machine.Emit,
		Disassemble: func(code []byte, pc uint64) (string, int) { return inst.Disassemble(true, code, pc) },
		Start:       start,
	}
}

// ResultRegisters returns the registers in which the own convention returns results: see
// emit.Machine.ResultRegisters.
func ResultRegisters() (ints [2]int, float int) { return machine.ResultRegisters() }
