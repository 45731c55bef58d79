//go:build linux && (amd64 || 386)

package host

import (
	"flag"
	"testing"

	"gojvm/codegen/codetest"
)

var randomCount = flag.Int("random", 400, "number of random functions to run")
var randomFirst = flag.Uint64("seed", 1, "first seed")

// TestRandom compares compiled code with the evaluator.
func TestRandom(t *testing.T) {
	m := &codetest.Machine{Target: NewTarget(), Features: Features(), Enter: Enter, Leave: LeaveAddrs, ExceptionReg: 0 /* AX */}
	codetest.Random(t, m, *randomFirst, *randomCount)
}

// TestPatch patches code that threads run.
func TestPatch(t *testing.T) {
	codetest.Patch(t, &codetest.Machine{Target: NewTarget(), Enter: Enter, Leave: LeaveAddrs})
}
