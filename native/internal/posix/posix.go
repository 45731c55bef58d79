// Package posix has what natives that wrap system calls share: glibc's error
// texts, paths, the file descriptor inside a java.io.FileDescriptor, and the
// exceptions that failing calls give.
//
// It knows no more of the class library than java.io.FileDescriptor. System
// calls that may wait run in the blocked state (Call, Retry); they get memory
// of the Go heap or off-heap addresses, never of the Java heap.
package posix

import (
	"errors"
	"syscall"

	"gojvm/mem"
	"gojvm/vm"
)

// Path converts a Java path to that of a system call. Paths are UTF-8.
func Path(t *vm.Thread, s vm.Ref) string { return t.VM.GoString(s) }

// CString returns the NUL-terminated bytes at addr.
func CString(addr uintptr) string {
	n := uintptr(0)
	for mem.Load8(addr+n) != 0 {
		n++
	}
	return string(mem.Bytes(addr, n))
}

// Errno returns the error number in err; EIO when it carries none.
func Errno(err error) syscall.Errno {
	var e syscall.Errno
	if errors.As(err, &e) {
		return e
	}
	return syscall.EIO
}

// Text returns the text of glibc for err.
func Text(err error) string { return Strerror(Errno(err)) }

// Retry calls f until it does not fail with EINTR, in the blocked state.
func Retry(t *vm.Thread, f func() error) error {
	t.EnterBlocked()
	defer t.LeaveBlocked()
	for {
		if err := f(); err != syscall.EINTR {
			return err
		}
	}
}

// RetryInt is Retry for a call with a result.
func RetryInt(t *vm.Thread, f func() (int, error)) (n int, err error) {
	err = Retry(t, func() (err error) { n, err = f(); return })
	return n, err
}

// ThrowIO throws java.io.IOException with the text for err.
func ThrowIO(t *vm.Thread, err error) error {
	return t.Throw("java/io/IOException", Text(err))
}
