package gojvm

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"gojvm/internal/options"
	"gojvm/mem"
	"gojvm/vm"
)

// faultyNatives are the natives of testdata/crash/Fault.java.
type faultyNatives struct{ vm.Natives }

func (n faultyNatives) Lookup(class, name, desc string) vm.NativeFunc {
	if class != "Fault" {
		return n.Natives.Lookup(class, name, desc)
	}
	return map[string]vm.NativeFunc{
		"bug": func(t *vm.Thread, a vm.Args) (vm.Value, error) { panic("BUG: planted") },
		"nil": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			var m *vm.Method
			return vm.IntValue(int32(m.Slot)), nil
		},
		"address": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			return vm.Value(mem.Load32(0xfff8)), nil
		},
		"twice": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			t.Ctx.FP = 0xfff8 // the frames cannot be walked
			panic("BUG: planted")
		},
		"corrupt": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			mem.Store32(uintptr(a.Ref(0))+vm.OffKlass, 0xfff8)
			return 0, nil
		},
		"fatal": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			var mu sync.Mutex
			mu.Unlock()
			return 0, nil
		},
	}[name]
}

func plant(v *VM) { v.vm.Natives = faultyNatives{v.vm.Natives} }

func compileFault(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("javac"); err != nil {
		t.Skip("javac is not installed: test/setup.sh installs it")
	}
	dir := t.TempDir()
	if out, err := exec.Command("javac", "-d", dir, "testdata/crash/Fault.java").CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	return dir
}

const crashChild = "GOJVM_TEST_CRASH_CHILD"

// TestCrashChild is not a test: it is the launcher with planted faults, run by
// TestCrash in a process of its own.
func TestCrashChild(t *testing.T) {
	args := os.Getenv(crashChild)
	if args == "" {
		t.Skip("run by TestCrash")
	}
	o, err := options.Parse(strings.Fields(args))
	if err != nil {
		t.Fatal(err)
	}
	setCrashTraceback()
	os.Exit(launch(o, plant))
}

func TestCrash(t *testing.T) {
	classes := compileFault(t)
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, dir, options, what string) (stdout, stderr string, code int) {
		t.Helper()
		var out, errs strings.Builder
		cmd := exec.Command(self, "-test.run=^TestCrashChild$", "-test.timeout=60s")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), crashChild+"=-Xmx64m -cp "+classes+" "+options+" Fault "+what)
		cmd.Stdout, cmd.Stderr = &out, &errs
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return out.String(), errs.String(), cmd.ProcessState.ExitCode()
	}
	for _, c := range []struct {
		what, head, fault string
		java              []string // of the Java stack
	}{
		{"bug", `Internal Error \(dump_crash_test.go:\d+\)`, "BUG: planted",
			[]string{"j  Fault.bug()V", "j  Fault.inside(Ljava/lang/String;I)V+", "j  Fault.main([Ljava/lang/String;)V+"}},
		{"nil", `SIGSEGV \(0xb\) at address 0x[0-9a-f]{16}`, "nil pointer dereference", []string{"j  Fault.nil()V"}},
		{"address", `SIGSEGV \(0xb\) at address 0x000000000000fff8`, "", []string{"j  Fault.address()V"}},
		{"twice", `Internal Error \(dump_crash_test.go:\d+\)`, "BUG: planted", []string{"[error occurred during error reporting (Java stack): "}},
		{"collector", `SIGSEGV \(0xb\) at address 0x000000000000fff[0-9a-f]`, "", []string{"j  java.lang.Runtime.gc()V java.base@17", "j  java.lang.System.gc()V+"}},
		{"thread", `Internal Error \(dump_crash_test.go:\d+\)`, "BUG: planted", []string{`Current thread:  JavaThread "culprit"`, "j  Fault.bug()V", "j  java.lang.Thread.run()V+"}},
		{"machine", `SIGSEGV \(0xb\) at address 0x000000000001[0-9a-f]{4}`, "", []string{"J  Fault.machine([Ljava/lang/Object;)I+", "Fault.main([Ljava/lang/String;)V+"}},
		{"several", `Internal Error \(dump_crash_test.go:\d+\)`, "BUG: planted", []string{"j  Fault.bug()V"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := t.TempDir()
			options := "-Dx=y"
			if c.what == "machine" {
				if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" && runtime.GOARCH != "386" {
					t.Skip("this machine has no compiler")
				}
				options += " -Xbatch"
			}
			stdout, stderr, code := run(t, dir, options, c.what)
			if code != exitCrash {
				t.Errorf("exit code %d", code)
			}
			if stderr != "" {
				t.Errorf("standard error: %s", stderr)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "hs_err_pid*.log"))
			if len(files) != 1 {
				t.Fatalf("reports %q; output\n%s", files, stdout)
			}
			head := regexp.MustCompile(`^before\n#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  ` + c.head +
				`, pid=\d+, tid=\d+\n#  fatal error: .*` + regexp.QuoteMeta(c.fault) + `.*\n#\n# JRE version: .*17\..*\n# Java VM: gojvm .*\n#\n` +
				`# An error report file with more information is saved as:\n# ` + regexp.QuoteMeta(files[0]) + `\n#\n$`)
			if !head.MatchString(stdout) {
				t.Errorf("standard output\n%s", stdout)
			}
			report, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			text := string(report)
			for _, part := range append(c.java, "S U M M A R Y", "Command Line: -Xmx64m "+options+" Fault "+c.what, "T H R E A D",
				"Go frames:\ngoroutine ", "P R O C E S S", `JavaThread "Reference Handler" daemon`, "Heap: used ",
				"jvm_args: -Xmx64m "+options+"\n", "S Y S T E M", "\nEND.\n") {
				at := strings.Index(text, part)
				if at < 0 {
					t.Errorf("%q is missing in the rest of the report:\n%s", part, text)
				}
			}
		})
	}
	t.Run("fatal to Go", func(t *testing.T) {
		stdout, stderr, code := run(t, t.TempDir(), "", "fatal")
		if stdout != "before\n" || !strings.HasPrefix(stderr, "fatal error: sync: unlock of unlocked mutex\n") || code != -1 {
			t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
		}
	})
	t.Run("ErrorFile and OnError", func(t *testing.T) {
		dir := t.TempDir()
		stdout, _, code := run(t, dir, "-XX:ErrorFile="+dir+"/my%%%p.txt -XX:OnError=pwd", "bug")
		files, _ := filepath.Glob(filepath.Join(dir, "my%[0-9]*.txt"))
		if code != exitCrash || len(files) != 1 || !strings.HasSuffix(stdout, "is saved as:\n# "+files[0]+
			"\n#\n# -XX:OnError=\"pwd\"\n#   Executing /bin/sh -c \"pwd\"...\n"+dir+"\n#\n") {
			t.Errorf("exit code %d, files %q\n%s", code, files, stdout)
		}
	})
	// In /proc nobody can make files.
	const nowhere = "/proc"
	if _, err := os.Stat(nowhere); err != nil {
		return
	}
	t.Run("temporary folder", func(t *testing.T) {
		dir := t.TempDir()
		t.Setenv("TMPDIR", dir)
		stdout, stderr, code := run(t, nowhere, "-XX:ErrorFile="+nowhere+"/report.txt", "bug")
		files, _ := filepath.Glob(filepath.Join(dir, "hs_err_pid*.log"))
		if code != exitCrash || stderr != "" || len(files) != 1 || !strings.HasSuffix(stdout, "is saved as:\n# "+files[0]+"\n#\n") {
			t.Errorf("exit code %d, files %q\n%s%s", code, files, stdout, stderr)
		}
	})
	t.Run("nowhere", func(t *testing.T) {
		t.Setenv("TMPDIR", nowhere)
		stdout, stderr, code := run(t, nowhere, "", "bug")
		_, report, dumped := strings.Cut(stdout, "#\n# Can not save log file, dump to screen..\n")
		if code != exitCrash || stderr != "" || !dumped || !strings.Contains(report, "j  Fault.bug()V") || !strings.HasSuffix(report, "\nEND.\n#\n") {
			t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
		}
	})
}

// TestCrashEmbedded: a fault ends an embedded VM, not the process.
func TestCrashEmbedded(t *testing.T) {
	classes := compileFault(t)
	for _, what := range []string{"bug", "address", "collector", "thread", "several"} {
		t.Run(what, func(t *testing.T) {
			v, err := New(Config{ClassPath: []string{classes}, Options: []string{"-Xmx64m"}, Stdout: new(strings.Builder)})
			if err != nil {
				t.Fatal(err)
			}
			plant(v)
			c, err := v.Class("Fault")
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Call("main", []string{what})
			var crash *CrashError
			if !errors.As(err, &crash) || !strings.Contains(crash.Report, "END.") {
				t.Errorf("error %v", err)
			}
			if _, err := c.Call("main", []string{"none"}); fmt.Sprint(err) != fmt.Sprint(crash) {
				t.Errorf("error of a later call: %v", err)
			}
			if err := v.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
