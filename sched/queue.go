package sched

// place tells in which queue of a monitor a thread is.
type place uint8

const (
	nowhere place = iota
	inEntry
	inWaits
)

// queueNode links a thread into a queue. It is guarded by the mutex of the
// monitor whose queue that is.
type queueNode struct {
	prev, next *Thread
	where      place
	woken      bool // it was woken as the head of the entry queue and has not yet tried
}

// queue is a FIFO queue of threads from which any can be removed.
type queue struct{ head, tail *Thread }

func (q *queue) push(t *Thread, p place) {
	if t.node.where != nowhere {
		panic("BUG: thread is in a queue already")
	}
	t.node = queueNode{prev: q.tail, where: p}
	if q.tail == nil {
		q.head = t
	} else {
		q.tail.node.next = t
	}
	q.tail = t
}

func (q *queue) remove(t *Thread) {
	n := &t.node
	if n.prev == nil {
		q.head = n.next
	} else {
		n.prev.node.next = n.next
	}
	if n.next == nil {
		q.tail = n.prev
	} else {
		n.next.node.prev = n.prev
	}
	n.prev, n.next, n.where = nil, nil, nowhere
}
