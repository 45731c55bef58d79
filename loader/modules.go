package loader

import (
	"strings"
	"sync"

	"gojvm/vm"
)

// moduleTable holds the named modules that the library has defined, in the
// order of their numbers (the injected field vmmodule of java.lang.Module).
type moduleTable struct {
	mu   sync.Mutex
	list []*vm.Module
}

const illegalState, illegalArgument = "java/lang/IllegalStateException", "java/lang/IllegalArgumentException"

// DefineModule implements vm.Linker.
func (l *Linker) DefineModule(t *vm.Thread, module vm.Handle, open bool, name, version, location string, packages []string) error {
	if module.IsNull() {
		return t.Throw("java/lang/NullPointerException", "Null module object")
	}
	if name == "" {
		return t.Throw(illegalArgument, "Module name cannot be null")
	}
	loader := l.LoaderOf(t, module.Object().Ref(l.moduleLoader))
	for _, p := range packages {
		if p == "" || strings.ContainsAny(p, ".;[") {
			return t.Throwf(illegalArgument, "Invalid package name: %s for module: %s", p, name)
		}
		if (p == "java" || strings.HasPrefix(p, "java/")) && !loader.Boot && !l.isPlatform(loader) {
			return t.Throwf(illegalArgument, "Class loader (instance of): %s tried to define prohibited package name: %s",
				loader.Description(), strings.ReplaceAll(p, "/", "."))
		}
	}
	var m *vm.Module
	if name == javaBase {
		if !loader.Boot {
			return t.Throw(illegalArgument, "Class loader must be the boot class loader")
		}
		if l.moduleSystemUp() {
			return t.Throw("java/lang/InternalError", "Module java.base is already defined")
		}
		m = l.vm.JavaBase
	} else {
		if !l.moduleSystemUp() {
			return t.Throw("java/lang/InternalError", "java.base must be defined before any other module")
		}
		m = vm.NewModule(loader, name)
	}
	if err := l.claimPackages(t, loader, m, packages); err != nil {
		return err
	}
	m.Open, m.Version, m.Location = open, version, location

	tab := &l.modules
	tab.mu.Lock()
	tab.list = append(tab.list, m)
	number := len(tab.list)
	tab.mu.Unlock()
	module.Object().SetInt(l.vmmodule, int32(number))
	m.Object = loader.Domain.NewHandle(module.Ref())
	if m == l.vm.JavaBase {
		l.patchEarlyMirrors(m)
	}
	l.vm.Logf("module+load", "%s location: %s", name, location)
	return nil
}

// claimPackages assigns the packages to m if neither they nor the name of m are taken in its loader.
func (l *Linker) claimPackages(t *vm.Thread, loader *vm.Loader, m *vm.Module, packages []string) error {
	taken := loader.Packages()
	for _, o := range taken {
		if o != m && o.Name == m.Name {
			return t.Throwf(illegalState, "Module %s is already defined", m.Name)
		}
	}
	for _, p := range packages {
		if o := taken[p]; o != nil && o != m {
			return t.Throwf(illegalState, "Package %s for module %s is already in another module, %s, defined to the class loader",
				strings.ReplaceAll(p, "/", "."), m.Name, o.Name)
		}
	}
	// A package that has classes in the unnamed module already cannot move.
	if m != l.vm.JavaBase && !loader.Boot {
		inUse := map[string]bool{}
		loader.ForEach(func(c *vm.Class) {
			if c.Loader == loader && c.Module == loader.Unnamed {
				inUse[c.PackageName()] = true
			}
		})
		for _, p := range packages {
			if inUse[p] {
				return t.Throwf(illegalState, "Package %s for module %s is already in the unnamed module defined to the class loader",
					strings.ReplaceAll(p, "/", "."), m.Name)
			}
		}
	}
	for _, p := range packages {
		loader.AddPackage(p, m)
	}
	return nil
}

// patchEarlyMirrors sets Class.module of the classes that were loaded before
// there was an object for java.base.
func (l *Linker) patchEarlyMirrors(m *vm.Module) {
	l.vm.ForEachClass(func(c *vm.Class) {
		if c.Mirror != 0 && c.Module == m {
			l.vm.SetRef(c.Mirror, l.fields.module, m.Object.Ref())
		}
	})
}

// SetBootUnnamedModule implements vm.Linker.
func (l *Linker) SetBootUnnamedModule(t *vm.Thread, module vm.Handle) error {
	if module.IsNull() {
		return t.Throw("java/lang/NullPointerException", "Null module object")
	}
	m := l.vm.BootLoader.Unnamed
	m.Object = m.Loader.Domain.NewHandle(module.Ref())
	l.patchEarlyMirrors(m)
	return nil
}

// ModuleOf implements vm.Linker.
func (l *Linker) ModuleOf(t *vm.Thread, module vm.Ref) *vm.Module {
	o := vm.Object(module)
	if n := o.Int(l.vmmodule); n != 0 {
		tab := &l.modules
		tab.mu.Lock()
		defer tab.mu.Unlock()
		return tab.list[n-1]
	}
	if o.Ref(l.moduleName) != 0 {
		return nil // named, but not defined to the VM
	}
	loader := l.LoaderOf(t, o.Ref(l.moduleLoader))
	return l.unnamedModule(loader)
}

// isPlatform reports whether loader is the platform class loader.
func (l *Linker) isPlatform(loader *vm.Loader) bool {
	return !loader.Object.IsNull() &&
		l.vm.ClassOf(loader.Object.Ref()).Name == "jdk/internal/loader/ClassLoaders$PlatformClassLoader"
}
