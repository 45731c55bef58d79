package ppc

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gojvm/codegen"
	"gojvm/codegen/codetest"
	"gojvm/codegen/object"
	"gojvm/codegen/ssa"
	"gojvm/codegen/ssa/irgen"
	"gojvm/codegen/static"
)

var randomCount = flag.Int("random", 200, "number of random functions to run")
var randomFirst = flag.Uint64("seed", 1, "first seed")

// batchSize is the number of random functions in one executable.
const batchSize = 100

// hash is what the programs print of the memory that a function leaves.
func hash(data []byte) (h uint32) {
	for i := 0; i < len(data); i += 4 {
		h = h*31 + binary.BigEndian.Uint32(data[i:])
	}
	return h
}

func answer(number int64, args []uint64) uint64 {
	return uint64(uint32(number))*1000003 + uint64(uint32(args[0])) ^ args[1]
}

// hostText answers exits as answer does, gives room to those that ask for it, hashes memory,
// and empties the heap.
const hostText = `
func @host.exit(i32, ptr) {
b0:
  n = arg i32 [0]
  c = arg ptr [1]
  one = const i32 [1]
  new = const i32 [1000]
  isnew = eq i32 n, new
  if isnew -> object, answer
object:
  size = load i32 c +64
  top = load i32 c +720
  top2 = add i32 top, size
  room = const i32 [80]
  end = add i32 top2, room
  store top2, c +720
  store end, c +724
  store top, c +56
  ret
answer:
  f = const i64 [1000003]
  a0 = load i32 c +64
  a1 = load i64 c +72
  nw = zext32 i64 n
  aw = zext32 i64 a0
  m = mul i64 nw, f
  s = add i64 m, aw
  r = xor i64 s, a1
  odd = and i32 n, one
  if odd -> wide, narrow
wide:
  store r, c +56
  ret
narrow:
  t = trunc i32 r
  store t, c +56
  ret
}

func @test.heap() {
b0:
  c = ctx ptr
  h = symaddr ptr @test.objects
  used = load ptr c +720
  zero = const i32 [0]
  step = const ptr [4]
  room = const ptr [80]
  end0 = add ptr h, room
  jmp -> head
head:
  p = phi ptr b0:h, body:p2
  more = ult i32 p, used
  if more -> body, done
body:
  store zero, p
  p2 = add ptr p, step
  jmp -> head
done:
  store h, c +720
  store end0, c +724
  ret
}

func @test.hash(ptr) i32 {
b0:
  p = arg ptr [0]
  zero = const i32 [0]
  one = const i32 [1]
  k = const i32 [31]
  n = const i32 [64]
  jmp -> head
head:
  i = phi i32 b0:zero, body:i2
  h = phi i32 b0:zero, body:h3
  c = lt i32 i, n
  if c -> body, done
body:
  w = load i32 p, i *4
  h2 = mul i32 h, k
  h3 = add i32 h2, w
  i2 = add i32 i, one
  jmp -> head
done:
  ret h
}
`

// trial is one random function with its arguments, outcome and variants.
type trial struct {
	seed   uint64
	text   string
	args   []uint64
	memory []byte
	want   [2]string
}

// newTrial makes the function of a seed and evaluates it; nil if that takes too long.
func newTrial(t *testing.T, target *codegen.Target, seed uint64) *trial {
	r := rand.New(rand.NewPCG(seed, 3))
	tr := &trial{seed: seed, memory: make([]byte, irgen.MemSize)}
	no := map[ssa.Op]bool{ssa.OpFround: true}
	opt := irgen.Options{Size: 5 + r.IntN(60), Depth: 3, Exits: true, Polls: r.IntN(3) == 0, New: r.IntN(2) == 0, Ctx: codetest.ClientCtx, No: no}
	small := irgen.Options{Size: 10, Depth: 1, New: opt.New, Ctx: codetest.ClientCtx, No: no}
	leaf := irgen.Function("leaf", seed*2+1, target.Ops, 4, small)
	small.Finder = true
	finder := irgen.Function("leaf2", seed*2+1<<40, target.Ops, 4, small)
	opt.Callees, opt.Finders = []string{leaf.Name}, []string{finder.Name}
	f := irgen.Function("test", seed, target.Ops, 4, opt)
	tr.text = leaf.String() + finder.String() + f.String()
	const base = 0x1000
	tr.args = []uint64{base, uint64(r.Uint32()), uint64(uint32(int32(r.IntN(20) - 10))), r.Uint64(), uint64(r.Int64N(100) - 50),
		math.Float64bits(r.NormFloat64() * 1000), uint64(math.Float32bits(float32(r.NormFloat64()))), uint64(r.Uint32() &^ 7)}
	for i := range tr.memory {
		tr.memory[i] = byte(r.Uint32())
	}
	mem := codetest.Region{Base: base, Data: append([]byte(nil), tr.memory...)}
	m := codetest.NewMachine(binary.BigEndian, mem, map[string]*ssa.Func{leaf.Name: leaf, finder.Name: finder})
	m.Exit = func(n int64, args []uint64) (uint64, error) { return answer(n, args), nil }
	got, err := m.Call(f, tr.args...)
	var deopt *ssa.Deopt // what unlocks more than it locked leaves, which the host cannot go on from
	if err == ssa.ErrFuel || err == codetest.ErrHeap || errors.As(err, &deopt) {
		return nil
	}
	if err != nil {
		t.Fatalf("seed %d: evaluator: %v\n%s", seed, err, tr.text)
	}
	tr.want = [2]string{fmt.Sprint(int64(got)), fmt.Sprint(int32(hash(mem.Data)))}
	return tr
}

// variants are the ways in which each function is compiled.
var variants = []codegen.Options{{Level: codegen.Quick}, {Level: codegen.Full}, {Level: codegen.Full, Few: 4}, {Level: codegen.Full, Few: 7}}

// TestRandom compares compiled code, run by the emulator, with the evaluator.
func TestRandom(t *testing.T) {
	emulator(t)
	target := NewTarget()
	var batch []*trial
	for n := range *randomCount {
		if tr := newTrial(t, target, *randomFirst+uint64(n)); tr != nil {
			batch = append(batch, tr)
		}
		if len(batch) == batchSize || n == *randomCount-1 {
			runBatch(t, target, batch)
			batch = nil
		}
		if t.Failed() {
			return
		}
	}
}

// runBatch compiles all variants of some trials into one program and compares what it prints.
func runBatch(t *testing.T, target *codegen.Target, batch []*trial) {
	parse := func(text string) []*ssa.Func {
		fs, err := ssa.Parse("random", text, target.Ops, 4)
		if err != nil {
			t.Fatal(err)
		}
		return fs
	}
	var funcs []object.Func
	var data []object.Data
	type job struct {
		tr *trial
		o  codegen.Options
	}
	var jobs []job
	main := ssa.NewFunc("test.main", target.Ops, 4)
	b := ssa.NewBuilder(main).At(main.NewBlock())
	for _, tr := range batch {
		for k, o := range variants {
			o.Check = true
			o.New = irgen.Expander{Base: codetest.ClientCtx}
			o.StackCheck = tr.seed&1 == 0
			suffix := fmt.Sprintf(".%d.%d", tr.seed, k)
			text := strings.ReplaceAll(strings.ReplaceAll(tr.text, "@leaf", "@leaf"+suffix), "@test", "@test"+suffix)
			compiled, err := compileAll(parse(text), target, o)
			var bail *codegen.Bailout
			if errors.As(err, &bail) && o.Few > 0 {
				continue
			}
			if err != nil {
				t.Fatalf("seed %d, options %+v: %v\n%s", tr.seed, o, err, tr.text)
			}
			funcs = append(funcs, compiled...)
			data = append(data, object.Data{Name: "mem" + suffix, Bytes: tr.memory, Align: 8})
			jobs = append(jobs, job{tr, o})
			b.Call(ssa.Void, "thunk"+suffix, ssa.ConvOwn, nil)
			funcs = append(funcs, thunk(t, target, tr, suffix, len(jobs)%2))
		}
	}
	b.Ret()
	fs := append(parse(hostText), main)
	more, err := static.Functions(target, fs, main)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := compileAll(append(fs, more...), target, codegen.Options{Level: codegen.Full})
	if err != nil {
		t.Fatal(err)
	}
	file, err := static.Link(target, append(funcs, rest...))
	if err != nil {
		t.Fatal(err)
	}
	file.Data = append(append(file.Data, data...), object.Data{Name: "test.objects", Size: codetest.EvalHeapSize + 4096, Align: 8})
	path := filepath.Join(t.TempDir(), "random")
	w, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.WriteExecutable(w, static.Entry); err != nil {
		t.Fatal(err)
	}
	w.Close()
	out, status := run(t, path)
	got := strings.Fields(out)
	for i, j := range jobs {
		if len(got) < 2*i+2 {
			t.Fatalf("seed %d, options %+v: the program ends with status %d: %q\n%s", j.tr.seed, j.o, status, got[max(0, len(got)-10):], j.tr.text)
		}
		if have := [2]string{got[2*i], got[2*i+1]}; have != j.tr.want {
			t.Errorf("seed %d, options %+v: compiled %v, evaluated %v\n%s", j.tr.seed, j.o, have, j.tr.want, j.tr.text)
			return
		}
	}
	if status != 0 {
		t.Errorf("status %d", status)
	}
}

// thunk makes a function that runs a trial and prints the outcome.
func thunk(t *testing.T, target *codegen.Target, tr *trial, suffix string, poll int) object.Func {
	f := ssa.NewFunc("thunk"+suffix, target.Ops, 4)
	b := ssa.NewBuilder(f).At(f.NewBlock())
	b.Call(ssa.Void, "test.heap", ssa.ConvOwn, nil)
	b.Store(b.Const(ssa.I32, int64(poll)), b.Value(ssa.OpCtx, ssa.Ptr), codegen.CtxPoll, 0)
	mem := func() *ssa.Value {
		m := b.Value(ssa.OpSymaddr, ssa.Ptr)
		m.Aux = "mem" + suffix
		return m
	}
	args := []*ssa.Value{mem()}
	for i, p := range irgen.Params[1:] {
		k := b.Value(ssa.OpConst, p)
		if p.IsFloat() {
			k.Op, k.Imm = ssa.OpFconst, int64(tr.args[i+1])
		} else {
			k.Imm = ssa.Norm(p, 4, int64(tr.args[i+1]))
		}
		args = append(args, k)
	}
	print := func(x *ssa.Value) { b.Call(ssa.Void, "rt.printint", ssa.ConvOwn, nil, x) }
	print(b.Call(ssa.I64, "test"+suffix, ssa.ConvOwn, nil, args...))
	print(b.Value(ssa.OpSext32, ssa.I64, b.Call(ssa.I32, "test.hash", ssa.ConvOwn, nil, mem())))
	b.Ret()
	c, err := compileAll([]*ssa.Func{f}, target, codegen.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c[0]
}
