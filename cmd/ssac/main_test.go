package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ssac runs the command and returns its exit status and what it printed, errors included.
func ssac(args ...string) (int, string) {
	var out bytes.Buffer
	status, err := run(args, &out, &out)
	if err != nil {
		out.WriteString(err.Error() + "\n")
	}
	return status, out.String()
}

// TestKernels builds each kernel for each machine and runs it, under qemu where it must:
// all print the same, in both pipelines.
func TestKernels(t *testing.T) {
	files, _ := filepath.Glob("../../test/kernels/*.ssa")
	if len(files) < 11 {
		t.Fatalf("only %d kernels", len(files))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want := ""
			for _, target := range []string{"amd64", "386", "ppc"} {
				if !native(target) {
					if _, err := exec.LookPath(targets[target].emulator); err != nil {
						t.Logf("%s is not installed: test/setup.sh installs it", targets[target].emulator)
						continue
					}
				}
				for _, level := range []string{"quick", "full"} {
					status, got := ssac("-target", target, "-O", level, "-run", file, "2")
					if want == "" {
						want = got
					}
					if status != 0 || got != want || len(got) < 2 {
						t.Errorf("%s %s: status %d, printed %q, want %q", target, level, status, got, want)
					}
				}
			}
		})
	}
}

const sum = `func @sum(i32, i32) i32 {
b0:
  a = arg i32 [0]
  b = arg i32 [1]
  c = add i32 a, b
  ret c
}
`

func write(t *testing.T, text string) string {
	file := filepath.Join(t.TempDir(), "t.ssa")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOutputs(t *testing.T) {
	file := write(t, sum)
	page, object := filepath.Join(t.TempDir(), "p.html"), filepath.Join(t.TempDir(), "o.o")
	status, text := ssac("-S", "-dump", "regalloc", "-html", page, file)
	if status != 0 || !strings.Contains(text, "@sum: ") || !strings.Contains(text, "ret") || !strings.Contains(text, "c = add i32 a, b") {
		t.Errorf("-S: status %d\n%s", status, text)
	}
	html, err := os.ReadFile(page)
	if err != nil || !bytes.Contains(html, []byte("regalloc")) || !bytes.Contains(html, []byte("gvn")) {
		t.Errorf("-html: %v", err)
	}
	if status, text := ssac("-target", "ppc", "-c", "-o", object, file); status != 0 {
		t.Errorf("-c: status %d\n%s", status, text)
	}
	if b, _ := os.ReadFile(object); !bytes.HasPrefix(b, []byte("\x7fELF")) {
		t.Error("-c writes no ELF file")
	}
}

// TestFeatures: instructions beyond the baseline come only when asked for.
func TestFeatures(t *testing.T) {
	file := write(t, `func @f(i64, i32, f64, f64) f64 {
b0:
  a = arg i64 [0]
  n = arg i32 [1]
  x = arg f64 [2]
  y = arg f64 [3]
  one = const i64 [-1]
  p = add i64 a, one
  q = and i64 a, p
  s = shl i64 q, n
  z = popcnt i32 s
  c = ctz i32 q
  w = add i32 z, c
  g = itof f64 w
  h = fadd f64 x, y
  k = fmul f64 x, h
  r = fsub f64 k, g
  ret r
}
`)
	for cpu, want := range map[string]string{"": "", "x86-64-v2": "popcnt", "popcnt,bmi1": "popcnt blsr tzcnt", "x86-64-v3": "popcnt blsr tzcnt shlx vaddsd vmulsd", "x86-64-v3,-avx,-bmi1": "popcnt shlx"} {
		status, text := ssac("-S", "-cpu", cpu, file)
		var got []string
		for _, name := range []string{"popcnt", "blsr", "tzcnt", "shlx", "vaddsd", "vmulsd"} {
			if strings.Contains(text, " "+name+" %") {
				got = append(got, name)
			}
		}
		if s := strings.Join(got, " "); status != 0 || s != want {
			t.Errorf("-cpu %s: status %d, uses %q, want %q\n%s", cpu, status, s, want, text)
		}
	}
	if status, got := ssac("-cpu", "sse9", file); status != 2 || !strings.Contains(got, `"sse9" is no feature of amd64: want baseline, x86-64,`) {
		t.Errorf("-cpu sse9: status %d: %s", status, got)
	}
	if status, got := ssac("-target", "ppc", "-cpu", "native", file); status != 2 || !strings.Contains(got, "does not run code for ppc") {
		t.Errorf("-cpu native: status %d: %s", status, got)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"func @f( {":                              "t.ssa:1:",
		strings.Replace(sum, "add", "fadd", 1):    "t.ssa:5:",
		strings.Replace(sum, "ret c", "ret d", 1): "t.ssa:6:",
		"": "t.ssa:1:1: no function",
	} {
		if status, got := ssac(write(t, text)); status != 1 || !strings.Contains(got, want) {
			t.Errorf("%q: status %d: %s, want %s", text, status, got, want)
		}
	}
	if status, _ := ssac("-target", "vax", "x.ssa"); status != 2 {
		t.Errorf("-target vax: status %d", status)
	}
	if status, got := ssac("nosuch.ssa"); status != 1 || !strings.Contains(got, "no such file") {
		t.Errorf("no file: status %d: %s", status, got)
	}
}
