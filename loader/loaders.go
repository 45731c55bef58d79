package loader

import (
	"sync"

	"gojvm/vm"
)

// loaderTable holds the data of the java.lang.ClassLoader objects that the VM
// has met. The object knows its place by the injected field vmloader, which is
// the index plus one.
type loaderTable struct {
	mu   sync.Mutex
	list []*vm.Loader
}

// LoaderOf implements vm.Linker.
func (l *Linker) LoaderOf(t *vm.Thread, loader vm.Ref) *vm.Loader {
	if loader == 0 {
		return l.vm.BootLoader
	}
	// The lock is never held across a safepoint, so that loader stays valid.
	tab := &l.loaders
	tab.mu.Lock()
	defer tab.mu.Unlock()
	o := vm.Object(loader)
	if id := o.Int(l.vmloader); id != 0 {
		return tab.list[id-1]
	}
	k := &l.vm.Known
	d := vm.NewLoader(l.vm, loader, l.builtin(loader))
	if s := o.Ref(k.ClassLoaderName.Offset); s != 0 {
		d.Name = l.vm.GoString(s)
	}
	tab.list = append(tab.list, d)
	o.SetInt(l.vmloader, int32(len(tab.list)))
	return d
}

// builtin reports whether loader is the platform or the application class loader,
// which the library itself keeps.
func (l *Linker) builtin(loader vm.Ref) bool {
	c := l.vm.ClassOf(loader)
	return c.Loader.Boot && (c.Name == "jdk/internal/loader/ClassLoaders$PlatformClassLoader" || c.Name == "jdk/internal/loader/ClassLoaders$AppClassLoader")
}

// unnamedModule returns the unnamed module of loader, with its object if the
// library has made that.
func (l *Linker) unnamedModule(loader *vm.Loader) *vm.Module {
	m := loader.Unnamed
	if m.Object.IsNull() && !loader.Boot {
		tab := &l.loaders
		tab.mu.Lock()
		defer tab.mu.Unlock()
		if r := loader.Object.Object().Ref(l.vm.Known.ClassLoaderUnnamed.Offset); r != 0 && m.Object.IsNull() {
			m.Object = loader.Domain.NewHandle(r)
		}
	}
	return m
}

// moduleOf returns the module in which loader defines classes of package pkg.
func (l *Linker) moduleOf(loader *vm.Loader, pkg string) *vm.Module {
	if loader.Boot && !l.moduleSystemUp() {
		return l.vm.JavaBase
	}
	m := loader.ModuleOf(pkg)
	if !m.Named() {
		return l.unnamedModule(loader)
	}
	return m
}
