// Package codecache holds compiled code in executable pages.
//
// It knows no language, and of machines only how x86 jumps and calls, for patching. The
// pages are mapped twice, once to write and once to execute, so that no address is ever both
// writable and executable (W^X) and other threads may run in a page while code is added to
// it. References between functions of one cache are relative, hence the whole cache is one
// reservation.
//
// A function occupies whole units of 16 bytes; the unit before its first instruction is
// its slot, where a jump goes when the function is redirected (see patch.go).
package codecache

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/mem"
)

// unit is the granularity of space and the size of a slot, in bytes.
const unit = 16

// Cache is an area of code. Lookups take no lock.
type Cache struct {
	mu    sync.Mutex
	write []byte  // the writable view
	base  uintptr // address of the executable view
	space space
	index index
	names map[string]*Entry
	sync  bool // processors can be told to drop what they have fetched
}

// Entry is an installed function.
type Entry struct {
	Code *codegen.Code
	Addr uintptr // of the first instruction

	size int      // of the code; Code.Bytes is not needed once it is installed
	pcs  []uint32 // of Code.Sites, side by side for searches

	// calls maps the offsets of direct calls to functions of the cache; callers counts the
	// direct calls of others to this one. Both belong to the cache's lock.
	calls    map[int]*Entry
	callers  int
	released bool
}

// end returns the offset behind the function in the cache.
func (e *Entry) end(c *Cache) int { return int(e.Addr-c.base) + e.size }

// New reserves a cache of the given size in bytes.
func New(size int) (*Cache, error) {
	w, x, err := mapTwice(size)
	if err != nil {
		return nil, fmt.Errorf("code cache: %w", err)
	}
	return &Cache{write: w, base: x, names: make(map[string]*Entry), space: newSpace(size), index: newIndex(size), sync: canSync()}, nil
}

// Bounds returns the range in which the code lies.
func (c *Cache) Bounds() mem.Region { return mem.Region{Base: c.base, Size: uintptr(len(c.write))} }

// Close unmaps the cache; no code of it may be running.
func (c *Cache) Close() error { return unmapTwice(c.write, c.base) }

// Used returns the number of bytes occupied.
func (c *Cache) Used() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.space.used
}

// Symbols resolves names of functions and data that are not in the cache.
type Symbols func(name string) (uintptr, bool)

// Install copies functions into the cache, which may refer to one another, to functions
// installed before (of several with one name, the last), and to other symbols. It installs
// all of them or, with an error, none.
func (c *Cache) Install(codes []*codegen.Code, other Symbols) ([]*Entry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entries := make([]*Entry, 0, len(codes))
	undo := func(err error) ([]*Entry, error) {
		for _, e := range entries {
			c.giveBack(e)
		}
		return nil, err
	}
	reused := false
	for _, code := range codes {
		at, again, ok := c.space.take(unit + len(code.Bytes))
		if !ok {
			return undo(fmt.Errorf("code cache: %d bytes are full", len(c.write)))
		}
		reused = reused || again
		pcs := make([]uint32, len(code.Sites))
		for i := range code.Sites {
			pcs[i] = code.Sites[i].PC
		}
		entries = append(entries, &Entry{Code: code, Addr: c.base + uintptr(at) + unit, size: len(code.Bytes), pcs: pcs})
	}
	for _, e := range entries {
		dst := c.write[e.Addr-c.base:][:e.size]
		copy(dst, e.Code.Bytes)
		for _, r := range e.Code.Relocs {
			target, callee, ok := e.Addr, (*Entry)(nil), true
			if r.Sym != "" {
				target, callee, ok = c.resolve(r.Sym, entries, other)
			}
			if !ok {
				return undo(fmt.Errorf("code cache: %s refers to unknown %s", e.Code.Name, r.Sym))
			}
			if err := relocate(dst, e.Addr, r, target); err != nil {
				return undo(err)
			}
			if callee != nil && callee != e && r.Kind == asm.RelocCall {
				e.link(r.Off, callee)
			}
		}
	}
	if reused {
		syncCores() // nobody may execute what was fetched from here before
	}
	for _, e := range entries {
		c.names[e.Code.Name] = e
		c.index.add(int(e.Addr-c.base)-unit, e.end(c), e)
	}
	return entries, nil
}

// link records that the direct call at offset off of e goes to callee.
func (e *Entry) link(off int, callee *Entry) {
	if old := e.calls[off]; old != nil {
		old.callers--
		delete(e.calls, off)
	}
	if callee != nil {
		if e.calls == nil {
			e.calls = make(map[int]*Entry)
		}
		e.calls[off] = callee
		callee.callers++
	}
}

func (c *Cache) resolve(sym string, fresh []*Entry, other Symbols) (uintptr, *Entry, bool) {
	for _, e := range fresh {
		if e.Code.Name == sym {
			return e.Addr, e, true
		}
	}
	if e := c.names[sym]; e != nil {
		return e.Addr, e, true
	}
	if other != nil {
		a, ok := other(sym)
		return a, nil, ok
	}
	return 0, nil, false
}

func relocate(dst []byte, addr uintptr, r asm.Reloc, target uintptr) error {
	value := int64(target) + r.Addend
	switch r.Kind {
	case asm.RelocCall, asm.RelocRel32:
		d := value - int64(addr) - int64(r.Off) - 4
		if d != int64(int32(d)) && unsafe.Sizeof(addr) == 8 { // 32-bit addresses wrap
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

// Release gives back the space of functions. The caller guarantees that no thread runs in them
// nor has them among its return addresses, and that nobody holds their addresses; direct
// calls of other functions to them are an error, see [Cache.Retarget]. From then on they are
// no longer found.
//
// Stale addresses meet breakpoints until the space is used again.
func (c *Cache) Release(es ...*Entry) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	callers := make(map[*Entry]int, len(es))
	for _, e := range es {
		if _, twice := callers[e]; twice || e.released {
			return fmt.Errorf("code cache: %s is released twice", e.Code.Name)
		}
		callers[e] = e.callers
	}
	for _, e := range es { // calls among them do not count
		for _, callee := range e.calls {
			callers[callee]--
		}
	}
	for _, e := range es {
		if n := callers[e]; n > 0 {
			return fmt.Errorf("code cache: %d calls of %s are left", n, e.Code.Name)
		}
	}
	for _, e := range es {
		e.released = true
		if c.names[e.Code.Name] == e {
			delete(c.names, e.Code.Name)
		}
		from := int(e.Addr-c.base) - unit
		c.index.remove(from, e.end(c), e)
		for i := range c.write[from:e.end(c)] {
			c.write[from+i] = 0xcc
		}
		c.giveBack(e)
	}
	return nil
}

// giveBack drops the calls of e and returns its space. Without a way to make processors drop
// what they have fetched, space is not used twice.
func (c *Cache) giveBack(e *Entry) {
	for _, callee := range e.calls {
		callee.callers--
	}
	e.calls = nil
	if c.sync {
		c.space.give(int(e.Addr-c.base)-unit, unit+e.size)
	}
}

// Lookup returns the function that contains address pc, or nil.
func (c *Cache) Lookup(pc uintptr) *Entry {
	off := pc - c.base
	if off >= uintptr(len(c.write)) {
		return nil
	}
	for _, e := range c.index.at(int(off)) {
		if pc-(e.Addr-unit) < uintptr(unit+e.size) {
			return e
		}
	}
	return nil
}

// SiteAt returns the site at address pc of e, or nil.
func (e *Entry) SiteAt(pc uintptr) *codegen.Site {
	off := uint32(pc - e.Addr)
	i, ok := slices.BinarySearch(e.pcs, off)
	if !ok {
		return nil
	}
	return &e.Code.Sites[i]
}
