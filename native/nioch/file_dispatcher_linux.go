package nioch

import (
	"math"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// fileDispatcherNatives are those of FileDispatcherImpl; addresses are absolute.
func fileDispatcherNatives() vm.NativeTable {
	t := vm.NativeTable{}
	for sig, f := range map[string]vm.NativeFunc{
		"init()V":                                                 nat.Nothing,
		"read0(Ljava/io/FileDescriptor;JI)I":                      transfer(unix.SYS_READ, true),
		"write0(Ljava/io/FileDescriptor;JI)I":                     transfer(unix.SYS_WRITE, false),
		"readv0(Ljava/io/FileDescriptor;JI)J":                     transfer(unix.SYS_READV, true),
		"writev0(Ljava/io/FileDescriptor;JI)J":                    transfer(unix.SYS_WRITEV, false),
		"pread0(Ljava/io/FileDescriptor;JIJ)I":                    positioned(unix.Pread, true),
		"pwrite0(Ljava/io/FileDescriptor;JIJ)I":                   positioned(unix.Pwrite, false),
		"seek0(Ljava/io/FileDescriptor;J)J":                       seek,
		"size0(Ljava/io/FileDescriptor;)J":                        size,
		"truncate0(Ljava/io/FileDescriptor;J)I":                   truncate,
		"force0(Ljava/io/FileDescriptor;Z)I":                      force,
		"lock0(Ljava/io/FileDescriptor;ZJJZ)I":                    lock,
		"release0(Ljava/io/FileDescriptor;JJ)V":                   release,
		"close0(Ljava/io/FileDescriptor;)V":                       closeDescriptor,
		"closeIntFD(I)V":                                          closeInt,
		"preClose0(Ljava/io/FileDescriptor;)V":                    preClose,
		"dup0(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;)V": dup,
		"setDirect0(Ljava/io/FileDescriptor;)I":                   setDirect,
		"canTransferToFromOverlappedMap0()Z":                      nat.True,
	} {
		t["sun/nio/ch/FileDispatcherImpl."+sig] = f
	}
	return t
}

// result turns the outcome of a read or write into an IOStatus or an IOException.
func result(t *vm.Thread, n int, err error, reading bool) (vm.Value, error) {
	switch {
	case err == syscall.EAGAIN:
		n = statusUnavailable
	case err != nil:
		return 0, posix.ThrowIO(t, err)
	case n == 0 && reading:
		n = statusEOF
	}
	return vm.LongValue(int64(n)), nil
}

// transfer is read, write, readv or writev of memory at argument 1.
func transfer(call uintptr, reading bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		fd, addr, n := uintptr(posix.ArgFD(t, a, 0)), uintptr(a.Long(1)), uintptr(a.Int(2))
		got, err := posix.RetryInt(t, func() (int, error) {
			r, _, e := syscall.Syscall(call, fd, addr, n)
			if e != 0 {
				return 0, e
			}
			return int(r), nil
		})
		return result(t, got, err, reading && n != 0)
	}
}

func positioned(call func(fd int, p []byte, off int64) (int, error), reading bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		fd, b, off := posix.ArgFD(t, a, 0), memory(a.Long(1), int64(a.Int(2))), a.Long(3)
		n, err := posix.RetryInt(t, func() (int, error) { return call(fd, b, off) })
		return result(t, n, err, reading && len(b) != 0)
	}
}

func seek(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, off := posix.ArgFD(t, a, 0), a.Long(1)
	whence := unix.SEEK_SET
	if off < 0 { // tell
		off, whence = 0, unix.SEEK_CUR
	}
	pos, err := unix.Seek(fd, off, whence)
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Long(pos)
}

func size(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	var st unix.Stat_t
	if err := posix.Retry(t, func() error { return unix.Fstat(fd, &st) }); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	if st.Mode&unix.S_IFMT == unix.S_IFBLK {
		var bytes uint64
		if _, _, e := syscall.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.BLKGETSIZE64, uintptr(unsafe.Pointer(&bytes))); e != 0 {
			return 0, posix.ThrowIO(t, e)
		}
		return nat.Long(int64(bytes))
	}
	return nat.Long(st.Size)
}

// status is the result of a call without a count.
func status(t *vm.Thread, err error) (vm.Value, error) {
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return 0, nil
}

func truncate(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, n := posix.ArgFD(t, a, 0), a.Long(1)
	return status(t, posix.Retry(t, func() error { return unix.Ftruncate(fd, n) }))
}

func force(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, sync := posix.ArgFD(t, a, 0), unix.Fdatasync
	if a.Bool(1) {
		sync = unix.Fsync
	}
	return status(t, posix.Retry(t, func() error { return sync(fd) }))
}

// Results of lock (sun.nio.ch.FileDispatcher).
const (
	locked = 0
	noLock = -1
)

func recordLock(kind int16, pos, size int64) *unix.Flock_t {
	if size == math.MaxInt64 {
		size = 0 // to the end, wherever that will be
	}
	return &unix.Flock_t{Type: kind, Whence: unix.SEEK_SET, Start: pos, Len: size}
}

// lock locks a range; arguments: descriptor, blocking, position, size, shared.
func lock(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, cmd, kind := posix.ArgFD(t, a, 0), unix.F_SETLK, int16(unix.F_WRLCK)
	if a.Bool(1) {
		cmd = unix.F_SETLKW
	}
	if a.Bool(4) {
		kind = unix.F_RDLCK
	}
	l := recordLock(kind, a.Long(2), a.Long(3))
	err := posix.Retry(t, func() error { return unix.FcntlFlock(uintptr(fd), cmd, l) })
	switch {
	case err == nil:
		return nat.Int(locked)
	case cmd == unix.F_SETLK && (err == syscall.EAGAIN || err == syscall.EACCES):
		return nat.Int(noLock)
	}
	return 0, posix.ThrowIO(t, err)
}

func release(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, l := posix.ArgFD(t, a, 0), recordLock(unix.F_UNLCK, a.Long(1), a.Long(2))
	return status(t, posix.Retry(t, func() error { return unix.FcntlFlock(uintptr(fd), unix.F_SETLK, l) }))
}

func closeDescriptor(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return closeFD(t, posix.ArgFD(t, a, 0))
}

func closeInt(t *vm.Thread, a vm.Args) (vm.Value, error) { return closeFD(t, int(a.Int(0))) }

// closeFD closes once: whatever close says, the descriptor is gone.
func closeFD(t *vm.Thread, fd int) (vm.Value, error) {
	if fd < 0 {
		return 0, nil
	}
	var err error
	t.Blocking(func() { err = unix.Close(fd) })
	if err == syscall.EINTR {
		err = nil
	}
	return status(t, err)
}

// preClose makes calls that other threads have under way on the descriptor, or
// still begin, end at once: it becomes one of a half-closed socket pair. The
// number stays taken until close.
func preClose(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	if fd < 0 {
		return 0, nil
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	_ = unix.Close(pair[1])
	err = unix.Dup3(pair[0], fd, unix.O_CLOEXEC)
	_ = unix.Close(pair[0])
	return status(t, err)
}

func dup(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return status(t, unix.Dup3(posix.ArgFD(t, a, 0), posix.ArgFD(t, a, 1), unix.O_CLOEXEC))
}

// setDirect turns direct I/O on and returns the alignment that it needs.
func setDirect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_SETFL, flags|unix.O_DIRECT)
	}
	var st unix.Statfs_t
	if err == nil {
		err = unix.Fstatfs(fd, &st)
	}
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Int(int32(st.Bsize))
}
