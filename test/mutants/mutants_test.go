// Package mutants runs a program of which bytes of the class files have been
// changed: nothing but Java exceptions may come of it, of the same class and with
// the same message as with java, but for few. By hand:
//
//	go test ./test/mutants -mutants 5000 -seed 10000 -oracle -v
package mutants

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

var (
	update = flag.Bool("update", false, "record what java makes of the mutants")
	oracle = flag.Bool("oracle", false, "compare with java itself, not with what is recorded")
	count  = flag.Int("mutants", 200, "how many `mutants`")
	seed   = flag.Int("seed", 1, "number of the first mutant, which determines it")
)

const golden = "testdata/mutants.golden"

// tolerated is the share of mutants, in percent, whose outcome may differ from
// java's: the order of checks is not the same everywhere.
const tolerated = 3

// endless is the exit code after a mutant that did not come to an end.
const endless = 3

// run returns the outcome of each mutant by its number, seed and what was changed.
func run(t *testing.T, vm, dir string) map[string]string {
	t.Helper()
	outcomes := map[string]string{}
	for first, last := *seed, *seed+*count; first < last; {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
		cmd := exec.CommandContext(ctx, vm, "-Xmx256m", "-cp", dir, "Mutants", dir, "Subject", strconv.Itoa(first), strconv.Itoa(last-first))
		out, err := cmd.Output()
		cancel()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != endless) {
			t.Fatalf("%s, after\n%s\n%v\n%s", vm, tail(string(out)), err, exitText(exit))
		}
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			mutant, outcome, _ := strings.Cut(line, " = ")
			outcome, _, _ = strings.Cut(outcome, `\n`) // details of verification are long
			outcomes[mutant] = outcome
			number, _, _ := strings.Cut(mutant, " ")
			if n, err := strconv.Atoi(number); err == nil {
				first = n + 1
			}
		}
		if err == nil {
			break
		}
	}
	return outcomes
}

func exitText(exit *exec.ExitError) string {
	if exit == nil {
		return ""
	}
	return string(exit.Stderr)
}

func tail(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

func TestMutants(t *testing.T) {
	dir := t.TempDir()
	sources, err := filepath.Glob("testdata/*.java")
	if err != nil {
		t.Fatal(err)
	}
	harness.Javac(t, append([]string{"-nowarn", "-d", dir}, sources...)...)
	if *update {
		record(t, run(t, "java", dir))
		return
	}
	got := run(t, harness.VM(t), dir)
	if len(got) != *count {
		t.Fatalf("%d outcomes of %d mutants", len(got), *count)
	}
	var want map[string]string
	if *oracle {
		want = run(t, "java", dir)
	} else {
		want = recorded(t)
	}
	differ := 0
	for mutant, outcome := range want {
		if got[mutant] != outcome && !memory(outcome) && !memory(got[mutant]) {
			differ++
			t.Logf("%s\n java:  %s\n gojvm: %s", mutant, outcome, got[mutant])
		}
	}
	t.Logf("%d of %d differ", differ, *count)
	if 100*differ > tolerated**count {
		t.Errorf("%d of %d mutants differ from java", differ, *count)
	}
}

// memory reports outcomes that depend on how much of it there is, and on time.
func memory(outcome string) bool {
	return strings.Contains(outcome, "OutOfMemoryError") || strings.Contains(outcome, "StackOverflowError") || outcome == "endless"
}

func record(t *testing.T, outcomes map[string]string) {
	var b strings.Builder
	lines := make([]string, *count)
	for mutant, outcome := range outcomes {
		number, _, _ := strings.Cut(mutant, " ")
		n, err := strconv.Atoi(number)
		if err != nil || n < *seed || n >= *seed+*count {
			t.Fatalf("mutant %q", mutant)
		}
		lines[n-*seed] = mutant + " = " + outcome + "\n"
	}
	for _, l := range lines {
		b.WriteString(l)
	}
	if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func recorded(t *testing.T) map[string]string {
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]string{}
	for line := range strings.Lines(string(text)) {
		mutant, outcome, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
		outcomes[mutant] = outcome
	}
	return outcomes
}
