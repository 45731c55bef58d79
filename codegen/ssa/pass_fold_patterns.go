package ssa

// pattern applies rewrites that look at two operations at once. Like identity it returns
// what v can be replaced by, v itself if it was rewritten, or nil.
func (c *folder) pattern(v *Value) *Value {
	a := v.Args[0]
	var b *Value
	k, isConst := int64(0), false
	if len(v.Args) > 1 {
		b = v.Args[1]
		k, isConst = b.IsConst()
	}
	width := int64(v.Type.Size(c.f.PtrSize) * 8)
	// inner returns the constant operand of a, if a is op with one.
	inner := func(op Op) (int64, bool) {
		if a.Op == op && a.Args[1].Op == OpConst {
			return a.Args[1].Imm, true
		}
		return 0, false
	}
	switch v.Op {
	case OpOr, OpXor, OpAdd:
		// A rotation written with shifts.
		if x, n, ok := rotation(a, b, width); ok {
			return c.become(v, OpRotl, x, c.constant(I32, n))
		}
		if j, ok := inner(v.Op); ok && isConst && v.Op != OpAdd {
			x := k | j
			if v.Op == OpXor {
				x = k ^ j
			}
			return c.become(v, v.Op, a.Args[0], c.constant(v.Type, x))
		}
		switch {
		case v.Op == OpXor && isConst && k == -1:
			return c.become(v, OpNot, a)
		case v.Op == OpAdd && b.Op == OpNeg:
			return c.become(v, OpSub, a, b.Args[0])
		case v.Op == OpAdd && a.Op == OpNeg:
			return c.become(v, OpSub, b, a.Args[0])
		}
	case OpSub:
		if b.Op == OpNeg {
			return c.become(v, OpAdd, a, b.Args[0])
		}
	case OpAnd:
		if j, ok := inner(OpAnd); ok && isConst {
			return c.become(v, OpAnd, a.Args[0], c.constant(v.Type, k&j))
		}
		if isConst && fitsMask(a, k) {
			return a
		}
		if isConst && k == 255 && a.Op == OpSext8 || isConst && k == 65535 && a.Op == OpSext16 {
			return c.become(v, OpAnd, a.Args[0], b)
		}
	case OpShl, OpShr, OpUshr, OpRotl:
		// Counts are taken modulo the width anyway.
		if b.Op == OpAnd && b.Args[1].Op == OpConst && b.Args[1].Imm&(width-1) == width-1 {
			return c.become(v, v.Op, a, b.Args[0])
		}
		if j, ok := inner(v.Op); ok && isConst && v.Op != OpRotl {
			n := k&(width-1) + j&(width-1)
			switch {
			case n < width:
				return c.become(v, v.Op, a.Args[0], c.constant(I32, n))
			case v.Op == OpShr:
				return c.become(v, OpShr, a.Args[0], c.constant(I32, width-1))
			}
			return c.becomeConst(v, 0)
		}
		j, left := inner(OpShl)
		if n := k & (width - 1); left && isConst && j&(width-1) == n {
			switch {
			case v.Op == OpUshr:
				return c.become(v, OpAnd, a.Args[0], c.constant(v.Type, int64(^uint64(0)>>(64-width)>>n)))
			case v.Op == OpShr && width-n == 8:
				return c.become(v, OpSext8, a.Args[0])
			case v.Op == OpShr && width-n == 16:
				return c.become(v, OpSext16, a.Args[0])
			}
		}
	case OpSext8, OpSext16, OpZext8, OpZext16:
		if extended(a, v.Op) {
			return a
		}
	case OpSelect:
		x, y := v.Args[1], v.Args[2]
		if v.Type == I32 && a.Info().Has(Compares) && x.Op == OpConst && y.Op == OpConst {
			switch {
			case x.Imm == 1 && y.Imm == 0:
				return a
			case x.Imm == 0 && y.Imm == 1:
				return c.negate(v, a)
			}
		}
	case OpUlt:
		if isConst && k == 0 {
			return c.becomeConst(v, 0)
		}
	case OpUle:
		if a.Op == OpConst && a.Imm == 0 {
			return c.becomeConst(v, 1)
		}
	}
	return nil
}

// rotation recognizes x<<n combined with x>>>(width-n), in either order.
func rotation(a, b *Value, width int64) (x *Value, n int64, ok bool) {
	if a.Op == OpUshr {
		a, b = b, a
	}
	if a.Op != OpShl || b.Op != OpUshr || a.Args[0] != b.Args[0] || a.Args[1].Op != OpConst || b.Args[1].Op != OpConst {
		return nil, 0, false
	}
	n = a.Args[1].Imm & (width - 1)
	return a.Args[0], n, n != 0 && b.Args[1].Imm&(width-1) == width-n
}

// fitsMask reports whether v has no bits outside of mask, which is positive.
func fitsMask(v *Value, mask int64) bool {
	switch v.Op {
	case OpLoad8u, OpZext8:
		return mask&255 == 255
	case OpLoad16u, OpZext16:
		return mask&65535 == 65535
	}
	return v.Info().Has(Compares) && mask&1 == 1
}

// extended reports whether extension op does not change v.
func extended(v *Value, op Op) bool {
	switch op {
	case OpSext8:
		return v.Op == OpLoad8s || v.Op == OpSext8
	case OpSext16:
		return v.Op == OpLoad8s || v.Op == OpSext8 || v.Op == OpLoad16s || v.Op == OpSext16 || v.Op == OpLoad8u || v.Op == OpZext8
	case OpZext8:
		return v.Op == OpLoad8u || v.Op == OpZext8
	case OpZext16:
		return v.Op == OpLoad16u || v.Op == OpZext16 || v.Op == OpLoad8u || v.Op == OpZext8
	}
	return false
}
