package jit

import (
	"sync"

	"gojvm/vm"
)

// unit is something to be compiled: a method (bci is -1), or one that is entered at a loop.
type unit struct {
	m   *vm.Method
	bci int
	r   *record
}

// maxQueue bounds the units that wait. What finds no place is asked for again when the
// method is still hot.
const maxQueue = 512

// queue has units compiled in the background, first come, first served, by one goroutine
// that is there while there is work.
type queue struct {
	work func(unit)

	mu      sync.Mutex
	units   []unit
	current *vm.Method // being compiled
	running bool
	closed  bool
	idle    sync.WaitGroup // the goroutine
}

// push adds a unit; it reports false when the queue is full or closed.
func (q *queue) push(u unit) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || len(q.units) >= maxQueue {
		return false
	}
	q.units = append(q.units, u)
	if !q.running {
		q.running = true
		q.idle.Go(q.run)
	}
	return true
}

func (q *queue) run() {
	for {
		q.mu.Lock()
		q.current = nil
		if len(q.units) == 0 || q.closed {
			q.running = false
			q.mu.Unlock()
			return
		}
		u := q.units[0]
		q.units = q.units[1:]
		q.current = u.m
		q.mu.Unlock()
		q.work(u)
	}
}

// close drops what waits and waits for what is being compiled.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.units = nil
	q.mu.Unlock()
	q.idle.Wait()
}

// pending returns the methods that are being compiled or wait for it.
func (q *queue) pending() (ms []*vm.Method) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.current != nil {
		ms = append(ms, q.current)
	}
	for _, u := range q.units {
		ms = append(ms, u.m)
	}
	return ms
}
