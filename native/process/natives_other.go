//go:build !linux

package process

import "gojvm/vm"

// Natives returns the table of the package: nothing on this system.
func Natives() vm.NativeTable { return nil }
