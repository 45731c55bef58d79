package ppc

import (
	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// expand rewrites what the machine does not have in terms of what it has. It runs before
// the optimizing passes, so that these share and hoist the parts.
func expand(f *ssa.Func, o *codegen.Options) error {
	x := &expansion{f: f}
	for _, b := range f.Blocks {
		x.b, x.out = b, make([]*ssa.Value, 0, len(b.Values))
		for _, v := range b.Values {
			x.line = v.Line
			x.value(v)
			x.out = append(x.out, v)
		}
		b.Values = x.out
	}
	return nil
}

type expansion struct {
	f    *ssa.Func
	b    *ssa.Block
	out  []*ssa.Value // the values of b as they will be
	line int32
}

// val makes a value before the one that is being expanded.
func (x *expansion) val(op ssa.Op, t ssa.Type, args ...*ssa.Value) *ssa.Value {
	v := x.f.NewValue(op, t, args...)
	v.Block, v.Line = x.b, x.line
	x.out = append(x.out, v)
	return v
}

func (x *expansion) konst(t ssa.Type, c int64) *ssa.Value {
	v := x.val(ssa.OpConst, t)
	v.Imm = ssa.Norm(t, 4, c)
	return v
}

// call turns v into a call of a run-time routine.
func (x *expansion) call(v *ssa.Value, routine string) {
	args := append([]*ssa.Value(nil), v.Args...)
	v.Become(ssa.OpCall, args...)
	v.Aux, v.Imm = routine, int64(ssa.ConvOwn)
}

// The routines of runtime.ssa that expanded operations call.
const (
	routineFrem  = "rt.frem"
	routineSqrt  = "rt.fsqrt"
	routineCas64 = "rt.cas64"
)

func (x *expansion) value(v *ssa.Value) {
	switch v.Op {
	case ssa.OpLoad, ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, ssa.OpStore, ssa.OpStore8, ssa.OpStore16, ssa.OpAddr:
		x.address(v)
	case ssa.OpPopcnt:
		if v.Args[0].Type.Size(4) == 4 {
			x.popcnt(v)
		}
	case ssa.OpFrem:
		x.inDouble(v, routineFrem)
	case ssa.OpCas64:
		x.cas64(v)
	case ssa.OpFsqrt:
		x.inDouble(v, routineSqrt)
	case ssa.OpItof:
		if v.Args[0].Type.Size(4) == 4 {
			x.itof(v)
		}
	}
}

// address leaves an index with neither scale nor offset. The offset goes to a base that is
// a pointer, since that varies less often; a pointer into an object must not outlive a
// safepoint, so for references it goes to the index.
func (x *expansion) address(v *ssa.Value) {
	bi := memBase(v)
	if len(v.Args) < bi+2 || v.Scale == 0 && v.Off == 0 {
		return
	}
	index := v.Args[bi+1]
	if v.Scale > 0 {
		index = x.val(ssa.OpShl, index.Type, index, x.konst(ssa.I32, int64(v.Scale)))
		v.Scale = 0
	}
	if v.Off != 0 {
		if base := v.Args[bi]; base.Type == ssa.Ptr {
			v.SetArg(bi, x.val(ssa.OpAdd, ssa.Ptr, base, x.konst(ssa.Ptr, int64(v.Off))))
		} else {
			index = x.val(ssa.OpAdd, index.Type, index, x.konst(index.Type, int64(v.Off)))
		}
		v.Off = 0
	}
	v.SetArg(bi+1, index)
}

// popcnt counts bits in parallel (Warren, Hacker's Delight, 5-1).
func (x *expansion) popcnt(v *ssa.Value) {
	a, t := v.Args[0], v.Args[0].Type
	k := func(c int64) *ssa.Value { return x.konst(t, c) }
	shr := func(a *ssa.Value, n int64) *ssa.Value { return x.val(ssa.OpUshr, t, a, x.konst(ssa.I32, n)) }
	a = x.val(ssa.OpSub, t, a, x.val(ssa.OpAnd, t, shr(a, 1), k(0x55555555)))
	a = x.val(ssa.OpAdd, t, x.val(ssa.OpAnd, t, a, k(0x33333333)), x.val(ssa.OpAnd, t, shr(a, 2), k(0x33333333)))
	a = x.val(ssa.OpAnd, t, x.val(ssa.OpAdd, t, a, shr(a, 4)), k(0x0f0f0f0f))
	v.Become(ssa.OpUshr, x.val(ssa.OpMul, t, a, k(0x01010101)), x.konst(ssa.I32, 24))
}

// inDouble calls a routine on doubles. For floats the double result, rounded once more, is
// right as well: that of fmod is exact, that of sqrt by Figueroa 1995.
func (x *expansion) inDouble(v *ssa.Value, routine string) {
	if v.Type == ssa.F64 {
		x.call(v, routine)
		return
	}
	c := x.val(ssa.OpCall, ssa.F64)
	for _, a := range v.Args {
		c.AddArg(x.val(ssa.OpFtof, ssa.F64, a))
	}
	// The arguments come first.
	k := len(x.out) - 1 - len(c.Args)
	copy(x.out[k:], x.out[k+1:])
	x.out[len(x.out)-1] = c
	c.Aux, c.Imm = routine, int64(ssa.ConvOwn)
	v.Become(ssa.OpFtof, c)
}

// itof: the double whose high word is 0x43300000 is 2^52 plus its low word, so with the
// sign of the integer flipped a subtraction of 2^52 + 2^31 gives its value, exactly.
func (x *expansion) itof(v *ssa.Value) {
	low := x.val(ssa.OpXor, ssa.I32, v.Args[0], x.konst(ssa.I32, -1<<31))
	m := x.val(ssa.OpFpair, ssa.F64, low, x.konst(ssa.I32, 0x43300000))
	k := x.val(ssa.OpFconst, ssa.F64)
	k.Imm = 0x4330000080000000
	if v.Type == ssa.F64 {
		v.Become(ssa.OpFsub, m, k)
		return
	}
	v.Become(ssa.OpFtof, x.val(ssa.OpFsub, ssa.F64, m, k))
}

// cas64 calls the routine, which takes the halves in the order of memory.
func (x *expansion) cas64(v *ssa.Value) {
	at := v.Args[0]
	if at.Type == ssa.Ref {
		at = x.val(ssa.OpToptr, ssa.Ptr, at)
	}
	if v.Off != 0 {
		at = x.val(ssa.OpAdd, ssa.Ptr, at, x.konst(ssa.Ptr, int64(v.Off)))
	}
	a := v.Args
	v.Become(ssa.OpCall, at, a[2], a[1], a[4], a[3])
	v.Aux, v.Imm = routineCas64, int64(ssa.ConvOwn)
}
