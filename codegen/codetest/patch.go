//go:build linux

package codetest

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// patchText has functions that return a number each, and one that calls the first of them
// often and returns the set of the numbers it got.
func patchText() string {
	var ps, args []string
	for i, p := range irgen.Params {
		ps = append(ps, p.String())
		args = append(args, fmt.Sprint("a", i))
	}
	params := strings.Join(ps, ", ")
	var s strings.Builder
	for i, name := range []string{"zero", "one", "two"} {
		fmt.Fprintf(&s, "func @%s(%s) i64 {\nb0:\n  r = const i64 [%d]\n  ret r\n}\n", name, params, i)
	}
	fmt.Fprintf(&s, "func @loop(%s) i64 {\nb0:\n", params)
	for i, p := range ps {
		fmt.Fprintf(&s, "  a%d = arg %s [%d]\n", i, p, i)
	}
	fmt.Fprintf(&s, `  zero = const i32 [0]
  zero64 = const i64 [0]
  one = const i32 [1]
  one64 = const i64 [1]
  jmp -> head
head:
  i = phi i32 b0:zero, body:i2
  set = phi i64 b0:zero64, body:set2
  c = lt i32 i, a1
  if c -> body, done
body:
  x = call i64 @zero %s
  n = trunc i32 x
  bit = shl i64 one64, n
  set2 = or i64 set, bit
  i2 = add i32 i, one
  jmp -> head
done:
  ret set
}
`, strings.Join(args, ", "))
	return s.String()
}

// sibling returns a host with the same code, for another thread.
func (h *host) sibling() (*host, error) {
	mem, err := syscall.Mmap(-1, 0, len(h.mem), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return nil, err
	}
	heap, err := newHeap()
	return &host{m: h.m, cache: h.cache, mem: mem, heap: heap, stub: h.stub}, err
}

// Patch redirects and retargets functions, and installs and releases others beside them,
// while several threads run them.
func Patch(t *testing.T, m *Machine) {
	h, err := newHost(m)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	fs, err := ssa.Parse("patch", patchText(), m.Target.Ops, m.Target.PtrSize)
	if err != nil {
		t.Fatal(err)
	}
	var codes []*codegen.Code
	for _, f := range fs {
		code, err := codegen.Compile(f, m.Target, codegen.Options{Check: true})
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code)
	}
	es, err := h.cache.Install(codes, nil)
	if err != nil {
		t.Fatal(err)
	}
	zero, one, two, loop := es[0], es[1], es[2], es[3]
	run := func(h *host, fn *codecache.Entry, n uint64) uint64 {
		out, err := h.call(fn, false, h.base(), n, 0, 0, 0, 0, 0, 0)
		if err != nil {
			t.Error(err)
			return 0
		}
		return out.Result
	}
	expect := func(want uint64) {
		t.Helper()
		if got := run(h, loop, 1000); got != 1<<want {
			t.Fatalf("the functions called returned the set %#b, not %d only", got, want)
		}
	}
	var stop atomic.Bool
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop.Store(true)
	for range 3 {
		s, err := h.sibling()
		if err != nil {
			t.Fatal(err)
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer syscall.Munmap(s.mem)
			for !stop.Load() {
				if set := run(s, loop, 2000); set == 0 || set&^7 != 0 {
					t.Errorf("the functions called returned the set %#b", set)
					return
				}
			}
		}()
	}
	expect(0)
	for i := range 200 {
		if err := h.cache.Redirect(zero, one.Addr); err != nil {
			t.Fatal(err)
		}
		expect(1)
		if err := h.cache.Redirect(zero, two.Addr); err != nil {
			t.Fatal(err)
		}
		expect(2)
		// A fresh function in space used before, called at once.
		fresh, err := h.cache.Install([]*codegen.Code{codes[i%2]}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := run(h, fresh[0], 0); got != uint64(i%2) {
			t.Fatalf("fresh code returned %d, not %d", got, i%2)
		}
		if err := h.cache.Release(fresh...); err != nil {
			t.Fatal(err)
		}
	}
	left, err := h.cache.Retarget(loop, zero, one, false)
	if err != nil {
		t.Fatal(err)
	}
	if left == 0 {
		expect(1)
	}
	stop.Store(true)
	wg.Wait()
	if left > 0 {
		if left, err = h.cache.Retarget(loop, zero, one, true); err != nil || left > 0 {
			t.Fatalf("%d calls left, %v", left, err)
		}
	}
	expect(1)
	if err := h.cache.Release(one); err == nil {
		t.Error("a function that is called is released")
	}
	if err := h.cache.Release(loop, one); err != nil {
		t.Error(err)
	}
}
