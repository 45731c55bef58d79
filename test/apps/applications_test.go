package apps

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gojvm/test/harness"
)

// size is one of the sizes at which an application runs.
type size struct {
	name     string
	env      []string
	expected string
}

// sizes returns the sizes to run an application at: CI has time for the smallest.
func sizes(t *testing.T, app string) []size {
	whole := size{"full", nil, filepath.Join(app, "expected.txt")}
	text, err := os.ReadFile(filepath.Join(app, "small"))
	if err != nil {
		return []size{whole}
	}
	small := size{"small", strings.Fields(string(text)), filepath.Join(app, "expected-small.txt")}
	if *full {
		return []size{small, whole}
	}
	return []size{small}
}

// needPackages skips the test when a Debian package that app lists is not installed.
func needPackages(t *testing.T, app string) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(app, "run.sh"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(script), "\n") {
		names, ok := strings.CutPrefix(line, "# packages: ")
		if !ok {
			continue
		}
		for _, p := range strings.Fields(names) {
			if exec.Command("dpkg", "-s", p).Run() != nil {
				t.Skipf("package %s is not installed: test/apps/setup.sh %s installs it", p, app)
			}
		}
	}
	if strings.Contains(string(script), "$CACHE/data") {
		if _, err := os.Stat("../.cache/apps/data"); err != nil {
			t.Skipf("no data: test/apps/setup.sh %s unpacks it", app)
		}
	}
}

func TestApplications(t *testing.T) {
	harness.Need(t, "java", "javac") // run.sh compiles its driver
	list, err := os.ReadFile("ci")
	if err != nil {
		t.Fatal(err)
	}
	inCI := map[string]bool{}
	for _, app := range strings.Fields(string(list)) {
		inCI[app] = true
	}
	scripts, err := filepath.Glob("*/run.sh")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no applications", err)
	}
	for _, script := range scripts {
		app := filepath.Dir(script)
		if !*full && !inCI[app] {
			continue
		}
		t.Run(app, func(t *testing.T) {
			needPackages(t, app)
			for _, s := range sizes(t, app) {
				t.Run(s.name, func(t *testing.T) { runApplication(t, app, s) })
			}
		})
	}
}

func runApplication(t *testing.T, app string, s size) {
	vm := "java"
	if !*update {
		vm = harness.VM(t)
	}
	r := run(t, ".", append(s.env, "JAVA="+vm, "TMPDIR="+t.TempDir()), "", "bash", filepath.Join(app, "run.sh"))
	t.Logf("%.1f s, peak %d MiB", float64(r.wall)/float64(time.Second), r.peak>>20)
	if *update {
		if err := os.WriteFile(s.expected, []byte(r.stdout), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(s.expected)
	if err != nil {
		t.Fatal(err)
	}
	if r.stdout != string(want) {
		t.Errorf("differs from java:\n%s--- stderr\n%.4000s", harness.Diff(string(want), r.stdout), r.stderr)
	}
}
