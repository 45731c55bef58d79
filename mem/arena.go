package mem

import (
	"math/bits"
	"sync"
)

// Arena allocates metadata blocks: zeroed, 8-aligned (16-aligned from 16
// bytes on), below 4 GiB. It grows by chunks and never moves a block.
//
//	chunk:  | block | block | ... | next ->            end |
//
// A freed block goes to the list of its size class, threaded through its first
// word, and is cleared again when it is handed out. Classes are multiples of 8
// up to 1 KiB, then four per power of two; blocks larger than maxClass are
// reservations of their own.
//
// An Arena is safe for concurrent use.
type Arena struct {
	mu        sync.Mutex
	chunkSize uintptr
	chunks    []Region
	large     map[uintptr]Region
	next, end uintptr
	free      [numClasses]uint32 // heads of the free lists
	stats     ArenaStats
	poison    bool
}

// ArenaStats counts the bytes of an arena.
type ArenaStats struct {
	Reserved uintptr // address space taken
	Used     uintptr // in blocks handed out, rounded to their class
	Blocks   int     // blocks handed out
}

const (
	fineLimit  = 1024
	maxClass   = 64 << 10
	numClasses = fineLimit/8 + 1 + 4*7

	// DefaultChunk is the chunk size that suits a whole virtual machine.
	DefaultChunk = 1 << 20
)

// NewArena returns an empty arena that grows by chunkSize bytes, DefaultChunk
// if that is 0.
func NewArena(chunkSize uintptr) *Arena {
	if chunkSize == 0 {
		chunkSize = DefaultChunk
	}
	return &Arena{chunkSize: max(AlignUp(chunkSize, PageSize), 2*maxClass), large: map[uintptr]Region{}}
}

// sizeClass returns the class of a block of size bytes and the size of the
// class; size is at most maxClass.
func sizeClass(size uintptr) (class int, rounded uintptr) {
	if size <= fineLimit {
		size = max(AlignUp(size, 8), 8)
		return int(size / 8), size
	}
	shift := uint(bits.Len(uint(size-1))) - 3 // four classes between 2^(shift+2) and 2^(shift+3)
	q := (size + 1<<shift - 1) >> shift       // 5..8
	return fineLimit/8 + int(shift-8)*4 + int(q) - 4, q << shift
}

// Poison has freed blocks filled with a pattern that is no address and not handed out again,
// so that who still uses one is found out.
func (a *Arena) Poison() { a.poison = true }

const poison = 0xfd

// Alloc returns a zeroed block of size bytes, or an error if there is no
// address space left. A size of 0 gives a block of 8 bytes.
func (a *Arena) Alloc(size uintptr) (uintptr, error) {
	if size > maxClass {
		return a.allocLarge(size)
	}
	class, size := sizeClass(size)
	a.mu.Lock()
	defer a.mu.Unlock()
	if p := uintptr(a.free[class]); p != 0 {
		a.free[class] = Load32(p)
		a.count(size)
		Zero(p, size)
		return p, nil
	}
	p := a.next
	if size >= 16 {
		p = AlignUp(p, 16)
	}
	if p+size > a.end || a.next == 0 {
		r, err := ReserveLow(a.chunkSize, PageSize, Bottom)
		if err != nil {
			return 0, err
		}
		a.chunks = append(a.chunks, r)
		a.stats.Reserved += r.Size
		a.end = r.End()
		p = r.Base
	}
	a.next = p + size
	a.count(size)
	return p, nil
}

func (a *Arena) count(size uintptr) {
	a.stats.Used += size
	a.stats.Blocks++
}

func (a *Arena) allocLarge(size uintptr) (uintptr, error) {
	r, err := ReserveLow(size, PageSize, Bottom)
	if err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.large[r.Base] = r
	a.stats.Reserved += r.Size
	a.count(r.Size)
	return r.Base, nil
}

// Free takes back the block at addr, which Alloc returned for the same size.
func (a *Arena) Free(addr, size uintptr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stats.Blocks--
	if size > maxClass {
		r, ok := a.large[addr]
		if !ok {
			panic("BUG: mem.Arena.Free of a block that is not there")
		}
		delete(a.large, addr)
		a.stats.Reserved -= r.Size
		a.stats.Used -= r.Size
		r.Release()
		return
	}
	class, size := sizeClass(size)
	a.stats.Used -= size
	if a.poison {
		for i := range size {
			Store8(addr+i, poison)
		}
		return
	}
	Store32(addr, a.free[class])
	a.free[class] = uint32(addr)
}

// Stats returns the present counts.
func (a *Arena) Stats() ArenaStats {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.stats
}

// Release gives all blocks and chunks back to the system. The arena is empty
// and usable again.
func (a *Arena) Release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, r := range a.chunks {
		r.Release()
	}
	for _, r := range a.large {
		r.Release()
	}
	a.chunks, a.next, a.end = nil, 0, 0
	a.free, a.stats = [numClasses]uint32{}, ArenaStats{}
	clear(a.large)
}
