package lang

import "gojvm/vm"

func nullPointerNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/NullPointerException.getExtendedNPEMessage()Ljava/lang/String;": extendedMessage,
	}
}

// extendedMessage is the helpful message of JEP 358. Null, which says that there is
// none, is allowed.
func extendedMessage(t *vm.Thread, a vm.Args) (vm.Value, error) { return 0, nil }
