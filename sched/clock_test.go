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
	before := th.RunTime()
	th.Sleep(rest)
	if got := th.WaitedTime(); got != 0 {
		t.Errorf("waited %v while nothing is measured", got)
	}
	m.SetTiming(true)
	th.Blocked(func() {
		time.Sleep(rest)
		if r := th.RunTime() - before; r >= rest {
			t.Errorf("run time %v while blocked", r)
		}
	})
	th.Sleep(rest)
	if r := th.RunTime() - before; r >= rest {
		t.Errorf("run time %v after waiting 3 times %v", r, rest)
	}
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
