package isel

import "gojvm/codegen/ssa"

// Induction is what pays as a counter: what has a product in it. Sums and shifts by up to 3 are
// part of addresses, or one instruction; a product takes three cycles, of which most are hidden,
// but its counter frees the unit. most bounds the counters of a loop.
func Induction(most int) *ssa.InductionParams {
	return &ssa.InductionParams{
		Top: func(*ssa.Value) bool { return true },
		Weight: func(v *ssa.Value) int {
			if v.Op == ssa.OpMul {
				return 1
			}
			return 0
		},
		Least: 1,
		Max:   most,
	}
}
