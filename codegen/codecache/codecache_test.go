//go:build linux && (amd64 || 386)

package codecache

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/asm"
)

func newCache(t *testing.T, size int) *Cache {
	t.Helper()
	c, err := New(size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// code returns a function of n bytes that are never run, with calls of others.
func code(name string, n int, fill byte, calls ...string) *codegen.Code {
	c := &codegen.Code{Name: name, Bytes: bytes.Repeat([]byte{fill}, n)}
	for i, s := range calls {
		c.Relocs = append(c.Relocs, asm.Reloc{Off: 1 + 8*i, Kind: asm.RelocCall, Sym: s})
	}
	return c
}

func install(t *testing.T, c *Cache, codes ...*codegen.Code) []*Entry {
	t.Helper()
	es, err := c.Install(codes, nil)
	if err != nil {
		t.Fatal(err)
	}
	return es
}

// content returns the bytes of e as they are executed.
func content(e *Entry) []byte {
	return unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&e.Addr))), len(e.Code.Bytes))
}

// TestSpace compares the spans with a map of the units in use.
func TestSpace(t *testing.T) {
	const units = 64
	s := newSpace(units * unit)
	var inUse [units]bool
	type piece struct{ at, n int }
	var pieces []piece
	r := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		if r.IntN(2) == 0 && len(pieces) > 0 {
			k := r.IntN(len(pieces))
			p := pieces[k]
			pieces = append(pieces[:k], pieces[k+1:]...)
			for u := p.at / unit; u < (p.at+p.n+unit-1)/unit; u++ {
				inUse[u] = false
			}
			s.give(p.at, p.n)
		} else {
			n := 1 + r.IntN(8*unit)
			need, run, fits := (n+unit-1)/unit, 0, false
			for u := range inUse {
				if run++; inUse[u] {
					run = 0
				}
				fits = fits || run >= need
			}
			at, _, ok := s.take(n)
			if ok != fits {
				t.Fatalf("%d bytes: taken %v, room %v", n, ok, fits)
			}
			if !ok {
				continue
			}
			for u := at / unit; u < at/unit+need; u++ {
				if inUse[u] {
					t.Fatalf("unit %d is given out twice", u)
				}
				inUse[u] = true
			}
			pieces = append(pieces, piece{at, n})
		}
		used := 0
		for _, x := range inUse {
			if x {
				used += unit
			}
		}
		if used != s.used {
			t.Fatalf("%d bytes in use, counted %d", used, s.used)
		}
		for i, f := range s.free {
			if f.from >= f.to || i > 0 && s.free[i-1].to >= f.from {
				t.Fatalf("free spans %v", s.free)
			}
		}
	}
}

func TestRelease(t *testing.T) {
	c := newCache(t, 1<<16)
	if !c.sync {
		t.Skip("the system has no membarrier")
	}
	es := install(t, c, code("a", 40, 1), code("b", 100, 2, "a"))
	a, b := es[0], es[1]
	if err := c.Release(a); err == nil {
		t.Error("a function that is called is released")
	}
	if err := c.Release(b); err != nil {
		t.Fatal(err)
	}
	if e := c.Lookup(b.Addr); e != nil {
		t.Errorf("%s is found after its release", e.Code.Name)
	}
	if !bytes.Equal(content(b), bytes.Repeat([]byte{0xcc}, 100)) {
		t.Error("released code can still run")
	}
	if err := c.Release(b); err == nil {
		t.Error("released twice")
	}
	if n := install(t, c, code("n", 90, 3))[0]; n.Addr != b.Addr {
		t.Errorf("space at %#x is not used again: %#x", b.Addr, n.Addr)
	}
	if err := c.Release(a); err != nil {
		t.Error(err)
	}
	if _, err := c.Install([]*codegen.Code{code("x", 8, 0), code("y", 40, 0, "a")}, nil); err == nil {
		t.Error("a call of released code is resolved")
	}
	used := c.Used()
	pair := install(t, c, code("p", 40, 1, "q"), code("q", 40, 1, "p"))
	if err := c.Release(pair[0]); err == nil {
		t.Error("half of a cycle is released")
	}
	if err := c.Release(pair...); err != nil {
		t.Error(err)
	}
	if c.Used() != used {
		t.Errorf("%d bytes used, were %d", c.Used(), used)
	}
	if _, err := c.Install([]*codegen.Code{code("big", 1<<17, 0)}, nil); err == nil {
		t.Error("more than the cache is installed")
	}
}

// TestConcurrentLookup looks up functions while others come and go beside them.
func TestConcurrentLookup(t *testing.T) {
	c := newCache(t, 1<<18)
	var fixed []*Entry
	for i := range 40 {
		fixed = append(fixed, install(t, c, code(fmt.Sprint("fixed", i), 50+i*37, byte(i)))...)
		install(t, c, code(fmt.Sprint("gap", i), 64, 0xff))
	}
	stop := make(chan bool)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := rand.New(rand.NewPCG(uint64(g), 1))
			for {
				select {
				case <-stop:
					return
				default:
				}
				e := fixed[r.IntN(len(fixed))]
				pc := e.Addr + uintptr(r.IntN(len(e.Code.Bytes)))
				if f := c.Lookup(pc); f != e {
					t.Errorf("%#x is in %v, not in %s", pc, f, e.Code.Name)
					return
				}
				if f := c.Lookup(c.base + uintptr(r.IntN(1<<18))); f != nil && f.Code.Name == "" {
					t.Error("a function without a name")
				}
			}
		}()
	}
	r := rand.New(rand.NewPCG(9, 9))
	var live []*Entry
	for i := range 3000 {
		if len(live) > 30 || len(live) > 0 && r.IntN(2) == 0 {
			k := r.IntN(len(live))
			if err := c.Release(live[k]); err != nil {
				t.Fatal(err)
			}
			live = append(live[:k], live[k+1:]...)
			continue
		}
		es, err := c.Install([]*codegen.Code{code(fmt.Sprint("n", i), 1+r.IntN(3000), byte(i))}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !c.sync && c.Used() > 1<<17 {
			break
		}
		for _, e := range live {
			if !bytes.Equal(content(e), e.Code.Bytes) {
				t.Fatalf("%s is overwritten", e.Code.Name)
			}
		}
		live = append(live, es...)
	}
	close(stop)
	wg.Wait()
}
