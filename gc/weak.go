package gc

import (
	"time"

	"gojvm/mem"
)

// Weak references (Handbook chapter 12; java.lang.ref names the strengths).
// While tracing, a weak-reference object whose referent has not been reached
// so far is put on the list of its kind. After the trace:
//
//	soft     kept if used lately: decided while tracing
//	soft, weak   the referent not reached: cleared, and handed to the client
//	final    not reached: the referent is traced after all (it is resurrected for
//	         its finalizer), the object is handed to the client and linked to itself
//	soft, weak   those found in what was resurrected
//	phantom  not reached: cleared and handed to the client
//
// The heap's clock for soft references advances at each collection.
type weakState struct {
	clock    int64 // milliseconds
	freeMB   int64 // free when the last collection had ended
	clearAll bool  // memory is exhausted: keep no soft referents
	pending  []Ref // to be handed to the client
}

// scanReferent looks at the weak field of r: what has been reached already (or
// is not collected) is treated as any field, the rest must wait.
func (w *Tracer) scanReferent(r Ref, d *Descriptor, old bool) {
	h := w.h
	c := &h.config
	slot := uintptr(r) + uintptr(c.ReferentOffset)
	referent := Ref(mem.Load32(slot))
	if referent == 0 {
		return
	}
	_, alive := h.forwarded(referent)
	inactive := d.Weak == Final && mem.Load32(uintptr(r)+uintptr(c.QueueLinkOffset)) != 0
	if alive || inactive || d.Weak == Soft && h.keepSoft(r) {
		w.scanRefs(slot, 1, old)
		return
	}
	w.discovered[d.Weak] = append(w.discovered[d.Weak], r)
}

func (h *Heap) keepSoft(r Ref) bool {
	if h.weak.clearAll {
		return false
	}
	used := int64(mem.Load64(uintptr(r) + uintptr(h.config.SoftTimestampOffset)))
	return h.weak.clock-used <= h.weak.freeMB*h.config.SoftMillisPerMB
}

// forwarded returns where the object r of before the collection is now, and
// whether it has been reached.
func (h *Heap) forwarded(r Ref) (Ref, bool) {
	s := h.state[r>>RegionShift]
	switch {
	case s&stateCopy != 0:
		switch d := mem.AtomicLoad32(uintptr(r)); {
		case d&forwardedBit != 0:
			return Ref(d & descMask), true
		case d&inPlaceBit != 0:
			return r, true
		}
		return 0, false
	case s&stateMark != 0:
		return r, h.testBit(r)
	}
	return r, true
}

// processWeak does all that follows the trace, with one worker.
func (h *Heap) processWeak() {
	h.clearDead(Soft)
	h.clearDead(Weak)
	h.resurrect()
	h.clearDead(Soft)
	h.clearDead(Weak)
	h.clearDead(Phantom)
}

// takeDiscovered empties the lists of kind k.
func (h *Heap) takeDiscovered(k WeakKind) (all []Ref) {
	for _, w := range h.workers {
		all = append(all, w.discovered[k]...)
		w.discovered[k] = w.discovered[k][:0]
	}
	return all
}

// update stores the new address of r's referent, if it has been reached.
func (h *Heap) updateReferent(r Ref) (alive bool) {
	slot := uintptr(r) + uintptr(h.config.ReferentOffset)
	referent := Ref(mem.Load32(slot))
	if referent == 0 {
		return true
	}
	now, alive := h.forwarded(referent)
	if alive {
		mem.Store32(slot, uint32(now))
		h.storedYoung(r, slot, now)
	}
	return alive
}

// storedYoung is the collector's own barrier: value was stored in object r.
func (h *Heap) storedYoung(r Ref, slot uintptr, value Ref) {
	if h.state[value>>RegionShift]&stateYoung != 0 {
		h.Barrier(slot)
	}
}

func (h *Heap) clearDead(k WeakKind) {
	for _, r := range h.takeDiscovered(k) {
		if !h.updateReferent(r) {
			mem.Store32(uintptr(r)+uintptr(h.config.ReferentOffset), 0)
			h.weak.pending = append(h.weak.pending, r)
		}
	}
}

// resurrect traces the referents of the final references that were not
// reached: first all are found, so that one finalizable object which is
// reached only from another is finalized too.
func (h *Heap) resurrect() {
	w := h.workers[0]
	for {
		var dead []Ref
		for _, r := range h.takeDiscovered(Final) {
			if !h.updateReferent(r) {
				dead = append(dead, r)
			}
		}
		if len(dead) == 0 {
			return
		}
		for _, r := range dead {
			old := h.state[r>>RegionShift]&stateYoung == 0
			w.scanRefs(uintptr(r)+uintptr(h.config.ReferentOffset), 1, old)
			link := uintptr(r) + uintptr(h.config.QueueLinkOffset)
			mem.Store32(link, uint32(r))
			h.storedYoung(r, link, r)
			h.weak.pending = append(h.weak.pending, r)
		}
		w.drain()
		if w.full {
			h.traceDependents(h.workers[:1])
		}
	}
}

// traceDependents traces what the client keeps because of what has been reached.
func (h *Heap) traceDependents(workers []*Tracer) {
	live := func(r Ref) bool {
		_, alive := h.forwarded(r)
		return alive
	}
	for {
		units := h.binding.Dependents(live)
		if len(units) == 0 {
			return
		}
		h.pool.run(workers, units, false)
	}
}

// enqueuePending links the pending objects and hands them to the client.
func (h *Heap) enqueuePending() {
	var next Ref
	for _, r := range h.weak.pending {
		slot := uintptr(r) + uintptr(h.config.DiscoveredOffset)
		mem.Store32(slot, uint32(next))
		if next != 0 {
			h.Barrier(slot)
		}
		next = r
	}
	h.weak.pending = h.weak.pending[:0]
	if next != 0 {
		h.binding.EnqueuePending(next)
	}
}

// tickSoft advances the soft clock after a collection.
func (h *Heap) tickSoft() {
	h.weak.clock = time.Now().UnixMilli()
	h.weak.freeMB = int64(max(h.max-h.table.inUse(), 0)) << RegionShift >> 20
	h.binding.SetSoftClock(h.weak.clock)
}
