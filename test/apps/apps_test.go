// Package apps runs real applications and the tools of the JDK on gojvm and
// compares what they print with HotSpot.
//
// Each folder with a run.sh is an application: run.sh runs it with $JAVA, and
// expected.txt is what java printed. The variables in file small, where there is
// one, make the load smaller; expected-small.txt is what java then printed.
// The tools and the compilation of java.util depend on the build of the JDK, so
// they are compared with java itself.
//
// Without flags runs what CI has time for, file ci lists it; `make apps` runs everything:
//
//	go test ./test/apps -full        all applications, at both sizes
//	go test ./test/apps -update      record what java prints
package apps

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "gojvm" // the VM is a process of its own: so that its changes void cached results
)

var (
	full   = flag.Bool("full", false, "run every application and tool at full size")
	update = flag.Bool("update", false, "record what java prints")
)

// timeLimit is for one command; a hang is a failure, not a wait.
const timeLimit = 15 * time.Minute

var built struct {
	path string
	err  error
}

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		return // each takes seconds
	}
	dir, err := os.MkdirTemp("", "gojvm-apps")
	if err != nil {
		panic(err)
	}
	built.path = filepath.Join(dir, "gojvm")
	cmd := exec.Command("go", "build", "-o", built.path, "gojvm/cmd/gojvm")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		built.err = fmt.Errorf("go build: %v\n%s", err, out)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// gojvm returns the VM that TestMain built.
func gojvm(t *testing.T) string {
	t.Helper()
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// needJava skips the test where HotSpot, with which it compares, is not installed.
func needJava(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"java", "javac"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(tool + " is not installed: test/setup.sh installs it")
		}
	}
}

// result is what a command did.
type result struct {
	stdout, stderr string
	code           int
	wall           time.Duration
	peak           int64 // highest resident memory of any one process, bytes
}

// run runs a command in dir, and ends it with all its children at the time limit.
func run(t *testing.T, dir string, env []string, stdin string, argv ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8", "TZ=UTC"), env...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begin := time.Now()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Errorf("no end after %v: %q", timeLimit, argv)
	}
	r := result{stdout: stdout.String(), stderr: stderr.String(), code: cmd.ProcessState.ExitCode(), wall: time.Since(begin)}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = int64(u.Maxrss) << 10
	}
	return r
}

// diff shows the first lines in which two texts differ.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	shown := 0
	for i := 0; i < max(len(w), len(g)) && shown < 12; i++ {
		var x, y string
		if i < len(w) {
			x = w[i]
		}
		if i < len(g) {
			y = g[i]
		}
		if x != y {
			fmt.Fprintf(&b, "line %d\n  java:  %.300s\n  gojvm: %.300s\n", i+1, x, y)
			shown++
		}
	}
	return b.String()
}
