package jit

import (
	_ "embed"
	"strconv"
	"strings"

	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// Routines: the functions of stubs.ssa. One is compiled when a method that needs it is.

//go:embed stubs.ssa
var routineText string

// routine returns the address of the routine with the given name. The caller holds j.compiling.
func (j *JIT) routine(name string) uintptr {
	if addr := j.routines[name]; addr != 0 {
		return addr
	}
	if j.unused == nil {
		text := strings.NewReplacer(
			"EXITCOPY", strconv.Itoa(int(exitCopy)),
			"KLASSISREFARRAY", strconv.Itoa(vm.KlassIsRefArray),
			"KLASSSECCACHE", strconv.Itoa(vm.KlassSecCache),
			"KLASSSECONDARY", strconv.Itoa(vm.KlassSecondary),
			"KLASSFLAGS", strconv.Itoa(vm.KlassFlags),
		).Replace(routineText)
		fs, err := ssa.Parse("stubs.ssa", text, j.mach.Target.Ops, j.mach.Target.PtrSize)
		if err != nil {
			panic("BUG: " + err.Error())
		}
		j.unused, j.routines = map[string]*ssa.Func{}, map[string]uintptr{}
		for _, f := range fs {
			j.unused[strings.TrimPrefix(f.Name, "jit.")] = f
		}
	}
	e, err := j.installStub(j.unused[name])
	if err != nil {
		panic(unsupported("routine %s: %v", name, err))
	}
	delete(j.unused, name)
	j.routines[name] = e.Addr
	return e.Addr
}

// call calls a routine.
func (a *activation) call(t ssa.Type, name string, args ...*ssa.Value) *ssa.Value {
	return a.u.CallPtr(t, a.ptr(a.j.routine(name)), ssa.ConvOwn, nil, args...)
}
