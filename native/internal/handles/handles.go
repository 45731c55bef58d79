// Package handles lends Go values to Java code as opaque longs. A native may not
// put Go pointers into the Java heap; it hands out numbers that mean something
// in one virtual machine and for one type only. 0 is never one of them.
package handles

import (
	"fmt"
	"sync"

	"gojvm/vm"
)

// Table has the values of type T of one virtual machine.
type Table[T any] struct {
	mu   sync.Mutex
	next int64
	all  map[int64]*T
}

// Of returns the table for type T.
func Of[T any](t *vm.Thread) *Table[T] {
	return t.VM.Ext((*Table[T])(nil), func() any { return new(Table[T]) }).(*Table[T])
}

// Add lends v and returns its number.
func (s *Table[T]) Add(v *T) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[int64]*T{}
	}
	s.next++
	s.all[s.next] = v
	return s.next
}

// Get returns the value of number h. The library does not use a number after it
// has given it back, so that this would be a bug.
func (s *Table[T]) Get(h int64) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.all[h]
	if v == nil {
		panic(fmt.Sprintf("BUG: %T handle %d is not lent", v, h))
	}
	return v
}

// Remove takes number h back and returns its value.
func (s *Table[T]) Remove(h int64) *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.all[h]
	delete(s.all, h)
	return v
}
