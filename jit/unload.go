package jit

import (
	"slices"

	"gojvm/vm"
)

// Unloading. Code of a method may name, by addresses of klass and method blocks, what the
// method's domain keeps alive, and beyond that classes that were seen in profiles and methods
// that were inlined, whose domains are its names. A frame keeps the names of its
// code alive. Code without a frame is thrown away when one of its names dies, as on HotSpot.
//
// A compilation holds all classes of the profiles that it reads. Profiles have no dead classes
// (vm.Executor.Forget), but while a collection is about to find out which are, none is read.

// Pending implements vm.Compiler.
func (j *JIT) Pending() (list []*vm.Domain) {
	list = j.held.choose()
	for _, m := range j.queue.pending() {
		list = append(list, m.Holder.Domain)
	}
	return list
}

// profile returns the profile of a's method, whose classes live until the unit is compiled;
// nil if there is none.
func (a *activation) profile() *vm.Profile {
	h := &a.j.held
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.await() {
		return nil
	}
	p := a.code.Profile()
	if p == nil || a.task == nil {
		return p
	}
	for i := range p.Types {
		for _, k := range p.Types[i].Klass {
			if k != 0 {
				if d := a.j.vm.ClassAt(uintptr(k)).Domain; !d.Permanent {
					h.domains[a.task.unit] = append(h.domains[a.task.unit], d)
				}
			}
		}
	}
	return p
}

// name notes that the code names c.
func (b *builder) name(c *vm.Class) {
	d := c.Domain
	if d != nil && !d.Permanent && d != b.unit.Holder.Domain && !slices.Contains(b.names, d) {
		b.names = append(b.names, d)
	}
}

// NamedAt implements vm.Compiler.
func (j *JIT) NamedAt(pos uintptr) (names []*vm.Domain, caller uintptr) {
	p := j.physicalAt(pos)
	if p.isStub() {
		return nil, carrierOf(p.ret)
	}
	c := p.entry.Code.Client.(*compiled)
	return append(c.names[:len(c.names):len(c.names)], c.m.Holder.Domain), p.ret | 1
}

// Forget implements vm.Compiler.
func (j *JIT) Forget() {
	defer j.held.chosen()
	j.mu.Lock()
	defer j.mu.Unlock()
	kept, gone := j.installed[:0], map[*compiled]bool{}
	for _, c := range j.installed {
		if !c.m.Holder.Domain.Dead() && !slices.ContainsFunc(c.names, (*vm.Domain).Dead) {
			kept = append(kept, c)
			continue
		}
		gone[c] = true
		if !c.m.Holder.Domain.Dead() {
			j.withdraw(c)
		}
		if err := j.cache.Release(c.entry); err != nil {
			panic("BUG: unloading " + c.m.String() + ": " + err.Error())
		}
	}
	clear(j.installed[len(kept):])
	j.installed = kept
	j.methods.Range(func(m, _ any) bool {
		if m.(*vm.Method).Holder.Domain.Dead() {
			j.methods.Delete(m)
		}
		return true
	})
	j.hierarchy.forget(gone)
	j.constantsMu.Lock()
	defer j.constantsMu.Unlock()
	for addr, c := range j.constants {
		if c.owner.Dead() {
			delete(j.constants, addr)
		}
	}
}
