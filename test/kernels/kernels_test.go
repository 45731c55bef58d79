package kernels

import (
	"fmt"
	"testing"

	"gojvm/codegen/ssa"
)

// mem is the scratch memory of the evaluator, at address 16.
type mem []byte

func (m mem) Load(a uint64, n int) (x uint64, err error) {
	if a < 16 || a-16 > uint64(len(m)-n) {
		return 0, fmt.Errorf("load of %d bytes at %#x", n, a)
	}
	for i := n - 1; i >= 0; i-- {
		x = x<<8 | uint64(m[a-16+uint64(i)])
	}
	return x, nil
}

func (m mem) Store(a uint64, n int, x uint64) error {
	if a < 16 || a-16 > uint64(len(m)-n) {
		return fmt.Errorf("store of %d bytes at %#x", n, a)
	}
	for i := range n {
		m[a-16+uint64(i)] = byte(x >> (8 * i))
	}
	return nil
}

// TestEvaluated runs the kernels in the reference evaluator.
func TestEvaluated(t *testing.T) {
	for _, k := range All() {
		fs, err := ssa.Parse(k.Name+".ssa", k.Source(), ssa.NewOpTable(nil), 8)
		if err != nil {
			t.Fatal(err)
		}
		m := &ssa.Machine{Mem: make(mem, MemSize), Fuel: 1 << 24, Funcs: map[string]*ssa.Func{}}
		for _, f := range fs {
			if err := ssa.Check(f); err != nil {
				t.Fatal(err)
			}
			m.Funcs[f.Name] = f
		}
		got, err := m.Call(fs[len(fs)-1], 16, uint64(k.Small))
		if err != nil || int32(got) != k.Check {
			t.Errorf("%s(%d) = %d, %v; want %d", k.Name, k.Small, int32(got), err, k.Check)
		}
	}
}
