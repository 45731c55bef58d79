// Package launcher compares the command line of gojvm with that of java. Each
// line of cases/*.txt is a shell command in which J stands for the virtual
// machine; it runs in a folder of prepared classes, jars, modules and argument
// files, and must give the standard output, standard error and exit code that
// java gave (cases/*.golden, recorded by `go test ./test/launcher -all -update`).
package launcher

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gojvm/test/harness"
)

var (
	update = flag.Bool("update", false, "record what java prints")
	all    = flag.Bool("all", false, "run the cases of *.more.txt too")
)

// command is a shell command. A signal is sent once the program says "ready".
type command struct {
	line   string
	signal syscall.Signal
}

// signals are the commands that a signal ends.
var signals = []command{
	{"exec J -cp classes Waits TERM", syscall.SIGTERM},
	{"exec J -cp classes Waits INT", syscall.SIGINT},
	{"exec J -cp classes Waits HUP", syscall.SIGHUP},
}

// readCases returns the commands of a file of cases.
func readCases(t *testing.T, file string) []command {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []command
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && line[0] != '#' {
			cases = append(cases, command{line: line})
		}
	}
	return cases
}

// workFolder makes the folder that the commands run in; bin/J is the VM.
func workFolder(t *testing.T, vm string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "w")
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(vm, filepath.Join(bin, "J")); err != nil {
		t.Fatal(err)
	}
	script, err := os.Open("prepare.sh")
	if err != nil {
		t.Fatal(err)
	}
	defer script.Close()
	sh := exec.Command("sh")
	sh.Dir, sh.Stdin = dir, script
	sh.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("prepare: %v\n%s", err, out)
	}
	return dir
}

// watcher keeps output and sends the signal when the program is ready. The buffer
// is not embedded: its ReadFrom would take the output past Write.
type watcher struct {
	output bytes.Buffer
	ready  func()
}

func (w *watcher) Write(p []byte) (int, error) {
	if w.ready != nil && bytes.Contains(p, []byte("ready")) {
		w.ready()
		w.ready = nil
	}
	return w.output.Write(p)
}

// run returns exit code, standard output and standard error of c, one after the other.
func (c *command) run(t *testing.T, dir string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", c.line)
	cmd.WaitDelay = time.Second
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC", "CLASSPATH=",
		"PATH="+filepath.Join(dir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	var stderr bytes.Buffer
	stdout := &watcher{}
	if c.signal != 0 {
		stdout.ready = func() { cmd.Process.Signal(c.signal) }
	}
	cmd.Stdout, cmd.Stderr = stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return normalize(fmt.Sprintf("exit %d\n--- stdout\n%s--- stderr\n%s", cmd.ProcessState.ExitCode(), stdout.output.String(), stderr.String()), dir)
}

// differs is what is of one run, one machine or one update of the JDK.
var differs = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`java_pid\d+`), "java_pidN"},
	{regexp.MustCompile(`\[\d+ bytes in \d+\.\d+ secs\]`), "[n bytes in n secs]"},
	{regexp.MustCompile(`pid \d+`), "pid N"},
	{regexp.MustCompile(`\[\d+\.\d{3}s\]`), "[uptime]"},
	{regexp.MustCompile(`(Max. Heap Size \(Estimated\): ).*`), "${1}N"},
	{regexp.MustCompile(`(Using VM: ).*`), "${1}VM"},
	{regexp.MustCompile(`( = )\S+( +{product} {ergonomic})`), "${1}N"},
	// The JDK's own frames, whose lines differ among its updates.
	{regexp.MustCompile(`(?m)^\tat (java\.base|jdk\.compiler)/.*\n`), ""},
	// A line of the usage text for a VM that this JDK's build has besides.
	{regexp.MustCompile(`(?m)^ +-\w+\s+to select the "\w+" VM\n`), ""},
	{regexp.MustCompile(`unnamed module @[0-9a-f]+`), "unnamed module @N"},
	{regexp.MustCompile(`17\.\d[-+.\w]*`), "17.V"},
	{regexp.MustCompile(`20\d\d-\d\d-\d\d`), "DATE"},
	{regexp.MustCompile(`gojvm warning:|OpenJDK 64-Bit Server VM warning:`), "VM warning:"},
	{regexp.MustCompile(`(gojvm|OpenJDK 64-Bit Server VM) \(build [^)]*\)`), "VM (build)"},
}

func normalize(s, dir string) string {
	for _, d := range differs {
		s = d.what.ReplaceAllString(s, d.by)
	}
	return strings.ReplaceAll(s, dir, "DIR")
}

func TestCommandLine(t *testing.T) {
	harness.Need(t, "java", "javac")
	files, err := filepath.Glob("cases/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	vm, err := exec.LookPath("java")
	if err != nil {
		t.Fatal(err)
	}
	if !*update {
		vm = harness.VM(t)
	}
	dir := workFolder(t, vm)
	for _, f := range files {
		name := strings.TrimSuffix(f, ".txt")
		if strings.HasSuffix(name, ".more") && !*all || testing.Short() && name != "cases/options" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) { runCases(t, readCases(t, f), dir, name+".golden") })
	}
	t.Run("signals", func(t *testing.T) { runCases(t, signals, dir, "cases/signals.golden") })
}

// wide matches commands whose outcome depends on the width of addresses: stacks of a gigabyte beside
// a heap, the folders of libraries, and a request for more bytes than 32 bits can name, which
// the class library itself refuses where an address has only so many.
var wide = regexp.MustCompile(`-Xss1g|-XshowSettings:properties|Memory unsafe$`)

// runCases compares commands with the golden file, or writes it.
func runCases(t *testing.T, cases []command, dir, golden string) {
	want := readGolden(t, golden)
	var record strings.Builder
	for _, c := range cases {
		t.Run(c.line, func(t *testing.T) {
			if runtime.GOARCH == "386" && wide.MatchString(c.line) {
				t.Skip("java has run this with 64-bit addresses and libraries")
			}
			got := c.run(t, dir)
			if *update {
				want[c.line] = got // with -run, others stay as they are
			} else if got != want[c.line] {
				t.Errorf("%s\n--- java:\n%s\n--- gojvm:\n%s", c.line, want[c.line], got)
			}
		})
		fmt.Fprintf(&record, "=== %s\n%s", c.line, want[c.line])
	}
	if *update {
		if err := os.WriteFile(golden, []byte(record.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readGolden(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	cases := map[string]string{}
	for _, part := range strings.Split("\n"+strings.TrimSuffix(string(text), "\n"), "\n=== ")[1:] {
		line, body, _ := strings.Cut(part, "\n")
		cases[line] = body + "\n"
	}
	return cases
}
