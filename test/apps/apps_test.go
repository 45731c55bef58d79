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
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"gojvm/test/harness"
)

var (
	full   = flag.Bool("full", false, "run every application and tool at full size")
	update = flag.Bool("update", false, "record what java prints")
)

// timeLimit is for one command; a hang is a failure, not a wait.
const timeLimit = 15 * time.Minute

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		return // each takes seconds
	}
	harness.Main(m)
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
