// Package traces makes java.lang.StackTraceElement objects.
package traces

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Element are the fields of StackTraceElement that the VM fills.
type Element struct {
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

// ElementOf returns the fields in the VM of t.
func ElementOf(t *vm.Thread) (*Element, error) { return vm.Bound[Element](t) }

// New makes a StackTraceElement[].
func (ste *Element) New(t *vm.Thread, points []vm.TracePoint) (vm.Ref, error) {
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
		if err := ste.Fill(t, e, p); err != nil {
			return 0, err
		}
	}
	return arr.Ref(), nil
}

// Fill sets the fields of element e. It may collect.
func (ste *Element) Fill(t *vm.Thread, e vm.Ref, p vm.TracePoint) error {
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
		{ste.FileName, p.SourceFile()},
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
