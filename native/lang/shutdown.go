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

// halt ends the process, or what the embedder has in its place. If that
// returns, the thread never runs Java code again.
func halt(t *vm.Thread, a vm.Args) (vm.Value, error) {
	code := int(a.Int(0))
	t.EnterBlocked()
	exit := t.VM.Config.Exit
	if exit == nil {
		exit = os.Exit
	}
	exit(code)
	select {} // the embedder abandons this thread
}
