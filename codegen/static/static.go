// Package static makes programs of compiled functions: static executables that need neither
// a C library nor Go at run time. It adds to the functions what a process needs:
//
//   - the target's entry point, system calls and ways out (codegen.Target.Start),
//   - the routines that compiled code of the target calls (codegen.Target.Runtime),
//   - runtime.ssa: numbers read from the command line and printed, and messages,
//   - a main function, made here to fit the signature of the function that is run.
//
// The program runs one function and prints its results, a line each. A pointer parameter
// gets the address of scratch memory ([MemorySize] zero bytes, the same for all); the other
// parameters come from the command line: decimal or 0x numbers, for floats also with a
// fraction or, in hexadecimal, as their bits. A number that is missing is [DefaultArg].
// Floats are printed in hexadecimal notation, which is exact.
//
// An exit of compiled code calls the function @host.exit(i32 number, ptr context), if the
// program has one; it finds the arguments in the context and leaves the answer there. If it
// has none, and for guards, the program ends with a message and status 125.
package static

import (
	_ "embed"
	"fmt"
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
)

// MemorySize is the size of the scratch memory in bytes.
const MemorySize = 1 << 20

// DefaultArg is the value of a number that the command line does not have.
const DefaultArg = 100

// The names of what a program is made of.
const (
	Entry      = "_start"     // the target's entry point
	Main       = "rt.main"    // called by it with the stack pointer of the process
	Context    = "rt.context" // the thread context
	Memory     = "rt.memory"  // scratch memory
	ExitNumber = "rt.exit"    // called by the way out at exits: (number, context)
	Left       = "rt.left"    // called by the way out at polls and guards: (reason, number, context)
	Lock       = "rt.lock"    // a word, for routines that must exclude one another
	Syscall    = "rt.syscall" // of the target: (number, three arguments); result or -errno
	HostExit   = "host.exit"  // of the program
	contextLen = codegen.ContextSize + 512
)

//go:embed runtime.ssa
var runtimeText string

// syscalls are the numbers of the system calls used.
var syscalls = map[string]struct{ write, exit int64 }{
	"amd64": {1, 231}, "386": {4, 252}, "ppc": {4, 234},
}

// Functions returns what has to be compiled along with fs to run f, one of them, as a
// program: the routines in IR, and the main function.
func Functions(t *codegen.Target, fs []*ssa.Func, f *ssa.Func) ([]*ssa.Func, error) {
	nr, ok := syscalls[t.Name]
	if !ok || t.Start == nil {
		return nil, fmt.Errorf("no static programs for target %s", t.Name)
	}
	var out []*ssa.Func
	for _, text := range []string{runtimeText, t.Runtime} {
		more, err := ssa.Parse("runtime.ssa", text, t.Ops, t.PtrSize)
		if err != nil {
			return nil, fmt.Errorf("BUG: %w", err)
		}
		out = append(out, more...)
	}
	if t.Split64 {
		more, err := codegen.Helpers64(t)
		if err != nil {
			return nil, fmt.Errorf("BUG: %w", err)
		}
		out = append(out, more...)
	}
	has := func(name string) bool {
		return slices.ContainsFunc(fs, func(f *ssa.Func) bool { return f.Name == name })
	}
	b := builder{t: t}
	out = append(out, b.syscall("rt.write", nr.write), b.syscall("rt.quit", nr.exit), b.main(f), b.exit(has(HostExit)))
	return out, nil
}

// Link makes the file of a program from all its compiled functions.
func Link(t *codegen.Target, funcs []object.Func) (*object.File, error) {
	m, err := object.MachineOf(t)
	if err != nil {
		return nil, err
	}
	f := &object.File{Machine: m, Funcs: slices.Clone(funcs)}
	for _, c := range t.Start() {
		f.Funcs = append(f.Funcs, object.Func{Code: c})
	}
	f.Data = []object.Data{
		{Name: Context, Size: contextLen, Align: 16},
		{Name: Lock, Size: 4, Align: 4},
		{Name: Memory, Size: MemorySize, Align: 4096},
	}
	return f, nil
}

// builder makes the functions that depend on the target or the program.
type builder struct {
	t *codegen.Target
	*ssa.Builder
}

func (b *builder) begin(name string, params []ssa.Type) []*ssa.Value {
	f := ssa.NewFunc(name, b.t.Ops, b.t.PtrSize)
	f.Params = params
	b.Builder = ssa.NewBuilder(f)
	b.At(f.NewBlock())
	return b.Params()
}

// syscall makes a function (i32, ptr, i32) that calls the system and ignores the outcome.
func (b *builder) syscall(name string, number int64) *ssa.Func {
	p := b.begin(name, []ssa.Type{ssa.I32, ssa.Ptr, ssa.I32})
	ptr := func(x *ssa.Value) *ssa.Value { return b.Value(ssa.OpToptr, ssa.Ptr, x) }
	b.Call(ssa.Ptr, Syscall, ssa.ConvOwn, nil, b.Const(ssa.I32, number), ptr(p[0]), p[1], ptr(p[2]))
	b.Ret()
	return b.F
}

// exit makes what the way out calls at exits.
func (b *builder) exit(host bool) *ssa.Func {
	p := b.begin(ExitNumber, []ssa.Type{ssa.I32, ssa.Ptr})
	to := "rt.noexit"
	if host {
		to = HostExit
	}
	b.Call(ssa.Void, to, ssa.ConvOwn, nil, p...)
	b.Ret()
	return b.F
}

// main makes the function that reads the arguments, runs f and prints what it returns. The
// stack of a process begins with the number of arguments and their addresses, the name of
// the program first.
func (b *builder) main(f *ssa.Func) *ssa.Func {
	sp := b.begin(Main, []ssa.Type{ssa.Ptr})[0]
	count := b.Load(ssa.I32, sp, b.countOffset(), 0)
	var args []*ssa.Value
	n := 1
	for _, t := range f.Params {
		if t == ssa.Ptr {
			mem := b.Value(ssa.OpSymaddr, ssa.Ptr)
			mem.Aux = Memory
			args = append(args, mem)
			continue
		}
		at := b.Value(ssa.OpAddr, ssa.Ptr, sp)
		at.Off = int32(b.t.PtrSize * (1 + n))
		k, routine := ssa.I64, "rt.integer"
		if t.IsFloat() {
			k, routine = ssa.F64, "rt.float"
		}
		x := b.Call(k, routine, ssa.ConvOwn, nil, count, b.Const(ssa.I32, int64(n)), at, b.Const(ssa.I32, DefaultArg))
		args = append(args, b.convert(x, t))
		n++
	}
	result := ssa.Void
	if len(f.Results) > 0 {
		result = f.Results[0]
	}
	r := b.Call(result, f.Name, f.Conv, nil, args...)
	if result != ssa.Void {
		b.print(r)
	}
	b.Call(ssa.Void, "rt.quit", ssa.ConvOwn, nil, b.Const(ssa.I32, 0), b.Const(ssa.Ptr, 0), b.Const(ssa.I32, 0))
	b.Ret()
	return b.F
}

// countOffset is where the low half of the number of arguments lies.
func (b *builder) countOffset() int32 {
	if b.t.BigEndian {
		return int32(b.t.PtrSize - 4)
	}
	return 0
}

// convert makes an argument of type t of an i64 or f64.
func (b *builder) convert(x *ssa.Value, t ssa.Type) *ssa.Value {
	switch t {
	case ssa.I32:
		return b.Value(ssa.OpTrunc, t, x)
	case ssa.Ref:
		return b.Value(ssa.OpToref, t, b.Value(ssa.OpToptr, ssa.Ptr, b.Value(ssa.OpTrunc, ssa.I32, x)))
	case ssa.F32:
		return b.Value(ssa.OpFtof, t, x)
	}
	return x
}

func (b *builder) print(x *ssa.Value) {
	switch x.Type {
	case ssa.F32:
		x = b.Value(ssa.OpFtof, ssa.F64, x)
		fallthrough
	case ssa.F64:
		b.Call(ssa.Void, "rt.printfloat", ssa.ConvOwn, nil, x)
		return
	case ssa.I32:
		x = b.Value(ssa.OpSext32, ssa.I64, x)
	case ssa.Ref:
		x = b.Value(ssa.OpFromptr, ssa.I64, b.Value(ssa.OpToptr, ssa.Ptr, x))
	case ssa.Ptr:
		x = b.Value(ssa.OpFromptr, ssa.I64, x)
	}
	b.Call(ssa.Void, "rt.printint", ssa.ConvOwn, nil, x)
}
