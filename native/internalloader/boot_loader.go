package internalloader

import (
	"sort"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func bootLoaderNatives() vm.NativeTable {
	const c = "jdk/internal/loader/BootLoader."
	return vm.NativeTable{
		c + "setBootLoaderUnnamedModule0(Ljava/lang/Module;)V":               setUnnamedModule,
		c + "getSystemPackageLocation(Ljava/lang/String;)Ljava/lang/String;": packageLocation,
		c + "getSystemPackageNames()[Ljava/lang/String;":                     packageNames,
	}
}

func setUnnamedModule(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return 0, t.VM.Linker.SetBootUnnamedModule(t, a.Handle(t, 0))
}

// loadedPackages returns the packages of which the bootstrap loader has defined
// a class, with the module of each.
func loadedPackages(v *vm.VM) map[string]*vm.Module {
	out := map[string]*vm.Module{}
	v.BootLoader.ForEach(func(c *vm.Class) {
		if c.Loader == v.BootLoader && !c.IsArray() && !c.IsPrimitive() {
			out[c.PackageName()] = c.Module
		}
	})
	return out
}

// packageLocation tells where the classes of a package of the bootstrap loader
// come from, null when none was loaded; the name is in internal form.
func packageLocation(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, ok := nat.RawString(t, a, 0)
	if !ok {
		return nat.NullPointer(t)
	}
	pkg := nat.Internal(name)
	m := loadedPackages(t.VM)[pkg]
	switch {
	case m == nil:
		return 0, nil
	case m.Location != "":
		return nat.Ref(t.NewString(m.Location))
	}
	// Of -Xbootclasspath/a: the folder or jar.
	source := ""
	t.VM.BootLoader.ForEach(func(c *vm.Class) {
		if c.Module == m && c.Loader == t.VM.BootLoader && c.PackageName() == pkg && c.Source != "" {
			source = c.Source
		}
	})
	if source == "" {
		return 0, nil
	}
	return nat.Ref(t.NewString(source))
}

func packageNames(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var names []string
	for p := range loadedPackages(t.VM) {
		if p != "" {
			names = append(names, p)
		}
	}
	sort.Strings(names)
	return nat.Ref(nat.StringArray(t, names))
}
