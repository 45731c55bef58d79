package gc

import (
	"math/rand/v2"
	"testing"

	"gojvm/mem"
)

func TestPinned(t *testing.T) {
	for _, c := range []Config{{Verify: true}, {Plan: SemiSpace, Verify: true}} {
		th := newToy(t, c).thread(1, 500)
		rng := rand.New(rand.NewPCG(5, 6))
		type pinned struct {
			r, old Ref
			id     uint32
		}
		live := map[int]pinned{}
		for i := range 20000 {
			k := rng.IntN(len(th.roots))
			size := uint32(24 + 8*rng.IntN(60))
			if rng.IntN(100) == 0 {
				size = uint32(1000 + rng.IntN(60000))
			}
			// A private descriptor per object would be wasteful; data arrays have any size.
			r := th.h.AllocPinned(th.m, size)
			if r == 0 {
				t.Fatal("exhausted")
			}
			for o := uint32(0); o < size&^7; o += 8 {
				if mem.Load64(uintptr(r+Ref(o))) != 0 {
					t.Fatalf("pinned object %#x is not zeroed at %d of %d", r, o, size)
				}
			}
			mem.Store32(uintptr(r), uint32(th.data))
			mem.Store32(uintptr(r)+8, size-12)
			mem.Store8(uintptr(r)+uintptr(size)-1, 7)
			mem.Store32(uintptr(r)+12, uint32(i))
			th.roots[k] = r
			live[k] = pinned{r: r, id: uint32(i)}
			if i%4000 == 3999 {
				th.h.Collect(th.m, causeTest)
				for k, p := range live {
					if th.roots[k] != p.r || mem.Load32(uintptr(p.r)+12) != p.id {
						t.Fatalf("pinned object %d moved from %#x to %#x or is damaged", p.id, p.r, th.roots[k])
					}
					if th.h.Moves(p.r) {
						t.Fatalf("%#x moves", p.r)
					}
				}
			}
		}
		clear(th.roots)
		th.h.Collect(th.m, causeTest)
		if n := th.h.table.used[spacePinned] + th.h.table.used[spaceLarge]; n != 0 {
			t.Errorf("%d regions in use after all pinned objects have died", n)
		}
	}
}

// A pinned object keeps young objects alive by its cards, and one of kind
// Indirect has a map of its own.
func TestIndirect(t *testing.T) {
	th := newToy(t, Config{Verify: true}).thread(1, 4)
	const n = 40
	own, _ := th.arena.Alloc(DescriptorSize)
	*DescriptorAt(own) = Descriptor{Kind: Instance, Size: 24 + 8*n}
	var offsets []uint32
	for i := range uint32(n) {
		offsets = append(offsets, 24+8*i) // every other word
	}
	if err := DescriptorAt(own).SetRuns(RunsOf(append([]uint32{16}, offsets...)), th.arena); err != nil {
		t.Fatal(err)
	}
	r := th.h.AllocPinned(th.m, 24+8*n)
	mem.Store32(uintptr(r), uint32(th.indirect))
	th.roots[0] = r
	th.h.Collect(th.m, causeTest) // small layout still
	mem.Store32(uintptr(r)+12, uint32(own))
	if SizeOf(r) != 24+8*n {
		t.Errorf("size %d", SizeOf(r))
	}
	var ids []uint32
	for _, o := range offsets {
		v, g := th.newNode(0)
		ids = append(ids, g.id)
		mem.Store32(uintptr(r)+uintptr(o), uint32(v))
		th.h.Barrier(uintptr(r) + uintptr(o))
		mem.Store32(uintptr(r)+uintptr(o)+4, 0xdeadbeef) // not a reference
	}
	for round := range 6 {
		if round == 4 {
			th.h.Collect(th.m, causeTest)
		}
		th.h.CollectMinor(th.m, causeTest)
		for i, o := range offsets {
			v := Ref(mem.Load32(uintptr(r) + uintptr(o)))
			if mem.Load32(uintptr(v)+toyID) != ids[i] {
				t.Fatalf("round %d: field %d is lost", round, i)
			}
		}
	}
}

// The holder of a descriptor lives as long as an instance does.
func TestHolder(t *testing.T) {
	th := newToy(t, Config{}).thread(1, 4)
	holder := th.h.AllocPinned(th.m, 16)
	th.init(holder, th.nodes[0], 77)
	d := th.descriptor(Descriptor{Kind: Instance, Size: 16, Holder: holder}, nil)
	th.roots[0] = th.h.Alloc(th.m, 16)
	mem.Store32(uintptr(th.roots[0]), uint32(d))
	th.h.Collect(th.m, causeTest)
	if !th.h.testBit(holder) || mem.Load32(uintptr(holder)+toyID) != 77 {
		t.Fatal("holder died before its instance")
	}
	th.roots[0] = 0
	th.h.Collect(th.m, causeTest)
	if th.h.testBit(holder) {
		t.Error("holder outlived its last instance")
	}
}

// A large object that dies young is freed by a minor collection; one that
// survives keeps its address and its young referents.
func TestLarge(t *testing.T) {
	th := newToy(t, Config{Verify: true, MaxHeap: 64 << 20}).thread(1, 4)
	dead, _ := th.newData(1 << 20)
	r, _ := th.newArray(100000)
	th.roots[0] = r
	v, g := th.newNode(1)
	th.setRef(r, 99999, v)
	th.h.CollectMinor(th.m, causeTest)
	if th.h.table.of(uint32(dead)).space != spaceFree {
		t.Error("dead large object was not freed")
	}
	for range 3 {
		v, _ := th.newNode(0)
		th.setRef(th.ref(r, 99999), 0, v)
		th.h.CollectMinor(th.m, causeTest)
		if th.roots[0] != r || mem.Load32(uintptr(th.ref(r, 99999))+toyID) != g.id {
			t.Fatal("large object or its referent is lost")
		}
	}
	th.roots[0] = 0
	th.h.Collect(th.m, causeTest)
	if n := th.h.table.used[spaceLarge] + th.h.table.used[spaceLargeTail]; n != 0 {
		t.Errorf("%d regions of large objects left", n)
	}
}

// Allocating only large objects leads to collections, not to exhaustion.
func TestLargeGarbage(t *testing.T) {
	th := newToy(t, Config{MaxHeap: 16 << 20}).thread(1, 4)
	for i := range 500 {
		r, _ := th.newData(1<<20 - 12)
		if r == 0 {
			t.Fatalf("exhausted at %d", i)
		}
		th.roots[i%4] = r
	}
}

// The heap is exhausted, the allocation fails, and goes on when there is room.
func TestExhaustion(t *testing.T) {
	for _, c := range []Config{{}, {Plan: SemiSpace}, {Plan: NoGC}, {Verify: true, Threads: 3}} {
		for _, kind := range []string{"small", "data", "large", "pinned"} {
			t.Run(c.Plan.String()+"/"+kind, func(t *testing.T) {
				c.MaxHeap = 8 << 20
				th := newToy(t, c).thread(1, 4)
				fill := func() (total int) {
					for {
						var r Ref
						size := 24
						switch kind {
						case "small":
							r, _ = th.newNode(3)
						case "pinned":
							if r = th.h.AllocPinned(th.m, 24); r != 0 {
								th.init(r, th.nodes[3], 1)
							}
						default:
							a, _ := th.newArray(1)
							if a == 0 {
								return total
							}
							th.roots[1] = a
							size = 2000
							if kind == "large" {
								size = 100000
							}
							d, _ := th.newData(size)
							if d == 0 {
								return total
							}
							r, _ = th.newArray(2)
							if r == 0 {
								return total
							}
							_ = d
							r = 0
							// data arrays hold no references: chain by arrays
							n, _ := th.newArray(2)
							if n == 0 {
								return total
							}
							th.roots[2] = n
							d, _ = th.newData(size)
							if d == 0 {
								return total
							}
							th.setRef(th.roots[2], 1, d)
							r = th.roots[2]
						}
						if r == 0 {
							return total
						}
						th.setRef(r, 0, th.roots[0])
						th.roots[0] = r
						total += size
					}
				}
				first := fill()
				want := 4 << 20
				if c.Plan == SemiSpace || kind == "large" {
					want = 2 << 20
				}
				if c.Plan != NoGC && first < want {
					t.Errorf("only %d bytes fit into a heap of %d", first, c.MaxHeap)
				}
				clear(th.roots)
				if c.Plan == NoGC {
					return
				}
				if r, _ := th.newNode(1); r == 0 {
					t.Error("no memory although everything is garbage")
				}
				if second := fill(); second < first*9/10 {
					t.Errorf("after exhaustion %d bytes fit, before %d", second, first)
				}
			})
		}
	}
}

func TestWalk(t *testing.T) {
	th := newToy(t, Config{}).thread(1, 100)
	for range 5000 {
		th.step()
	}
	n := 0
	th.h.Walk(th.m, func(r Ref) {
		n++
		if why := th.h.badRef(r); why != "" {
			t.Fatal(why)
		}
	})
	// Count from the roots.
	seen := map[Ref]bool{}
	todo := append([]Ref(nil), th.roots...)
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		if todo = todo[:len(todo)-1]; r != 0 && !seen[r] {
			seen[r] = true
			EachRef(r, func(slot uintptr) { todo = append(todo, Ref(mem.Load32(slot))) })
		}
	}
	if n != len(seen) {
		t.Errorf("walked %d objects, %d are reachable", n, len(seen))
	}
}

// After a full collection and when asked the heap gives memory back.
func TestTrim(t *testing.T) {
	th := newToy(t, Config{MaxHeap: 64 << 20}).thread(1, 4)
	for range 200000 {
		th.newNode(4)
	}
	th.h.Trim()
	for i := range th.h.table.regions {
		if r := &th.h.table.regions[i]; r.space == spaceFree && r.dirty {
			t.Fatalf("free region %d still holds memory", i)
		}
	}
}

func TestTwoHeaps(t *testing.T) {
	a := newToy(t, Config{}).thread(1, 50)
	b := newToy(t, Config{}).thread(2, 50)
	for range 3000 {
		a.step()
		b.step()
	}
	a.h.Collect(a.m, causeTest)
	b.h.Collect(b.m, causeTest)
	a.check()
	b.check()
}

// A heap that is nearly full of objects which die at random is compacted rather than reported as
// exhausted.
func TestFragmentation(t *testing.T) {
	for _, c := range []Config{{}, {Threads: 1}, {Verify: true}} {
		c.MaxHeap = 32 << 20
		th := newToy(t, c).thread(1, 24<<10)
		for i := range 4 * len(th.roots) {
			k := i
			if i >= len(th.roots) {
				k = th.rng.IntN(len(th.roots))
			}
			r, _ := th.newData(1000)
			if r == 0 {
				s := th.h.Stats()
				t.Fatalf("exhausted at %d: %d KiB live, %d KiB used, %d collections", i, len(th.roots), s.Heap.Used>>10, s.MinorCount+s.FullCount)
			}
			th.roots[k] = r
		}
		t.Logf("%d minor, %d full collections", th.h.Stats().MinorCount, th.h.Stats().FullCount)
	}
}
