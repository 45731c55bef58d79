package lang

import (
	"time"

	"gojvm/native/internal/nat"
	"gojvm/sched"
	"gojvm/vm"
)

func objectNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/Object.getClass()Ljava/lang/Class;": objectGetClass,
		"java/lang/Object.hashCode()I":                 objectHashCode,
		"java/lang/Object.clone()Ljava/lang/Object;":   objectClone,
		"java/lang/Object.notify()V":                   objectNotify,
		"java/lang/Object.notifyAll()V":                objectNotifyAll,
		"java/lang/Object.wait(J)V":                    objectWait,
	}
}

func objectGetClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Mirror(t.VM.ClassOf(a.Ref(0)))
}

func objectHashCode(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Int(identityHash(t, a.Ref(0)))
}

func identityHash(t *vm.Thread, r vm.Ref) int32 {
	return int32(t.Sched.IdentityHash(vm.HeaderWordPtr(r), uint32(r)))
}

// objectClone is Object.clone: only arrays and instances of Cloneable.
func objectClone(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := t.VM.ClassOf(a.Ref(0))
	if !c.IsArray() && !c.IsAssignableTo(t.VM.Known.Cloneable) {
		return nat.Err(t.Throw("java/lang/CloneNotSupportedException", c.JavaName()))
	}
	return nat.Ref(t.Clone(a.Handle(t, 0)))
}

func objectNotify(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if !t.Sched.MonitorNotify(vm.HeaderWordPtr(a.Ref(0))) {
		return nat.Err(throwNotOwner(t))
	}
	return 0, nil
}

func objectNotifyAll(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if !t.Sched.MonitorNotifyAll(vm.HeaderWordPtr(a.Ref(0))) {
		return nat.Err(throwNotOwner(t))
	}
	return 0, nil
}

// objectWait is Object.wait(long); 0 is without end.
func objectWait(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ms := a.Long(1)
	if ms < 0 {
		return nat.Err(t.Throw("java/lang/IllegalArgumentException", "timeout value is negative"))
	}
	d := sched.NoTimeout
	if ms != 0 {
		d = millis(ms)
	}
	r := a.Ref(0)
	switch t.Sched.MonitorWait(vm.HeaderWordPtr(r), uint32(r), d) {
	case sched.IllegalState:
		return nat.Err(throwNotOwner(t))
	case sched.Interrupted:
		return nat.Err(throwInterrupted(t, ""))
	}
	return 0, nil
}

func throwNotOwner(t *vm.Thread) error {
	return t.Throw("java/lang/IllegalMonitorStateException", "current thread is not owner")
}

// throwInterrupted throws InterruptedException and clears the interrupt status
// of the thread, whose interrupt was taken.
func throwInterrupted(t *vm.Thread, msg string) error {
	vm.Object(t.Object()).SetBool(t.VM.Known.ThreadInterrupted.Offset, false)
	return t.Throw("java/lang/InterruptedException", msg)
}

// millis converts milliseconds; what a Duration cannot hold (292 years) is cut.
func millis(ms int64) time.Duration {
	const most = int64(1<<63-1) / int64(time.Millisecond)
	return time.Duration(min(ms, most)) * time.Millisecond
}
