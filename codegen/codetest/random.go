//go:build linux

package codetest

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
)

// Random runs count random functions from seed first on, compiled in both pipelines and with
// few registers, and compares all that can be observed with the evaluator.
func Random(t *testing.T, m *Machine, first uint64, count int) {
	var h *host
	bailed := 0
	for n := range count {
		if n%500 == 0 {
			if h != nil {
				h.close()
			}
			var err error
			if h, err = newHost(m); err != nil {
				t.Fatal(err)
			}
		}
		c, err := newCase(m, h, first+uint64(n))
		if err != nil {
			t.Fatalf("seed %d: %v", first+uint64(n), err)
		}
		if c == nil {
			continue
		}
		scarce := codegen.Options{Level: codegen.Full, Few: 4 + int(c.seed%5)}
		if c.seed&1 != 0 {
			scarce = codegen.Options{Level: codegen.Full, Shuffle: c.seed}
		}
		for _, o := range []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full}, scarce} {
			o.Features = c.features
			o.New = irgen.Expander{Base: ClientCtx}
			o.StackCheck = c.seed&1 != 0
			c.target = m.Target
			if p := m.Target.Processor; p != nil && o.Few+int(o.Shuffle) != 0 && c.seed&8 != 0 {
				c.target = reorder(m.Target)
			}
			var bail *codegen.Bailout
			if err := c.run(o); errors.As(err, &bail) && o.Few > 0 {
				bailed++
			} else if err != nil {
				var crash *codegen.Crash
				if errors.As(err, &crash) {
					t.Logf("%s", crash.Stack)
				}
				t.Fatalf("seed %d, level %d, few %d, shuffle %d, features %x: %v\n%s", c.seed, o.Level, o.Few, o.Shuffle, o.Features, err, c.text)
			}
		}
	}
	if h != nil {
		h.close()
	}
	if bailed > count/4 {
		t.Errorf("%d of %d functions need more registers than the few", bailed, count)
	}
}

// reorder returns a copy of a target whose scheduling goes as far as it may: in all blocks, and
// without a thought of registers.
func reorder(t *codegen.Target) *codegen.Target {
	p := *t.Processor
	p.MinFreq, p.Regs = 0, [ssa.NumClasses]int{1000, 1000}
	c := *t
	c.Processor = &p
	return &c
}

// testCase is a function with arguments, memory and the outcome that it must have.
type testCase struct {
	m      *Machine
	target *codegen.Target // that of m, or one that orders instructions otherwise
	h      *host
	seed   uint64
	text   string
	funcs  map[string]*ssa.Func // that it calls
	args   []uint64
	before []byte // memory
	after  []byte
	// features are all or some of those of the machine, or none.
	features codegen.Features
	want     *Outcome
}

// newCase makes the case of a seed, nil if its function runs for too long.
func newCase(m *Machine, h *host, seed uint64) (*testCase, error) {
	r := rand.New(rand.NewPCG(seed, 2))
	t := m.Target
	c := &testCase{m: m, h: h, seed: seed}
	if seed&2 != 0 {
		c.features = m.Features
		if seed&4 != 0 {
			c.features &= codegen.Features(seed >> 3)
		}
	}
	no := map[ssa.Op]bool{ssa.OpFround: c.features&t.Rounds != t.Rounds || t.Rounds == 0}
	opt := irgen.Options{New: r.IntN(2) == 0, Ctx: ClientCtx, Size: 5 + r.IntN(60), Depth: 3, Exits: true, Polls: r.IntN(4) > 0, Guards: r.IntN(2) == 0, Catches: r.IntN(2) == 0, No: no, Vectors: t.Vectors, Wide: t.Wide != 0 && c.features&t.Wide == t.Wide}
	small := irgen.Options{Size: 10, Depth: 1, No: no, Exits: true, Catches: opt.Catches, New: opt.New, Ctx: ClientCtx}
	leaf := irgen.Function("leaf", seed*2+1, t.Ops, t.PtrSize, small)
	small.Finder = true
	finder := irgen.Function("finder", seed*2+1<<40, t.Ops, t.PtrSize, small)
	opt.Callees, opt.Finders = []string{leaf.Name}, []string{finder.Name}
	c.funcs = map[string]*ssa.Func{leaf.Name: leaf, finder.Name: finder}
	f := irgen.Function(irgen.Name(seed), seed, t.Ops, t.PtrSize, opt)
	c.text = leaf.String() + finder.String() + f.String()
	for _, f := range []*ssa.Func{leaf, finder, f} {
		if err := ssa.Check(f); err != nil {
			return nil, fmt.Errorf("%w\n%s", err, c.text)
		}
	}
	c.args = []uint64{h.base(), uint64(r.Uint32()), uint64(uint32(int32(r.IntN(20) - 10))), r.Uint64(), uint64(r.Int64N(100) - 50),
		math.Float64bits(r.NormFloat64() * 1000), uint64(math.Float32bits(float32(r.NormFloat64()))), uint64(r.Uint32() &^ 7)}
	c.before = make([]byte, irgen.MemSize)
	for i := range c.before {
		c.before[i] = byte(r.Uint32())
	}
	mem := Region{h.base(), bytes.Clone(c.before)}
	want, err := evaluate(f, c.funcs, mem, c.args)
	if err == ssa.ErrFuel || err == ErrHeap {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("evaluator: %w\n%s", err, c.text)
	}
	c.want, c.after = want, mem.Data
	return c, nil
}

// check compares an outcome and memory with what they must be.
func (c *testCase) check(got *Outcome, mem []byte) error {
	if d := c.want.Differs(got); d != "" {
		return errors.New(d)
	}
	// When a function is left for good all earlier stores have been done, too.
	if !bytes.Equal(mem, c.after) {
		return errors.New("memory differs")
	}
	return nil
}

// run compiles the functions with options o, evaluating them after each pass, and runs them.
func (c *testCase) run(o codegen.Options) error {
	fs, err := ssa.Parse("random", c.text, c.m.Target.Ops, c.m.Target.PtrSize)
	if err != nil {
		return err
	}
	o.Check = true
	var wrong error
	lowered := false
	o.Dump = func(stage string, f *ssa.Func) {
		lowered = lowered || stage == "lower" || stage == "split64"
		if lowered || wrong != nil || c.funcs[f.Name] != nil {
			return
		}
		if err := ssa.Check(f); err != nil {
			return // reported by Compile
		}
		mem := Region{c.h.base(), bytes.Clone(c.before)}
		got, err := evaluate(f, c.funcs, mem, c.args)
		if err == nil {
			err = c.check(got, mem.Data)
		}
		if err != nil {
			wrong = fmt.Errorf("after pass %s: %w\n%s", stage, err, f)
		}
	}
	var codes []*codegen.Code
	for _, f := range fs {
		lowered = false
		code, err := codegen.Compile(f, c.target, o)
		if wrong != nil {
			return wrong
		}
		if err != nil {
			return err
		}
		codes = append(codes, code)
	}
	es, err := c.h.cache.Install(codes, nil)
	if err != nil {
		return err
	}
	mem := c.h.mem[:irgen.MemSize]
	copy(mem, c.before)
	got, err := c.h.call(es[len(es)-1], c.seed&1 != 0, c.args...)
	if err != nil {
		return err
	}
	return c.check(got, mem)
}
