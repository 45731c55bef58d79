package jit

import (
	"slices"
	"sync"

	"gojvm/vm"
)

// Class hierarchy analysis (Dean, Grove, Chambers: "Optimization of Object-Oriented Programs
// Using Static Class Hierarchy Analysis", 1995). Code assumes that of the classes there are, all
// that can be the receiver's select one method, or that there is one class only; it is
// dropped when a class comes that has it otherwise. A class counts from the beginning of its linking:
// it has no instances before. What is dropped is stale (replace.go), so that frames in it go on in the
// interpreter before they can see such an instance.
//
// Against the race with a compilation: a class enters the hierarchy first, and then asks who
// depends on it, while code registers its assumptions and asks whether they hold in one step.

// hierarchy has the classes that are linked, or are being linked, by their supertypes.
type hierarchy struct {
	mu   sync.Mutex
	subs map[*vm.Class][]*vm.Class // direct subclasses, subinterfaces and implementors
	// dependents has the code by the classes that its assumptions are about.
	dependents map[*vm.Class][]*compiled
}

// assumption is something about the concrete subtypes of a class or interface, itself included:
// they have target for method, or, when that is nil, there is one, only.
type assumption struct {
	of             *vm.Class
	method, target *vm.Method
	only           *vm.Class
}

// maxVisited bounds the search through subtypes.
const maxVisited = 100

// enter adds c and returns the code that has assumed it would not come.
func (h *hierarchy) enter(j *JIT, c *vm.Class) (broken []*compiled) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs == nil {
		h.subs = map[*vm.Class][]*vm.Class{}
		h.dependents = map[*vm.Class][]*compiled{}
	}
	add := func(super *vm.Class) {
		if !slices.Contains(h.subs[super], c) {
			h.subs[super] = append(h.subs[super], c)
		}
	}
	if c.Super != nil && c.Super != j.vm.Known.Object {
		add(c.Super)
	}
	for _, i := range c.Interfaces {
		add(i)
	}
	if !concrete(c) {
		return nil
	}
	ask := func(super *vm.Class) {
		for _, d := range h.dependents[super] {
			if !d.stale && !slices.Contains(broken, d) && !d.allows(j, super, c) {
				broken = append(broken, d)
			}
		}
	}
	for s := c; s != nil; s = s.Super {
		ask(s)
	}
	for _, i := range c.AllSupers {
		ask(i)
	}
	return broken
}

// concrete reports whether c has instances of its own.
func concrete(c *vm.Class) bool { return !c.IsAbstract() && !c.IsInterface() }

// allows reports whether c, a concrete subtype of super, is as code d assumes.
func (d *compiled) allows(j *JIT, super, c *vm.Class) bool {
	for i := range d.assumed {
		if x := &d.assumed[i]; x.of == super && !x.allows(j, c) {
			return false
		}
	}
	return true
}

func (x *assumption) allows(j *JIT, c *vm.Class) bool {
	if x.method == nil {
		return c == x.only
	}
	return j.selected(x.method, c.Block) == x.target
}

// visit calls f for the concrete subtypes of c until it returns false. It reports false if there
// are too many. h.mu is held.
func (h *hierarchy) visit(c *vm.Class, f func(*vm.Class) bool) bool {
	list := []*vm.Class{c}
	for i := 0; i < len(list); i++ {
		k := list[i]
		if concrete(k) && k.State() >= vm.StateLinking && !f(k) {
			return true
		}
		subs := h.subs[k]
		if len(list)+len(subs) > maxVisited {
			return false
		}
		list = append(list, subs...)
	}
	return true
}

// hold reports whether the assumptions hold, and if so has c dropped when they do not any more.
func (h *hierarchy) hold(j *JIT, c *compiled) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range c.assumed {
		x := &c.assumed[i]
		ok := true
		if !h.visit(x.of, func(k *vm.Class) bool { ok = x.allows(j, k); return ok }) || !ok {
			return false
		}
	}
	for i := range c.assumed {
		of := c.assumed[i].of
		if !slices.Contains(h.dependents[of], c) {
			h.dependents[of] = append(h.dependents[of], c)
		}
	}
	return true
}

// forget drops the classes of dead domains, and code that has been thrown away.
func (h *hierarchy) forget(gone map[*compiled]bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	dead := func(c *vm.Class) bool { return c.Domain.Dead() }
	for c, list := range h.subs {
		if dead(c) {
			delete(h.subs, c)
		} else {
			h.subs[c] = slices.DeleteFunc(list, dead)
		}
	}
	for c, list := range h.dependents {
		list = slices.DeleteFunc(list, func(d *compiled) bool { return gone[d] })
		if dead(c) || len(list) == 0 {
			delete(h.dependents, c)
		} else {
			h.dependents[c] = list
		}
	}
}

// Linking implements vm.Compiler.
func (j *JIT) Linking(t *vm.Thread, c *vm.Class) {
	broken := j.hierarchy.enter(j, c)
	if len(broken) == 0 {
		return
	}
	t.AtSafepoint(func() { j.invalidate(broken) })
}

// invalidate has nothing enter the code any more, and what stands in it leave. The world is stopped.
func (j *JIT) invalidate(list []*compiled) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range list {
		if c.stale {
			continue
		}
		if !c.done {
			j.printDropped(c)
		}
		j.withdraw(c)
		c.stale = true
	}
	for _, t := range j.vm.AllThreads() {
		j.catchReturns(t)
	}
}

// assume notes that the unit is good as long as x holds.
func (b *builder) assume(x assumption) {
	if !slices.Contains(b.assumed, x) {
		b.assumed = append(b.assumed, x)
	}
}

// survey calls f for the concrete subtypes of c, and reports whether that were all. The classes for which
// f returns true live until the unit is compiled.
func (b *builder) survey(c *vm.Class, f func(*vm.Class) (more bool)) bool {
	if c.IsArray() || isArraySuper(b.j.vm, c) {
		return false
	}
	held := &b.j.held
	held.mu.Lock()
	defer held.mu.Unlock()
	if !held.await() {
		return false
	}
	h := &b.j.hierarchy
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.visit(c, func(k *vm.Class) bool {
		if !f(k) {
			return false
		}
		if d := k.Domain; b.task != nil && !d.Permanent && !slices.Contains(held.domains[b.task.unit], d) {
			held.domains[b.task.unit] = append(held.domains[b.task.unit], d)
		}
		return true
	})
}

// isArraySuper reports whether arrays, which are not in the hierarchy, are instances of c.
func isArraySuper(v *vm.VM, c *vm.Class) bool {
	return c == v.Known.Object || c.IsInterface() && c.Loader.Boot && (c.Name == "java/lang/Cloneable" || c.Name == "java/io/Serializable")
}

// onlyClass returns the class of all instances of c if there is one only, on the assumption that it stays so.
func (b *builder) onlyClass(c *vm.Class) *vm.Class {
	if d := b.assumedOnly(c); d != nil {
		return d
	}
	var only *vm.Class
	all := b.survey(c, func(k *vm.Class) bool {
		if only != nil && only != k {
			only = nil
			return false
		}
		only = k
		return true
	})
	if !all || only == nil {
		return nil
	}
	b.assume(assumption{of: c, only: only})
	b.name(only)
	return only
}

// assumedOnly returns what onlyClass does if the unit is on that assumption already.
func (b *builder) assumedOnly(c *vm.Class) *vm.Class {
	if isLeaf(c) {
		return c
	}
	for i := range b.assumed {
		if x := &b.assumed[i]; x.of == c && x.method == nil {
			return x.only
		}
	}
	return nil
}

// onlyTarget returns the method that a call of m selects on all instances of c, a subtype of its holder, if there is one
// only, on the assumption that it stays so.
func (b *builder) onlyTarget(m *vm.Method, c *vm.Class) *vm.Method {
	var target *vm.Method
	ok := true
	all := b.survey(c, func(k *vm.Class) bool {
		s := b.j.selected(m, k.Block)
		if s == nil || target != nil && s != target {
			ok = false
			return false
		}
		target = s
		return true
	})
	if !all || !ok || target == nil {
		return nil
	}
	b.assume(assumption{of: c, method: m, target: target})
	b.name(target.Holder)
	return target
}
