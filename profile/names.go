package profile

import (
	"path"
	"runtime"
	"strings"

	"gojvm/internal/pprof"
	"gojvm/vm"
)

// frame is a Java method and where it stands.
type frame struct {
	method *vm.Method
	bci    int // -1 in a native method
}

// methodName is how people read the name of m: "java.util.HashMap.put(Object,Object)".
func methodName(m *vm.Method) string {
	// "void a.B.m(int, java.lang.String)"
	s := vm.ExternalMethod(m)
	_, s, _ = strings.Cut(s, " ")
	name, params, _ := strings.Cut(s, "(")
	list := strings.Split(strings.TrimSuffix(params, ")"), ", ")
	for i, p := range list {
		list[i] = p[strings.LastIndexByte(p, '.')+1:]
	}
	return name + "(" + strings.Join(list, ",") + ")"
}

// sourceFile is the source of m below the root of its sources: "java/util/HashMap.java".
func sourceFile(m *vm.Method) string {
	if f := (vm.TracePoint{Method: m}).SourceFile(); f != "" {
		return path.Join(path.Dir(m.Holder.Name), f)
	}
	return ""
}

// line describes f.
func (p *profile) line(f frame) pprof.Line {
	m := f.method
	first := 0
	if m.Body != nil {
		first = max(m.LineNumber(0), 0)
	}
	system := m.Holder.JavaName() + "." + m.Name + m.Desc
	return pprof.Line{
		Function: p.b.Function(methodName(m), system, sourceFile(m), first),
		Line:     max(vm.TracePoint{Method: m, BCI: f.bci}.Line(), 0),
	}
}

// java returns the location of a frame that is no compiled one.
func (p *profile) java(f frame) uint64 {
	return p.b.Location(f, func() (uint64, []pprof.Line) { return 0, []pprof.Line{p.line(f)} })
}

// compiledKey is the key of a place in compiled code: code may be thrown away, and its address be
// used again for other methods.
type compiledKey struct {
	pc        uintptr
	inner     frame
	outermost *vm.Method
}

// compiled returns the location of an address in compiled code.
func (p *profile) compiled(pc uintptr, scopes []vm.Scope) uint64 {
	key := compiledKey{pc, frame{scopes[0].Method, scopes[0].BCI}, scopes[len(scopes)-1].Method}
	return p.b.Location(key, func() (uint64, []pprof.Line) {
		var lines []pprof.Line
		for _, s := range scopes {
			lines = append(lines, p.line(frame{s.Method, s.BCI}))
		}
		return uint64(pc), lines
	})
}

// named returns the location of something that is no function.
func (p *profile) named(name string) uint64 {
	return p.b.Location(name, func() (uint64, []pprof.Line) {
		return 0, []pprof.Line{{Function: p.b.Function(name, name, "", 0)}}
	})
}

// goKey is the key of a place in Go code.
type goKey uintptr

// goCode returns the location of return address pc in Go code, and the name of the
// outermost function there; 0 if it is none.
func (p *profile) goCode(pc uintptr) (id uint64, name string) {
	f := runtime.FuncForPC(pc - 1)
	if f == nil {
		return 0, ""
	}
	var lines []pprof.Line
	for frames := runtime.CallersFrames([]uintptr{pc}); ; {
		x, more := frames.Next()
		name = x.Function
		lines = append(lines, pprof.Line{Function: p.b.Function(x.Function, x.Function, x.File, 0), Line: x.Line})
		if !more {
			break
		}
	}
	return p.b.Location(goKey(pc), func() (uint64, []pprof.Line) { return uint64(pc), lines }), name
}
