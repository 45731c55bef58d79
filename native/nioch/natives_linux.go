package nioch

import (
	"maps"

	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		fileDispatcherNatives(),
		fileChannelNatives(),
		ioUtilNatives(),
		nativeThreadNatives(),
		mappedMemoryNatives(),
		netNatives(),
		netOptionNatives(),
		socketNatives(),
		epollNatives(),
		unixDomainNatives(),
	} {
		maps.Copy(all, t)
	}
	return all
}
