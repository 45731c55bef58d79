package sched

import "syscall"

// reserveSpace maps n bytes that take no memory until they are touched.
func reserveSpace(n uintptr) ([]byte, error) {
	if n > uintptr(^uint(0)>>1) {
		return nil, syscall.ENOMEM
	}
	b, err := syscall.Mmap(-1, 0, int(n), syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON|syscall.MAP_NORESERVE)
	if err != nil {
		return nil, err
	}
	// With huge pages the first word pushed on a stack would cost 2 MiB. Kernels
	// built without them refuse the advice, rightly.
	_ = syscall.Madvise(b, syscall.MADV_NOHUGEPAGE)
	return b, nil
}

// discard gives memory back to the system; it reads as zero afterwards.
func discard(b []byte) {
	if err := syscall.Madvise(b, syscall.MADV_DONTNEED); err != nil {
		clear(b) // locked memory cannot be given back
	}
}

func releaseSpace(b []byte) error { return syscall.Munmap(b) }
