package management

import (
	"errors"
	"os"
	"syscall"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func heapDumpNatives() vm.NativeTable {
	return vm.NativeTable{
		"com/sun/management/internal/HotSpotDiagnostic.dumpHeap0(Ljava/lang/String;Z)V": dumpHeap,
	}
}

// dumpHeap writes the heap to the file whose name is argument 1. Argument 2 asks
// for live objects only; others are never written, since the dump collects first.
func dumpHeap(t *vm.Thread, a vm.Args) (vm.Value, error) {
	path, ok := nat.String(t, a, 1)
	if !ok {
		return nat.NullPointer(t)
	}
	_, err := t.VM.DumpHeap(t, path)
	var e syscall.Errno
	switch {
	case err == nil:
		return 0, nil
	case errors.Is(err, os.ErrExist):
		return nat.Err(t.Throw("java/io/IOException", "File exists"))
	case errors.Is(err, os.ErrNotExist):
		return nat.Err(t.Throw("java/io/IOException", "No such file or directory"))
	case errors.As(err, &e):
		return nat.Err(t.Throw("java/io/IOException", e.Error()))
	}
	return nat.Err(t.Throw("java/io/IOException", err.Error()))
}
