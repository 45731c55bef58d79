package jit

import (
	"sync"

	"gojvm/vm"
)

// held has the domains of the classes in the profiles that compilations have read. While a
// collection chooses what to unload, no profile is read. It is no lock that the collection has
// for so long, because a collection that fails never comes to its end, and the VM is closed all the same.
type held struct {
	mu       sync.Mutex
	free     sync.Cond // choosing or closed has changed
	domains  map[unit][]*vm.Domain
	choosing bool // a collection is between choose and chosen
	closed   bool // the VM ends: profiles do not matter any more
}

func (h *held) init() {
	h.free.L = &h.mu
	h.domains = map[unit][]*vm.Domain{}
}

// choose begins the choice, and returns what is held.
func (h *held) choose() (list []*vm.Domain) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.choosing = true
	for _, ds := range h.domains {
		list = append(list, ds...)
	}
	return list
}

// chosen ends the choice: profiles have no dead classes.
func (h *held) chosen() {
	h.mu.Lock()
	h.choosing = false
	h.mu.Unlock()
	h.free.Broadcast()
}

// await waits, with h.mu held, until profiles may be read. It reports false if the VM ends.
func (h *held) await() bool {
	for h.choosing && !h.closed {
		h.free.Wait()
	}
	return !h.closed
}

// letGo ends the compilation of u.
func (h *held) letGo(u unit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.domains, u)
}

func (h *held) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.free.Broadcast()
}
