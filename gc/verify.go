package gc

import (
	"fmt"

	"gojvm/mem"
)

// verify checks the invariants of the package comment; the world is stopped
// and no collection is running. A violation is a bug of the collector, or of
// the client: a store without barrier, a wrong reference map, a stale Ref.
func (h *Heap) verify(when string) {
	v := verifier{h: h, when: when}
	h.forEachObject(v.object)
}

type verifier struct {
	h    *Heap
	when string
}

func (v *verifier) fail(format string, args ...any) {
	panic(fmt.Sprintf("BUG: gc: heap verification %s collection %d: ", v.when, v.h.epoch.Load()) + fmt.Sprintf(format, args...))
}

// object checks the object r, which the bitmap knows.
func (v *verifier) object(r Ref) {
	h := v.h
	word := mem.Load32(uintptr(r))
	if word == 0 || word&7 != 0 || h.Contains(uintptr(word)) {
		v.fail("object %#x has descriptor word %#x", r, word)
	}
	young := h.IsYoung(r)
	EachRef(r, func(slot uintptr) {
		to := Ref(mem.Load32(slot))
		if to == 0 {
			return
		}
		if why := h.badRef(to); why != "" {
			v.fail("object %#x (descriptor %#x) +%d holds %#x: %s", r, word, slot-uintptr(r), to, why)
		}
		if !young && h.IsYoung(to) && mem.Load8(h.CardBase+slot>>CardShift) == CardClean {
			v.fail("old object %#x (descriptor %#x) +%d holds young %#x on a clean card", r, word, slot-uintptr(r), to)
		}
	})
}

// badRef says why r cannot be a reference to an object, "" if it can.
func (h *Heap) badRef(r Ref) string {
	switch {
	case r%ObjectAlign != 0:
		return "not aligned"
	case !h.Contains(uintptr(r)):
		return "outside the heap"
	}
	switch h.table.of(uint32(r)).space {
	case spaceFree:
		return "in a free region"
	case spaceEden:
		// Eden has no bitmap.
	case spaceLargeTail:
		return "inside a large object"
	default:
		if !h.testBit(r) {
			return "not the start of an object"
		}
	}
	if d := mem.Load32(uintptr(r)); d == 0 || d&7 != 0 || h.Contains(uintptr(d)) {
		return fmt.Sprintf("descriptor word %#x", d)
	}
	return ""
}

// EachRef calls visit with the address of each reference field or element of
// r, the referent of a weak-reference object not included.
func EachRef(r Ref, visit func(slot uintptr)) {
	at := uintptr(r)
	d := DescriptorOf(r)
	switch d.Kind {
	case DataArray:
	case RefArray:
		for i := range uintptr(mem.Load32(at + OffArrayLength)) {
			visit(at + uintptr(d.Size) + i*4)
		}
	default:
		if d.Kind == Indirect {
			d = d.resolve(r)
		}
		for _, run := range d.RunList() {
			for i := range uintptr(run.Count) {
				visit(at + uintptr(run.Offset) + i*4)
			}
		}
	}
}
