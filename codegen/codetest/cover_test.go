package codetest

import (
	"math/rand/v2"
	"testing"

	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// notMade are the operations that random functions do not have, with the reason.
var notMade = map[ssa.Op]string{
	ssa.OpInvalid: "it is no operation",
	ssa.OpResult:  "it is made by Split64 from calls that return an i64, of which there are many",
}

// TestAllOperations: random functions have every generic operation, and the evaluator knows
// each. What is added to the table must be added to package irgen, or to notMade.
func TestAllOperations(t *testing.T) {
	made := map[ssa.Op]int{}
	for _, ptrSize := range []int{4, 8} {
		ops := ssa.NewOpTable(nil)
		ran := 0
		for seed := uint64(1); seed <= 1500; seed++ {
			r := rand.New(rand.NewPCG(seed, 5))
			o := irgen.Options{Size: 30, Depth: 3, Exits: true, Polls: true, Guards: true, Catches: true, New: true, Vectors: true, Wide: true, Ctx: ClientCtx, Callees: []string{"leaf"}}
			leaf := irgen.Function("leaf", seed*2+1, ops, ptrSize, irgen.Options{Size: 10, Depth: 1})
			f := irgen.Function("f", seed, ops, ptrSize, o)
			if err := ssa.Check(f); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			for _, b := range f.Blocks {
				for _, v := range b.Values {
					made[v.Op]++
				}
			}
			mem := Region{0x1000, make([]byte, irgen.MemSize)}
			args := []uint64{mem.Base, uint64(r.Uint32()), uint64(r.Uint32()), r.Uint64(), r.Uint64(), r.Uint64(), uint64(r.Uint32()), uint64(r.Uint32() &^ 7)}
			switch _, err := evaluate(f, map[string]*ssa.Func{"leaf": leaf}, mem, args); err {
			case nil:
				ran++
			case ssa.ErrFuel, ErrHeap:
			default:
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		if ran < 1000 {
			t.Errorf("pointers of %d bytes: only %d functions ran to their end", ptrSize, ran)
		}
	}
	for op := ssa.OpInvalid; op < ssa.FirstTargetOp; op++ {
		name := ssa.NewOpTable(nil).Info(op).Name
		if name == "" {
			continue
		}
		_, exempt := notMade[op]
		if made[op] == 0 && !exempt {
			t.Errorf("random functions have no %s", name)
		} else if made[op] > 0 && exempt {
			t.Errorf("random functions have %s, which notMade says they do not", name)
		}
	}
}
