package codecache

import (
	"os"
	"syscall"
	"unsafe"
)

// mfdNumber is the number of memfd_create on amd64 and 386.
var mfdNumber = map[uintptr]uintptr{8: 319, 4: 356}[unsafe.Sizeof(uintptr(0))]

// mapTwice maps the same memory to write and to execute.
func mapTwice(size int) (write []byte, exec uintptr, err error) {
	name := []byte("code\x00")
	fd, _, errno := syscall.Syscall(mfdNumber, uintptr(unsafe.Pointer(&name[0])), 1 /* MFD_CLOEXEC */, 0)
	if errno != 0 {
		return nil, 0, os.NewSyscallError("memfd_create", errno)
	}
	defer syscall.Close(int(fd))
	if err := syscall.Ftruncate(int(fd), int64(size)); err != nil {
		return nil, 0, err
	}
	write, err = syscall.Mmap(int(fd), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, 0, err
	}
	view, err := syscall.Mmap(int(fd), 0, size, syscall.PROT_READ|syscall.PROT_EXEC, syscall.MAP_SHARED)
	if err != nil {
		syscall.Munmap(write)
		return nil, 0, err
	}
	return write, uintptr(unsafe.Pointer(&view[0])), nil
}

func unmapTwice(write []byte, exec uintptr) error {
	_, _, errno := syscall.Syscall(syscall.SYS_MUNMAP, exec, uintptr(len(write)), 0)
	if errno != 0 {
		return os.NewSyscallError("munmap", errno)
	}
	return syscall.Munmap(write)
}
