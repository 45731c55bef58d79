package vm

import "gojvm/mem"

// MaxTraceDepth is how many frames a Throwable keeps (-XX:MaxJavaStackTraceDepth).
const MaxTraceDepth = 1024

// TracePoint is one entry of a stack trace: a method and where it stood.
type TracePoint struct {
	Method *Method
	BCI    int // -1 in a native method
	// Forgotten tells that Method has another body since: exceptions and stack walkers then
	// give no line, as on HotSpot, though thread dumps do.
	Forgotten bool
}

// Line returns the source line of p, -1 when unknown, -2 in a native method
// (java.lang.StackTraceElement.getLineNumber).
func (p TracePoint) Line() int {
	switch {
	case p.Forgotten:
		return -1
	case p.Method.IsNative():
		return -2
	}
	return p.Method.LineNumber(p.BCI)
}

// LineNumber returns the source line of bytecode index bci by the
// LineNumberTable (JVMS 4.7.12), -1 when there is none.
func (m *Method) LineNumber(bci int) int {
	if m.Body == nil {
		return -1
	}
	return m.Body.Line(bci)
}

// Trace collects up to max frames of t, innermost first; skip says of each
// method whether to leave its frame out.
func (t *Thread) Trace(max int, skip func(*Method) bool) []TracePoint {
	return t.appendTrace(nil, max, skip)
}

// appendTrace appends to list what Trace collects.
func (t *Thread) appendTrace(list []TracePoint, max int, skip func(*Method) bool) []TracePoint {
	max += len(list)
	for fp := uintptr(t.Ctx.FP); fp != 0 && len(list) < max; {
		if fp&1 == 0 {
			f := Frame{t: t, FP: fp}
			if m := f.Method(); skip == nil || !skip(m) {
				list = append(list, TracePoint{Method: m, BCI: f.BCI()})
			}
			fp = uintptr(mem.Load64(at(fp, FrameCaller)))
			continue
		}
		scopes, caller := t.VM.Compiler.FrameAt(fp &^ 1)
		for i := range scopes {
			if s := &scopes[i]; (skip == nil || !skip(s.Method)) && len(list) < max {
				list = append(list, TracePoint{Method: s.Method, BCI: s.BCI})
			}
		}
		fp = caller
	}
	return list
}

// Hidden reports whether frames of m stay out of stack traces.
func (m *Method) Hidden() bool { return m.Flags&MethodHidden != 0 }
