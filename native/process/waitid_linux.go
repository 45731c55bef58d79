package process

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// childInfo is what waitid(2) tells of a child.
type childInfo struct{ code, status int32 }

const childExited = 1 // CLD_EXITED

// waitNoReap waits until a child has ended and leaves it in the process table.
func waitNoReap(pid int, c *childInfo) error {
	var si unix.Siginfo
	if err := unix.Waitid(unix.P_PID, pid, &si, unix.WEXITED|unix.WNOWAIT, nil); err != nil {
		return err
	}
	c.code = si.Code
	// struct siginfo: after signo, errno and code (and a gap where pointers
	// have 8 bytes) come pid, uid and status.
	at := 3 * unsafe.Sizeof(int32(0))
	if unsafe.Sizeof(uintptr(0)) == 8 {
		at += 4
	}
	c.status = *(*int32)(unsafe.Add(unsafe.Pointer(&si), at+8))
	return nil
}
