package gc

import (
	"fmt"
	"sync"
	"testing"
	"unsafe"
)

func TestDescriptorLayout(t *testing.T) {
	var d Descriptor
	for _, c := range []struct {
		name      string
		got, want uintptr
	}{
		{"Kind", unsafe.Offsetof(d.Kind), DescKind},
		{"Shift", unsafe.Offsetof(d.Shift), DescShift},
		{"Weak", unsafe.Offsetof(d.Weak), DescWeak},
		{"Size", unsafe.Offsetof(d.Size), DescSize},
		{"Holder", unsafe.Offsetof(d.Holder), DescHolder},
		{"Runs", unsafe.Offsetof(d.Runs), DescRuns},
		{"NRuns", unsafe.Offsetof(d.NRuns), DescNRuns},
		{"Ext", unsafe.Offsetof(d.Ext), DescExt},
		{"inline", unsafe.Offsetof(d.inline), DescInline},
		{"size", unsafe.Sizeof(d), DescriptorSize},
		{"TLAB.Top", unsafe.Offsetof(TLAB{}.Top), TLABTop},
		{"TLAB.End", unsafe.Offsetof(TLAB{}.End), TLABEnd},
	} {
		if c.got != c.want {
			t.Errorf("%s at %d, want %d", c.name, c.got, c.want)
		}
	}
}

// Random graphs, compared with the oracle, under each plan.
func TestRandomGraphs(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps int
		c     Config
	}{
		{"gencopy", 15000, Config{}},
		{"gencopy/small-nursery", 15000, Config{NurserySize: 256 << 10}},
		{"gencopy/one-worker", 15000, Config{Threads: 1}},
		{"gencopy/four-workers", 15000, Config{Threads: 4, NurserySize: 1 << 20}},
		{"gencopy/verify", 8000, Config{Verify: true, NurserySize: 512 << 10}},
		{"gencopy/stress", 6000, Config{Verify: true, StressInterval: 7}},
		{"semispace", 15000, Config{Plan: SemiSpace}},
		{"semispace/verify", 6000, Config{Plan: SemiSpace, Verify: true}},
		{"nogc", 8000, Config{Plan: NoGC, MaxHeap: 512 << 20}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.c.MaxHeap == 0 {
				c.c.MaxHeap = 48 << 20
			}
			c.c.InitialHeap = 4 << 20
			y := newToy(t, c.c)
			th := y.thread(1, 200)
			defer th.leave()
			for i := range c.steps {
				if !th.step() {
					t.Fatalf("out of memory at step %d", i)
				}
				if i%5000 == 4999 {
					th.check()
				}
			}
			th.check()
			if c.c.Plan != NoGC {
				y.h.Collect(th.m, causeTest)
				th.check()
			}
			s := y.h.Stats()
			t.Logf("%d minor in %v, %d full in %v, %d KiB in use", s.MinorCount, s.MinorTime, s.FullCount, s.FullTime, s.Heap.Used>>10)
		})
	}
}

func TestThreads(t *testing.T) {
	for _, c := range []Config{
		{NurserySize: 1 << 20, Verify: true},
		{NurserySize: 512 << 10, Threads: 3},
		{Plan: SemiSpace},
		{StressInterval: 50, Verify: true},
	} {
		t.Run(fmt.Sprintf("%v/%d", c.Plan, c.StressInterval), func(t *testing.T) {
			c.MaxHeap = 64 << 20
			y := newToy(t, c)
			var wg sync.WaitGroup
			for i := range 4 {
				th := y.thread(uint64(i+1), 60)
				wg.Go(func() {
					defer th.leave()
					steps := 20000
					if c.StressInterval > 0 {
						steps = 4000
					}
					for i := range steps {
						if !th.step() {
							t.Error("out of memory")
							return
						}
						if i%2000 == 0 {
							th.check()
						}
						th.world.poll()
					}
					th.check()
				})
			}
			wg.Wait()
		})
	}
}
