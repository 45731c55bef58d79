package ssa

import (
	"slices"
	"testing"
)

// TestArmOrder sorts values whose differences do not fit into 32 bits: hash codes of
// strings are such cases.
func TestArmOrder(t *testing.T) {
	arms := []switchArm{{value: 1<<31 - 1}, {value: -1 << 31}, {value: 5}, {value: -3}, {value: 1 << 40}}
	slices.SortFunc(arms, byValue)
	for i := range arms[1:] {
		if arms[i].value >= arms[i+1].value {
			t.Fatalf("%d comes before %d", arms[i].value, arms[i+1].value)
		}
	}
}
