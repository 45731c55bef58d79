package lang

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// stringNatives are those of String and its helpers.
func stringNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/lang/String.intern()Ljava/lang/String;":     stringIntern,
		"java/lang/StringUTF16.isBigEndian()Z":            nat.False, // hosts are little-endian
		"java/lang/StringCoding.err(Ljava/lang/String;)V": stringCodingErr,
	}
}

func stringIntern(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.RefValue(t.VM.Intern(a.Ref(0))), nil
}

// stringCodingErr writes a message before System.err exists.
func stringCodingErr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	s, _ := nat.String(t, a, 0)
	if w := t.VM.Config.Stderr; w != nil {
		t.Blocking(func() { _, _ = w.Write([]byte(s)) })
	}
	return 0, nil
}
