package gc

import (
	"math/bits"

	"gojvm/mem"
)

// The bitmap has one bit per 8 bytes of heap: set at the start of each object
// of the old, survivor, pinned and large spaces. A full collection clears it
// and sets it again for what it reaches, so that it is the mark bitmap too.
// Words of 32 bits cover 256 bytes of heap.

const bitmapRegion = RegionSize / 64 // bytes of bitmap per region

func (h *Heap) bitWord(addr uint32) (word uintptr, bit uint32) {
	return h.bitBase + uintptr(addr>>8)*4, 1 << (addr >> 3 & 31)
}

func (h *Heap) testBit(r Ref) bool {
	w, b := h.bitWord(uint32(r))
	return mem.Load32(w)&b != 0
}

// setBit sets the bit of r; no other thread changes bits of its region.
func (h *Heap) setBit(r Ref) {
	w, b := h.bitWord(uint32(r))
	mem.Store32(w, mem.Load32(w)|b)
}

// dropBit clears the bit of r; no other thread changes bits of its region.
func (h *Heap) dropBit(r Ref) {
	w, b := h.bitWord(uint32(r))
	mem.Store32(w, mem.Load32(w)&^b)
}

// markBit sets the bit of r and reports whether it was clear.
func (h *Heap) markBit(r Ref) bool {
	w, b := h.bitWord(uint32(r))
	for {
		old := mem.AtomicLoad32(w)
		if old&b != 0 {
			return false
		}
		if mem.CompareAndSwap32(w, old, old|b) {
			return true
		}
	}
}

// clearBits clears the bits of n regions from region i on.
func (h *Heap) clearBits(i, n int) {
	w, _ := h.bitWord(h.table.addr(i))
	mem.Zero(w, uintptr(n)*bitmapRegion)
}

// nextObject returns the first object start in [from, limit), 0 if there is none.
func (h *Heap) nextObject(from, limit uint32) Ref {
	if from >= limit {
		return 0
	}
	w, b := h.bitWord(from)
	word := mem.Load32(w) &^ (b - 1)
	for at := from &^ 255; ; {
		if word != 0 {
			if r := at + uint32(bits.TrailingZeros32(word))*8; r < limit {
				return Ref(r)
			}
			return 0
		}
		at, w = at+256, w+4
		if at >= limit {
			return 0
		}
		word = mem.Load32(w)
	}
}

// prevObject returns the last object start in [limit, at], 0 if there is none.
func (h *Heap) prevObject(at, limit uint32) Ref {
	w, b := h.bitWord(at)
	word := mem.Load32(w) & (b | b - 1)
	for base := at &^ 255; ; {
		if word != 0 {
			if r := base + uint32(31-bits.LeadingZeros32(word))*8; r >= limit {
				return Ref(r)
			}
			return 0
		}
		if base <= limit {
			return 0
		}
		base, w = base-256, w-4
		word = mem.Load32(w)
	}
}
