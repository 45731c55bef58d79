package sched

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// shape is a state of an object's header word before an operation.
type shape struct {
	name string
	make func(f *fixture, th *Thread, o *object)
	tag  uint32
}

var unlockedShapes = []shape{
	{"fresh", func(*fixture, *Thread, *object) {}, TagNeutral},
	{"hashed", func(_ *fixture, th *Thread, o *object) { th.hashObj(o) }, TagNeutral},
	{"inflated", func(f *fixture, th *Thread, o *object) { f.monitors.inflate(th, &o.word, o.name) }, TagInflated},
	{"inflated and hashed", func(f *fixture, th *Thread, o *object) {
		f.monitors.inflate(th, &o.word, o.name)
		th.hashObj(o)
	}, TagInflated},
}

func TestEnterExit(t *testing.T) {
	for _, s := range unlockedShapes {
		// 300 is deeper than a thin lock can count.
		for _, depth := range []int{1, 2, 255, 256, 257, 300} {
			f := newFixture(t, 1)
			th, o := f.attach(), f.objects[0]
			s.make(f, th, o)
			if got := o.word & TagMask; got != s.tag {
				t.Fatalf("%s: tag %d, want %d", s.name, got, s.tag)
			}
			var hash uint32
			if s.name != "fresh" && s.name != "inflated" {
				hash = th.hashObj(o)
			}
			for range depth {
				th.enterObj(o)
				if !th.MonitorHeld(&o.word) || f.monitors.OwnerID(&o.word) != th.ID() {
					t.Fatalf("%s: not held after enter", s.name)
				}
			}
			if s.name == "fresh" && depth <= 256 && o.word&TagMask != TagThin {
				t.Errorf("depth %d: the lock is not thin", depth)
			}
			for i := range depth {
				if !th.MonitorHeld(&o.word) {
					t.Fatalf("%s: not held at depth %d of %d", s.name, depth-i, depth)
				}
				if !th.exitObj(o) {
					t.Fatalf("%s: exit %d of %d failed", s.name, i, depth)
				}
			}
			if th.MonitorHeld(&o.word) || th.exitObj(o) {
				t.Errorf("%s: still held after %d exits", s.name, depth)
			}
			if hash != 0 && th.hashObj(o) != hash {
				t.Errorf("%s: the hash changed", s.name)
			}
		}
	}
}

func TestNotOwner(t *testing.T) {
	owned := append([]shape{
		{"thin", func(_ *fixture, th *Thread, o *object) { th.enterObj(o) }, TagThin},
		{"fat", func(_ *fixture, th *Thread, o *object) { th.hashObj(o); th.enterObj(o) }, TagInflated},
	}, unlockedShapes...)
	for _, s := range owned {
		t.Run(s.name, func(t *testing.T) {
			f := newFixture(t, 1)
			o := f.objects[0]
			owner, err := f.NewThread(Options{})
			if err != nil {
				t.Fatal(err)
			}
			made := make(chan bool)
			owner.Start(func() { s.make(f, owner, o); made <- true; owner.Park(NoTimeout) })
			<-made
			th := f.attach()
			before := o.word
			if th.exitObj(o) {
				t.Error("exit")
			}
			if th.MonitorNotify(&o.word) {
				t.Error("notify")
			}
			if th.MonitorNotifyAll(&o.word) {
				t.Error("notify all")
			}
			if got := th.waitObj(o, 0); got != IllegalState {
				t.Errorf("wait: %v", got)
			}
			held := owner.MonitorHeld(&o.word)
			if got := th.MonitorTryEnter(&o.word, o.name); got == held {
				t.Errorf("try enter: %v", got)
			} else if got {
				th.exitObj(o)
			}
			if held && o.word != before {
				t.Errorf("header word %#x became %#x", before, o.word)
			}
			owner.Unpark()
			eventually(t, "end", func() bool { return f.Counts().Live == 1 })
		})
	}
}

func TestIdentityHash(t *testing.T) {
	f := newFixture(t, 2000)
	th := f.attach()
	seen := make(map[uint32]int)
	for _, o := range f.objects {
		h := th.hashObj(o)
		if h == 0 || h&^HashMask != 0 {
			t.Fatalf("hash %#x", h)
		}
		if th.hashObj(o) != h {
			t.Fatal("hash changed")
		}
		seen[h]++
	}
	// 2000 of 2^27 numbers: two pairs may meet, hardly more.
	if len(seen) < 1997 {
		t.Errorf("only %d different hashes", len(seen))
	}
	if f.monitors.InUse() != 0 {
		t.Error("a hash alone inflated")
	}
}

func TestHashOfThinLocked(t *testing.T) {
	f := newFixture(t, 1)
	th, o := f.attach(), f.objects[0]
	th.enterObj(o)
	th.enterObj(o)
	other, _ := f.NewThread(Options{})
	hashes := make(chan uint32, 1)
	other.Start(func() { hashes <- other.hashObj(o) })
	h := <-hashes
	if th.hashObj(o) != h {
		t.Error("owner and other see different hashes")
	}
	if !th.exitObj(o) || !th.exitObj(o) || th.exitObj(o) {
		t.Error("depth changed by inflation")
	}
	if th.hashObj(o) != h {
		t.Error("hash changed by unlocking")
	}
}

func TestDeflate(t *testing.T) {
	f := newFixture(t, 5)
	th := f.attach()
	plain, hashed, owned, waited, dead := f.objects[0], f.objects[1], f.objects[2], f.objects[3], f.objects[4]
	for _, o := range f.objects {
		f.monitors.inflate(th, &o.word, o.name)
	}
	h := th.hashObj(hashed)
	th.enterObj(owned)
	waiter, _ := f.NewThread(Options{})
	waiter.Start(func() {
		waiter.enterObj(waited)
		waiter.waitObj(waited, NoTimeout)
		waiter.exitObj(waited)
	})
	eventually(t, "wait", func() bool { return waiter.WaitingOn() != nil && !waiter.Managed() })
	if got := len(f.monitors.OwnedBy(th)); got != 1 {
		t.Errorf("owns %d monitors", got)
	}
	th.StopTheWorld()
	// Objects move: what was called n is now called 100+n.
	f.monitors.Sweep(func(obj uint32) uint32 {
		if obj == dead.name {
			return 0
		}
		return 100 + obj
	})
	for m := range f.monitors.All() {
		if m.Object() < 100 || m.Object() == 100+dead.name {
			t.Errorf("monitor of object %d after Sweep", m.Object())
		}
	}
	if got := f.monitors.InUse(); got != 4 {
		t.Errorf("%d monitors in use after Sweep", got)
	}
	if got := f.monitors.Deflate(func(obj uint32) *uint32 { return f.wordOf(obj - 100) }); got != 2 {
		t.Errorf("%d monitors deflated, want 2", got)
	}
	th.StartTheWorld()
	if plain.word != 5<<AgeShift {
		t.Errorf("plain object's header word is %#x", plain.word)
	}
	if hashed.word != 5<<AgeShift|h<<PayloadShift {
		t.Errorf("hashed object's header word is %#x, hash %#x", hashed.word, h)
	}
	if f.monitors.Of(&owned.word) == nil || f.monitors.Of(&waited.word) == nil {
		t.Error("a monitor in use was deflated")
	}
	dead.word = 5 << AgeShift
	// Freed monitors are as new.
	th.enterObj(hashed)
	m := f.monitors.Of(&hashed.word)
	if m.Object() != hashed.name || m.recursions != 0 || m.hash.Load() != h || m.OwnerID() != th.ID() {
		t.Errorf("reused monitor %+v", m)
	}
	th.exitObj(hashed)
	th.enterObj(waited)
	th.MonitorNotify(&waited.word)
	th.exitObj(waited)
	th.exitObj(owned)
	eventually(t, "end", func() bool { return f.Counts().Live == 1 })
}

// TestBlockedEnterIsSeen: a contender is seen to block, and does not look at
// the object's old address after the object moved.
func TestBlockedEnterIsSeen(t *testing.T) {
	f := newFixture(t, 2)
	th, o, moved := f.attach(), f.objects[0], f.objects[1]
	th.enterObj(o)
	th.enterObj(o)
	contender, _ := f.NewThread(Options{})
	var exited bool
	contender.Start(func() {
		contender.enterObj(o)
		exited = contender.exitObj(moved)
	})
	eventually(t, "block", func() bool { return contender.Status() == BlockedOnEnter && !contender.Managed() })
	m := contender.BlockedOn()
	if m == nil || m.Object() != o.name || m.OwnerID() != th.ID() || m.Idle() {
		t.Errorf("blocked on %+v", m)
	}
	th.StopTheWorld()
	moved.word = o.word
	o.word = ^AgeMask | 5<<AgeShift
	f.monitors.Sweep(func(uint32) uint32 { return moved.name })
	th.StartTheWorld()
	if !th.exitObj(moved) || !th.exitObj(moved) || th.exitObj(moved) {
		t.Error("the depth is not 2")
	}
	eventually(t, "end", func() bool { return f.Counts().Live == 1 })
	if !exited {
		t.Error("the contender did not get the lock")
	}
	if contender.BlockedCount() != 1 || contender.BlockedOn() != nil {
		t.Errorf("blocked %d times, on %v", contender.BlockedCount(), contender.BlockedOn())
	}
}

func TestHammerMutualExclusion(t *testing.T) {
	for _, threads := range []int{2, 3, 8, 32} {
		f := newFixture(t, 3)
		counters := make([]int, len(f.objects))
		rounds := 200000 / threads
		if testing.Short() || raceEnabled {
			rounds /= 10
		}
		join := f.run(threads, func(th *Thread, i int) {
			r := rand.New(rand.NewPCG(7, uint64(i)))
			for range rounds {
				k := r.IntN(len(f.objects))
				o := f.objects[k]
				depth := 1 + r.IntN(3)
				for range depth {
					th.enterObj(o)
				}
				counters[k]++
				switch r.IntN(100) {
				case 0:
					th.hashObj(o)
				case 1:
					th.Yield()
				case 2:
					th.pollWord()
				}
				for range depth {
					if !th.exitObj(o) {
						t.Error("exit failed")
					}
				}
			}
		})
		// A collector deflates meanwhile.
		for range 50 {
			f.StopTheWorld()
			f.monitors.Sweep(func(obj uint32) uint32 { return obj })
			f.monitors.Deflate(f.wordOf)
			f.StartTheWorld()
			time.Sleep(100 * time.Microsecond)
		}
		join()
		sum := 0
		for _, c := range counters {
			sum += c
		}
		if sum != threads*rounds {
			t.Errorf("%d threads: counted %d, want %d", threads, sum, threads*rounds)
		}
		f.StopTheWorld()
		f.monitors.Deflate(f.wordOf)
		f.StartTheWorld()
		if n := f.monitors.InUse(); n != 0 {
			t.Errorf("%d monitors in use at the end", n)
		}
	}
}

// TestHammerHash has threads ask for the hash of objects that others lock and
// a collector deflates.
func TestHammerHash(t *testing.T) {
	f := newFixture(t, 50)
	hashes := make([]atomic.Uint32, len(f.objects))
	join := f.run(6, func(th *Thread, i int) {
		r := rand.New(rand.NewPCG(3, uint64(i)))
		for range 3000 {
			th.pollWord()
			k := r.IntN(len(f.objects))
			o := f.objects[k]
			locked := r.IntN(2) == 0
			if locked {
				th.enterObj(o)
			}
			h := th.hashObj(o)
			if !hashes[k].CompareAndSwap(0, h) && hashes[k].Load() != h {
				t.Errorf("object %d has hashes %#x and %#x", k, h, hashes[k].Load())
			}
			if locked {
				th.exitObj(o)
			}
		}
	})
	for range 20 {
		f.StopTheWorld()
		f.monitors.Deflate(f.wordOf)
		f.StartTheWorld()
		time.Sleep(200 * time.Microsecond)
	}
	join()
}

// TestEnterIsFair: a thread that takes and releases the lock all the time does
// not keep another out for good.
func TestEnterIsFair(t *testing.T) {
	f := newFixture(t, 1)
	o := f.objects[0]
	var stop atomic.Bool
	join := f.run(2, func(th *Thread, i int) {
		if i == 0 {
			for !stop.Load() {
				th.enterObj(o)
				for range 1000 {
				}
				th.exitObj(o)
				th.pollWord()
			}
			return
		}
		for range 50 {
			th.enterObj(o)
			th.exitObj(o)
			th.Sleep(time.Microsecond)
		}
		stop.Store(true)
	})
	join()
}

func BenchmarkEnterExitThin(b *testing.B) {
	f := newFixture(b, 1)
	th, o := f.attach(), f.objects[0]
	for b.Loop() {
		th.MonitorEnter(&o.word, o.name)
		th.MonitorExit(&o.word)
	}
}

func BenchmarkEnterExitRecursive(b *testing.B) {
	f := newFixture(b, 1)
	th, o := f.attach(), f.objects[0]
	th.enterObj(o)
	for b.Loop() {
		th.MonitorEnter(&o.word, o.name)
		th.MonitorExit(&o.word)
	}
	th.exitObj(o)
}

func BenchmarkEnterExitInflated(b *testing.B) {
	f := newFixture(b, 1)
	th, o := f.attach(), f.objects[0]
	th.hashObj(o)
	for b.Loop() {
		th.MonitorEnter(&o.word, o.name)
		th.MonitorExit(&o.word)
	}
}

func BenchmarkInflateDeflate(b *testing.B) {
	f := newFixture(b, 1)
	th, o := f.attach(), f.objects[0]
	for b.Loop() {
		f.monitors.inflate(th, &o.word, o.name)
		f.monitors.Deflate(f.wordOf)
	}
}

func BenchmarkEnterExitContended(b *testing.B) {
	for _, threads := range []int{2, 4, 16} {
		b.Run(map[int]string{2: "2", 4: "4", 16: "16"}[threads], func(b *testing.B) {
			f := newFixture(b, 1)
			o := f.objects[0]
			n := 0
			var wg sync.WaitGroup
			wg.Add(threads)
			for range threads {
				th, _ := f.NewThread(Options{})
				th.Start(func() {
					defer wg.Done()
					for done := false; !done; {
						th.enterObj(o)
						done = n >= b.N
						n++
						th.exitObj(o)
					}
				})
			}
			wg.Wait()
			eventually(b, "end", func() bool { return f.Counts().Live == 0 })
		})
	}
}
