package sched

import (
	"errors"
	"testing"

	"gojvm/mem"
)

func newStacks(t *testing.T, size, reserve uintptr) *Stacks {
	t.Helper()
	s, err := NewStacks(size, reserve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStackSizes(t *testing.T) {
	s := newStacks(t, 0, 64<<20)
	tests := []struct{ ask, want uintptr }{
		{0, DefaultStackSize},
		{1, 64 << 10},
		{64 << 10, 64 << 10},
		{64<<10 + 1, 128 << 10},
		{1 << 20, 1 << 20},
		{3 << 20, 4 << 20},
	}
	var last uintptr
	for _, tt := range tests {
		k, err := s.Alloc(tt.ask)
		if err != nil {
			t.Fatal(err)
		}
		if k.Size() != tt.want {
			t.Errorf("size %d when %d was asked for, want %d", k.Size(), tt.ask, tt.want)
		}
		if k.Lo < last || !s.Bounds().Contains(k.Lo) || !s.Bounds().Contains(k.Hi-1) {
			t.Errorf("stack [%#x, %#x) overlaps or lies outside", k.Lo, k.Hi)
		}
		last = k.Hi
		mem.Store64(k.Lo, 1)
		mem.Store64(k.Hi-8, 1)
	}
	for _, ask := range []uintptr{128 << 20, 1<<maxStackShift + 1, ^uintptr(0)} {
		if _, err := s.Alloc(ask); !errors.Is(err, ErrTooManyThreads) {
			t.Errorf("asked for %#x: error %v", ask, err)
		}
	}
	if _, err := NewStacks(1<<maxStackShift+1, 0); err == nil {
		t.Error("a default size that cannot be had is accepted")
	}
}

func TestStackReuse(t *testing.T) {
	const n = 2 * warmStacks
	s := newStacks(t, 1<<16, n<<16)
	for round := range 3 {
		var all []Stack
		for range n {
			k, err := s.Alloc(0)
			if err != nil {
				t.Fatal(err)
			}
			for a := k.Lo; a < k.Hi; a += 8 {
				if v := mem.Load64(a); v != 0 {
					t.Fatalf("round %d: new stack has %#x at %d", round, v, a-k.Lo)
				}
				mem.Store64(a, ^uint64(0))
			}
			all = append(all, k)
		}
		if _, err := s.Alloc(0); !errors.Is(err, ErrTooManyThreads) {
			t.Errorf("error %v when all is in use", err)
		}
		for _, k := range all {
			s.Free(k)
		}
		if w, c := len(s.free[16].warm), len(s.free[16].cold); w != warmStacks || c != n-warmStacks {
			t.Errorf("%d warm and %d cold stacks", w, c)
		}
	}
}

func TestStackReserveShrinks(t *testing.T) {
	// More than any machine gives.
	s := newStacks(t, 0, ^uintptr(0)>>1&^(1<<20-1))
	if _, err := s.Alloc(0); err != nil {
		t.Error(err)
	}
}

func BenchmarkStackAllocFree(b *testing.B) {
	s, err := NewStacks(0, 64<<20)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for b.Loop() {
		k, _ := s.Alloc(0)
		mem.Store64(k.Hi-8, 1)
		s.Free(k)
	}
}
