package sched

import (
	"sync/atomic"
	"time"
)

// clock accounts for the time of one thread. Go tells no processor time of a
// goroutine, so that the time in managed mode stands for it: it is too long by
// what the thread waited for a core, which on an idle machine is nothing.
// Times are nanoseconds since the threads' epoch.
type clock struct {
	start   int64        // when the thread was made, in blocked mode
	since   atomic.Int64 // when it left managed mode, 0 while it is in it
	blocked atomic.Int64 // in blocked mode so far

	entering atomic.Int64 // blocked to enter monitors, while Threads.Timing
	waiting  atomic.Int64 // slept, parked or waited, while Threads.Timing
}

func (m *Threads) now() int64 { return int64(time.Since(m.epoch)) }

func (t *Thread) stopClock() { t.clock.since.Store(t.threads.now()) }

func (t *Thread) startClock() {
	c := &t.clock
	c.blocked.Store(c.blocked.Load() + t.threads.now() - c.since.Load())
	c.since.Store(0)
}

// RunTime returns how long the thread has been in managed mode.
func (t *Thread) RunTime() time.Duration {
	c := &t.clock
	now := t.threads.now()
	d := now - c.start - c.blocked.Load()
	if s := c.since.Load(); s != 0 {
		d -= now - s
	}
	return time.Duration(max(d, 0))
}

// SetTiming says whether the time that threads are blocked and wait is to be
// measured (BlockedTime, WaitedTime).
func (m *Threads) SetTiming(on bool) { m.timing.Store(on) }

// Timing reports what SetTiming said last.
func (m *Threads) Timing() bool { return m.timing.Load() }

// BlockedTime returns how long the thread was blocked to enter monitors since
// ResetTimes, WaitedTime how long it slept, parked and waited; a wait that lasts
// is not in it.
func (t *Thread) BlockedTime() time.Duration { return time.Duration(t.clock.entering.Load()) }

// WaitedTime: see BlockedTime.
func (t *Thread) WaitedTime() time.Duration { return time.Duration(t.clock.waiting.Load()) }

// ResetTimes sets BlockedTime and WaitedTime to 0.
func (t *Thread) ResetTimes() {
	t.clock.entering.Store(0)
	t.clock.waiting.Store(0)
}

// lap returns the present time where times are measured, else 0; then note
// adds the time since to sum.
func (m *Threads) lap() int64 {
	if !m.timing.Load() {
		return 0
	}
	return m.now()
}

func (m *Threads) note(sum *atomic.Int64, from int64) {
	if from != 0 {
		sum.Add(m.now() - from)
	}
}
