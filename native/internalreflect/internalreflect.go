// Package internalreflect has the natives of jdk.internal.reflect, one file per
// class.
package internalreflect

import (
	"maps"

	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		accessorNatives(),
		constantPoolNatives(),
		reflectionNatives(),
	} {
		maps.Copy(all, t)
	}
	return all
}
