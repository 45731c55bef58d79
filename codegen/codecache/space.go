package codecache

import "slices"

// span is a free stretch of the cache.
type span struct{ from, to int }

// space gives out stretches of the cache, the first that fits. Free spans are in order and
// never adjacent, so what is given back merges with its neighbours.
type space struct {
	free  []span
	fresh int // nothing from here on has ever been taken
	used  int
}

func newSpace(size int) space { return space{free: []span{{0, size &^ (unit - 1)}}} }

func round(n int) int { return (n + unit - 1) &^ (unit - 1) }

// take returns the offset of n bytes, and whether any of them was in use before.
func (s *space) take(n int) (at int, again, ok bool) {
	n = round(n)
	for i := range s.free {
		f := &s.free[i]
		if f.to-f.from < n {
			continue
		}
		at = f.from
		if f.from += n; f.from == f.to {
			s.free = slices.Delete(s.free, i, i+1)
		}
		again = at < s.fresh
		s.fresh = max(s.fresh, at+n)
		s.used += n
		return at, again, true
	}
	return 0, false, false
}

// give takes back what take has given out.
func (s *space) give(at, n int) {
	n = round(n)
	s.used -= n
	i, _ := slices.BinarySearchFunc(s.free, at, func(f span, at int) int { return f.from - at })
	s.free = slices.Insert(s.free, i, span{at, at + n})
	if i+1 < len(s.free) && s.free[i+1].from == at+n {
		s.free[i].to = s.free[i+1].to
		s.free = slices.Delete(s.free, i+1, i+2)
	}
	if i > 0 && s.free[i-1].to == at {
		s.free[i-1].to = s.free[i].to
		s.free = slices.Delete(s.free, i, i+1)
	}
}
