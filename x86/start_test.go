//go:build linux && (amd64 || 386)

package x86

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
	"gojvm/codegen/static"
)

// build makes an executable that runs the last function of a text.
func build(t *testing.T, text string, o codegen.Options) string {
	t.Helper()
	target := NewTarget()
	fs, err := ssa.Parse("test.ssa", text, target.Ops, target.PtrSize)
	if err != nil {
		t.Fatal(err)
	}
	more, err := static.Functions(target, fs, fs[len(fs)-1])
	if err != nil {
		t.Fatal(err)
	}
	var funcs []object.Func
	for _, f := range append(fs, more...) {
		c, err := codegen.Compile(f, target, o)
		if err != nil {
			t.Fatal(err)
		}
		funcs = append(funcs, object.Func{Code: c})
	}
	file, err := static.Link(target, funcs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "program")
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.WriteExecutable(w, static.Entry); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStatic runs static executables, which a kernel of 64 bits runs as well.
func TestStatic(t *testing.T) {
	for _, c := range []struct {
		name, text string
		args       []string
		out        string
		status     int
	}{
		{"divide", `func @f(i64, i64) i64 {
b0:
  a = arg i64 [0]
  b = arg i64 [1]
  q = div i64 a, b
  r = rem i64 a, b
  m = mul i64 q, r
  ret m
}
`, []string{"-1234567890123456789", "987654321012"}, "1220639995738472199", 0},
		{"float", `func @f(f64, i64) f64 {
b0:
  a = arg f64 [0]
  b = arg i64 [1]
  x = itof f64 b
  y = fmul f64 a, x
  k = fconst f64 [7]
  z = frem f64 y, k
  i = ftoi i64 z
  w = itof f64 i
  v = fsub f64 z, w
  ret v
}
`, []string{"2.5", "12345678901"}, "0x1p-1", 0},
		{"exit", `func @host.exit(i32, ptr) {
b0:
  n = arg i32 [0]
  ctx = arg ptr [1]
  x = load i64 ctx +64
  d = sext32 i64 n
  y = mul i64 x, d
  store y, ctx +56
  ret
}

func @f(i64) i64 {
b0:
  a = arg i64 [0]
  x = exit i64 a [3]
  poll
  y = exit i64 x [5]
  ret y
}
`, []string{"1000000000000"}, "15000000000000", 0},
		{"guard", `func @f(i32) i32 {
b0:
  a = arg i32 [0]
  guard a [9]
  ret a
}
`, []string{"0"}, "", 125},
	} {
		for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
			path := build(t, c.text, codegen.Options{Level: level, Check: true, StackCheck: true})
			limit, cancel := context.WithTimeout(context.Background(), time.Minute)
			cmd := exec.CommandContext(limit, path, c.args...)
			out, err := cmd.Output()
			cancel()
			status := 0
			if ee := (*exec.ExitError)(nil); errors.As(err, &ee) {
				status = ee.ExitCode()
			} else if err != nil {
				t.Fatal(err)
			}
			if want := c.out; status != c.status || status == 0 && string(out) != want+"\n" {
				t.Errorf("%s, level %d: printed %q, status %d, not %q", c.name, level, out, status, want)
			}
		}
	}
}

// TestBacktrace: a debugger finds the callers of a function that faults, through frames that
// are made, taken back and in between.
func TestBacktrace(t *testing.T) {
	if _, err := exec.LookPath("gdb"); err != nil {
		t.Skip("gdb is not installed")
	}
	path := build(t, `func @divide(i32, f64) i32 {
b0:
  a = arg i32 [0]
  x = arg f64 [1]
  z = frem f64 x, x
  zero = fconst f64 [0]
  c = feq i32 z, zero
  if c -> b1, b2
b1:
  ret c
b2:
  h = const i32 [100]
  q = div i32 h, a
  r = call i32 @second q [0]
  s = add i32 r, q
  ret s
}
func @second(i32) i32 {
b0:
  a = arg i32 [0]
  x = fconst f64 [nan]
  y = call i32 @divide a, x [0]
  z = add i32 y, a
  ret z
}
func @first(i32) i32 {
b0:
  a = arg i32 [0]
  x = call i32 @second a [0]
  y = add i32 x, a
  ret y
}
`, codegen.Options{Level: codegen.Full, StackCheck: true})
	limit, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(limit, "gdb", "-nx", "-batch", "-ex", "run", "-ex", "bt", "--args", path, "0").CombinedOutput()
	if err != nil {
		t.Skipf("gdb cannot run a program here: %v", err)
	}
	at := 0
	for _, f := range []string{"SIGFPE", "#0", " divide (", "#1", " second (", "#2", " first (", "#3", " rt", "#4", " _start ("} {
		i := strings.Index(string(out[at:]), f)
		if i < 0 {
			t.Fatalf("no %q in its place:\n%s", f, out)
		}
		at += i
	}
}
