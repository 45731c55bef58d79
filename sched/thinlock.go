package sched

import (
	"sync/atomic"
	"time"
)

// The operations on an object's lock. word points to its header word and must
// be valid until the call; obj is the client's name for the object, not zero,
// which a monitor keeps when one is made. All are called on this thread, in
// managed mode. An operation that blocks has let go of word before.

// MonitorEnter locks the object; it blocks while another thread owns it.
func (t *Thread) MonitorEnter(word *uint32, obj uint32) {
	w := atomic.LoadUint32(word)
	if w&^AgeMask != 0 || !atomic.CompareAndSwapUint32(word, w, w|t.thin) {
		t.enterSlow(word, obj)
	}
}

// MonitorExit unlocks the object once, and reports whether the thread owned it.
func (t *Thread) MonitorExit(word *uint32) bool {
	w := atomic.LoadUint32(word)
	return w&^AgeMask == t.thin && atomic.CompareAndSwapUint32(word, w, w&AgeMask) || t.exitSlow(word)
}

// MonitorTryEnter locks the object unless another thread owns it.
func (t *Thread) MonitorTryEnter(word *uint32, obj uint32) bool {
	m, done := t.tryThin(word, obj)
	if done {
		return true
	}
	if m == nil { // thin, and another's
		return false
	}
	return m.tryEnter(t)
}

// tryThin tries to lock the object without blocking. If it is inflated, or
// has to be for this thread to lock it, the monitor is returned, not entered.
// If another thread owns a thin lock, neither is.
func (t *Thread) tryThin(word *uint32, obj uint32) (m *Monitor, done bool) {
	for {
		w := atomic.LoadUint32(word)
		switch {
		case w&^AgeMask == 0:
			if atomic.CompareAndSwapUint32(word, w, w|t.thin) {
				return nil, true
			}
		case w&TagMask == TagThin && thinOwner(w) == t.id:
			if w&RecursionMask == RecursionMask {
				return t.threads.monitors.inflate(t, word, obj), false
			}
			// A contender may inflate at this moment, hence no plain store.
			if atomic.CompareAndSwapUint32(word, w, w+RecursionOne) {
				return nil, true
			}
		case w&TagMask == TagThin:
			return nil, false
		default: // inflated, or neutral with a hash that needs a place
			return t.threads.monitors.inflate(t, word, obj), false
		}
	}
}

func (t *Thread) enterSlow(word *uint32, obj uint32) {
	m, done := t.tryThin(word, obj)
	if done {
		return
	}
	if m == nil {
		m = t.threads.monitors.inflate(t, word, obj)
	}
	m.enter(t)
}

func (t *Thread) exitSlow(word *uint32) bool {
	for {
		w := atomic.LoadUint32(word)
		switch w & TagMask {
		case TagInflated:
			return t.threads.monitors.at(w >> PayloadShift).exit(t)
		case TagThin:
			if thinOwner(w) != t.id {
				return false
			}
			n := w & AgeMask
			if w&RecursionMask != 0 {
				n = w - RecursionOne
			}
			if atomic.CompareAndSwapUint32(word, w, n) {
				return true
			}
		default:
			return false
		}
	}
}

// MonitorHeld reports whether the thread owns the object's lock.
func (t *Thread) MonitorHeld(word *uint32) bool {
	return t.threads.monitors.OwnerID(word) == t.id
}

// MonitorWait waits until the thread is notified on the object, as
// Object.wait has it: it gives up the lock, however deep, while it waits. A
// negative timeout waits without end. An interrupt that ends the wait, or was
// pending before it, is taken.
func (t *Thread) MonitorWait(word *uint32, obj uint32, timeout time.Duration) Result {
	if !t.MonitorHeld(word) {
		return IllegalState
	}
	if t.take(evInterrupt) {
		return Interrupted
	}
	return t.threads.monitors.inflate(t, word, obj).wait(t, timeout)
}

// MonitorNotify wakes the thread that has waited longest on the object. It
// reports whether this thread owned the lock; otherwise nothing was done.
func (t *Thread) MonitorNotify(word *uint32) bool { return t.notify(word, false) }

// MonitorNotifyAll wakes all threads that wait on the object. It reports
// whether this thread owned the lock; otherwise nothing was done.
func (t *Thread) MonitorNotifyAll(word *uint32) bool { return t.notify(word, true) }

func (t *Thread) notify(word *uint32, all bool) bool {
	w := atomic.LoadUint32(word)
	if w&TagMask != TagInflated {
		// Nobody waits on a thin lock.
		return w&TagMask == TagThin && thinOwner(w) == t.id
	}
	m := t.threads.monitors.at(w >> PayloadShift)
	if m.owner.Load() != t.id {
		return false
	}
	m.notify(all)
	return true
}

// IdentityHash returns the object's identity hash, 1 to HashMask, and makes one
// at the first call.
func (t *Thread) IdentityHash(word *uint32, obj uint32) uint32 {
	for {
		w := atomic.LoadUint32(word)
		if w&TagMask != TagNeutral {
			// A thin lock has no room for a hash, whoever owns it.
			m := t.threads.monitors.inflate(t, word, obj)
			if h := m.hash.Load(); h != 0 {
				return h
			}
			m.hash.CompareAndSwap(0, t.newHash())
			return m.hash.Load()
		}
		if h := w >> PayloadShift; h != 0 {
			return h
		}
		h := t.newHash()
		if atomic.CompareAndSwapUint32(word, w, w|h<<PayloadShift) {
			return h
		}
	}
}

// newHash returns a pseudo-random number from 1 to HashMask (splitmix64).
func (t *Thread) newHash() uint32 {
	for {
		t.seed += 0x9e3779b97f4a7c15
		z := t.seed
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		if h := uint32(z>>32) & HashMask; h != 0 {
			return h
		}
	}
}
