package vm

import "sync"

// Module is what the VM knows of a java.lang.Module: enough for access checks
// between classes (JVMS 5.4.4). The zero name is an unnamed module, which
// reads every module and exports every package.
type Module struct {
	Loader   *Loader
	Name     string // "java.base"; "" for an unnamed module
	Version  string
	Location string
	Open     bool
	Object   Handle // the java.lang.Module

	mu      sync.RWMutex
	reads   map[*Module]bool
	readAll bool // reads all unnamed modules
	exports map[string]*exportSet
}

// exportSet tells to whom a package is exported.
type exportSet struct {
	all        bool
	allUnnamed bool
	to         map[*Module]bool
}

// NewModule makes a named module.
func NewModule(l *Loader, name string) *Module {
	return &Module{Loader: l, Name: name, reads: map[*Module]bool{}, exports: map[string]*exportSet{}}
}

// Named reports whether m is a named module.
func (m *Module) Named() bool { return m.Name != "" }

// AddReads makes m read to; nil means all unnamed modules.
func (m *Module) AddReads(to *Module) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if to == nil {
		m.readAll = true
	} else {
		m.reads[to] = true
	}
}

// Reads reports whether m reads o.
func (m *Module) Reads(o *Module) bool {
	if m == o || !m.Named() || o.Name == "java.base" {
		return true
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.reads[o] || (!o.Named() && m.readAll)
}

// AddExports exports pkg (internal form) to module to; to everybody when
// everybody is set, to all unnamed modules when to is nil.
func (m *Module) AddExports(pkg string, to *Module, everybody bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exports == nil {
		m.exports = map[string]*exportSet{}
	}
	e := m.exports[pkg]
	if e == nil {
		e = &exportSet{to: map[*Module]bool{}}
		m.exports[pkg] = e
	}
	switch {
	case everybody:
		e.all = true
	case to == nil:
		e.allUnnamed = true
	default:
		e.to[to] = true
	}
}

// Exports reports whether m exports pkg (internal form) to o at run time.
func (m *Module) Exports(pkg string, o *Module) bool {
	if m == o || !m.Named() || m.Open {
		return true
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	e := m.exports[pkg]
	return e != nil && (e.all || e.to[o] || (!o.Named() && e.allUnnamed))
}

// CanAccess reports whether class from can see class to as far as modules are
// concerned: from's module reads to's, which exports the package (JVMS 5.4.4).
func CanAccessModule(from, to *Class) bool {
	a, b := from.Module, to.Module
	if a == b || a == nil || b == nil {
		return true
	}
	return a.Reads(b) && b.Exports(to.PackageName(), a)
}

// ForgetDead drops modules of loaders that are unloaded from what m reads and
// whom it exports to. The world is stopped.
func (m *Module) ForgetDead() {
	for o := range m.reads {
		if o.Loader.Domain.Dead() {
			delete(m.reads, o)
		}
	}
	for _, e := range m.exports {
		for o := range e.to {
			if o.Loader.Domain.Dead() {
				delete(e.to, o)
			}
		}
	}
}
