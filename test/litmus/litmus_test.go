// Package litmus races threads against each other and looks whether the memory model allows
// what comes out: orders of volatile, final, opaque and acquire-release accesses, monitors, wait and
// notify, atomics, start and join. The tests are Java programs in folder java.
//
// By hand, for long, one test, or on java:
//
//	go test ./test/litmus -v -millis 10000 -timeout 0
//	go test ./test/litmus -v -tests iriw -java java
package litmus

import (
	"context"
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

var (
	millis = flag.Int("millis", 40, "milliseconds for each test in each mode")
	tests  = flag.String("tests", "", "beginnings of the names of tests, separated by commas; all without")
	java   = flag.String("java", "", "another VM to run the tests on")
)

// modes are the ways in which the tests run.
var modes = []struct {
	name  string
	flags []string
	short bool // also with -short
}{
	{"int", []string{"-Xint"}, false},
	{"mixed", []string{"-XX:CompileThreshold=256", "-Xcheck:jit"}, true},
	{"tier1", []string{"-Xcomp", "-XX:TieredStopAtLevel=1", "-Xcheck:jit"}, false},
	{"comp", []string{"-Xcomp", "-Xcheck:jit"}, true},
}

// fewestTests is less than there are: a run that says nothing must not pass.
const fewestTests = 50

// mayWait is what a test may take beyond its time on a loaded machine, with the start of the VM.
const mayWait = 5 * time.Minute

func TestLitmus(t *testing.T) {
	dir := t.TempDir()
	sources, err := filepath.Glob("java/*.java")
	if err != nil || len(sources) == 0 {
		t.Fatal("no tests", err)
	}
	harness.Javac(t, append([]string{"-d", dir}, sources...)...)
	if *java != "" {
		run(t, dir, *java, nil)
		return
	}
	vm := harness.VM(t)
	for _, m := range modes {
		if testing.Short() && !m.short {
			continue
		}
		t.Run(m.name, func(t *testing.T) { run(t, dir, vm, m.flags) })
	}
}

// result is a line of what the tests print.
var result = regexp.MustCompile(`^(\S+) rounds=(\d+)(.*)$`)

// run runs the tests on vm.
func run(t *testing.T, dir, vm string, flags []string) {
	ctx, cancel := context.WithTimeout(context.Background(), mayWait+time.Duration(*millis)*100*time.Millisecond)
	defer cancel()
	args := append(append([]string{}, flags...), "-cp", dir, "Litmus", strconv.Itoa(*millis))
	if *tests != "" {
		args = append(args, strings.Split(*tests, ",")...)
	}
	cmd := exec.CommandContext(ctx, vm, args...)
	out, err := cmd.CombinedOutput()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Errorf("no end")
	}
	if err != nil {
		t.Errorf("%v", err)
	}
	seen, rounds, relaxed := 0, 0, map[string]bool{}
	for _, line := range strings.Split(strings.TrimRight(string(out), "\n"), "\n") {
		m := result.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("unexpected: %s", line)
			continue
		}
		seen++
		n, _ := strconv.Atoi(m[2])
		rounds += n
		if strings.Contains(m[3], "FORBIDDEN") || strings.Contains(m[3], "FAILED") {
			t.Error(line)
		} else {
			t.Log(line)
		}
		if strings.Contains(m[3], "relaxed") {
			relaxed[m[1]] = true
		}
	}
	if *tests == "" && seen < fewestTests {
		t.Errorf("%d tests ran", seen)
	}
	t.Logf("%d rounds of %d tests on %d processors; not as if one after the other: %v", rounds, seen, runtime.NumCPU(), relaxed)
}
