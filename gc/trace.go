package gc

import (
	"sync/atomic"

	"gojvm/mem"
)

// Tracer is one worker of a collection: it traces references, evacuates or
// marks what it finds, and keeps what remains to be scanned on a stack of its
// own, of which other workers take when they have nothing left.
type Tracer struct {
	h      *Heap
	id     int
	shared bool // other workers run too: claim objects by atomic operations
	full   bool
	tenure uint8

	stack []task

	survivor, old copyBuffer

	discovered [numWeakKinds][]Ref
	ages       [maxAge + 1]uint64 // bytes copied to survivor regions, by new age
	live       []uint32           // full: bytes marked in place, by region
	copied     uint64             // bytes evacuated
}

// task is an object whose fields are to be scanned. The low bit of the
// address says that the object is not young (stores of young references dirty
// its cards); for a long array the upper half is the element to begin with.
type task uint64

const taskOld = 1

// arrayChunk elements of a reference array are scanned at a time, so that
// several workers can share a long one.
const arrayChunk = 2048

// copyBuffer is the part of a region into which one worker copies.
type copyBuffer struct {
	space    space
	top, end uint32
}

// Visit traces the root cell at slot and updates it.
func (w *Tracer) Visit(slot *Ref) {
	r := uint32(*slot)
	if s := w.h.state[r>>RegionShift]; s&(stateCopy|stateMark|stateSlide) != 0 {
		*slot = Ref(w.trace(r, s))
	}
}

// VisitRange traces n adjacent root cells from address addr on.
func (w *Tracer) VisitRange(addr, n uintptr) { w.scanRefs(addr, n, false) }

// scanRefs traces the n references from address p on, fields of one object.
// This is the inner loop of the collector.
func (w *Tracer) scanRefs(p, n uintptr, old bool) {
	h := w.h
	for end := p + n*4; p != end; p += 4 {
		r := mem.Load32(p)
		s := h.state[r>>RegionShift]
		if s == 0 {
			continue // null, or not in this collection
		}
		if s&(stateCopy|stateMark|stateSlide) != 0 {
			if to := w.trace(r, s); to != r {
				mem.Store32(p, to)
				r = to
			}
		}
		if old && h.state[r>>RegionShift]&stateYoung != 0 {
			mem.Store8(h.CardBase+p>>CardShift, CardDirty)
		}
	}
}

// trace makes sure that the object r, in a region of state s, survives, and
// returns its new address.
func (w *Tracer) trace(r uint32, s uint8) uint32 {
	if s&stateCopy != 0 {
		d := mem.AtomicLoad32(uintptr(r))
		if d&(forwardedBit|inPlaceBit) != 0 {
			if d&forwardedBit != 0 {
				return d & descMask
			}
			return r
		}
		return w.evacuate(r, d, s)
	}
	h := w.h
	if s&stateSlide != 0 {
		return h.slide.target(r)
	}
	if w.shared {
		if h.testBit(Ref(r)) || !h.markBit(Ref(r)) {
			return r
		}
	} else {
		if h.testBit(Ref(r)) {
			return r
		}
		h.setBit(Ref(r))
	}
	d := DescriptorAt(uintptr(mem.Load32(uintptr(r))))
	if w.full {
		w.live[h.table.indexOf(r)] += sizeWith(Ref(r), d)
	}
	if w.hasRefs(d) {
		w.stack = append(w.stack, task(r|taskOld))
	}
	return r
}

// hasRefs reports whether objects of d need scanning.
func (w *Tracer) hasRefs(d *Descriptor) bool {
	return d.NRuns|uint32(d.Weak) != 0 || d.Kind == RefArray || d.Kind == Indirect || w.full && d.Holder != 0
}

// evacuate copies the object r, whose descriptor word is word. Another worker
// may do the same; who stores the forwarding address first has won, and the
// other takes its copy back.
func (w *Tracer) evacuate(r, word uint32, s uint8) uint32 {
	h := w.h
	d := DescriptorAt(uintptr(word))
	size := d.Size
	if d.Kind != Instance {
		size = sizeWith(Ref(r), d)
	}
	header := mem.Load32(uintptr(r) + OffHeaderWord)
	buf, age := &w.old, uint8(0)
	if s&stateYoung != 0 {
		if age = uint8(header>>AgeShift) & maxAge; age < w.tenure {
			buf = &w.survivor
			age++
			header = header&^AgeMask | uint32(age)<<AgeShift
		}
	}
	to := buf.top
	if size > buf.end-to {
		if buf == &w.survivor && h.survivorsFull() {
			// Survivor space has taken its share: the rest is promoted.
			w.tenure = 0
			buf, to = &w.old, w.old.top
		}
		if size > buf.end-to {
			if to = w.refill(buf, size); to == 0 {
				return w.keepInPlace(r, word)
			}
		}
	}
	buf.top = to + size
	mem.Store32(uintptr(to)+OffDescriptor, word)
	mem.Store32(uintptr(to)+OffHeaderWord, header)
	if size <= 128 {
		from, dst := uintptr(r), uintptr(to)
		for off := uintptr(8); off < uintptr(size); off += 8 {
			mem.Store64(dst+off, mem.Load64(from+off))
		}
	} else {
		mem.Copy(uintptr(to)+8, uintptr(r)+8, uintptr(size)-8)
	}
	if w.shared {
		if !mem.CompareAndSwap32(uintptr(r), word, to|forwardedBit) {
			buf.top = to
			if now := mem.AtomicLoad32(uintptr(r)); now&forwardedBit != 0 {
				return now & descMask
			}
			return r // the other one found no room
		}
	} else {
		mem.Store32(uintptr(r), to|forwardedBit)
	}
	h.setBit(Ref(to))
	w.copied += uint64(size)
	t := task(to)
	if buf == &w.old {
		t |= taskOld
	} else {
		w.ages[age] += uint64(size)
	}
	if w.hasRefs(d) {
		w.stack = append(w.stack, t)
	}
	return to
}

// keepInPlace is what happens when there is no room for a copy: the object
// stays, and its region will belong to the mature space.
func (w *Tracer) keepInPlace(r, word uint32) uint32 {
	h := w.h
	if !mem.CompareAndSwap32(uintptr(r), word, word|inPlaceBit) {
		if now := mem.AtomicLoad32(uintptr(r)); now&forwardedBit != 0 {
			return now & descMask
		}
		return r
	}
	h.markBit(Ref(r))
	atomic.StoreUint32(&h.table.of(r).failed, 1)
	if d := DescriptorAt(uintptr(word)); w.hasRefs(d) {
		w.stack = append(w.stack, task(r|taskOld))
	}
	return r
}

// refill makes room for size bytes in buf and returns the address, 0 if there
// is no free region.
func (w *Tracer) refill(buf *copyBuffer, size uint32) uint32 {
	h := w.h
	h.mu.Lock()
	i := h.take(buf.space)
	h.mu.Unlock()
	if i < 0 {
		return 0
	}
	if r := &h.table.regions[i]; !r.dirty {
		mem.Populate(uintptr(h.table.addr(i)), RegionSize)
		r.dirty = true
	}
	if buf.space == spaceSurvivor {
		// Other workers look at this byte only for references to copies made
		// here, which they learn by the forwarding word, stored atomically
		// after this. (The race detector does not see that word.)
		h.setState(i, stateYoung)
	}
	w.retire(buf)
	buf.top = h.table.addr(i)
	buf.end = buf.top + RegionSize
	return buf.top
}

// survivorsFull reports whether this collection has filled the regions that
// survivor space may take.
func (h *Heap) survivorsFull() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.table.used[spaceSurvivor] >= h.sizing.survivorLimit
}

// retire gives up the rest of buf.
func (w *Tracer) retire(buf *copyBuffer) {
	if buf.end != 0 {
		r := w.h.table.of(buf.end - 1)
		r.live = buf.top - (buf.end - RegionSize)
		r.measured = w.full
	}
	buf.top, buf.end = 0, 0
}

// scan traces the fields of the object of t.
func (w *Tracer) scan(t task) {
	r, old := uint32(t)&^7, t&taskOld != 0
	at := uintptr(r)
	d := DescriptorAt(uintptr(mem.Load32(at) & descMask))
	switch d.Kind {
	case RefArray:
		from, n := uint32(t>>32), mem.Load32(at+OffArrayLength)
		if n-from > arrayChunk+arrayChunk/2 {
			w.stack = append(w.stack, t+arrayChunk<<32)
			n = from + arrayChunk
		}
		w.scanRefs(at+uintptr(d.Size)+uintptr(from)*4, uintptr(n-from), old)
	case DataArray:
	default:
		layout := d
		if d.Kind == Indirect {
			layout = d.resolve(Ref(r))
		}
		for i := range layout.NRuns {
			run := runAt(uintptr(layout.Runs), int(i))
			w.scanRefs(at+uintptr(run.Offset), uintptr(run.Count), old)
		}
		if d.Weak != Strong {
			w.scanReferent(Ref(r), d, old)
		}
	}
	if w.full && d.Holder != 0 {
		w.Visit(&d.Holder)
	}
}

// scanPart traces those fields of the old object r that lie in [lo, hi).
func (w *Tracer) scanPart(r Ref, lo, hi uint32) {
	at := uintptr(r)
	d := DescriptorAt(uintptr(mem.Load32(at)))
	clip := func(from, n uint32) {
		to := min(from+4*n, hi)
		if from = max(from, lo); from < to {
			w.scanRefs(uintptr(from), uintptr(to-from)/4, true)
		}
	}
	switch d.Kind {
	case RefArray:
		clip(uint32(r)+d.Size, mem.Load32(at+OffArrayLength))
	case DataArray:
	default:
		layout := d
		if d.Kind == Indirect {
			layout = d.resolve(r)
		}
		for i := range layout.NRuns {
			run := runAt(uintptr(layout.Runs), int(i))
			clip(uint32(r)+run.Offset, run.Count)
		}
		if d.Weak != Strong {
			if slot := uint32(r) + w.h.config.ReferentOffset; slot >= lo && slot < hi {
				w.scanReferent(r, d, true)
			}
		}
	}
}
