//go:build linux && (amd64 || 386)

package host

import (
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
)

// host runs compiled functions on a stack of its own.
type host struct {
	t      testing.TB
	cache  *codecache.Cache
	target *codegen.Target
	ctx    []byte
	stack  []byte
	exit   func(number int64, args []uint64) uint64
	enter  func(ctx uintptr)
}

func newHost(t testing.TB) *host {
	t.Helper()
	c, err := codecache.New(4 << 20)
	if err != nil {
		t.Fatal(err)
	}
	anon := func(n int) []byte {
		m, err := syscall.Mmap(-1, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Munmap(m) })
		return m
	}
	t.Cleanup(func() { c.Close() })
	const stack = 1 << 20
	both := anon(stack + 4096) // the context is above the stack, as clients have it
	h := &host{t: t, cache: c, target: NewTarget(), ctx: both[stack:], stack: both[:stack], enter: Enter}
	if h.target.Split64 {
		helpers, err := codegen.Helpers64(h.target)
		if err != nil {
			t.Fatal(err)
		}
		h.install(helpers, codegen.Options{Level: codegen.Full, Check: true})
	}
	return h
}

// install compiles and installs functions.
func (h *host) install(fs []*ssa.Func, o codegen.Options) []*codecache.Entry {
	h.t.Helper()
	var codes []*codegen.Code
	for _, f := range fs {
		code, err := codegen.Compile(f, h.target, o)
		if err != nil {
			h.t.Fatal(err)
		}
		codes = append(codes, code)
	}
	es, err := h.cache.Install(codes, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return es
}

func (h *host) address(off int) uintptr { return uintptr(unsafe.Pointer(&h.ctx[off])) }

func (h *host) stackLow() uintptr { return uintptr(unsafe.Pointer(&h.stack[0])) }

func (h *host) word(off int) *uint64 { return (*uint64)(unsafe.Pointer(&h.ctx[off])) }

// compile compiles and installs the functions of a text.
func (h *host) compile(text string, o codegen.Options) map[string]*codecache.Entry {
	h.t.Helper()
	fs, err := ssa.Parse("test.ssa", text, h.target.Ops, h.target.PtrSize)
	if err != nil {
		h.t.Fatal(err)
	}
	m := map[string]*codecache.Entry{}
	for _, e := range h.install(fs, o) {
		m[e.Code.Name] = e
	}
	return m
}

// call runs a function and returns its result.
func (h *host) call(fn *codecache.Entry, params []ssa.Type, result ssa.Type, args ...uint64) uint64 {
	h.t.Helper()
	if reason := h.run(fn, params, result, args...); reason != codegen.ReasonReturn {
		h.t.Fatalf("compiled code left: %v", reason)
	}
	r := *h.word(codegen.CtxResult)
	if result.Size(h.target.PtrSize) == 4 {
		r = uint64(uint32(r))
	}
	return r
}

// run runs a function until it leaves for good and returns why.
func (h *host) run(fn *codecache.Entry, params []ssa.Type, result ssa.Type, args ...uint64) codegen.Reason {
	h.t.Helper()
	stub := h.install([]*ssa.Func{codegen.EntryStub(h.target.Ops, h.target.PtrSize, params, result)}, codegen.Options{Check: true})
	leave, all := LeaveAddrs()
	*h.word(codegen.CtxLeave), *h.word(codegen.CtxLeaveAll) = uint64(leave), uint64(all)
	*h.word(codegen.CtxPC) = uint64(stub[0].Addr)
	top := uintptr(unsafe.Pointer(&h.stack[0])) + uintptr(len(h.stack))
	*h.word(codegen.CtxSP) = uint64(top) - uint64(h.target.PtrSize)
	*h.word(codegen.CtxReason) = 0
	*h.word(codegen.CtxResult) = uint64(fn.Addr)
	for i, a := range args {
		*h.word(codegen.CtxArgs + 8*i) = a
	}
	for {
		h.enter(uintptr(unsafe.Pointer(&h.ctx[0])))
		reason := *(*uint32)(unsafe.Pointer(&h.ctx[codegen.CtxReason]))
		number := *(*int32)(unsafe.Pointer(&h.ctx[codegen.CtxNumber]))
		switch codegen.Reason(reason) {
		case codegen.ReasonExit:
			var xs []uint64
			for i := range codegen.MaxExitArgs {
				xs = append(xs, *h.word(codegen.CtxArgs + 8*i))
			}
			*h.word(codegen.CtxResult) = h.exit(int64(number), xs)
		case codegen.ReasonPoll:
			*(*uint32)(unsafe.Pointer(&h.ctx[codegen.CtxPoll])) = 0
		default:
			return codegen.Reason(reason)
		}
	}
}

func TestRunLoop(t *testing.T) {
	h := newHost(t)
	m := h.compile(`func @sum(i32) i32 {
b0:
  n = arg i32 [0]
  zero = const i32 [0]
  one = const i32 [1]
  jmp -> loop
loop:
  i = phi i32 b0:zero, body:i2
  s = phi i32 b0:zero, body:s2
  c = lt i32 i, n
  if c -> body, done
body:
  s2 = add i32 s, i
  i2 = add i32 i, one
  poll
  jmp -> loop
done:
  ret s
}
`, codegen.Options{Check: true})
	*(*uint32)(unsafe.Pointer(&h.ctx[codegen.CtxPoll])) = 1
	if got := h.call(m["sum"], []ssa.Type{ssa.I32}, ssa.I32, 1000); got != 499500 {
		t.Errorf("sum(1000) = %d", got)
	}
}

// TestRunSwitch runs a switch that becomes a jump table, with a hole.
func TestRunSwitch(t *testing.T) {
	const text = `func @choose(i32) i32 {
b0:
  x = arg i32 [0]
  c10 = const i32 [10]
  c20 = const i32 [20]
  c30 = const i32 [30]
  switch x {-2, -1, 0, 1, 3, 4} -> a, b, c, a, b, c, d
a:
  ret c10
b:
  ret c20
c:
  ret c30
d:
  ret x
}
`
	want := map[int32]int32{-2: 10, -1: 20, 0: 30, 1: 10, 3: 20, 4: 30}
	h := newHost(t)
	for _, level := range []codegen.Level{codegen.Quick, codegen.Full} {
		table := false
		m := h.compile(text, codegen.Options{Level: level, Check: true, DumpAlloc: func(_ *ssa.Func, a *regalloc.Allocation) {
			table = strings.Contains(a.String(), "jmptable")
		}})
		if !table {
			t.Error("no jump table")
		}
		for x := int32(-5); x < 8; x++ {
			w, ok := want[x]
			if !ok {
				w = x
			}
			if got := int32(h.call(m["choose"], []ssa.Type{ssa.I32}, ssa.I32, uint64(uint32(x)))); got != w {
				t.Errorf("choose(%d) = %d, want %d", x, got, w)
			}
		}
	}
}
