package host

import (
	"gojvm/amd64"
	"gojvm/codegen"
)

// NewTarget returns the back end of this machine. It is immutable and may be shared.
func NewTarget() *codegen.Target { return amd64.NewTarget() }

// Features returns the features of this machine.
func Features() codegen.Features { return amd64.HostFeatures() }

// Bridge returns a function that stands in for functions that have no code: see
// emit.Machine.Bridge.
func Bridge(number int32) (*codegen.Code, error) { return amd64.Bridge(number) }

// ArgRegisters returns the registers in which the own convention passes arguments: see
// emit.Machine.ArgRegisters.
func ArgRegisters() (ints, floats []int) { return amd64.ArgRegisters() }

// ResultRegisters returns the registers in which the own convention returns results: see
// emit.Machine.ResultRegisters.
func ResultRegisters() (ints [2]int, float int) { return amd64.ResultRegisters() }
