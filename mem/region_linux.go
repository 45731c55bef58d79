package mem

import (
	"bufio"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// PageSize is the granularity of reservations and protections on x86.
const PageSize = 4096

const (
	mapFixedNoReplace = 0x100000
	mapNoReserve      = 0x4000
	madvHugePage      = 14
	madvNoHugePage    = 15
	madvPopulateWrite = 23 // since 5.14

	lowest = 1 << 20 // leaves the null page, and with it the implicit null checks, alone
)

func prot(a Access) int {
	switch a {
	case NoAccess:
		return syscall.PROT_NONE
	case ReadOnly:
		return syscall.PROT_READ
	}
	return syscall.PROT_READ | syscall.PROT_WRITE
}

// mmap maps size zero bytes at addr if fixed (failing with EEXIST rather than
// replacing what lies there), else anywhere.
func mmap(addr, size uintptr, fixed bool) (uintptr, error) {
	flags := syscall.MAP_PRIVATE | syscall.MAP_ANON | mapNoReserve
	if fixed {
		flags |= mapFixedNoReplace
	}
	p, _, e := syscall.Syscall6(sysMmap, addr, size, uintptr(prot(ReadWrite)), uintptr(flags), ^uintptr(0), 0)
	if e != 0 {
		return 0, e
	}
	if fixed && p != addr { // a kernel older than 4.17 takes the address as a hint
		munmap(p, size)
		return 0, syscall.EEXIST
	}
	return p, nil
}

func munmap(addr, size uintptr) error {
	if _, _, e := syscall.Syscall(syscall.SYS_MUNMAP, addr, size, 0); e != 0 {
		return e
	}
	return nil
}

func decommit(addr, size uintptr) error {
	if _, _, e := syscall.Syscall(syscall.SYS_MADVISE, addr, size, syscall.MADV_DONTNEED); e != 0 {
		return e
	}
	return nil
}

func populate(addr, size uintptr) {
	syscall.RawSyscall(syscall.SYS_MADVISE, addr, size, madvPopulateWrite)
}

func huge(addr, size uintptr) {
	syscall.Syscall(syscall.SYS_MADVISE, addr, size, madvHugePage)
}

func noHuge(addr, size uintptr) {
	syscall.Syscall(syscall.SYS_MADVISE, addr, size, madvNoHugePage)
}

func protect(addr, size uintptr, a Access) error {
	if _, _, e := syscall.Syscall(syscall.SYS_MPROTECT, addr, size, uintptr(prot(a))); e != 0 {
		return e
	}
	return nil
}

// claimLow looks for a hole of the given size in [lowest, limit) and maps it.
// Another thread (the Go runtime's, or another virtual machine's) may take the
// hole between the look and the claim; the claim then fails with EEXIST and
// the kernel is asked anew.
func claimLow(size, align, limit uintptr, place Place) (uintptr, error) {
	for range 100 {
		base, err := findHole(size, align, limit, place)
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ENOENT) {
			return probeLow(size, align, limit, place)
		}
		if err != nil {
			return 0, err
		}
		p, err := mmap(base, size, true)
		if !errors.Is(err, syscall.EEXIST) {
			return p, err
		}
	}
	return 0, ErrNoLowMemory
}

// probeStep is how far places lie apart that are tried without a memory map.
const probeStep = 1 << 20

// probeLow is claimLow where the memory map cannot be read, because no more files
// can be opened or there is no /proc: one place after the other is tried.
func probeLow(size, align, limit uintptr, place Place) (uintptr, error) {
	if size > limit-lowest {
		return 0, ErrNoLowMemory
	}
	step := max(align, probeStep)
	last := (limit - size) &^ (align - 1)
	for n := uintptr(0); ; n++ {
		at := AlignUp(lowest, align) + n*step
		if at > last {
			return 0, ErrNoLowMemory
		}
		if place == Top {
			at = last - n*step
		}
		if at < lowest {
			return 0, ErrNoLowMemory
		}
		if p, err := mmap(at, size, true); !errors.Is(err, syscall.EEXIST) {
			return p, err
		}
	}
}

// findHole reads the process's memory map, which is sorted by address, and
// returns the first or the last place that fits.
func findHole(size, align, limit uintptr, place Place) (uintptr, error) {
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	found, from := uintptr(0), uintptr(lowest)
	try := func(to uintptr) { // the hole [from, to)
		to = min(to, limit)
		lo := AlignUp(from, align)
		if lo < from || to < lo || to-lo < size {
			return
		}
		if place == Top {
			found = (to - size) &^ (align - 1)
		} else if found == 0 {
			found = lo
		}
	}
	s := bufio.NewScanner(f)
	for s.Scan() && from < limit {
		lo, rest, _ := strings.Cut(s.Text(), "-")
		hi, _, _ := strings.Cut(rest, " ")
		start, err1 := strconv.ParseUint(lo, 16, 64)
		end, err2 := strconv.ParseUint(hi, 16, 64)
		if err1 != nil || err2 != nil {
			return 0, errors.New("mem: cannot parse /proc/self/maps")
		}
		if start > uint64(from) {
			try(uintptr(min(start, uint64(limit))))
		}
		from = max(from, uintptr(min(end, uint64(limit))))
	}
	if err := s.Err(); err != nil {
		return 0, err
	}
	try(limit)
	if found == 0 {
		return 0, ErrNoLowMemory
	}
	return found, nil
}
