package niofs

import (
	"unsafe"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func watchNatives() vm.NativeTable {
	const w = "sun/nio/fs/LinuxWatchService."
	return vm.NativeTable{
		w + "eventSize()I":           nat.Const(vm.IntValue(unix.SizeofInotifyEvent)),
		w + "eventOffsets()[I":       eventOffsets,
		w + "inotifyInit()I":         inotifyInit,
		w + "inotifyAddWatch(IJI)I":  inotifyAddWatch,
		w + "inotifyRmWatch(II)V":    inotifyRmWatch,
		w + "configureBlocking(IZ)V": configureBlocking,
		w + "socketpair([I)V":        socketpair,
		w + "poll(II)I":              pollTwo,
	}
}

// eventOffsets are those of wd, mask, cookie, len and name in an event.
func eventOffsets(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var e unix.InotifyEvent
	r, err := t.NewPrimArray(vm.KindInt, 5)
	if err != nil {
		return 0, err
	}
	for i, off := range [...]uintptr{unsafe.Offsetof(e.Wd), unsafe.Offsetof(e.Mask), unsafe.Offsetof(e.Cookie), unsafe.Offsetof(e.Len), unix.SizeofInotifyEvent} {
		vm.IntElems(r)[i] = int32(off)
	}
	return vm.RefValue(r), nil
}

func inotifyInit(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return callInt(t, func() (int, error) { return unix.InotifyInit1(unix.IN_CLOEXEC) })
}

func inotifyAddWatch(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, p, mask := int(a.Int(0)), path(a, 1), uint32(a.Int(2))
	return callInt(t, func() (int, error) { return unix.InotifyAddWatch(fd, p, mask) })
}

func inotifyRmWatch(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, wd := int(a.Int(0)), uint32(a.Int(1))
	return call(t, func() error {
		_, err := unix.InotifyRmWatch(fd, wd)
		return err
	})
}

func configureBlocking(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, blocking := int(a.Int(0)), a.Bool(1)
	return call(t, func() error { return unix.SetNonblock(fd, !blocking) })
}

func socketpair(t *vm.Thread, a vm.Args) (vm.Value, error) {
	sv, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, throw(t, err)
	}
	out := vm.IntElems(a.Ref(0))
	out[0], out[1] = int32(sv[0]), int32(sv[1])
	return 0, nil
}

// pollTwo waits until one of two descriptors can be read; 0 after a signal.
func pollTwo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := []unix.PollFd{{Fd: a.Int(0), Events: unix.POLLIN}, {Fd: a.Int(1), Events: unix.POLLIN}}
	n, err := posix.RetryInt(t, func() (int, error) { return unix.Poll(p, -1) })
	if err != nil {
		return 0, throw(t, err)
	}
	return nat.Int(int32(n))
}
