package gojvm

import (
	"fmt"
	"io"
	"strings"
	"time"

	"gojvm/sched"
	"gojvm/vm"
)

// DumpThreads writes the stacks of all Java threads in the form that HotSpot
// prints on SIGQUIT: a header per thread, its state, its frames with the
// monitors they hold or wait for, and the deadlocks found.
func (v *VM) DumpThreads(w io.Writer) error {
	return v.do(func(t *vm.Thread) error {
		v.dumpThreads(t, w)
		return nil
	})
}

// dumpThreads is DumpThreads on the calling thread by.
func (v *VM) dumpThreads(by *vm.Thread, w io.Writer) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nFull thread dump %s (%s %s):\n\n", time.Now().Format("2006-01-02 15:04:05"), vmName, vmVersion, vmInfo(v.vm))
	synchronizers, err := vm.SynchronizersOf(by)
	by.TakeException() // without them deadlocks of monitors only are found
	by.Sched.StopTheWorld()
	for _, t := range v.vm.AllThreads() {
		if t.Object() != 0 {
			v.dumpThread(&b, t)
		}
	}
	var parkedFor func(*sched.Thread) *sched.Thread
	if err == nil {
		parkedFor = synchronizers.ParkedFor
	}
	v.dumpDeadlocks(&b, parkedFor)
	by.Sched.StartTheWorld()
	io.WriteString(w, b.String())
}

func (v *VM) dumpThread(b *strings.Builder, t *vm.Thread) {
	k := &v.vm.Known
	obj := vm.Object(t.Object())
	name := ""
	if r := obj.Ref(k.ThreadName.Offset); r != 0 {
		name = v.vm.GoString(r)
	}
	fmt.Fprintf(b, "%q #%d", name, obj.Long(k.ThreadTid.Offset))
	if obj.Bool(k.ThreadDaemon.Offset) {
		b.WriteString(" daemon")
	}
	st := t.Sched.Status()
	fmt.Fprintf(b, " prio=%d tid=0x%016x nid=0x%x %s\n", obj.Int(k.ThreadPriority.Offset),
		t.StackTop(), t.Sched.ID(), dumpActivity(st))
	fmt.Fprintf(b, "   java.lang.Thread.State: %s\n", dumpState(st))
	first := true
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		fmt.Fprintf(b, "\tat %s\n", vm.TracePoint{Method: m, BCI: f.BCI()})
		if first {
			v.dumpWaiting(b, t)
			first = false
		}
		for _, l := range f.Locks() {
			fmt.Fprintf(b, "\t- locked <0x%016x> (a %s)\n", uint32(l), v.vm.ClassOf(l).JavaName())
		}
	}
	b.WriteByte('\n')
}

// dumpWaiting tells what t waits for, below its innermost frame.
func (v *VM) dumpWaiting(b *strings.Builder, t *vm.Thread) {
	what := func(verb string, r vm.Ref) {
		fmt.Fprintf(b, "\t- %s <0x%016x> (a %s)\n", verb, uint32(r), v.vm.ClassOf(r).JavaName())
	}
	if m := t.Sched.BlockedOn(); m != nil {
		what("waiting to lock", vm.Ref(m.Object()))
	} else if m := t.Sched.WaitingOn(); m != nil {
		what("waiting on", vm.Ref(m.Object()))
	} else if s := t.Sched.Status(); s == sched.Parked || s == sched.ParkedTimed {
		if r := vm.Object(t.Object()).Ref(v.vm.Known.ThreadParkBlocker.Offset); r != 0 {
			what("parking to wait for ", r)
		}
	}
}

func dumpActivity(s sched.Status) string {
	switch s {
	case sched.Running:
		return "runnable"
	case sched.Sleeping, sched.Parked, sched.ParkedTimed:
		return "waiting on condition"
	case sched.Waiting, sched.WaitingTimed:
		return "in Object.wait()"
	case sched.BlockedOnEnter:
		return "waiting for monitor entry"
	}
	return "runnable"
}

func dumpState(s sched.Status) string {
	switch s {
	case sched.Sleeping:
		return "TIMED_WAITING (sleeping)"
	case sched.Parked:
		return "WAITING (parking)"
	case sched.ParkedTimed:
		return "TIMED_WAITING (parking)"
	case sched.Waiting:
		return "WAITING (on object monitor)"
	case sched.WaitingTimed:
		return "TIMED_WAITING (on object monitor)"
	case sched.BlockedOnEnter:
		return "BLOCKED (on object monitor)"
	}
	return "RUNNABLE"
}

func (v *VM) dumpDeadlocks(b *strings.Builder, parkedFor func(*sched.Thread) *sched.Thread) {
	k := &v.vm.Known
	cycles := v.vm.Threads.Deadlocks(parkedFor)
	name := func(s *sched.Thread) string {
		t := s.Client.(*vm.Thread)
		if r := vm.Object(t.Object()).Ref(k.ThreadName.Offset); r != 0 {
			return v.vm.GoString(r)
		}
		return ""
	}
	for _, c := range cycles {
		b.WriteString("\nFound one Java-level deadlock:\n=============================\n")
		for i, s := range c {
			next := c[(i+1)%len(c)]
			fmt.Fprintf(b, "%q:\n", name(s))
			if m := s.BlockedOn(); m != nil {
				r := vm.Ref(m.Object())
				fmt.Fprintf(b, "  waiting to lock monitor 0x%016x (object 0x%016x, a %s),\n", uint32(r), uint32(r), v.vm.ClassOf(r).JavaName())
			} else if r := vm.Object(s.Client.(*vm.Thread).Object()).Ref(k.ThreadParkBlocker.Offset); r != 0 {
				fmt.Fprintf(b, "  waiting for ownable synchronizer 0x%016x, (a %s),\n", uint32(r), v.vm.ClassOf(r).JavaName())
			}
			fmt.Fprintf(b, "  which is held by %q\n\n", name(next))
		}
		b.WriteString("Java stack information for the threads listed above:\n===================================================\n")
		for _, s := range c {
			t := s.Client.(*vm.Thread)
			fmt.Fprintf(b, "%q:\n", name(s))
			first := true
			for f := t.TopFrame(); f.Valid(); f = f.Caller() {
				fmt.Fprintf(b, "\tat %s\n", vm.TracePoint{Method: f.Method(), BCI: f.BCI()})
				if first {
					v.dumpWaiting(b, t)
					first = false
				}
				for _, l := range f.Locks() {
					fmt.Fprintf(b, "\t- locked <0x%016x> (a %s)\n", uint32(l), v.vm.ClassOf(l).JavaName())
				}
			}
		}
	}
	if n := len(cycles); n == 1 {
		b.WriteString("\nFound 1 deadlock.\n\n")
	} else if n > 1 {
		fmt.Fprintf(b, "\nFound %d deadlocks.\n\n", n)
	}
}
