// Package irgen makes random functions for tests: seeded, always terminating, and with a
// result that depends on nearly everything computed, so that a difference between the
// reference evaluator and compiled code shows.
//
// It avoids what has no defined outcome: division by zero, accesses outside of the memory
// given, the bits of a NaN, and the bits of a reference, which a collector may change.
//
// References above [Movable] stand for objects that move at safepoints; the others never do.
package irgen

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gojvm/codegen/ssa"
)

// MemSize is the size of the memory that the first parameter points to.
const MemSize = 256

// Movable is the least reference that a collector would move.
const Movable = 1 << 31

// RaisingExit is the least number of an exit that may raise an exception. An even number
// asks for an i32, an odd one for an i64: a host of a big-endian machine must know.
const RaisingExit = 6

// Params are the parameters of every function made.
var Params = []ssa.Type{ssa.Ptr, ssa.I32, ssa.I32, ssa.I64, ssa.I64, ssa.F64, ssa.F32, ssa.Ref}

// Options bound what is made.
type Options struct {
	Size    int      // number of statements, roughly
	Depth   int      // nesting of loops and branches
	Callees []string // functions with these parameters to call, which return an i64
	Finders []string // such that return a reference
	Finder  bool     // return one of the references, not an i64
	Exits   bool     // exits to the host
	Polls   bool
	Guards  bool            // guards that fail now and then
	Catches bool            // exceptions from exits with numbers from RaisingExit on, and from calls
	No      map[ssa.Op]bool // operations not wanted
	New     bool            // objects, for which [Expander] has the code
	Vectors bool            // for targets that have them
	Wide    bool            // vectors of 256 bits, too
	// Ctx is the offset in the context of what functions may use there, 0 if they may not.
	Ctx int32
	// Live bounds how many values of each type stay alive outside of loops and branches, if
	// not 0. Without, nearly all live up to the end.
	Live int
}

type gen struct {
	r    *rand.Rand
	o    Options
	b    *ssa.Builder
	f    *ssa.Func
	pool [16][]*ssa.Value // available values by type
	size int
	turn []*ssa.Value // counters of the loops around, from 0 to 15
	objs []*ssa.Value // references that are known to be plain objects
	acc  *ssa.Value   // hash of the values that are not alive any more
}

// Function makes the function for a seed. It returns an i64, or a reference.
func Function(name string, seed uint64, ops *ssa.OpTable, ptrSize int, o Options) *ssa.Func {
	f := ssa.NewFunc(name, ops, ptrSize)
	f.Params, f.Results = Params, []ssa.Type{ssa.I64}
	g := &gen{r: rand.New(rand.NewPCG(seed, 1)), o: o, f: f, b: ssa.NewBuilder(f), size: o.Size}
	g.b.At(f.NewBlock())
	for _, p := range g.b.Params() {
		g.add(p)
	}
	for _, t := range []ssa.Type{ssa.I32, ssa.I64, ssa.F32, ssa.F64} {
		g.add(g.constant(t))
	}
	if o.Vectors {
		g.add(g.lane(ssa.V128, g.oneOf(laneTypes...)))
		if o.Wide {
			g.add(g.lane(ssa.V256, g.oneOf(laneTypes...)))
		}
	}
	g.body(0)
	if o.Finder {
		f.Results = []ssa.Type{ssa.Ref}
		g.b.Ret(g.pick(ssa.Ref))
		return f
	}
	g.mixObjects()
	g.b.Ret(g.hash())
	return f
}

func (g *gen) add(v *ssa.Value) *ssa.Value {
	g.pool[v.Type] = append(g.pool[v.Type], v)
	return v
}

func (g *gen) pick(t ssa.Type) *ssa.Value {
	p := g.pool[t]
	if t != ssa.Ref && t != ssa.Ptr && !t.IsVector() && g.r.IntN(6) == 0 {
		return g.constant(t)
	}
	if g.r.IntN(2) == 0 && len(p) > 4 {
		return p[len(p)-1-g.r.IntN(4)]
	}
	return p[g.r.IntN(len(p))]
}

var ints = []int64{0, 1, -1, 2, 7, 8, 31, 63, 255, -128, 1 << 15, math.MinInt32, math.MaxInt32, 1 << 32, math.MinInt64, math.MaxInt64, 0x123456789abcdef}
var floats = []float64{0, math.Copysign(0, -1), 1, -1, 0.5, 3.75, 1e10, -1e20, 1e300, math.Inf(1), math.Inf(-1), math.NaN(), 2147483647, -2147483648, 9.3e18, 5e-324}

func (g *gen) constant(t ssa.Type) *ssa.Value {
	switch t {
	case ssa.F32:
		return g.b.F32(float32(floats[g.r.IntN(len(floats))]))
	case ssa.F64:
		return g.b.F64(floats[g.r.IntN(len(floats))])
	}
	c := ints[g.r.IntN(len(ints))]
	if g.r.IntN(3) == 0 {
		c = int64(g.r.Uint64()) >> g.r.IntN(64)
	}
	return g.b.Const(t, c)
}

func (g *gen) oneOf(ts ...ssa.Type) ssa.Type { return ts[g.r.IntN(len(ts))] }

func (g *gen) anyType() ssa.Type {
	if g.o.Vectors && g.r.IntN(8) == 0 {
		return g.vectorType()
	}
	return g.scalarType()
}

func (g *gen) scalarType() ssa.Type {
	return g.oneOf(ssa.I32, ssa.I32, ssa.I64, ssa.I64, ssa.F64, ssa.F32)
}

func (g *gen) body(depth int) {
	n := 1 + g.r.IntN(8)
	for i := 0; i < n && g.size > 0; i++ {
		g.size--
		k := g.r.IntN(20)
		if depth == 0 {
			g.retire()
		}
		switch {
		case k == 0 && depth < g.o.Depth:
			g.ifElse(depth)
		case k == 1 && depth < g.o.Depth:
			g.loop(depth)
		case k == 2 && depth < g.o.Depth:
			g.switchOn(depth)
		case k == 3 && len(g.turn) > 0:
			g.stream()
		case k <= 5:
			g.memory()
		case k == 6 && (len(g.o.Callees)+len(g.o.Finders) > 0 || g.o.Exits):
			g.call(depth)
		case k == 8 && g.o.Guards && g.r.IntN(3) == 0:
			g.guard()
		case k == 9 && g.r.IntN(3) == 0:
			g.refs()
		case k == 9 && g.r.IntN(2) == 0:
			g.bitTrick()
		case k == 9:
			g.rare()
		case (k == 10 || k == 11) && g.o.New:
			g.object()
		case k == 12 && g.f.PtrSize == 4 && g.r.IntN(2) == 0:
			g.half()
		case (k == 13 || k == 14) && g.o.Vectors:
			g.vector()
		case k == 15 && g.o.Vectors && depth < g.o.Depth && g.r.IntN(2) == 0:
			g.arrayLoop()
		case k == 7 && g.o.Polls:
			g.b.Poll(&ssa.FrameState{Data: int64(g.size), Vals: []*ssa.Value{g.pick(ssa.I64), g.pick(ssa.Ref), g.pick(ssa.F64)}})
		default:
			g.operation()
		}
	}
	if depth == 0 && g.size > 0 {
		g.body(0)
	}
}

type unary struct {
	op       ssa.Op
	to, from ssa.Type
}

var unaries = []unary{
	{ssa.OpNeg, ssa.I32, ssa.I32}, {ssa.OpNeg, ssa.I64, ssa.I64}, {ssa.OpNot, ssa.I32, ssa.I32}, {ssa.OpNot, ssa.I64, ssa.I64},
	{ssa.OpClz, ssa.I32, ssa.I32}, {ssa.OpClz, ssa.I32, ssa.I64}, {ssa.OpCtz, ssa.I32, ssa.I32}, {ssa.OpCtz, ssa.I32, ssa.I64},
	{ssa.OpPopcnt, ssa.I32, ssa.I32}, {ssa.OpPopcnt, ssa.I32, ssa.I64}, {ssa.OpBswap, ssa.I32, ssa.I32}, {ssa.OpBswap, ssa.I64, ssa.I64},
	{ssa.OpSext8, ssa.I32, ssa.I32}, {ssa.OpSext16, ssa.I64, ssa.I64}, {ssa.OpZext8, ssa.I64, ssa.I64}, {ssa.OpZext16, ssa.I32, ssa.I32},
	{ssa.OpSext8, ssa.I64, ssa.I64}, {ssa.OpSext16, ssa.I32, ssa.I32}, {ssa.OpZext8, ssa.I32, ssa.I32}, {ssa.OpZext16, ssa.I64, ssa.I64},
	{ssa.OpSext32, ssa.I64, ssa.I32}, {ssa.OpZext32, ssa.I64, ssa.I32}, {ssa.OpTrunc, ssa.I32, ssa.I64},
	{ssa.OpFneg, ssa.F64, ssa.F64}, {ssa.OpFabs, ssa.F32, ssa.F32}, {ssa.OpFneg, ssa.F32, ssa.F32}, {ssa.OpFabs, ssa.F64, ssa.F64}, {ssa.OpFsqrt, ssa.F64, ssa.F64}, {ssa.OpFsqrt, ssa.F32, ssa.F32},
	{ssa.OpItof, ssa.F64, ssa.I32}, {ssa.OpItof, ssa.F64, ssa.I64}, {ssa.OpItof, ssa.F32, ssa.I32}, {ssa.OpItof, ssa.F32, ssa.I64},
	{ssa.OpFtoi, ssa.I32, ssa.F64}, {ssa.OpFtoi, ssa.I64, ssa.F64}, {ssa.OpFtoi, ssa.I32, ssa.F32}, {ssa.OpFtoi, ssa.I64, ssa.F32},
	{ssa.OpFtof, ssa.F32, ssa.F64}, {ssa.OpFtof, ssa.F64, ssa.F32}, {ssa.OpBits, ssa.F64, ssa.I64}, {ssa.OpBits, ssa.F32, ssa.I32},
	{ssa.OpCopy, ssa.I64, ssa.I64},
}

var intBinary = []ssa.Op{ssa.OpAdd, ssa.OpSub, ssa.OpMul, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpAdd, ssa.OpSub, ssa.OpMulh, ssa.OpUmulh}
var shifts = []ssa.Op{ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl}
var divisions = []ssa.Op{ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem}
var floatBinary = []ssa.Op{ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv, ssa.OpFmin, ssa.OpFmax, ssa.OpFrem}
var intCompares = []ssa.Op{ssa.OpEq, ssa.OpNe, ssa.OpLt, ssa.OpLe, ssa.OpUlt, ssa.OpUle}
var floatCompares = []ssa.Op{ssa.OpFeq, ssa.OpFne, ssa.OpFlt, ssa.OpFle}

func (g *gen) choose(ops []ssa.Op) ssa.Op {
	for {
		if op := ops[g.r.IntN(len(ops))]; !g.o.No[op] {
			return op
		}
	}
}

func (g *gen) compare() *ssa.Value {
	if g.r.IntN(4) == 0 {
		t := g.oneOf(ssa.F32, ssa.F64)
		return g.b.Value(g.choose(floatCompares), ssa.I32, g.pick(t), g.pick(t))
	}
	t := g.oneOf(ssa.I32, ssa.I64)
	x := g.pick(t)
	if g.r.IntN(4) == 0 {
		x = g.b.Value(ssa.OpAnd, t, x, g.pick(t))
		return g.b.Value(g.choose(intCompares[:2]), ssa.I32, x, g.b.Const(t, 0))
	}
	return g.b.Value(g.choose(intCompares), ssa.I32, x, g.pick(t))
}

func (g *gen) operation() {
	switch k := g.r.IntN(16); {
	case k < 5:
		t := g.oneOf(ssa.I32, ssa.I64)
		g.add(g.b.Value(g.choose(intBinary), t, g.pick(t), g.pick(t)))
	case k < 7:
		t := g.oneOf(ssa.I32, ssa.I64)
		x := g.pick(t)
		if g.r.IntN(3) > 0 {
			g.add(g.b.Value(g.choose(shifts), t, x, g.pick(ssa.I32)))
			break
		}
		// Shifts by constants, combined: what front ends write for rotations and extensions.
		n := int64(g.r.IntN(70) - 3)
		count := func(n int64) *ssa.Value { return g.b.Const(ssa.I32, n) }
		a := g.b.Value(ssa.OpShl, t, x, count(n))
		if g.r.IntN(2) == 0 {
			g.add(g.b.Value(g.choose(shifts[:3]), t, a, count(g.oneOfInts(n, 24, 16, 56, 48))))
			break
		}
		b := g.b.Value(ssa.OpUshr, t, x, count(g.oneOfInts(-n, 32-n, 5)))
		g.add(g.b.Value(g.oneOfOps(ssa.OpOr, ssa.OpXor, ssa.OpAdd), t, a, b))
	case k < 8:
		t := g.oneOf(ssa.I32, ssa.I64)
		d := g.b.Value(ssa.OpOr, t, g.pick(t), g.b.Const(t, 1))
		if g.r.IntN(3) == 0 {
			if d = g.constant(t); d.Imm == 0 {
				d = g.b.Const(t, -1)
			}
		}
		g.add(g.b.Value(g.choose(divisions), t, g.pick(t), d))
	case k < 10:
		t := g.oneOf(ssa.F32, ssa.F64)
		g.add(g.b.Value(g.choose(floatBinary), t, g.pick(t), g.pick(t)))
	case k < 11:
		g.add(g.compare())
	case k < 13:
		t := g.scalarType()
		c := g.pick(ssa.I32)
		if g.r.IntN(2) == 0 {
			c = g.compare()
		}
		g.add(g.b.Value(ssa.OpSelect, t, c, g.pick(t), g.pick(t)))
	default:
		u := unaries[g.r.IntN(len(unaries))]
		if !g.o.No[u.op] {
			g.add(g.b.Value(u.op, u.to, g.pick(u.from)))
		}
	}
}

// bitTrick makes what programs write to work on the lowest bit of a number, or to clear some,
// for which machines have instructions.
func (g *gen) bitTrick() {
	t := g.oneOf(ssa.I32, ssa.I64)
	x := g.pick(t)
	less := func() *ssa.Value { return g.b.Value(ssa.OpAdd, t, x, g.b.Const(t, -1)) }
	var v *ssa.Value
	switch g.r.IntN(4) {
	case 0:
		v = g.b.Value(ssa.OpAnd, t, x, less())
	case 1:
		v = g.b.Value(ssa.OpXor, t, less(), x)
	case 2:
		v = g.b.Value(ssa.OpAnd, t, g.b.Value(ssa.OpNeg, t, x), x)
	default:
		v = g.b.Value(ssa.OpAnd, t, g.pick(t), g.b.Value(ssa.OpNot, t, x))
	}
	g.add(v)
}

// clean replaces a NaN, whose bits are not defined, by 1.
func (g *gen) clean(x *ssa.Value) *ssa.Value {
	one := g.b.F64
	c := g.b.Value(ssa.OpFeq, ssa.I32, x, x)
	if x.Type == ssa.F32 {
		return g.b.Value(ssa.OpSelect, x.Type, c, x, g.b.F32(1))
	}
	return g.b.Value(ssa.OpSelect, x.Type, c, x, one(1))
}

// memory makes an access inside of the memory.
func (g *gen) memory() {
	base := g.pool[ssa.Ptr][0]
	alias := int32(0)
	off := int32(g.r.IntN(16)) * 8
	indexed := g.r.IntN(2) == 0
	var index *ssa.Value
	scale := uint8(g.r.IntN(4))
	if indexed {
		off %= 64
		t := g.oneOf(ssa.I32, ssa.I64)
		index = g.b.Value(ssa.OpAnd, t, g.pick(t), g.b.Const(t, 15))
	}
	access := func(op ssa.Op, t ssa.Type, args ...*ssa.Value) *ssa.Value {
		args = append(args, base)
		if indexed {
			args = append(args, index)
		}
		v := g.b.Value(op, t, args...)
		v.Off, v.Alias = off, alias
		if indexed {
			v.Scale = scale
		}
		return v
	}
	if g.r.IntN(3) == 0 { // through pointer arithmetic, for addressing modes
		base = g.b.Value(ssa.OpAdd, ssa.Ptr, base, g.b.Const(ssa.Ptr, int64(g.r.IntN(32))))
	}
	switch k := g.r.IntN(12); {
	case k < 3:
		g.add(access(ssa.OpLoad, g.oneOf(ssa.I32, ssa.I64)))
	case k < 5:
		g.add(access([]ssa.Op{ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u}[g.r.IntN(4)], ssa.I32))
	case k < 6:
		g.add(g.clean(access(ssa.OpLoad, g.oneOf(ssa.F32, ssa.F64))))
	case k < 9:
		access(ssa.OpStore, ssa.Void, g.pick(g.oneOf(ssa.I32, ssa.I64)))
	case k < 10:
		access(g.choose([]ssa.Op{ssa.OpStore8, ssa.OpStore16}), ssa.Void, g.pick(ssa.I32))
	case k < 11:
		access(ssa.OpStore, ssa.Void, g.clean(g.pick(g.oneOf(ssa.F32, ssa.F64))))
	default:
		base = g.pool[ssa.Ptr][0] // atomic accesses must be aligned
		t := g.oneOf(ssa.I32, ssa.I64)
		v := g.b.Value(g.choose([]ssa.Op{ssa.OpXchg, ssa.OpXadd}), t, base, g.pick(t))
		if g.r.IntN(3) == 0 {
			v = g.b.Value(ssa.OpCas, ssa.I32, base, v, g.pick(t))
			v.Off = off &^ 7
			g.add(v)
			return
		}
		v.Off = off &^ 7
		g.add(v)
	}
}

// state makes a frame state of any values.
func (g *gen) state(data int64) *ssa.FrameState {
	st := &ssa.FrameState{Data: data}
	for range g.r.IntN(5) {
		st.Vals = append(st.Vals, g.pick(g.oneOf(ssa.I32, ssa.I64, ssa.F64, ssa.F32, ssa.Ref)))
	}
	for len(g.objs) > 0 && g.r.IntN(3) == 0 {
		st.Vals = append(st.Vals, g.objs[g.r.IntN(len(g.objs))])
	}
	return st
}

// guard makes a guard that holds nearly always.
func (g *gen) guard() {
	t := g.oneOf(ssa.I32, ssa.I64)
	x := g.b.Value(ssa.OpAnd, t, g.pick(t), g.b.Const(t, 255))
	c := g.b.Value(ssa.OpUlt, ssa.I32, x, g.b.Const(t, int64(245+g.r.IntN(12))))
	g.b.Guard(c, int64(g.size), g.state(int64(g.size)))
}

// refs compares or chooses among references.
func (g *gen) refs() {
	x, y := g.pick(ssa.Ref), g.pick(ssa.Ref)
	switch g.r.IntN(4) {
	case 0:
		g.add(g.b.Value(g.oneOfOps(ssa.OpEq, ssa.OpNe), ssa.I32, x, y))
	case 1:
		g.add(g.b.Value(g.oneOfOps(ssa.OpEq, ssa.OpNe), ssa.I32, x, g.b.Const(ssa.Ref, 0)))
	case 2:
		g.add(g.b.Value(ssa.OpSelect, ssa.Ref, g.pick(ssa.I32), x, y))
	default:
		g.add(g.b.Const(ssa.Ref, int64(g.r.IntN(4)*16)))
	}
}

func (g *gen) oneOfInts(ns ...int64) int64 { return ns[g.r.IntN(len(ns))] }

func (g *gen) oneOfOps(ops ...ssa.Op) ssa.Op { return ops[g.r.IntN(len(ops))] }

func (g *gen) call(depth int) {
	var v *ssa.Value
	raises := g.o.Catches && g.r.IntN(2) == 0
	if len(g.o.Callees)+len(g.o.Finders) > 0 && g.r.IntN(2) == 0 {
		args := make([]*ssa.Value, len(Params))
		for i, t := range Params {
			if args[i] = g.pick(t); t == ssa.Ptr {
				args[i] = g.pool[ssa.Ptr][0]
			}
		}
		t, names := ssa.I64, g.o.Callees
		if len(names) == 0 || len(g.o.Finders) > 0 && g.r.IntN(3) == 0 {
			t, names = ssa.Ref, g.o.Finders
		}
		callee := names[g.r.IntN(len(names))]
		if g.r.IntN(4) == 0 { // by its address
			p := g.b.Value(ssa.OpSymaddr, ssa.Ptr)
			p.Aux = callee
			v = g.b.CallPtr(t, p, ssa.ConvOwn, g.state(1), args...)
		} else {
			v = g.b.Call(t, callee, ssa.ConvOwn, g.state(1), args...)
		}
	} else if g.o.Exits {
		t := g.oneOf(ssa.I32, ssa.I64)
		n := int64(g.r.IntN(RaisingExit)) &^ 1
		if t == ssa.I64 {
			n++
		}
		if raises || g.o.Catches && g.r.IntN(8) == 0 {
			n += RaisingExit
		}
		v = g.b.Exit(t, n, g.state(n), g.pick(ssa.I32), g.pick(ssa.I64))
	} else {
		return
	}
	if raises {
		g.catch(depth, v)
	} else {
		g.add(v)
	}
}

// catch ends the block behind call v, which may raise an exception.
func (g *gen) catch(depth int, v *ssa.Value) {
	normal, handler := g.f.NewBlock(), g.f.NewBlock()
	g.b.Catch(normal, handler)
	g.arms(depth, []*ssa.Block{normal, handler}, func(k int) {
		if k == 0 {
			g.add(v)
		} else {
			g.add(g.b.Value(ssa.OpException, ssa.Ref))
		}
	})
}

// scoped runs fn and forgets the values it made.
func (g *gen) scoped(fn func()) [16]int {
	var mark, after [16]int
	objs := len(g.objs)
	for t := range g.pool {
		mark[t] = len(g.pool[t])
	}
	fn()
	for t := range g.pool {
		after[t] = len(g.pool[t])
	}
	for t := range g.pool {
		g.pool[t] = g.pool[t][:mark[t]]
	}
	g.objs = g.objs[:objs]
	return after
}

// arms makes several blocks that join, with phis of values computed in them.
// begin, if there is one, makes the first values of each.
func (g *gen) arms(depth int, blocks []*ssa.Block, begin func(k int)) {
	join := g.f.NewBlock()
	types := []ssa.Type{g.anyType(), g.anyType()}
	if g.r.IntN(3) == 0 {
		types = append(types, ssa.Ref)
	}
	vals := make([][]*ssa.Value, len(types))
	var objs []*ssa.Value // one of each arm
	merge := g.r.IntN(2) == 0
	for k, b := range blocks {
		g.scoped(func() {
			g.b.At(b)
			if begin != nil {
				begin(k)
			}
			g.body(depth + 1)
			for i, t := range types {
				vals[i] = append(vals[i], g.pick(t))
			}
			if n := len(g.objs); n > 0 && merge {
				objs = append(objs, g.objs[n-1-g.r.IntN(min(n, 2))])
			}
			g.b.Jmp(join)
		})
	}
	g.b.At(join)
	for i, t := range types {
		phi := g.b.Phi(t)
		for _, v := range vals[i] {
			phi.AddArg(v)
		}
		g.add(phi)
	}
	if len(objs) == len(blocks) {
		phi := g.b.Phi(ssa.Ref)
		for _, v := range objs {
			phi.AddArg(v)
		}
		g.objs = append(g.objs, phi)
	}
}

func (g *gen) ifElse(depth int) {
	then, els := g.f.NewBlock(), g.f.NewBlock()
	c := g.pick(ssa.I32)
	if g.r.IntN(4) != 0 {
		c = g.compare()
	}
	g.b.If(c, then, els)
	g.arms(depth, []*ssa.Block{then, els}, nil)
}

func (g *gen) switchOn(depth int) {
	n := 1 + g.r.IntN(8)
	x := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, 15))
	var cases []int64
	var blocks []*ssa.Block
	next := int64(0)
	if g.r.IntN(2) == 0 { // the least case is negative
		next = int64(-4 - g.r.IntN(3)*1000)
		x = g.b.Value(ssa.OpAdd, ssa.I32, x, g.b.Const(ssa.I32, next))
	}
	for range n {
		next += int64(1 + g.r.IntN(3))
		cases = append(cases, next)
		blocks = append(blocks, g.f.NewBlock())
	}
	g.r.Shuffle(n, func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	def := g.f.NewBlock()
	g.b.Switch(x, cases, blocks, def)
	g.arms(depth, append(blocks, def), nil)
}

func (g *gen) loop(depth int) {
	head, body, exit := g.f.NewBlock(), g.f.NewBlock(), g.f.NewBlock()
	types := []ssa.Type{g.anyType(), g.anyType(), g.anyType()}
	if g.r.IntN(3) == 0 {
		types[0] = ssa.Ref
	}
	count := g.counter()
	init := make([]*ssa.Value, len(types))
	for i, t := range types {
		init[i] = g.pick(t)
	}
	g.b.Jmp(head)
	g.b.At(head)
	i := g.b.Phi(ssa.I32)
	i.AddArg(count.start)
	phis := make([]*ssa.Value, len(types))
	for k, t := range types {
		phis[k] = g.b.Phi(t)
		phis[k].AddArg(init[k])
		g.add(phis[k])
	}
	var obj *ssa.Value
	if n := len(g.objs); n > 0 && g.r.IntN(2) == 0 {
		obj = g.b.Phi(ssa.Ref)
		obj.AddArg(g.objs[n-1])
		g.objs = append(g.objs, obj)
	}
	g.add(i)
	count.branch(g, i, body, exit)
	g.scoped(func() {
		g.b.At(body)
		if !count.negative {
			g.turn = append(g.turn, i)
		}
		g.body(depth + 1)
		if !count.negative {
			g.turn = g.turn[:len(g.turn)-1]
		}
		next := g.b.Value(ssa.OpAdd, ssa.I32, i, g.b.Const(ssa.I32, count.step))
		if g.o.Polls {
			g.b.Poll(nil)
		}
		for k, t := range types {
			phis[k].AddArg(g.pick(t))
		}
		if n := len(g.objs); obj != nil {
			obj.AddArg(g.objs[n-1-g.r.IntN(min(n, 2))])
		}
		i.AddArg(next)
		g.b.Jmp(head)
	})
	g.b.At(exit)
}

// retire lets the oldest values end their lives in the hash, beyond those that may live.
func (g *gen) retire() {
	for t, p := range g.pool {
		fixed := 2 // parameters and such
		if g.o.Live == 0 || len(p) <= fixed+g.o.Live {
			continue
		}
		for _, x := range p[fixed : len(p)-g.o.Live] {
			g.mix(x)
		}
		g.pool[t] = append(p[:fixed:fixed], p[len(p)-g.o.Live:]...)
	}
}

// mix adds a value to the hash.
func (g *gen) mix(x *ssa.Value) {
	if x.Type == ssa.Ref || x.Type == ssa.Ptr {
		return // whose bits say nothing
	}
	if g.acc == nil {
		g.acc = g.b.Const(ssa.I64, 17)
	}
	switch x.Type {
	case ssa.V128, ssa.V256:
		g.mixVector(x)
		return
	case ssa.I32:
		x = g.b.Value(ssa.OpSext32, ssa.I64, x)
	case ssa.F64:
		x = g.b.Value(ssa.OpBits, ssa.I64, g.clean(x))
	case ssa.F32:
		x = g.b.Value(ssa.OpZext32, ssa.I64, g.b.Value(ssa.OpBits, ssa.I32, g.clean(x)))
	}
	g.acc = g.b.Value(ssa.OpAdd, ssa.I64, g.b.Value(ssa.OpMul, ssa.I64, g.acc, g.b.Const(ssa.I64, 31)), x)
}

// hash combines all values available at the end.
func (g *gen) hash() *ssa.Value {
	for _, p := range g.pool {
		for _, x := range p {
			g.mix(x)
		}
	}
	return g.acc
}

// Name returns a name for the function of a seed.
func Name(seed uint64) string { return fmt.Sprintf("f%d", seed) }
