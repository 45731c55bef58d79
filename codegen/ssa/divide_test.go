package ssa

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestDivide compares divisions by constants with the plain ones, for divisors and dividends
// near all powers of two, and random ones.
func TestDivide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var interesting []int64
	for k := range 64 {
		for d := int64(-2); d <= 2; d++ {
			interesting = append(interesting, 1<<k+d, -(1<<k)+d)
		}
	}
	for range 60 {
		interesting = append(interesting, int64(r.Uint64())>>r.IntN(64))
	}
	interesting = append(interesting, 3, 5, 7, 10, 641, 1000, 6700417, math.MaxInt32, math.MinInt32, math.MaxInt64, math.MinInt64)
	for _, ptrSize := range []int{4, 8} {
		for _, typ := range []Type{I32, I64} {
			for _, op := range []Op{OpDiv, OpRem, OpUdiv, OpUrem} {
				for _, d := range interesting {
					d = Norm(typ, ptrSize, d)
					if d == 0 {
						continue
					}
					f := NewFunc("f", NewOpTable(nil), ptrSize)
					f.Params, f.Results = []Type{typ}, []Type{typ}
					b := NewBuilder(f).At(f.NewBlock())
					x := b.Params()[0]
					b.Ret(b.Value(op, typ, x, b.Const(typ, d)))
					Divide(f)
					if err := Check(f); err != nil {
						t.Fatal(err)
					}
					for _, v := range f.Blocks[0].Values {
						if d != 1 && (v.Op == OpDiv || v.Op == OpRem || v.Op == OpUdiv || v.Op == OpUrem) {
							t.Fatalf("%v by %d is still there", op, d)
						}
					}
					m := &Machine{Fuel: math.MaxInt}
					dividends := []int64{0, 1, -1, math.MinInt64, math.MaxInt64, math.MinInt32, math.MaxInt32}
					for range 12 {
						n := interesting[r.IntN(len(interesting))]
						q := n / d * d
						dividends = append(dividends, n, q-1, q, q+1, q+d-1)
					}
					for _, n := range dividends {
						a := wrap(typ, ptrSize, uint64(n))
						want, _ := EvalPure(op, typ, typ, ptrSize, 0, a, wrap(typ, ptrSize, uint64(d)), 0)
						got, err := m.Call(f, a)
						if err != nil || got != want {
							t.Fatalf("%s %v of %d by %d: %#x, want %#x\n%s", generic[op].Name, typ, int64(a), d, got, want, f)
						}
					}
				}
			}
		}
	}
}
