// Package codecache holds compiled code in executable pages.
//
// It knows neither a language nor a machine. The pages are mapped twice, once to write and
// once to execute, so that no address is ever both writable and executable (W^X) and other
// threads may run in a page while code is added to it. References between functions of one
// cache are relative, hence the whole cache is one reservation.
//
// Code once installed stays until the cache is closed: release of single functions and
// patching are not built yet.
package codecache

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/asm"
)

// Cache is an area of code. Lookups take no lock.
type Cache struct {
	mu     sync.Mutex
	write  []byte  // the writable view
	base   uintptr // address of the executable view
	used   int
	names  map[string]*Entry
	sorted atomic.Pointer[[]*Entry] // by address, never changed in place
}

// Entry is an installed function.
type Entry struct {
	Code *codegen.Code
	Addr uintptr
}

// New reserves a cache of the given size.
func New(size int) (*Cache, error) {
	w, x, err := mapTwice(size)
	if err != nil {
		return nil, fmt.Errorf("code cache: %w", err)
	}
	c := &Cache{write: w, base: x, names: make(map[string]*Entry)}
	c.sorted.Store(new([]*Entry))
	return c, nil
}

// Close unmaps the cache; no code of it may be running.
func (c *Cache) Close() error { return unmapTwice(c.write, c.base) }

// Symbols resolves names of functions and data that are not in the cache.
type Symbols func(name string) (uintptr, bool)

// Install copies functions into the cache, which may refer to one another, to functions
// installed before, and to other symbols.
func (c *Cache) Install(codes []*codegen.Code, other Symbols) ([]*Entry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.used
	entries := make([]*Entry, len(codes))
	for i, code := range codes {
		at = (at + 15) &^ 15
		entries[i] = &Entry{code, c.base + uintptr(at)}
		at += len(code.Bytes)
	}
	if at > len(c.write) {
		return nil, fmt.Errorf("code cache: %d bytes are full", len(c.write))
	}
	for i, code := range codes {
		dst := c.write[entries[i].Addr-c.base:][:len(code.Bytes)]
		copy(dst, code.Bytes)
		for _, r := range code.Relocs {
			target, ok := entries[i].Addr, true
			if r.Sym != "" {
				target, ok = c.resolve(r.Sym, entries, other)
			}
			if !ok {
				return nil, fmt.Errorf("code cache: %s refers to unknown %s", code.Name, r.Sym)
			}
			if err := relocate(dst, entries[i].Addr, r, target); err != nil {
				return nil, err
			}
		}
	}
	c.used = at
	all := append(slices.Clone(*c.sorted.Load()), entries...) // addresses only grow
	for _, e := range entries {
		c.names[e.Code.Name] = e
	}
	c.sorted.Store(&all)
	return entries, nil
}

func (c *Cache) resolve(sym string, fresh []*Entry, other Symbols) (uintptr, bool) {
	for _, e := range fresh {
		if e.Code.Name == sym {
			return e.Addr, true
		}
	}
	if e := c.names[sym]; e != nil {
		return e.Addr, true
	}
	if other != nil {
		return other(sym)
	}
	return 0, false
}

func relocate(dst []byte, addr uintptr, r asm.Reloc, target uintptr) error {
	value := int64(target) + r.Addend
	switch r.Kind {
	case asm.RelocCall, asm.RelocRel32:
		d := value - int64(addr) - int64(r.Off) - 4
		if d != int64(int32(d)) {
			return fmt.Errorf("code cache: %s is out of reach", r.Sym)
		}
		binary.LittleEndian.PutUint32(dst[r.Off:], uint32(d))
	case asm.RelocAbs:
		if unsafe.Sizeof(addr) == 4 {
			binary.LittleEndian.PutUint32(dst[r.Off:], uint32(value))
		} else {
			binary.LittleEndian.PutUint64(dst[r.Off:], uint64(value))
		}
	default:
		return fmt.Errorf("code cache: relocation %d is not for this machine", r.Kind)
	}
	return nil
}

// Lookup returns the function that contains address pc, or nil.
func (c *Cache) Lookup(pc uintptr) *Entry {
	all := *c.sorted.Load()
	i, found := slices.BinarySearchFunc(all, pc, func(e *Entry, pc uintptr) int {
		switch {
		case e.Addr < pc:
			return -1
		case e.Addr > pc:
			return 1
		}
		return 0
	})
	if !found {
		i--
	}
	if i < 0 || pc >= all[i].Addr+uintptr(len(all[i].Code.Bytes)) {
		return nil
	}
	return all[i]
}

// SiteAt returns the site at address pc of e, or nil.
func (e *Entry) SiteAt(pc uintptr) *codegen.Site {
	off := uint32(pc - e.Addr)
	i, ok := slices.BinarySearchFunc(e.Code.Sites, off, func(s codegen.Site, off uint32) int { return int(s.PC) - int(off) })
	if !ok {
		return nil
	}
	return &e.Code.Sites[i]
}
