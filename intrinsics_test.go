package gojvm

import (
	"strings"
	"testing"

	"gojvm/jit"
	"gojvm/vm"
)

// TestIntrinsics looks each method up that compiled code has in place: a name that the class
// library does not have would never match.
func TestIntrinsics(t *testing.T) {
	v, err := New(Config{Options: []string{"-Xmx64m"}})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	j, ok := v.code.(*jit.JIT)
	if !ok {
		t.Skip("this machine has no compiler")
	}
	err = v.do(func(th *vm.Thread) error {
		for _, key := range j.Intrinsics() {
			name, desc, _ := strings.Cut(key, "(")
			dot := strings.LastIndexByte(name, '.')
			c, err := th.VM.Linker.FindClass(th, th.VM.BootLoader, name[:dot])
			if err != nil {
				return err
			}
			if c.DeclaredMethod(name[dot+1:], "("+desc) == nil {
				t.Errorf("no method %s", key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
