package system

import (
	"math"
	"syscall"
	"unsafe"
)

// PhysicalMemory returns the machine's memory in bytes.
func PhysicalMemory() uint64 {
	var si syscall.Sysinfo_t
	if syscall.Sysinfo(&si) != nil {
		return 1 << 30
	}
	return uint64(si.Totalram) * uint64(si.Unit)
}

// SpareAddresses returns how many bytes of address space the process may take (ulimit -v) beyond what
// Go's runtime, the class library and the code cache need; false if there is no limit.
func SpareAddresses() (uint64, bool) {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &l) != nil || l.Cur > math.MaxInt64/2 {
		return 0, false
	}
	need := uint64(256 << 20)
	if unsafe.Sizeof(uintptr(0)) == 8 {
		need = 1700 << 20 // Go reserves 1.3 GiB for its own tables
	}
	return l.Cur - min(need, l.Cur), true
}

// Thread returns the number of the operating system's thread that runs.
func Thread() int { return syscall.Gettid() }
