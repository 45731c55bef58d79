package vm

import (
	"sync"
	"unsafe"
)

// Handle is a reference that survives collections: a cell that the collector
// knows as a root and updates. The zero Handle is null. A local handle lives
// until the native call (or the HandleMark) in which it was made ends.
type Handle struct{ cell *Ref }

// Ref returns the current reference; valid until the next safepoint.
func (h Handle) Ref() Ref {
	if h.cell == nil {
		return 0
	}
	return *h.cell
}

// Set changes what h refers to. The zero Handle cannot be set.
func (h Handle) Set(r Ref) { *h.cell = r }

// IsNull reports whether h refers to nothing.
func (h Handle) IsNull() bool { return h.cell == nil || *h.cell == 0 }

// Object is h.Ref() seen as an object with fields.
func (h Handle) Object() Object { return Object(h.Ref()) }

// Most threads never have more than firstHandles local handles at a time; beyond,
// handleChunk cells are allocated at once. Cells never move, so that a Handle may
// point at one.
const (
	firstHandles = 12
	handleChunk  = 128
)

// handleStack is the stack of local handles of one thread.
type handleStack struct {
	first  [firstHandles]Ref
	chunks []*[handleChunk]Ref
	n      int // cells in use
}

// cell returns cell n, which is in use or the next one.
func (s *handleStack) cell(n int) *Ref {
	if n < firstHandles {
		return &s.first[n]
	}
	n -= firstHandles
	if n/handleChunk == len(s.chunks) {
		s.chunks = append(s.chunks, new([handleChunk]Ref))
	}
	return &s.chunks[n/handleChunk][n%handleChunk]
}

// HandleMark is a height of the handle stack, to go back to.
type HandleMark int

// NewHandle makes a local handle for r.
func (t *Thread) NewHandle(r Ref) Handle {
	s := &t.handles
	p := s.cell(s.n)
	s.n++
	*p = r
	return Handle{p}
}

// HandleMark returns the present height; ReleaseHandles frees all handles made since.
func (t *Thread) HandleMark() HandleMark { return HandleMark(t.handles.n) }

// ReleaseHandles frees the local handles made since mark.
func (t *Thread) ReleaseHandles(mark HandleMark) {
	s := &t.handles
	s.n = int(mark)
	// Deep recursion may have left many chunks; keep one spare.
	if keep := s.n/handleChunk + 2; len(s.chunks) > keep {
		for i := keep; i < len(s.chunks); i++ {
			s.chunks[i] = nil
		}
		s.chunks = s.chunks[:keep]
	}
}

func (s *handleStack) forEach(visit func(*Ref)) {
	for i := range s.n {
		if p := s.cell(i); *p != 0 {
			visit(p)
		}
	}
}

// globalTable holds the cells of global handles in chunks that never move.
type globalTable struct {
	mu     sync.Mutex
	chunks []*[handleChunk]Ref
	free   []*Ref
}

// NewGlobal makes a handle that lives until DeleteGlobal, usable by every thread.
func (vm *VM) NewGlobal(r Ref) Handle {
	g := &vm.globals
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.free) == 0 {
		c := new([handleChunk]Ref)
		g.chunks = append(g.chunks, c)
		for i := range c {
			g.free = append(g.free, &c[handleChunk-1-i])
		}
	}
	p := g.free[len(g.free)-1]
	g.free = g.free[:len(g.free)-1]
	*p = r
	return Handle{p}
}

// DeleteGlobal ends the life of a global handle; the zero Handle is ignored.
func (vm *VM) DeleteGlobal(h Handle) {
	if h.cell == nil {
		return
	}
	g := &vm.globals
	g.mu.Lock()
	defer g.mu.Unlock()
	*h.cell = 0
	g.free = append(g.free, h.cell)
}

func (g *globalTable) forEach(visit func(*Ref)) {
	for _, c := range g.chunks {
		for i := range c {
			if c[i] != 0 {
				visit(&c[i])
			}
		}
	}
}

// Address returns the address of the cell of a global handle, for compiled code. A
// cell never moves and lives as long as the VM; it is read only while the handle exists.
func (h Handle) Address() uintptr { return uintptr(unsafe.Pointer(h.cell)) }
