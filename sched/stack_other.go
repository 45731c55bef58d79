//go:build !linux

package sched

import "syscall"

func reserveSpace(n uintptr) ([]byte, error) {
	if n > uintptr(^uint(0)>>1) {
		return nil, syscall.ENOMEM
	}
	return syscall.Mmap(-1, 0, int(n), syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON)
}

// discard makes memory read as zero. Only Linux promises that for MADV_DONTNEED.
func discard(b []byte) { clear(b) }

func releaseSpace(b []byte) error { return syscall.Munmap(b) }
