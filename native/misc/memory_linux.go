package misc

import "syscall"

// systemMemory returns the bytes of memory and swap space that there are, 0 when
// that is not known.
func systemMemory() uint64 {
	var s syscall.Sysinfo_t
	if syscall.Sysinfo(&s) != nil {
		return 0
	}
	return (uint64(s.Totalram) + uint64(s.Totalswap)) * uint64(s.Unit)
}
