// Package reflect has the natives of java.lang.reflect, one file per class.
package reflect

import (
	"maps"

	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		arrayNatives(),
		executableNatives(),
	} {
		maps.Copy(all, t)
	}
	return all
}
