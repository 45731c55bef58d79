package gc

import "gojvm/mem"

// Tracer is one worker of a collection.
type Tracer struct{}

// Visit traces the root cell at slot and updates it.
func (w *Tracer) Visit(slot *Ref) {}

type workPool struct{}
type weakState struct{}
type stressState struct{ on bool }

func (h *Heap) initWorkers() {}

func (h *Heap) stressCollect() {}

func decommit(addr uint32, n int) { mem.Decommit(uintptr(addr), uintptr(n)*RegionSize) }

// collectForAlloc collects so that an allocation of size bytes can be tried
// again; it returns false when nothing more can be done.
func (h *Heap) collectForAlloc(m *Mutator, a attempt, size uint32, epoch, fullEpoch uint32) bool {
	_, ok := h.plan.full(h, a)
	if ok {
		panic("gc: collections are not built yet")
	}
	return false
}

// Collect runs a full collection. The caller is the thread of m.
func (h *Heap) Collect(m *Mutator, cause Cause) {}

// Walk calls visit for each live object, after a full collection, with the
// world stopped.
func (h *Heap) Walk(m *Mutator, visit func(Ref)) {}
