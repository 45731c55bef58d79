package vm

import (
	"sync"
	"sync/atomic"

	"gojvm/gc"
)

// Domain is a set of classes that are unloaded together (JLS 12.7), with all that
// belongs to them: those of one class loader, or one hidden class that was not
// defined with ClassOption.STRONG, and their arrays. HotSpot calls it ClassLoaderData.
//
// A domain lives as long as its loader does, or the mirror of the hidden class. The
// collector reaches these from
//
//	objects    klass block -> gc.Descriptor.Holder, the mirror -> its loader
//	frames     those of their methods, and of the classes that compiled code names
//	domains    those that a domain needs: supertypes, classes that its
//	           constant pools and call sites are resolved to
//
// and a full collection then visits the handles and mirrors of the domain. To a minor
// one all domains live.
type Domain struct {
	vm *VM
	// Permanent is set for the loaders that are never unloaded.
	Permanent bool
	loader    *Loader // nil for a hidden class

	mu      sync.Mutex
	classes []*Class
	methods []*Method // not of permanent domains
	blocks  []metaBlock
	handles []*[domainHandles]Ref
	used    int // handles
	needs   map[*Domain]bool

	pins atomic.Int32

	reached bool // by the full collection that runs, or has run last
	dead    bool
}

// metaBlock is a block of VM.Meta that a domain owns.
type metaBlock struct {
	addr, size uintptr
	descriptor bool // a gc.Descriptor, which may own a list of runs
}

const domainHandles = 8

type domainTable struct {
	mu   sync.Mutex
	list []*Domain

	// defined counts the classes that could be unloaded and were defined since the last
	// full collection, kept is the number of those that it left.
	defined, kept atomic.Int64
}

// leastDefined is the number of classes to define before it is worth collecting for them:
// some 10 KB each.
const leastDefined = 2000

// CollectClasses runs a full collection if as many classes have been defined since the last
// one as it left: a program with a large heap would else fill memory with classes it
// has dropped. (HotSpot's threshold is the size of its metadata.)
func (t *Thread) CollectClasses() {
	d := &t.VM.domains
	if d.defined.Load() >= max(leastDefined, d.kept.Load()) {
		t.VM.Heap.Collect(t.Mutator, CauseMetadata)
	}
}

func (vm *VM) newDomain(l *Loader, permanent bool) *Domain {
	d := &Domain{vm: vm, loader: l, Permanent: permanent || vm.Config.KeepClasses}
	vm.domains.mu.Lock()
	defer vm.domains.mu.Unlock()
	vm.domains.list = append(vm.domains.list, d)
	return d
}

// NewHiddenDomain makes the domain of a hidden class.
func (vm *VM) NewHiddenDomain() *Domain { return vm.newDomain(nil, false) }

// Dead reports whether the classes of d are being unloaded.
func (d *Domain) Dead() bool { return d.dead }

// Pin has the classes of d, which lives, not be unloaded before Unpin.
func (d *Domain) Pin() { d.pins.Add(1) }

// Unpin takes back one Pin.
func (d *Domain) Unpin() { d.pins.Add(-1) }

// NewHandle makes a handle that lives as long as d.
func (d *Domain) NewHandle(r Ref) Handle {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.used == len(d.handles)*domainHandles {
		d.handles = append(d.handles, new([domainHandles]Ref))
	}
	p := &d.handles[d.used/domainHandles][d.used%domainHandles]
	d.used++
	*p = r
	return Handle{p}
}

// Needs makes c live at least as long as d.
func (d *Domain) Needs(c *Class) {
	if c.Domain == d || c.Domain == nil || c.Domain.Permanent {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.needs == nil {
		d.needs = map[*Domain]bool{}
	}
	d.needs[c.Domain] = true
}

// Alloc allocates metadata that is freed with d.
func (d *Domain) Alloc(size uintptr) (uintptr, error) { return d.alloc(size, false) }

// AllocDescriptor is Alloc for a block that begins with a gc.Descriptor.
func (d *Domain) AllocDescriptor(size uintptr) (uintptr, error) { return d.alloc(size, true) }

func (d *Domain) alloc(size uintptr, descriptor bool) (uintptr, error) {
	p, err := d.vm.Meta.Alloc(size)
	if err == nil && !d.Permanent {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.blocks = append(d.blocks, metaBlock{p, size, descriptor})
	}
	return p, err
}

func (d *Domain) addClass(c *Class) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.classes = append(d.classes, c)
	if !d.Permanent {
		d.vm.domains.defined.Add(1)
	}
}

func (d *Domain) dropClass(c *Class) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := len(d.classes) - 1; i >= 0; i-- {
		if d.classes[i] == c {
			d.classes = append(d.classes[:i], d.classes[i+1:]...)
			return
		}
	}
}

func (d *Domain) addMethod(m *Method) {
	if d.Permanent {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.methods = append(d.methods, m)
}

// What follows runs while the world is stopped.

func (t *domainTable) forEach(f func(*Domain)) {
	for _, d := range t.list {
		f(d)
	}
}

func (d *Domain) visitHandles(visit func(*Ref)) {
	for i := range d.used {
		if p := &d.handles[i/domainHandles][i%domainHandles]; *p != 0 {
			visit(p)
		}
	}
}

// visit visits all cells of d.
func (d *Domain) visit(tr *gc.Tracer) {
	d.visitHandles(tr.Visit)
	for _, c := range d.classes {
		if c.Mirror != 0 {
			tr.Visit(&c.Mirror)
		}
	}
}

// roots returns the root units of all domains for a minor collection, for a full one
// those of the permanent ones and of those that Go code uses.
func (t *domainTable) roots(vm *VM, full bool) []func(*gc.Tracer) {
	if !full {
		return []func(*gc.Tracer){func(tr *gc.Tracer) {
			t.forEach(func(d *Domain) { d.visitHandles(tr.Visit) })
		}}
	}
	var found []*Domain
	t.forEach(func(d *Domain) { d.reached = false })
	t.forEach(func(d *Domain) {
		if d.Permanent || d.pins.Load() > 0 {
			found = d.reach(found)
		}
	})
	if vm.Compiler != nil {
		for _, d := range vm.Compiler.Pending() {
			found = d.reach(found)
		}
	}
	return visitUnits(found)
}

// dependents returns the units of domains that have been reached since the last call.
func (t *domainTable) dependents(live func(Ref) bool) []func(*gc.Tracer) {
	var found []*Domain
	for _, d := range t.list {
		if !d.reached && d.live(live) {
			found = d.reach(found)
		}
	}
	return visitUnits(found)
}

// keep traces an object that keeps d alive: a mirror, which does not move, so that it does not
// matter who else is about to visit it. d has a class that is defined.
func (d *Domain) keep(tr *gc.Tracer) {
	if d.Permanent {
		return
	}
	for _, c := range d.classes {
		if o := c.Mirror; o != 0 {
			tr.Visit(&o)
			return
		}
	}
}

func (d *Domain) live(live func(Ref) bool) bool {
	if d.loader != nil {
		return live(d.loader.Object.Ref())
	}
	for _, c := range d.classes {
		if c.Mirror == 0 || live(c.Mirror) {
			return true // without a mirror it is being defined
		}
	}
	return len(d.classes) == 0 // likewise
}

// reach marks d and what it needs, and appends those that were not marked yet to found.
func (d *Domain) reach(found []*Domain) []*Domain {
	for todo := []*Domain{d}; len(todo) > 0; {
		d := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if d.reached {
			continue
		}
		d.reached = true
		found = append(found, d)
		for n := range d.needs {
			todo = append(todo, n)
		}
	}
	return found
}

// domainsPerUnit domains are visited by one worker at a time.
const domainsPerUnit = 64

func visitUnits(ds []*Domain) (units []func(*gc.Tracer)) {
	for len(ds) > 0 {
		part := ds[:min(domainsPerUnit, len(ds))]
		ds = ds[len(part):]
		units = append(units, func(tr *gc.Tracer) {
			for _, d := range part {
				d.visit(tr)
			}
		})
	}
	return units
}

// Unloaded returns the number of classes that have been unloaded, arrays not counted.
func (vm *VM) Unloaded() uint64 { return vm.unloaded.Load() }

// unload unloads the classes of all domains that the full collection has not reached.
func (vm *VM) unload() {
	if vm.Compiler != nil {
		defer vm.Compiler.Forget()
	}
	kept, methods := vm.domains.list[:0], []*Method(nil)
	var dead []*Domain
	classes := 0
	for _, d := range vm.domains.list {
		if d.reached {
			kept = append(kept, d)
			if !d.Permanent {
				classes += len(d.classes)
			}
			continue
		}
		d.dead = true
		dead = append(dead, d)
		methods = append(methods, d.methods...)
	}
	vm.domains.defined.Store(0)
	vm.domains.kept.Store(int64(classes))
	if len(dead) == 0 {
		return
	}
	clear(vm.domains.list[len(kept):])
	vm.domains.list = kept
	vm.Executor.Forget(methods)
	for _, m := range methods {
		vm.methods.drop(m.ID)
	}
	vm.Linker.Forget()
	for _, d := range dead {
		d.free()
	}
}

// free frees what d owns outside of the heap and of Go's.
func (d *Domain) free() {
	vm := d.vm
	for _, c := range d.classes {
		if !c.IsArray() {
			vm.unloaded.Add(1)
			vm.Logf("class+unload", "unloading class %s 0x%016x", c.JavaName(), c.Block)
		}
		vm.classes.drop(c.ID)
	}
	for _, b := range d.blocks {
		if b.descriptor {
			gc.DescriptorAt(b.addr).FreeRuns(vm.Meta)
		}
		vm.Meta.Free(b.addr, b.size)
	}
	d.classes, d.methods, d.blocks, d.handles, d.used, d.needs = nil, nil, nil, nil, 0, nil
}
