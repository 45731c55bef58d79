package gojvm

import (
	"os"

	"gojvm/vm"
)

// uncaught gives the exception that came out of main to the thread's handler of
// uncaught exceptions.
func (v *VM) uncaught(t *vm.Thread) { t.DispatchUncaught() }

// destroy ends the VM as DestroyJavaVM does: the main thread ends, a thread of
// that name waits for the other non-daemon threads and runs the shutdown hooks.
// It returns the exit code.
func (v *VM) destroy(t *vm.Thread, code int) int {
	if code == 0 {
		code = v.exitCode
	}
	t.Finish()
	if err := t.BecomeJavaThread(v.mainGroup, "DestroyJavaVM"); err != nil {
		t.TakeException()
	}
	v.vm.Threads.AwaitNonDaemons(t.Sched)
	m, err := vm.Bound[bootMembers](t)
	if err == nil {
		_, err = t.Invoke(m.Shutdown)
	}
	if err != nil {
		t.TakeException()
	}
	v.logExit()
	t.Blocking(v.endProfiles)
	os.Stdout.Sync()
	return code
}

// describeThrowable returns what HotSpot prints of an exception ex at boot, as
// far as it can be had without running Java code.
func (v *VM) describeThrowable(t *vm.Thread, ex vm.Ref) string {
	k := &v.vm.Known
	s := v.vm.ClassOf(ex).JavaName()
	if k.ThrowableMessage != nil {
		if m := vm.Object(ex).Ref(k.ThrowableMessage.Offset); m != 0 {
			s += ": " + v.vm.GoString(m)
		}
		for _, p := range v.vm.BacktraceOf(ex) {
			s += "\n\tat " + p.VMString()
		}
		if c := vm.Object(ex).Ref(k.ThrowableCause.Offset); c != 0 && c != ex {
			s += "\nCaused by: " + v.describeThrowable(t, c)
		}
	}
	return s
}
