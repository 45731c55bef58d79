//go:build linux && (amd64 || arm64)

package mem

import "syscall"

const sysMmap = syscall.SYS_MMAP

// reserveLow stops one page below 4 GiB, so that an end address still fits
// into 32 bits.
func reserveLow(size, align uintptr, place Place) (uintptr, error) {
	return claimLow(size, align, 1<<32-PageSize, place)
}
