package gc

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"gojvm/mem"
)

// The toy language of the tests: objects with an id, a few references and some
// data, whose graph is mirrored by Go objects, the oracle.

const causeTest Cause = "Test"

// Layouts: a node has its id at +8 and references from +12 on.
const (
	toyID       = 8
	toyRefs     = 12
	toyReferent = 12 // weak objects: referent, discovered, queue link, timestamp
	toyDiscover = 16
	toyQueue    = 20
	toyStamp    = 24
	toyWeakSize = 32
	toyMaxRefs  = 8
)

// toyWorld stops goroutines that poll.
type toyWorld struct {
	mu      sync.Mutex
	cond    sync.Cond
	running int
	stopped bool
}

func (w *toyWorld) enter() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.stopped {
		w.cond.Wait()
	}
	w.running++
}

func (w *toyWorld) leave() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running--
	w.cond.Broadcast()
}

func (w *toyWorld) poll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait()
}

func (w *toyWorld) wait() {
	for w.stopped {
		w.running--
		w.cond.Broadcast()
		for w.stopped {
			w.cond.Wait()
		}
		w.running++
	}
}

func (w *toyWorld) StopTheWorld() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wait()
	w.stopped = true
	for w.running > 1 {
		w.cond.Wait()
	}
}

func (w *toyWorld) StartTheWorld() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = false
	w.cond.Broadcast()
}

// toy is a client of the collector.
type toy struct {
	NoWeak
	t     testing.TB
	h     *Heap
	world toyWorld
	arena *mem.Arena

	nodes    [toyMaxRefs + 1]uintptr // descriptors of nodes by number of references
	refs     uintptr                 // reference array
	data     uintptr                 // byte array
	longs    uintptr                 // array of 8-byte elements
	weak     [numWeakKinds]uintptr
	indirect uintptr

	mu      sync.Mutex
	threads []*toyThread
	weakTab []Ref // a weak table
	pending []Ref // what EnqueuePending handed over, in order
	head    Ref
	events  []Event
}

type toyThread struct {
	*toy
	m     *Mutator
	tlab  *TLAB
	rng   *rand.Rand
	roots []Ref
	graph []*node // oracle: graph[i] is what roots[i] refers to
	next  uint32  // id of the next object
	ids   uint32  // added to ids, to tell threads apart
}

// node is the oracle's view of an object.
type node struct {
	id   uint32
	refs []*node
	data bool // byte array
	size uint32
}

func newToy(t testing.TB, c Config) *toy {
	y := &toy{t: t, arena: mem.NewArena(0)}
	y.world.cond.L = &y.world.mu
	c.Binding, c.World = y, &y.world
	c.ReferentOffset, c.DiscoveredOffset, c.QueueLinkOffset, c.SoftTimestampOffset = toyReferent, toyDiscover, toyQueue, toyStamp
	c.Logger = func(e *Event) { y.events = append(y.events, *e) }
	if c.MaxHeap == 0 {
		c.MaxHeap = 32 << 20
	}
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	y.h = h
	for n := range y.nodes {
		y.nodes[n] = y.descriptor(Descriptor{Kind: Instance, Size: AlignSize(toyRefs + 4*uint32(n))}, run(toyRefs, uint32(n)))
	}
	y.refs = y.descriptor(Descriptor{Kind: RefArray, Shift: 2, Size: 12}, nil)
	y.data = y.descriptor(Descriptor{Kind: DataArray, Shift: 0, Size: 12}, nil)
	y.longs = y.descriptor(Descriptor{Kind: DataArray, Shift: 3, Size: 16}, nil)
	y.indirect = y.descriptor(Descriptor{Kind: Indirect, Size: 24, Ext: 12}, run(16, 1))
	for k := Soft; k < numWeakKinds; k++ {
		y.weak[k] = y.descriptor(Descriptor{Kind: Instance, Weak: k, Size: toyWeakSize}, run(toyDiscover, 2))
	}
	t.Cleanup(func() {
		h.Close()
		y.arena.Release()
	})
	return y
}

func run(offset, n uint32) []Run {
	if n == 0 {
		return nil
	}
	return []Run{{offset, n}}
}

func (y *toy) descriptor(d Descriptor, runs []Run) uintptr {
	a, err := y.arena.Alloc(DescriptorSize)
	if err != nil {
		y.t.Fatal(err)
	}
	*DescriptorAt(a) = d
	if err := DescriptorAt(a).SetRuns(runs, y.arena); err != nil {
		y.t.Fatal(err)
	}
	return a
}

// RootUnits has a unit per thread.
func (y *toy) RootUnits(bool) []func(*Tracer) {
	units := []func(*Tracer){func(tr *Tracer) { tr.Visit(&y.head) }}
	for _, th := range y.threads {
		units = append(units, func(tr *Tracer) {
			for i := range th.roots {
				tr.Visit(&th.roots[i])
			}
		})
	}
	return units
}

func (y *toy) SweepWeak(_ bool, live func(Ref) (Ref, bool)) {
	kept := y.weakTab[:0]
	for _, r := range y.weakTab {
		if now, ok := live(r); ok {
			kept = append(kept, now)
		}
	}
	y.weakTab = kept
}

func (y *toy) EnqueuePending(head Ref) {
	for r := head; r != 0; r = Ref(mem.Load32(uintptr(r) + toyDiscover)) {
		y.pending = append(y.pending, Ref(mem.Load32(uintptr(r)+toyID))) // ids, which do not move
	}
	y.head = head
}

func (y *toy) thread(seed uint64, nRoots int) *toyThread {
	a, err := y.arena.Alloc(8)
	if err != nil {
		y.t.Fatal(err)
	}
	th := &toyThread{toy: y, tlab: (*TLAB)(mem.Ptr(a)), rng: rand.New(rand.NewPCG(seed, 0))}
	th.roots, th.graph = make([]Ref, nRoots), make([]*node, nRoots)
	th.ids = uint32(seed) << 24
	y.mu.Lock()
	y.world.enter()
	th.m = y.h.NewMutator(th.tlab, nil)
	y.threads = append(y.threads, th)
	y.mu.Unlock()
	return th
}

func (th *toyThread) id() uint32 {
	th.next++
	return th.ids | th.next
}

// newNode makes an object with n references, 0 if memory is exhausted.
func (th *toyThread) newNode(n int) (Ref, *node) {
	d := th.nodes[n]
	r := th.h.Alloc(th.m, DescriptorAt(d).Size)
	if r == 0 {
		return 0, nil
	}
	id := th.id()
	th.init(r, d, id)
	return r, &node{id: id, refs: make([]*node, n)}
}

func (th *toyThread) init(r Ref, d uintptr, id uint32) {
	for i := uint32(0); i < min(DescriptorAt(d).Size, 32); i += 4 {
		if mem.Load32(uintptr(r)+uintptr(i)) != 0 {
			th.t.Fatalf("new object %#x is not zeroed at %d", r, i)
		}
	}
	mem.Store32(uintptr(r), uint32(d))
	mem.Store32(uintptr(r)+toyID, id)
}

func (th *toyThread) newArray(n int) (Ref, *node) {
	r := th.h.Alloc(th.m, uint32(DescriptorAt(th.refs).ArraySize(uint32(n))))
	if r == 0 {
		return 0, nil
	}
	mem.Store32(uintptr(r), uint32(th.refs))
	mem.Store32(uintptr(r)+OffArrayLength, uint32(n))
	// An array has no id; the length stands for it.
	return r, &node{id: uint32(n), refs: make([]*node, n)}
}

func (th *toyThread) newData(n int) (Ref, *node) {
	r := th.h.Alloc(th.m, uint32(DescriptorAt(th.data).ArraySize(uint32(n))))
	if r == 0 {
		return 0, nil
	}
	mem.Store32(uintptr(r), uint32(th.data))
	mem.Store32(uintptr(r)+OffArrayLength, uint32(n))
	for i := range uintptr(n) {
		if mem.Load8(uintptr(r)+12+i) != 0 {
			th.t.Fatalf("new array is not zeroed at %d of %d", i, n)
		}
		mem.Store8(uintptr(r)+12+i, uint8(n+int(i)))
	}
	return r, &node{id: uint32(n), data: true}
}

// setRef stores the i-th reference of r.
func (y *toy) setRef(r Ref, i int, v Ref) {
	slot := uintptr(r) + toyRefs + uintptr(i)*4
	mem.Store32(slot, uint32(v))
	y.h.Barrier(slot)
}

func (y *toy) ref(r Ref, i int) Ref { return Ref(mem.Load32(uintptr(r) + toyRefs + uintptr(i)*4)) }

// step changes the graph at random.
func (th *toyThread) step() bool {
	rng := th.rng
	k := rng.IntN(len(th.roots))
	var r Ref
	var n *node
	switch rng.IntN(40) {
	case 0:
		r, n = th.newArray(rng.IntN(300))
	case 1:
		r, n = th.newData(rng.IntN(2000))
	case 2:
		if rng.IntN(20) == 0 {
			r, n = th.newArray(8000 + rng.IntN(30000)) // large
		} else {
			r, n = th.newData(rng.IntN(100))
		}
	case 3:
		if rng.IntN(20) == 0 {
			r, n = th.newData(30000 + rng.IntN(200000))
		} else {
			r, n = th.newArray(rng.IntN(10))
		}
	case 4, 5, 6, 7: // drop a root
		th.roots[k], th.graph[k] = 0, nil
		return true
	case 8, 9, 10, 11, 12, 13: // a root moves inwards
		if g := th.graph[k]; g != nil && len(g.refs) > 0 {
			i := rng.IntN(len(g.refs))
			th.roots[k], th.graph[k] = th.ref(th.roots[k], i), g.refs[i]
		}
		return true
	default:
		r, n = th.newNode(rng.IntN(toyMaxRefs + 1))
	}
	if r == 0 {
		return false
	}
	// Link the new object to some roots, and some roots to it. No collection
	// can run in here.
	for range 4 {
		j := rng.IntN(len(th.roots))
		if g := th.graph[j]; g != nil && len(g.refs) > 0 && rng.IntN(2) == 0 {
			i := rng.IntN(len(g.refs))
			th.setRef(th.roots[j], i, r)
			g.refs[i] = n
		} else if len(n.refs) > 0 {
			i := rng.IntN(len(n.refs))
			th.setRef(r, i, th.roots[j])
			n.refs[i] = th.graph[j]
		}
	}
	th.roots[k], th.graph[k] = r, n
	return true
}

// check compares the thread's graph with the oracle's.
func (th *toyThread) check() {
	th.t.Helper()
	seen := map[Ref]*node{}
	back := map[*node]Ref{}
	type pair struct {
		r Ref
		n *node
	}
	var todo []pair
	match := func(r Ref, n *node, where string) {
		if (r == 0) != (n == nil) {
			th.t.Fatalf("%s: reference %#x, oracle %v", where, r, n)
		}
		if r == 0 {
			return
		}
		if m, ok := seen[r]; ok {
			if m != n {
				th.t.Fatalf("%s: %#x stands for two objects", where, r)
			}
			return
		}
		if o, ok := back[n]; ok && o != r {
			th.t.Fatalf("%s: object %d was duplicated: %#x and %#x", where, n.id, o, r)
		}
		seen[r], back[n] = n, r
		todo = append(todo, pair{r, n})
	}
	for i := range th.roots {
		match(th.roots[i], th.graph[i], fmt.Sprint("root ", i))
	}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		at := uintptr(p.r)
		switch d := uintptr(mem.Load32(at)); {
		case p.n.data:
			if d != th.data || mem.Load32(at+8) != p.n.id {
				th.t.Fatalf("data array %#x is damaged", p.r)
			}
			for i := uintptr(0); i < uintptr(p.n.id); i++ {
				if mem.Load8(at+12+i) != uint8(uintptr(p.n.id)+i) {
					th.t.Fatalf("data array %#x is damaged at %d", p.r, i)
				}
			}
		case mem.Load32(at+8) != p.n.id || d != th.refs && d != th.nodes[len(p.n.refs)]:
			th.t.Fatalf("object %#x: descriptor %#x, id %d, oracle id %d", p.r, d, mem.Load32(at+8), p.n.id)
		}
		for i, n := range p.n.refs {
			match(th.ref(p.r, i), n, fmt.Sprintf("object %d (%#x) reference %d", p.n.id, p.r, i))
		}
	}
}

func (th *toyThread) leave() { th.world.leave() }
