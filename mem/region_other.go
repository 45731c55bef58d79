//go:build !linux

package mem

import (
	"errors"
	"syscall"
	"unsafe"
)

// PageSize is a multiple of the page sizes of the supported hosts.
const PageSize = 16384

func prot(a Access) int {
	switch a {
	case NoAccess:
		return syscall.PROT_NONE
	case ReadOnly:
		return syscall.PROT_READ
	}
	return syscall.PROT_READ | syscall.PROT_WRITE
}

func mmap(addr, size uintptr, fixed bool) (uintptr, error) {
	if fixed {
		return 0, errors.ErrUnsupported
	}
	b, err := syscall.Mmap(-1, 0, int(size), prot(ReadWrite), syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return 0, err
	}
	return uintptr(unsafe.Pointer(unsafe.SliceData(b))), nil
}

func munmap(addr, size uintptr) error { return syscall.Munmap(Bytes(addr, size)) }

// decommit has no portable form that also clears; the pages are cleared and kept.
func decommit(addr, size uintptr) error {
	Zero(addr, size)
	return nil
}

func populate(addr, size uintptr) {}

func huge(addr, size uintptr) {}

func noHuge(addr, size uintptr) {}

func protect(addr, size uintptr, a Access) error {
	return syscall.Mprotect(Bytes(addr, size), prot(a))
}

// reserveLow: darwin/arm64 keeps the first 4 GiB unmapped (__PAGEZERO), so
// that the shift-0 form of references cannot be had there.
func reserveLow(size, align uintptr, place Place) (uintptr, error) {
	return 0, ErrNoLowMemory
}
