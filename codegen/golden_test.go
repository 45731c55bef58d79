package codegen

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gojvm/codegen/ssa"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// toy is a processor that executes generic operations.
var toy = &ssa.Processor{
	Issue: 1,
	Units: []int{1},
	Cost: func(v *ssa.Value) ssa.Cost {
		switch v.Op {
		case ssa.OpLoad, ssa.OpMul:
			return ssa.Cost{Busy: 1, Latency: 4}
		}
		return ssa.Cost{Busy: 1, Latency: 1}
	},
	Glued:      func(_, _ *ssa.Value) bool { return false },
	Overwrites: func(*ssa.Value) bool { return false },
	Regs:       [ssa.NumClasses]int{8, 8},
}

// products are what becomes counters in tests.
var products = &ssa.InductionParams{
	Top: func(*ssa.Value) bool { return true },
	Weight: func(v *ssa.Value) int {
		if v.Op == ssa.OpMul {
			return 3
		}
		return 0
	},
	Least: 3,
	Max:   2,
}

// TestGolden runs single passes over the functions in testdata/<pass>.ssa, spaces in the
// name being dashes, and compares with the .golden file beside.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.ssa")
	if err != nil || len(files) == 0 {
		t.Fatal("no files: ", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".ssa")
		t.Run(name, func(t *testing.T) {
			var pass *Pass
			for i := range Passes {
				if Passes[i].Name == strings.ReplaceAll(name, "-", " ") {
					pass = &Passes[i]
				}
			}
			if pass == nil {
				t.Fatal("there is no such pass")
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fs, err := ssa.Parse(file, string(text), ssa.NewOpTable(nil), 8)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, f := range fs {
				if err := ssa.Check(f); err != nil {
					t.Fatal(err)
				}
				if err := pass.Run(f, &Target{PtrSize: 8, Processor: toy, Induction: products}, &Options{HoistGuard: 9}); err != nil {
					t.Fatal(err)
				}
				if err := ssa.Check(f); err != nil {
					t.Fatalf("%v\n%s", err, f)
				}
				got.WriteString(f.String())
			}
			golden := strings.TrimSuffix(file, ".ssa") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}
