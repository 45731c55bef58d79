package gojvm

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"gojvm/vm"
)

// exitCrash is the exit code after a fault of the VM itself: that of SIGABRT,
// by which HotSpot ends then.
const exitCrash = 134

// reportCrash is called, deferred, at the bottom of every Java thread: a Go
// panic there is a fault of the VM. It writes a report to hs_err_pid<pid>.log
// (-XX:ErrorFile), says so on standard output and ends the process with code 134.
func (v *VM) reportCrash(t *vm.Thread) {
	p := recover()
	if p == nil {
		return
	}
	stack := debug.Stack()
	report := v.crashReport(t, p, stack)
	path := v.vm.Config.ErrorFile
	if path == "" {
		path = "hs_err_pid%p.log"
	}
	path = strings.ReplaceAll(path, "%p", fmt.Sprint(os.Getpid()))
	fmt.Printf("#\n# A fatal error has been detected by gojvm:\n#\n#  %v\n#\n", p)
	if err := os.WriteFile(path, []byte(report), 0o644); err == nil {
		fmt.Printf("# An error report file with more information is saved as:\n# %s\n#\n", path)
	} else {
		fmt.Print(report)
	}
	os.Exit(exitCrash)
}

func (v *VM) crashReport(t *vm.Thread, p any, stack []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#\n# A fatal error has been detected by gojvm:\n#\n#  %v\n#\n# %s %s (%s)\n#\n\n", p, vmName, vmVersion, vmInfo(v.vm))
	fmt.Fprintf(&b, "time: %s\ncommand: %s\n", time.Now().Format(time.RFC3339), strings.Join(os.Args, " "))
	if t != nil {
		fmt.Fprintf(&b, "\nJava frames:\n%s", safely(func() string { return javaFrames(t) }))
	}
	fmt.Fprintf(&b, "\nGo stack:\n%s", stack)
	return b.String()
}

func javaFrames(t *vm.Thread) string {
	var b strings.Builder
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		fmt.Fprintf(&b, "  %s @ bci %d\n", m, f.BCI())
	}
	return b.String()
}

// safely runs f; a frame that cannot be read must not hide the report.
func safely(f func() string) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprintf("  (the frames cannot be read: %v)\n", p)
		}
	}()
	return f()
}
