//go:build !linux

package gojvm

import "os"

// physicalMemory is what to assume where the system is not asked.
func physicalMemory() uint64 { return 4 << 30 }

// spareAddresses tells that address space is not limited.
func spareAddresses() (uint64, bool) { return 0, false }

// systemThread is the process, where threads have no number that can be had.
func systemThread() int { return os.Getpid() }
