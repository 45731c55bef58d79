package instrument

import (
	"gojvm/gc"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// modifiable reports whether c can be redefined: arrays and primitive types have no class
// file, and a hidden class has no name by which the new one could be told.
func modifiable(c *vm.Class) bool { return c.File != nil && !c.Hidden }

func isModifiableClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(modifiable(nat.Class(t, a, 2)))
}

// allLoadedClasses lists all classes and array classes; primitive types are none.
func allLoadedClasses(t *vm.Thread, _ vm.Args) (vm.Value, error) {
	var list []*vm.Class
	t.VM.ForEachClass(func(c *vm.Class) {
		if !c.IsPrimitive() && c.Mirror != 0 {
			list = append(list, c)
		}
	})
	return nat.Ref(nat.ClassArray(t, list))
}

// initiatedClasses lists the classes that a loader, null being the bootstrap
// loader, can find by name (JVMS 5.3).
func initiatedClasses(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var list []*vm.Class
	t.VM.Linker.LoaderOf(t, a.Ref(2)).ForEach(func(c *vm.Class) { list = append(list, c) })
	return nat.Ref(nat.ClassArray(t, list))
}

// objectSize is the memory that an object takes, header and padding included, in bytes.
func objectSize(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(2) == 0 {
		return nat.NullPointer(t)
	}
	return nat.Long(int64(gc.SizeOf(a.Ref(2))))
}
