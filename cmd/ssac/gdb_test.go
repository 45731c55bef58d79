package main

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// gdb runs commands in a debugger that knows all machines, and returns what it prints.
func gdb(t *testing.T, program string, commands ...string) string {
	t.Helper()
	path, err := exec.LookPath("gdb-multiarch")
	if err != nil {
		if path, err = exec.LookPath("gdb"); err != nil {
			t.Skip("gdb is not installed")
		}
	}
	argv := []string{"-nx", "-batch"}
	if program != "" {
		argv = append(argv, program)
	}
	for _, c := range commands {
		argv = append(argv, "-ex", c)
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, _ := exec.CommandContext(limit, path, argv...).CombinedOutput()
	return string(out)
}

// TestDebugger: gdb finds function and lines of each kernel, for each machine, in the executable.
func TestDebugger(t *testing.T) {
	files, _ := filepath.Glob("../../test/kernels/*.ssa")
	for _, target := range []string{"amd64", "386", "ppc"} {
		var commands, wants []string
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), ".ssa")
			program := filepath.Join(t.TempDir(), name)
			if status, text := ssac("-target", target, "-o", program, file); status != 0 {
				t.Fatalf("%s: %s", target, text)
			}
			commands = append(commands, "file "+program, "info line "+name, "list "+name)
			wants = append(wants, name+".ssa\" starts at address", "<"+name+">", "func @"+name+"(")
		}
		text := gdb(t, "", commands...)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: gdb does not say %q:\n%s", target, want, text)
			}
		}
	}
}

// TestBreakpoint stops a kernel in a loop: gdb knows the line and the callers.
func TestBreakpoint(t *testing.T) {
	file, _ := filepath.Abs("../../test/kernels/sieve.ssa")
	for _, target := range []string{"amd64", "386", "ppc"} {
		t.Run(target, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "sieve")
			if status, text := ssac("-target", target, "-o", program, file); status != 0 {
				t.Fatal(text)
			}
			begin := []string{"run 100"}
			if !native(target) {
				emulator, err := exec.LookPath(targets[target].emulator)
				if err != nil {
					t.Skipf("%s is not installed", targets[target].emulator)
				}
				port := freePort(t)
				limit, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				cmd := exec.CommandContext(limit, emulator, "-g", fmt.Sprint(port), program, "100")
				cmd.Dir = t.TempDir()
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				defer cmd.Wait()
				defer cmd.Process.Kill()
				begin = []string{"set tcp connect-timeout 20", fmt.Sprintf("target remote localhost:%d", port), "continue"}
			}
			text := gdb(t, program, append(append([]string{"break sieve.ssa:30"}, begin...), "backtrace")...)
			if strings.Contains(text, "Could not trace") || strings.Contains(text, "ptrace: ") {
				t.Skipf("gdb cannot run a program here: %s", text)
			}
			for _, want := range []string{"sieve.ssa:30", "first = add i32 p, p", "#0  sieve ()", " in rt.main ()", " in _start ()"} {
				if !strings.Contains(text, want) {
					t.Errorf("gdb does not say %q:\n%s", want, text)
				}
			}
		})
	}
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
