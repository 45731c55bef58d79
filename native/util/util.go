// Package util has the natives of java.util and of its subpackages, as far as
// these have no package of their own.
package util

import (
	"maps"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{
		// compareAndSwap of 64 bits needs no lock on any host.
		"java/util/concurrent/atomic/AtomicLong.VMSupportsCS8()Z": nat.True,
	}
	maps.Copy(all, timeZoneNatives())
	return all
}
