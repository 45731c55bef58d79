package sched

import (
	"runtime"
	"time"
)

// Result tells why a blocking operation ended.
type Result int

// The results of blocking operations.
const (
	Normal       Result = iota // the event came: permit, notification
	TimedOut                   // the time is over
	Interrupted                // the thread was interrupted
	IllegalState               // the caller does not own the monitor; nothing was done
)

var resultNames = [...]string{"normal", "timed out", "interrupted", "illegal monitor state"}

func (r Result) String() string { return resultNames[r] }

// NoTimeout, as any negative duration, waits without end.
const NoTimeout time.Duration = -1

// The bits of Thread.events. Setting a bit is followed by a token in
// Thread.wake, unless the thread sets it for itself.
const (
	evPermit    = 1 << 0 // Unpark came
	evInterrupt = 1 << 1 // Interrupt came, and was not yet taken
	evEntry     = 1 << 2 // look at the monitor you queue for
	evEnd       = 1 << 3 // the threads end (end.go)
)

// post makes an event known to t and wakes it if it waits.
func (t *Thread) post(ev uint32) {
	t.events.Or(ev)
	select {
	case t.wake <- struct{}{}:
	default: // a token is there already: t has yet to look at its events
	}
}

// take clears the event and reports whether it was pending.
func (t *Thread) take(ev uint32) bool { return t.events.And(^ev)&ev != 0 }

// await sleeps until one of the events in mask is pending or the time is over,
// and returns those that are pending. The thread is in blocked mode.
func (t *Thread) await(mask uint32, timeout time.Duration) uint32 {
	ev := t.awaitEvent(mask|evEnd, timeout)
	if ev&evEnd != 0 {
		panic(endOfThread{})
	}
	return ev
}

func (t *Thread) awaitEvent(mask uint32, timeout time.Duration) uint32 {
	if timeout < 0 {
		for {
			if ev := t.events.Load() & mask; ev != 0 {
				return ev
			}
			<-t.wake
		}
	}
	if ev := t.events.Load() & mask; ev != 0 {
		return ev
	}
	if t.timer == nil {
		t.timer = time.NewTimer(timeout)
	} else {
		t.timer.Reset(timeout)
	}
	for {
		select {
		case <-t.wake:
			if ev := t.events.Load() & mask; ev != 0 {
				t.timer.Stop()
				return ev
			}
		case <-t.timer.C:
			return t.events.Load() & mask
		}
	}
}

// pause reports the status s, sleeps in blocked mode as await does, and
// reports that the thread runs again.
func (t *Thread) pause(s Status, mask uint32, timeout time.Duration) uint32 {
	t.waitedCount.Add(1)
	wasManaged := t.Managed()
	from := t.threads.lap()
	if wasManaged {
		t.setStatus(s)
		t.EnterBlocked()
	} else {
		t.status.Store(uint32(s))
	}
	ev := t.await(mask, timeout)
	if wasManaged {
		t.LeaveBlocked()
		t.setStatus(Running)
	} else {
		t.status.Store(uint32(Running))
	}
	t.threads.note(&t.clock.waiting, from)
	return ev
}

// Park sleeps until Unpark gives the permit, or takes a permit given before,
// on this thread. An interrupt ends it too, and stays pending. A timeout of 0
// does not sleep.
func (t *Thread) Park(timeout time.Duration) Result {
	switch {
	case t.take(evPermit):
		return Normal
	case t.events.Load()&evInterrupt != 0:
		return Interrupted
	case timeout == 0:
		return TimedOut
	}
	s := Parked
	if timeout > 0 {
		s = ParkedTimed
	}
	ev := t.pause(s, evPermit|evInterrupt, timeout)
	switch {
	case t.take(evPermit):
		return Normal
	case ev&evInterrupt != 0:
		return Interrupted
	}
	return TimedOut
}

// Unpark gives the thread the permit that ends its Park, the current or the
// next one. There is one permit at most.
func (t *Thread) Unpark() {
	if t.events.Load()&evPermit == 0 {
		t.post(evPermit)
	}
}

// Sleep sleeps for that time, on this thread. An interrupt, pending or coming,
// ends it and is taken. It returns TimedOut or Interrupted.
func (t *Thread) Sleep(d time.Duration) Result {
	if t.take(evInterrupt) {
		return Interrupted
	}
	if d <= 0 {
		if t.Managed() {
			t.Yield()
		} else {
			runtime.Gosched()
		}
		return TimedOut
	}
	if t.pause(Sleeping, evInterrupt, d) != 0 && t.take(evInterrupt) {
		return Interrupted
	}
	return TimedOut
}

// Interrupt makes an interrupt pending, and wakes the thread from Park, Sleep
// or MonitorWait.
func (t *Thread) Interrupt() { t.post(evInterrupt) }

// IsInterrupted reports whether an interrupt is pending.
func (t *Thread) IsInterrupted() bool { return t.events.Load()&evInterrupt != 0 }

// ClearInterrupt takes a pending interrupt and reports whether there was one.
func (t *Thread) ClearInterrupt() bool { return t.take(evInterrupt) }
