package io

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func randomAccessFileNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/RandomAccessFile.initIDs()V":                  nat.Nothing,
		"java/io/RandomAccessFile.open0(Ljava/lang/String;I)V": rafOpen,
		"java/io/RandomAccessFile.read0()I":                    rafRead,
		"java/io/RandomAccessFile.readBytes([BII)I":            rafReadBytes,
		"java/io/RandomAccessFile.write0(I)V":                  rafWrite,
		"java/io/RandomAccessFile.writeBytes([BII)V":           rafWriteBytes,
		"java/io/RandomAccessFile.getFilePointer()J":           rafPosition,
		"java/io/RandomAccessFile.seek0(J)V":                   rafSeek,
		"java/io/RandomAccessFile.length()J":                   rafLength,
		"java/io/RandomAccessFile.setLength(J)V":               rafSetLength,
	}
}

type randomAccessFields struct {
	FD *vm.Field `java:"java/io/RandomAccessFile.fd:Ljava/io/FileDescriptor;"`
}

// Bits of the mode argument of open0, as RandomAccessFile declares them.
const (
	rafReadOnly  = 1
	rafReadWrite = 2
	rafSync      = 4
	rafDSync     = 8
)

func rafOpen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[randomAccessFields](t)
	if err != nil {
		return 0, err
	}
	flags := unix.O_RDONLY
	if mode := a.Int(2); mode&rafReadOnly == 0 && mode&rafReadWrite != 0 {
		flags = unix.O_RDWR | unix.O_CREAT
		switch {
		case mode&rafSync != 0:
			flags |= unix.O_SYNC
		case mode&rafDSync != 0:
			flags |= unix.O_DSYNC
		}
	}
	return 0, openFile(t, a, flags, func() vm.Ref { return a.Object(0).Ref(f.FD.Offset) })
}

// rafDescriptor returns the descriptor number of the receiver, -1 when closed.
func rafDescriptor(t *vm.Thread, a vm.Args) (int, error) {
	f, err := vm.Bound[randomAccessFields](t)
	if err != nil {
		return -1, err
	}
	return posix.FD(t, a.Object(0).Ref(f.FD.Offset)), nil
}

// rafFD is rafDescriptor with an exception when the file is closed.
func rafFD(t *vm.Thread, a vm.Args) (int, error) {
	fd, err := rafDescriptor(t, a)
	if err == nil && fd < 0 {
		err = errClosed(t)
	}
	return fd, err
}

func rafRead(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafDescriptor(t, a)
	if err != nil {
		return 0, err
	}
	return readByte(t, fd)
}

func rafReadBytes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafDescriptor(t, a)
	if err != nil {
		return 0, err
	}
	return readArray(t, a, fd)
}

func rafWrite(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafDescriptor(t, a)
	if err != nil {
		return 0, err
	}
	return writeByte(t, fd, a.Int(1))
}

func rafWriteBytes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[randomAccessFields](t)
	if err != nil {
		return 0, err
	}
	return writeArray(t, a, func() int { return posix.FD(t, a.Object(0).Ref(f.FD.Offset)) })
}

func rafPosition(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafFD(t, a)
	if err != nil {
		return 0, err
	}
	return filePosition(t, fd)
}

func rafSeek(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafFD(t, a)
	if err != nil {
		return 0, err
	}
	pos := a.Long(1)
	if pos < 0 {
		return nat.Err(t.Throw("java/io/IOException", "Negative seek offset"))
	}
	if _, err := unix.Seek(fd, pos, unix.SEEK_SET); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return 0, nil
}

func rafLength(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafFD(t, a)
	if err != nil {
		return 0, err
	}
	return fileLength(t, fd)
}

// rafSetLength is setLength: the file pointer stays, but not behind the end.
func rafSetLength(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := rafFD(t, a)
	if err != nil {
		return 0, err
	}
	n := a.Long(1)
	at, err := unix.Seek(fd, 0, unix.SEEK_CUR)
	if err == nil {
		err = posix.Retry(t, func() error { return unix.Ftruncate(fd, n) })
	}
	if err == nil && at > n {
		_, err = unix.Seek(fd, 0, unix.SEEK_END)
	}
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return 0, nil
}
