package lang

import (
	"runtime"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func runtimeNatives() vm.NativeTable {
	const c = "java/lang/Runtime."
	return vm.NativeTable{
		c + "availableProcessors()I": availableProcessors,
		c + "freeMemory()J":          freeMemory,
		c + "totalMemory()J":         totalMemory,
		c + "maxMemory()J":           maxMemory,
		c + "gc()V":                  collect,
	}
}

func availableProcessors(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if n := t.VM.Config.Processors; n > 0 {
		return nat.Int(int32(n))
	}
	return nat.Int(int32(runtime.NumCPU()))
}

func freeMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	committed, used := t.VM.Heap.Committed(), t.VM.Heap.Used()
	return nat.Long(int64(max(committed, used) - used))
}

func totalMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(max(t.VM.Heap.Committed(), t.VM.Heap.Used())))
}

func maxMemory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Long(int64(t.VM.Heap.Max()))
}

func collect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if !t.VM.Config.DisableExplicitGC {
		t.VM.Heap.Collect(t.Mutator, vm.CauseSystem)
	}
	return 0, nil
}
