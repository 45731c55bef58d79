//go:build 386 && linux

package x86

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"unsafe"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

var randomCount = flag.Int("random", 400, "number of random functions to run")
var randomFirst = flag.Uint64("seed", 1, "first seed")

// copyMem is the evaluator's copy of a memory at the same addresses.
type copyMem struct {
	base uint64
	data []byte
}

var errOutside = errors.New("access outside of the memory")

func (m *copyMem) Load(a uint64, n int) (x uint64, err error) {
	if a < m.base || a+uint64(n) > m.base+uint64(len(m.data)) {
		return 0, errOutside
	}
	for i := n - 1; i >= 0; i-- {
		x = x<<8 | uint64(m.data[a-m.base+uint64(i)])
	}
	return x, nil
}

func (m *copyMem) Store(a uint64, n int, x uint64) error {
	if a < m.base || a+uint64(n) > m.base+uint64(len(m.data)) {
		return errOutside
	}
	for i := range n {
		m.data[a-m.base+uint64(i)] = byte(x >> (8 * i))
	}
	return nil
}

func answer(number int64, args []uint64) uint64 {
	return uint64(uint32(number))*1000003 + uint64(uint32(args[0])) ^ args[1]
}

// TestRandom compares compiled code with the evaluator.
func TestRandom(t *testing.T) {
	native, err := syscall.Mmap(-1, 0, 4096, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(native)
	base := uint64(uintptr(unsafe.Pointer(&native[0])))
	target := NewTarget()
	var h *host
	for n := range *randomCount {
		if n%200 == 0 {
			h = newHost(t)
			h.exit = answer
		}
		seed := *randomFirst + uint64(n)
		r := rand.New(rand.NewPCG(seed, 2))
		opt := irgen.Options{Size: 5 + r.IntN(60), Depth: 3, Exits: true, Polls: true}
		leaf := irgen.Function("leaf", seed*2+1, target.Ops, 4, irgen.Options{Size: 10, Depth: 1})
		opt.Callees = []string{"leaf"}
		f := irgen.Function(irgen.Name(seed), seed, target.Ops, 4, opt)
		args := []uint64{base, uint64(r.Uint32()), uint64(uint32(int32(r.IntN(20) - 10))), r.Uint64(), uint64(r.Int64N(100) - 50),
			math.Float64bits(r.NormFloat64() * 1000), uint64(math.Float32bits(float32(r.NormFloat64()))), uint64(r.Uint32() &^ 7)}
		for i := range irgen.MemSize {
			native[i] = byte(r.Uint32())
		}
		mem := &copyMem{base, bytes.Clone(native)}
		text := leaf.String() + f.String()
		if err := ssa.Check(f); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		m := &ssa.Machine{Mem: mem, Fuel: 1 << 20, Funcs: map[string]*ssa.Func{"leaf": leaf},
			Exit: func(n int64, args []uint64) (uint64, error) { return answer(n, args), nil }}
		want, err := m.Call(f, args...)
		if err != nil {
			if err == ssa.ErrFuel {
				continue
			}
			t.Fatalf("seed %d: evaluator: %v\n%s", seed, err, text)
		}
		before := bytes.Clone(native)
		for _, o := range []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full}, {Level: codegen.Full, Few: 4 + r.IntN(5)}} {
			copy(native, before)
			o.Check = true
			fs, err := ssa.Parse("random", text, target.Ops, 4)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			var codes []*codegen.Code
			bailed := false
			for _, f := range fs {
				c, err := codegen.Compile(f, target, o)
				var b *codegen.Bailout
				if errors.As(err, &b) && o.Few > 0 {
					bailed = true
					break
				}
				if err != nil {
					var c *codegen.Crash
					if errors.As(err, &c) {
						t.Logf("%s", c.Stack)
					}
					t.Fatalf("seed %d, options %+v: %v\n%s", seed, o, err, text)
				}
				codes = append(codes, c)
			}
			if bailed {
				continue
			}
			es, err := h.cache.Install(codes, nil)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			var e *codecache.Entry = es[1]
			*(*uint32)(unsafe.Pointer(&h.ctx[codegen.CtxPoll])) = uint32(n & 1)
			got := h.call(e, irgen.Params, ssa.I64, args...)
			if got != want || !bytes.Equal(native, mem.data) {
				h.blame(text, o, m, args, func() { copy(native, before); copy(mem.data, before) })
				t.Fatalf("seed %d, options %+v: compiled %#x, evaluated %#x, same memory: %v\n%s", seed, o, got, want, bytes.Equal(native, mem.data), text)
			}
		}
	}
}

// blame logs which of the values that make up the result differ: it lets the function
// return each of them instead.
func (h *host) blame(text string, o codegen.Options, m *ssa.Machine, args []uint64, reset func()) {
	for k := 0; ; k++ {
		fs, err := ssa.Parse("blame", text, NewTarget().Ops, 4)
		if err != nil {
			h.t.Fatal(err)
		}
		f := fs[1]
		b := f.Blocks[len(f.Blocks)-1]
		for _, c := range f.Blocks {
			if c.Term().Op == ssa.OpRet {
				b = c
			}
		}
		ret := b.Term()
		x := ret.Args[0]
		for range k {
			x = x.Args[0].Args[0]
			if x.Op == ssa.OpConst {
				return
			}
		}
		if x.Op == ssa.OpConst {
			return
		}
		part := x.Args[1]
		ret.SetArg(0, part)
		m.Funcs["leaf"] = fs[0]
		reset()
		want, err := m.Call(f, args...)
		if err != nil {
			h.t.Fatal(err)
		}
		var codes []*codegen.Code
		for _, f := range fs {
			c, err := codegen.Compile(f, NewTarget(), o)
			if err != nil {
				h.t.Fatal(err)
			}
			codes = append(codes, c)
		}
		es, err := h.cache.Install(codes, nil)
		if err != nil {
			h.t.Fatal(err)
		}
		reset()
		if got := h.call(es[1], irgen.Params, ssa.I64, args...); got != want {
			h.t.Logf("%v: compiled %#x, evaluated %#x", part, got, want)
		}
	}
}
