// Package harness has what the tests of whole programs share: the VM as a program of its own, what
// they need of the machine, and how two outputs differ.
package harness

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	_ "gojvm" // the VM is a process of its own: so that its changes void cached results
)

// shared is the folder of a VM that serves all tests of a package, once Main has made it.
var shared struct {
	dir   string
	build sync.Once
	err   error
}

// Main runs the tests of a package that builds the VM once for all of them. It does not return.
func Main(m *testing.M) {
	dir, err := os.MkdirTemp("", "gojvm-test")
	if err != nil {
		panic(err)
	}
	shared.dir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// VM returns the path of the VM, built for the machine that the tests are built for.
func VM(t testing.TB) string {
	t.Helper()
	dir, err := shared.dir, error(nil)
	if dir == "" {
		dir = t.TempDir()
		err = build(dir)
	} else {
		shared.build.Do(func() { shared.err = build(dir) })
		err = shared.err
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "gojvm")
}

func build(dir string) error {
	cmd := exec.Command("go", "build", "-o", filepath.Join(dir, "gojvm"), "gojvm/cmd/gojvm")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH="+runtime.GOARCH)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %v\n%s", err, out)
	}
	return nil
}

// Need skips the test where a program is not installed.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip(p + " is not installed: test/setup.sh installs it")
		}
	}
}

// NeedCompiler skips the test where the VM only interprets.
func NeedCompiler(t testing.TB) {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "386" {
		t.Skip("no compiled code on this machine")
	}
}

// Javac runs javac, without which the test is skipped; what it rejects fails the test.
func Javac(t testing.TB, args ...string) {
	t.Helper()
	Need(t, "javac")
	if out, err := exec.Command("javac", args...).CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
}

// Diff shows the first lines in which java's output and ours differ.
func Diff(java, ours string) string {
	w, g := strings.Split(java, "\n"), strings.Split(ours, "\n")
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
