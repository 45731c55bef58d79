package instrument

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// searchMembers are the ways to the system class loader.
type searchMembers struct {
	SystemLoader *vm.Method `java:"java/lang/ClassLoader.getSystemClassLoader()Ljava/lang/ClassLoader;"`
}

// appendToSearch adds a jar to what the bootstrap loader or the system class loader
// searches last; arguments: Instrumentation, agent, path, whether it is the former.
func appendToSearch(t *vm.Thread, a vm.Args) (vm.Value, error) {
	path, ok := nat.String(t, a, 2)
	if !ok {
		return nat.NullPointer(t)
	}
	if a.Int(3) != 0 {
		t.VM.Linker.AppendBoot(path)
		return 0, nil
	}
	return 0, appendToSystemSearch(t, path)
}

// appendToSystemSearch calls the method that a system class loader must have for it
// (ClassLoader.getSystemClassLoader: "appendToClassPathForInstrumentation").
func appendToSystemSearch(t *vm.Thread, path string) error {
	k, err := vm.Bound[searchMembers](t)
	if err != nil {
		return err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r, err := t.Invoke(k.SystemLoader)
	if err != nil {
		return err
	}
	loader := t.NewHandle(r.Ref())
	m := t.VM.ClassOf(r.Ref()).FindMethod("appendToClassPathForInstrumentation", "(Ljava/lang/String;)V")
	if m == nil || m.IsStatic() {
		return t.Throw("java/lang/UnsupportedOperationException",
			"System class loader does not define the appendToClassPathForInstrumentation method")
	}
	s, err := t.NewString(path)
	if err != nil {
		return err
	}
	_, err = t.Invoke(m, vm.RefValue(loader.Ref()), vm.RefValue(s))
	return err
}
