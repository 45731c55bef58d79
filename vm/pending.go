package vm

import "sync"

// PendingReferences is the list of java.lang.ref.Reference objects that the
// collector has cleared and that the Reference Handler thread has not taken
// yet, linked through Reference.discovered. The head is a root.
type PendingReferences struct {
	mu   sync.Mutex
	head Ref
	wake chan struct{} // closed when the list becomes non-empty; nil when nobody waits
}

// enqueue puts the list that begins at head in front. The world is stopped.
func (p *PendingReferences) enqueue(vm *VM, head Ref) {
	if head == 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.head != 0 {
		last := head
		off := vm.Known.ReferenceDiscovered.Offset
		for next := Object(last).Ref(off); next != 0; next = Object(last).Ref(off) {
			last = next
		}
		vm.SetRef(last, off, p.head)
	}
	p.head = head
	if p.wake != nil {
		close(p.wake)
		p.wake = nil
	}
}

// TakePending returns the pending list and empties it
// (Reference.getAndClearReferencePendingList).
func (vm *VM) TakePending() Ref {
	p := &vm.pending
	p.mu.Lock()
	defer p.mu.Unlock()
	head := p.head
	p.head = 0
	return head
}

// HasPending reports whether the list is non-empty.
func (vm *VM) HasPending() bool {
	p := &vm.pending
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.head != 0
}

// AwaitPending blocks until the list is non-empty. It may return early.
func (t *Thread) AwaitPending() {
	p := &t.VM.pending
	p.mu.Lock()
	if p.head != 0 {
		p.mu.Unlock()
		return
	}
	if p.wake == nil {
		p.wake = make(chan struct{})
	}
	ch := p.wake
	p.mu.Unlock()
	t.Blocking(func() {
		select {
		case <-ch:
		case <-t.Sched.Threads().Done():
		}
	})
}
