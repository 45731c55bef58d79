package profile

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"gojvm/internal/pprof"
	"gojvm/vm"
)

// Sample is one interruption, as the host of compiled code records it.
type Sample struct {
	Weight    int
	Context   *vm.Context // a copy; nil if no Java thread was interrupted
	Thread    uintptr     // the address of the context
	PC, SP    uintptr
	Compiled  bool      // in compiled code, with SP in the Java stack
	Loop      bool      // in the interpreter's loop
	Words     []uintptr // then: registers and what was spilled, see walker.inLoop
	Registers int       // how many of them are registers
	Go        []uintptr // return addresses in Go code
	Stack     []byte    // of the Java stack
	StackAddr uintptr
}

// CPU is a profile of processor time.
type CPU struct {
	profile
	interval time.Duration
	threads  threads
	methods  methods
}

// NewCPU makes a profile of v with a sample each interval.
func NewCPU(v *vm.VM, interval time.Duration) *CPU {
	nanos := pprof.ValueType{Type: "cpu", Unit: "nanoseconds"}
	b := pprof.New([]pprof.ValueType{{Type: "samples", Unit: "count"}, nanos}, nanos, int64(interval))
	return &CPU{profile: profile{vm: v, b: b}, interval: interval, threads: newThreads(), methods: methods{vm: v}}
}

// Bind says that the thread with a context begins to run.
func (p *CPU) Bind(ctx uintptr) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.threads.bind(ctx)
}

// Name notes the name of the thread with a context.
func (p *CPU) Name(ctx uintptr, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.threads.name(ctx, name)
}

// Add adds a sample.
func (p *CPU) Add(s *Sample) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := walker{profile: &p.profile, stack: stack{s.StackAddr, s.Stack}, methods: &p.methods}
	thread, code := "", ""
	switch {
	case s.Context != nil && s.Compiled:
		code = "compiled"
		if link, ok := w.step(s.PC, s.SP, false); ok {
			w.from(link, 0)
		}
	case s.Context != nil && s.Loop:
		code = "interpreter"
		w.inLoop(s.Words, s.Registers, uintptr(s.Context.FP))
	default:
		var names []string
		for i, pc := range append([]uintptr{s.PC + 1}, s.Go...) {
			id, name := p.goCode(pc)
			if id == 0 {
				continue
			}
			names = append(names, name)
			if i == 0 || !carries(name) {
				w.out = append(w.out, id)
			}
		}
		inner := len(w.out)
		if s.Context != nil {
			j := walker{profile: w.profile, stack: w.stack, methods: w.methods}
			j.from(uintptr(s.Context.FP), 0)
			w.out = append(w.out, j.out...)
			w.native = j.native
		}
		code = work(names, w.native)
		if len(w.out) == inner {
			thread = "[" + code + "]"
			w.out = append(w.out, w.named(thread))
		}
	}
	if thread == "" {
		thread = strconv.Itoa(p.threads.bound[s.Thread])
	}
	p.b.Add(w.out, []pprof.Label{{Key: labelThread, Value: thread}, {Key: labelCode, Value: code}},
		int64(s.Weight), int64(s.Weight)*int64(p.interval))
}

// carries reports whether a Go function is one in which Java methods run: their frames stand for
// it.
func carries(name string) bool {
	return name == "gojvm/interp.(*Interp).run" || name == "gojvm/jit.(*JIT).run"
}

// work says what Go functions, innermost first, are doing; native tells that Java code called
// a native method.
func work(names []string, native bool) string {
	has := func(prefixes ...string) bool {
		for _, n := range names {
			for _, p := range prefixes {
				if strings.HasPrefix(n, p) {
					return true
				}
			}
		}
		return false
	}
	switch {
	case has("gojvm/gc."):
		return "gc"
	case has("gojvm/jit.(*JIT).compile", "gojvm/codegen", "gojvm/amd64", "gojvm/x86"):
		return "compiler"
	case native:
		return "native"
	case has("gojvm/interp."):
		return "interpreter"
	case has("gojvm"):
		return "vm"
	}
	return "go runtime"
}

// Write writes the profile. lost is the number of samples that could not be taken.
func (p *CPU) Write(w io.Writer, lost int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if lost > 0 {
		p.b.Comment(fmt.Sprintf("%d samples were lost", lost))
	}
	p.b.Relabel(labelThread, p.threads.nameOf)
	return p.b.Write(w)
}
