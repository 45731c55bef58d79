package loader

import (
	"errors"
	"sync"

	"gojvm/vm"
)

// placeholders mark classes that some thread is deriving, until they are
// recorded in their loader: so that the bootstrap loader derives each class
// once, and that a class which is its own superclass is found out (JVMS 5.3.5 step 3).
type placeholders struct {
	mu      sync.Mutex
	entries map[classKey]*placeholder
	waits   map[*vm.Thread]*placeholder // what a thread waits for
}

type classKey struct {
	loader *vm.Loader
	name   string
}

type placeholder struct {
	owners []*vm.Thread // several threads may define a class in a parallel-capable loader
	done   chan struct{}
}

var errCircular = errors.New("class is its own superclass")

// begin claims the class for t. When another thread has it, begin waits and
// returns the class which that made, or claims it then. The claim ends by end.
func (p *placeholders) begin(t *vm.Thread, loader *vm.Loader, name string) (*vm.Class, error) {
	key := classKey{loader, name}
	p.mu.Lock()
	for {
		if c := loader.Lookup(name); c != nil {
			p.mu.Unlock()
			return c, nil
		}
		e := p.entries[key]
		if e == nil {
			p.add(key, t)
			p.mu.Unlock()
			return nil, nil
		}
		if p.leadsTo(e, t) {
			p.mu.Unlock()
			return nil, errCircular
		}
		p.waits[t] = e
		p.mu.Unlock()
		t.Blocking(func() {
			select {
			case <-e.done:
			case <-t.Sched.Threads().Done():
			}
		})
		p.mu.Lock()
		delete(p.waits, t)
	}
}

func (p *placeholders) add(key classKey, t *vm.Thread) {
	if p.entries == nil {
		p.entries = map[classKey]*placeholder{}
		p.waits = map[*vm.Thread]*placeholder{}
	}
	e := p.entries[key]
	if e == nil {
		e = &placeholder{done: make(chan struct{})}
		p.entries[key] = e
	}
	e.owners = append(e.owners, t)
}

// leadsTo reports whether waiting for e would be waiting for t itself, over
// other threads that wait for superclasses. The chain has no other cycles:
// nobody closes one.
func (p *placeholders) leadsTo(e *placeholder, t *vm.Thread) bool {
	for e != nil {
		o := e.owners[0]
		if o == t {
			return true
		}
		e = p.waits[o]
	}
	return false
}

func (p *placeholders) end(loader *vm.Loader, name string) {
	key := classKey{loader, name}
	p.mu.Lock()
	e := p.entries[key]
	delete(p.entries, key)
	p.mu.Unlock()
	close(e.done)
}

// enter marks that t derives a class in a loader of a program, which does its
// own locking. It is false when t is doing that already: the class is among
// its own supers.
func (p *placeholders) enter(t *vm.Thread, loader *vm.Loader, name string) bool {
	key := classKey{loader, name}
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.entries[key]; e != nil {
		for _, o := range e.owners {
			if o == t {
				return false
			}
		}
	}
	p.add(key, t)
	return true
}

// leave ends what enter began.
func (p *placeholders) leave(t *vm.Thread, loader *vm.Loader, name string) {
	key := classKey{loader, name}
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.entries[key]
	for i, o := range e.owners {
		if o == t {
			e.owners = append(e.owners[:i], e.owners[i+1:]...)
			break
		}
	}
	if len(e.owners) == 0 {
		delete(p.entries, key)
		close(e.done)
	}
}

// circularity turns errCircular into the Java error.
func (l *Linker) circularity(t *vm.Thread, err error, name string) error {
	if err == errCircular {
		return t.Throw("java/lang/ClassCircularityError", name)
	}
	return err
}
