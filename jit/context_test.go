package jit

import (
	"testing"
	"unsafe"

	"gojvm/codegen"
	"gojvm/vm"
)

// TestContext compares the block that the code generator owns with the beginning
// of vm.Context, which does not import it.
func TestContext(t *testing.T) {
	var c vm.Context
	for _, f := range []struct {
		name      string
		got, want uintptr
	}{
		{"HostSP", unsafe.Offsetof(c.HostSP), codegen.CtxHostSP},
		{"HostFP", unsafe.Offsetof(c.HostFP), codegen.CtxHostFP},
		{"PC", unsafe.Offsetof(c.PC), codegen.CtxPC},
		{"SP", unsafe.Offsetof(c.SP), codegen.CtxSP},
		{"Reason", unsafe.Offsetof(c.Reason), codegen.CtxReason},
		{"Number", unsafe.Offsetof(c.Number), codegen.CtxNumber},
		{"Poll", unsafe.Offsetof(c.Poll), codegen.CtxPoll},
		{"StackLimit", unsafe.Offsetof(c.StackLimit), codegen.CtxStackLimit},
		{"Result", unsafe.Offsetof(c.Result), codegen.CtxResult},
		{"Args", unsafe.Offsetof(c.Args), codegen.CtxArgs},
		{"IntRegs", unsafe.Offsetof(c.IntRegs), codegen.CtxIntRegs},
		{"FloatRegs", unsafe.Offsetof(c.FloatRegs), codegen.CtxFloatRegs},
		{"Leave", unsafe.Offsetof(c.Leave), codegen.CtxLeave},
		{"LeaveAll", unsafe.Offsetof(c.LeaveAll), codegen.CtxLeaveAll},
		{"ThreadID", unsafe.Offsetof(c.ThreadID), codegen.ContextSize},
	} {
		if f.got != f.want {
			t.Errorf("vm.Context.%s is at %d, the code generator has it at %d", f.name, f.got, f.want)
		}
	}
	if len(c.Args) != codegen.MaxExitArgs {
		t.Errorf("%d exit arguments, the code generator has %d", len(c.Args), codegen.MaxExitArgs)
	}
}
