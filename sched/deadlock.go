package sched

// BlockedOn returns the monitor the thread waits to enter, or to enter again
// after it was notified, or nil.
func (t *Thread) BlockedOn() *Monitor { return t.blockedOn.Load() }

// WaitingOn returns the monitor on which the thread is in MonitorWait, or nil. If
// it was notified, BlockedOn returns that monitor too.
func (t *Thread) WaitingOn() *Monitor { return t.waitingOn.Load() }

// OwnedBy returns the monitors that the thread owns. Thin locks are not among
// them: only the thread's frames know these.
func (ms *Monitors) OwnedBy(t *Thread) []*Monitor {
	var list []*Monitor
	for m := range ms.All() {
		if m.owner.Load() == t.id {
			list = append(list, m)
		}
	}
	return list
}

// Deadlocks returns the cycles among threads that wait for one another to
// release a monitor or, where parkedFor is given, something else: it returns
// the thread that a parked thread waits for, or nil. Each cycle begins with the
// thread of the lowest id and goes on with the one that it waits for. It is
// exact while the world is stopped.
func (m *Threads) Deadlocks(parkedFor func(t *Thread) *Thread) [][]*Thread {
	next := func(t *Thread) *Thread {
		if mon := t.blockedOn.Load(); mon != nil {
			o := m.Lookup(mon.owner.Load())
			if o == t { // it has just got it
				return nil
			}
			return o
		}
		if s := t.Status(); parkedFor != nil && (s == Parked || s == ParkedTimed) {
			return parkedFor(t)
		}
		return nil
	}
	// Each thread waits for one other at most: follow the edges from each, and
	// stop where an earlier walk came by.
	var cycles [][]*Thread
	walk := make(map[*Thread]*Thread) // thread -> where the walk that saw it began
	for start := range m.All() {
		for t := start; t != nil; t = next(t) {
			if first, seen := walk[t]; seen {
				if first == start {
					if c := cycleFrom(t, next); c != nil {
						cycles = append(cycles, c)
					}
				}
				break
			}
			walk[t] = start
		}
	}
	return cycles
}

// cycleFrom returns the cycle that t is on, lowest id first. It returns nil
// where the world runs and the cycle has dissolved.
func cycleFrom(t *Thread, next func(*Thread) *Thread) []*Thread {
	var c []*Thread
	low := 0
	seen := make(map[*Thread]bool)
	for u := t; !seen[u]; {
		seen[u] = true
		c = append(c, u)
		if u.id < c[low].id {
			low = len(c) - 1
		}
		if u = next(u); u == nil {
			return nil
		}
	}
	if next(c[len(c)-1]) != t {
		return nil
	}
	return append(c[low:len(c):len(c)], c[:low]...)
}
