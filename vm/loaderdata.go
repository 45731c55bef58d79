package vm

import "sync"

// Loader is what the VM keeps of one class loader: the bootstrap loader, or a
// java.lang.ClassLoader object. The procedures are in package loader.
type Loader struct {
	VM *VM
	// Domain has the classes of the loader, except for hidden ones that may be
	// unloaded before it.
	Domain *Domain
	// Object is the java.lang.ClassLoader; null for the bootstrap loader. The
	// classes of a loader keep it alive, and it them.
	Object Handle
	Name   string // ClassLoader.name, "" when it has none
	// Boot is set for the bootstrap loader, Builtin also for platform and app.
	Boot, Builtin bool

	mu       sync.RWMutex
	classes  map[string]*Class  // classes of which this loader is an initiating loader
	packages map[string]*Module // named modules by package (internal form)

	// Unnamed is the unnamed module of this loader.
	Unnamed *Module
	// Ext belongs to package loader (placeholders, constraints).
	Ext any
}

// NewLoader makes the data of the loader object, null for the bootstrap loader. A
// permanent loader is never unloaded.
func NewLoader(vm *VM, object Ref, permanent bool) *Loader {
	l := &Loader{VM: vm, classes: map[string]*Class{}, packages: map[string]*Module{}}
	l.Domain = vm.newDomain(l, permanent)
	if object != 0 {
		l.Object = l.Domain.NewHandle(object)
	}
	l.Unnamed = &Module{Loader: l, reads: map[*Module]bool{}}
	return l
}

// Lookup returns the class that l is an initiating loader of by that internal
// name, nil if there is none (JVMS 5.3).
func (l *Loader) Lookup(name string) *Class {
	l.mu.RLock()
	c := l.classes[name]
	l.mu.RUnlock()
	return c
}

// Record makes l an initiating loader of c unless the name is taken, and
// returns the class that counts.
func (l *Loader) Record(name string, c *Class) *Class {
	l.mu.Lock()
	defer l.mu.Unlock()
	if old := l.classes[name]; old != nil {
		return old
	}
	l.classes[name] = c
	l.Domain.Needs(c)
	return c
}

// ForEach calls f for each class that l has recorded.
func (l *Loader) ForEach(f func(*Class)) {
	l.mu.RLock()
	cs := make([]*Class, 0, len(l.classes))
	for _, c := range l.classes {
		cs = append(cs, c)
	}
	l.mu.RUnlock()
	for _, c := range cs {
		f(c)
	}
}

// ModuleOf returns the module of package pkg (internal form) in l: a named
// module that was defined to l, else l's unnamed module.
func (l *Loader) ModuleOf(pkg string) *Module {
	l.mu.RLock()
	m := l.packages[pkg]
	l.mu.RUnlock()
	if m != nil {
		return m
	}
	return l.Unnamed
}

// AddPackage assigns pkg to named module m; it returns the module that already
// has the package, nil if there was none.
func (l *Loader) AddPackage(pkg string, m *Module) *Module {
	l.mu.Lock()
	defer l.mu.Unlock()
	if old := l.packages[pkg]; old != nil && old != m {
		return old
	}
	l.packages[pkg] = m
	return nil
}

// Packages returns the packages of named modules defined to l and their modules.
func (l *Loader) Packages() map[string]*Module {
	l.mu.RLock()
	defer l.mu.RUnlock()
	out := make(map[string]*Module, len(l.packages))
	for k, v := range l.packages {
		out[k] = v
	}
	return out
}
