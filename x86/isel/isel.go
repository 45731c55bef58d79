// Package isel selects instructions for the x86 family: what the back ends for 32 and for 64
// bits have in common between generic SSA and allocated registers.
//
//	isel.go     what the two machines differ in
//	ops.go      target operations, one table for both
//	features.go what a machine may have beyond SSE2
//	vex.go      what AVX and BMI add: a third operand, operations on single bits
//	lower.go    generic operations to target operations
//	address.go  addressing modes, loads folded into their users
//	fuse.go     compares fused with the user of their flags
//	wide.go     32 bits: carries, double shifts, wide products, which Split64 makes
//	polls.go    polls where wide vectors are alive
//	popcnt.go   counting bits where there is no instruction for it
//	schedule.go what operations cost, for their order
//	spec.go     register constraints of every operation that reaches the allocator
//	conv.go     calling conventions
package isel

import "gojvm/codegen/ssa"

// Config is what the two machines differ in.
type Config struct {
	// Bits is the width of an address and of a general register: 32 or 64.
	Bits int
	// Convs holds the calling conventions by ssa.Conv.
	Convs []Convention
	// Operand constrains an operand that an instruction takes from a register or from memory.
	Operand ssa.ConstraintKind
	// LowBytes are the registers whose low byte has a name, or 0 if all have one.
	LowBytes ssa.RegMask
	// Floats are the float registers that values live in.
	Floats ssa.RegMask
	// All are the registers that leaving compiled code destroys.
	All ssa.RegMask
}

// Machine selects instructions for one of the two machines. It is immutable.
type Machine struct {
	Config
	operand ssa.Constraint
	shapes  *shapes
}

// NewMachine returns the selector for a machine.
func NewMachine(c Config) *Machine {
	operand := ssa.Constraint{Kind: c.Operand}
	m := &Machine{c, operand, makeShapes(operand, ssa.Constraint{Hint: c.LowBytes})}
	m.shapes.noFloats = spec{Clobbers: c.Floats}
	return m
}

func (m *Machine) is64() bool { return m.Bits == 64 }

// size returns the size of a value of type t in bytes.
func (m *Machine) size(t ssa.Type) int { return t.Size(m.Bits / 8) }

// The general registers that instructions demand, by the numbers that both machines and
// their allocators give them.
const (
	AX int16 = iota
	CX
	DX
)
