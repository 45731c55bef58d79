package irgen

import "gojvm/codegen/ssa"

var laneTypes = []ssa.Type{ssa.I8, ssa.I16, ssa.I32, ssa.I64, ssa.F32, ssa.F64}

var vectorOps = []ssa.Op{ssa.OpVadd, ssa.OpVsub, ssa.OpVmul, ssa.OpVdiv, ssa.OpVmin, ssa.OpVmax, ssa.OpVsqrt,
	ssa.OpVand, ssa.OpVor, ssa.OpVxor, ssa.OpVshl, ssa.OpVshr, ssa.OpVushr, ssa.OpVadd, ssa.OpVsub}

// laneValue makes a vector operation whose lanes have type t.
func (g *gen) laneValue(op ssa.Op, typ, t ssa.Type, args ...*ssa.Value) *ssa.Value {
	v := g.b.Value(op, typ, args...)
	v.Imm = int64(t)
	return v
}

// vectorType chooses a type of vectors.
func (g *gen) vectorType() ssa.Type {
	if g.o.Wide && g.r.IntN(2) == 0 {
		return ssa.V256
	}
	return ssa.V128
}

// halfOf takes one half of a vec256.
func (g *gen) halfOf(x *ssa.Value, n int64) *ssa.Value {
	v := g.b.Value(ssa.OpVhalf, ssa.V128, x)
	v.Imm = n
	return v
}

// lane makes a vector of equal lanes.
func (g *gen) lane(vt, t ssa.Type) *ssa.Value {
	scalar := t
	if t == ssa.I8 || t == ssa.I16 {
		scalar = ssa.I32
	}
	x := g.pick(scalar)
	if t.IsFloat() {
		x = g.clean(x)
	}
	return g.laneValue(ssa.OpVsplat, vt, t, x)
}

// down moves a vector down.
func (g *gen) down(x *ssa.Value, bytes int) *ssa.Value {
	v := g.b.Value(ssa.OpVdown, ssa.V128, x)
	v.Imm = int64(bytes)
	return v
}

// vector makes a vector, or something from one.
func (g *gen) vector() {
	base, off := g.pool[ssa.Ptr][0], int32(g.r.IntN(56)*4)
	switch g.r.IntN(14) {
	case 12:
		if g.o.Wide {
			g.add(g.halfOf(g.pick(ssa.V256), int64(g.r.IntN(2))))
		}
	case 13:
		if g.r.IntN(4) == 0 {
			g.b.Value(ssa.OpVend, ssa.Void)
		}
	case 0:
		g.add(g.lane(g.vectorType(), g.oneOf(laneTypes...)))
	case 1:
		g.add(g.b.Value(ssa.OpVset, ssa.V128, g.pick(ssa.I32)))
	case 2:
		g.add(g.laneValue(ssa.OpViota, ssa.V128, g.oneOf(laneTypes[:4]...)))
	case 3:
		v := g.b.Value(ssa.OpLoad, g.vectorType(), base)
		v.Off = off
		g.add(v)
	case 4:
		g.b.Value(ssa.OpStore, ssa.Void, g.pick(g.vectorType()), base).Off = off
	case 5:
		g.add(g.down(g.pick(ssa.V128), g.r.IntN(ssa.VectorSize)))
	case 6:
		t := g.oneOf(ssa.I32, ssa.I64, ssa.F32, ssa.F64)
		v := g.laneValue(ssa.OpVlow, t, t, g.pick(g.vectorType()))
		if t.IsFloat() {
			v = g.clean(v)
		}
		g.add(v)
	default:
		g.vectorOp()
	}
}

// vectorOp makes one of the operations of lanes. Lanes that may be NaN become scalars at once,
// for a NaN has no defined bits.
func (g *gen) vectorOp() {
	op := vectorOps[g.r.IntN(len(vectorOps))]
	vt := g.vectorType()
	a, b := g.pick(vt), g.pick(vt)
	switch op {
	case ssa.OpVand, ssa.OpVor, ssa.OpVxor:
		g.add(g.b.Value(op, vt, a, b))
		return
	}
	t := g.oneOf(laneTypes...)
	for !ssa.Lanes(op, t) {
		t = g.oneOf(laneTypes...)
	}
	switch op {
	case ssa.OpVshl, ssa.OpVshr, ssa.OpVushr:
		n := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, int64(t.Size(8)*8-1)))
		g.add(g.laneValue(op, vt, t, a, g.b.Value(ssa.OpVset, ssa.V128, n)))
		return
	case ssa.OpVsqrt:
		a = g.laneValue(op, vt, t, a)
	default:
		a = g.laneValue(op, vt, t, a, b)
	}
	if !t.IsFloat() {
		g.add(a)
		return
	}
	if vt == ssa.V256 {
		g.add(g.clean(g.laneValue(ssa.OpVlow, t, t, g.halfOf(a, 1))))
		a = g.halfOf(a, 0)
	}
	for _, at := range []int{0, 8} {
		x := a
		if at > 0 {
			x = g.down(a, at)
		}
		g.add(g.clean(g.laneValue(ssa.OpVlow, t, t, x)))
	}
}

// mixVector adds a vector to the hash.
func (g *gen) mixVector(x *ssa.Value) {
	if x.Type == ssa.V256 {
		g.mixVector(g.halfOf(x, 1))
		x = g.halfOf(x, 0)
	}
	g.mix(g.laneValue(ssa.OpVlow, ssa.I64, ssa.I64, x))
	g.mix(g.laneValue(ssa.OpVlow, ssa.I64, ssa.I64, g.down(x, 8)))
}

// arrayLoop makes a loop over elements of the memory, of the kind that becomes a vector loop.
func (g *gen) arrayLoop() {
	type kind struct {
		load, store ssa.Op
		t           ssa.Type
		scale       uint8
	}
	k := []kind{{ssa.OpLoad8s, ssa.OpStore8, ssa.I32, 0}, {ssa.OpLoad8u, ssa.OpStore8, ssa.I32, 0}, {ssa.OpLoad16s, ssa.OpStore16, ssa.I32, 1},
		{ssa.OpLoad16u, ssa.OpStore16, ssa.I32, 1}, {ssa.OpLoad, ssa.OpStore, ssa.I32, 2}, {ssa.OpLoad, ssa.OpStore, ssa.I64, 3},
		{ssa.OpLoad, ssa.OpStore, ssa.F32, 2}, {ssa.OpLoad, ssa.OpStore, ssa.F64, 3}}[g.r.IntN(8)]
	most := int64(96) >> k.scale // elements; offsets add up to as much again
	var limit *ssa.Value
	if g.r.IntN(2) == 0 {
		limit = g.b.Const(ssa.I32, g.r.Int64N(most))
	} else {
		limit = g.b.Value(ssa.OpUrem, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, most))
	}
	start := g.b.Const(ssa.I32, g.r.Int64N(3))
	bases := []*ssa.Value{g.pool[ssa.Ptr][0], g.b.Value(ssa.OpAdd, ssa.Ptr, g.pool[ssa.Ptr][0], g.b.Const(ssa.Ptr, int64(g.r.IntN(96))))}
	shift := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, 3))
	invariant, sum := g.pick(k.t), g.pick(k.t)
	head, body, exit := g.f.NewBlock(), g.f.NewBlock(), g.f.NewBlock()
	g.b.Jmp(head)
	g.b.At(head)
	i := g.b.Phi(ssa.I32)
	i.AddArg(start)
	acc := g.b.Phi(k.t)
	acc.AddArg(sum)
	g.b.If(g.b.Value(ssa.OpLt, ssa.I32, i, limit), body, exit)
	g.b.At(body)
	index := func() (*ssa.Value, int32) {
		off := int32(g.r.IntN(16) * 2)
		switch g.r.IntN(6) {
		case 0:
			return g.b.Value(ssa.OpAdd, ssa.I32, i, g.b.Const(ssa.I32, int64(g.r.IntN(4)))), off
		case 1:
			return g.b.Value(ssa.OpAdd, ssa.I32, i, shift), off
		case 2:
			return i, off
		}
		return i, 32
	}
	vals := []*ssa.Value{invariant}
	for range 1 + g.r.IntN(3) {
		x, off := index()
		v := g.b.LoadX(k.load, k.t, bases[g.r.IntN(2)], x, k.scale, off, 0)
		vals = append(vals, v)
	}
	pick := func() *ssa.Value { return vals[g.r.IntN(len(vals))] }
	for range g.r.IntN(5) {
		var v *ssa.Value
		switch {
		case k.t.IsFloat() && g.r.IntN(4) == 0:
			v = g.b.Value(g.oneOfOps(ssa.OpFneg, ssa.OpFabs, ssa.OpFsqrt), k.t, pick())
		case k.t.IsFloat():
			v = g.b.Value(g.oneOfOps(ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv), k.t, pick(), pick())
		default:
			switch g.r.IntN(8) {
			case 0:
				v = g.b.Value(g.oneOfOps(ssa.OpNeg, ssa.OpNot), k.t, pick())
			case 1:
				v = g.b.Value(g.oneOfOps(ssa.OpShl, ssa.OpShr, ssa.OpUshr), k.t, pick(), g.b.Const(ssa.I32, int64(g.r.IntN(12))))
			case 2:
				v = g.b.Value(g.oneOfOps(ssa.OpSext8, ssa.OpSext16, ssa.OpZext16), k.t, pick())
			case 3:
				x, y := pick(), pick()
				v = g.b.Value(ssa.OpSelect, k.t, g.b.Value(ssa.OpLt, ssa.I32, x, y), x, y)
			case 4:
				v = pick()
				if k.t == ssa.I32 {
					v = i
				}
			default:
				v = g.b.Value(g.oneOfOps(ssa.OpAdd, ssa.OpSub, ssa.OpMul, ssa.OpAnd, ssa.OpOr, ssa.OpXor), k.t, pick(), pick())
			}
		}
		vals = append(vals, v)
	}
	x := pick()
	if k.t.IsFloat() {
		x = g.clean(x)
	}
	for range g.r.IntN(3) {
		at, off := index()
		y := pick()
		if k.t.IsFloat() {
			y = g.clean(y)
		}
		g.b.StoreX(k.store, y, bases[g.r.IntN(2)], at, k.scale, off, 0)
	}
	next := acc
	switch {
	case k.t.IsFloat():
		next = g.b.Value(ssa.OpFadd, k.t, acc, x)
	case g.r.IntN(4) > 0:
		next = g.b.Value(g.oneOfOps(ssa.OpAdd, ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor), k.t, acc, x)
	}
	acc.AddArg(next)
	i.AddArg(g.b.Value(ssa.OpAdd, ssa.I32, i, g.b.Const(ssa.I32, 1)))
	if g.o.Polls {
		g.b.Poll(nil)
	}
	g.b.Jmp(head)
	g.b.At(exit)
	if k.t.IsFloat() {
		acc = g.clean(acc)
	}
	g.add(acc)
	g.add(i)
}
