package gojvm

import "gojvm/vm"

// How this machine names itself: java.vm.name, java.vm.version, java.vm.info.
const (
	vmName    = vm.Name
	vmVersion = vm.Version
)

// vmInfo is the property java.vm.info.
func vmInfo(m *vm.VM) string { return m.Info() }
