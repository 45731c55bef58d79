package gojvm

import (
	"gojvm/jit"
	"gojvm/vm"
	"gojvm/x86"
)

// makeCompiler gives the VM its compiled tiers, unless it is to interpret only.
func (v *VM) makeCompiler(cfg vm.Config) error {
	if cfg.Interpreted {
		return nil
	}
	ints, floats := x86.ArgRegisters()
	j, err := jit.New(v.vm, jit.Machine{
		Target:     x86.NewTarget(),
		Features:   x86.HostFeatures(),
		Enter:      x86.Enter,
		EnterSys:   x86.EnterSys,
		Watch:      x86.Watch,
		Unwatch:    x86.Unwatch,
		LeaveAddrs: x86.LeaveAddrs,
		Bridge:     x86.Bridge,
		IntArgs:    ints,
		FloatArgs:  floats,
	})
	if err != nil {
		return err
	}
	v.vm.Compiler, v.code = j, j
	return nil
}
