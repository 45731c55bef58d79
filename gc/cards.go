package gc

import (
	"math/bits"

	"gojvm/mem"
)

// regionsPerUnit regions have their cards scanned by one worker at a time.
const regionsPerUnit = 64

// cardUnits returns the scan of all dirty cards, for a minor collection. The
// regions to scan, and how far, are noted now: what is copied to mature
// regions from here on is scanned as part of the trace.
func (h *Heap) cardUnits() []func(*Tracer) {
	type span struct{ object, lo, hi uint32 } // object: the one large object, else 0
	var units []func(*Tracer)
	var spans []span
	flush := func() {
		if len(spans) == 0 {
			return
		}
		part := spans
		spans = nil
		units = append(units, func(w *Tracer) {
			for _, s := range part {
				w.scanCards(Ref(s.object), s.lo, s.hi)
			}
		})
	}
	tops := map[int]uint32{}
	for _, w := range h.workers {
		if b := &w.old; b.end != 0 {
			// The worker goes on with a card of its own.
			b.top = min((b.top+CardSize-1)&^(CardSize-1), b.end)
			tops[h.table.indexOf(b.end-1)] = b.top
		}
	}
	var large uint32
	for i, r := range h.table.touched() {
		lo := h.table.addr(i)
		switch r.space {
		case spaceLarge:
			large = 0
			if d := DescriptorOf(Ref(lo)); !r.young && d.Kind != DataArray {
				large = lo
				spans = append(spans, span{large, lo, lo + RegionSize})
			}
		case spaceLargeTail:
			if large != 0 {
				spans = append(spans, span{large, lo, lo + RegionSize})
			}
		case spacePinned:
			spans = append(spans, span{0, lo, lo + RegionSize})
		case spaceOld:
			hi, ok := tops[i]
			if !ok {
				hi = lo + RegionSize
			}
			spans = append(spans, span{0, lo, hi})
		}
		if len(spans) >= regionsPerUnit {
			flush()
		}
	}
	flush()
	return units
}

// scanCards scans what lies on dirty cards in [lo, hi), a part of one region,
// and makes the cards clean; tracing makes those dirty again on which there
// still is a reference to a young object. If the region is part of a large
// object, large is that.
func (w *Tracer) scanCards(large Ref, lo, hi uint32) {
	h := w.h
	card := func(a uint32) uintptr { return h.CardBase + uintptr(a)>>CardShift }
	const wordBytes = 8 * CardSize
	for at := lo; at < hi; at += wordBytes {
		word := mem.Load64(card(at))
		for word != 0 {
			// A run of dirty cards.
			first := bits.TrailingZeros64(word) / 8
			last := first + 1
			for last < 8 && word>>(8*last)&0xff != 0 {
				last++
			}
			if last == 8 {
				word = 0
			} else {
				word &^= 1<<(8*last) - 1
			}
			from, to := at+uint32(first)*CardSize, min(at+uint32(last)*CardSize, hi)
			if from >= to {
				break // the cards of a worker's copies
			}
			for a := from; a < to; a += CardSize {
				mem.Store8(card(a), CardClean)
			}
			if large != 0 {
				w.scanPart(large, from, to)
			} else {
				w.scanObjects(lo, from, to)
			}
			if len(w.stack) >= drainFrom {
				w.drainShared(&h.pool)
			}
		}
	}
}

// scanObjects scans the parts in [from, to) of the objects of the region at base.
func (w *Tracer) scanObjects(base, from, to uint32) {
	h := w.h
	r := h.prevObject(from, base)
	if r == 0 {
		r = h.nextObject(from, to)
	}
	for r != 0 {
		size := SizeOf(r)
		if end := uint32(r) + size; end > from || end == 0 {
			w.scanPart(r, from, to)
		}
		r = h.nextObject(uint32(r)+size, to)
	}
}
