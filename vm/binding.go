package vm

import (
	"slices"
	"time"

	"gojvm/gc"
	"gojvm/mem"
	"gojvm/sched"
)

// binding is what the VM does for the collector (gc.Binding): it knows the roots.
//
//	threads      frames by the maps of their code, local handles, pending exception
//	globals      global handles
//	domains      handles of loaders and classes: constants of the constant pools, ...
//	mirrors      of classes; they live in the pinned space, so that minor
//	             collections find what they refer to by cards
//	pending      head of the list of cleared references
//
// Interned strings and the objects of inflated monitors are weak.
type binding struct {
	gc.NoWeak
	vm *VM
}

// One collector worker scans threadsPerUnit threads at a time, more when there
// are more than threadUnits times as many.
const (
	threadsPerUnit = 16
	threadUnits    = 128
)

// RootUnits implements gc.Binding.
func (b binding) RootUnits(full bool) []func(*gc.Tracer) {
	vm := b.vm
	units := []func(*gc.Tracer){
		func(tr *gc.Tracer) {
			vm.globals.forEach(tr.Visit)
			if vm.pending.head != 0 {
				tr.Visit(&vm.pending.head)
			}
		},
	}
	units = append(units, vm.domains.roots(vm, full)...)
	threads := vm.AllThreads()
	for part := range slices.Chunk(threads, max(threadsPerUnit, len(threads)/threadUnits)) {
		units = append(units, func(tr *gc.Tracer) {
			for _, t := range part {
				t.traceRoots(tr, full)
			}
		})
	}
	return units
}

// Dependents implements gc.Binding: what belongs to domains that have been reached.
func (b binding) Dependents(live func(gc.Ref) bool) []func(*gc.Tracer) {
	return b.vm.domains.dependents(live)
}

// SweepWeak implements gc.Binding.
func (b binding) SweepWeak(full bool, live func(gc.Ref) (gc.Ref, bool)) {
	b.vm.strings.sweep(live)
	b.vm.Threads.Monitors().Sweep(func(obj uint32) uint32 {
		r, ok := live(Ref(obj))
		if !ok {
			return 0
		}
		return uint32(r)
	})
	if full {
		b.vm.unload()
		b.vm.Threads.Monitors().Deflate(func(obj uint32) *uint32 { return HeaderWordPtr(Ref(obj)) })
	}
}

// EnqueuePending implements gc.Binding.
func (b binding) EnqueuePending(head gc.Ref) { b.vm.pending.enqueue(b.vm, head) }

// SetSoftClock implements gc.Binding: SoftReference.clock.
func (b binding) SetSoftClock(millis int64) {
	if f := b.vm.Known.SoftClock; f != nil && f.Holder.Mirror != 0 {
		mem.Store64(f.Addr(), uint64(millis))
	}
}

// New makes a VM without classes and without threads. The root package gives it
// its ports, then boots it.
func New(cfg Config) (*VM, error) {
	vm := &VM{Started: time.Now(), Config: cfg, Meta: mem.NewArena(0), strings: newInternTable()}
	if cfg.GCStress > 0 {
		vm.Meta.Poison()
	}
	threads, err := sched.NewThreads(sched.Config{StackSize: uintptr(cfg.StackSize), OnStatus: vm.onThreadStatus})
	if err != nil {
		return nil, err
	}
	vm.Threads = threads
	return vm, nil
}

// MakeHeap makes the heap; c has everything but the VM's own part.
func (vm *VM) MakeHeap(c gc.Config) error {
	c.Binding, c.World = binding{vm: vm}, vm.Threads
	logger := c.Logger
	c.Logger = func(e *gc.Event) {
		vm.collections.ended(e)
		if logger != nil {
			logger(e)
		}
	}
	h, err := gc.New(c)
	if err != nil {
		return err
	}
	vm.Heap = h
	return nil
}
