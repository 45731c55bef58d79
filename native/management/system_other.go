//go:build !linux

package management

import "gojvm/vm"

// systemNatives are none on this system.
func systemNatives() vm.NativeTable { return nil }
