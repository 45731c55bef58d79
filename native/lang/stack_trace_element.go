package lang

import (
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/traces"
	"gojvm/vm"
)

func stackTraceElementNatives() vm.NativeTable {
	const c = "java/lang/StackTraceElement."
	return vm.NativeTable{
		c + "initStackTraceElements([Ljava/lang/StackTraceElement;Ljava/lang/Throwable;)V":    initStackTraceElements,
		c + "initStackTraceElement(Ljava/lang/StackTraceElement;Ljava/lang/StackFrameInfo;)V": initStackTraceElement,
	}
}

// initStackTraceElements fills an array of fresh elements from a Throwable's backtrace.
func initStackTraceElements(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ste, err := traces.ElementOf(t)
	if err != nil {
		return 0, err
	}
	if a.Ref(0) == 0 || a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	points := t.VM.BacktraceOf(a.Ref(1))
	if vm.ArrayLen(a.Ref(0)) < len(points) {
		return nat.Err(t.Throw("java/lang/IndexOutOfBoundsException", ""))
	}
	for i, p := range points {
		e := vm.RefElem(a.Ref(0), i)
		if e == 0 {
			return nat.NullPointer(t)
		}
		if err := ste.Fill(t, e, p); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

func initStackTraceElement(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ste, err := traces.ElementOf(t)
	if err != nil {
		return 0, err
	}
	info, err := vm.Bound[stackFrameInfo](t)
	if err != nil {
		return 0, err
	}
	if a.Ref(0) == 0 || a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	frame := a.Object(1)
	m := members.MethodOfName(t.VM, frame.Ref(info.MemberName.Offset))
	if m == nil {
		return nat.Err(t.Throw("java/lang/InternalError", "stack frame without a method"))
	}
	return 0, ste.Fill(t, a.Ref(0), vm.TracePoint{Method: m, BCI: int(frame.Int(info.BCI.Offset)), Forgotten: m.Obsolete})
}
