package gojvm

import (
	"gojvm/amd64"
	"gojvm/jit"
	"gojvm/vm"
)

// makeCompiler gives the VM its compiled tiers, unless it is to interpret only.
func (v *VM) makeCompiler(cfg vm.Config) error {
	if cfg.Interpreted {
		return nil
	}
	ints, floats := amd64.ArgRegisters()
	j, err := jit.New(v.vm, jit.Machine{
		Target:     amd64.NewTarget(),
		Features:   amd64.HostFeatures(),
		Enter:      amd64.Enter,
		EnterSys:   amd64.EnterSys,
		Watch:      amd64.Watch,
		Unwatch:    amd64.Unwatch,
		LeaveAddrs: amd64.LeaveAddrs,
		Bridge:     amd64.Bridge,
		IntArgs:    ints,
		FloatArgs:  floats,
	})
	if err != nil {
		return err
	}
	v.vm.Compiler, v.code = j, j
	return nil
}
