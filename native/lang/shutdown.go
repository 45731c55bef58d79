package lang

import (
	"os"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func shutdownNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/Shutdown.beforeHalt()V": nat.Nothing,
		"java/lang/Shutdown.halt0(I)V":     halt,
	}
}

// halt ends the process or, in an embedded VM, all of its threads: this one when
// it comes back from the blocked state.
func halt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	code := int(a.Int(0))
	t.EnterBlocked()
	exit := t.VM.Config.Exit
	if exit == nil {
		exit = os.Exit
	}
	exit(code)
	t.LeaveBlocked()
	panic("BUG: a thread goes on after exit")
}
