package gc

import "gojvm/mem"

// The barrier is card marking: after a store of a reference into an object
// the card of the slot is marked dirty, without looking at what was stored or
// where. Generated code does
//
//	*(CardBase + slot>>CardShift) = CardDirty
//
// It is needed for each store into a large or pinned object, also the first
// one; it may be left out for the first stores into an object that Alloc has
// just returned, up to the next point at which a collection may run.
const (
	CardClean = 0
	CardDirty = 1
)

// Barrier records that the reference at address slot, a field or an element in
// the heap, was stored.
func (h *Heap) Barrier(slot uintptr) { mem.Store8(h.CardBase+slot>>CardShift, CardDirty) }

// BarrierRange records that the references in [from, from+n) were stored, n > 0.
func (h *Heap) BarrierRange(from, n uintptr) {
	first, last := h.CardBase+from>>CardShift, h.CardBase+(from+n-1)>>CardShift
	for c := first; c <= last; c++ {
		mem.Store8(c, CardDirty)
	}
}

// clearCards makes the cards of n regions from region i on clean.
func (h *Heap) clearCards(i, n int) {
	mem.Zero(h.CardBase+uintptr(h.table.addr(i))>>CardShift, uintptr(n)*RegionSize/CardSize)
}
