//go:build !linux

package gojvm

// physicalMemory is what to assume where the system is not asked.
func physicalMemory() uint64 { return 4 << 30 }
