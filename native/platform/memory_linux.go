package platform

import "golang.org/x/sys/unix"

func machine() memory {
	var s unix.Sysinfo_t
	if unix.Sysinfo(&s) != nil {
		return memory{}
	}
	unit := int64(s.Unit)
	return memory{int64(s.Totalram) * unit, int64(s.Totalswap) * unit}
}
