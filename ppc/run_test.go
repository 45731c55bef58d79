package ppc

import (
	"context"
	"errors"
	"fmt"
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

// emulator returns the path of the emulator, without which nothing here can run.
func emulator(t testing.TB) string {
	t.Helper()
	p, err := exec.LookPath("qemu-ppc")
	if err != nil {
		t.Skip("qemu-ppc is not installed; test/setup.sh does it")
	}
	return p
}

// compileAll compiles functions; the program's come first.
func compileAll(fs []*ssa.Func, target *codegen.Target, o codegen.Options) ([]object.Func, error) {
	var out []object.Func
	for _, f := range fs {
		c, err := codegen.Compile(f, target, o)
		if err != nil {
			var crash *codegen.Crash
			if errors.As(err, &crash) {
				err = errors.New(err.Error() + "\n" + string(crash.Stack))
			}
			return nil, err
		}
		out = append(out, object.Func{Code: c})
	}
	return out, nil
}

// build makes an executable that runs the last function of a text.
func build(t testing.TB, text string, o codegen.Options) string {
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
	funcs, err := compileAll(fs, target, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Few, o.StackCheck = 0, false // some routines have too many arguments; they need no check
	routines, err := compileAll(more, target, o)
	if err != nil {
		t.Fatal(err)
	}
	funcs = append(funcs, routines...)
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

// run runs a program and returns what it prints and its status.
func run(t testing.TB, path string, args ...string) (string, int) {
	t.Helper()
	c, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(c, emulator(t), append([]string{path}, args...)...)
	cmd.Dir = t.TempDir() // for core dumps
	out, err := cmd.CombinedOutput()
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// both are the pipelines that programs are tested with.
var both = []codegen.Options{{Level: codegen.Quick, Check: true}, {Level: codegen.Full, Check: true}, {Level: codegen.Full, Check: true, Few: 5}}

// switchText has a switch that is dense enough for a jump table, with a hole at 4.
const switchText = "func @f(i32) i32 {\nb:\n x = arg i32 [0]\n k = const i32 [200]\n z = const i32 [7]\n switch x {5, 6, 7, 8, 9, 3, 2, 12} -> c, c, c, c, c, c, c, c, d\n" +
	"c:\n y = add i32 x, k\n ret y\nd:\n ret z\n}\n"

// downText adds up bytes from the last to the first, two more for each.
const downText = "func @f(ptr, i32) i32 {\nb:\n p = arg ptr [0]\n n = arg i32 [1]\n zero = const i32 [0]\n one = const i32 [1]\n less = const i32 [-3]\n first = const i32 [57]\n two = const i32 [2]\n jmp -> l\n" +
	"l:\n j = phi i32 b:n, m:j2\n i = phi i32 b:first, m:i2\n s = phi i32 b:zero, m:s2\n i2 = add i32 i, less\n x = load8u i32 p, i\n s1 = add i32 s, x\n s2 = add i32 s1, two\n" +
	" j2 = sub i32 j, one\n c = ne i32 j2, zero\n if c -> m, d\nm:\n jmp -> l\nd:\n ret s2\n}\n"

// programs are functions with arguments and what they print.
var programs = []struct{ name, text, args, want string }{
	{"identity", "func @f(i32) i32 {\nb:\n x = arg i32 [0]\n ret x\n}\n", "-7", "-7"},
	{"hex", "func @f(i64) i64 {\nb:\n x = arg i64 [0]\n ret x\n}\n", "0xfedcba9876543210", "-81985529216486896"},
	{"default", "func @f(i32, i64) i64 {\nb:\n x = arg i64 [1]\n ret x\n}\n", "5", "100"},
	{"least", "func @f(i64) i64 {\nb:\n x = arg i64 [0]\n ret x\n}\n", "-9223372036854775808", "-9223372036854775808"},
	{"float", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "-12.375", "-0x1.8cp+3"},
	{"floatbits", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "0x400921fb54442d18", "0x1.921fb54442d18p+1"},
	{"subnormal", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "0x1", "0x0.0000000000001p-1022"},
	{"zero", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "0x8000000000000000", "-0x0p+0"},
	{"infinity", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "0xfff0000000000000", "-inf"},
	{"nan", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n ret x\n}\n", "0x7ff8000000000000", "nan"},
	{"single", "func @f(f32) f32 {\nb:\n x = arg f32 [0]\n y = fadd f32 x, x\n ret y\n}\n", "0.1", "0x1.99999ap-3"},
	{"sqrt", "func @f(f64) f64 {\nb:\n x = arg f64 [0]\n y = fsqrt f64 x\n ret y\n}\n", "2", "0x1.6a09e667f3bcdp+0"},
	{"rem", "func @f(f64, f64) f64 {\nb:\n x = arg f64 [0]\n y = arg f64 [1]\n z = frem f64 x, y\n ret z\n}\n", "-1000000 0.25", "-0x0p+0"},
	{"rem2", "func @f(f64, f64) f64 {\nb:\n x = arg f64 [0]\n y = arg f64 [1]\n z = frem f64 x, y\n ret z\n}\n", "1000000.5 3", "0x1.8p+0"},
	{"memory", "func @f(ptr, i32) i32 {\nb:\n p = arg ptr [0]\n x = arg i32 [1]\n store x, p +70000\n y = load8u i32 p +70003\n ret y\n}\n", "0x1234", "52"},
	{"down", downText, "20", "40"},
	{"switch", switchText, "9", "209"},
	{"switch2", switchText, "4", "7"},
	{"switch3", switchText, "-1", "7"},
	{"switch4", switchText, "12", "212"},
	{"void", "func @f(i32) {\nb:\n ret\n}\n", "", ""},
}

func TestPrograms(t *testing.T) {
	emulator(t)
	for _, p := range programs {
		for _, o := range both {
			got, status := run(t, build(t, p.text, o), strings.Fields(p.args)...)
			if strings.TrimSuffix(got, "\n") != p.want || status != 0 {
				t.Errorf("%s, level %d, few %d: prints %q, status %d; want %q", p.name, o.Level, o.Few, got, status, p.want)
			}
		}
	}
}

// TestStackCheck: recursion without end runs into the limit, with small frames and with one
// that is larger than what may pass it.
func TestStackCheck(t *testing.T) {
	emulator(t)
	deep := "func @f(i32) i32 {\nb:\n x = arg i32 [0]\n one = const i32 [1]\n y = add i32 x, one\n z = call i32 @f y\n s = add i32 x, z\n ret s\n}\n"
	wide := "func @f(i32) i32 {\nb:\n x = arg i32 [0]\n one = const i32 [1]\n"
	sum := ""
	for i := range 200 { // values that live across the call
		wide += fmt.Sprintf(" k%d = const i32 [%d]\n v%d = mul i32 x, k%d\n", i, 3+i, i, i)
		sum += fmt.Sprintf(" s%d = add i32 s%d, v%d\n", i+1, i, i)
	}
	wide += " y = add i32 x, one\n s0 = call i32 @f y\n" + sum + " ret s200\n}\n"
	for _, text := range []string{deep, wide} {
		for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
			got, status := run(t, build(t, text, codegen.Options{Level: level, Check: true, StackCheck: true}), "0")
			if got != "limit 0\n" || status != 125 {
				t.Errorf("level %d: prints %q, status %d", level, got, status)
			}
		}
	}
}

// TestStops checks how programs end that exit, fail a guard or divide by zero.
func TestStops(t *testing.T) {
	emulator(t)
	for _, p := range []struct {
		text, want string
		status     int
	}{
		{"func @f(i32) i32 {\nb:\n x = arg i32 [0]\n y = exit i32 x [7]\n ret y\n}\n", "exit 7\n", 125},
		{"func @f(i32) i32 {\nb:\n x = arg i32 [0]\n guard x [3]\n ret x\n}\n", "guard 3\n", 125},
		{"func @host.exit(i32, ptr) {\nb:\n n = arg i32 [0]\n c = arg ptr [1]\n a = load i32 c +64\n s = add i32 a, n\n store s, c +56\n ret\n}\n" +
			"func @f(i32) i32 {\nb:\n x = arg i32 [0]\n k = const i32 [40]\n y = exit i32 k [2]\n z = add i32 x, y\n ret z\n}\n", "42\n", 0},
		{"func @f(i32) i32 {\nb:\n x = arg i32 [0]\n k = const i32 [40]\n y = div i32 k, x\n ret y\n}\n", "", -1},
	} {
		for _, o := range both {
			got, status := run(t, build(t, p.text, o), "0")
			if p.status == -1 && (status != -1 || !strings.Contains(got, "Trace")) {
				t.Errorf("%q: status %d, want a trap: %s", p.text, status, got)
			}
			if p.status >= 0 && (got != p.want || status != p.status) {
				t.Errorf("%q: prints %q, status %d; want %q, %d", p.text, got, status, p.want, p.status)
			}
		}
	}
}
