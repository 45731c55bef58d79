package gojvm

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"gojvm/vm"
)

// exitOutOfMemory is the exit code of -XX:+ExitOnOutOfMemoryError.
const exitOutOfMemory = 3

// outOfMemory does at the first OutOfMemoryError what the command line asks for,
// in HotSpot's order (report_java_out_of_memory): heap dump, commands, crash, exit.
func (v *VM) outOfMemory(t *vm.Thread, msg string) {
	c := &v.vm.Config
	if !c.HeapDumpOnOutOfMemory && c.OnOutOfMemory == "" && !c.CrashOnOutOfMemory && !c.ExitOnOutOfMemory {
		return
	}
	if v.reportedOutOfMemory.Swap(true) {
		return
	}
	if c.HeapDumpOnOutOfMemory {
		v.dumpAtOutOfMemory(t, msg)
	}
	if c.OnOutOfMemory != "" {
		fmt.Fprintf(v.stdout(), "#\n# java.lang.OutOfMemoryError: %s\n# -XX:OnOutOfMemoryError=\"%s\"\n", msg, c.OnOutOfMemory)
		t.Blocking(func() { v.runCommands(c.OnOutOfMemory) })
	}
	if c.CrashOnOutOfMemory {
		fmt.Fprintf(v.stdout(), "Aborting due to java.lang.OutOfMemoryError: %s\n", msg)
		panic(fatalError{"OutOfMemory encountered: " + msg})
	}
	if c.ExitOnOutOfMemory {
		fmt.Fprintf(v.stdout(), "Terminating due to java.lang.OutOfMemoryError: %s\n", msg)
		t.EnterBlocked()
		c.Exit(exitOutOfMemory)
		t.LeaveBlocked()
	}
}

// runCommands runs the shell commands of a flag, each told on standard output;
// %p in them is the process id.
func (v *VM) runCommands(commands string) {
	for _, cmd := range strings.Split(commands, ";") {
		cmd = strings.ReplaceAll(strings.TrimLeft(cmd, " "), "%p", fmt.Sprint(os.Getpid()))
		if cmd == "" {
			continue
		}
		fmt.Fprintf(v.stdout(), "#   Executing /bin/sh -c \"%s\"...\n", cmd)
		sh := exec.Command("/bin/sh", "-c", cmd)
		sh.Stdin, sh.Stdout, sh.Stderr = os.Stdin, v.stdout(), os.Stderr
		if sh.Run() != nil && sh.ProcessState == nil {
			fmt.Fprintln(v.stdout(), "#   the shell cannot be run")
		}
	}
}
