package io

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func fileDescriptorNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/FileDescriptor.initIDs()V":    nat.Nothing,
		"java/io/FileDescriptor.getHandle(I)J": nat.Const(vm.LongValue(-1)), // of other systems
		"java/io/FileDescriptor.getAppend(I)Z": fdGetAppend,
		"java/io/FileDescriptor.sync()V":       fdSync,
		"java/io/FileDescriptor.close0()V":     fdClose,
	}
}

func fileCleanableNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/FileCleanable.cleanupClose0(IJ)V": cleanableClose,
	}
}

func fdGetAppend(t *vm.Thread, a vm.Args) (vm.Value, error) {
	flags, err := unix.FcntlInt(uintptr(a.Int(0)), unix.F_GETFL, 0)
	return nat.Bool(err == nil && flags&unix.O_APPEND != 0)
}

func fdSync(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	if err := posix.Retry(t, func() error { return unix.Fsync(fd) }); err != nil {
		return nat.Err(t.Throw("java/io/SyncFailedException", "sync failed"))
	}
	return 0, nil
}

func fdClose(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	if fd < 0 {
		return 0, nil
	}
	// Closed for others before the number can be given out again.
	posix.SetFD(t, a.Ref(0), -1)
	if err := closeFD(t, fd); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return 0, nil
}

// closeFD closes fd. The standard descriptors become /dev/null instead, so that
// no file opened later takes their number.
func closeFD(t *vm.Thread, fd int) error {
	if fd <= 2 {
		if standardInput(t, fd) != nil || standardOutput(t, fd) != nil {
			return nil
		}
		null, err := unix.Open("/dev/null", unix.O_WRONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(null)
		return unix.Dup2(null, fd)
	}
	t.EnterBlocked()
	defer t.LeaveBlocked()
	// Not repeated after EINTR: the descriptor is gone all the same.
	if err := unix.Close(fd); err != unix.EINTR {
		return err
	}
	return nil
}

func cleanableClose(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if err := closeFD(t, int(a.Int(0))); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return 0, nil
}
