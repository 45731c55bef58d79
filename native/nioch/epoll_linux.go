package nioch

import (
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// epollNatives are those of EPoll and EventFD.
func epollNatives() vm.NativeTable {
	const c = "sun/nio/ch/EPoll."
	return vm.NativeTable{
		c + "eventSize()I":    nat.Const(vm.IntValue(epollEventSize)),
		c + "eventsOffset()I": nat.Const(vm.IntValue(0)),
		c + "dataOffset()I":   nat.Const(vm.IntValue(4)),
		c + "create()I":       epollCreate,
		c + "ctl(IIII)I":      epollControl,
		c + "wait(IJII)I":     epollWait,

		"sun/nio/ch/EventFD.eventfd0()I": eventFD,
		"sun/nio/ch/EventFD.set0(I)I":    setEvent,
	}
}

// epollEventSize is the size of struct epoll_event, in which the data follow the
// events without a gap.
const epollEventSize = 12

func descriptor(t *vm.Thread, fd int, err error) (vm.Value, error) {
	if err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return nat.Int(int32(fd))
}

func epollCreate(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return descriptor(t, fd, err)
}

// epollControl changes the interest in a descriptor; the result is an error number.
func epollControl(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := int(a.Int(2))
	err := unix.EpollCtl(int(a.Int(0)), int(a.Int(1)), fd, &unix.EpollEvent{Events: uint32(a.Int(3)), Fd: int32(fd)})
	if err != nil {
		return nat.Int(int32(posix.Errno(err)))
	}
	return nat.Int(0)
}

// epollWait waits for events; arguments: descriptor, memory for them, how many
// there is room for, milliseconds.
func epollWait(t *vm.Thread, a vm.Args) (vm.Value, error) {
	events := make([]unix.EpollEvent, a.Int(2))
	epfd, at, ms := int(a.Int(0)), uintptr(a.Long(1)), int(a.Int(3))
	// The descriptor is waited for as any other, so that the thread can be called
	// back when the VM ends.
	var err error
	if ms != 0 {
		_, err = await(t, epfd, unix.POLLIN, ms)
	}
	n := 0
	if err == nil {
		n, err = unix.EpollWait(epfd, events, 0)
	}
	switch {
	case err == syscall.EINTR:
		return nat.Int(statusInterrupted)
	case err != nil:
		return 0, posix.ThrowIO(t, err)
	}
	for i, e := range events[:n] {
		mem.Store32(at+uintptr(i)*epollEventSize, e.Events)
		mem.Store32(at+uintptr(i)*epollEventSize+4, uint32(e.Fd))
	}
	return nat.Int(int32(n))
}

func eventFD(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	return descriptor(t, fd, err)
}

func setEvent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	_, err := unix.Write(int(a.Int(0)), []byte{1, 0, 0, 0, 0, 0, 0, 0})
	return status(t, err)
}
