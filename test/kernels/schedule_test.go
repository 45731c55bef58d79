package kernels

import (
	"testing"

	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/ppc"
)

// TestScheduleSpills: the order of instructions changes, but no value is spilled for it.
func TestScheduleSpills(t *testing.T) {
	for _, target := range []*codegen.Target{amd64.NewTarget(), ppc.NewTarget()} {
		plain := *target
		plain.Processor = nil
		changed := 0
		for _, k := range All() {
			with, err := k.Compile(target, codegen.Options{Level: codegen.Full})
			if err != nil {
				t.Fatal(err)
			}
			without, err := k.Compile(&plain, codegen.Options{Level: codegen.Full})
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range with {
				if a, b := c.Stats.Spills, without[i].Stats.Spills; a > b {
					t.Errorf("%s, %s of %s: %d spills, without scheduling %d", target.Name, c.Name, k.Name, a, b)
				}
				if string(c.Bytes) != string(without[i].Bytes) {
					changed++
				}
			}
		}
		if changed < 5 {
			t.Errorf("%s: scheduling changes only %d functions", target.Name, changed)
		}
	}
}
