package sched

// endOfThread is the panic by which a thread leaves everything that it is in
// the middle of when its machine ends. Nobody but UntilEnd recovers it.
type endOfThread struct{}

// End ends all threads for good: it stops the world and never starts it again.
// Each thread unwinds, by a panic that UntilEnd recovers, where it would have
// gone back to managed mode, so that none touches the heap any more; those
// that sleep, park, wait for a monitor or for Done are woken for it. A thread in
// a system call ends when the call returns. The caller is no thread of this
// manager, or one in blocked mode. Later calls do nothing.
//
// What a thread holds when it unwinds (Java monitors, the initialization locks
// of classes) stays locked: only threads that end as well could want it.
func (m *Threads) End() { m.end(nil) }

// End is Threads.End on this thread, in any mode, even if it has the world
// stopped: for a thread that found a fault. It can only be discarded afterwards.
func (t *Thread) End() { t.threads.end(t) }

func (m *Threads) end(by *Thread) {
	stopped := by != nil && m.world.holder.Load() == by && m.world.stopped()
	if by != nil && !stopped && by.Managed() {
		by.EnterBlocked()
	}
	m.endMu.Lock()
	defer m.endMu.Unlock()
	if m.Ending() {
		return
	}
	if !stopped {
		m.stopWorld(nil)
	}
	close(m.done)
	m.mu.Lock()
	m.ending.Store(true)
	for t := range m.table.all {
		t.post(evEnd)
	}
	m.lessUsers.Broadcast()
	m.mu.Unlock()
	// world.stopping and the request bits stay: whoever comes back takes the slow
	// path of LeaveBlocked, and threads that are made now are born stopped.
	close(*m.world.resume.Load())
	m.world.release()
}

// Ending reports whether End was called.
func (m *Threads) Ending() bool { return m.ending.Load() }

// Done is closed when the threads end; who blocks for another reason than a
// system call selects on it too, and goes on with LeaveBlocked.
func (m *Threads) Done() <-chan struct{} { return m.done }

// AwaitAll waits until no thread is left. The caller is no thread.
func (m *Threads) AwaitAll() {
	m.mu.Lock()
	for m.live > 0 {
		m.lessUsers.Wait()
	}
	m.mu.Unlock()
}

// Ended reports whether p, which recover returned, is the unwinding of a thread
// by End; then the panic must go on.
func Ended(p any) bool {
	_, ok := p.(endOfThread)
	return ok
}

// checkEnd unwinds t, in blocked mode, if the threads end.
func (t *Thread) checkEnd() {
	if t.threads.Ending() {
		panic(endOfThread{})
	}
}

// UntilEnd runs fn, on this thread, and reports whether it returned: false
// means that End cut it short. The thread is then in blocked mode for good; it
// can only be removed (Discard).
func (t *Thread) UntilEnd(fn func()) (returned bool) {
	defer func() {
		if returned {
			return
		}
		p := recover()
		if p != nil && !Ended(p) {
			panic(p)
		}
	}()
	fn()
	return true
}
