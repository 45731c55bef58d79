package niofs

import (
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func unixNatives() vm.NativeTable {
	const u = "sun/nio/fs/UnixNativeDispatcher."
	return vm.NativeTable{
		u + "init()I":          nat.Const(vm.IntValue(capabilities)),
		u + "getcwd()[B":       getcwd,
		u + "dup(I)I":          dup,
		u + "open0(JII)I":      open,
		u + "openat0(IJII)I":   openat,
		u + "close0(I)V":       closeFD,
		u + "read(IJI)I":       read,
		u + "write(IJI)I":      write,
		u + "link0(JJ)V":       link,
		u + "unlink0(J)V":      unlink,
		u + "unlinkat0(IJI)V":  unlinkat,
		u + "mknod0(JIJ)V":     mknod,
		u + "rename0(JJ)V":     rename,
		u + "renameat0(IJIJ)V": renameat,
		u + "mkdir0(JI)V":      mkdir,
		u + "rmdir0(J)V":       rmdir,
		u + "readlink0(J)[B":   readlink,
		u + "realpath0(J)[B":   realpath,
		u + "symlink0(JJ)V":    symlink,
		u + "access0(JI)V":     access,
		u + "exists0(J)Z":      exists,
		u + "strerror(I)[B":    strerror,
	}
}

// Capabilities, as UnixNativeDispatcher declares them.
const (
	supportsOpenat    = 1 << 1
	supportsFutimes   = 1 << 2
	supportsFutimens  = 1 << 3
	supportsLutimes   = 1 << 4
	supportsXattr     = 1 << 5
	supportsBirthtime = 1 << 16

	capabilities = supportsOpenat | supportsFutimes | supportsFutimens | supportsLutimes | supportsXattr | supportsBirthtime
)

func getcwd(t *vm.Thread, a vm.Args) (vm.Value, error) {
	dir, err := unix.Getwd()
	if err != nil {
		return 0, throw(t, err)
	}
	return nat.Ref(t.NewByteArray([]byte(dir)))
}

func dup(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := int(a.Int(0))
	return callInt(t, func() (int, error) { return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0) })
}

// Descriptors are closed in new processes anyway; O_CLOEXEC keeps it so for
// those that Go code starts.

func open(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, flags, mode := path(a, 0), int(a.Int(1)), uint32(a.Int(2))
	return callInt(t, func() (int, error) { return unix.Open(p, flags|unix.O_CLOEXEC, mode) })
}

func openat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	dir, p, flags, mode := int(a.Int(0)), path(a, 1), int(a.Int(2)), uint32(a.Int(3))
	return callInt(t, func() (int, error) { return unix.Openat(dir, p, flags|unix.O_CLOEXEC, mode) })
}

func closeFD(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := int(a.Int(0))
	var err error
	t.Blocking(func() { err = unix.Close(fd) })
	if err != nil && err != unix.EINTR { // after EINTR it is closed all the same
		return 0, throw(t, err)
	}
	return 0, nil
}

func read(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, buf := int(a.Int(0)), mem.Bytes(uintptr(a.Long(1)), uintptr(a.Int(2)))
	return callInt(t, func() (int, error) { return unix.Read(fd, buf) })
}

func write(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, buf := int(a.Int(0)), mem.Bytes(uintptr(a.Long(1)), uintptr(a.Int(2)))
	return callInt(t, func() (int, error) { return unix.Write(fd, buf) })
}

func link(t *vm.Thread, a vm.Args) (vm.Value, error) {
	from, to := path(a, 0), path(a, 1)
	return call(t, func() error { return unix.Link(from, to) })
}

func unlink(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return call(t, func() error { return unix.Unlink(p) })
}

func unlinkat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	dir, p, flags := int(a.Int(0)), path(a, 1), int(a.Int(2))
	return call(t, func() error { return unix.Unlinkat(dir, p, flags) })
}

func mknod(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, mode, dev := path(a, 0), uint32(a.Int(1)), int(a.Long(2))
	return call(t, func() error { return unix.Mknod(p, mode, dev) })
}

func rename(t *vm.Thread, a vm.Args) (vm.Value, error) {
	from, to := path(a, 0), path(a, 1)
	return call(t, func() error { return unix.Rename(from, to) })
}

func renameat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fromDir, from, toDir, to := int(a.Int(0)), path(a, 1), int(a.Int(2)), path(a, 3)
	return call(t, func() error { return unix.Renameat(fromDir, from, toDir, to) })
}

func mkdir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, mode := path(a, 0), uint32(a.Int(1))
	return call(t, func() error { return unix.Mkdir(p, mode) })
}

func rmdir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return call(t, func() error { return unix.Rmdir(p) })
}

// callBytes is call with a result that becomes a byte[].
func callBytes(t *vm.Thread, f func() (string, error)) (vm.Value, error) {
	var s string
	err := posix.Retry(t, func() (err error) { s, err = f(); return })
	if err != nil {
		return 0, throw(t, err)
	}
	return nat.Ref(t.NewByteArray([]byte(s)))
}

func readlink(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return callBytes(t, func() (string, error) { return os.Readlink(p) })
}

func realpath(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return callBytes(t, func() (string, error) {
		real, err := filepath.EvalSymlinks(p)
		if err != nil {
			// EvalSymlinks reports loops with an error of its own.
			var st unix.Stat_t
			if e := unix.Stat(p, &st); e != nil {
				return "", e
			}
			return "", err
		}
		return filepath.Abs(real)
	})
}

func symlink(t *vm.Thread, a vm.Args) (vm.Value, error) {
	target, p := path(a, 0), path(a, 1)
	return call(t, func() error { return unix.Symlink(target, p) })
}

func access(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, mode := path(a, 0), uint32(a.Int(1))
	return call(t, func() error { return unix.Access(p, mode) })
}

func exists(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	return nat.Bool(posix.Retry(t, func() error { return unix.Access(p, unix.F_OK) }) == nil)
}

func strerror(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Ref(t.NewByteArray([]byte(posix.Strerror(syscall.Errno(a.Int(0))))))
}
