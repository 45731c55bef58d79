package gc

import (
	"iter"
	"math/bits"

	"gojvm/mem"
)

// space says to which space a region belongs.
type space uint8

const (
	spaceFree      space = iota
	spaceEden            // bump-allocated by mutators, all of it evacuated by each collection
	spaceSurvivor        // young objects that have survived; evacuated by each collection
	spaceOld             // mature copying space; collected by full collections
	spaceLarge           // first region of a large object
	spaceLargeTail       // further regions of a large object
	spacePinned          // non-moving space: cells of one size class
	numSpaces
)

// region is what the collector knows of 64 KiB of the heap.
type region struct {
	space  space
	dirty  bool // pages may hold other bytes than zeros
	young  bool // large: allocated since the last collection
	closed bool // stress: its pages are inaccessible
	// measured: live comes from a full collection, not from allocation only.
	measured bool

	// cell is the size of the cells in a pinned region.
	cell uint32
	// count is the number of regions of a large object, in its first one.
	count uint32
	// live is the number of bytes in objects that the last full collection
	// found alive, plus what was allocated since.
	live uint32
	// failed is not 0 if an object could not be evacuated.
	failed uint32
}

// regionTable hands out regions. The caller holds Heap.mu.
type regionTable struct {
	base    uint32 // address of region 0, a multiple of RegionSize
	regions []region
	free    []uint64 // a bit per region: it is free
	nFree   int
	hint    int // no free region below
	used    [numSpaces]int
	// Regions in [low, high) have never been used: in a large heap most.
	low, high int
	rotate    bool // stress: reuse a freed region as late as possible
}

func (t *regionTable) init(base uint32, n int) {
	t.base, t.nFree, t.high = base, n, n
	t.regions = make([]region, n)
	t.free = make([]uint64, (n+63)/64)
	for i := range n {
		t.free[i/64] |= 1 << (i % 64)
	}
	t.used[spaceFree] = n
}

func (t *regionTable) addr(i int) uint32 { return t.base + uint32(i)<<RegionShift }

func (t *regionTable) indexOf(addr uint32) int { return int((addr - t.base) >> RegionShift) }

func (t *regionTable) of(addr uint32) *region { return &t.regions[t.indexOf(addr)] }

// take takes the lowest free region for space s and returns its index, -1 if
// there is none.
func (t *regionTable) take(s space) int {
	if t.nFree == 0 {
		return -1
	}
	n := len(t.free)
	for k := range n + 1 {
		w := (t.hint/64 + k) % n
		word := t.free[w]
		if k == 0 {
			word &^= 1<<(t.hint%64) - 1
		}
		if word != 0 {
			i := w*64 + bits.TrailingZeros64(word)
			t.hint = i + 1
			if t.hint == len(t.regions) {
				t.hint = 0
			}
			t.claim(i, s)
			return i
		}
	}
	panic("BUG: gc: free regions counted but not found")
}

// takeRun takes n adjacent regions for a large object, the highest there are,
// and returns the index of the first, -1 if there are none.
func (t *regionTable) takeRun(n int) int {
	if t.nFree < n {
		return -1
	}
	length := 0
	for i := len(t.regions) - 1; i >= 0; i-- {
		if i%64 == 63 && t.free[i/64] == 0 {
			length, i = 0, i-63
			continue
		}
		if t.free[i/64]&(1<<(i%64)) == 0 {
			length = 0
			continue
		}
		if length++; length == n {
			t.claim(i, spaceLarge)
			t.regions[i].count = uint32(n)
			for j := i + 1; j < i+n; j++ {
				t.claim(j, spaceLargeTail)
			}
			return i
		}
	}
	return -1
}

func (t *regionTable) claim(i int, s space) {
	t.free[i/64] &^= 1 << (i % 64)
	if s == spaceLarge || s == spaceLargeTail {
		t.high = min(t.high, i)
	} else {
		t.low = max(t.low, i+1)
	}
	t.nFree--
	t.used[spaceFree]--
	t.used[s]++
	r := &t.regions[i]
	if r.closed {
		mem.Protect(uintptr(t.addr(i)), RegionSize, mem.ReadWrite)
	}
	*r = region{space: s, dirty: r.dirty}
}

// move changes the space of a region in use.
func (t *regionTable) move(i int, s space) {
	t.used[t.regions[i].space]--
	t.used[s]++
	t.regions[i].space = s
}

// release makes region i free; what it holds stays until it is taken again.
func (t *regionTable) release(i int) {
	r := &t.regions[i]
	t.used[r.space]--
	t.used[spaceFree]++
	t.nFree++
	t.free[i/64] |= 1 << (i % 64)
	*r = region{dirty: true}
	if t.rotate {
		mem.Decommit(uintptr(t.addr(i)), RegionSize)
		mem.Protect(uintptr(t.addr(i)), RegionSize, mem.NoAccess)
		r.closed, r.dirty = true, false
	} else {
		t.hint = min(t.hint, i)
	}
}

// touched yields the regions that have ever been in use.
func (t *regionTable) touched() iter.Seq2[int, *region] {
	return func(yield func(int, *region) bool) {
		for i := 0; i < len(t.regions); i++ {
			if i == t.low && i < t.high {
				if i = t.high; i == len(t.regions) {
					return
				}
			}
			if !yield(i, &t.regions[i]) {
				return
			}
		}
	}
}

// inUse is the number of regions that are not free.
func (t *regionTable) inUse() int { return len(t.regions) - t.nFree }
