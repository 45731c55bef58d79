package io

import (
	"math"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func fileInputStreamNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/FileInputStream.initIDs()V":                                nat.Nothing,
		"java/io/FileInputStream.open0(Ljava/lang/String;)V":                fisOpen,
		"java/io/FileInputStream.read0()I":                                  fisRead,
		"java/io/FileInputStream.readBytes([BII)I":                          fisReadBytes,
		"java/io/FileInputStream.length0()J":                                fisLength,
		"java/io/FileInputStream.position0()J":                              fisPosition,
		"java/io/FileInputStream.skip0(J)J":                                 fisSkip,
		"java/io/FileInputStream.available0()I":                             fisAvailable,
		"java/io/FileInputStream.isRegularFile0(Ljava/io/FileDescriptor;)Z": fisIsRegularFile,
	}
}

type inputStreamFields struct {
	FD *vm.Field `java:"java/io/FileInputStream.fd:Ljava/io/FileDescriptor;"`
}

// fisDescriptor returns the FileDescriptor of the receiver.
func fisDescriptor(t *vm.Thread, a vm.Args) (vm.Ref, error) {
	f, err := vm.Bound[inputStreamFields](t)
	if err != nil {
		return 0, err
	}
	return a.Object(0).Ref(f.FD.Offset), nil
}

// fisFD returns the descriptor number of the receiver; when it is closed, an
// exception is pending.
func fisFD(t *vm.Thread, a vm.Args) (int, error) {
	d, err := fisDescriptor(t, a)
	if err != nil {
		return -1, err
	}
	fd := posix.FD(t, d)
	if fd < 0 {
		return -1, errClosed(t)
	}
	return fd, nil
}

func fisOpen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[inputStreamFields](t)
	if err != nil {
		return 0, err
	}
	return 0, openFile(t, a, unix.O_RDONLY, func() vm.Ref { return a.Object(0).Ref(f.FD.Offset) })
}

func fisRead(t *vm.Thread, a vm.Args) (vm.Value, error) {
	d, err := fisDescriptor(t, a)
	if err != nil {
		return 0, err
	}
	return readByte(t, posix.FD(t, d))
}

func fisReadBytes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	d, err := fisDescriptor(t, a)
	if err != nil {
		return 0, err
	}
	return readArray(t, a, posix.FD(t, d))
}

func fisLength(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := fisFD(t, a)
	if err != nil {
		return 0, err
	}
	return fileLength(t, fd)
}

func fisPosition(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := fisFD(t, a)
	if err != nil {
		return 0, err
	}
	return filePosition(t, fd)
}

func fisSkip(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := fisFD(t, a)
	if err != nil {
		return 0, err
	}
	from, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	to, err := unix.Seek(fd, a.Long(1), unix.SEEK_CUR)
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Long(to - from)
}

func fisAvailable(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := fisFD(t, a)
	if err != nil {
		return 0, err
	}
	if standardInput(t, fd) != nil {
		return nat.Int(0) // an io.Reader does not tell
	}
	n, err := available(fd)
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Int(int32(max(0, min(n, math.MaxInt32))))
}

// available estimates how many bytes can be read from fd without waiting.
func available(fd int) (int64, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return 0, err
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFCHR, unix.S_IFIFO, unix.S_IFSOCK:
		if n, err := pending(fd); err == nil {
			return int64(n), nil
		}
	}
	at, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err != nil {
		return 0, err
	}
	if st.Size >= at && st.Mode&unix.S_IFMT == unix.S_IFREG {
		return st.Size - at, nil
	}
	// A device, or a file that does not know its size.
	end, err := unix.Seek(fd, 0, unix.SEEK_END)
	if err != nil {
		return 0, err
	}
	if _, err := unix.Seek(fd, at, unix.SEEK_SET); err != nil {
		return 0, err
	}
	return end - at, nil
}

func fisIsRegularFile(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var st unix.Stat_t
	if err := unix.Fstat(posix.ArgFD(t, a, 1), &st); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Bool(st.Mode&unix.S_IFMT == unix.S_IFREG)
}

// fileLength is the native of length.
func fileLength(t *vm.Thread, fd int) (vm.Value, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	if st.Mode&unix.S_IFMT == unix.S_IFBLK {
		n, err := blockDeviceSize(fd)
		if err != nil {
			return nat.Err(posix.ThrowIO(t, err))
		}
		return nat.Long(n)
	}
	return nat.Long(st.Size)
}

// filePosition is the native of the current offset.
func filePosition(t *vm.Thread, fd int) (vm.Value, error) {
	at, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Long(at)
}
