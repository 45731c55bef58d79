package niofs

import (
	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/vm"
)

func xattrNatives() vm.NativeTable {
	const u = "sun/nio/fs/UnixNativeDispatcher."
	return vm.NativeTable{
		u + "fgetxattr0(IJJI)I":  fgetxattr,
		u + "fsetxattr0(IJJI)V":  fsetxattr,
		u + "fremovexattr0(IJ)V": fremovexattr,
		u + "flistxattr(IJI)I":   flistxattr,
	}
}

func fgetxattr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, attr, value := int(a.Int(0)), path(a, 1), mem.Bytes(uintptr(a.Long(2)), uintptr(a.Int(3)))
	return callInt(t, func() (int, error) { return unix.Fgetxattr(fd, attr, value) })
}

func fsetxattr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, attr, value := int(a.Int(0)), path(a, 1), mem.Bytes(uintptr(a.Long(2)), uintptr(a.Int(3)))
	return call(t, func() error { return unix.Fsetxattr(fd, attr, value, 0) })
}

func fremovexattr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, attr := int(a.Int(0)), path(a, 1)
	return call(t, func() error { return unix.Fremovexattr(fd, attr) })
}

func flistxattr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, list := int(a.Int(0)), mem.Bytes(uintptr(a.Long(1)), uintptr(a.Int(2)))
	return callInt(t, func() (int, error) { return unix.Flistxattr(fd, list) })
}
