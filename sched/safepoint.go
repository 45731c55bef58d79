package sched

import (
	"sync"
	"sync/atomic"
	"time"
)

// The bits of Thread.state.
const (
	managed       = 1 << 0
	stopRequested = 1 << 1
	dead          = 1 << 2
)

// lateStop is the time after which threads that do not stop are reported, and
// again and again.
const lateStop = 5 * time.Second

// world serializes those who stop threads.
type world struct {
	// stop is held from the stop to the start, also by handshakes: at any time
	// one requester at most wants threads to stand still.
	stop   sync.Mutex
	holder atomic.Pointer[Thread] // who holds stop, nil if nobody or not a thread

	stopping bool // the whole world stops or is stopped; guarded by Threads.mu

	// pending counts the threads that were managed when asked to stop and have
	// not yet left that mode, plus one while the stopper is still counting.
	pending atomic.Int32
	// reached gets a token from the thread that brings pending to zero.
	reached chan struct{}
	// resume is closed when the threads may go on. It is replaced before the
	// first request bit is set and closed after the last is cleared.
	resume atomic.Pointer[chan struct{}]
}

func (w *world) init() {
	w.reached = make(chan struct{}, 1)
	c := make(chan struct{})
	close(c)
	w.resume.Store(&c)
}

// stopped reports whether who holds stop has stopped all threads, not one only.
func (w *world) stopped() bool { return w.pending.Load() == 0 && w.stopping }

// arrived is called once by each thread that leaves managed mode because of,
// or in spite of, a request.
func (w *world) arrived() {
	if w.pending.Add(-1) == 0 {
		w.reached <- struct{}{}
	}
}

// Managed reports whether the thread is in managed mode. It is exact on this
// thread only.
func (t *Thread) Managed() bool { return t.state.Load()&managed != 0 }

// EnterBlocked leaves managed mode, on this thread: from here to LeaveBlocked
// it does not touch the heap, and the world stops without it.
func (t *Thread) EnterBlocked() {
	t.stopClock()
	if !t.state.CompareAndSwap(managed, 0) {
		t.enterBlockedSlow()
	}
}

func (t *Thread) enterBlockedSlow() {
	if !t.state.CompareAndSwap(managed|stopRequested, stopRequested) {
		// The request may have come between the two attempts, never gone: it is
		// only withdrawn after this thread arrived.
		panic("BUG: EnterBlocked on a thread that is not managed")
	}
	t.threads.world.arrived()
}

// LeaveBlocked enters managed mode, on this thread, and waits while the world
// or this thread is stopped.
func (t *Thread) LeaveBlocked() {
	if !t.state.CompareAndSwap(0, managed) {
		t.leaveBlockedSlow()
	}
	t.startClock()
	t.entries++
}

func (t *Thread) leaveBlockedSlow() {
	for !t.state.CompareAndSwap(0, managed) {
		if t.state.Load()&(managed|dead) != 0 {
			panic("BUG: LeaveBlocked on a thread that is not blocked")
		}
		t.checkEnd()
		resume := *t.threads.world.resume.Load()
		// The request seen above may be over and the channel that of the next
		// one, or closed: the loop looks again in any case.
		if t.state.Load()&stopRequested != 0 {
			<-resume
		}
	}
}

// Entries counts how often the thread has entered managed mode, modulo 2^32.
// While the world is stopped, a thread that was blocked at an earlier stop and
// whose count has not changed has not touched the heap in between.
func (t *Thread) Entries() uint32 { return t.entries }

// Blocked runs fn in blocked mode, on this thread.
func (t *Thread) Blocked(fn func()) {
	t.EnterBlocked()
	defer t.LeaveBlocked()
	fn()
}

// Poll is the slow path of a safepoint poll, on this thread in managed mode:
// it is called when the poll word is not zero, clears it, and stands still
// while the thread is asked to.
func (t *Thread) Poll() {
	atomic.StoreUint32(t.poll, 0)
	if t.state.Load()&stopRequested != 0 {
		t.EnterBlocked()
		t.LeaveBlocked()
	}
}

// StopRequested reports whether the thread is asked to stand still.
func (t *Thread) StopRequested() bool { return t.state.Load()&stopRequested != 0 }

// RequestPoll makes the thread call Poll soon, whatever for.
func (t *Thread) RequestPoll() {
	t.threads.mu.Lock()
	atomic.StoreUint32(t.poll, 1)
	t.threads.mu.Unlock()
}

// StopTheWorld returns when every thread stands still, in blocked mode. The
// caller is no thread, or a thread in blocked mode; a managed thread calls its
// own StopTheWorld. Whoever else wants to stop the world waits.
func (m *Threads) StopTheWorld() { m.stopWorld(nil) }

// StartTheWorld ends what StopTheWorld began.
func (m *Threads) StartTheWorld() { m.startWorld() }

// WhileStopped runs fn while every thread stands still, for a caller that is no thread. It
// reports false, without having run fn, if the threads have ended.
func (m *Threads) WhileStopped(fn func()) bool {
	w := &m.world
	w.acquire(nil)
	if m.Ending() {
		w.release()
		return false
	}
	m.stopAcquired(nil)
	fn()
	m.startWorld()
	return true
}

// StopTheWorld returns when every thread but this one stands still, on this
// thread, in either mode. While it waits for another who stops the world it
// counts as stopped itself.
func (t *Thread) StopTheWorld() { t.threads.stopWorld(t) }

// StartTheWorld ends what StopTheWorld began, on this thread.
func (t *Thread) StartTheWorld() { t.threads.startWorld() }

// acquire takes the right to stop threads for by, which may be nil.
func (w *world) acquire(by *Thread) {
	if by != nil && w.holder.Load() == by {
		panic("BUG: a thread that has stopped others stops them again")
	}
	if !w.stop.TryLock() {
		if by != nil && by.Managed() {
			by.EnterBlocked()
			w.stop.Lock()
			if by.threads.Ending() {
				w.stop.Unlock()
				by.checkEnd()
			}
			// Nobody else can ask by to stop now: leaving does not wait.
			by.LeaveBlocked()
		} else {
			w.stop.Lock()
		}
	}
	if by != nil && by.threads.Ending() {
		w.stop.Unlock()
		by.checkEnd()
	}
	w.holder.Store(by)
}

func (w *world) release() {
	w.holder.Store(nil)
	w.stop.Unlock()
}

func (m *Threads) stopWorld(by *Thread) {
	m.world.acquire(by)
	m.stopAcquired(by)
}

// stopAcquired stops the world for by, which has the right to.
func (m *Threads) stopAcquired(by *Thread) {
	w := &m.world
	m.mu.Lock()
	w.begin()
	w.stopping = true
	for t := range m.table.all {
		if t != by {
			w.request(t)
		}
	}
	m.mu.Unlock()
	m.await()
}

func (m *Threads) startWorld() {
	w := &m.world
	m.mu.Lock()
	if !w.stopping {
		m.mu.Unlock()
		panic("BUG: StartTheWorld without StopTheWorld")
	}
	w.stopping = false
	for t := range m.table.all {
		t.state.And(^uint32(stopRequested))
	}
	m.mu.Unlock()
	close(*w.resume.Load())
	w.release()
}

// Handshake runs fn while target stands still, by itself or in blocked mode,
// and reports whether it did: not if target has ended. by is the calling
// thread, managed or blocked, or nil. fn must neither block nor stop the world.
func (m *Threads) Handshake(by, target *Thread, fn func()) bool {
	if by == target {
		fn()
		return true
	}
	w := &m.world
	w.acquire(by)
	defer w.release()
	m.mu.Lock()
	if target.state.Load()&dead != 0 {
		m.mu.Unlock()
		return false
	}
	w.begin()
	w.request(target)
	m.mu.Unlock()
	m.await()
	defer func() {
		target.state.And(^uint32(stopRequested))
		close(*w.resume.Load())
	}()
	if target.state.Load()&dead != 0 {
		return false
	}
	fn()
	return true
}

// begin prepares requests.
func (w *world) begin() {
	resume := make(chan struct{})
	w.resume.Store(&resume)
	w.pending.Store(1)
}

// request asks t to stand still. Threads.mu is held, so that t's poll word is
// valid.
func (w *world) request(t *Thread) {
	w.pending.Add(1)
	if t.state.Or(stopRequested)&managed == 0 {
		w.pending.Add(-1)
		return
	}
	atomic.StoreUint32(t.poll, 1)
}

// await returns when all threads that were asked stand still.
func (m *Threads) await() {
	w := &m.world
	if w.pending.Add(-1) == 0 {
		return
	}
	if m.onLateStop == nil {
		<-w.reached
		return
	}
	tick := time.NewTicker(lateStop)
	defer tick.Stop()
	for {
		select {
		case <-w.reached:
			return
		case <-tick.C:
			m.onLateStop(m.late())
		}
	}
}

// late returns the threads that still have to stop.
func (m *Threads) late() []*Thread {
	var list []*Thread
	for t := range m.All() {
		if t.state.Load() == managed|stopRequested {
			list = append(list, t)
		}
	}
	return list
}
