package vm

import (
	"strconv"
	"strings"
)

// A Throwable's backtrace field holds a long[]: one element per frame,
// innermost first:
//
//	method id << 32 | version of the method << 17 | bytecode index + 1
//
// with the low 15 bits of the version. A further element of 0 says that the innermost frame was left out as hidden.

// FillInStackTrace records the stack of t in Throwable ex: without the frames
// of fillInStackTrace and of the constructors of ex itself, and without hidden
// frames (Throwable.fillInStackTrace). It may collect.
func (t *Thread) FillInStackTrace(ex Handle) error {
	vm := t.VM
	if vm.Config.NoStackTraces {
		return nil
	}
	points, topHidden := t.throwableTrace(vm.ClassOf(ex.Ref()))
	defer clear(points) // for Go's collector
	n := len(points)
	if topHidden {
		n++
	}
	r, err := t.NewPrimArray(KindLong, n)
	if err != nil {
		return err
	}
	el := LongElems(r)
	for i, p := range points {
		el[i] = p.encode()
	}
	if r, err = t.keepClasses(r, points); err != nil {
		return err
	}
	k := &vm.Known
	vm.SetRef(ex.Ref(), k.ThrowableBacktrace.Offset, r)
	ex.Object().SetInt(k.ThrowableDepth.Offset, int32(len(points)))
	// The elements are made when somebody asks for them.
	vm.SetRef(ex.Ref(), k.ThrowableTrace.Offset, k.ThrowableUnassigned.StaticBase().Ref(k.ThrowableUnassigned.Offset))
	return nil
}

// keepClasses returns what the backtrace field is to hold: r, the frames, or an array of r
// and the mirrors of those classes among them that might be unloaded.
func (t *Thread) keepClasses(r Ref, points []TracePoint) (Ref, error) {
	keep := 0
	for _, p := range points {
		if !p.Method.Holder.Domain.Permanent {
			keep++
		}
	}
	if keep == 0 {
		return r, nil
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(r)
	all, err := t.NewRefArray(t.VM.Known.Object, 1+keep)
	if err != nil {
		return 0, err
	}
	t.VM.SetRefElem(all, 0, h.Ref())
	for _, p := range points {
		if c := p.Method.Holder; !c.Domain.Permanent {
			t.VM.SetRefElem(all, keep, c.Mirror)
			keep--
		}
	}
	return all, nil
}

// backtrace returns the frames in the backtrace field of ex, null if there are none.
func (vm *VM) backtrace(ex Ref) Ref {
	bt := Object(ex).Ref(vm.Known.ThrowableBacktrace.Offset)
	if bt != 0 && vm.ClassOf(bt).Elem.Kind == KindRef {
		return RefElem(bt, 0)
	}
	return bt
}

// throwableTrace collects the frames that the trace of an exception of class c
// has; topHidden tells that the frame which made it is not among them. The slice is the
// thread's, for one trace at a time.
func (t *Thread) throwableTrace(c *Class) (points []TracePoint, topHidden bool) {
	limit := t.VM.Config.MaxTraceDepth
	if limit == 0 {
		limit = MaxTraceDepth
	}
	const (
		inFill = iota // fillInStackTrace and overriding methods
		inInit        // constructors of the exception
		inBody
	)
	state := inFill
	showHidden := t.VM.Config.ShowHidden
	t.tracePoints = t.appendTrace(t.tracePoints[:0], limit, func(m *Method) bool {
		if state == inFill {
			if m.Name == "fillInStackTrace" && c.IsSubclassOf(m.Holder) {
				return true
			}
			state = inInit
		}
		if state == inInit {
			if m.Name == "<init>" && c.IsSubclassOf(m.Holder) {
				return true
			}
			state = inBody
			topHidden = m.Hidden() && !showHidden
		}
		return m.Hidden() && !showHidden
	})
	return t.tracePoints, topHidden
}

// TopFrameHidden reports whether the frame that made Throwable ex is hidden and
// so not in its trace.
func (vm *VM) TopFrameHidden(ex Ref) bool {
	bt := vm.backtrace(ex)
	n := 0
	if bt != 0 {
		n = ArrayLen(bt)
	}
	return n > 0 && LongElems(bt)[n-1] == 0
}

// BacktraceOf returns the frames recorded in Throwable ex.
func (vm *VM) BacktraceOf(ex Ref) []TracePoint {
	bt := vm.backtrace(ex)
	if bt == 0 {
		return nil
	}
	var out []TracePoint
	for _, e := range LongElems(bt) {
		if m := vm.MethodByID(uint32(e >> 32)); m != nil {
			out = append(out, decode(m, uint32(e)))
		}
	}
	return out
}

// VMString returns p as the VM itself prints it when there is no library to do so:
// "Foo.bar(module@version/Foo.java:12)".
func (p TracePoint) VMString() string {
	s := p.String()
	m := p.Method.Holder.Module
	if m == nil || !m.Named() {
		return s
	}
	s = strings.TrimPrefix(s, m.Name+"/")
	method, where, _ := strings.Cut(s, "(")
	version := ""
	if m.Version != "" {
		version = "@" + m.Version // the first frames of boot are before it is known
	}
	return method + "(" + m.Name + version + "/" + where
}

// String returns p as a line of a stack trace has it: "Foo.bar(Foo.java:12)".
func (p TracePoint) String() string {
	c := p.Method.Holder
	where, source := "Unknown Source", p.SourceFile()
	switch line := p.Line(); {
	case line == -2:
		where = "Native Method"
	case source != "" && line >= 0:
		where = source + ":" + strconv.Itoa(line)
	case source != "":
		where = source
	}
	s := c.JavaName() + "." + p.Method.Name + "(" + where + ")"
	if m := c.Module; m != nil && m.Named() {
		s = m.Name + "/" + s
	}
	return s
}

const (
	traceBCIBits     = 17
	traceVersionMask = 1<<15 - 1
)

func (p TracePoint) encode() int64 {
	return int64(p.Method.ID)<<32 | int64(p.Method.Version&traceVersionMask)<<traceBCIBits | int64(p.BCI+1)
}

// decode returns the point that was encoded as low when m had, maybe, another body.
func decode(m *Method, low uint32) TracePoint {
	return TracePoint{
		Method:    m,
		BCI:       int(low&(1<<traceBCIBits-1)) - 1,
		Forgotten: m.Obsolete || low>>traceBCIBits != m.Version&traceVersionMask,
	}
}

// SourceFile returns the SourceFile attribute of the class of p, "" when it is not known.
func (p TracePoint) SourceFile() string {
	if p.Forgotten {
		return ""
	}
	if cp := p.Method.CP; cp != nil {
		return cp.Symbols().Utf8(int(cp.File.SourceFile))
	}
	return p.Method.Holder.SourceFile()
}

// SourceFile returns the SourceFile attribute of c (JVMS 4.7.10), "" when it has none.
func (c *Class) SourceFile() string {
	if c.File == nil {
		return ""
	}
	return c.File.CP.Utf8(int(c.File.SourceFile))
}
