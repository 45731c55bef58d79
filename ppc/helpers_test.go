package ppc

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// divisionOperands are pairs at the edges of what the routines tell apart, and random ones of all
// lengths.
func divisionOperands() (pairs [][2]uint64) {
	var edges []uint64
	for _, k := range []uint{0, 15, 16, 17, 31, 32, 33, 47, 48, 63} {
		edges = append(edges, 1<<k-1, 1<<k, 1<<k+1, -(1 << k), 0xfffe<<k)
	}
	for _, a := range edges {
		for _, b := range edges {
			pairs = append(pairs, [2]uint64{a, b})
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		a, b := r.Uint64()>>r.IntN(64), r.Uint64()>>r.IntN(64)
		pairs = append(pairs, [2]uint64{a, b}, [2]uint64{a * b, b}, [2]uint64{a*b - 1, b})
	}
	return pairs
}

// TestDivisions compares the routines with Go's arithmetic, evaluated.
func TestDivisions(t *testing.T) {
	fs, err := ssa.Parse("helpers", strings.ReplaceAll(helpers(), "divnz", "udiv"), ssa.NewOpTable(nil), 4)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]func(a, b uint64) uint64{
		"rt.udiv64": func(a, b uint64) uint64 { return a / b },
		"rt.urem64": func(a, b uint64) uint64 { return a % b },
		"rt.div64":  func(a, b uint64) uint64 { return uint64(int64(a) / int64(b)) },
		"rt.rem64":  func(a, b uint64) uint64 { return uint64(int64(a) % int64(b)) },
	}
	for _, f := range fs {
		if err := ssa.Check(f); err != nil {
			t.Fatal(err)
		}
		m := &ssa.Machine{}
		for _, p := range divisionOperands() {
			m.Fuel = 1000
			if p[1] == 0 {
				if _, err := m.Call(f, p[0], p[1]); err == nil {
					t.Fatalf("%s(%#x, 0) does not trap", f.Name, p[0])
				}
				continue
			}
			if got, err := m.Call(f, p[0], p[1]); err != nil || got != want[f.Name](p[0], p[1]) {
				t.Fatalf("%s(%#x, %#x) = %#x, %v; want %#x", f.Name, p[0], p[1], got, err, want[f.Name](p[0], p[1]))
			}
		}
	}
}

// TestDivisionsRun runs some of them.
func TestDivisionsRun(t *testing.T) {
	emulator(t)
	path := build(t, `func @f(i64, i64) i64 {
b:
  a = arg i64 [0]
  b0 = arg i64 [1]
  q = div i64 a, b0
  r = rem i64 a, b0
  uq = udiv i64 a, b0
  ur = urem i64 a, b0
  k31 = const i64 [31]
  h1 = mul i64 q, k31
  h2 = xor i64 h1, r
  h3 = mul i64 h2, k31
  h4 = xor i64 h3, uq
  h5 = mul i64 h4, k31
  h6 = xor i64 h5, ur
  ret h6
}
`, codegen.Options{Level: codegen.Full, Check: true})
	pairs := divisionOperands()
	for i := 0; i < len(pairs); i += len(pairs) / 60 {
		a, b := pairs[i][0], pairs[i][1]|1
		h := uint64(int64(a)/int64(b)) * 31
		h = (h ^ uint64(int64(a)%int64(b))) * 31
		h = (h ^ a/b) * 31
		h ^= a % b
		if got, status := run(t, path, fmt.Sprintf("%#x", a), fmt.Sprintf("%#x", b)); status != 0 || got != fmt.Sprintln(int64(h)) {
			t.Errorf("divisions of %#x by %#x print %q, status %d; want %d", a, b, got, status, int64(h))
		}
	}
}
