//go:build !linux

package system

import "os"

// PhysicalMemory is what to assume where the system is not asked.
func PhysicalMemory() uint64 { return 4 << 30 }

// SpareAddresses tells that address space is not limited.
func SpareAddresses() (uint64, bool) { return 0, false }

// Thread is the process, where threads have no number that can be had.
func Thread() int { return os.Getpid() }
