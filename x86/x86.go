// Package x86 is the code generator's back end for 32-bit x86 (386) with SSE2. What it has in
// common with package amd64, selection and emission, is in x86/isel and x86/emit, and running its code
// is in x86/host; here is the
// machine itself:
//
//	x86.go     the target's description
//	regs.go    registers and conventions
//	helpers.go divisions of 64 bits
//	start.go   what static executables need of the machine
//
// There are six general registers for values: BX holds the context, SP the stack pointer, and no
// register is set aside for the emitter. Code is not position independent: constants and resume
// points are addressed absolutely and relocated when the code is placed.
package x86

import (
	"gojvm/codegen"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/emit"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// lowBytes are the registers whose low byte has a name.
const lowBytes ssa.RegMask = 1<<rAX | 1<<rCX | 1<<rDX

var machine = &emit.Machine{
	Machine:      isel.NewMachine(isel.Config{Bits: 32, Convs: conventions, Operand: ssa.InOperand, LowBytes: lowBytes, All: allInts | allFloats, Floats: allFloats}),
	Context:      regCtx,
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
// arguments are on the stack, in words of 4 bytes.
func ArgRegisters() (ints, floats []int) { return machine.ArgRegisters() }

// NewTarget returns the description of the machine. It is immutable and may be shared.
func NewTarget() *codegen.Target {
	ops := ssa.NewOpTable(isel.Rows())
	return &codegen.Target{
		Name:         "386",
		PtrSize:      4,
		Rounds:       isel.HasSSE41,
		FeatureNames: isel.FeatureNames,
		CPUs:         isel.CPUs,
		Ops:          ops,
		Split64:      true,
		Helpers:      helpers(),
		Regs: regalloc.Registers{
			Names:    regNames,
			Class:    regClasses,
			Order:    allocOrder,
			Scratch:  [ssa.NumClasses]int16{scratchFloat, scratchFloat},
			Carry:    [ssa.NumClasses]int16{scratchFloat, scratchFloat},
			WordSize: 4,
		},
		JumpTables:  true,
		Vectors:     true,
		Wide:        isel.HasAVX2,
		Lower:       machine.Lower,
		Induction:   isel.Induction(2),
		Constrain:   machine.Constrain,
		Emit:        machine.Emit,
		Disassemble: func(code []byte, pc uint64) (string, int) { return inst.Disassemble(false, code, pc) },
		Start:       start,
	}
}

// ResultRegisters returns the registers in which the own convention returns results: see
// emit.Machine.ResultRegisters.
func ResultRegisters() (ints [2]int, float int) { return machine.ResultRegisters() }
