package nioch

import (
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// memory is n bytes at an absolute address.
func memory(addr, n int64) []byte { return mem.Bytes(uintptr(addr), uintptr(n)) }

// fileChannelNatives are those of FileChannelImpl and FileKey.
func fileChannelNatives() vm.NativeTable {
	const c = "sun/nio/ch/FileChannelImpl."
	return vm.NativeTable{
		c + "initIDs()J":                nat.Const(vm.LongValue(int64(unix.Getpagesize()))), // granularity of maps
		c + "maxDirectTransferSize0()I": nat.Const(vm.IntValue(0x7ffff000)),
		c + "transferTo0(Ljava/io/FileDescriptor;JJLjava/io/FileDescriptor;)J": transferTo,
		c + "map0(IJJZ)J": mapFile,
		c + "unmap0(JJ)I": unmap,
		"sun/nio/ch/FileKey.init(Ljava/io/FileDescriptor;)V": fileKey,
	}
}

// transferTo copies inside the kernel; arguments: channel, source, position,
// count, destination.
func transferTo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	src, dst := posix.ArgFD(t, a, 1), posix.ArgFD(t, a, 4)
	off, n := a.Long(2), int(a.Long(3))
	got, err := posix.RetryInt(t, func() (int, error) { return unix.Sendfile(dst, src, &off, n) })
	switch err {
	case nil:
		return nat.Long(int64(got))
	case syscall.EAGAIN:
		return nat.Long(statusUnavailable)
	case syscall.EINVAL:
		return nat.Long(statusUnsupportedCase)
	}
	return 0, posix.ThrowIO(t, err)
}

type fileChannel struct {
	FD *vm.Field `java:"sun/nio/ch/FileChannelImpl.fd:Ljava/io/FileDescriptor;"`
}

// mapFile maps a range of the file; arguments: channel, protection (0 read, 1
// write, 2 private), position, length, whether to map persistent memory.
func mapFile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[fileChannel](t)
	if err != nil {
		return 0, err
	}
	if a.Bool(4) {
		return nat.Err(t.Throw("java/lang/UnsupportedOperationException", "persistent memory is not supported"))
	}
	fd := posix.FD(t, a.Object(0).Ref(k.FD.Offset))
	prot, flags := unix.PROT_READ, unix.MAP_SHARED
	switch a.Int(1) {
	case 1:
		prot |= unix.PROT_WRITE
	case 2:
		prot |= unix.PROT_WRITE
		flags = unix.MAP_PRIVATE
	}
	addr, err := unix.MmapPtr(fd, a.Long(2), nil, uintptr(a.Long(3)), prot, flags)
	switch err {
	case nil:
		return nat.Long(int64(uintptr(addr)))
	case syscall.ENOMEM:
		return nat.Err(t.Throw("java/lang/OutOfMemoryError", "Map failed"))
	}
	return 0, posix.ThrowIO(t, err)
}

func unmap(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return status(t, unix.MunmapPtr(mem.Ptr(uintptr(a.Long(0))), uintptr(a.Long(1))))
}

type fileKeyFields struct {
	Device *vm.Field `java:"sun/nio/ch/FileKey.st_dev:J"`
	Inode  *vm.Field `java:"sun/nio/ch/FileKey.st_ino:J"`
}

func fileKey(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[fileKeyFields](t)
	if err != nil {
		return 0, err
	}
	fd := posix.ArgFD(t, a, 1)
	var st unix.Stat_t
	if err := posix.Retry(t, func() error { return unix.Fstat(fd, &st) }); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	a.Object(0).SetLong(k.Device.Offset, int64(st.Dev))
	a.Object(0).SetLong(k.Inode.Offset, int64(st.Ino))
	return 0, nil
}
