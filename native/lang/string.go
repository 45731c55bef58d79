package lang

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// stringNatives are those of String and its helpers.
func stringNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/String.intern()Ljava/lang/String;": stringIntern,
		"java/lang/StringUTF16.isBigEndian()Z":        nat.False, // hosts are little-endian
	}
}

func stringIntern(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.RefValue(t.VM.Intern(a.Ref(0))), nil
}
