package sched

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gcWorld is what a collector asks of a world.
type gcWorld interface {
	StopTheWorld()
	StartTheWorld()
}

var (
	_ gcWorld = (*Threads)(nil)
	_ gcWorld = (*Thread)(nil)
)

func TestStopExcludesManaged(t *testing.T) {
	f := newFixture(t, 0)
	var stop atomic.Bool
	var turns [3]int // no atomics: the race detector sees a thread that runs on
	join := f.run(len(turns), func(th *Thread, i int) {
		for !stop.Load() {
			turns[i]++
			th.pollWord()
		}
	})
	for range 50 {
		f.StopTheWorld()
		before := turns
		for range 1000 {
			if turns != before {
				t.Fatal("a thread runs while the world is stopped")
			}
		}
		for i := range turns {
			turns[i] = 0
		}
		f.StartTheWorld()
	}
	stop.Store(true)
	join()
}

func TestManagedRequester(t *testing.T) {
	f := newFixture(t, 0)
	shared, turns := 0, 0
	join := f.run(4, func(th *Thread, _ int) {
		for range 100 {
			th.StopTheWorld()
			shared++
			th.StartTheWorld()
			th.pollWord()
			th.EnterBlocked()
			th.StopTheWorld() // also from blocked mode
			turns++
			th.StartTheWorld()
			th.LeaveBlocked()
		}
	})
	join()
	if shared != 400 || turns != 400 {
		t.Errorf("counted %d and %d, want 400", shared, turns)
	}
}

func TestLeaveBlockedWaits(t *testing.T) {
	f := newFixture(t, 0)
	var left atomic.Bool
	blocked, leave := make(chan bool), make(chan bool)
	join := f.run(1, func(th *Thread, _ int) {
		th.EnterBlocked()
		blocked <- true
		<-leave
		th.LeaveBlocked()
		left.Store(true)
	})
	<-blocked
	f.StopTheWorld()
	close(leave)
	time.Sleep(5 * time.Millisecond)
	if left.Load() {
		t.Error("left blocked mode while the world was stopped")
	}
	f.StartTheWorld()
	join()
	if !left.Load() {
		t.Error("never left blocked mode")
	}
}

func TestThreadBornStopped(t *testing.T) {
	f := newFixture(t, 0)
	f.StopTheWorld()
	var ran atomic.Bool
	join := f.run(1, func(*Thread, int) { ran.Store(true) })
	time.Sleep(5 * time.Millisecond)
	if ran.Load() {
		t.Error("a new thread runs while the world is stopped")
	}
	f.StartTheWorld()
	join()
	if !ran.Load() {
		t.Error("the new thread never ran")
	}
}

func TestPollWord(t *testing.T) {
	f := newFixture(t, 0)
	th, _ := f.NewThread(Options{})
	words := make([]uint32, 2)
	th.RequestPoll()
	th.SetPollWord(&words[0])
	if words[0] == 0 {
		t.Error("a request got lost with the old poll word")
	}
	th.Attach()
	th.Poll()
	if words[0] != 0 {
		t.Error("Poll did not clear the word")
	}
	th.RequestPoll()
	if words[0] == 0 {
		t.Error("RequestPoll did not set the word")
	}
	th.Detach()
	words[0] = 0
	th.RequestPoll()
	if words[0] != 0 {
		t.Error("the poll word of a thread that ended was written")
	}
}

func TestHandshake(t *testing.T) {
	f := newFixture(t, 0)
	main := f.attach()
	var stop atomic.Bool
	turns := 0
	var spinner *Thread
	var wg sync.WaitGroup
	spinner, _ = f.NewThread(Options{})
	wg.Add(1)
	spinner.Start(func() {
		defer wg.Done()
		for !stop.Load() {
			turns++
			spinner.pollWord()
		}
	})
	sum := 0
	for range 100 {
		if !f.Handshake(main, spinner, func() { sum += turns; turns = 0 }) {
			t.Fatal("no handshake with a running thread")
		}
	}
	stop.Store(true)
	main.Blocked(wg.Wait)
	eventually(t, "end", func() bool { return f.Counts().Live == 1 })
	if f.Handshake(main, spinner, func() { t.Error("ran for a dead thread") }) {
		t.Error("handshake with a dead thread")
	}
	ran := false
	if !f.Handshake(main, main, func() { ran = true }) || !ran {
		t.Error("no handshake with oneself")
	}
	parked, _ := f.NewThread(Options{})
	parked.Start(func() { parked.Park(NoTimeout) })
	eventually(t, "park", func() bool { return parked.Status() == Parked })
	ran = false
	if !f.Handshake(nil, parked, func() { ran = true }) || !ran {
		t.Error("no handshake with a parked thread")
	}
	parked.Unpark()
	eventually(t, "end", func() bool { return f.Counts().Live == 1 })
}

func TestStopTwice(t *testing.T) {
	th := newFixture(t, 0).attach()
	mustPanic := func(what string, fn func()) {
		defer func() {
			if recover() == nil {
				t.Errorf("%s: no panic", what)
			}
		}()
		fn()
	}
	th.StopTheWorld()
	mustPanic("stop again", th.StopTheWorld)
	th.StartTheWorld()
	mustPanic("start again", th.StartTheWorld)
	mustPanic("leave when managed", th.LeaveBlocked)
	th.EnterBlocked()
	mustPanic("enter when blocked", th.EnterBlocked)
	th.LeaveBlocked()
}

func TestLateThreadsAreNamed(t *testing.T) {
	f := newFixture(t, 0)
	late, blocked := f.attach(), f.attach()
	blocked.EnterBlocked()
	done := make(chan bool)
	go func() {
		f.StopTheWorld()
		f.StartTheWorld()
		done <- true
	}()
	eventually(t, "request", late.StopRequested)
	eventually(t, "both requested", blocked.StopRequested)
	if got := f.late(); !slices.Equal(got, []*Thread{late}) {
		t.Errorf("late: %v", got)
	}
	late.pollWord()
	<-done
	blocked.LeaveBlocked()
}

func TestMutex(t *testing.T) {
	f := newFixture(t, 0)
	var mu Mutex
	n := 0
	join := f.run(4, func(th *Thread, i int) {
		for range 300 {
			mu.Lock(th)
			n++
			if i == 0 {
				th.StopTheWorld() // the others do not poll, they wait for mu
				n++
				th.StartTheWorld()
			}
			th.pollWord()
			mu.Unlock()
			th.pollWord()
		}
	})
	for range 100 {
		mu.Lock(nil)
		n++
		mu.Unlock()
		if mu.TryLock() {
			mu.Unlock()
		}
	}
	join()
	if n != 5*300+100 {
		t.Errorf("counted %d, want %d", n, 5*300+100)
	}
}

// TestHammerWorld has threads switch modes, come and go, park, and stop the
// world and one another, while a word that only stoppers may write is checked.
func TestHammerWorld(t *testing.T) {
	f := newFixture(t, 0)
	const threads = 8
	rounds := 3000
	if testing.Short() {
		rounds = 500
	}
	all := make([]*Thread, threads)
	for i := range all {
		all[i], _ = f.NewThread(Options{})
	}
	heap := 0 // written only while the world is stopped, read in managed mode
	var private [threads]int
	var born atomic.Int32
	var wg sync.WaitGroup
	for i, th := range all {
		wg.Add(1)
		th.Start(func() {
			defer wg.Done()
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for range rounds {
				th.pollWord()
				private[i]++
				if heap < 0 {
					t.Error("impossible")
				}
				switch r.IntN(12) {
				case 0:
					th.StopTheWorld()
					heap++
					for j := range private {
						private[j]++
					}
					th.StartTheWorld()
				case 1:
					j := r.IntN(threads)
					f.Handshake(th, all[j], func() { private[j]++ })
				case 2:
					th.Park(time.Duration(r.IntN(2)) * time.Microsecond)
				case 3:
					all[r.IntN(threads)].Unpark()
				case 4:
					th.Yield()
				case 5:
					if born.Add(1) < 500 {
						k, err := f.NewThread(Options{})
						if err != nil {
							t.Error(err)
							return
						}
						k.Start(func() {
							for range 10 {
								k.pollWord()
								if heap < 0 {
									t.Error("impossible")
								}
							}
						})
					}
				default:
					th.EnterBlocked()
					th.LeaveBlocked()
				}
			}
		})
	}
	wg.Wait()
	eventually(t, "end of all", func() bool { return f.Counts().Live == 0 })
	if heap == 0 {
		t.Error("the world never stopped")
	}
}

// BenchmarkStopTheWorld measures the time to a stop with managed loops that
// poll, more of them than processors.
func BenchmarkStopTheWorld(b *testing.B) {
	for _, n := range []int{0, 1, 2, 8} {
		b.Run(map[int]string{0: "none", 1: "1", 2: "2", 8: "8"}[n], func(b *testing.B) {
			f := newFixture(b, 0)
			var stop atomic.Bool
			var turns [8]struct {
				n int
				_ [56]byte
			}
			join := f.run(n, func(th *Thread, i int) {
				for !stop.Load() {
					turns[i].n++
					th.pollWord()
				}
			})
			var lat []time.Duration
			for b.Loop() {
				start := time.Now()
				f.StopTheWorld()
				lat = append(lat, time.Since(start))
				f.StartTheWorld()
			}
			stop.Store(true)
			join()
			slices.Sort(lat)
			b.ReportMetric(float64(lat[len(lat)/2].Nanoseconds()), "p50-ns")
			b.ReportMetric(float64(lat[len(lat)*99/100].Nanoseconds()), "p99-ns")
		})
	}
}

func BenchmarkBlockedTransition(b *testing.B) {
	f := newFixture(b, 0)
	th := f.attach()
	for b.Loop() {
		th.EnterBlocked()
		th.LeaveBlocked()
	}
}
