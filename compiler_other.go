//go:build !(linux && (amd64 || 386))

package gojvm

import "gojvm/vm"

// makeCompiler does nothing: there are no compiled tiers for this machine, so
// that every method is interpreted.
func (v *VM) makeCompiler(vm.Config) error { return nil }
