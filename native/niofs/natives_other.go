//go:build !linux

package niofs

import "gojvm/vm"

// Natives returns nothing: these natives are not built for this system.
func Natives() vm.NativeTable { return nil }
