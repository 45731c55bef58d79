package isel

import (
	"golang.org/x/sys/cpu"

	"gojvm/codegen"
)

// The features beyond SSE2 that the generated code may use.
const (
	HasPopcnt codegen.Features = 1 << iota
	HasLzcnt                   // LZCNT, and TZCNT of BMI1
	HasBMI2                    // used on 64-bit machines
	HasAVX                     // used on 64-bit machines
	HasSSE41                   // ROUNDSD
)

// HostFeatures returns the features of the machine that this program runs on.
func HostFeatures() codegen.Features {
	var f codegen.Features
	for _, x := range []struct {
		has bool
		bit codegen.Features
	}{
		{cpu.X86.HasPOPCNT, HasPopcnt},
		{cpu.X86.HasLZCNT && cpu.X86.HasBMI1, HasLzcnt},
		{cpu.X86.HasBMI2, HasBMI2},
		{cpu.X86.HasAVX, HasAVX},
		{cpu.X86.HasSSE41, HasSSE41},
	} {
		if x.has {
			f |= x.bit
		}
	}
	return f
}
