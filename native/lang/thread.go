package lang

import (
	"gojvm/native/internal/nat"
	"gojvm/native/internal/traces"
	"gojvm/sched"
	"gojvm/vm"
)

func threadNatives() vm.NativeTable {
	const c = "java/lang/Thread."
	return vm.NativeTable{
		c + "currentThread()Ljava/lang/Thread;": currentThread,
		c + "start0()V":                         start,
		c + "yield()V":                          yield,
		c + "sleep(J)V":                         sleep,
		c + "interrupt0()V":                     interrupt,
		c + "clearInterruptEvent()V":            clearInterrupt,
		c + "holdsLock(Ljava/lang/Object;)Z":    holdsLock,
		c + "getThreads()[Ljava/lang/Thread;":   getThreads,
		c + "dumpThreads([Ljava/lang/Thread;)[[Ljava/lang/StackTraceElement;": dumpThreads,
		c + "setPriority0(I)V":                   nat.Nothing, // goroutines have none
		c + "setNativeName(Ljava/lang/String;)V": nat.Nothing,
		c + "stop0(Ljava/lang/Object;)V":         unsupported,
		c + "suspend0()V":                        unsupported,
		c + "resume0()V":                         unsupported,
	}
}

func currentThread(t *vm.Thread, a vm.Args) (vm.Value, error) { return vm.RefValue(t.Object()), nil }

func start(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Object(0).Long(t.VM.Known.ThreadEetop.Offset) != 0 {
		return nat.Err(t.Throw("java/lang/IllegalThreadStateException", ""))
	}
	if err := t.StartJava(a.Handle(t, 0)); err != nil {
		return nat.Err(t.ThrowNoThread())
	}
	return 0, nil
}

func yield(t *vm.Thread, a vm.Args) (vm.Value, error) {
	t.Sched.Yield()
	return 0, nil
}

func sleep(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ms := a.Long(0)
	if ms < 0 {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "timeout value is negative"))
	}
	if t.Sched.Sleep(millis(ms)) == sched.Interrupted {
		return nat.Err(throwInterrupted(t, "sleep interrupted"))
	}
	return 0, nil
}

// interrupt wakes the thread; Java has set its interrupt status.
func interrupt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if u := t.VM.ThreadOf(a.Ref(0)); u != nil {
		u.Sched.Interrupt()
	}
	return 0, nil
}

func clearInterrupt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	t.Sched.ClearInterrupt()
	return 0, nil
}

func holdsLock(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.NullPointer(t)
	}
	return nat.Bool(t.HoldsLock(a.Ref(0)))
}

// liveThreads returns handles to the java.lang.Thread objects that are alive.
func liveThreads(t *vm.Thread) []vm.Handle {
	var out []vm.Handle
	for _, u := range t.VM.AllThreads() {
		if obj := u.Object(); obj != 0 && t.VM.ThreadOf(obj) == u {
			out = append(out, t.NewHandle(obj))
		}
	}
	return out
}

func getThreads(t *vm.Thread, a vm.Args) (vm.Value, error) {
	live := liveThreads(t)
	arr, err := t.NewRefArray(t.VM.Known.Thread, len(live))
	if err != nil {
		return 0, err
	}
	for i, h := range live {
		t.VM.SetRefElem(arr, i, h.Ref())
	}
	return vm.RefValue(arr), nil
}

// dumpThreads returns the stack traces of the given threads, all of the same
// moment; null for one that is not alive.
func dumpThreads(t *vm.Thread, a vm.Args) (vm.Value, error) {
	arr := a.Ref(0)
	if arr == 0 {
		return nat.NullPointer(t)
	}
	n := vm.ArrayLen(arr)
	if n == 0 {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", ""))
	}
	for i := range n {
		if vm.RefElem(arr, i) == 0 {
			return nat.NullPointer(t)
		}
	}
	points := make([][]vm.TracePoint, n)
	alive := make([]bool, n)
	t.AtSafepoint(func() {
		arr := a.Ref(0)
		for i := range n {
			if u := t.VM.ThreadOf(vm.RefElem(arr, i)); u != nil {
				alive[i] = true
				points[i] = u.Trace(vm.MaxTraceDepth, nil)
			}
		}
	})
	ste, err := traces.ElementOf(t)
	if err != nil {
		return 0, err
	}
	traceClass, err := t.VM.Linker.ArrayClass(t, ste.Class)
	if err != nil {
		return 0, err
	}
	r, err := t.NewRefArray(traceClass, n)
	if err != nil {
		return 0, err
	}
	out := t.NewHandle(r)
	for i := range n {
		if !alive[i] {
			continue
		}
		r, err := ste.New(t, points[i])
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(out.Ref(), i, r)
	}
	return vm.RefValue(out.Ref()), nil
}

// unsupported refuses to stop a thread at an arbitrary instruction.
func unsupported(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Err(t.Throw("java/lang/UnsupportedOperationException", ""))
}
