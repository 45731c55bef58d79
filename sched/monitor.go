package sched

import (
	"sync"
	"sync/atomic"
	"time"
)

// Monitor is the inflated lock of one object: an owner word that threads race
// for, a queue of those who wait to enter, and the set of those who wait to be
// notified.
//
//	           ┌──────── notify ────────┐
//	           │                        v
//	┌──────────┴───┐ FIFO        ┌──────────────┐ FIFO
//	│  wait set    │             │ entry queue  │ <── contended enter
//	└──────────────┘             └──────┬───────┘
//	           ^                        │ release wakes the first,
//	           │ wait                   v which then races for owner
//	           └─────────────── owner <─┴── uncontended enter (CAS)
//
// A release stores 0 to owner and then reads queued; who queues stores queued
// and then tries owner. One of the two sees the other, so no wake-up is lost.
// One wake-up at most is under way (waking), so that an owner that releases
// often does not wake the same thread time and again. A thread that was woken
// in vain too often asks for the lock to be handed over (starving).
type Monitor struct {
	owner    atomic.Uint32 // id of the owner, 0 = free
	queued   atomic.Int32  // threads in the entry queue
	waking   atomic.Bool   // the head of the entry queue was woken and has not yet tried
	starving atomic.Bool   // the next release hands over to the head
	// users counts the threads in enter's slow path or in wait: a monitor with
	// users is not deflated.
	users      atomic.Int32
	hash       atomic.Uint32 // the object's identity hash, 0 = none yet
	obj        atomic.Uint32 // the client's name for the object, 0 = monitor not in use
	index      uint32
	recursions uint32 // the owner's
	nextFree   uint32 // Monitors.mu

	mu    sync.Mutex // guards the queues and the nodes in them
	entry queue
	waits queue
}

// spinRounds bounds the active wait for a lock, spinPause the time between two
// looks. Together about a microsecond: less than it costs to sleep and wake.
const (
	spinRounds = 20
	spinPause  = 40
	// patience is how many futile wake-ups a thread puts up with before it asks
	// for the lock to be handed over. On one processor each costs a time slice.
	patience       = 4
	patienceSingle = 1
)

// Object returns the client's name for the object.
func (m *Monitor) Object() uint32 { return m.obj.Load() }

// OwnerID returns the id of the owner, or 0.
func (m *Monitor) OwnerID() uint32 { return m.owner.Load() }

// Idle reports whether no thread owns the monitor, wants to or waits on it.
func (m *Monitor) Idle() bool { return m.owner.Load() == 0 && m.users.Load() == 0 }

// tryEnter locks the monitor unless another thread owns it.
func (m *Monitor) tryEnter(t *Thread) bool {
	if m.owner.CompareAndSwap(0, t.id) {
		return true
	}
	if m.owner.Load() == t.id {
		m.recursions++
		return true
	}
	return false
}

// enter locks the monitor on thread t, managed.
func (m *Monitor) enter(t *Thread) {
	if m.tryEnter(t) {
		return
	}
	m.users.Add(1)
	if !m.spin(t) {
		m.block(t)
	}
	m.users.Add(-1)
}

// block queues t, managed, for the lock and sleeps until it has it.
func (m *Monitor) block(t *Thread) {
	t.blockedCount.Add(1)
	t.blockedOn.Store(m)
	t.setStatus(BlockedOnEnter)
	from := t.threads.lap()
	m.mu.Lock()
	m.enqueue(t)
	m.mu.Unlock()
	t.EnterBlocked()
	m.acquire(t)
	t.LeaveBlocked()
	t.threads.note(&t.clock.entering, from)
	t.blockedOn.Store(nil)
	t.setStatus(Running)
}

// spin tries for a short time to get the lock without sleeping. That pays only
// where the owner can run meanwhile.
func (m *Monitor) spin(t *Thread) bool {
	if !t.threads.multi || m.queued.Load() > 1 {
		return false
	}
	for range spinRounds {
		for range spinPause {
		}
		owner := m.owner.Load()
		if owner == 0 {
			if m.owner.CompareAndSwap(0, t.id) {
				return true
			}
			continue
		}
		o := t.threads.Lookup(owner)
		if o == nil || !o.Managed() || t.StopRequested() {
			return false
		}
	}
	return false
}

// enqueue appends t to the entry queue. m.mu is held.
func (m *Monitor) enqueue(t *Thread) {
	m.entry.push(t, inEntry)
	m.queued.Add(1)
}

// acquire gets the lock for t, which is in the entry queue and in blocked mode,
// and takes it out of the queue.
func (m *Monitor) acquire(t *Thread) {
	limit := patience
	if !t.threads.multi {
		limit = patienceSingle
	}
	for tries := 1; ; tries++ {
		if m.owner.CompareAndSwap(0, t.id) {
			m.mu.Lock()
			m.dequeue(t)
			m.mu.Unlock()
			return
		}
		t.await(evEntry, NoTimeout)
		m.mu.Lock()
		t.take(evEntry)
		if t.node.where == nowhere { // handed over
			m.mu.Unlock()
			return
		}
		if t.node.woken {
			t.node.woken = false
			m.waking.Store(false)
		}
		if tries >= limit && m.entry.head == t {
			m.starving.Store(true)
		}
		m.mu.Unlock()
	}
}

// dequeue takes t out of the entry queue and forgets a wake-up that is under
// way to it. m.mu is held.
func (m *Monitor) dequeue(t *Thread) {
	if m.entry.head == t {
		m.starving.Store(false)
	}
	m.entry.remove(t)
	m.queued.Add(-1)
	if t.node.woken {
		t.node.woken = false
		m.waking.Store(false)
	}
	t.take(evEntry)
}

// exit unlocks the monitor once and reports whether t owned it.
func (m *Monitor) exit(t *Thread) bool {
	if m.owner.Load() != t.id {
		return false
	}
	if m.recursions != 0 {
		m.recursions--
		return true
	}
	m.release()
	return true
}

// release gives up the lock, whose recursion count is 0.
func (m *Monitor) release() {
	if m.starving.Load() && m.handOver() {
		return
	}
	m.owner.Store(0)
	if m.queued.Load() != 0 && !m.waking.Load() {
		m.wakeHead()
	}
}

// handOver makes the first thread of the entry queue the owner.
func (m *Monitor) handOver() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.entry.head
	if t == nil {
		return false
	}
	m.dequeue(t)
	m.owner.Store(t.id)
	t.post(evEntry)
	return true
}

// wakeHead lets the first thread of the entry queue try again.
func (m *Monitor) wakeHead() {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.entry.head
	// A new owner will see to the queue when it releases.
	if t == nil || m.waking.Load() || m.owner.Load() != 0 {
		return
	}
	m.waking.Store(true)
	t.node.woken = true
	t.post(evEntry)
}

// wait gives up the lock, waits for a notification, and takes the lock again
// with the same depth. The caller owns the lock.
func (m *Monitor) wait(t *Thread, timeout time.Duration) Result {
	s := Waiting
	if timeout >= 0 {
		s = WaitingTimed
	}
	recursions := m.recursions
	m.users.Add(1)
	m.mu.Lock()
	m.waits.push(t, inWaits)
	m.mu.Unlock()
	t.waitedCount.Add(1)
	t.waitingOn.Store(m)
	from := t.threads.lap()
	t.setStatus(s)
	m.recursions = 0
	m.release()

	t.EnterBlocked()
	res := m.awaitNotify(t, timeout)
	if res == Normal {
		m.reacquire(t)
		t.LeaveBlocked()
		t.waitingOn.Store(nil)
		t.blockedOn.Store(nil)
		t.setStatus(Running)
	} else {
		t.LeaveBlocked()
		t.waitingOn.Store(nil)
		t.setStatus(Running)
		if !m.owner.CompareAndSwap(0, t.id) {
			m.block(t)
		}
	}
	t.threads.note(&t.clock.waiting, from)
	m.recursions = recursions
	m.users.Add(-1)
	if res == Interrupted {
		t.take(evInterrupt)
	}
	return res
}

// awaitNotify sleeps until t, in blocked mode, is notified, and then in the
// entry queue or already the owner, or until it is interrupted or the time is
// over, and then in no queue.
func (m *Monitor) awaitNotify(t *Thread, timeout time.Duration) Result {
	var deadline time.Time
	if timeout >= 0 {
		deadline = time.Now().Add(timeout)
	}
	for {
		// A notification moves t to the entry queue, and the release that
		// follows wakes it there with evEntry.
		ev := t.await(evEntry|evInterrupt, timeout)
		m.mu.Lock()
		if t.node.where != inWaits {
			// Notified, even if an interrupt or the end of the time came too: a
			// notification must not be lost. The interrupt stays pending.
			m.mu.Unlock()
			return Normal
		}
		if ev == 0 || ev&evInterrupt != 0 {
			m.waits.remove(t)
			m.mu.Unlock()
			if ev == 0 {
				return TimedOut
			}
			return Interrupted
		}
		t.take(evEntry) // stale
		m.mu.Unlock()
		if timeout >= 0 {
			timeout = max(0, time.Until(deadline))
		}
	}
}

// reacquire is acquire for a thread that was notified: the lock may have been
// handed over to it already.
func (m *Monitor) reacquire(t *Thread) {
	m.mu.Lock()
	handed := t.node.where == nowhere
	if handed {
		t.take(evEntry)
	}
	m.mu.Unlock()
	if !handed {
		m.acquire(t)
	}
}

// notify moves the first thread of the wait set, or all, to the entry queue and
// returns how many. The caller owns the lock, and wakes them by its release;
// therefore what it reports about them here is in time.
func (m *Monitor) notify(all bool) int {
	for n := 0; ; n++ {
		m.mu.Lock()
		t := m.waits.head
		if t == nil || n == 1 && !all {
			m.mu.Unlock()
			return n
		}
		m.waits.remove(t)
		m.enqueue(t)
		m.mu.Unlock()
		t.blockedOn.Store(m)
		t.setStatus(BlockedOnEnter)
	}
}
