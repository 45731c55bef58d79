//go:build linux && (amd64 || 386)

package host

import (
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// TestManyArguments calls with an argument in every register, while each of them
// is needed afterwards.
func TestManyArguments(t *testing.T) {
	h := newHost(t)
	m := h.compile(`func @f(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) i32 {
b0:
  a = arg i32 [0]
  b = arg i32 [9]
  c = arg i32 [10]
  s = add i32 a, b
  r = add i32 s, c
  ret r
}
func @g(ptr, i32) i32 {
b0:
  p = arg ptr [0]
  n = arg i32 [1]
  a = load i32 p +0
  b = load i32 p +4
  c = load i32 p +8
  d = load i32 p +12
  e = load i32 p +16
  f = load i32 p +20
  g = load i32 p +24
  h = load i32 p +28
  i = load i32 p +32
  fn = load ptr p +40
  r = calli i32 fn, a, b, c, d, e, f, g, h, i, n, n [0]
  s1 = add i32 a, b
  s2 = add i32 c, d
  s3 = add i32 e, f
  s4 = add i32 g, h
  s5 = add i32 i, r
  s6 = add i32 s1, s2
  s7 = add i32 s3, s4
  s8 = add i32 s5, s6
  s9 = add i32 s7, s8
  ret s9
}
`, codegen.Options{Check: true})
	const at = 2048 // in the context, behind what the code generator owns
	for i := range 5 {
		*h.word(at + 8*i) = uint64(2*i+1) | uint64(2*i+2)<<32
	}
	*h.word(at + 40) = uint64(m["f"].Addr)
	got := h.call(m["g"], []ssa.Type{ssa.Ptr, ssa.I32}, ssa.I32, uint64(h.address(at)), 100)
	if want := uint64(45 + 1 + 100 + 100); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

// TestBridge calls a function without code and resumes it with results of both kinds.
func TestBridge(t *testing.T) {
	h := newHost(t)
	code, err := Bridge(7)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.cache.Install([]*codegen.Code{code}, nil); err != nil {
		t.Fatal(err)
	}
	m := h.compile(`func @f(i64, f64) f64 {
b0:
  i = arg i64 [0]
  x = arg f64 [1]
  n = call i64 @bridge i, x [0]
  y = call f64 @bridge n, x [0]
  ret y
}
`, codegen.Options{Check: true})
	ints, floats := ArgRegisters()
	var seen []uint64
	h.exit = func(n int64, _ []uint64) uint64 {
		i, x := *h.word(codegen.CtxIntRegs + 8*ints[0]), *h.word(codegen.CtxFloatRegs + 8*floats[0])
		if h.target.Split64 {
			i = i&0xffffffff | *h.word(codegen.CtxIntRegs + 8*ints[1])<<32
		}
		seen = append(seen, uint64(n), i, x)
		return i + 1
	}
	if got := h.call(m["f"], []ssa.Type{ssa.I64, ssa.F64}, ssa.F64, 40, 99); got != 42 {
		t.Errorf("got %d", got)
	}
	for i, w := range []uint64{7, 40, 99, 7, 41, 99} {
		if i >= len(seen) || seen[i] != w {
			t.Fatalf("the host saw %d", seen)
		}
	}
}

func TestStackCheck(t *testing.T) {
	h := newHost(t)
	m := h.compile(`func @f(i32) i32 {
b0:
  n = arg i32 [0]
  one = const i32 [1]
  m = add i32 n, one
  r = call i32 @f m [0]
  ret r
}
`, codegen.Options{Check: true, StackCheck: true})
	*h.word(codegen.CtxStackLimit) = uint64(h.stackLow()) + 4096
	if reason := h.run(m["f"], []ssa.Type{ssa.I32}, ssa.I32, 0); reason != codegen.ReasonOverflow {
		t.Errorf("left because of %v", reason)
	}
	if sp := *h.word(codegen.CtxSP); sp >= uint64(h.stackLow())+4096 || sp < uint64(h.stackLow())+4096-64 {
		t.Errorf("left %d bytes above the end", sp-uint64(h.stackLow()))
	}
}

// TestC calls functions of the C convention: arguments on the stack, halves in order, floats
// returned on the FPU stack, registers preserved.
func TestC(t *testing.T) {
	h := newHost(t)
	m := h.compile(`func @c(i32, i64, f64, f32) f64 c {
b0:
  a = arg i32 [0]
  b = arg i64 [1]
  x = arg f64 [2]
  y = arg f32 [3]
  a1 = itof f64 a
  b1 = itof f64 b
  y1 = ftof f64 y
  s1 = fadd f64 a1, b1
  s2 = fadd f64 x, y1
  s3 = fmul f64 s1, s2
  k = fconst f64 [0.5]
  t = call f64 @half s3 [1]
  u = fadd f64 t, a1
  ret u
}
func @half(f64) f64 c {
b0:
  x = arg f64 [0]
  k = fconst f64 [0.5]
  r = fmul f64 x, k
  ret r
}
func @wide(i64, i32) i64 c {
b0:
  a = arg i64 [0]
  n = arg i32 [1]
  r = shl i64 a, n
  s = add i64 r, a
  ret s
}
func @f(i32, i64) i64 {
b0:
  a = arg i32 [0]
  b = arg i64 [1]
  x = fconst f64 [1.5]
  y = fconst f32 [2.5]
  z = call f64 @c a, b, x, y [1]
  i = ftoi i64 z
  w = call i64 @wide i, a [1]
  s = add i64 w, b
  ctx0 = ctx ptr
  p = load i32 ctx0 +40
  q = sext32 i64 p
  r = add i64 s, q
  ret r
}
`, codegen.Options{Check: true})
	want := func(a int32, b int64) uint64 {
		z := int64((float64(a)+float64(b))*4/2 + float64(a))
		return uint64(z<<a + z + b)
	}
	for _, c := range []struct {
		a int32
		b int64
	}{{3, 1000}, {5, -70000000000}} {
		if got := h.call(m["f"], []ssa.Type{ssa.I32, ssa.I64}, ssa.I64, uint64(uint32(c.a)), uint64(c.b)); got != want(c.a, c.b) {
			t.Errorf("f(%d, %d) = %d, want %d", c.a, c.b, int64(got), int64(want(c.a, c.b)))
		}
	}
}
