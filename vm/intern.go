package vm

import (
	"bytes"
	"hash/maphash"
	"sync"
)

// internTable is the table of interned strings (JLS 3.10.5): one String per
// content. Entries are weak; the collector updates and drops them.
type internTable struct {
	mu      sync.Mutex
	seed    maphash.Seed
	buckets map[uint64][]Ref
	n       int
}

func newInternTable() *internTable {
	return &internTable{seed: maphash.MakeSeed(), buckets: map[uint64][]Ref{}}
}

// Intern returns the canonical String equal to s (String.intern). It does not
// collect. Content is hashed as it lies in the heap: compact strings have one
// form per content.
func (vm *VM) Intern(s Ref) Ref {
	tab := vm.strings
	b, wide := vm.stringParts(s)
	key := maphash.Bytes(tab.seed, b)
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, r := range tab.buckets[key] {
		if o, w := vm.stringParts(r); w == wide && bytes.Equal(o, b) {
			return r
		}
	}
	tab.buckets[key] = append(tab.buckets[key], s)
	tab.n++
	return s
}

// InternRaw returns the interned String of modified UTF-8 text. It may collect.
func (t *Thread) InternRaw(s string) (Ref, error) {
	r, err := t.NewStringRaw(s)
	if err != nil {
		return 0, err
	}
	return t.VM.Intern(r), nil
}

// sweep updates all entries after the strong ones were traced; current gives
// the new place of a String and whether it lives.
func (tab *internTable) sweep(current func(Ref) (Ref, bool)) {
	for key, list := range tab.buckets {
		out := list[:0]
		for _, r := range list {
			if n, ok := current(r); ok {
				out = append(out, n)
			} else {
				tab.n--
			}
		}
		if len(out) == 0 {
			delete(tab.buckets, key)
		} else {
			tab.buckets[key] = out
		}
	}
}
