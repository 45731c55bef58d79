package misc

import (
	"sync"

	"gojvm/mem"
	"gojvm/vm"
)

// cheap is the memory behind Unsafe.allocateMemory: malloc with other means.
// Small blocks come from an arena, large ones are reservations of their own.
// Each block has its size before it:
//
//	| u64 bytes reserved | u64 bytes asked for | block ...
//
// so that blocks are 16-aligned, as programs rely on.
type cheap struct {
	mu    sync.Mutex
	arena *mem.Arena
	large map[uintptr]mem.Region // by base
	used  uint64
}

const (
	cheapHeader = 16
	// cheapSmall is the largest block from the arena, which lies below 4 GiB
	// where space is scarce.
	cheapSmall = 8 << 10
)

type cheapKey struct{}

// heapOf returns the off-heap memory of t's VM.
func heapOf(t *vm.Thread) *cheap {
	return t.VM.Ext(cheapKey{}, func() any {
		h := &cheap{arena: mem.NewArena(0), large: map[uintptr]mem.Region{}}
		t.VM.OnEnd(nil, h.release)
		return h
	}).(*cheap)
}

// release gives back all that the program has not freed.
func (h *cheap) release() {
	h.arena.Release()
	for _, r := range h.large {
		_ = r.Release()
	}
	clear(h.large)
}

// alloc returns the address of n bytes, 0 when there are none.
func (h *cheap) alloc(n uint64) uintptr {
	total := n + cheapHeader
	if total < n || uint64(uintptr(total)) != total {
		return 0
	}
	var base, reserved uintptr
	if total <= cheapSmall {
		p, err := h.arena.Alloc(uintptr(total))
		if err != nil {
			return 0
		}
		base, reserved = p, uintptr(total)
	} else if most := systemMemory(); most > 0 && total > most {
		return 0 // the system would promise more than it can keep
	} else {
		r, err := mem.Reserve(uintptr(total))
		if err != nil {
			return 0
		}
		base, reserved = r.Base, r.Size
		h.mu.Lock()
		h.large[base] = r
		h.mu.Unlock()
	}
	mem.Store64(base, uint64(reserved))
	mem.Store64(base+8, n)
	h.count(int64(n))
	return base + cheapHeader
}

// free gives back what alloc returned; 0 is allowed.
func (h *cheap) free(p uintptr) {
	if p == 0 {
		return
	}
	base := p - cheapHeader
	reserved := uintptr(mem.Load64(base))
	h.count(-int64(mem.Load64(base + 8)))
	if reserved <= cheapSmall {
		h.arena.Free(base, reserved)
		return
	}
	h.mu.Lock()
	r := h.large[base]
	delete(h.large, base)
	h.mu.Unlock()
	_ = r.Release()
}

// realloc changes the size of a block, which may move.
func (h *cheap) realloc(p uintptr, n uint64) uintptr {
	if p == 0 {
		return h.alloc(n)
	}
	q := h.alloc(n)
	if q == 0 {
		return 0
	}
	mem.Copy(q, p, uintptr(min(n, mem.Load64(p-8))))
	h.free(p)
	return q
}

func (h *cheap) count(n int64) {
	h.mu.Lock()
	h.used += uint64(n)
	h.mu.Unlock()
}
