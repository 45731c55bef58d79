//go:build !linux

package gojvm

import "os"

// physicalMemory is what to assume where the system is not asked.
func physicalMemory() uint64 { return 4 << 30 }

// systemThread is the process, where threads have no number that can be had.
func systemThread() int { return os.Getpid() }
