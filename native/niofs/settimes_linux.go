package niofs

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// setTimes sets the times of an open file with nanoseconds (utimensat without a
// path, which package unix does not offer).
func setTimes(fd int, ts []unix.Timespec) error {
	_, _, e := unix.Syscall6(unix.SYS_UTIMENSAT, uintptr(fd), 0, uintptr(unsafe.Pointer(&ts[0])), 0, 0, 0)
	if e != 0 {
		return e
	}
	return nil
}
