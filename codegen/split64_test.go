package codegen_test

import (
	"bytes"
	"errors"
	"math"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// testMem is a memory of either byte order at address 0x1000; behind it is a context.
type testMem struct {
	data []byte
	big  bool
}

const (
	memBase = 0x1000
	ctxBase = memBase + irgen.MemSize
)

func newMem(r *rand.Rand, big bool) *testMem {
	m := &testMem{make([]byte, irgen.MemSize+codegen.ContextSize), big}
	for i := range irgen.MemSize {
		m.data[i] = byte(r.Uint32())
	}
	return m
}

var errOutside = errors.New("access outside of the memory")

func (m *testMem) at(a uint64, n, i int) *byte {
	if m.big {
		i = n - 1 - i
	}
	return &m.data[a-memBase+uint64(i)]
}

func (m *testMem) Load(a uint64, n int) (x uint64, err error) {
	if a < memBase || a+uint64(n) > memBase+uint64(len(m.data)) {
		return 0, errOutside
	}
	for i := n - 1; i >= 0; i-- {
		x = x<<8 | uint64(*m.at(a, n, i))
	}
	return x, nil
}

func (m *testMem) Store(a uint64, n int, x uint64) error {
	if a < memBase || a+uint64(n) > memBase+uint64(len(m.data)) {
		return errOutside
	}
	for i := range n {
		*m.at(a, n, i) = byte(x >> (8 * i))
	}
	return nil
}

// splitTarget is a target of 32 bits of which only the splitting is used.
func splitTarget(big bool) *codegen.Target {
	return &codegen.Target{Name: "split", PtrSize: 4, BigEndian: big, Split64: true, Ops: ssa.NewOpTable(nil)}
}

func split(t testing.TB, f *ssa.Func, big bool) {
	t.Helper()
	ssa.Prune(f)
	ssa.Split64(f, ssa.Split64Options{BigEndian: big, ExitArgs: codegen.CtxArgs, ExitResult: codegen.CtxResult})
	if err := ssa.Check(f); err != nil {
		t.Fatalf("%v\n%s", err, f)
	}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			if v.Type == ssa.I64 {
				t.Fatalf("@%s: %s has type i64 still", f.Name, v.LongString())
			}
		}
	}
}

// helpers returns the helpers, split unless whole.
func helpers(t testing.TB, big, whole bool) map[string]*ssa.Func {
	t.Helper()
	fs, err := codegen.Helpers64(splitTarget(big))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]*ssa.Func{}
	for _, f := range fs {
		if err := ssa.Check(f); err != nil {
			t.Fatal(err)
		}
		if !whole {
			split(t, f, big)
		}
		m[f.Name] = f
	}
	return m
}

func order(big bool, x uint64) (first, second uint64) {
	if big {
		return x >> 32, x & math.MaxUint32
	}
	return x & math.MaxUint32, x >> 32
}

func whole(big bool, rs []uint64) uint64 {
	if big {
		return rs[0]<<32 | rs[1]
	}
	return rs[0] | rs[1]<<32
}

// answer64 has equal halves, so that the host need not know which exits return an i32.
func answer64(number int64, a, b uint64) uint64 {
	x := uint64(uint32(number))*1000003 + a ^ b ^ b>>32
	return x & math.MaxUint32 * 0x100000001
}

// TestSplit64Random compares random functions before and after splitting.
func TestSplit64Random(t *testing.T) {
	ops := ssa.NewOpTable(nil)
	for _, big := range []bool{false, true} {
		funcs := helpers(t, big, false)
		for seed := uint64(1); seed <= 600; seed++ {
			r := rand.New(rand.NewPCG(seed, 7))
			o := irgen.Options{Size: 5 + r.IntN(60), Depth: 3, Exits: true, Polls: true, Callees: []string{"leaf"}}
			leaf := irgen.Function("leaf", seed*2+1, ops, 4, irgen.Options{Size: 10, Depth: 1})
			f := irgen.Function(irgen.Name(seed), seed, ops, 4, o)
			args := []uint64{memBase, uint64(r.Uint32()), uint64(uint32(int32(r.IntN(20) - 10))), r.Uint64(), uint64(r.Int64N(100) - 50),
				math.Float64bits(r.NormFloat64() * 1000), uint64(math.Float32bits(float32(r.NormFloat64()))), uint64(r.Uint32() &^ 7)}
			mem := newMem(r, big)
			mem2 := &testMem{bytes.Clone(mem.data), big}
			m := &ssa.Machine{Mem: mem, Ctx: ctxBase, Fuel: 1 << 20, Funcs: map[string]*ssa.Func{"leaf": leaf}, Symbols: map[string]uint64{"leaf": 16},
				Exit: func(n int64, a []uint64) (uint64, error) { return answer64(n, a[0], a[1]), nil }}
			want, err := m.Call(f, args...)
			if err == ssa.ErrFuel {
				continue
			}
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			text := f.String()
			split(t, f, big)
			split(t, leaf, big)
			if seed%2 == 0 { // as in the full pipeline
				ssa.Fold(f)
				ssa.GVN(f)
				if err := ssa.Check(f); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			funcs["leaf"] = leaf
			m2 := &ssa.Machine{Mem: mem2, Ctx: ctxBase, Fuel: 1 << 24, Funcs: funcs, Symbols: map[string]uint64{"leaf": 16},
				Exit: func(n int64, a []uint64) (uint64, error) {
					half, err := mem2.Load(ctxBase+codegen.CtxArgs+8+4, 4) // of argument 1, an i64
					if err != nil {
						return 0, err
					}
					first, second := order(big, answer64(n, a[0], whole(big, []uint64{a[1], half})))
					return first, mem2.Store(ctxBase+codegen.CtxResult+4, 4, second)
				}}
			a1, a2 := order(big, args[3])
			b1, b2 := order(big, args[4])
			rs, err := m2.CallAll(f, args[0], args[1], args[2], a1, a2, b1, b2, args[5], args[6], args[7])
			if err != nil {
				t.Fatalf("seed %d: split: %v\n%s", seed, err, f)
			}
			if got := whole(big, rs); got != want || !bytes.Equal(mem.data[:irgen.MemSize], mem2.data[:irgen.MemSize]) {
				t.Fatalf("seed %d, big endian %v: split %#x, whole %#x\n%s", seed, big, got, want, text)
			}
		}
	}
}

var edges = []uint64{0, 1, 2, 3, 7, 10, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x100000001, 0x1ffffffff,
	0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001, 0xffffffff00000000, 0xfffffffffffffffe, 0xffffffffffffffff}

// TestHelpers64 compares the helpers with Go's arithmetic, whole and split.
func TestHelpers64(t *testing.T) {
	signed := func(f func(a, b int64) int64) func(a, b uint64) uint64 {
		return func(a, b uint64) uint64 { return uint64(f(int64(a), int64(b))) }
	}
	want := map[string]func(a, b uint64) uint64{
		ssa.HelperDiv:  signed(func(a, b int64) int64 { return a / b }),
		ssa.HelperRem:  signed(func(a, b int64) int64 { return a % b }),
		ssa.HelperUdiv: func(a, b uint64) uint64 { return a / b },
		ssa.HelperUrem: func(a, b uint64) uint64 { return a % b },
		ssa.HelperUmulh: func(a, b uint64) uint64 {
			h, _ := bits.Mul64(a, b)
			return h
		},
		ssa.HelperMulh: func(a, b uint64) uint64 {
			h, _ := bits.Mul64(a, b)
			return h - a&uint64(int64(b)>>63) - b&uint64(int64(a)>>63)
		},
	}
	r := rand.New(rand.NewPCG(1, 1))
	pairs := [][2]uint64{}
	for _, a := range edges {
		for _, b := range edges {
			pairs = append(pairs, [2]uint64{a, b})
		}
	}
	for range 2000 {
		pairs = append(pairs, [2]uint64{r.Uint64() >> r.IntN(64), r.Uint64() >> r.IntN(64)})
	}
	plain, little := helpers(t, false, true), helpers(t, false, false)
	for name, fn := range want {
		for _, p := range pairs {
			if strings.Contains(name, "div") || strings.Contains(name, "rem") {
				if p[1] == 0 {
					continue
				}
			}
			m := &ssa.Machine{Fuel: 1 << 20, Funcs: plain}
			got, err := m.Call(plain[name], p[0], p[1])
			if w := fn(p[0], p[1]); err != nil || got != w {
				t.Errorf("%s(%#x, %#x) = %#x, %v; want %#x", name, p[0], p[1], got, err, w)
			}
			m = &ssa.Machine{Fuel: 1 << 20, Funcs: little}
			rs, err := m.CallAll(little[name], p[0]&math.MaxUint32, p[0]>>32, p[1]&math.MaxUint32, p[1]>>32)
			if w := fn(p[0], p[1]); err != nil || whole(false, rs) != w {
				t.Errorf("split %s(%#x, %#x) = %#x, %v; want %#x", name, p[0], p[1], rs, err, w)
			}
		}
	}
	floats := []float64{0, math.Copysign(0, -1), 0.5, -0.99, 1, -1, 1e9, -1e9, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295.5,
		1e15 + 0.5, -1e18, 9.2e18, 9223372036854774784, 9223372036854775808, -9223372036854775808, -9223372036854777856, 1e300, math.Inf(1), math.Inf(-1), math.NaN()}
	for range 500 {
		floats = append(floats, math.Ldexp(r.NormFloat64(), r.IntN(80)-5))
	}
	for _, x := range floats {
		w, err := ssa.EvalPure(ssa.OpFtoi, ssa.I64, ssa.F64, 4, 0, math.Float64bits(x), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		m := &ssa.Machine{Fuel: 1 << 20, Funcs: little}
		rs, err := m.CallAll(little[ssa.HelperFtoi], math.Float64bits(x))
		if err != nil || whole(false, rs) != w {
			t.Errorf("ftoi64(%v) = %#x, %v; want %#x", x, rs, err, w)
		}
	}
}

// TestSplit64Itof: conversions to float are rounded once.
func TestSplit64Itof(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, to := range []ssa.Type{ssa.F32, ssa.F64} {
		f := ssa.NewFunc("f", ssa.NewOpTable(nil), 4)
		f.Params, f.Results = []ssa.Type{ssa.I64}, []ssa.Type{to}
		b := ssa.NewBuilder(f).At(f.NewBlock())
		b.Ret(b.Value(ssa.OpItof, to, b.Params()[0]))
		split(t, f, false)
		xs := append([]uint64(nil), edges...)
		for range 5000 {
			x := r.Uint64() >> r.IntN(64)
			if r.IntN(2) == 0 { // near the middle between two floats
				x = x&^0xffff | 1<<(r.IntN(40)) + r.Uint64N(3) - 1
			}
			xs = append(xs, x, -x)
		}
		for _, x := range xs {
			w, err := ssa.EvalPure(ssa.OpItof, to, ssa.I64, 4, 0, x, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			m := &ssa.Machine{Fuel: 1 << 20}
			if got, err := m.Call(f, x&math.MaxUint32, x>>32); err != nil || got != w {
				t.Fatalf("%v(%d) = %#x, %v; want %#x", to, int64(x), got, err, w)
			}
		}
	}
}

// TestSplit64Catch: the second half of what a call or exit returns is there on the normal
// edge only, and the catch stays right behind the call.
func TestSplit64Catch(t *testing.T) {
	const text = `func @f(i64) i64 {
b0:
  a = arg i64 [0]
  x = exit i64 a [3] state 7 (a)
  catch -> b1, b2
b1:
  y = call i64 @g x
  catch -> b3, b4
b2:
  e = exception ref
  k = const i64 [-1]
  ret k
b3:
  z = add i64 x, y
  ret z
b4:
  e2 = exception ref
  ret x
}

func @g(i64) i64 {
b0:
  a = arg i64 [0]
  one = const i64 [1]
  b = add i64 a, one
  ret b
}
`
	for _, big := range []bool{false, true} {
		fs, err := ssa.Parse("t", text, ssa.NewOpTable(nil), 4)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fs {
			split(t, f, big)
		}
		mem := newMem(rand.New(rand.NewPCG(1, 1)), big)
		m := &ssa.Machine{Mem: mem, Ctx: ctxBase, Fuel: 1000, Funcs: map[string]*ssa.Func{"g": fs[1]},
			Exit: func(n int64, a []uint64) (uint64, error) {
				half, _ := mem.Load(ctxBase+codegen.CtxArgs+4, 4)
				x := whole(big, []uint64{a[0], half})
				if x == 5 {
					return 0, &ssa.Exception{Ref: 8}
				}
				first, second := order(big, x*3)
				return first, mem.Store(ctxBase+codegen.CtxResult+4, 4, second)
			}}
		for _, c := range [][2]uint64{{0xffffffff, 0xffffffff*6 + 1}, {5, math.MaxUint64}} {
			a1, a2 := order(big, c[0])
			rs, err := m.CallAll(fs[0], a1, a2)
			if err != nil || whole(big, rs) != c[1] {
				t.Errorf("f(%#x) = %#x, %v; want %#x", c[0], rs, err, c[1])
			}
		}
	}
}
