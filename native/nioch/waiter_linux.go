package nioch

import (
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/vm"
)

// A thread that waits for a socket can be called back by NativeThread.signal.
// Go's signals cannot interrupt one chosen thread, so that nothing here blocks
// in a socket call: a thread waits in poll(2) for the socket and for an event
// descriptor of its own, which signal makes ready.

// waiters are the event descriptors of the threads of one VM, by thread id. One
// stays for the next thread with that id.
type waiters struct {
	mu sync.Mutex
	fd map[int64]int
}

type waitersKey struct{}

func waitersOf(v *vm.VM) *waiters {
	return v.Ext(waitersKey{}, func() any {
		w := &waiters{fd: map[int64]int{}}
		v.OnEnd(w.signalAll, w.close)
		return w
	}).(*waiters)
}

// signalAll calls every thread back, as the VM ends.
func (w *waiters) signalAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, fd := range w.fd {
		_, _ = unix.Write(fd, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	}
}

func (w *waiters) close() {
	for _, fd := range w.fd {
		_ = unix.Close(fd)
	}
	clear(w.fd)
}

// event returns the event descriptor of thread id.
func (w *waiters) event(id int64) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if fd, ok := w.fd[id]; ok {
		return fd, nil
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err == nil {
		w.fd[id] = fd
	}
	return fd, err
}

func (w *waiters) signal(id int64) {
	if fd, err := w.event(id); err == nil {
		_, _ = unix.Write(fd, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	}
}

// await waits until fd is ready for events, ms milliseconds have passed (-1: without
// end), or the thread is signalled. It returns what fd is ready for, 0 when the
// time has passed, and EINTR for a signal.
func await(t *vm.Thread, fd int, events int16, ms int) (int16, error) {
	event, err := waitersOf(t.VM).event(int64(t.Sched.ID()))
	if err != nil {
		return 0, err
	}
	fds := []unix.PollFd{{Fd: int32(fd), Events: events}, {Fd: int32(event), Events: unix.POLLIN}}
	t.Blocking(func() {
		for {
			if _, err = unix.Poll(fds, ms); err != syscall.EINTR {
				return
			}
		}
	})
	switch {
	case err != nil:
		return 0, err
	case fds[0].Revents != 0:
		return fds[0].Revents, nil
	case fds[1].Revents != 0:
		var b [8]byte
		_, _ = unix.Read(event, b[:])
		return 0, syscall.EINTR
	}
	return 0, nil
}

// socketCall makes a call that is allowed to fail with EAGAIN; where it does and
// the socket is a blocking one, it waits and makes the call again.
func socketCall(t *vm.Thread, fd int, events int16, call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err == syscall.EINTR {
			continue
		}
		if err != syscall.EAGAIN || !blocks(fd) {
			return n, err
		}
		if _, err := await(t, fd, events, -1); err != nil {
			return 0, err
		}
	}
}

func blocks(fd int) bool {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return err == nil && flags&unix.O_NONBLOCK == 0
}
