package codecache

import (
	"syscall"
	"unsafe"
)

// membarrierNumber is the number of membarrier on amd64 and 386.
var membarrierNumber = map[uintptr]uintptr{8: 324, 4: 375}[unsafe.Sizeof(uintptr(0))]

// Commands of membarrier(2).
const (
	membarrierSyncCore         = 1 << 5 // PRIVATE_EXPEDITED_SYNC_CORE
	membarrierRegisterSyncCore = 1 << 6
)

// canSync registers the process for syncCores and reports whether the system can do it
// (Linux 4.16).
func canSync() bool {
	_, _, errno := syscall.Syscall(membarrierNumber, membarrierRegisterSyncCore, 0, 0)
	return errno == 0
}

// syncCores makes all processors that run threads of this process execute a serializing
// instruction, so that they fetch code anew. It does nothing on systems without it.
func syncCores() { syscall.Syscall(membarrierNumber, membarrierSyncCore, 0, 0) }
