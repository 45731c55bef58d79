package loader

import (
	"strings"
	"sync"

	"gojvm/vm"
)

// Loading constraints (JVMS 5.3.4): that several loaders mean the same class by
// a name. A constraint is a set of loaders for one name and, as soon as one of
// them has loaded it, the class.
type constraintTable struct {
	mu     sync.Mutex
	byName map[string][]*constraint
}

type constraint struct {
	class   *vm.Class
	loaders []*vm.Loader
}

func (c *constraint) has(l *vm.Loader) bool {
	for _, o := range c.loaders {
		if o == l {
			return true
		}
	}
	return false
}

func (tab *constraintTable) find(name string, l *vm.Loader) *constraint {
	for _, c := range tab.byName[name] {
		if c.has(l) {
			return c
		}
	}
	return nil
}

// add demands that a and b mean the same class by name; it is false when they
// already mean different ones.
func (tab *constraintTable) add(name string, a, b *vm.Loader) bool {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	ca, cb := tab.find(name, a), tab.find(name, b)
	class := a.Lookup(name)
	for _, k := range []*vm.Class{b.Lookup(name), ca.classOrNil(), cb.classOrNil()} {
		if class == nil {
			class = k
		} else if k != nil && k != class {
			return false
		}
	}
	switch {
	case ca == nil && cb == nil:
		if tab.byName == nil {
			tab.byName = map[string][]*constraint{}
		}
		tab.byName[name] = append(tab.byName[name], &constraint{class, []*vm.Loader{a, b}})
	case ca == nil:
		cb.loaders, cb.class = append(cb.loaders, a), class
	case cb == nil:
		ca.loaders, ca.class = append(ca.loaders, b), class
	case ca == cb:
		ca.class = class
	default: // merge
		ca.loaders, ca.class = append(ca.loaders, cb.loaders...), class
		list := tab.byName[name]
		for i, c := range list {
			if c == cb {
				tab.byName[name] = append(list[:i:i], list[i+1:]...)
			}
		}
	}
	return true
}

func (c *constraint) classOrNil() *vm.Class {
	if c == nil {
		return nil
	}
	return c.class
}

// record makes loader an initiating loader of c if the constraints allow it.
// It returns the class that loader already has of that name, and the
// class that a constraint demands instead of c.
func (tab *constraintTable) record(loader *vm.Loader, c *vm.Class) (existing, demanded *vm.Class) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	k := tab.find(c.Name, loader)
	if k != nil && k.class != nil && k.class != c {
		return nil, k.class
	}
	existing = loader.Record(c.Name, c)
	if k != nil && existing == c {
		k.class = c
	}
	return existing, nil
}

// recordInitiating records that loader, asked for a class, gave c (JVMS 5.3.2).
func (l *Linker) recordInitiating(t *vm.Thread, loader *vm.Loader, c *vm.Class) (*vm.Class, error) {
	existing, demanded := l.constraints.record(loader, c)
	if demanded == nil && existing == c {
		return c, nil
	}
	if demanded == nil {
		demanded = existing
	}
	return nil, l.constraintViolation(t, loader, c, demanded)
}

func (l *Linker) constraintViolation(t *vm.Thread, loader *vm.Loader, c, demanded *vm.Class) error {
	return t.Throwf("java/lang/LinkageError",
		"loader constraint violation: loader %s wants to load %s %s. A different %s with the same name was previously loaded by %s. (%s)",
		loader.Description(), c.ExternalKind(), c.JavaName(), demanded.ExternalKind(),
		demanded.Loader.Description(), demanded.InModuleOfLoader(false, true))
}

// constrainSignature imposes that loaders a and b mean the same classes by all
// names in a field or method descriptor (JVMS 5.4.3.2, 5.4.3.3). It returns the
// name for which that cannot be.
func (l *Linker) constrainSignature(desc string, a, b *vm.Loader) (violated string) {
	if a == b {
		return ""
	}
	for {
		i := strings.IndexByte(desc, 'L')
		if i < 0 {
			return ""
		}
		desc = desc[i+1:]
		j := strings.IndexByte(desc, ';')
		if j < 0 {
			return ""
		}
		name := desc[:j]
		desc = desc[j+1:]
		// Nobody but the bootstrap loader can define java.* classes.
		if strings.HasPrefix(name, "java/") {
			continue
		}
		if !l.constraints.add(name, a, b) {
			return name
		}
	}
}
