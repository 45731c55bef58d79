package ssa

// laneOf returns the type of the lanes for a value of type t in a loop over elements of size
// bytes, or Void. A byte or short is an I32 of which only the low bits matter.
func laneOf(t Type, size int64) Type {
	switch {
	case t == I32 && size == 1:
		return I8
	case t == I32 && size == 2:
		return I16
	case (t == I32 || t == F32) && size == 4, (t == I64 || t == F64) && size == 8:
		return t
	}
	return Void
}

func (z *vectorizer) lane(v *Value) Type { return laneOf(v.Type, z.size) }

// laneOps are the vector operations for those of scalars that need nothing else.
var laneOps = [numGeneric]Op{OpAdd: OpVadd, OpSub: OpVsub, OpMul: OpVmul, OpFadd: OpVadd, OpFsub: OpVsub, OpFmul: OpVmul,
	OpFdiv: OpVdiv, OpFsqrt: OpVsqrt}

// inLanes reports whether v can be computed in lanes, and notes that it is.
func (z *vectorizer) inLanes(v *Value) bool {
	if z.lanes[v] {
		return true
	}
	t := z.lane(v)
	if t == Void {
		return false
	}
	if z.invariant(v) {
		return true
	}
	ok := false
	all := func() bool {
		for _, a := range v.Args {
			if !z.inLanes(a) {
				return false
			}
		}
		return true
	}
	switch v.Op {
	case OpPhi:
		ok = v == z.c.phi && v.Type == scalarOf(t) && Lanes(OpViota, t) && z.t == V128
	case OpLoad, OpLoad8s, OpLoad8u, OpLoad16s, OpLoad16u:
		ok = true // accesses has looked at it
	case OpAdd, OpSub, OpMul, OpFadd, OpFsub, OpFmul, OpFdiv, OpFsqrt:
		ok = Lanes(laneOps[v.Op], t) && all()
	case OpAnd, OpOr, OpXor, OpNeg, OpNot, OpFneg, OpFabs, OpCopy:
		ok = all()
	case OpSext8, OpZext8:
		ok = t == I8 && all()
	case OpSext16, OpZext16:
		ok = (t == I8 || t == I16) && all()
	case OpShl, OpShr, OpUshr, OpRotl:
		op, _ := z.shift(v)
		ok = op != OpInvalid && z.inLanes(v.Args[0])
	case OpSelect:
		op, x, y := leastOf(v)
		ok = op != OpInvalid && t == I32 && z.inLanes(x) && z.inLanes(y)
	}
	if ok {
		z.lanes[v] = true
	}
	return ok
}

// leastOf recognizes the lesser, or the greater, of two integers: it returns OpVmin or OpVmax, or OpInvalid.
func leastOf(v *Value) (op Op, x, y *Value) {
	c := v.Args[0]
	if v.Op != OpSelect || c.Op != OpLt && c.Op != OpLe {
		return OpInvalid, nil, nil
	}
	x, y = c.Args[0], c.Args[1]
	switch {
	case v.Args[1] == x && v.Args[2] == y:
		return OpVmin, x, y
	case v.Args[1] == y && v.Args[2] == x:
		return OpVmax, x, y
	}
	return OpInvalid, nil, nil
}

// shift returns the operation for a shift by what does not change, with the count if that is
// known, else -1. Lanes that are narrower than the value have lost its upper bits: they shift
// right only what is just extended, in the way in which it is.
func (z *vectorizer) shift(v *Value) (op Op, count int64) {
	t := z.lane(v)
	x, n := v.Args[0], v.Args[1]
	if !z.invariant(n) {
		return OpInvalid, 0
	}
	count = -1
	if n.Op == OpConst {
		count = n.Imm & int64(v.Type.Size(8)*8-1)
	}
	switch v.Op {
	case OpShl:
		op = OpVshl
	case OpShr:
		op = OpVshr
	case OpUshr:
		op = OpVushr
	case OpRotl:
		if t == v.Type && count > 0 && Lanes(OpVshl, t) && Lanes(OpVushr, t) {
			return OpVor, count
		}
		return OpInvalid, 0
	}
	if t != v.Type {
		if count < 0 || count >= int64(t.Size(8)*8) {
			return OpInvalid, 0
		}
		if v.Op != OpShl {
			switch x.Op {
			case OpLoad16s, OpSext16:
				op = OpVshr
			case OpLoad16u, OpZext16:
				op = OpVushr
			default:
				return OpInvalid, 0
			}
		}
	}
	if !Lanes(op, t) {
		return OpInvalid, 0
	}
	return op, count
}

// splatInvariant puts the vector of v, if that does not change, in front of the loop.
func (z *vectorizer) splatInvariant(v *Value) {
	if t := z.lane(v); t != Void && z.invariant(v) && z.vec[v] == nil {
		z.vec[v] = z.splat(t, v)
	}
}

func (z *vectorizer) splat(t Type, x *Value) *Value { return z.inLane(OpVsplat, t, x) }

// inFront puts what fn makes in front of the new loop.
func (z *vectorizer) inFront(fn func() *Value) *Value {
	at := z.at
	z.at = z.front
	v := fn()
	z.at = at
	return v
}

// splatBits is a vector of equal lanes with the given bits.
func (z *vectorizer) splatBits(t Type, bits int64) *Value {
	return z.inFront(func() *Value { return z.splat(t, z.scalarBits(t, bits)) })
}

// scalarBits is a constant with the given bits.
func (z *vectorizer) scalarBits(t Type, bits int64) *Value {
	op := OpConst
	if t.IsFloat() {
		op = OpFconst
	}
	x := z.put(op, scalarOf(t))
	x.Imm = bits
	return x
}

// inLane puts an operation on lanes of type t.
func (z *vectorizer) inLane(op Op, t Type, args ...*Value) *Value {
	v := z.put(op, z.t, args...)
	v.Imm = int64(t)
	return v
}

// count is the vector for shifts by n.
func (z *vectorizer) count(n int64) *Value {
	return z.inFront(func() *Value { return z.put(OpVset, V128, z.constant(I32, n)) })
}

// of returns the vector of v.
func (z *vectorizer) of(v *Value) *Value {
	if x := z.vec[v]; x != nil {
		return x
	}
	if v == z.c.phi {
		t := z.lane(v)
		x := z.inLane(OpVadd, t, z.splat(t, z.m[v]), z.inFront(func() *Value { return z.inLane(OpViota, t) }))
		z.vec[v] = x
		return x
	}
	panic("BUG: no vector of " + v.LongString())
}

// compute puts the vector operation for v, which inLanes accepted.
func (z *vectorizer) compute(v *Value) *Value {
	t := z.lane(v)
	switch v.Op {
	case OpLoad, OpLoad8s, OpLoad8u, OpLoad16s, OpLoad16u:
		return z.load(v)
	case OpAnd, OpOr, OpXor:
		return z.put(OpVand+v.Op-OpAnd, z.t, z.of(v.Args[0]), z.of(v.Args[1]))
	case OpNeg:
		return z.inLane(OpVsub, t, z.splatBits(t, 0), z.of(v.Args[0]))
	case OpNot:
		return z.put(OpVxor, z.t, z.of(v.Args[0]), z.splatBits(t, -1))
	case OpFneg:
		return z.put(OpVxor, z.t, z.of(v.Args[0]), z.splatBits(t, signBits(t)))
	case OpFabs:
		mask := ^signBits(t)
		if t == F32 {
			mask = int64(uint32(mask))
		}
		return z.put(OpVand, z.t, z.of(v.Args[0]), z.splatBits(t, mask))
	case OpCopy, OpSext8, OpZext8, OpSext16, OpZext16:
		return z.of(v.Args[0])
	case OpShl, OpShr, OpUshr, OpRotl:
		op, n := z.shift(v)
		x, width := z.of(v.Args[0]), int64(t.Size(8)*8)
		switch {
		case op == OpVor:
			up := z.inLane(OpVshl, t, x, z.count(n))
			return z.put(OpVor, z.t, up, z.inLane(OpVushr, t, x, z.count(width-n)))
		case n >= 0:
			return z.inLane(op, t, x, z.count(n))
		}
		return z.inLane(op, t, x, z.inFront(func() *Value {
			return z.put(OpVset, V128, z.put(OpAnd, I32, v.Args[1], z.constant(I32, width-1)))
		}))
	case OpSelect:
		op, x, y := leastOf(v)
		return z.inLane(op, t, z.of(x), z.of(y))
	case OpFsqrt:
		return z.inLane(OpVsqrt, t, z.of(v.Args[0]))
	}
	return z.inLane(laneOps[v.Op], t, z.of(v.Args[0]), z.of(v.Args[1]))
}
