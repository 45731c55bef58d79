package sched

import (
	"testing"
	"time"
)

// TestClock asserts that blocked time does not count as run time, and that waits
// are measured when asked for.
func TestClock(t *testing.T) {
	m, err := NewThreads(Config{})
	if err != nil {
		t.Fatal(err)
	}
	th, err := m.Attach(Options{NoStack: true})
	if err != nil {
		t.Fatal(err)
	}
	const rest = 30 * time.Millisecond
	begin, before := time.Now(), th.RunTime()
	// run fails if some of what the thread has rested is in its run time; while it waits for a
	// processor it runs.
	run := func(when string, rested time.Duration) {
		t.Helper()
		r := th.RunTime() - before // read first: the other one only grows
		if all := time.Since(begin); r > all-rested {
			t.Errorf("run time %v of %v %s, rested %v", r, all, when, rested)
		}
	}
	th.Sleep(rest)
	if got := th.WaitedTime(); got != 0 {
		t.Errorf("waited %v while nothing is measured", got)
	}
	m.SetTiming(true)
	th.Blocked(func() {
		time.Sleep(rest)
		run("while blocked", 2*rest)
	})
	th.Sleep(rest)
	run("after waiting", 3*rest)
	if got := th.WaitedTime(); got < rest {
		t.Errorf("waited %v, slept %v", got, rest)
	}
	for begin := time.Now(); time.Since(begin) < rest; {
	}
	if r := th.RunTime() - before; r < rest {
		t.Errorf("run time %v after running %v", r, rest)
	}
	th.ResetTimes()
	if got := th.WaitedTime(); got != 0 {
		t.Errorf("waited %v after reset", got)
	}
	th.Detach()
}
