package javagen

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

// By hand, for long, and against java itself:
//
//	go test ./test/javagen -run Random -timeout 0 -seed 1000 -programs 20000
var (
	seed     = flag.Uint64("seed", 1, "seed of the first program")
	count    = flag.Int("programs", 60, "number of programs")
	batch    = flag.Int("batch", 60, "programs compiled and run together")
	patience = flag.Duration("shrink", timeLimit, "how long to shrink a program that fails")
	limit    = flag.Duration("limit", timeLimit, "what a run may take, and a second more for each program: on a busy machine more")
	only     = flag.String("mode", "", "only these modes, separated by commas")
)

// modes are the ways in which the programs run; java -Xint is what they are compared with. SEED stands
// for a number that is another one for each batch. A program allocates some 5,000 objects, so each is collected
// a few times; more often would make the collector the main cost of the test.
var modes = []mode{
	{"int", []string{"-Xint"}},
	{"gcstress", []string{"-Xint", "-Xgcstress=1999"}},
	{"mixed", []string{"-Xmixed", "-Xcheck:jit"}},
	{"threads", []string{"-Dthreads=3", "-XX:CompileThreshold=64", "-Xcheck:jit"}}, // with classes that are unloaded
	{"tier1", []string{"-Xcomp", "-XX:TieredStopAtLevel=1", "-Xcheck:jit"}},
	{"comp", []string{"-Xcomp", "-Xcheck:jit", "-Xgcstress=3989"}},
	{"stress", []string{"-XX:CompileThreshold=64", "-Xcheck:jit", "-Xjitstress=osr:8,deopt:11,inline:SEED,registers:SEED"}},
}

type mode struct {
	name  string
	flags []string
}

// with returns the flags for a batch that begins with p.
func (m *mode) with(p *Program) []string {
	var list []string
	for _, f := range m.flags {
		list = append(list, strings.ReplaceAll(f, "SEED", strings.TrimPrefix(p.Name, "P")))
	}
	return list
}

const timeLimit = 4 * time.Minute

func TestRandom(t *testing.T) {
	harness.Need(t, "javac")
	if testing.Short() {
		*count = min(*count, 20)
	}
	vm := harness.VM(t)
	same := map[string]int{}
	for n := 0; n < *count; n += *batch {
		var programs []*Program
		for i := n; i < min(n+*batch, *count); i++ {
			programs = append(programs, New(*seed+uint64(i)))
		}
		compare(t, vm, programs, same)
		t.Logf("up to seed %d without a difference: %v", *seed+uint64(n+len(programs))-1, same)
	}
}

// TestSameProgram checks that a seed always gives the same program: failures are reported by seed.
func TestSameProgram(t *testing.T) {
	for s := range uint64(50) {
		if New(s).Source() != New(s).Source() {
			t.Errorf("seed %d gives two programs", s)
		}
	}
}

// compare runs programs on java and in each mode, and shrinks the first that differs.
// It adds the programs that do not differ to same, by mode.
func compare(t *testing.T, vm string, programs []*Program, same map[string]int) {
	dir := t.TempDir()
	for _, p := range programs {
		if err := os.WriteFile(filepath.Join(dir, p.Name+".java"), []byte(p.Source()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out := javac(dir, programs); out != "" {
		t.Fatalf("the generator made programs that do not compile:\n%s", out)
	}
	want := run(dir, "java", []string{"-Xint", "-Xshare:auto"}, programs)
	if len(want) != len(programs) {
		t.Fatalf("java ran %d of %d programs: %v", len(want), len(programs), want[len(want)-1:])
	}
	for _, m := range modes {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), m.name) {
			continue
		}
		flags := m.with(programs[0])
		start := time.Now()
		got := run(dir, vm, flags, programs)
		t.Logf("%s: %v", m.name, time.Since(start))
		for i, p := range programs {
			g := "nothing"
			if i < len(got) {
				g = got[i]
			}
			if g != want[i] {
				t.Errorf("mode %s, program %s\n  java:  %s\n  gojvm: %s\n%s", m.name, p.Name, want[i], g, shrink(t, vm, flags, p))
				return
			}
		}
		same[m.name] += len(programs)
	}
}

// shrink returns the smallest form of p that still differs.
func shrink(t *testing.T, vm string, flags []string, p *Program) string {
	dir := t.TempDir()
	one := []*Program{p}
	end := time.Now().Add(*patience)
	return p.Shrink(func(source string) bool {
		if time.Now().After(end) {
			return false
		}
		os.WriteFile(filepath.Join(dir, p.Name+".java"), []byte(source), 0o644)
		if javac(dir, one) != "" {
			return false
		}
		want, got := run(dir, "java", []string{"-Xint"}, one), run(dir, vm, flags, one)
		return len(want) == 1 && strings.Join(want, "") != strings.Join(got, "")
	})
}

// javac compiles the programs in dir; it returns what it complains about.
func javac(dir string, programs []*Program) string {
	rt, err := filepath.Abs("support/Rt.java")
	if err != nil {
		return err.Error()
	}
	// For so short a run javac's own second compiler takes more time than it saves.
	args := []string{"-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-nowarn", "-Xlint:none", "-d", dir, rt}
	for _, p := range programs {
		args = append(args, filepath.Join(dir, p.Name+".java"))
	}
	out, err := exec.Command("javac", args...).CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v\n%s", err, out)
	}
	return ""
}

// run runs the programs in one process and returns the line that each prints.
func run(dir, vm string, flags []string, programs []*Program) []string {
	ctx, cancel := context.WithTimeout(context.Background(), *limit+time.Duration(len(programs))*time.Second)
	defer cancel()
	args := append(append([]string{}, flags...), "-cp", dir, "Rt")
	for _, p := range programs {
		args = append(args, p.Name)
	}
	cmd := exec.CommandContext(ctx, vm, args...)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(&out, err)
	}
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
}
