package sched

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// object stands for an object of the heap: one header word and the monitors'
// name for it.
type object struct {
	word uint32
	name uint32
}

// fixture is a manager with objects, whose names index the slice.
type fixture struct {
	*Threads
	tb      testing.TB
	objects []*object
}

func newFixture(tb testing.TB, objects int) *fixture {
	tb.Helper()
	return newFixtureConfig(tb, objects, Config{StackSize: 1 << 16})
}

func newFixtureConfig(tb testing.TB, objects int, cfg Config) *fixture {
	tb.Helper()
	m, err := NewThreads(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	f := &fixture{Threads: m, tb: tb}
	for i := range objects {
		// An age, to see that it is carried along.
		f.objects = append(f.objects, &object{word: 5 << AgeShift, name: uint32(i + 1)})
	}
	tb.Cleanup(func() {
		for _, o := range f.objects {
			if got := o.word & AgeMask; got != 5<<AgeShift {
				tb.Errorf("age bits are %#x at the end", got)
			}
		}
		if err := m.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

func (f *fixture) attach() *Thread {
	f.tb.Helper()
	t, err := f.Attach(Options{})
	if err != nil {
		f.tb.Fatal(err)
	}
	f.tb.Cleanup(t.Detach)
	return t
}

// run starts n threads and returns a function that waits for their end.
func (f *fixture) run(n int, fn func(t *Thread, i int)) (join func()) {
	f.tb.Helper()
	before := f.Counts().Live
	var wg sync.WaitGroup
	for i := range n {
		t, err := f.NewThread(Options{})
		if err != nil {
			f.tb.Fatal(err)
		}
		wg.Add(1)
		t.Start(func() {
			defer wg.Done()
			fn(t, i)
		})
	}
	return func() {
		wg.Wait()
		eventually(f.tb, "end of the threads", func() bool { return f.Counts().Live <= before })
	}
}

func (f *fixture) wordOf(name uint32) *uint32 { return &f.objects[name-1].word }

func (t *Thread) enterObj(o *object)     { t.MonitorEnter(&o.word, o.name) }
func (t *Thread) exitObj(o *object) bool { return t.MonitorExit(&o.word) }
func (t *Thread) waitObj(o *object, d time.Duration) Result {
	return t.MonitorWait(&o.word, o.name, d)
}
func (t *Thread) hashObj(o *object) uint32 { return t.IdentityHash(&o.word, o.name) }

// pollWord is what interpreted code does at each safepoint.
func (t *Thread) pollWord() {
	if atomic.LoadUint32(t.poll) != 0 {
		t.Poll()
	}
}

// eventually waits for a condition that must come true without further doing.
func eventually(tb testing.TB, what string, cond func() bool) {
	tb.Helper()
	for end := time.Now().Add(time.Minute); !cond(); {
		if time.Now().After(end) {
			tb.Fatalf("never came: %s", what)
		}
		time.Sleep(50 * time.Microsecond)
	}
}
