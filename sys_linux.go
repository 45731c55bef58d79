package gojvm

import "syscall"

// physicalMemory returns the machine's memory in bytes.
func physicalMemory() uint64 {
	var si syscall.Sysinfo_t
	if syscall.Sysinfo(&si) != nil {
		return 1 << 30
	}
	return uint64(si.Totalram) * uint64(si.Unit)
}

// systemThread returns the number of the operating system's thread that runs.
func systemThread() int { return syscall.Gettid() }
