package sched

import (
	"iter"
	"sync"
	"sync/atomic"
)

const monitorChunk = 256

// Monitors is the table of the inflated locks of one virtual machine. Index 0
// is not used.
type Monitors struct {
	// chunks is replaced when it grows; the chunks themselves stay, so that a
	// *Monitor is an identity.
	chunks atomic.Pointer[[]*[monitorChunk]Monitor]

	mu    sync.Mutex // guards what follows
	next  uint32     // the first index never used
	free  uint32     // list of free monitors, by index
	inUse int
}

// at returns the monitor of that index.
func (ms *Monitors) at(index uint32) *Monitor {
	return &(*ms.chunks.Load())[index/monitorChunk][index%monitorChunk]
}

// alloc returns a monitor that is not in use.
func (ms *Monitors) alloc() *Monitor {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	ms.inUse++
	if ms.free != 0 {
		m := ms.at(ms.free)
		ms.free = m.nextFree
		return m
	}
	if ms.next == 0 {
		ms.next = 1
	}
	index := ms.next
	if index > HashMask {
		panic("BUG: more than 2^27 monitors") // 16 GiB of them
	}
	ms.next++
	var chunks []*[monitorChunk]Monitor
	if p := ms.chunks.Load(); p != nil {
		chunks = *p
	}
	if int(index/monitorChunk) == len(chunks) {
		// Appending may write behind the end of the slice that readers hold,
		// never into it.
		chunks = append(chunks, new([monitorChunk]Monitor))
		ms.chunks.Store(&chunks)
	}
	m := ms.at(index)
	m.index = index
	return m
}

// release returns a monitor nobody refers to.
func (ms *Monitors) release(m *Monitor) {
	m.owner.Store(0)
	m.recursions = 0
	m.hash.Store(0)
	m.obj.Store(0)
	ms.mu.Lock()
	m.nextFree = ms.free
	ms.free = m.index
	ms.inUse--
	ms.mu.Unlock()
}

// inflate returns the monitor of the object and makes one if need be, with the
// owner, recursion count or hash that the header word has. Thread t, managed,
// is the caller, not necessarily the owner.
func (ms *Monitors) inflate(t *Thread, word *uint32, obj uint32) *Monitor {
	var m *Monitor
	for {
		w := atomic.LoadUint32(word)
		if w&TagMask == TagInflated {
			if m != nil {
				ms.release(m)
			}
			return ms.at(w >> PayloadShift)
		}
		if m == nil {
			m = ms.alloc()
		}
		// m is not visible before the swap below succeeds, and then the header
		// word was as read here: owner and count are exact.
		if w&TagMask == TagThin {
			m.hash.Store(0)
			m.recursions = w >> RecursionShift
			m.owner.Store(thinOwner(w))
		} else {
			m.hash.Store(w >> PayloadShift)
			m.recursions = 0
			m.owner.Store(0)
		}
		m.obj.Store(obj)
		if atomic.CompareAndSwapUint32(word, w, inflatedWord(m.index, w&AgeMask)) {
			return m
		}
	}
}

// OwnerID returns the id of the thread that owns the object's lock, or 0.
func (ms *Monitors) OwnerID(word *uint32) uint32 {
	w := atomic.LoadUint32(word)
	switch w & TagMask {
	case TagThin:
		return thinOwner(w)
	case TagInflated:
		return ms.at(w >> PayloadShift).owner.Load()
	}
	return 0
}

// Of returns the object's monitor, or nil if it is not inflated. The caller is
// a managed thread, or the world is stopped.
func (ms *Monitors) Of(word *uint32) *Monitor {
	w := atomic.LoadUint32(word)
	if w&TagMask != TagInflated {
		return nil
	}
	return ms.at(w >> PayloadShift)
}

// InUse returns the number of inflated locks.
func (ms *Monitors) InUse() int {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	return ms.inUse
}

// All iterates over the monitors in use. It is exact while the world is
// stopped.
func (ms *Monitors) All() iter.Seq[*Monitor] {
	return func(yield func(*Monitor) bool) {
		p := ms.chunks.Load()
		if p == nil {
			return
		}
		for _, c := range *p {
			for i := range c {
				if m := &c[i]; m.obj.Load() != 0 && !yield(m) {
					return
				}
			}
		}
	}
}

// Sweep is the monitors' part of a collection, while the world is stopped:
// forward returns where each object is now, or 0 if it is dead. Monitors of
// dead objects are freed.
func (ms *Monitors) Sweep(forward func(obj uint32) uint32) {
	for m := range ms.All() {
		obj := forward(m.obj.Load())
		if obj != 0 {
			m.obj.Store(obj)
			continue
		}
		if m.users.Load() != 0 {
			panic("BUG: object died while threads wait for its monitor")
		}
		ms.release(m)
	}
}

// Deflate frees the monitors that no thread uses, while the world is stopped,
// and returns how many. wordOf returns the header word of an object, which gets
// back its hash and keeps its age.
func (ms *Monitors) Deflate(wordOf func(obj uint32) *uint32) int {
	n := 0
	for m := range ms.All() {
		if !m.Idle() {
			continue
		}
		word := wordOf(m.obj.Load())
		w := atomic.LoadUint32(word)
		if w&^AgeMask != inflatedWord(m.index, 0) {
			panic("BUG: header word does not name its monitor")
		}
		atomic.StoreUint32(word, w&AgeMask|m.hash.Load()<<PayloadShift|TagNeutral)
		ms.release(m)
		n++
	}
	return n
}
