package io

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func fileOutputStreamNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/FileOutputStream.initIDs()V":                  nat.Nothing,
		"java/io/FileOutputStream.open0(Ljava/lang/String;Z)V": fosOpen,
		"java/io/FileOutputStream.write(IZ)V":                  fosWrite,
		"java/io/FileOutputStream.writeBytes([BIIZ)V":          fosWriteBytes,
	}
}

type outputStreamFields struct {
	FD *vm.Field `java:"java/io/FileOutputStream.fd:Ljava/io/FileDescriptor;"`
}

func fosOpen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[outputStreamFields](t)
	if err != nil {
		return 0, err
	}
	flags := unix.O_WRONLY | unix.O_CREAT
	if a.Bool(2) {
		flags |= unix.O_APPEND
	} else {
		flags |= unix.O_TRUNC
	}
	return 0, openFile(t, a, flags, func() vm.Ref { return a.Object(0).Ref(f.FD.Offset) })
}

// The argument append of both writes is for systems that cannot open a file
// for appending.

func fosWrite(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[outputStreamFields](t)
	if err != nil {
		return 0, err
	}
	return writeByte(t, posix.FD(t, a.Object(0).Ref(f.FD.Offset)), a.Int(1))
}

func fosWriteBytes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[outputStreamFields](t)
	if err != nil {
		return 0, err
	}
	return writeArray(t, a, func() int { return posix.FD(t, a.Object(0).Ref(f.FD.Offset)) })
}
