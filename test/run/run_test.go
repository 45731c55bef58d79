// Package run compares whole Java programs with HotSpot: each *.java file beside
// this one is compiled by javac and run by gojvm in every mode; standard output,
// standard error and exit code must be those of java, recorded in *.golden
// (`go test ./test/run -update` records them anew, with java from PATH).
//
// Lines at the head of a program change how it is run:
//
//	// java: -ea --add-opens java.base/java.lang=ALL-UNNAMED    options of the VM
//	// javac: --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
//	// args: a b c
//	// stdin: text
//	// stderr: any            standard error is not compared
//	// modes: int             these modes, unless others are asked for: less to save time, or more
//	// jar: a.jar Premain-Class=A : A A$*    a jar with that manifest, and classes taken from the others
//	// main: -jar {dir}/a.jar                instead of the class of the program's name
//
// {dir} is the folder of the classes and jars.
package run

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sort"
	"strings"
	"syscall"
	"testing"
	"time"

	"gojvm/test/harness"
)

var (
	update = flag.Bool("update", false, "record what java prints")
	oracle = flag.Bool("oracle", false, "compare with java itself, not with the recorded output")
	asked  = flag.String("modes", "", "run in these modes, separated by commas; all: in every one, with those too that are not run otherwise")
)

// modes are the ways in which each program runs.
var modes = []struct {
	name  string
	flags []string
	when  occasion
}{
	{"int", []string{"-Xint"}, always},
	{"gcstress", []string{"-Xint", "-Xgcstress=997"}, unlessShort},
	{"mixed", []string{"-Xmixed", "-Xcheck:jit"}, unlessShort},
	{"comp", []string{"-Xcomp", "-Xcheck:jit", "-Xgcstress=997"}, unlessShort},
	{"tier1", []string{"-Xcomp", "-XX:TieredStopAtLevel=1", "-Xcheck:jit"}, whenAsked},
	{"tier2", []string{"-Xcomp", "-Xcheck:jit"}, whenAsked},
	{"stress", []string{"-Xcomp", "-Xcheck:jit", "-Xjitstress=osr:4,deopt:5,inline:7,registers:7"}, whenAsked},
}

// occasion tells when a mode is run. Flag modes asks for others.
type occasion uint8

const (
	always occasion = iota
	unlessShort
	whenAsked
)

// runs reports whether p is to be run in mode m.
func (p *program) runs(m string, when occasion) bool {
	if *asked != "" {
		return *asked == "all" || slices.Contains(strings.Split(*asked, ","), m)
	}
	if p.modes != nil {
		return p.modes[m] && (when == always || !testing.Short())
	}
	return when == always || when == unlessShort && !testing.Short()
}

// timeLimit is for one run; a hang is a failure, not a wait.
const timeLimit = 3 * time.Minute

type program struct {
	name, file  string
	java, javac []string
	args        []string
	stdin       string
	anyStderr   bool
	modes       map[string]bool
	jars        []string
	main        []string
	classes     string // folder with the compiled classes
	dir         string // where it runs, "" for a new folder
}

func readProgram(t *testing.T, file string) *program {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{name: strings.TrimSuffix(filepath.Base(file), ".java"), file: file}
	for _, line := range strings.Split(string(src), "\n") {
		body, ok := strings.CutPrefix(line, "// ")
		if !ok {
			break
		}
		key, value, _ := strings.Cut(body, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "java":
			p.java = strings.Fields(value)
		case "javac":
			p.javac = strings.Fields(value)
		case "args":
			p.args = strings.Fields(value)
		case "stdin":
			p.stdin = value + "\n"
		case "stderr":
			p.anyStderr = value == "any"
		case "jar":
			p.jars = append(p.jars, value)
		case "main":
			p.main = strings.Fields(value)
		case "modes":
			p.modes = map[string]bool{}
			for _, m := range strings.Fields(value) {
				p.modes[m] = true
			}
		}
	}
	return p
}

// compile compiles p unless an earlier run did, by the hash of source and options.
func (p *program) compile(t *testing.T) {
	src, _ := os.ReadFile(p.file)
	sum := sha256.Sum256(append(src, strings.Join(append(p.javac, p.jars...), " ")...))
	dir := filepath.Join(cacheDir(t), fmt.Sprintf("%s-%x", p.name, sum[:6]))
	p.classes = dir
	if _, err := os.Stat(filepath.Join(dir, ".done")); err == nil {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-nowarn", "-Xlint:none", "-d", dir}, p.javac...)
	if out, err := exec.Command("javac", append(args, p.file)...).CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	for _, spec := range p.jars {
		if err := makeJar(dir, spec); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(dir, ".done"), nil, 0o644)
}

func cacheDir(t *testing.T) string {
	dir, err := filepath.Abs("../.cache/run")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs p on the VM command vm and returns what can be compared.
func (p *program) run(t *testing.T, vm string, flags ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	main := p.main
	if main == nil {
		main = []string{"-cp", p.classes, p.name}
	}
	args := append(append(append([]string{}, flags...), p.java...), main...)
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "{dir}", p.classes)
	}
	cmd := exec.CommandContext(ctx, vm, append(args, p.args...)...)
	if cmd.Dir = p.dir; cmd.Dir == "" {
		cmd.Dir = t.TempDir()
	}
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8", "TZ=UTC", "JAVA_TOOL_OPTIONS=")
	cmd.Stdin = strings.NewReader(p.stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
		if s, ok := exit.Sys().(syscall.WaitStatus); ok && s.Signaled() {
			code = 128 + int(s.Signal()) // as a shell has it
		}
	} else if err != nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Errorf("no end after %v", timeLimit)
	}
	s := fmt.Sprintf("exit %d\n--- stdout\n%s", code, stdout.String())
	if !p.anyStderr {
		s += "--- stderr\n" + stderr.String()
	}
	return normalize(s)
}

// Identity hashes and addresses of hidden classes differ from run to run.
var (
	hashCode   = regexp.MustCompile(`@[0-9a-f]{5,8}\b`)
	hiddenName = regexp.MustCompile(`/0x[0-9a-f]{8,16}`)
	pickedUp   = regexp.MustCompile(`(?m)^(NOTE: )?Picked up .*\n`)
)

func normalize(s string) string {
	s = hashCode.ReplaceAllString(s, "@HASH")
	s = hiddenName.ReplaceAllString(s, "/0xHIDDEN")
	return pickedUp.ReplaceAllString(s, "")
}

func TestMain(m *testing.M) { harness.Main(m) }

func TestRun(t *testing.T) {
	harness.Need(t, "javac")
	files, err := filepath.Glob("*.java")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs", err)
	}
	sort.Strings(files)
	slots := make(chan struct{}, runtime.NumCPU())
	for _, f := range files {
		p := readProgram(t, f)
		t.Run(p.name, func(t *testing.T) {
			p.compile(t)
			golden := strings.TrimSuffix(p.file, ".java") + ".golden"
			var want string
			if *update || *oracle {
				want = p.run(t, "java")
			}
			if *update {
				if err := os.WriteFile(golden, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want == "" {
				b, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				want = string(b)
			}
			for _, m := range modes {
				if !p.runs(m.name, m.when) {
					continue
				}
				t.Run(m.name, func(t *testing.T) {
					t.Parallel()
					slots <- struct{}{}
					defer func() { <-slots }()
					if got := p.run(t, harness.VM(t), m.flags...); got != want {
						t.Errorf("differs from java:\n%s", harness.Diff(want, got))
					}
				})
			}
		})
	}
}
