package isel

import (
	"golang.org/x/sys/cpu"

	"gojvm/codegen"
)

// The features beyond SSE2 that the generated code may use. [FeatureNames] has their names.
const (
	HasPopcnt codegen.Features = 1 << iota
	HasLzcnt
	HasBMI1  // TZCNT, ANDN, BLSI, BLSMSK, BLSR
	HasBMI2  // shifts and rotates that leave flags and operands alone, MULX
	HasAVX   // three operands for float operations, of 128 bits
	HasSSE41 // ROUNDSD, PMULLD, PMINSD
	HasAVX2  // vectors of 256 bits
)

// FeatureNames are the names of the features in the order of their bits, as /proc/cpuinfo of
// Linux has them, but for lzcnt, which is "abm" there.
var FeatureNames = []string{"popcnt", "lzcnt", "bmi1", "bmi2", "avx", "sse4_1", "avx2"}

// CPUs are the levels of the psABI for x86-64, as far as they matter here.
var CPUs = []codegen.CPU{
	{Name: "x86-64", Features: 0},
	{Name: "x86-64-v2", Features: HasPopcnt | HasSSE41},
	{Name: "x86-64-v3", Features: HasPopcnt | HasSSE41 | HasLzcnt | HasBMI1 | HasBMI2 | HasAVX | HasAVX2},
}

// HostFeatures returns the features of the machine that this program runs on.
func HostFeatures() codegen.Features {
	var f codegen.Features
	for _, x := range []struct {
		has bool
		bit codegen.Features
	}{
		{cpu.X86.HasPOPCNT, HasPopcnt},
		{cpu.X86.HasLZCNT, HasLzcnt},
		{cpu.X86.HasBMI1, HasBMI1},
		{cpu.X86.HasBMI2, HasBMI2},
		{cpu.X86.HasAVX, HasAVX},
		{cpu.X86.HasSSE41, HasSSE41},
		{cpu.X86.HasAVX2, HasAVX2},
	} {
		if x.has {
			f |= x.bit
		}
	}
	return f
}
