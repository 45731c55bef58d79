// Package platform has the natives of jdk.internal.platform.CgroupMetrics.
package platform

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "jdk/internal/platform/CgroupMetrics."
	return vm.NativeTable{
		c + "isUseContainerSupport()Z": nat.True,
		c + "getTotalMemorySize0()J":   total(func(m memory) int64 { return m.total }),
		c + "getTotalSwapSize0()J":     total(func(m memory) int64 { return m.swap }),
	}
}

// memory is what the machine has, in bytes.
type memory struct{ total, swap int64 }

func total(which func(memory) int64) vm.NativeFunc {
	return func(*vm.Thread, vm.Args) (vm.Value, error) { return nat.Long(which(machine())) }
}
