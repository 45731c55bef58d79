//go:build linux && (amd64 || 386)

package x86

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
)

// TestABI links functions of the C convention with C, calling both ways: arguments of all
// types on the stack, results in AX, in DX and AX, and on the FPU stack, preserved registers.
func TestABI(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	const main = `
#include <stdio.h>
#include <stdint.h>
int32_t many(int32_t, int64_t, double, float, void *, int32_t);
int64_t wide(int64_t, int32_t, int64_t);
double mean(double, double, float);
float narrow(float, double);
int64_t backs(int32_t, int64_t, double, float);
int64_t __attribute__((noinline)) cback(int32_t a, int64_t b, double x, float y) { return a + b * 2 + (int64_t)(x * 4) + (int64_t)y; }
double cmean(double x, float y) { return (x + y) / 2; }
int main(void) {
	volatile int32_t keep = 7;
	int32_t cell = 40;
	printf("%d\n", many(1, -5000000000, 2.5, 0.5f, &cell, 100));
	printf("%lld\n", (long long)wide(0x123456789abcdefLL, 12, -3));
	printf("%a\n", mean(1.5, 1e300, -2.25f));
	printf("%a\n", narrow(1.25f, 3));
	printf("%lld %d\n", (long long)backs(3, 1LL << 40, -1.25, 9), keep);
	return 0;
}
`
	const text = `func @many(i32, i64, f64, f32, ptr, i32) i32 c {
b0:
  a = arg i32 [0]
  b = arg i64 [1]
  x = arg f64 [2]
  y = arg f32 [3]
  p = arg ptr [4]
  n = arg i32 [5]
  h = hi i32 b
  i = ftoi i32 x
  y2 = ftof f64 y
  k = fconst f64 [1000]
  y3 = fmul f64 y2, k
  j = ftoi i32 y3
  m = load i32 p
  s1 = add i32 a, h
  s2 = add i32 i, j
  s3 = add i32 m, n
  s4 = add i32 s1, s2
  s5 = add i32 s4, s3
  ret s5
}
func @wide(i64, i32, i64) i64 c {
b0:
  a = arg i64 [0]
  n = arg i32 [1]
  b = arg i64 [2]
  r = shr i64 a, n
  m = mul i64 r, b
  ret m
}
func @mean(f64, f64, f32) f64 c {
b0:
  x = arg f64 [0]
  y = arg f64 [1]
  z = arg f32 [2]
  w = ftof f64 z
  u = fmul f64 x, w
  v = fadd f64 u, y
  ret v
}
func @narrow(f32, f64) f32 c {
b0:
  x = arg f32 [0]
  y = arg f64 [1]
  z = ftof f32 y
  w = fmul f32 x, z
  ret w
}
func @backs(i32, i64, f64, f32) i64 c {
b0:
  a = arg i32 [0]
  b = arg i64 [1]
  x = arg f64 [2]
  y = arg f32 [3]
  r = call i64 @cback a, b, x, y [1]
  m = call f64 @cmean x, y [1]
  k = fconst f64 [1000]
  m2 = fmul f64 m, k
  i = ftoi i32 m2
  i2 = sext32 i64 i
  a2 = sext32 i64 a
  s = add i64 r, i2
  s2 = add i64 s, a2
  s3 = add i64 s2, b
  ret s3
}
`
	const want = "641\n-60047995031604\n0x1.7e43c8800759cp+996\n0x1.ep+1\n3298534887213 7\n"
	if err := os.WriteFile(file("main.c"), []byte(main), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-m32", "-msse2", "-mfpmath=sse", "-O1", "-c", "-o", file("main.o"), file("main.c")).CombinedOutput(); err != nil {
		t.Skipf("gcc -m32 does not work (gcc-multilib): %v %.200s", err, out)
	}
	for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
		target := NewTarget()
		fs, err := ssa.Parse("abi", text, target.Ops, target.PtrSize)
		if err != nil {
			t.Fatal(err)
		}
		machine, err := object.MachineOf(target)
		if err != nil {
			t.Fatal(err)
		}
		o := object.File{Machine: machine}
		for _, f := range fs {
			c, err := codegen.Compile(f, target, codegen.Options{Level: level, Check: true})
			if err != nil {
				t.Fatal(err)
			}
			o.Funcs = append(o.Funcs, object.Func{Code: c})
		}
		w, err := os.Create(file("ours.o"))
		if err != nil {
			t.Fatal(err)
		}
		if err := o.WriteObject(w); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("gcc", "-m32", "-no-pie", "-o", file("program"), file("main.o"), file("ours.o")).CombinedOutput(); err != nil {
			t.Fatalf("linking: %v %s", err, out)
		}
		out, err := exec.Command(file("program")).Output()
		if err != nil || string(out) != want {
			t.Errorf("level %d: %v, printed\n%s", level, err, out)
		}
	}
}
