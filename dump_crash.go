package gojvm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"gojvm/gc"
	"gojvm/internal/system"
	"gojvm/sched"
	"gojvm/vm"
)

// exitCrash is the exit code after a fault of the VM itself: that of SIGABRT,
// by which HotSpot ends then.
const exitCrash = 134

// fatalError is the panic of a fault that is asked for or found by a check.
type fatalError struct{ text string }

func (e fatalError) Error() string { return e.text }

// CrashError is the error of calls on an embedded VM that has ended for a fault
// of its own. The VM can only be closed then.
type CrashError struct {
	Fault  string // what happened
	Report string // all that is known, in the form of HotSpot's error files
}

func (e *CrashError) Error() string { return "gojvm: fault of the VM: " + e.Fault }

// crashes keeps faults apart: the first is reported.
type crashes struct {
	mu       sync.Mutex
	reported bool
}

// guard is deferred at the bottom of every Java thread: a Go panic there is a
// fault of the VM. In the launcher a report goes to hs_err_pid<pid>.log
// (-XX:ErrorFile), its head to standard output, and the process ends with code
// 134; an embedded VM ends, and calls into it get a CrashError.
//
// What the Go runtime takes for fatal (unlocking an unlocked mutex, a map written
// by two threads, no memory) cannot be recovered: it prints its own report on
// standard error; see setCrashTraceback for the exit code.
func (v *VM) guard(t *vm.Thread) {
	p := recover()
	if p == nil {
		return
	}
	if sched.Ended(p) {
		panic(p)
	}
	stack := debug.Stack()
	if !v.crashes.first() {
		if !v.embedded {
			select {} // the process is about to end
		}
		t.EndFault()
		return
	}
	r := &crashReport{v: v, t: t, fault: p, goStack: stack, time: time.Now()}
	if v.embedded {
		v.callers.mu.Lock()
		if v.callers.why == nil {
			v.callers.why = &CrashError{Fault: fmt.Sprint(p), Report: r.text()}
		}
		v.callers.mu.Unlock()
		t.EndFault()
		return
	}
	r.publish()
	os.Exit(exitCrash)
}

func (c *crashes) first() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := !c.reported
	c.reported = true
	return first
}

// setCrashTraceback has the Go runtime end by SIGABRT, code 134 in a shell, after
// its report of an error that is fatal to it.
func setCrashTraceback() { debug.SetTraceback("crash") }

// publish writes the report to its file and tells of it on standard output.
func (r *crashReport) publish() {
	out := r.v.stdout()
	fmt.Fprint(out, r.head())
	file, path, err := createErrorFile(r.v.vm.Config.ErrorFile)
	if err != nil {
		fmt.Fprintf(out, "#\n# Can not save log file, dump to screen..\n%s", r.text())
	} else {
		fmt.Fprintf(out, "#\n# An error report file with more information is saved as:\n# %s\n", path)
		_, err = file.WriteString(r.text())
		if e := file.Close(); err == nil {
			err = e
		}
		if err != nil {
			fmt.Fprintf(out, "# It is not complete: %s\n", system.ErrorText(err))
		}
	}
	if c := r.v.vm.Config.OnError; c != "" {
		fmt.Fprintf(out, "#\n# -XX:OnError=\"%s\"\n", c)
		r.v.runCommands(c)
	}
	fmt.Fprint(out, "#\n")
}

// createErrorFile opens -XX:ErrorFile, %p being the process id, by default
// hs_err_pid%p.log here or else in the folder for temporary files.
func createErrorFile(pattern string) (*os.File, string, error) {
	pid := fmt.Sprint(os.Getpid())
	name := "hs_err_pid" + pid + ".log"
	var paths []string
	if pattern != "" {
		paths = append(paths, strings.ReplaceAll(strings.ReplaceAll(pattern, "%%", "%"), "%p", pid))
	}
	paths = append(paths, name, filepath.Join(os.TempDir(), name))
	var first error
	for _, p := range paths {
		if abs, err := filepath.Abs(p); err == nil {
			p = abs
		}
		f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
		if err == nil {
			return f, p, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, "", first
}

// crashReport is what is known of a fault. The machine may be in any state, so
// that each section is written on its own and may fail.
type crashReport struct {
	v       *VM
	t       *vm.Thread
	fault   any
	goStack []byte
	time    time.Time
	b       strings.Builder
}

// head returns the first lines, which standard output gets too.
func (r *crashReport) head() string {
	var b strings.Builder
	pid, tid := os.Getpid(), uint32(0)
	if r.t != nil {
		tid = r.t.Sched.ID()
	}
	b.WriteString("#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n")
	if addr, ok := faultAddress(r.fault); ok {
		fmt.Fprintf(&b, "#  SIGSEGV (0xb) at address 0x%016x, pid=%d, tid=%d\n", addr, pid, tid)
	} else {
		fmt.Fprintf(&b, "#  Internal Error (%s), pid=%d, tid=%d\n", faultPlace(r.goStack), pid, tid)
	}
	fmt.Fprintf(&b, "#  fatal error: %v\n#\n", r.fault)
	release := releaseFile(r.v.vm.Config.JavaHome)
	fmt.Fprintf(&b, "# JRE version: %s (%s) (build %s)\n", release["IMPLEMENTOR"], release["JAVA_VERSION"], release["JAVA_RUNTIME_VERSION"])
	fmt.Fprintf(&b, "# Java VM: %s (%s, %s, %s-%s, %s)\n", vmName, vmVersion, vmInfo(r.v.vm), runtime.GOOS, runtime.GOARCH, runtime.Version())
	return b.String()
}

// faultAddress returns the address of a bad memory access.
func faultAddress(fault any) (uintptr, bool) {
	var w *gc.WorkerPanic
	if e, ok := fault.(error); ok && errors.As(e, &w) {
		return faultAddress(w.Value)
	}
	if e, ok := fault.(interface{ Addr() uintptr }); ok {
		return e.Addr(), true
	}
	if e, ok := fault.(runtime.Error); ok && strings.Contains(e.Error(), "nil pointer dereference") {
		return 0, true
	}
	return 0, false
}

// faultPlace returns the source line that panicked: the first in the stack after
// the frames of the panic itself.
func faultPlace(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	panicked := false
	for i := 1; i+1 < len(lines); i += 2 {
		if strings.HasPrefix(lines[i], "panic(") {
			panicked = true
			continue
		}
		if panicked && !strings.HasPrefix(lines[i], "runtime.") {
			where := strings.TrimSpace(lines[i+1])
			where, _, _ = strings.Cut(where, " ")
			return filepath.Base(where)
		}
	}
	return "unknown"
}

// text returns the whole report.
func (r *crashReport) text() string {
	r.b.Reset()
	r.b.WriteString(r.head() + "#\n")
	section := func(title string) {
		fmt.Fprintf(&r.b, "\n---------------  %s ---------------\n\n", spaced(title))
	}
	section("SUMMARY")
	r.step("command line", r.commandLine)
	section("THREAD")
	r.step("current thread", r.currentThread)
	r.step("Java stack", func() {
		r.b.WriteString("Java frames: (J=compiled Java code, j=interpreted, Vv=VM code)\n")
		javaFrames(&r.b, r.t)
	})
	r.step("Go stack", func() {
		fmt.Fprintf(&r.b, "\nGo frames:\n%s\n", r.goStack)
		var w *gc.WorkerPanic
		if e, ok := r.fault.(error); ok && errors.As(e, &w) {
			fmt.Fprintf(&r.b, "Go frames of the worker:\n%s\n", w.Stack)
		}
	})
	section("PROCESS")
	r.step("threads", r.threads)
	r.step("heap", r.heap)
	r.step("arguments", r.arguments)
	section("SYSTEM")
	r.step("system", r.system)
	r.b.WriteString("\nEND.\n")
	return r.b.String()
}

func spaced(s string) string { return strings.Join(strings.Split(s, ""), " ") }

// step writes one part of the report; a fault in it must not hide the others.
func (r *crashReport) step(what string, f func()) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(&r.b, "\n[error occurred during error reporting (%s): %v]\n", what, p)
		}
	}()
	f()
}

func (r *crashReport) commandLine() {
	c := &r.v.vm.Config
	line := append([]string{}, c.RuntimeArgs...)
	for _, p := range c.Properties {
		if p.Key == "sun.java.command" {
			line = append(line, p.Value)
		}
	}
	fmt.Fprintf(&r.b, "Command Line: %s\n\n", strings.Join(line, " "))
	host, _ := os.Hostname()
	fmt.Fprintf(&r.b, "Host: %s, %d cores, %dM\n", host, runtime.NumCPU(), system.PhysicalMemory()>>20)
	fmt.Fprintf(&r.b, "Time: %s\n", r.time.Format("Mon Jan _2 15:04:05 2006 MST"))
}

func (r *crashReport) currentThread() {
	if r.t == nil {
		r.b.WriteString("Current thread is no Java thread\n\n")
		return
	}
	stack := r.t.Sched.Stack()
	fmt.Fprintf(&r.b, "Current thread:  JavaThread %q [%v, id=%d, stack(0x%016x,0x%016x)]\n\n",
		r.v.threadName(r.t), r.t.Sched.Status(), r.t.Sched.ID(), stack.Lo, stack.Hi)
}

// threadName returns the name of t's java.lang.Thread.
func (v *VM) threadName(t *vm.Thread) string {
	if obj := t.Object(); obj != 0 {
		if s := vm.Object(obj).Ref(v.vm.Known.ThreadName.Offset); s != 0 {
			return v.vm.GoString(s)
		}
	}
	return ""
}

func javaFrames(b *strings.Builder, t *vm.Thread) {
	if t == nil {
		return
	}
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		kind := "j"
		if f.FP&1 != 0 {
			kind = "J"
		}
		fmt.Fprintf(b, "%s  %s.%s%s", kind, m.Holder.JavaName(), m.Name, m.Desc)
		if bci := f.BCI(); bci >= 0 {
			fmt.Fprintf(b, "+%d", bci)
		}
		if c := m.Holder; c.Module != nil && c.Module.Named() {
			fmt.Fprintf(b, " %s@%s", c.Module.Name, c.Module.Version)
		}
		b.WriteByte('\n')
	}
}

func (r *crashReport) threads() {
	r.b.WriteString("Java Threads: ( => current thread )\n")
	for _, t := range r.v.vm.AllThreads() {
		mark := "  "
		if t == r.t {
			mark = "=>"
		}
		daemon := ""
		if t.Sched.Daemon() {
			daemon = "daemon "
		}
		fmt.Fprintf(&r.b, "%s JavaThread %q %s[%v, id=%d]\n", mark, r.v.threadName(t), daemon, t.Sched.Status(), t.Sched.ID())
	}
}

func (r *crashReport) heap() {
	h := r.v.vm.Heap
	base, size := h.Range()
	fmt.Fprintf(&r.b, "\nHeap: used %dK, committed %dK, maximum %dK, at [0x%08x,0x%08x)\n",
		h.Used()>>10, h.Committed()>>10, h.Max()>>10, base, base+size)
	meta := r.v.vm.Meta.Stats()
	fmt.Fprintf(&r.b, "Metadata: used %dK, reserved %dK, %d blocks\n", meta.Used>>10, meta.Reserved>>10, meta.Blocks)
}

func (r *crashReport) arguments() {
	c := &r.v.vm.Config
	r.b.WriteString("\nVM Arguments:\n")
	fmt.Fprintf(&r.b, "jvm_args: %s\n", strings.Join(c.RuntimeArgs, " "))
	for _, p := range c.Properties {
		switch p.Key {
		case "sun.java.command":
			fmt.Fprintf(&r.b, "java_command: %s\n", p.Value)
		case "java.class.path":
			fmt.Fprintf(&r.b, "java_class_path (initial): %s\n", p.Value)
		}
	}
	r.b.WriteString("\nEnvironment Variables:\n")
	for _, name := range []string{"JAVA_HOME", "GOJVM_JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "PATH", "LANG", "GOGC", "GODEBUG", "GOMAXPROCS"} {
		if s, ok := os.LookupEnv(name); ok {
			fmt.Fprintf(&r.b, "%s=%s\n", name, s)
		}
	}
}

func (r *crashReport) system() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(&r.b, "Go: %s, %d processors, %d goroutines, heap %dK, from the system %dK\n",
		runtime.Version(), runtime.GOMAXPROCS(0), runtime.NumGoroutine(), m.HeapAlloc>>10, m.Sys>>10)
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if strings.HasPrefix(s.Key, "vcs") || s.Key == "GOAMD64" || s.Key == "-tags" {
				fmt.Fprintf(&r.b, "%s=%s\n", s.Key, s.Value)
			}
		}
	}
	if text, err := os.ReadFile("/etc/os-release"); err == nil {
		for _, line := range strings.Split(string(text), "\n") {
			if name, ok := strings.CutPrefix(line, "PRETTY_NAME="); ok {
				fmt.Fprintf(&r.b, "OS: %s\n", strings.Trim(name, `"`))
			}
		}
	}
}
