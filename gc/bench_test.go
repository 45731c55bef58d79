package gc

import (
	"testing"

	"gojvm/mem"
)

// BenchmarkAlloc allocates objects that die at once.
func BenchmarkAlloc(b *testing.B) {
	for _, size := range []uint32{16, 24, 64, 1024} {
		b.Run(itoa(size), func(b *testing.B) {
			th := newToy(b, Config{MaxHeap: 512 << 20}).thread(1, 4)
			d := uint32(th.data)
			b.SetBytes(int64(size))
			for b.Loop() {
				r := th.h.Alloc(th.m, size)
				mem.Store32(uintptr(r), d)
				mem.Store32(uintptr(r)+8, size-12)
			}
		})
	}
}

func itoa(n uint32) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// tree makes a complete binary tree, without the oracle.
func (th *toyThread) tree(depth int) Ref {
	if depth == 0 {
		return th.leaf()
	}
	n := len(th.roots)
	th.roots = append(th.roots, th.tree(depth-1))
	th.roots = append(th.roots, th.tree(depth-1))
	r := th.leaf()
	th.setRef(r, 0, th.roots[n])
	th.setRef(r, 1, th.roots[n+1])
	th.roots = th.roots[:n]
	return r
}

func (th *toyThread) leaf() Ref {
	r := th.h.Alloc(th.m, 24)
	mem.Store32(uintptr(r), uint32(th.nodes[2]))
	return r
}

// BenchmarkTrees builds short-lived trees beside a long-lived one: much
// survives the minor collections.
func BenchmarkTrees(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(itoa(uint32(threads)), func(b *testing.B) {
			y := newToy(b, Config{MaxHeap: 512 << 20, Threads: threads})
			th := y.thread(1, 1)
			th.roots[0] = th.tree(18)
			b.ResetTimer()
			for range b.N {
				th.tree(16)
			}
			report(b, y)
		})
	}
}

func report(b *testing.B, y *toy) {
	s := y.h.Stats()
	var longest int64
	for _, e := range y.events {
		if !e.Full {
			longest = max(longest, int64(e.Pause))
		}
	}
	b.ReportMetric(float64(s.MinorTime.Nanoseconds())/float64(max(s.MinorCount, 1)), "ns/minor")
	b.ReportMetric(float64(longest), "ns/longest")
	b.ReportMetric(float64(s.FullTime.Nanoseconds())/float64(max(s.FullCount, 1)), "ns/full")
	b.ReportMetric(float64(s.MinorCount), "minors")
	b.ReportMetric(float64(s.FullCount), "fulls")
	b.ReportMetric(float64((s.MinorTime+s.FullTime).Nanoseconds())/float64(b.Elapsed().Nanoseconds())*100, "%gc")
}

// BenchmarkFull collects a heap with 2 million live objects (48 MB).
func BenchmarkFull(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(itoa(uint32(threads)), func(b *testing.B) {
			y := newToy(b, Config{MaxHeap: 512 << 20, Threads: threads})
			th := y.thread(1, 1)
			th.roots[0] = th.tree(20)
			b.SetBytes(2 << 20 * 24)
			b.ResetTimer()
			for range b.N {
				y.h.Collect(th.m, causeTest)
			}
		})
	}
}

// BenchmarkSurvivors builds a large array of objects all of which survive.
func BenchmarkSurvivors(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(itoa(uint32(threads)), func(b *testing.B) {
			y := newToy(b, Config{MaxHeap: 512 << 20, Threads: threads})
			th := y.thread(1, 2)
			const n = 300000
			for range b.N {
				th.roots[0], _ = th.newArray(n)
				for i := range n {
					r := th.leaf()
					th.setRef(th.roots[0], i, r)
					if i > 0 {
						th.setRef(r, 0, th.ref(th.roots[0], i-1))
					}
				}
			}
			report(b, y)
			var copied uint64
			for _, e := range y.events {
				copied += e.Copied
			}
			b.ReportMetric(float64(y.h.Stats().MinorTime.Nanoseconds())/float64(copied)*24, "ns/copied-object")
		})
	}
}
