package sched

import "sync"

// Mutex is a lock for the client's own data that managed threads may hold
// across points where the world stops: who waits for it counts as blocked.
// What runs while the world is stopped must not take it.
type Mutex struct{ mu sync.Mutex }

// Lock takes the mutex on thread t, or on no thread if t is nil.
func (m *Mutex) Lock(t *Thread) {
	if m.mu.TryLock() {
		return
	}
	if t == nil || !t.Managed() {
		m.mu.Lock()
		return
	}
	t.EnterBlocked()
	m.mu.Lock()
	back := false
	defer func() {
		if !back { // t ends here (Threads.End)
			m.mu.Unlock()
		}
	}()
	t.LeaveBlocked()
	back = true
}

// TryLock takes the mutex if it is free.
func (m *Mutex) TryLock() bool { return m.mu.TryLock() }

// Unlock gives the mutex back.
func (m *Mutex) Unlock() { m.mu.Unlock() }
