package sched

import (
	"sync"
	"testing"
	"time"
)

// TestEnd ends threads that run, sleep, park, wait, queue for a monitor, for a
// Mutex and for the right to stop the world.
func TestEnd(t *testing.T) {
	m, err := NewThreads(Config{StackSize: 1 << 16})
	if err != nil {
		t.Fatal(err)
	}
	var o, waited, owned object
	o.name, waited.name, owned.name = 1, 2, 3
	var mutex Mutex
	var ready, ended sync.WaitGroup
	var mu sync.Mutex
	reached := map[string]bool{}
	start := func(name string, body func(*Thread)) *Thread {
		th, err := m.NewThread(Options{})
		if err != nil {
			t.Fatal(err)
		}
		ready.Add(1)
		ended.Add(1)
		th.Start(func() {
			defer ended.Done()
			ready.Done()
			body(th)
			mu.Lock()
			reached[name] = true
			mu.Unlock()
		})
		return th
	}
	start("poll", func(th *Thread) {
		for {
			th.Poll()
		}
	})
	start("sleep", func(th *Thread) { th.Sleep(time.Hour) })
	start("park", func(th *Thread) { th.Park(NoTimeout) })
	start("wait", func(th *Thread) {
		th.MonitorEnter(&waited.word, waited.name)
		th.MonitorWait(&waited.word, waited.name, NoTimeout)
	})
	held := make(chan struct{})
	start("owner", func(th *Thread) {
		th.MonitorEnter(&owned.word, owned.name)
		mutex.Lock(th)
		close(held)
		th.Park(NoTimeout)
	})
	<-held
	start("enter", func(th *Thread) { th.MonitorEnter(&owned.word, owned.name) })
	start("done", func(th *Thread) {
		th.EnterBlocked()
		<-m.Done()
		th.LeaveBlocked()
	})
	start("exit", func(th *Thread) {
		time.Sleep(20 * time.Millisecond)
		th.EnterBlocked()
		m.End()
		th.LeaveBlocked()
	})
	ready.Wait()
	ended.Wait()
	m.AwaitAll()
	m.End()
	if len(reached) != 0 {
		t.Errorf("threads went on: %v", reached)
	}
	late, err := m.NewThread(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if late.UntilEnd(late.Attach) {
		t.Error("a thread was attached after the end")
	}
	late.Discard()
	if err := m.stacks.Close(); err != nil {
		t.Error(err)
	}
}

func TestUntilEnd(t *testing.T) {
	f := newFixture(t, 0)
	th := f.attach()
	if !th.UntilEnd(func() {}) {
		t.Error("a function that returns was cut short")
	}
	defer func() {
		if p := recover(); p != "other" {
			t.Errorf("panic %v", p)
		}
	}()
	th.UntilEnd(func() { panic("other") })
}

// TestWhileStopped: what runs sees the threads stand still; after the end nothing runs, and
// nobody is let go on.
func TestWhileStopped(t *testing.T) {
	m, err := NewThreads(Config{StackSize: 1 << 16})
	if err != nil {
		t.Fatal(err)
	}
	turns := 0
	started, ended := make(chan struct{}), make(chan struct{})
	th, err := m.NewThread(Options{})
	if err != nil {
		t.Fatal(err)
	}
	th.Start(func() {
		defer close(ended)
		close(started)
		for {
			turns++
			th.Poll()
		}
	})
	<-started
	for range 100 {
		if !m.WhileStopped(func() {
			before := turns
			time.Sleep(10 * time.Microsecond)
			if turns != before {
				t.Error("a thread runs while the world is stopped")
			}
		}) {
			t.Fatal("the world does not stop")
		}
	}
	m.End()
	<-ended
	if m.WhileStopped(func() { t.Error("it runs after the end") }) {
		t.Error("the world stops after the end")
	}
}
