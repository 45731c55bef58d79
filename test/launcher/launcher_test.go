// Package launcher compares the command line of gojvm with that of java: each
// case runs in a folder of prepared classes, jars and argument files, and must
// give the standard output, standard error and exit code recorded from java in
// launcher.golden (`go test ./test/launcher -update` records them anew).
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
	"strings"
	"syscall"
	"testing"
	"time"

	_ "gojvm" // the VM is a process of its own: so that its changes void cached results
)

var update = flag.Bool("update", false, "record what java prints")

const golden = "launcher.golden"

// command is one command line. A signal is sent once the program says "ready".
type command struct {
	name   string
	args   []string
	env    []string
	signal syscall.Signal
}

func c(name string, args ...string) command { return command{name: name, args: args} }

var commands = []command{
	c("class", "-cp", "classes", "Show", "a", "b c", ""),
	c("class path by --class-path", "--class-path", "classes", "Show"),
	c("class path by --class-path=", "--class-path=classes", "Show"),
	{name: "class path by environment", args: []string{"Show"}, env: []string{"CLASSPATH=classes"}},
	c("properties", "-Dk=v", "-Dempty=", "-Dbare", "-cp", "classes", "Show"),
	c("assertions on", "-ea", "-cp", "classes", "Show"),
	c("assertions of one class off", "-ea", "-da:Show", "-cp", "classes", "Show"),
	c("assertions of one package", "-ea:other...", "-cp", "classes", "Show"),
	c("missing main class", "-cp", "classes", "Missing"),
	c("missing main class with slashes", "-cp", "classes", "no/such/Main"),
	c("wrong name", "-cp", "classes", "show"),
	c("no main method", "-cp", "classes", "NoMain"),
	c("main not static", "-cp", "classes", "MainNotStatic"),
	c("main returns a value", "-cp", "classes", "MainReturns"),
	c("initialization fails", "-cp", "classes", "InitFails"),
	c("uncaught exception", "-cp", "classes", "Throws"),
	c("uncaught in another thread", "-cp", "classes", "ThrowsElsewhere"),
	c("exit code", "-cp", "classes", "Exit", "42"),
	c("exit code above 255", "-cp", "classes", "Exit", "257"),
	c("halt", "-cp", "classes", "Exit", "-3", "halt"),
	c("jar", "-jar", "app.jar", "x"),
	c("jar with Class-Path", "-jar", "outer.jar"),
	c("jar missing", "-jar", "missing.jar"),
	c("jar corrupt", "-jar", "corrupt.jar"),
	c("jar without main", "-jar", "plain.jar"),
	c("jar without manifest", "-jar", "nomanifest.jar"),
	c("jar empty", "-jar", "empty.jar"),
	c("jar is a folder", "-jar", "classes"),
	c("jar ignores class path", "-cp", "classes", "-jar", "app.jar"),
	c("module", "-p", "mods", "-m", "m/p.Main", "q"),
	c("module path long form", "--module-path=mods", "--module", "m/p.Main"),
	c("module missing", "-p", "mods", "-m", "nosuch/p.Main"),
	c("module class missing", "-p", "mods", "-m", "m/p.Missing"),
	c("add-modules unknown", "--add-modules", "nosuch", "-cp", "classes", "Show"),
	c("source file", "Source.java", "1", "2"),
	c("source file with an error", "Bad.java"),
	c("source file missing", "Missing.java"),
	c("argument file", "@args", "more"),
	c("argument file missing", "@missing"),
	c("argument file off", "--disable-@files", "-cp", "classes", "Show", "@args"),
	{name: "JDK_JAVA_OPTIONS", args: []string{"-cp", "classes", "Show"}, env: []string{"JDK_JAVA_OPTIONS=-Dk=env -ea"}},
	{name: "JAVA_TOOL_OPTIONS", args: []string{"-cp", "classes", "Show"}, env: []string{"JAVA_TOOL_OPTIONS=-Dk=tool"}},
	c("unknown option", "-nosuch"),
	c("unknown long option", "--nosuch"),
	c("unknown X option", "-Xnosuch", "-cp", "classes", "Show"),
	c("unknown XX option", "-XX:+NoSuchFlag", "-cp", "classes", "Show"),
	c("cp without value", "-cp"),
	c("jar without value", "-jar"),
	c("Xmx invalid", "-Xmx", "-cp", "classes", "Show"),
	c("Xmx not a number", "-Xmxlots", "-cp", "classes", "Show"),
	c("Xmx too small", "-Xmx1", "-cp", "classes", "Show"),
	c("Xms above Xmx", "-Xms64m", "-Xmx32m", "-cp", "classes", "Show"),
	c("Xss invalid", "-Xss1x", "-cp", "classes", "Show"),
	outOfMemory("large", "-XX:+HeapDumpOnOutOfMemoryError"),
	outOfMemory("small", "-XX:OnOutOfMemoryError=echo %p; echo two"),
	outOfMemory("array", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=dumps"),
	outOfMemory("huge", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=app.jar"),
	outOfMemory("huge", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=nowhere/x.hprof"),
	outOfMemory("huge", "-XX:+ExitOnOutOfMemoryError"),
	outOfMemory("uncaught"),
	{name: "SIGTERM", args: []string{"-cp", "classes", "Waits"}, signal: syscall.SIGTERM},
	{name: "SIGINT", args: []string{"-cp", "classes", "Waits"}, signal: syscall.SIGINT},
	{name: "SIGHUP", args: []string{"-cp", "classes", "Waits"}, signal: syscall.SIGHUP},
}

// outOfMemory runs out of memory of that kind.
func outOfMemory(kind string, options ...string) command {
	args := append([]string{"-Xmx24m", "-cp", "classes"}, options...)
	return c(strings.Join(append([]string{"out of memory", kind}, options...), " "), append(args, "OutOfMemory", kind)...)
}

// prepare builds what the commands need.
const prepare = `
set -e
javac -nowarn -d classes src/*.java
mkdir dumps empty lib mods
javac -d mods/m module/module-info.java module/p/Main.java
jar --create --file app.jar --main-class Show -C classes Show.class
jar --create --file plain.jar -C classes Show.class
mv plain.jar lib/show.jar
printf 'Class-Path: lib/show.jar\nMain-Class: Show\n' > manifest
jar --create --file outer.jar --manifest manifest -C empty .
cp lib/show.jar plain.jar
echo 'not a zip file' > corrupt.jar
: > empty.jar
jar --create --no-manifest --file nomanifest.jar -C classes Show.class
echo '-cp "classes" -Dk=file Show one "two three"' > args
`

func workFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	sh := exec.Command("sh", "-c", prepare)
	sh.Dir = dir
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

func (c *command) run(t *testing.T, vm, dir string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, vm, c.args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TZ=UTC", "CLASSPATH=")
	cmd.Env = append(cmd.Env, c.env...)
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
	return normalize(fmt.Sprintf("exit %d\n--- stdout\n%s--- stderr\n%s", cmd.ProcessState.ExitCode(), stdout.output.String(), stderr.String()))
}

// systemCode is the JDK's own frames, whose lines differ among its updates.
var systemCode = regexp.MustCompile(`(?m)^\tat (java\.base|jdk\.compiler)/.*\n`)

// variant is a line of the usage text for a VM that this JDK's build has besides.
var variant = regexp.MustCompile(`(?m)^ +-\w+\s+to select the "\w+" VM\n`)

// differs is what is of one run: process ids, sizes and times of heap dumps.
var differs = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`java_pid\d+`), "java_pidN"},
	{regexp.MustCompile(`\[\d+ bytes in \d+\.\d+ secs\]`), "[n bytes in n secs]"},
	{regexp.MustCompile(`(?m)^\d+$|echo \d+`), "N"},
}

func normalize(s string) string {
	for _, d := range differs {
		s = d.what.ReplaceAllString(s, d.by)
	}
	return variant.ReplaceAllString(systemCode.ReplaceAllString(s, ""), "")
}

func TestCommandLine(t *testing.T) {
	if _, err := exec.LookPath("javac"); err != nil {
		t.Skip("javac is not installed: test/setup.sh installs it")
	}
	dir := workFolder(t)
	vm := "java"
	want := map[string]string{}
	if !*update {
		vm = filepath.Join(t.TempDir(), "gojvm")
		build := exec.Command("go", "build", "-o", vm, "gojvm/cmd/gojvm")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, out)
		}
		want = readGolden(t)
	}
	var record strings.Builder
	for _, c := range commands {
		t.Run(c.name, func(t *testing.T) {
			got := c.run(t, vm, dir)
			if *update {
				fmt.Fprintf(&record, "=== %s\n%s", c.name, got)
				return
			}
			if got != want[c.name] {
				t.Errorf("%q\n--- java:\n%s\n--- gojvm:\n%s", c.args, want[c.name], got)
			}
		})
	}
	if *update {
		if err := os.WriteFile(golden, []byte(record.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readGolden(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{}
	for _, part := range strings.Split("\n"+strings.TrimSuffix(string(text), "\n"), "\n=== ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		cases[name] = body + "\n"
	}
	return cases
}
