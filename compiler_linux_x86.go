//go:build linux && (amd64 || 386)

package gojvm

import (
	"gojvm/jit"
	"gojvm/vm"
	"gojvm/x86/host"
)

// makeCompiler gives the VM its compiled tiers, unless it is to interpret only.
func (v *VM) makeCompiler(cfg vm.Config) error {
	if cfg.Interpreted {
		return nil
	}
	ints, floats := host.ArgRegisters()
	results, float := host.ResultRegisters()
	j, err := jit.New(v.vm, jit.Machine{
		Target:     host.NewTarget(),
		Features:   host.Features(),
		Enter:      host.Enter,
		EnterSys:   host.EnterSys,
		Watch:      host.Watch,
		Unwatch:    host.Unwatch,
		LeaveAddrs: host.LeaveAddrs,
		Bridge:     host.Bridge,
		IntArgs:    ints,
		FloatArgs:  floats,

		IntResults:  results,
		FloatResult: float,
	})
	if err != nil {
		return err
	}
	v.vm.Compiler, v.code = j, j
	return nil
}
