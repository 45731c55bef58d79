package mem

import (
	"errors"
	"fmt"
)

// Region is a range of reserved address space. Its pages read as zero until
// written and take physical memory only from then on. The zero Region is empty.
type Region struct{ Base, Size uintptr }

// End returns the first address after r.
func (r Region) End() uintptr { return r.Base + r.Size }

// Contains reports whether addr lies in r.
func (r Region) Contains(addr uintptr) bool { return addr-r.Base < r.Size }

// Access is what a page may be used for.
type Access int

// The accesses that Protect knows.
const (
	NoAccess  Access = iota // each use faults
	ReadOnly                // stores fault
	ReadWrite               // what Reserve gives
)

// ErrNoLowMemory is returned when the host gives no hole below 4 GiB that is
// large enough.
var ErrNoLowMemory = errors.New("mem: no address space below 4 GiB")

// Place says from which end of the space below 4 GiB a hole is looked for.
// Heaps, which are large, go to the top and small growing arenas to the
// bottom, so that they do not cut up each other's space.
type Place int

// The two ends.
const (
	Bottom Place = iota
	Top
)

// Reserve reserves size bytes anywhere, readable and writable. The size is
// rounded up to pages.
func Reserve(size uintptr) (Region, error) {
	size = AlignUp(size, PageSize)
	base, err := mmap(0, size, false)
	if err != nil {
		return Region{}, fmt.Errorf("mem: reserve %d bytes: %w", size, err)
	}
	return Region{base, size}, nil
}

// ReserveLow reserves size bytes below 4 GiB at a multiple of align (a power
// of two, at least a page), readable and writable. On 32-bit hosts that is
// anywhere.
func ReserveLow(size, align uintptr, place Place) (Region, error) {
	size, align = AlignUp(size, PageSize), max(align, PageSize)
	base, err := reserveLow(size, align, place)
	if err != nil {
		return Region{}, fmt.Errorf("mem: reserve %d bytes: %w", size, err)
	}
	return Region{base, size}, nil
}

// Release gives the whole region back to the system. Reading it afterwards
// faults or, worse, reads what came to lie there.
func (r Region) Release() error {
	if r.Size == 0 {
		return nil
	}
	return munmap(r.Base, r.Size)
}

// Decommit gives the physical memory of the pages in [addr, addr+size) back.
// The range stays reserved and reads as zero. Both ends are page-aligned.
func Decommit(addr, size uintptr) error { return decommit(addr, size) }

// Protect sets what the pages in [addr, addr+size) may be used for.
func Protect(addr, size uintptr, a Access) error { return protect(addr, size, a) }

// Populate asks the system to back [addr, addr+size), which has not been touched, by memory now:
// all at once costs less than a fault per page. It is advice: failure is not reported.
func Populate(addr, size uintptr) { populate(addr, size) }

// Huge asks the system to back [addr, addr+size) by huge pages where it can.
// It is advice: failure is not reported.
func Huge(addr, size uintptr) { huge(addr, size) }

// NoHuge asks the system to back [addr, addr+size) by small pages only: for
// ranges that are touched here and there. It is advice: failure is not
// reported.
func NoHuge(addr, size uintptr) { noHuge(addr, size) }
