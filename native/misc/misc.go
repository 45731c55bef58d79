// Package misc has the natives of jdk.internal.misc, one file per class.
package misc

import "gojvm/vm"

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		unsafeAccessNatives(),
		unsafeNatives(),
		cdsNatives(),
		signalNatives(),
		scopedMemoryAccessNatives(),
		vmNatives(),
	} {
		for k, f := range t {
			all[k] = f
		}
	}
	return all
}
