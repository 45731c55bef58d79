package vm

import (
	"sync"
	"sync/atomic"
)

// idTable maps dense ids to Go objects: off-heap blocks name classes and
// methods by id, because the Go collector must not find pointers there.
// Reading takes no lock; ids are never reused.
type idTable[T any] struct {
	mu     sync.Mutex
	n      uint32
	chunks atomic.Pointer[[]*[idChunk]*T]
}

const idChunk = 1024

// add gives v the next id. Id 0 is never given, so that 0 can mean none.
func (t *idTable[T]) add(v *T) uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	id := t.n
	var chunks []*[idChunk]*T
	if p := t.chunks.Load(); p != nil {
		chunks = *p
	}
	if int(id/idChunk) >= len(chunks) {
		// Readers hold the old slice: append to a copy, then publish it.
		grown := append(chunks[:len(chunks):len(chunks)], new([idChunk]*T))
		chunks = grown
		t.chunks.Store(&grown)
	}
	chunks[id/idChunk][id%idChunk] = v
	return id
}

func (t *idTable[T]) at(id uint32) *T { return (*t.chunks.Load())[id/idChunk][id%idChunk] }

func (t *idTable[T]) drop(id uint32) { (*t.chunks.Load())[id/idChunk][id%idChunk] = nil }

// len returns one more than the greatest id in use.
func (t *idTable[T]) len() uint32 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n + 1
}
