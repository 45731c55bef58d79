package loader

import "gojvm/vm"

// Forget implements vm.Linker: the tables hold what they know of loaders and classes
// weakly.
func (l *Linker) Forget() {
	for i, d := range l.loaders.list {
		if d != nil && d.Domain.Dead() {
			l.loaders.list[i] = nil // no object has this number any more
		}
	}
	for i, m := range l.modules.list {
		if m != nil && m.Loader.Domain.Dead() {
			l.modules.list[i] = nil
		}
	}
	for _, m := range l.modules.list {
		if m != nil {
			m.ForgetDead()
		}
	}
	for c := range l.inits.causes {
		if c.Domain.Dead() {
			delete(l.inits.causes, c)
		}
	}
	for k := range l.sites.sites {
		if k.cp.Class.Domain.Dead() {
			delete(l.sites.sites, k)
		}
	}
	for k := range l.poly.types {
		if k.loader.Domain.Dead() {
			delete(l.poly.types, k)
		}
	}
	l.constraints.forget()
}

// forget drops loaders that are unloaded from all constraints, and constraints of
// fewer than two.
func (tab *constraintTable) forget() {
	for name, list := range tab.byName {
		kept := list[:0]
		for _, c := range list {
			var loaders []*vm.Loader
			for _, l := range c.loaders {
				if !l.Domain.Dead() {
					loaders = append(loaders, l)
				}
			}
			if c.loaders = loaders; c.class != nil && c.class.Domain.Dead() {
				c.class = nil
			}
			if len(loaders) > 1 {
				kept = append(kept, c)
			}
		}
		if clear(list[len(kept):]); len(kept) == 0 {
			delete(tab.byName, name)
		} else {
			tab.byName[name] = kept
		}
	}
}
