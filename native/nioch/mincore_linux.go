package nioch

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mincore tells of each page of [addr, addr+n) whether it is in memory.
func mincore(addr, n uintptr, pages []byte) error {
	if _, _, e := syscall.Syscall(unix.SYS_MINCORE, addr, n, uintptr(unsafe.Pointer(&pages[0]))); e != 0 {
		return e
	}
	return nil
}
