// Package observe runs a program and looks at what the VM tells of it: compilations,
// inlining, machine code, profiles.
package observe

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

// timeLimit is for one run; a hang is a failure, not a wait.
const timeLimit = 2 * time.Minute

// setup builds the VM and compiles testdata/Hot.java into the folder returned.
func setup(t *testing.T) (vm, dir string) {
	t.Helper()
	harness.NeedCompiler(t)
	dir = t.TempDir()
	harness.Javac(t, "-g", "-d", dir, "testdata/Hot.java")
	return harness.VM(t), dir
}

// run runs Hot in dir and returns what it prints.
func run(t *testing.T, vm, dir, rounds string, options ...string) string {
	t.Helper()
	return runClass(t, vm, dir, "Hot", rounds, options...)
}

// runClass is run for any class in dir.
func runClass(t *testing.T, vm, dir, class, rounds string, options ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, vm, append(options, "-cp", dir, class, rounds)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", options, err, out)
	}
	return string(out)
}

// TestPrints checks the forms of lines; that java has the same is seen by eye.
func TestPrints(t *testing.T) {
	vm, dir := setup(t)
	quick := []string{"-Xbatch", "-XX:CompileThreshold=256"}
	for _, c := range []struct {
		options []string
		want    []string // regular expressions
		not     string
	}{
		{[]string{"-XX:+PrintCompilation"}, []string{
			`(?m)^ *\d+ +\d+    b  4      Hot::inner \(6 bytes\)$`,
			`(?m)^ *\d+ +\d+  s!b  4      Hot::divide \(12 bytes\)$`,
			`(?m)^ *\d+ +\d+ %  b  4      Hot::main @ 9 \(\d+ bytes\)$`}, "Assembly"},
		{[]string{"-XX:TieredStopAtLevel=1", "-XX:+PrintCompilation"}, []string{`(?m)^ *\d+ +\d+    b  1      Hot::spin \(24 bytes\)$`}, ` 4      Hot`},
		{[]string{"-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintCompilation", "-XX:+PrintInlining"}, []string{`(?m) 4      Hot::spin .*\n +@ 11   Hot::inner \(6 bytes\)   inline$`}, ""},
		{[]string{"-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:+PrintCompilation", "-XX:+PrintInlining"},
			[]string{`(?m) 1      Hot::spin .*\n +@ 11   Hot::inner \(6 bytes\)   inline$`}, ""},
		{[]string{"-XX:CompileCommand=quiet", "-XX:CompileCommand=dontinline,Hot::inner", "-XX:CompileCommand=PrintInlining,Hot.spin"},
			[]string{`(?m)^ +@ 11   Hot::inner \(6 bytes\)   disallowed by CompileCommand$`}, "CompileCommand:"},
		{[]string{"-XX:CompileCommand=exclude,Hot::spin", "-XX:+PrintCompilation"},
			[]string{`(?m)^CompileCommand: exclude Hot.spin bool exclude = true$`, `(?m)^### Excluding compile: static Hot::spin$`,
				`(?m)^made not compilable on level 4  Hot::spin \(24 bytes\)   excluded by CompileCommand$`}, ` 4      Hot::spin`},
		{[]string{"-XX:CompileCommand=compileonly,Hot::inner", "-XX:+PrintCompilation"}, []string{` 4      Hot::inner`}, ` 4      java`},
		{[]string{"-XX:CompileCommand=print,Hot::spin"}, []string{`(?m)^  ;; Hot::inner@2 \(line 5\) <- Hot::spin@11 \(line 11\): imul$`, `# poll, 0 references`}, ""},
		{[]string{"-Xlog:jit*"}, []string{`\[jit,compilation\] .* 4      Hot::spin`, `\[jit,inlining *\] .*Hot::inner`,
			`\[jit,deopt *\] .*Hot::divide@\d+ \(line 18\): reason exception`}, ""},
		{[]string{"-Xint", "-XX:+PrintCompilation"}, nil, `Hot::`},
	} {
		out := run(t, vm, dir, "3000", append(quick, c.options...)...)
		for _, want := range c.want {
			if !regexp.MustCompile(want).MatchString(out) {
				t.Errorf("%v: nothing matches %s in\n%s", c.options, want, lines(out))
			}
		}
		if c.not != "" && strings.Contains(out, c.not) {
			t.Errorf("%v: %q is there\n%s", c.options, c.not, lines(out))
		}
	}
}

// lines leaves out the lines of the library's methods.
func lines(out string) string {
	var s strings.Builder
	for _, l := range strings.SplitAfter(out, "\n") {
		if strings.Contains(l, "Hot") {
			s.WriteString(l)
		}
	}
	return s.String()
}

func TestPage(t *testing.T) {
	vm, dir := setup(t)
	out := run(t, vm, dir, "3000", "-Xbatch", "-XX:CompileCommand=page,Hot::inner")
	m := regexp.MustCompile(`written to (Hot\.inner-\d+\.html)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no page:\n%s", out)
	}
	page, err := os.ReadFile(filepath.Join(dir, m[1]))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"imul", "<b>gvn</b>", "<b>regalloc</b>", "<b>assembly</b>", "line 5"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

// TestStress checks that code that is made under stress computes the same, and what is to be seen of it.
func TestStress(t *testing.T) {
	vm, dir := setup(t)
	want := run(t, vm, dir, "3000", "-Xint")
	for _, options := range [][]string{
		{"-Xjitstress=deopt:1"}, {"-Xjitstress=deopt:5"}, {"-Xcomp", "-Xjitstress=deopt"},
		{"-Xjitstress=osr"}, {"-Xjitstress=osr:100,deopt:2"},
		{"-Xcomp", "-Xjitstress=inline"}, {"-Xcomp", "-Xjitstress=registers:7"},
		{"-Xcomp", "-Xjitstress=osr:2,inline:3,registers:4,deopt:9"},
	} {
		if got := run(t, vm, dir, "3000", append(options, "-Xcheck:jit")...); got != want {
			t.Errorf("%v: %s, want %s", options, got, want)
		}
	}
}

// TestStressIsSeen checks that the modes do what they say, on the lines of compilations.
func TestStressIsSeen(t *testing.T) {
	vm, dir := setup(t)
	for _, c := range []struct {
		options []string
		want    string // a regular expression
		not     string
	}{
		{[]string{"-Xjitstress=osr:4", "-XX:+PrintCompilation"}, `%.*Hot::spin @`, ` 4      Hot::spin (`},
		{[]string{"-Xcomp", "-Xjitstress=inline", "-Xlog:jit*"}, `\(\d+ bytes\)   refused by chance`, ""},
		{[]string{"-Xcomp", "-Xjitstress=deopt:1", "-Xlog:jit*"}, `Hot::spin@\d+ `, ""},
	} {
		out := run(t, vm, dir, "30", c.options...)
		if !regexp.MustCompile(c.want).MatchString(out) {
			t.Errorf("%v: nothing matches %s", c.options, c.want)
		}
		if c.not != "" && strings.Contains(out, c.not) {
			t.Errorf("%v: %q is there", c.options, c.not)
		}
	}
	code := func(options ...string) string {
		out := run(t, vm, dir, "30", append(options, "-Xcomp", "-XX:CompileCommand=quiet", "-XX:CompileCommand=print,Hot::inner")...)
		return regexp.MustCompile(`(?m)^ +[0-9a-f]+: +|0x[0-9a-f]+`).ReplaceAllString(out, "")
	}
	one, two, three := code(), code("-Xjitstress=registers:5"), code("-Xjitstress=registers:6")
	if !strings.Contains(one, "imul") || one == two || two == three {
		t.Errorf("registers are the same under stress:\n%s%s%s", one, two, three)
	}
}
