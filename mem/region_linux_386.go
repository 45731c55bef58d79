package mem

import "syscall"

const sysMmap = syscall.SYS_MMAP2

// reserveLow: all of the address space is below 4 GiB; what the kernel gives
// to user space ends at 0xffffe000 at the highest (on a 64-bit kernel), at
// 0xc0000000 on most 32-bit ones, where the fixed claim above that fails with
// ENOMEM and the kernel chooses itself.
func reserveLow(size, align uintptr, place Place) (uintptr, error) {
	if base, err := claimLow(size, align, 0xffff0000, place); err == nil {
		return base, nil
	}
	base, err := mmap(0, size+align, false)
	if err != nil {
		return 0, ErrNoLowMemory
	}
	lo := AlignUp(base, align)
	if lo > base {
		munmap(base, lo-base)
	}
	if end := base + size + align; end > lo+size {
		munmap(lo+size, end-lo-size)
	}
	return lo, nil
}
