package vm

import (
	"fmt"
	"io"
	"os"

	"gojvm/mem"
	"gojvm/sched"
)

// The life of a java.lang.Thread: its eetop field is the id of the thread that
// runs it, from start until it has ended, else 0 (Thread.isAlive reads it), and
// its threadStatus field tells what the thread does (Thread.getState).

// Values of Thread.threadStatus: the thread-state bits of JVM TI.
const (
	threadNew         = 0x000
	threadTerminated  = 0x002
	threadRunnable    = 0x005
	threadSleeping    = 0x0e1
	threadWaiting     = 0x191
	threadWaitTimed   = 0x1a1
	threadParked      = 0x291
	threadParkedTimed = 0x2a1
	threadBlocked     = 0x401
)

var threadStatusOf = [...]int32{
	sched.Created:        threadNew,
	sched.Running:        threadRunnable,
	sched.Sleeping:       threadSleeping,
	sched.Parked:         threadParked,
	sched.ParkedTimed:    threadParkedTimed,
	sched.Waiting:        threadWaiting,
	sched.WaitingTimed:   threadWaitTimed,
	sched.BlockedOnEnter: threadBlocked,
	sched.Terminated:     threadTerminated,
}

// onThreadStatus is sched's Config.OnStatus: it keeps Thread.threadStatus up to date.
func (vm *VM) onThreadStatus(s *sched.Thread, status sched.Status) {
	if t, ok := s.Client.(*Thread); ok && t.Ctx.ThreadObj != 0 && vm.Known.ThreadStatus != nil {
		Object(t.Ctx.ThreadObj).SetInt(vm.Known.ThreadStatus.Offset, threadStatusOf[status])
	}
}

// BindObject makes obj, a java.lang.Thread, the Java object of t, and alive.
// t does not run yet or is the caller.
func (t *Thread) BindObject(obj Ref) {
	k := &t.VM.Known
	t.Ctx.ThreadObj, t.quiet = obj, false
	Object(obj).SetInt(k.ThreadStatus.Offset, threadRunnable)
	mem.AtomicStore64(uintptr(obj)+uintptr(k.ThreadEetop.Offset), uint64(t.Sched.ID()))
	if Object(obj).Bool(k.ThreadInterrupted.Offset) {
		t.Sched.Interrupt() // interrupted before it was started
	}
}

// ThreadOf returns the thread that runs the java.lang.Thread obj, nil when it
// is not alive. It may end at any time after that, except while the world is stopped.
func (vm *VM) ThreadOf(obj Ref) *Thread {
	id := mem.AtomicLoad64(uintptr(obj) + uintptr(vm.Known.ThreadEetop.Offset))
	if id == 0 {
		return nil
	}
	s := vm.Threads.Lookup(uint32(id))
	if s == nil {
		return nil
	}
	t, ok := s.Client.(*Thread)
	if !ok || t.Ctx.ThreadObj != obj {
		return nil
	}
	return t
}

// StartJava starts a new thread that runs the java.lang.Thread h, whose eetop
// is 0 (Thread.start0). The error is that of NewThread.
func (t *Thread) StartJava(h Handle) error {
	vm := t.VM
	obj := h.Object()
	size := obj.Long(vm.Known.ThreadStackSize.Offset)
	if size < 0 || size > maxThreadStack {
		size = maxThreadStack // a hint, no more
	}
	n, err := vm.NewThread(obj.Bool(vm.Known.ThreadDaemon.Offset), uintptr(size))
	if err != nil {
		return err
	}
	n.BindObject(h.Ref())
	n.logThread("started")
	n.Run(func() { n.runJava() })
	return nil
}

// logThread writes a line of -Xlog:os+thread.
func (t *Thread) logThread(what string) {
	if t.VM.Logs("os+thread") {
		name := t.VM.GoString(Object(t.Ctx.ThreadObj).Ref(t.VM.Known.ThreadName.Offset))
		t.VM.Logf("os+thread", "Thread %q %s (tid: %d).", name, what, t.Sched.ID())
	}
}

// maxThreadStack bounds the stack that a program can ask for with the
// constructor of Thread.
const maxThreadStack = 64 << 20

// BecomeJavaThread gives t, the caller, which has no Java object or one that has
// ended, a new java.lang.Thread of that name in group.
func (t *Thread) BecomeJavaThread(group Handle, name string) error {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	k := &t.VM.Known
	obj, err := t.NewObject(k.Thread)
	if err != nil {
		return err
	}
	h := t.NewHandle(obj)
	// The constructor asks for the current thread, which is this one, alive and
	// with a priority.
	t.BindObject(obj)
	h.Object().SetInt(k.ThreadPriority.Offset, normPriority)
	s, err := t.NewString(name)
	if err != nil {
		return err
	}
	hs := t.NewHandle(s)
	if _, err := t.Invoke(t.VM.threadConstructor(), RefValue(h.Ref()), RefValue(group.Ref()), RefValue(hs.Ref())); err != nil {
		return err
	}
	if t.Sched.Daemon() {
		h.Object().SetBool(k.ThreadDaemon.Offset, true)
	}
	h.Object().SetInt(k.ThreadStatus.Offset, threadRunnable)
	_, err = t.Invoke(k.ThreadGroupAdd, RefValue(group.Ref()), RefValue(h.Ref()))
	return err
}

// Priorities of java.lang.Thread.
const (
	normPriority    = 5
	nearMaxPriority = 9
)

// threadConstructor is Thread(ThreadGroup, String).
func (vm *VM) threadConstructor() *Method {
	return vm.Known.Thread.DeclaredMethod("<init>", "(Ljava/lang/ThreadGroup;Ljava/lang/String;)V")
}

// SpawnDaemon makes a daemon java.lang.Thread of that name in group, that runs
// body (a thread of the VM itself that Java programs can see). t is the caller.
func (t *Thread) SpawnDaemon(group Handle, name string, body func(*Thread)) error {
	vm := t.VM
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	s, err := t.NewString(name)
	if err != nil {
		return err
	}
	hs := t.NewHandle(s)
	obj, err := t.NewObject(vm.Known.Thread)
	if err != nil {
		return err
	}
	h := t.NewHandle(obj)
	if _, err := t.Invoke(vm.threadConstructor(), RefValue(h.Ref()), RefValue(group.Ref()), RefValue(hs.Ref())); err != nil {
		return err
	}
	h.Object().SetBool(vm.Known.ThreadDaemon.Offset, true)
	h.Object().SetInt(vm.Known.ThreadPriority.Offset, nearMaxPriority)
	if _, err := t.Invoke(vm.Known.ThreadGroupAdd, RefValue(group.Ref()), RefValue(h.Ref())); err != nil {
		return err
	}
	n, err := vm.NewThread(true, 0)
	if err != nil {
		return t.ThrowNoThread()
	}
	n.BindObject(h.Ref())
	n.Run(func() {
		body(n)
		n.Finish()
	})
	return nil
}

// runJava is the whole life of a started thread: run, handler of uncaught
// exceptions, end.
func (t *Thread) runJava() {
	run := t.VM.Select(t.VM.Known.ThreadRun, t.VM.ClassOf(t.Ctx.ThreadObj))
	if _, err := t.Invoke(run, RefValue(t.Ctx.ThreadObj)); err != nil {
		t.DispatchUncaught()
	}
	t.Finish()
}

// DispatchUncaught hands the pending exception to the thread's handler of
// uncaught exceptions (JLS 11.3). Of what the handler throws there is a line on
// standard error.
func (t *Thread) DispatchUncaught() {
	ex := t.TakeException()
	if ex == 0 {
		return
	}
	_, err := t.Invoke(t.VM.Known.ThreadDispatchUncaught, RefValue(t.Ctx.ThreadObj), RefValue(ex))
	if err != nil {
		name := t.VM.GoString(Object(t.Ctx.ThreadObj).Ref(t.VM.Known.ThreadName.Offset))
		class := t.VM.ClassOf(t.TakeException()).JavaName()
		var w io.Writer = os.Stderr
		if t.VM.Config.Stderr != nil {
			w = t.VM.Config.Stderr
		}
		fmt.Fprintf(w, "\nException: %s thrown from the UncaughtExceptionHandler in thread \"%s\"\n", class, name)
	}
}

// Finish ends the Java side of t: Thread.exit leaves the thread group, then
// under the Thread's monitor the thread stops being alive and those in
// Thread.join are woken. The pending exception, if any, is dropped.
func (t *Thread) Finish() {
	t.TakeException()
	t.logThread("finished")
	if _, err := t.Invoke(t.VM.Known.ThreadExit, RefValue(t.Ctx.ThreadObj)); err != nil {
		t.TakeException()
	}
	t.MonitorEnter(t.Ctx.ThreadObj)
	k := &t.VM.Known
	obj := t.Ctx.ThreadObj
	Object(obj).SetInt(k.ThreadStatus.Offset, threadTerminated)
	mem.AtomicStore64(uintptr(obj)+uintptr(k.ThreadEetop.Offset), 0)
	t.Sched.MonitorNotifyAll(HeaderWordPtr(obj))
	t.MonitorExit(obj)
	t.Unbind() // what t does from now on is not the work of that thread
	t.Bind()
}

// AtSafepoint runs f while all other threads are stopped or do not touch the
// heap. Refs that t held before are invalid in f and after it.
func (t *Thread) AtSafepoint(f func()) {
	t.Sched.StopTheWorld()
	defer t.Sched.StartTheWorld()
	f()
}
