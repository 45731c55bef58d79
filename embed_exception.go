package gojvm

import (
	"strconv"
	"strings"

	"gojvm/vm"
)

// Exception is a Java exception that came out of a call, as a Go error. It keeps
// the exception object alive until Object.Release.
type Exception struct {
	Class   string // "java.lang.IllegalStateException"
	Message string // getMessage, "" when null
	Stack   string // what printStackTrace prints: causes and suppressed exceptions too
	Object  *Object
	// StackTrace is where it was thrown, innermost first.
	StackTrace []StackFrame
	// Cause is getCause, nil when there is none.
	Cause *Exception
}

// StackFrame is one element of a stack trace.
type StackFrame struct {
	Class  string // "com.acme.Main"
	Method string // "run"
	Module string // "java.base", "" for the unnamed module
	File   string // "Main.java", "" when unknown
	Line   int    // -1 when unknown, -2 in a native method
}

// String returns the frame as a stack trace has it.
func (f StackFrame) String() string {
	s := f.Class + "." + f.Method + "("
	if f.Module != "" {
		s = f.Module + "/" + s
	}
	switch {
	case f.Line == -2:
		s += "Native Method"
	case f.File == "":
		s += "Unknown Source"
	case f.Line < 0:
		s += f.File
	default:
		s += f.File + ":" + strconv.Itoa(f.Line)
	}
	return s + ")"
}

// Error returns the class and, if there is one, the message.
func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

// Unwrap returns the cause, for errors.As and errors.Is.
func (e *Exception) Unwrap() error {
	if e.Cause == nil {
		return nil
	}
	return e.Cause
}

// maxCauses bounds a chain of causes, which may be a circle.
const maxCauses = 64

// exceptionMembers is how an exception is asked about itself.
type exceptionMembers struct {
	GetMessage *vm.Method `java:"java/lang/Throwable.getMessage()Ljava/lang/String;"`
	GetCause   *vm.Method `java:"java/lang/Throwable.getCause()Ljava/lang/Throwable;"`
	PrintStack *vm.Method `java:"java/lang/Throwable.printStackTrace(Ljava/io/PrintWriter;)V"`
	Writer     *vm.Class  `java:"java/io/StringWriter"`
	Printer    *vm.Class  `java:"java/io/PrintWriter"`
	WriterInit *vm.Method `java:"java/io/StringWriter.<init>()V"`
	PrintInit  *vm.Method `java:"java/io/PrintWriter.<init>(Ljava/io/Writer;)V"`
	WriterText *vm.Method `java:"java/io/StringWriter.toString()Ljava/lang/String;"`
}

// goError turns the pending exception of t into an *Exception. Where the
// exception's own methods fail, what they would tell is taken from its fields.
func (v *VM) goError(t *vm.Thread) error {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	return v.exception(t, t.NewHandle(t.TakeException()), 0)
}

func (v *VM) exception(t *vm.Thread, h vm.Handle, depth int) *Exception {
	e := &Exception{Class: v.vm.ClassOf(h.Ref()).JavaName(), Object: v.object(h.Ref())}
	for _, p := range v.vm.BacktraceOf(h.Ref()) {
		e.StackTrace = append(e.StackTrace, stackFrame(p))
	}
	m, err := vm.Bound[exceptionMembers](t)
	if err != nil {
		t.TakeException()
		return e
	}
	ask := func(m *vm.Method) vm.Ref {
		r, err := t.Invoke(v.vm.Select(m, v.vm.ClassOf(h.Ref())), vm.RefValue(h.Ref()))
		if err != nil {
			t.TakeException()
			return 0
		}
		return r.Ref()
	}
	if s := ask(m.GetMessage); s != 0 {
		e.Message = v.vm.GoString(s)
	}
	if c := ask(m.GetCause); c != 0 && depth < maxCauses {
		e.Cause = v.exception(t, t.NewHandle(c), depth+1)
	}
	if depth == 0 {
		e.Stack = v.printedStack(t, m, h)
	}
	if e.Stack == "" {
		e.Stack = v.describeThrowable(t, h.Ref())
	}
	return e
}

func stackFrame(p vm.TracePoint) StackFrame {
	c := p.Method.Holder
	f := StackFrame{Class: c.JavaName(), Method: p.Method.Name, File: c.SourceFile(), Line: p.Line()}
	if c.Module != nil {
		f.Module = c.Module.Name
	}
	return f
}

// printedStack returns what printStackTrace prints, "" when it fails.
func (v *VM) printedStack(t *vm.Thread, m *exceptionMembers, h vm.Handle) string {
	made := func(c *vm.Class) vm.Handle {
		if v.vm.Linker.Initialize(t, c) != nil {
			return vm.Handle{}
		}
		r, err := t.NewObject(c)
		if err != nil {
			return vm.Handle{}
		}
		return t.NewHandle(r)
	}
	call := func(m *vm.Method, on vm.Handle, args ...vm.Handle) (vm.Ref, bool) {
		if on.IsNull() {
			return 0, false
		}
		vals := []vm.Value{vm.RefValue(on.Ref())}
		for _, a := range args {
			vals = append(vals, vm.RefValue(a.Ref()))
		}
		r, err := t.Invoke(v.vm.Select(m, v.vm.ClassOf(on.Ref())), vals...)
		return r.Ref(), err == nil
	}
	defer t.TakeException()
	w, p := made(m.Writer), made(m.Printer)
	if _, ok := call(m.WriterInit, w); !ok {
		return ""
	}
	if _, ok := call(m.PrintInit, p, w); !ok {
		return ""
	}
	if _, ok := call(m.PrintStack, h, p); !ok {
		return ""
	}
	s, ok := call(m.WriterText, w)
	if !ok || s == 0 {
		return ""
	}
	return strings.TrimSuffix(v.vm.GoString(s), "\n")
}
