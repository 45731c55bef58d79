package instrument

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// retransformClasses gives class files to the transformers once more; arguments:
// Instrumentation, agent, Class[].
func retransformClasses(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var list []vm.Redefinition
	for i := range vm.ArrayLen(a.Ref(2)) {
		r := vm.RefElem(a.Ref(2), i)
		if r == 0 {
			return nat.NullPointer(t)
		}
		list = append(list, vm.Redefinition{Class: t.VM.ClassOfMirror(r)})
	}
	return 0, redefine(t, list)
}

// redefineClasses gives classes new class files; arguments: Instrumentation, agent,
// ClassDefinition[].
func redefineClasses(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[members](t)
	if err != nil {
		return 0, err
	}
	var list []vm.Redefinition
	for i := range vm.ArrayLen(a.Ref(2)) {
		class, err := t.Invoke(k.DefinitionClass, vm.RefValue(vm.RefElem(a.Ref(2), i)))
		if err != nil {
			return 0, err
		}
		file, err := t.Invoke(k.DefinitionFile, vm.RefValue(vm.RefElem(a.Ref(2), i)))
		if err != nil {
			return 0, err
		}
		// A mirror does not move.
		list = append(list, vm.Redefinition{
			Class: t.VM.ClassOfMirror(class.Ref()),
			Bytes: append([]byte{}, vm.ByteElems(file.Ref())...),
		})
	}
	return 0, redefine(t, list)
}

func redefine(t *vm.Thread, list []vm.Redefinition) error {
	for _, r := range list {
		if r.Bytes != nil && len(r.Bytes) == 0 {
			return t.Throw("java/lang/ClassFormatError", "")
		}
		if !modifiable(r.Class) {
			return t.Throw("java/lang/instrument/UnmodifiableClassException", "")
		}
	}
	return t.VM.Linker.Redefine(t, list)
}
