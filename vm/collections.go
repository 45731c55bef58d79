package vm

import (
	"sync"

	"gojvm/gc"
)

// Causes of collections that the collector does not know itself, in HotSpot's words.
const (
	CauseSystem     gc.Cause = "System.gc()"
	CauseDiagnostic gc.Cause = "Diagnostic Command"
	CauseMetadata   gc.Cause = "Metadata GC Threshold"
)

// collections remembers of the collections what management asks for.
type collections struct {
	mu       sync.Mutex
	last     [2]*gc.Event // minor, full
	peak     gc.Pools
	listener func(*gc.Event)
}

// ended takes note of a collection; the world is still stopped.
func (c *collections) ended(e *gc.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.Full {
		c.last[1] = e
	} else {
		c.last[0] = e
	}
	c.raise(e.PoolsBefore)
	c.raise(e.PoolsAfter)
	if c.listener != nil {
		c.listener(e)
	}
}

func (c *collections) raise(p gc.Pools) {
	for _, u := range [...]struct{ to, from *gc.Usage }{
		{&c.peak.Eden, &p.Eden}, {&c.peak.Survivor, &p.Survivor}, {&c.peak.Old, &p.Old},
	} {
		if u.from.Used >= u.to.Used {
			*u.to = *u.from
		}
	}
}

// LastCollection returns the last collection that was, or was not, full; nil if
// there was none.
func (vm *VM) LastCollection(full bool) *gc.Event {
	c := &vm.collections
	c.mu.Lock()
	defer c.mu.Unlock()
	if full {
		return c.last[1]
	}
	return c.last[0]
}

// PeakPools returns the highest usage of each part of the heap that was seen at
// collections and at these calls. reset, if not nil, may change the record before.
func (vm *VM) PeakPools(reset func(*gc.Pools)) gc.Pools {
	now := vm.Heap.Stats().Pools
	c := &vm.collections
	c.mu.Lock()
	defer c.mu.Unlock()
	if reset != nil {
		reset(&c.peak)
	}
	c.raise(now)
	return c.peak
}

// ListenToCollections has f called at the end of each collection, while the
// world is stopped: it must neither block nor use the heap. There is one
// listener at most.
func (vm *VM) ListenToCollections(f func(*gc.Event)) {
	c := &vm.collections
	c.mu.Lock()
	c.listener = f
	c.mu.Unlock()
}
