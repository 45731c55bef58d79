package gc

import (
	"slices"
	"testing"

	"gojvm/mem"
)

// weakTest makes weak-reference objects by hand.
type weakTest struct {
	*toyThread
	t *testing.T
}

func newWeakTest(t *testing.T, c Config) weakTest {
	return weakTest{newToy(t, c).thread(1, 64), t}
}

// newWeak makes a weak-reference object with the given id in root i; its
// referent is root j.
func (w weakTest) newWeak(k WeakKind, id uint32, i, j int) {
	r := w.h.Alloc(w.m, toyWeakSize)
	w.init(r, w.weak[k], id)
	w.roots[i] = r
	slot := uintptr(r) + toyReferent
	mem.Store32(slot, uint32(w.roots[j]))
	w.h.Barrier(slot)
	mem.Store64(uintptr(r)+toyStamp, uint64(w.h.weak.clock))
}

func (w weakTest) object(i int, n int) { w.roots[i], _ = w.newNode(n) }

func (w weakTest) referent(i int) Ref { return Ref(mem.Load32(uintptr(w.roots[i]) + toyReferent)) }

// collect runs a collection and returns the ids of the objects handed over.
func (w weakTest) collect(full bool) []uint32 {
	w.pending = nil
	if full {
		w.h.Collect(w.m, causeTest)
	} else {
		w.h.CollectMinor(w.m, causeTest)
	}
	var ids []uint32
	for _, r := range w.pending {
		ids = append(ids, uint32(r))
	}
	slices.Sort(ids)
	return ids
}

func (w weakTest) expect(got []uint32, want ...uint32) {
	w.t.Helper()
	if !slices.Equal(got, want) {
		w.t.Errorf("handed over %v, want %v", got, want)
	}
}

func weakModes(t *testing.T, f func(t *testing.T, full bool, c Config)) {
	t.Run("minor", func(t *testing.T) { f(t, false, Config{Verify: true}) })
	t.Run("full", func(t *testing.T) { f(t, true, Config{Verify: true}) })
	t.Run("semispace", func(t *testing.T) { f(t, true, Config{Plan: SemiSpace}) })
}

func TestWeakCleared(t *testing.T) {
	weakModes(t, func(t *testing.T, full bool, c Config) {
		w := newWeakTest(t, c)
		w.object(0, 0)
		w.object(1, 0)
		w.newWeak(Weak, 100, 10, 0)
		w.newWeak(Weak, 101, 11, 1)
		w.newWeak(Weak, 102, 12, 1)
		w.roots[0] = 0
		w.expect(w.collect(full), 100)
		if w.referent(10) != 0 || w.referent(11) != w.roots[1] || w.referent(12) != w.roots[1] {
			t.Error("wrong referents")
		}
		w.roots[1] = 0
		w.roots[12] = 0 // the weak reference dies with its referent
		w.expect(w.collect(true), 101)
		w.expect(w.collect(full))
	})
}

// A mature weak-reference object whose referent is young is found by its card.
func TestWeakOldToYoung(t *testing.T) {
	w := newWeakTest(t, Config{Verify: true})
	w.object(0, 0)
	w.newWeak(Weak, 100, 10, 0)
	w.newWeak(Phantom, 101, 11, 0)
	w.h.Collect(w.m, causeTest)
	if w.h.IsYoung(w.roots[10]) {
		t.Fatal("not promoted")
	}
	for i := 10; i <= 11; i++ {
		w.object(i-10, 0)
		slot := uintptr(w.roots[i]) + toyReferent
		mem.Store32(slot, uint32(w.roots[i-10]))
		w.h.Barrier(slot)
	}
	w.expect(w.collect(false))
	if w.referent(10) != w.roots[0] || w.referent(11) != w.roots[1] {
		t.Fatal("referents were not updated")
	}
	w.expect(w.collect(false))
	w.roots[0] = 0
	w.expect(w.collect(false), 100)
	w.roots[1] = 0
	w.expect(w.collect(false), 101)
}

// Finalizable objects are resurrected, with all that they refer to, before
// phantom references to them are cleared; weak references to them are cleared
// before.
func TestFinalOrder(t *testing.T) {
	weakModes(t, func(t *testing.T, full bool, c Config) {
		w := newWeakTest(t, c)
		w.object(0, 1)
		w.object(1, 0)
		w.setRef(w.roots[0], 0, w.roots[1]) // 0 -> 1, both finalizable
		w.newWeak(Final, 100, 10, 0)
		w.newWeak(Final, 101, 11, 1)
		w.newWeak(Weak, 102, 12, 1)
		w.newWeak(Phantom, 103, 13, 1)
		id := mem.Load32(uintptr(w.roots[1]) + toyID)
		w.roots[0], w.roots[1] = 0, 0
		w.expect(w.collect(full), 100, 101, 102)
		r := w.referent(11)
		if r == 0 || mem.Load32(uintptr(r)+toyID) != id || w.ref(w.referent(10), 0) != r {
			t.Fatal("not resurrected")
		}
		if w.referent(12) != 0 || w.referent(13) != r {
			t.Error("weak or phantom referent")
		}
		if Ref(mem.Load32(uintptr(w.roots[10])+toyQueue)) != w.roots[10] {
			t.Error("the final reference is not linked to itself")
		}
		// Inactive now: not handed over again, but keeps its referent.
		w.expect(w.collect(full))
		if w.referent(11) == 0 {
			t.Error("referent of an inactive final reference is gone")
		}
		// The finalizer has run: the reference object goes, then the phantom one
		// is due.
		w.roots[10], w.roots[11], w.head = 0, 0, 0
		w.expect(w.collect(true), 103)
	})
}

// A weak reference reached only through a resurrected object.
func TestWeakInResurrected(t *testing.T) {
	weakModes(t, func(t *testing.T, full bool, c Config) {
		w := newWeakTest(t, c)
		w.object(0, 2)
		w.object(1, 0)
		w.object(2, 0)
		w.newWeak(Weak, 101, 11, 1) // referent not in the resurrected graph
		w.newWeak(Weak, 102, 12, 2) // referent is
		w.object(3, 3)
		for i, j := range []int{11, 12, 2} {
			w.setRef(w.roots[3], i, w.roots[j])
		}
		w.setRef(w.roots[0], 0, w.roots[3])
		w.newWeak(Final, 100, 10, 0)
		for _, i := range []int{0, 1, 2, 3, 11, 12} {
			w.roots[i] = 0
		}
		w.expect(w.collect(full), 100, 101)
		o3 := w.ref(w.referent(10), 0)
		w.roots[11], w.roots[12] = w.ref(o3, 0), w.ref(o3, 1)
		if w.referent(11) != 0 || w.referent(12) != w.ref(o3, 2) {
			t.Error("wrong referents")
		}
	})
}

func TestSoft(t *testing.T) {
	weakModes(t, func(t *testing.T, full bool, c Config) {
		w := newWeakTest(t, c)
		w.object(0, 1)
		w.newWeak(Soft, 100, 10, 0)
		w.newWeak(Soft, 101, 11, 0)
		w.roots[0] = 0
		w.expect(w.collect(full))
		if w.referent(10) == 0 || w.referent(10) != w.referent(11) {
			t.Fatal("soft referent not kept")
		}
		w.h.collect(w.m, &request{full: true, clearSoft: true, fullEpoch: w.h.fullEpoch.Load()})
		if w.referent(10) != 0 || w.referent(11) != 0 {
			t.Error("soft referent kept though memory is exhausted")
		}
	})
}

// A soft referent not used for longer than the free memory allows is cleared.
func TestSoftLRU(t *testing.T) {
	w := newWeakTest(t, Config{SoftMillisPerMB: 1})
	w.object(0, 0)
	w.newWeak(Soft, 100, 10, 0)
	w.newWeak(Soft, 101, 11, 0)
	w.collect(true) // the clock runs now
	w.roots[0] = 0
	mem.Store64(uintptr(w.roots[10])+toyStamp, uint64(w.h.weak.clock-1000))
	mem.Store64(uintptr(w.roots[11])+toyStamp, uint64(w.h.weak.clock))
	w.collect(true)
	if w.referent(10) == 0 {
		t.Error("the referent of two soft references is kept by the used one")
	}
	mem.Store64(uintptr(w.roots[11])+toyStamp, uint64(w.h.weak.clock-1000))
	w.expect(w.collect(true), 100, 101)
}

func TestWeakTable(t *testing.T) {
	weakModes(t, func(t *testing.T, full bool, c Config) {
		w := newWeakTest(t, c)
		for i := range 4 {
			w.object(i, 0)
			w.weakTab = append(w.weakTab, w.roots[i])
		}
		w.roots[1], w.roots[2] = 0, 0
		w.collect(full)
		if !slices.Equal(w.weakTab, []Ref{w.roots[0], w.roots[3]}) {
			t.Errorf("weak table %x, roots %x", w.weakTab, w.roots[:4])
		}
	})
}

// Many references, both traces of a compacting collection, several workers.
func TestWeakMany(t *testing.T) {
	w := newWeakTest(t, Config{Threads: 3, MaxHeap: 64 << 20, Verify: true})
	const n = 5000
	w.roots = make([]Ref, 2*n)
	for i := range n {
		w.object(i, 1)
		w.newWeak(WeakKind(1+i%4), uint32(i), n+i, i)
	}
	for i := range n {
		if i%3 == 0 {
			w.roots[i] = 0
		}
	}
	got := w.collect(true)
	var want []uint32
	for i := range n {
		if i%3 == 0 && WeakKind(1+i%4) != Soft {
			want = append(want, uint32(i))
		} else if w.roots[i] != 0 && w.referent(n+i) != w.roots[i] {
			t.Fatalf("referent %d is wrong", i)
		}
	}
	w.expect(got, want...)
}
