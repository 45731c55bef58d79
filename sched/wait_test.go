package sched

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestWaitAlone(t *testing.T) {
	for _, depth := range []int{1, 2, 300} {
		f := newFixture(t, 1)
		th, o := f.attach(), f.objects[0]
		for range depth {
			th.enterObj(o)
		}
		for _, timeout := range []time.Duration{0, 1, time.Millisecond} {
			if got := th.waitObj(o, timeout); got != TimedOut {
				t.Errorf("wait %v: %v", timeout, got)
			}
		}
		th.Interrupt()
		if got := th.waitObj(o, NoTimeout); got != Interrupted || th.IsInterrupted() {
			t.Errorf("interrupted before: %v, still pending %v", got, th.IsInterrupted())
		}
		go func() {
			eventually(t, "wait", func() bool { return th.Status() == Waiting })
			th.Interrupt()
		}()
		if got := th.waitObj(o, NoTimeout); got != Interrupted || th.IsInterrupted() {
			t.Errorf("interrupted: %v, still pending %v", got, th.IsInterrupted())
		}
		if !th.MonitorNotify(&o.word) || !th.MonitorNotifyAll(&o.word) {
			t.Error("notify without waiters failed")
		}
		for range depth {
			if !th.exitObj(o) {
				t.Fatal("depth was not restored")
			}
		}
		if th.exitObj(o) {
			t.Error("depth was not restored")
		}
	}
}

// waiters starts n threads that wait on o one after the other and then append
// their number and result to what the returned function returns at the end.
func waiters(f *fixture, o *object, n int, timeout time.Duration) ([]*Thread, func() ([]int, []Result)) {
	order, results := []int{}, make([]Result, n)
	threads := make([]*Thread, n)
	for i := range n {
		th, err := f.NewThread(Options{})
		if err != nil {
			f.tb.Fatal(err)
		}
		threads[i] = th
		th.Start(func() {
			th.enterObj(o)
			results[i] = th.waitObj(o, timeout)
			order = append(order, i)
			th.exitObj(o)
		})
		eventually(f.tb, "wait", func() bool { return th.WaitingOn() != nil && !th.Managed() })
	}
	return threads, func() ([]int, []Result) {
		eventually(f.tb, "end of the waiters", func() bool { return f.Counts().Live == 1 })
		return order, results
	}
}

func TestNotifyIsFIFO(t *testing.T) {
	for _, all := range []bool{false, true} {
		f := newFixture(t, 1)
		th, o := f.attach(), f.objects[0]
		_, join := waiters(f, o, 5, NoTimeout)
		th.enterObj(o)
		if all {
			th.MonitorNotifyAll(&o.word)
		} else {
			for range 5 {
				th.MonitorNotify(&o.word)
			}
		}
		th.exitObj(o)
		var order []int
		var results []Result
		th.Blocked(func() { order, results = join() })
		if !slices.Equal(order, []int{0, 1, 2, 3, 4}) {
			t.Errorf("woken in the order %v", order)
		}
		for _, r := range results {
			if r != Normal {
				t.Errorf("results %v", results)
			}
		}
	}
}

// TestNotifiedIsBlocked: between the notification and the lock a thread is seen
// as blocked, by deadlock detection too.
func TestNotifiedIsBlocked(t *testing.T) {
	f := newFixture(t, 1)
	th, o := f.attach(), f.objects[0]
	threads, join := waiters(f, o, 2, NoTimeout)
	th.enterObj(o)
	th.MonitorNotify(&o.word)
	m := f.monitors.Of(&o.word)
	if w := threads[0]; w.Status() != BlockedOnEnter || w.BlockedOn() != m || w.WaitingOn() != m {
		t.Errorf("notified: %v, blocked on %p, waiting on %p", w.Status(), w.BlockedOn(), w.WaitingOn())
	}
	if w := threads[1]; w.Status() != Waiting || w.BlockedOn() != nil || w.WaitingOn() != m {
		t.Errorf("not notified: %v, blocked on %p, waiting on %p", w.Status(), w.BlockedOn(), w.WaitingOn())
	}
	cycles := f.Deadlocks(func(*Thread) *Thread { return nil })
	if len(cycles) != 0 {
		t.Errorf("deadlocks %v", cycles)
	}
	th.MonitorNotify(&o.word)
	th.exitObj(o)
	th.Blocked(func() { join() })
	for _, w := range threads {
		if w.BlockedOn() != nil || w.WaitingOn() != nil {
			t.Error("still waits after the end")
		}
	}
}

// TestNotifyAndInterrupt: a thread that was notified and interrupted before it
// could run was notified; the notification is not lost, nor is the interrupt.
func TestNotifyAndInterrupt(t *testing.T) {
	f := newFixture(t, 1)
	th, o := f.attach(), f.objects[0]
	threads, join := waiters(f, o, 2, time.Hour)
	th.enterObj(o)
	th.MonitorNotify(&o.word)
	threads[0].Interrupt()
	time.Sleep(time.Millisecond)
	threads[1].Interrupt()
	th.exitObj(o)
	var results []Result
	th.Blocked(func() { _, results = join() })
	if results[0] != Normal || !threads[0].IsInterrupted() {
		t.Errorf("notified, then interrupted: %v, interrupt pending %v", results[0], threads[0].IsInterrupted())
	}
	if results[1] != Interrupted || threads[1].IsInterrupted() {
		t.Errorf("interrupted: %v, interrupt pending %v", results[1], threads[1].IsInterrupted())
	}
}

// TestHammerBuffer is producers and consumers over a bounded buffer with one
// monitor; a lost notification stops it, a lost exclusion spoils the sum.
func TestHammerBuffer(t *testing.T) {
	f := newFixture(t, 1)
	o := f.objects[0]
	const pairs, capacity = 4, 3
	items := 5000
	if testing.Short() || raceEnabled {
		items = 500
	}
	var buffer []int
	var sum, want int
	for i := range items {
		want += pairs * i
	}
	join := f.run(2*pairs, func(th *Thread, i int) {
		for k := range items {
			th.enterObj(o)
			if i < pairs {
				for len(buffer) == capacity {
					th.waitObj(o, NoTimeout)
				}
				buffer = append(buffer, k)
			} else {
				for len(buffer) == 0 {
					th.waitObj(o, time.Hour)
				}
				sum += buffer[0]
				buffer = slices.Delete(buffer, 0, 1)
			}
			th.MonitorNotifyAll(&o.word)
			th.exitObj(o)
			th.pollWord()
		}
	})
	for range 20 {
		f.StopTheWorld()
		f.monitors.Deflate(f.wordOf)
		f.StartTheWorld()
		time.Sleep(100 * time.Microsecond)
	}
	join()
	if sum != want || len(buffer) != 0 {
		t.Errorf("sum %d, want %d; %d items left", sum, want, len(buffer))
	}
}

// TestHammerNotifyOne counts: each single notification ends exactly one wait,
// in spite of interrupts and timeouts that come at the same time.
func TestHammerNotifyOne(t *testing.T) {
	f := newFixture(t, 1)
	o := f.objects[0]
	const threads = 6
	permits, taken, waiting := 0, 0, 0 // all under o
	var notified int
	var stop atomic.Bool
	all := make([]*Thread, threads)
	for i := range all {
		all[i], _ = f.NewThread(Options{})
	}
	for i, th := range all {
		th.Start(func() {
			r := rand.New(rand.NewPCG(5, uint64(i)))
			for !stop.Load() {
				th.enterObj(o)
				timeout := NoTimeout
				if r.IntN(3) == 0 {
					timeout = time.Duration(r.IntN(50)) * time.Microsecond
				}
				waiting++
				res := th.waitObj(o, timeout)
				waiting--
				switch res {
				case Normal:
					notified++
					permits--
					taken++
				case Interrupted, TimedOut:
				default:
					t.Errorf("wait: %v", res)
				}
				th.exitObj(o)
			}
		})
	}
	main := f.attach()
	rounds := 5000
	if testing.Short() || raceEnabled {
		rounds = 500
	}
	r := rand.New(rand.NewPCG(9, 9))
	sent := 0
	for sent < rounds {
		main.enterObj(o)
		if m := f.monitors.Of(&o.word); m != nil {
			n := m.notify(false) // MonitorNotify does not tell whether it met a waiter
			sent += n
			permits += n
		}
		main.exitObj(o)
		if r.IntN(4) == 0 {
			all[r.IntN(threads)].Interrupt()
		}
		if r.IntN(16) == 0 {
			main.StopTheWorld()
			f.monitors.Deflate(f.wordOf)
			main.StartTheWorld()
		}
		main.pollWord()
	}
	stop.Store(true)
	main.Blocked(func() {
		eventually(t, "end", func() bool {
			for _, th := range all {
				th.Interrupt()
			}
			return f.Counts().Live == 1
		})
	})
	if notified != sent || permits != 0 {
		t.Errorf("%d notifications ended %d waits, %d permits left", sent, notified, permits)
	}
}
