package sched

import (
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

func TestRegistry(t *testing.T) {
	f := newFixture(t, 0)
	a := f.attach()
	b, err := f.NewThread(Options{Client: "b", Daemon: true})
	if err != nil {
		t.Fatal(err)
	}
	if a.ID() != 1 || b.ID() != 2 {
		t.Errorf("ids %d and %d, want 1 and 2", a.ID(), b.ID())
	}
	if got := slices.Collect(f.All()); !slices.Equal(got, []*Thread{a, b}) {
		t.Errorf("All gives %v", got)
	}
	if f.Lookup(2) != b || f.Lookup(3) != nil || f.Lookup(MaxThreads+1) != nil {
		t.Error("Lookup is wrong")
	}
	if got, want := f.Counts(), (Counts{Live: 2, Daemon: 1, Peak: 2, Started: 2}); got != want {
		t.Errorf("Counts %+v, want %+v", got, want)
	}
	b.Discard()
	if f.Lookup(2) != nil || b.Status() != Terminated {
		t.Error("discarded thread is still there")
	}
	f.ResetPeak()
	if got, want := f.Counts(), (Counts{Live: 1, Peak: 1, Started: 2}); got != want {
		t.Errorf("Counts %+v, want %+v", got, want)
	}
	c, err := f.NewThread(Options{NoStack: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Discard()
	if c.ID() != 3 {
		t.Errorf("id %d was reused at once", c.ID())
	}
	if c.Stack() != (Stack{}) {
		t.Errorf("stack %v, none was wanted", c.Stack())
	}
}

func TestPrepare(t *testing.T) {
	f := newFixture(t, 0)
	var word uint32
	called := false
	th, err := f.NewThread(Options{Prepare: func(th *Thread) {
		called = true
		th.SetPollWord(&word)
		if th.ID() == 0 || th.Stack().Hi == 0 {
			t.Error("id or stack is missing")
		}
		if f.Lookup(th.ID()) != nil || f.Counts().Live != 0 {
			t.Error("the thread can be seen already")
		}
	}})
	if err != nil || !called {
		t.Fatalf("error %v, called %v", err, called)
	}
	th.RequestPoll()
	if word == 0 {
		t.Error("the poll word is not used")
	}
	th.Discard()
}

func TestIDPool(t *testing.T) {
	var p idPool
	seen := make(map[uint32]bool)
	for range MaxThreads {
		id, ok := p.take()
		if !ok || id < 1 || id > MaxThreads || seen[id] {
			t.Fatalf("take gives %d %v after %d", id, ok, len(seen))
		}
		seen[id] = true
	}
	if id, ok := p.take(); ok {
		t.Fatalf("take gives %d from an empty pool", id)
	}
	for id := uint32(10); id < 10+3*idQuarantine; id++ {
		p.give(id)
	}
	for want := uint32(10); want < 10+3*idQuarantine; want++ {
		if id, ok := p.take(); !ok || id != want {
			t.Fatalf("take gives %d %v, want %d", id, ok, want)
		}
	}
	if _, ok := p.take(); ok {
		t.Fatal("take gives an id that is in use")
	}
}

func TestIDsAreReusedLate(t *testing.T) {
	var p idPool
	first, _ := p.take()
	p.give(first)
	for range idQuarantine {
		id, _ := p.take()
		if id == first {
			t.Fatal("reused within the quarantine")
		}
		p.give(id)
	}
	high := p.next
	for range 10 * idQuarantine {
		id, _ := p.take()
		p.give(id)
	}
	if p.next > high+1 {
		t.Errorf("%d fresh ids were used where old ones could be", p.next-high)
	}
	if len(p.free) > 8*idQuarantine {
		t.Errorf("the free list grew to %d entries", len(p.free))
	}
}

func TestTooManyThreads(t *testing.T) {
	f := newFixtureConfig(t, 0, Config{StackSize: 1 << 16, StackReserve: 4 << 16})
	var list []*Thread
	for {
		th, err := f.NewThread(Options{})
		if err != nil {
			if !errors.Is(err, ErrTooManyThreads) {
				t.Errorf("error %v", err)
			}
			break
		}
		list = append(list, th)
	}
	if len(list) != 4 {
		t.Errorf("%d threads fit, want 4", len(list))
	}
	for _, th := range list {
		th.Discard()
	}
	th, err := f.NewThread(Options{})
	if err != nil {
		t.Fatalf("after all ended: %v", err)
	}
	th.Discard()
}

func TestAwaitNonDaemons(t *testing.T) {
	f := newFixture(t, 0)
	main := f.attach()
	var ended atomic.Int32
	release := make(chan struct{})
	for i := range 4 {
		th, _ := f.NewThread(Options{Daemon: i == 3})
		th.Start(func() {
			th.Blocked(func() { <-release })
			if !th.Daemon() {
				ended.Add(1)
			} else {
				th.Park(NoTimeout)
			}
		})
	}
	close(release)
	f.AwaitNonDaemons(main)
	if got := ended.Load(); got != 3 {
		t.Errorf("%d of 3 threads had ended", got)
	}
	if !main.Managed() {
		t.Error("the waiting thread is not managed afterwards")
	}
	for th := range f.All() {
		th.Unpark()
	}
	eventually(t, "end of the daemon", func() bool { return f.Counts().Live == 1 })
}

func TestHammerStartAndEnd(t *testing.T) {
	f := newFixture(t, 1)
	n := 10000
	if testing.Short() {
		n = 1000
	}
	o := f.objects[0]
	ran := 0
	join := f.run(n, func(th *Thread, _ int) {
		th.enterObj(o)
		ran++
		th.exitObj(o)
		top := th.Stack().Hi
		if top == 0 {
			t.Error("no stack")
		}
	})
	// The world stops now and then while threads come and go.
	for range 20 {
		f.StopTheWorld()
		for th := range f.All() {
			if th.Managed() {
				t.Error("a thread is managed while the world is stopped")
			}
		}
		f.StartTheWorld()
		runtime.Gosched()
	}
	join()
	if ran != n {
		t.Errorf("%d of %d ran", ran, n)
	}
	if c := f.Counts(); c.Live != 0 || c.Started != int64(n) {
		t.Errorf("Counts %+v", c)
	}
}
