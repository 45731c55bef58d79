package sched

import (
	"fmt"
	"math/bits"
	"sync"

	"gojvm/mem"
)

// DefaultStackSize is the size of a thread's stack when nothing else is asked
// for.
const DefaultStackSize uintptr = 1 << 20

const (
	// minStackShift and maxStackShift bound the size classes, powers of two.
	minStackShift = 16
	maxStackShift = 30
	// warmStacks is how many free stacks of a class keep their top page, so
	// that starting and ending threads in turn takes neither a system call nor
	// a page fault.
	warmStacks = 32
)

// Stack is the memory [Lo, Hi) of one stack. It grows down from Hi; the client
// keeps what it likes at the top. It is zero at first.
type Stack struct{ Lo, Hi uintptr }

// Size returns the size of the stack in bytes.
func (s Stack) Size() uintptr { return s.Hi - s.Lo }

// Stacks allots stacks from one reservation of address space:
//
//	Base                                                      End
//	┌────────────┬────────────┬──────┬────────────────────────┬───────
//	│ 1 MiB slot │ 1 MiB slot │ 64 K │ 4 MiB slot             │ never used
//	└────────────┴────────────┴──────┴────────────────────────┴───────
//
// It is one mapping, readable and writable and without a commitment of memory,
// and there are no guard pages: the number of mappings of a process is limited
// to a fraction of the 100,000 threads that must be possible. Free slots are
// kept by size; slots are not merged, for address space is plenty.
type Stacks struct {
	size  uintptr // of a stack by default
	space mem.Region

	mu   sync.Mutex
	used uintptr // bytes of space carved into slots
	free [maxStackShift + 1]freeSlots
}

// freeSlots are the free slots of one size.
type freeSlots struct {
	warm []uintptr // the top page is resident, and not zero
	cold []uintptr // nothing is resident
}

// NewStacks reserves address space for stacks of the given default size.
func NewStacks(size, reserve uintptr) (*Stacks, error) {
	if size == 0 {
		size = DefaultStackSize
	}
	if reserve == 0 {
		reserve = defaultReserve
	}
	shift, ok := stackClass(size)
	if !ok {
		return nil, fmt.Errorf("sched: stack size %d is too large", size)
	}
	reserve = max(reserve, 1<<shift)
	for limited := false; ; reserve, limited = reserve/2, true {
		space, err := mem.Reserve(reserve)
		if err == nil && limited {
			// Address space is scarce: the heap is still to come.
			if err := space.Release(); err != nil {
				return nil, err
			}
			reserve = max(reserve/8, 1<<shift)
			space, err = mem.Reserve(reserve)
		}
		if err == nil {
			// With huge pages the first word pushed on a stack would cost 2 MiB.
			mem.NoHuge(space.Base, space.Size)
			return &Stacks{size: size, space: space}, nil
		}
		if reserve/2 < 1<<shift {
			return nil, fmt.Errorf("sched: cannot reserve address space for stacks: %w", err)
		}
	}
}

// Close gives back the reservation. No stack may be in use.
func (s *Stacks) Close() error {
	err := s.space.Release()
	s.space = mem.Region{}
	return err
}

// Bounds returns the reservation, in which all stacks lie.
func (s *Stacks) Bounds() mem.Region { return s.space }

// stackClass returns the binary logarithm of the slot for a stack of that size.
func stackClass(size uintptr) (shift int, ok bool) {
	if size > 1<<maxStackShift {
		return 0, false
	}
	return max(minStackShift, bits.Len(uint(size-1))), true
}

// Alloc returns a zeroed stack of at least that size, or of the default size if
// it is 0.
func (s *Stacks) Alloc(size uintptr) (Stack, error) {
	if size == 0 {
		size = s.size
	}
	shift, ok := stackClass(size)
	if !ok {
		return Stack{}, ErrTooManyThreads
	}
	s.mu.Lock()
	f := &s.free[shift]
	if n := len(f.warm); n > 0 {
		lo := f.warm[n-1]
		f.warm = f.warm[:n-1]
		s.mu.Unlock()
		mem.Zero(lo+1<<shift-mem.PageSize, mem.PageSize)
		return Stack{lo, lo + 1<<shift}, nil
	}
	defer s.mu.Unlock()
	if n := len(f.cold); n > 0 {
		lo := f.cold[n-1]
		f.cold = f.cold[:n-1]
		return Stack{lo, lo + 1<<shift}, nil
	}
	if s.space.Size-s.used < 1<<shift {
		return Stack{}, ErrTooManyThreads
	}
	lo := s.space.Base + s.used
	s.used += 1 << shift
	return Stack{lo, lo + 1<<shift}, nil
}

// Free takes a stack back; the zero Stack is ignored. Its memory returns to the
// system, but for the top page of a few.
func (s *Stacks) Free(k Stack) {
	if k.Hi == 0 {
		return
	}
	shift, _ := stackClass(k.Size())
	f := &s.free[shift]
	size := k.Size()
	s.mu.Lock()
	warm := len(f.warm) < warmStacks
	s.mu.Unlock()
	if warm {
		size -= mem.PageSize
	}
	// Outside the lock: it may take long, and nobody else has the slot yet.
	if mem.Decommit(k.Lo, size) != nil {
		mem.Zero(k.Lo, size) // locked memory cannot be given back
	}
	s.mu.Lock()
	if warm {
		f.warm = append(f.warm, k.Lo)
	} else {
		f.cold = append(f.cold, k.Lo)
	}
	s.mu.Unlock()
}
