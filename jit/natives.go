package jit

import (
	"unsafe"

	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Calls of natives. Compiled code leaves to the host with the method and its arguments and
// gets the result back: the interpreter is not asked. A native has a frame of its own, in
// which the collector finds its arguments and a stack walk the method:
//
//	compiled frame
//	  [resume address]     the position, the frame's caller
//	native frame           FrameNative, FrameCompiledCaller
//
// A leaf is a native that neither allocates, throws, blocks nor looks at frames; it has no
// frame and reads its arguments where compiled code has put them.

// callDirect translates a call of native m, whose operands are popped; it reports false,
// having done nothing, when the call is to be made like any other.
func (a *activation) callDirect(m *vm.Method, args []*ssa.Value, ret vm.Kind) bool {
	if !m.IsNative() && m.Native() == nil || m.IsSynchronized() || len(args) >= maxExitArgs || !a.j.bound(m) {
		return false
	}
	a.replaces(m)
	args = append([]*ssa.Value{a.ptr(m.Block)}, args...)
	a.pushResult(a.exit(typeOfKind(ret), exitNative, args...), ret)
	return true
}

// callLeaf calls the Go function that stands for m, a leaf.
func (a *activation) callLeaf(m *vm.Method, args []*ssa.Value) *ssa.Value {
	args = append([]*ssa.Value{a.ptr(m.Block)}, args...)
	return a.exit(typeOfKind(m.Ret), exitLeaf, args...)
}

// bound reports whether m has a Go function, which it binds if need be.
func (j *JIT) bound(m *vm.Method) bool {
	if m.Native() != nil {
		return true
	}
	if j.vm.Natives == nil {
		return false
	}
	var f vm.NativeFunc
	switch {
	case m.IsNative():
		f = j.vm.Natives.Lookup(m.Holder.Name, m.Name, m.Desc)
	case m.Holder.Loader.Boot && m.Version == 0 && !m.Plain:
		f = j.vm.Natives.Intrinsic(m.Holder.Name, m.Name, m.Desc)
	}
	if f == nil {
		return false
	}
	m.BindNative(f)
	return true
}

// nativeFromExit serves exitNative for the compiled frame at pos: the block of the method and
// its arguments are those of the exit.
func (j *JIT) nativeFromExit(t *vm.Thread, pos uintptr) (uint64, error) {
	ctx := t.Ctx
	block := uintptr(uint32(ctx.Args[0]))
	m := j.vm.MethodOf(block)
	fp := (pos &^ 7) - uintptr(8*len(m.Args))
	if fp-vm.FrameHeader < uintptr(ctx.StackLimit) {
		return 0, t.ThrowStackOverflow()
	}
	from := uintptr(unsafe.Pointer(&ctx.Args[1]))
	for i, k := range m.Args {
		off := uintptr(8 * i)
		if k.Wide() {
			mem.Store64(fp+off, mem.Load64(from+off))
		} else { // just the half that has been stored, see vm.Args
			mem.Store64(fp+off, uint64(mem.Load32(from+off)))
		}
	}
	pushFrame(fp, pos|1, block, vm.FrameCompiledCaller|vm.FrameNative)
	return j.runNative(t, m, fp)
}

// runNative runs m in the frame at fp.
func (j *JIT) runNative(t *vm.Thread, m *vm.Method, fp uintptr) (uint64, error) {
	t.Ctx.FP = uint64(fp)
	mark := t.HandleMark()
	v, err := m.Native()(t, vm.ArgsAt(fp))
	t.ReleaseHandles(mark)
	t.Ctx.FP = mem.Load64(fp - 8)
	return uint64(v), err
}
