package codecache

import (
	"slices"
	"sync/atomic"
)

// indexPage is how much code a list of the index covers, in bytes.
const indexPage = 4096

// index finds functions by address: for each page the functions that overlap it. The lists
// are replaced, never changed, so readers need no lock. Writers hold the cache's lock.
type index []atomic.Pointer[[]*Entry]

func newIndex(size int) index { return make(index, (size+indexPage-1)/indexPage) }

// at returns the functions on the page of an offset.
func (x index) at(off int) []*Entry {
	if p := x[off/indexPage].Load(); p != nil {
		return *p
	}
	return nil
}

func (x index) add(from, to int, e *Entry) {
	for p := from / indexPage; p <= (to-1)/indexPage; p++ {
		list := append(slices.Clone(x.at(p*indexPage)), e)
		x[p].Store(&list)
	}
}

func (x index) remove(from, to int, e *Entry) {
	for p := from / indexPage; p <= (to-1)/indexPage; p++ {
		list := slices.DeleteFunc(slices.Clone(x.at(p*indexPage)), func(f *Entry) bool { return f == e })
		x[p].Store(&list)
	}
}
