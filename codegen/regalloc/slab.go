package regalloc

// slab cuts small arrays from larger ones, which reset makes free for the next allocation of a
// function.
type slab[T any] struct {
	chunks [][]T
	used   int // so many chunks are
	free   []T // of the last one
}

const (
	firstChunk = 64
	lastChunk  = 8192 // elements of all chunks but the first ones, each of which doubles the one before
)

// take returns an empty array for n elements, which are not cleared.
func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		if n > firstChunk {
			return make([]T, 0, n)
		}
		if s.used == len(s.chunks) {
			s.chunks = append(s.chunks, make([]T, min(firstChunk<<min(s.used, 16), lastChunk)))
		}
		s.free = s.chunks[s.used]
		s.used++
	}
	a := s.free[:0:n]
	s.free = s.free[n:]
	return a
}

// new returns an element, cleared.
func (s *slab[T]) new() *T {
	e := s.take(1)[:1]
	clear(e)
	return &e[0]
}

func (s *slab[T]) reset() { s.used, s.free = 0, nil }
