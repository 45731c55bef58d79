package prefs

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "java/util/prefs/FileSystemPreferences."
	return vm.NativeTable{
		c + "lockFile0(Ljava/lang/String;IZ)[I": lockFile,
		c + "unlockFile0(I)I":                   unlockFile,
		c + "chmod(Ljava/lang/String;I)I":       chmod,
	}
}

// lockFile opens and locks a file; arguments: name, permissions, shared. The
// result is descriptor (0 for none) and error number.
func lockFile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.NullPointer(t)
	}
	path, perm := posix.Path(t, a.Ref(0)), uint32(a.Int(1))
	flags, kind := unix.O_RDWR|unix.O_CREAT, int16(unix.F_WRLCK)
	if a.Bool(2) {
		flags, kind = unix.O_RDONLY, unix.F_RDLCK
	}
	var fd int
	err := posix.Retry(t, func() (err error) {
		if fd, err = unix.Open(path, flags|unix.O_CLOEXEC, perm); err != nil {
			return err
		}
		if flags&unix.O_CREAT != 0 {
			_ = unix.Fchmod(fd, perm) // whatever the umask says
		}
		if err = unix.FcntlFlock(uintptr(fd), unix.F_SETLK, &unix.Flock_t{Type: kind}); err != nil {
			_ = unix.Close(fd)
		}
		return err
	})
	r, allocErr := t.NewPrimArray(vm.KindInt, 2)
	if allocErr != nil {
		return 0, allocErr
	}
	if err != nil {
		vm.IntElems(r)[1] = int32(posix.Errno(err))
	} else {
		vm.IntElems(r)[0] = int32(fd)
	}
	return vm.RefValue(r), nil
}

// unlockFile closes the descriptor, which unlocks the file; the result is an error number.
func unlockFile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := int(a.Int(0))
	return number(posix.Retry(t, func() error { return unix.Close(fd) }))
}

func chmod(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.NullPointer(t)
	}
	path, mode := posix.Path(t, a.Ref(0)), uint32(a.Int(1))
	return number(posix.Retry(t, func() error { return unix.Chmod(path, mode) }))
}

func number(err error) (vm.Value, error) {
	if err == nil {
		return nat.Int(0)
	}
	return nat.Int(int32(posix.Errno(err)))
}
