package observe

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gojvm"
)

// pprof runs Go's tool of that name, which is in dir, on a profile.
func pprof(t *testing.T, dir, file string, options ...string) string {
	t.Helper()
	out, err := exec.Command(filepath.Join(dir, "pprof"), append(options, file)...).Output()
	if err != nil {
		var e *exec.ExitError
		if errors.As(err, &e) {
			out = append(out, e.Stderr...)
		}
		t.Fatalf("pprof %v: %v\n%s", options, err, out)
	}
	return string(out)
}

// profiled compiles testdata/Profiled.java and builds pprof.
func profiled(t *testing.T) (vm, dir string) {
	t.Helper()
	vm, dir = setup(t)
	if out, err := exec.Command("javac", "-g", "-d", dir, "testdata/Profiled.java").CombinedOutput(); err != nil {
		t.Fatalf("javac: %v\n%s", err, out)
	}
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "pprof"), "cmd/pprof").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return vm, dir
}

// TestProfileCPU checks that the method which takes most of the time is on top, with its lines,
// callers and thread, whichever tier runs it.
func TestProfileCPU(t *testing.T) {
	vm, dir := profiled(t)
	for _, c := range []struct{ mode, rounds, code string }{
		{"-Xint", "200", "interpreter"}, {"-Xmixed", "4000", "compiled"}, {"-Xcomp", "4000", "compiled"},
	} {
		t.Run(c.mode, func(t *testing.T) {
			file := filepath.Join(dir, "cpu"+c.mode)
			runClass(t, vm, dir, "Profiled", c.rounds, c.mode, "-Xprof:cpu="+file+",interval=1ms")
			// Of the program's methods by their own time; what is inlined has its own name.
			top := regexp.MustCompile(`(?m)^ .* (Profiled\.\w+\(\w*(?:,\w+)*\))(?: \(inline\))?$`).FindAllStringSubmatch(pprof(t, dir, file, "-top", "-nodefraction=0", "-ignore=arraycopy", "-show=Profiled"), -1)
			if len(top) < 2 || top[0][1] != "Profiled.hot(int)" && top[0][1] != "Profiled.leaf(int)" {
				t.Errorf("on top is %v", top)
			}
			lines := pprof(t, dir, file, "-top", "-lines", "-nodefraction=0", "-focus=Profiled.hot", "-show=Profiled")
			for _, want := range []string{
				`Profiled\.hot\(int\) Profiled\.java:1[01]`, `Profiled\.leaf\(int\) Profiled\.java:5`,
				`Profiled\.recurse\(int,int\) Profiled\.java:16`, `Profiled\.lambda\$main\$0\(int\) Profiled\.java:44`,
			} {
				if !regexp.MustCompile(want).MatchString(lines) {
					t.Errorf("nothing matches %s in\n%s", want, lines)
				}
			}
			tags := pprof(t, dir, file, "-tags", "-focus=Profiled.hot")
			if !regexp.MustCompile(`(?s) code: [^\n]*\n[^\n]*: ` + c.code + `\n.* thread: [^\n]*\n[^\n]*: the burner\n\n`).MatchString(tags) {
				t.Errorf("tags of hot:\n%s", tags)
			}
			if all := pprof(t, dir, file, "-traces", "-focus=arraycopy"); !strings.Contains(all, "java.lang.System.arraycopy(Object,int,Object,int,int)") && c.mode == "-Xint" {
				t.Errorf("no native on the stack:\n%s", all)
			}
			if c.mode != "-Xint" && !strings.Contains(pprof(t, dir, file, "-traces", "-focus=Profiled.leaf"), "Profiled.leaf(int) (inline)") {
				t.Error("leaf is nowhere inlined")
			}
		})
	}
}

// TestProfileAlloc checks that the method which allocates most is on top, with class and thread.
func TestProfileAlloc(t *testing.T) {
	vm, dir := profiled(t)
	for _, mode := range []string{"-Xint", "-Xmixed", "-Xcomp"} {
		t.Run(mode, func(t *testing.T) {
			file := filepath.Join(dir, "alloc"+mode)
			runClass(t, vm, dir, "Profiled", "2000", mode, "-Xprof:alloc="+file+",rate=16k")
			// 2000 times 20 arrays of 416 bytes are 15.9 MB.
			top := pprof(t, dir, file, "-top", "-lines", "-unit=MB", "-focus=Profiled.fill", "-tagfocus=int..")
			m := regexp.MustCompile(`(?m)^ *(1[4-8]\.\d+)MB .* Profiled\.fill\(int\) Profiled\.java:29$`).FindStringSubmatch(top)
			if m == nil {
				t.Errorf("fill is not on top with its megabytes:\n%s", top)
			}
			if tags := pprof(t, dir, file, "-tags", "-focus=Profiled.fill"); !strings.Contains(tags, ": the burner") || !strings.Contains(tags, ": int[]") {
				t.Errorf("tags:\n%s", tags)
			}
			count := pprof(t, dir, file, "-top", "-sample_index=alloc_objects", "-focus=Profiled.fill", "-tagfocus=int..")
			if !regexp.MustCompile(`(?m)^ *(3[6-9]|4[0-4])\d\d\d .* Profiled\.fill\(int\)$`).MatchString(count) {
				t.Errorf("not some 40000 objects:\n%s", count)
			}
		})
	}
}

func TestProfileOptions(t *testing.T) {
	vm, dir := setup(t)
	for option, want := range map[string]string{
		"-Xprof:heap=x":                 "Unrecognized option: -Xprof:heap=x",
		"-Xprof:cpu":                    "No file for the profile given: -Xprof:cpu",
		"-Xprof:cpu=":                   "No file for the profile given: -Xprof:cpu=",
		"-Xprof:cpu=f,rate=1":           "Unrecognized profile option: -Xprof:cpu=f,rate=1",
		"-Xprof:cpu=f,interval=1":       "Invalid sampling interval: -Xprof:cpu=f,interval=1",
		"-Xprof:alloc=f,rate=0":         "Invalid sampling rate: -Xprof:alloc=f,rate=0",
		"-Xprof:alloc=no/such/folder/f": "Error opening profile file 'no/such/folder/f': No such file or directory",
	} {
		ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
		defer cancel()
		cmd := exec.CommandContext(ctx, vm, option, "-version")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), want+"\n") {
			t.Errorf("%s: %v\n%s", option, err, out)
		}
	}
}

// TestProfileEmbedded takes profiles of a VM in a Go program.
func TestProfileEmbedded(t *testing.T) {
	_, dir := profiled(t)
	var cpu, alloc bytes.Buffer
	v, err := gojvm.New(gojvm.Config{ClassPath: []string{dir}, Options: []string{"-Xmx64m"}, CPUProfile: &cpu, AllocProfile: &alloc})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gojvm.New(gojvm.Config{Options: []string{"-Xmx64m"}, CPUProfile: &alloc}); err == nil || !strings.Contains(err.Error(), "being profiled already") {
		t.Errorf("a second profile of the process: %v", err)
	}
	c, err := v.Class("Profiled")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Call("recurse", 3, 20_000_000); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "embedded")
	if err := os.WriteFile(file, cpu.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if top := pprof(t, dir, file, "-top", "-tagfocus=Go-1|main", "-show=Profiled"); !strings.Contains(top, "Profiled.hot(int)") {
		t.Error(top)
	}
	if alloc.Len() == 0 {
		t.Error("no profile of allocation")
	}
}
