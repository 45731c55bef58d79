package lang

import (
	"gojvm/native/internal/members"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// stackTraceElement are the fields of StackTraceElement that the VM fills, and
// those of StackFrameInfo that one is made from.
type stackTraceElement struct {
	Class           *vm.Class `java:"java/lang/StackTraceElement"`
	DeclaringClass  *vm.Field `java:"java/lang/StackTraceElement.declaringClass:Ljava/lang/String;"`
	DeclaringObject *vm.Field `java:"java/lang/StackTraceElement.declaringClassObject:Ljava/lang/Class;"`
	LoaderName      *vm.Field `java:"java/lang/StackTraceElement.classLoaderName:Ljava/lang/String;"`
	ModuleName      *vm.Field `java:"java/lang/StackTraceElement.moduleName:Ljava/lang/String;"`
	ModuleVersion   *vm.Field `java:"java/lang/StackTraceElement.moduleVersion:Ljava/lang/String;"`
	MethodName      *vm.Field `java:"java/lang/StackTraceElement.methodName:Ljava/lang/String;"`
	FileName        *vm.Field `java:"java/lang/StackTraceElement.fileName:Ljava/lang/String;"`
	LineNumber      *vm.Field `java:"java/lang/StackTraceElement.lineNumber:I"`
}

func stackTraceElementNatives() vm.NativeTable {
	const c = "java/lang/StackTraceElement."
	return vm.NativeTable{
		c + "initStackTraceElements([Ljava/lang/StackTraceElement;Ljava/lang/Throwable;)V":    initStackTraceElements,
		c + "initStackTraceElement(Ljava/lang/StackTraceElement;Ljava/lang/StackFrameInfo;)V": initStackTraceElement,
	}
}

// initStackTraceElements fills an array of fresh elements from a Throwable's backtrace.
func initStackTraceElements(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ste, err := vm.Bound[stackTraceElement](t)
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
		if err := ste.fill(t, e, p); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

func initStackTraceElement(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ste, err := vm.Bound[stackTraceElement](t)
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
	return 0, ste.fill(t, a.Ref(0), vm.TracePoint{Method: m, BCI: int(frame.Int(info.BCI.Offset))})
}

// newStackTrace makes a StackTraceElement[].
func newStackTrace(t *vm.Thread, ste *stackTraceElement, points []vm.TracePoint) (vm.Ref, error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r, err := t.NewRefArray(ste.Class, len(points))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i, p := range points {
		e, err := t.NewObject(ste.Class)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, e)
		if err := ste.fill(t, e, p); err != nil {
			return 0, err
		}
	}
	return arr.Ref(), nil
}

// fill sets the fields of element e. It may collect.
func (ste *stackTraceElement) fill(t *vm.Thread, e vm.Ref, p vm.TracePoint) error {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(e)
	c := p.Method.Holder
	t.VM.SetRef(e, ste.DeclaringObject.Offset, c.Mirror)
	if l := c.Loader; !l.Object.IsNull() {
		name := l.Object.Object().Ref(t.VM.Known.ClassLoaderName.Offset)
		t.VM.SetRef(e, ste.LoaderName.Offset, name)
	}
	h.Object().SetInt(ste.LineNumber.Offset, int32(p.Line()))

	name, err := nat.ClassName(t, c)
	if err != nil {
		return err
	}
	t.VM.SetRef(h.Ref(), ste.DeclaringClass.Offset, name)
	for _, f := range []struct {
		field *vm.Field
		text  string
	}{
		{ste.MethodName, p.Method.Name},
		{ste.FileName, c.SourceFile()},
		{ste.ModuleName, c.Module.Name},
		{ste.ModuleVersion, c.Module.Version},
	} {
		if f.text == "" {
			continue
		}
		s, err := t.InternRaw(f.text)
		if err != nil {
			return err
		}
		t.VM.SetRef(h.Ref(), f.field.Offset, s)
	}
	return nil
}
