package jit

import (
	"math"
	"slices"
	"sync"

	"gojvm/vm"
)

// unit is something to be compiled: a method (bci is -1), or one that is entered at a loop.
type unit struct {
	m   *vm.Method
	bci int
	r   *record
}

// order is a unit in the queue. done, if there is, is closed when it has been compiled or dropped.
type order struct {
	unit
	done chan struct{}
}

func (o *order) finish() {
	if o.done != nil {
		close(o.done)
	}
}

// maxQueue bounds the units that wait. What finds no place is asked for again when the
// method is still hot.
const maxQueue = 512

// queue has units compiled in the background, the hottest first, by one goroutine
// that is there while there is work.
type queue struct {
	work func(unit)

	mu      sync.Mutex
	orders  []order
	current *vm.Method // being compiled
	running bool
	closed  bool
	idle    sync.WaitGroup // the goroutine
}

// push adds a unit; it reports false when the queue is full or closed.
func (q *queue) push(u unit) bool { return q.add(order{unit: u}) }

// pushFor adds a unit whose code the caller waits for, by the channel; nil when the queue is
// full or closed.
func (q *queue) pushFor(u unit) <-chan struct{} {
	o := order{u, make(chan struct{})}
	if !q.add(o) {
		return nil
	}
	return o.done
}

func (q *queue) add(o order) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || len(q.orders) >= maxQueue {
		return false
	}
	q.orders = append(q.orders, o)
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
		if len(q.orders) == 0 || q.closed {
			q.running = false
			q.mu.Unlock()
			return
		}
		o := q.take()
		q.current = o.m
		q.mu.Unlock()
		q.work(o.unit)
		o.finish()
	}
}

// take removes the order that is executed next: one that a thread waits for, else that whose method
// the interpreter has executed most often. Of equals it is the first. q.mu is held.
func (q *queue) take() order {
	best, most := 0, uint32(0)
	for i := range q.orders {
		o := &q.orders[i]
		n := calls(o.m)
		if o.done != nil {
			n = math.MaxUint32
		}
		if n > most {
			best, most = i, n
		}
	}
	o := q.orders[best]
	q.orders = slices.Delete(q.orders, best, best+1)
	return o
}

// close drops what waits and waits for what is being compiled.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	for _, o := range q.orders {
		o.finish()
	}
	q.orders = nil
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
	for _, o := range q.orders {
		ms = append(ms, o.m)
	}
	return ms
}
