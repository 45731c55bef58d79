package regalloc

import (
	"cmp"
	"slices"
)

// queue holds the intervals that are not yet processed, by start. Those of whole values are
// sorted once; parts, which splits add while the scan runs, are in a heap.
type queue struct {
	whole []queued
	taken int // so many of them
	parts []queued
}

func (q *queue) reset() { q.whole, q.taken, q.parts = q.whole[:0], 0, q.parts[:0] }

// queued is an interval with its key: the start, then the number, so that the order is the same
// at each run.
type queued struct {
	key uint64
	i   *interval
}

func enqueue(i *interval) queued { return queued{uint64(i.begin)<<32 | uint64(i.id), i} }

// add adds an interval before the scan begins; sort ends that.
func (q *queue) add(i *interval) { q.whole = append(q.whole, enqueue(i)) }

func (q *queue) sort() {
	slices.SortFunc(q.whole, func(x, y queued) int { return cmp.Compare(x.key, y.key) })
}

// push adds a part.
func (q *queue) push(i *interval) {
	h := append(q.parts, enqueue(i))
	for k := len(h) - 1; k > 0; {
		up := (k - 1) / 2
		if h[up].key <= h[k].key {
			break
		}
		h[up], h[k] = h[k], h[up]
		k = up
	}
	q.parts = h
}

// next takes the interval that starts first, or nil when there is none left.
func (q *queue) next() *interval {
	if q.taken < len(q.whole) && (len(q.parts) == 0 || q.whole[q.taken].key < q.parts[0].key) {
		q.taken++
		return q.whole[q.taken-1].i
	}
	if len(q.parts) == 0 {
		return nil
	}
	return q.pop()
}

// pop takes the first part.
func (q *queue) pop() *interval {
	h := q.parts
	first := h[0].i
	n := len(h) - 1
	h[0] = h[n]
	h = h[:n]
	for k := 0; ; {
		down := 2*k + 1
		if down >= n {
			break
		}
		if down+1 < n && h[down+1].key < h[down].key {
			down++
		}
		if h[k].key <= h[down].key {
			break
		}
		h[k], h[down] = h[down], h[k]
		k = down
	}
	q.parts = h
	return first
}
