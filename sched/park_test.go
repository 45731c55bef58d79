package sched

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gojvm/mem"
)

func TestParkImmediate(t *testing.T) {
	tests := []struct {
		name          string
		before        func(*Thread)
		timeout       time.Duration
		want, again   Result
		stillInterupt bool
	}{
		{"permit", func(th *Thread) { th.Unpark() }, NoTimeout, Normal, TimedOut, false},
		{"one permit at most", func(th *Thread) { th.Unpark(); th.Unpark() }, NoTimeout, Normal, TimedOut, false},
		{"interrupt stays", func(th *Thread) { th.Interrupt() }, NoTimeout, Interrupted, Interrupted, true},
		{"permit before interrupt", func(th *Thread) { th.Interrupt(); th.Unpark() }, NoTimeout, Normal, Interrupted, true},
		{"no time", func(*Thread) {}, 0, TimedOut, TimedOut, false},
		{"short time", func(*Thread) {}, time.Microsecond, TimedOut, TimedOut, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			th := newFixture(t, 0).attach()
			tt.before(th)
			if got := th.Park(tt.timeout); got != tt.want {
				t.Errorf("Park: %v, want %v", got, tt.want)
			}
			if got := th.Park(0); got != tt.again {
				t.Errorf("second Park: %v, want %v", got, tt.again)
			}
			if got := th.ClearInterrupt(); got != tt.stillInterupt {
				t.Errorf("interrupt pending: %v, want %v", got, tt.stillInterupt)
			}
			if th.IsInterrupted() {
				t.Error("interrupt pending after ClearInterrupt")
			}
			if !th.Managed() {
				t.Error("not managed")
			}
		})
	}
}

func TestSleep(t *testing.T) {
	f := newFixture(t, 0)
	th := f.attach()
	if got := th.Sleep(0); got != TimedOut {
		t.Errorf("Sleep(0): %v", got)
	}
	start := time.Now()
	if got := th.Sleep(3 * time.Millisecond); got != TimedOut || time.Since(start) < 3*time.Millisecond {
		t.Errorf("Sleep: %v after %v", got, time.Since(start))
	}
	th.Unpark() // is no business of Sleep
	th.Interrupt()
	if got := th.Sleep(time.Hour); got != Interrupted {
		t.Errorf("Sleep with an interrupt pending: %v", got)
	}
	if th.IsInterrupted() {
		t.Error("Sleep left the interrupt pending")
	}
	go func() {
		eventually(t, "sleep", func() bool { return th.Status() == Sleeping })
		th.Interrupt()
	}()
	if got := th.Sleep(time.Hour); got != Interrupted {
		t.Errorf("interrupted Sleep: %v", got)
	}
	if got := th.Park(NoTimeout); got != Normal {
		t.Errorf("the permit is gone: %v", got)
	}
}

func TestStatusReports(t *testing.T) {
	type report struct {
		s       Status
		managed bool
	}
	var got []report
	f := newFixtureConfig(t, 1, Config{StackSize: 1 << 16, OnStatus: func(th *Thread, s Status) {
		got = append(got, report{s, th.Managed()})
	}})
	th, o := f.attach(), f.objects[0]
	th.Park(1)
	th.Sleep(1)
	th.enterObj(o)
	th.waitObj(o, 1)
	th.exitObj(o)
	want := []Status{ParkedTimed, Running, Sleeping, Running, WaitingTimed, Running}
	if len(got) != len(want) {
		t.Fatalf("reports %v, want %v", got, want)
	}
	for i, r := range got {
		if r.s != want[i] || !r.managed {
			t.Errorf("report %d is %v managed=%v, want %v", i, r.s, r.managed, want[i])
		}
	}
	if th.WaitedCount() != 3 {
		t.Errorf("waited %d times, want 3", th.WaitedCount())
	}
}

// TestHammerPark passes a token around a ring of parked threads; a lost
// wake-up stops it.
func TestHammerPark(t *testing.T) {
	f := newFixture(t, 0)
	const ring, laps = 8, 1000
	threads := make([]*Thread, ring)
	for i := range threads {
		threads[i], _ = f.NewThread(Options{})
	}
	var turn atomic.Int64
	var wg sync.WaitGroup
	for i, th := range threads {
		wg.Add(1)
		th.Start(func() {
			defer wg.Done()
			for lap := range laps {
				mine := int64(lap*ring + i)
				for turn.Load() != mine {
					switch (lap + i) % 3 {
					case 0:
						th.Park(time.Hour)
					default:
						th.Park(NoTimeout)
					}
				}
				turn.Store(mine + 1)
				threads[(i+1)%ring].Unpark()
			}
		})
	}
	wg.Wait()
	eventually(t, "end", func() bool { return f.Counts().Live == 0 })
}

// TestHammerInterrupt counts interrupts: each is taken once, whatever the
// thread is doing.
func TestHammerInterrupt(t *testing.T) {
	f := newFixture(t, 1)
	o := f.objects[0]
	const rounds = 2000
	var taken atomic.Int64
	th, _ := f.NewThread(Options{})
	var done atomic.Bool
	th.Start(func() {
		defer done.Store(true)
		r := rand.New(rand.NewPCG(1, 1))
		for taken.Load() < rounds {
			var res Result
			switch r.IntN(3) {
			case 0:
				res = th.Sleep(time.Hour)
			case 1:
				if res = th.Park(NoTimeout); !th.ClearInterrupt() {
					t.Error("Park ended without cause")
				}
			case 2:
				th.enterObj(o)
				res = th.waitObj(o, time.Duration(r.IntN(2))*time.Hour-1)
				if !th.exitObj(o) {
					t.Error("lost the lock")
				}
			}
			if res != Interrupted {
				t.Errorf("result %v", res)
			}
			taken.Add(1)
		}
	})
	for i := range int64(rounds) {
		th.Interrupt()
		for taken.Load() == i {
			runtime.Gosched()
		}
	}
	eventually(t, "end", done.Load)
	eventually(t, "end", func() bool { return f.Counts().Live == 0 })
}

// TestManyParked parks many threads at once, stops the world with them, and
// logs what each costs.
func TestManyParked(t *testing.T) {
	n, stack := 100000, DefaultStackSize
	if strconv.IntSize == 32 || raceEnabled {
		n, stack = 5000, 64<<10
	}
	if testing.Short() {
		n = 2000
	}
	f := newFixtureConfig(t, 0, Config{StackSize: stack})
	rss := residentSet(t)
	start := time.Now()
	join := f.run(n, func(th *Thread, _ int) {
		mem.Store64(th.Stack().Hi-8, 1) // as the client's context block would
		th.Park(NoTimeout)
	})
	eventually(t, "all parked", func() bool {
		for th := range f.All() {
			if th.Status() != Parked || th.Managed() {
				return false
			}
		}
		return true
	})
	parked := time.Since(start)
	each := (residentSet(t) - rss) / n
	start = time.Now()
	f.StopTheWorld()
	f.StartTheWorld()
	stopped := time.Since(start)
	start = time.Now()
	for th := range f.All() {
		th.Unpark()
	}
	join()
	t.Logf("%d threads parked in %v, %d bytes resident each (%d of them stack), world stopped and started in %v, ended in %v",
		n, parked, each, mem.PageSize, stopped, time.Since(start))
	if strconv.IntSize == 64 && !raceEnabled && n >= 50000 && each > 6<<10+mem.PageSize {
		t.Errorf("%d bytes resident for each thread", each)
	}
}

// residentSet returns the bytes of memory the process occupies.
func residentSet(t *testing.T) int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc")
	}
	var size, resident int
	if _, err := fmt.Sscan(string(data), &size, &resident); err != nil {
		t.Fatal(err)
	}
	return resident * os.Getpagesize()
}

func BenchmarkParkUnpark(b *testing.B) {
	f := newFixture(b, 0)
	th := f.attach()
	var stop atomic.Bool
	peer, _ := f.NewThread(Options{})
	peer.Start(func() {
		for !stop.Load() {
			peer.Park(NoTimeout)
			th.Unpark()
		}
	})
	for b.Loop() {
		peer.Unpark()
		th.Park(NoTimeout)
	}
	stop.Store(true)
	peer.Unpark()
	th.Blocked(func() { eventually(b, "end", func() bool { return f.Counts().Live == 1 }) })
}
