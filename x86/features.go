package x86

import (
	"golang.org/x/sys/cpu"

	"gojvm/codegen"
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
	} {
		if x.has {
			f |= x.bit
		}
	}
	return f
}
