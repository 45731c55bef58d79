package isel

import "gojvm/codegen/ssa"

// popcounts rewrites the population counts of b for a machine that has none.
func (l *lowering) popcounts(b *ssa.Block) {
	for i := 0; i < len(b.Values); i++ {
		if v := b.Values[i]; v.Op == ssa.OpPopcnt {
			i += l.popcnt(b, i, v)
		}
	}
}

// popcnt counts bits in parallel (Warren, Hacker's Delight, 5-1). It returns how many values
// it has put before v, which is number i of b.
func (l *lowering) popcnt(b *ssa.Block, i int, v *ssa.Value) int {
	n := 0
	put := func(x *ssa.Value) *ssa.Value {
		x.Line = v.Line
		b.InsertAt(i+n, x)
		n++
		return x
	}
	a := v.Args[0]
	t := a.Type
	val := func(op ssa.Op, args ...*ssa.Value) *ssa.Value { return put(l.f.NewValue(op, t, args...)) }
	konst := func(t ssa.Type, c uint64) *ssa.Value {
		k := put(l.f.NewValue(ssa.OpConst, t))
		k.Imm = ssa.Norm(t, l.m.Bits/8, int64(c))
		return k
	}
	shr := func(x *ssa.Value, c uint64) *ssa.Value { return val(ssa.OpUshr, x, konst(ssa.I32, c)) }
	a = val(ssa.OpSub, a, val(ssa.OpAnd, shr(a, 1), konst(t, 0x5555555555555555)))
	threes := konst(t, 0x3333333333333333)
	a = val(ssa.OpAdd, val(ssa.OpAnd, a, threes), val(ssa.OpAnd, shr(a, 2), threes))
	a = val(ssa.OpAnd, val(ssa.OpAdd, a, shr(a, 4)), konst(t, 0x0f0f0f0f0f0f0f0f))
	a = val(ssa.OpMul, a, konst(t, 0x0101010101010101))
	if l.m.size(t) == 4 {
		v.Become(ssa.OpUshr, a, konst(ssa.I32, 24))
	} else {
		v.Become(ssa.OpTrunc, shr(a, 56))
	}
	return n
}
