package sched

import (
	"runtime"
	"sync/atomic"
	"time"
)

// Status tells what a thread is doing, for thread dumps and the like.
type Status uint32

// The statuses of a thread.
const (
	Created        Status = iota // not started
	Running                      // runs, or could
	Sleeping                     // in Sleep
	Parked                       // in Park without a timeout
	ParkedTimed                  // in Park with a timeout
	Waiting                      // in MonitorWait without a timeout
	WaitingTimed                 // in MonitorWait with a timeout
	BlockedOnEnter               // waits to enter a monitor
	Terminated
)

var statusNames = [...]string{"created", "running", "sleeping", "parked", "timed parked", "waiting", "timed waiting", "blocked", "terminated"}

func (s Status) String() string { return statusNames[s] }

// Thread is one thread of the machine, bound to a goroutine while it runs.
// Methods that say "on this thread" are called by that goroutine only.
type Thread struct {
	state   atomic.Uint32 // mode and requests, see the package comment
	events  atomic.Uint32 // wake-up reasons, see park.go
	thin    uint32        // the header word of an object this thread locked once, age 0
	id      uint32
	poll    *uint32
	threads *Threads

	// Client belongs to the client, who sets it before the thread is seen.
	Client any

	entries   uint32 // into managed mode
	status    atomic.Uint32
	ownPoll   uint32 // the poll word until the client gives one
	daemon    bool
	stack     Stack
	wake      chan struct{} // one token: look at events
	timer     *time.Timer   // made at the first timeout, then reused
	seed      uint64        // of the identity hashes this thread makes
	node      queueNode
	blockedOn atomic.Pointer[Monitor] // it waits to enter this
	waitingOn atomic.Pointer[Monitor] // it waits to be notified on this

	clock        clock // clock.go
	blockedCount atomic.Int64
	waitedCount  atomic.Int64
}

// ID returns the thread's id, 1 to MaxThreads.
func (t *Thread) ID() uint32 { return t.id }

// Threads returns the manager.
func (t *Thread) Threads() *Threads { return t.threads }

// Daemon reports whether the thread is a daemon.
func (t *Thread) Daemon() bool { return t.daemon }

// Stack returns the thread's stack.
func (t *Thread) Stack() Stack { return t.stack }

// Status tells what the thread is doing.
func (t *Thread) Status() Status { return Status(t.status.Load()) }

// BlockedCount returns how often the thread blocked to enter a monitor.
func (t *Thread) BlockedCount() int64 { return t.blockedCount.Load() }

// WaitedCount returns how often the thread slept, parked or waited.
func (t *Thread) WaitedCount() int64 { return t.waitedCount.Load() }

// ThinWord returns the header word of an object with age 0 that the thread has
// locked once, for code that tries the fast path by itself.
func (t *Thread) ThinWord() uint32 { return t.thin }

// SetPollWord makes p the word that is non-zero when Poll must be called. It
// may lie outside the Go heap, and must stay valid until the thread has ended:
// the thread's own stack does. It is called before the thread runs.
func (t *Thread) SetPollWord(p *uint32) {
	t.threads.mu.Lock()
	atomic.StoreUint32(p, atomic.LoadUint32(t.poll))
	t.poll = p
	t.threads.mu.Unlock()
}

// Start runs fn on a new goroutine, in managed mode, and ends the thread when
// fn returns. The stack is given back after that. A panic that leaves fn ends
// the process, with the thread as it was.
func (t *Thread) Start(fn func()) {
	t.status.Store(uint32(Running))
	go func() {
		ended := !t.UntilEnd(func() {
			t.LeaveBlocked()
			fn()
		})
		// Not deferred: to detach a thread that panics could wait for a world
		// that the panic keeps stopped, and hide the bug.
		if ended || t.threads.Ending() {
			t.Discard()
		} else {
			t.Detach()
		}
	}()
}

// Attach binds the thread to the calling goroutine, in managed mode.
func (t *Thread) Attach() {
	t.status.Store(uint32(Running))
	t.LeaveBlocked()
}

// Detach ends a thread, on this thread.
func (t *Thread) Detach() {
	if !t.Managed() {
		t.LeaveBlocked()
	}
	t.status.Store(uint32(Terminated))
	t.threads.remove(t)
}

// Discard drops a thread that was created and never started, or was ended by End.
func (t *Thread) Discard() {
	t.status.Store(uint32(Terminated))
	t.threads.remove(t)
}

// Yield lets other threads run, on this thread.
func (t *Thread) Yield() {
	t.EnterBlocked()
	runtime.Gosched()
	t.LeaveBlocked()
}

// setStatus notes and reports a status, on this thread in managed mode, or on
// the managed thread that notified this one.
func (t *Thread) setStatus(s Status) {
	t.status.Store(uint32(s))
	if f := t.threads.onStatus; f != nil {
		f(t, s)
	}
}
