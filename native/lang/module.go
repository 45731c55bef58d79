package lang

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func moduleNatives() vm.NativeTable {
	const c = "java/lang/Module."
	return vm.NativeTable{
		c + "defineModule0(Ljava/lang/Module;ZLjava/lang/String;Ljava/lang/String;[Ljava/lang/Object;)V": defineModule,
		c + "addReads0(Ljava/lang/Module;Ljava/lang/Module;)V":                                           addReads,
		c + "addExports0(Ljava/lang/Module;Ljava/lang/String;Ljava/lang/Module;)V":                       addExports,
		c + "addExportsToAll0(Ljava/lang/Module;Ljava/lang/String;)V":                                    addExportsToAll,
		c + "addExportsToAllUnnamed0(Ljava/lang/Module;Ljava/lang/String;)V":                             addExportsToAllUnnamed,
	}
}

// moduleFields are the fields of java.lang.Module that the VM reads.
type moduleFields struct {
	Name *vm.Field `java:"java/lang/Module.name:Ljava/lang/String;"`
}

const (
	illegalArgument = "java/lang/IllegalArgumentException"
	nullPointer     = "java/lang/NullPointerException"
)

// defineModule is Module.defineModule0; arguments: module, open, version,
// location, packages.
func defineModule(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[moduleFields](t)
	if err != nil {
		return 0, err
	}
	name := ""
	if m := a.Object(0); m != 0 {
		if s := m.Ref(k.Name.Offset); s != 0 {
			name = t.VM.RawString(s)
		}
	}
	packages, err := packageNames(t, a.Ref(4))
	if err != nil {
		return 0, err
	}
	version, _ := nat.RawString(t, a, 2)
	location, _ := nat.RawString(t, a, 3)
	return 0, t.VM.Linker.DefineModule(t, a.Handle(t, 0), a.Bool(1), name, version, location, packages)
}

// packageNames reads an Object[] of Strings with dots into internal names.
func packageNames(t *vm.Thread, arr vm.Ref) ([]string, error) {
	if arr == 0 {
		return nil, t.Throw(nullPointer, "packages")
	}
	out := make([]string, 0, vm.ArrayLen(arr))
	for i := range vm.ArrayLen(arr) {
		s := vm.RefElem(arr, i)
		if s == 0 || t.VM.ClassOf(s) != t.VM.Known.String {
			return nil, t.Throw(illegalArgument, "Bad package name")
		}
		out = append(out, nat.Internal(t.VM.RawString(s)))
	}
	return out, nil
}

// addReads makes module 0 read module 1; null is all unnamed modules.
func addReads(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(0) == 0 {
		return nat.Err(t.Throw(nullPointer, "from_module is null"))
	}
	from := t.VM.Linker.ModuleOf(t, a.Ref(0))
	if from == nil {
		return nat.Err(t.Throw(illegalArgument, "from_module is not valid"))
	}
	if a.Ref(1) == 0 {
		from.AddReads(nil)
		return 0, nil
	}
	to := t.VM.Linker.ModuleOf(t, a.Ref(1))
	if to == nil {
		return nat.Err(t.Throw(illegalArgument, "to_module is not valid"))
	}
	if from.Named() && from != to {
		from.AddReads(to)
	}
	return 0, nil
}

// exporting finds module 0 and package 1 of an addExports call. A nil module
// without an error means that there is nothing to do.
func exporting(t *vm.Thread, a vm.Args) (from *vm.Module, pkg string, err error) {
	if a.Ref(1) == 0 {
		return nil, "", t.Throw(nullPointer, "package is null")
	}
	if a.Ref(0) == 0 {
		return nil, "", t.Throw(nullPointer, "from_module is null")
	}
	from = t.VM.Linker.ModuleOf(t, a.Ref(0))
	if from == nil {
		return nil, "", t.Throw(illegalArgument, "from_module cannot be found")
	}
	if !from.Named() {
		return nil, "", nil // exports everything
	}
	dotted, _ := nat.RawString(t, a, 1)
	pkg = nat.Internal(dotted)
	if from.Loader.ModuleOf(pkg) != from {
		return nil, "", t.Throwf(illegalArgument, "Package %s not found in from_module %s", pkg, from.Name)
	}
	return from, pkg, nil
}

func addExports(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(2) == 0 {
		return nat.Err(t.Throw(nullPointer, "to_module is null"))
	}
	from, pkg, err := exporting(t, a)
	if from == nil {
		return 0, err
	}
	to := t.VM.Linker.ModuleOf(t, a.Ref(2))
	if to == nil {
		return nat.Err(t.Throw(illegalArgument, "to_module is not valid"))
	}
	if from != to {
		from.AddExports(pkg, to, false)
	}
	return 0, nil
}

func addExportsToAll(t *vm.Thread, a vm.Args) (vm.Value, error) {
	from, pkg, err := exporting(t, a)
	if from != nil {
		from.AddExports(pkg, nil, true)
	}
	return 0, err
}

func addExportsToAllUnnamed(t *vm.Thread, a vm.Args) (vm.Value, error) {
	from, pkg, err := exporting(t, a)
	if from != nil {
		from.AddExports(pkg, nil, false)
	}
	return 0, err
}
