package mem_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"gojvm/mem"
)

func reserveLow(t testing.TB, size, align uintptr, p mem.Place) mem.Region {
	t.Helper()
	r, err := mem.ReserveLow(size, align, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Release() })
	return r
}

func TestLoadStore(t *testing.T) {
	r, err := mem.Reserve(mem.PageSize)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	a := r.Base
	mem.Store64(a, 0x8182838485868788)
	if got := mem.Load8(a + 7); got != 0x81 {
		t.Errorf("Load8 = %#x", got)
	}
	if got := mem.LoadInt8(a); got != -0x78 {
		t.Errorf("LoadInt8 = %#x", got)
	}
	if got := mem.Load16(a + 2); got != 0x8586 {
		t.Errorf("Load16 = %#x", got)
	}
	if got := mem.LoadInt16(a + 2); uint16(got) != 0x8586 || got > 0 {
		t.Errorf("LoadInt16 = %#x", got)
	}
	if got := mem.Load32(a + 4); got != 0x81828384 {
		t.Errorf("Load32 = %#x", got)
	}
	if got := mem.LoadInt64(a); uint64(got) != 0x8182838485868788 {
		t.Errorf("LoadInt64 = %#x", got)
	}
	if mem.CompareAndSwap32(a, 1, 2) || !mem.CompareAndSwap32(a, 0x85868788, 2) || mem.AtomicLoad32(a) != 2 {
		t.Error("CompareAndSwap32")
	}
	if mem.Or32(a, 4) != 2 || mem.And32(a, ^uint32(2)) != 6 || mem.Add32(a, 1) != 5 || mem.Swap32(a, 9) != 5 {
		t.Error("Or32, And32, Add32 or Swap32")
	}
	mem.AtomicStore64(a, 1<<40)
	if mem.Add64(a, 1) != 1<<40+1 || mem.Swap64(a, 3) != 1<<40+1 || !mem.CompareAndSwap64(a, 3, 0) {
		t.Error("64-bit atomics")
	}
}

func TestCopyZero(t *testing.T) {
	r, _ := mem.Reserve(mem.PageSize)
	defer r.Release()
	b := mem.Bytes(r.Base, 16)
	copy(b, "0123456789abcdef")
	mem.Copy(r.Base+2, r.Base, 8) // overlapping, upwards
	if string(b) != "0101234567abcdef" {
		t.Errorf("Copy up: %q", b)
	}
	mem.Copy(r.Base, r.Base+2, 8)
	if string(b) != "0123456767abcdef" {
		t.Errorf("Copy down: %q", b)
	}
	mem.Zero(r.Base+1, 14)
	if string(b) != "0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00f" {
		t.Errorf("Zero: %q", b)
	}
	mem.Copy(r.Base, r.Base, 0)
	mem.Zero(r.Base, 0)
	if mem.Bytes(0, 0) != nil {
		t.Error("Bytes of nothing")
	}
}

func TestReserveLow(t *testing.T) {
	const size, align = 64 << 20, 1 << 20
	bottom := reserveLow(t, size, align, mem.Bottom)
	top := reserveLow(t, size, align, mem.Top)
	if bottom.Base >= top.Base {
		t.Errorf("bottom %#x is above top %#x", bottom.Base, top.Base)
	}
	for _, r := range []mem.Region{bottom, top} {
		if r.Base%align != 0 {
			t.Errorf("%#x is not aligned", r.Base)
		}
		if uint64(r.End()) >= 1<<32 {
			t.Errorf("[%#x, %#x) is not below 4 GiB", r.Base, r.End())
		}
		mem.Store32(r.Base, 1)
		mem.Store32(r.End()-4, 2)
	}
}

// Several virtual machines of one process reserve at once.
func TestReserveLowConcurrently(t *testing.T) {
	var wg sync.WaitGroup
	got := make([]mem.Region, 16)
	for i := range got {
		wg.Go(func() {
			place := mem.Place(i % 2)
			r, err := mem.ReserveLow(8<<20, 1<<16, place)
			if err != nil {
				t.Error(err)
				return
			}
			mem.Store32(r.Base, uint32(i))
			got[i] = r
		})
	}
	wg.Wait()
	for i, r := range got {
		if r.Size != 0 && mem.Load32(r.Base) != uint32(i) {
			t.Errorf("region %d was overwritten", i)
		}
		r.Release()
	}
}

func TestReserveTooMuch(t *testing.T) {
	if _, err := mem.ReserveLow(0xfff00000, mem.PageSize, mem.Top); err == nil {
		t.Error("reserved all of the low address space")
	}
}

func TestDecommit(t *testing.T) {
	r, _ := mem.Reserve(4 * mem.PageSize)
	defer r.Release()
	mem.Store32(r.Base+mem.PageSize, 7)
	mem.Store32(r.Base, 8)
	if err := mem.Decommit(r.Base+mem.PageSize, mem.PageSize); err != nil {
		t.Fatal(err)
	}
	if mem.Load32(r.Base+mem.PageSize) != 0 || mem.Load32(r.Base) != 8 {
		t.Error("Decommit cleared the wrong pages")
	}
	if err := mem.Protect(r.Base, mem.PageSize, mem.ReadOnly); err != nil {
		t.Fatal(err)
	}
	if mem.Load32(r.Base) != 8 {
		t.Error("contents lost")
	}
}

func TestArena(t *testing.T) {
	a := mem.NewArena(0)
	defer a.Release()
	rng := rand.New(rand.NewPCG(1, 2))
	type block struct{ addr, size uintptr }
	var live []block
	for i := range 20000 {
		if len(live) > 0 && rng.IntN(3) == 0 {
			k := rng.IntN(len(live))
			b := live[k]
			for j := uintptr(0); j < b.size; j++ {
				if mem.Load8(b.addr+j) != uint8(b.addr>>3) {
					t.Fatalf("step %d: block %#x+%d was overwritten at %d", i, b.addr, b.size, j)
				}
			}
			a.Free(b.addr, b.size)
			live[k] = live[len(live)-1]
			live = live[:len(live)-1]
			continue
		}
		size := uintptr(rng.IntN(200))
		switch rng.IntN(50) {
		case 0:
			size = uintptr(rng.IntN(70000))
		case 1:
			size = 1 << rng.IntN(13)
		}
		p, err := a.Alloc(size)
		if err != nil {
			t.Fatal(err)
		}
		if p%8 != 0 || size >= 16 && p%16 != 0 || uint64(p)+uint64(size) >= 1<<32 {
			t.Fatalf("Alloc(%d) = %#x", size, p)
		}
		for j := uintptr(0); j < size; j++ {
			if mem.Load8(p+j) != 0 {
				t.Fatalf("step %d: Alloc(%d) = %#x is not zero at %d", i, size, p, j)
			}
			mem.Store8(p+j, uint8(p>>3))
		}
		live = append(live, block{p, size})
	}
	if s := a.Stats(); s.Blocks != len(live) || s.Used > s.Reserved {
		t.Errorf("stats %+v, %d blocks live", s, len(live))
	}
	for _, b := range live {
		a.Free(b.addr, b.size)
	}
	if s := a.Stats(); s.Blocks != 0 || s.Used != 0 {
		t.Errorf("stats after freeing all: %+v", s)
	}
}

func TestArenaReleaseAndReuse(t *testing.T) {
	a := mem.NewArena(1 << 20)
	for range 2 {
		for range 100 {
			if p, err := a.Alloc(40000); err != nil || mem.Load64(p) != 0 {
				t.Fatal(p, err)
			}
		}
		a.Release()
		if s := a.Stats(); s != (mem.ArenaStats{}) {
			t.Errorf("after Release: %+v", s)
		}
	}
}

func BenchmarkArenaAlloc(b *testing.B) {
	a := mem.NewArena(0)
	defer a.Release()
	for b.Loop() {
		p, _ := a.Alloc(64)
		a.Free(p, 64)
	}
}
