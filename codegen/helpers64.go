package codegen

import (
	_ "embed"
	"slices"

	"gojvm/codegen/ssa"
)

// Helpers64 returns the functions that compiled code calls on a target that splits 64-bit
// integers, as fresh IR: who installs or links such code compiles and adds them. They follow
// the target's own convention, do not leave to the host, and need no stack check.
//
// Division is that of Warren, Hacker's Delight (2nd edition, 9-4 and 9-5): the divisor is
// brought to 32 bits, estimated with one division of 64 by 32 bits, and the estimate
// corrected by at most one. That division is done in two steps by halves of 16 bits; targets
// that have an instruction for it bring their own helpers.
func Helpers64(t *Target) ([]*ssa.Func, error) {
	fs, err := ssa.Parse("helpers64", helperText, t.Ops, t.PtrSize)
	if err != nil {
		return nil, err
	}
	own, err := ssa.Parse("helpers of "+t.Name, t.Helpers, t.Ops, t.PtrSize)
	if err != nil {
		return nil, err
	}
	for _, f := range fs {
		if !slices.ContainsFunc(own, func(g *ssa.Func) bool { return g.Name == f.Name }) {
			own = append(own, f)
		}
	}
	return own, nil
}

//go:embed helpers64.ssa
var helperText string
