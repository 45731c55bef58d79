package ssa

import "math/bits"

// Fold folds constants and applies algebraic identities until nothing changes. Values are
// visited in reverse postorder, so that operands come first except around loops.
func Fold(f *Func) {
	for round := 0; round < 4; round++ {
		c := &folder{f: f, with: make([]*Value, f.NumValues())}
		for _, b := range f.ReversePostorder() {
			for i := 0; i < len(b.Values); i++ {
				v := b.Values[i]
				c.operands(v)
				c.block, c.index = b, i
				if x := c.value(v); x != nil && x != v {
					c.with[v.ID] = x
					c.changed = true
				}
				i = c.index // constants may have been put before v
			}
		}
		if !c.changed {
			break
		}
		f.replaceAndClean(c.with)
	}
}

type folder struct {
	f       *Func
	with    []*Value // replacement by value ID
	changed bool
	block   *Block
	index   int
}

// operands replaces operands that have been folded already.
func (c *folder) operands(v *Value) {
	for i, a := range v.Args {
		for int(a.ID) < len(c.with) && c.with[a.ID] != nil {
			a = c.with[a.ID]
		}
		if a != v.Args[i] {
			v.SetArg(i, a)
		}
	}
}

// constant puts a constant before the current value.
func (c *folder) constant(t Type, x int64) *Value {
	k := c.f.NewValue(OpConst, t)
	k.Imm = Norm(t, c.f.PtrSize, x)
	c.block.InsertAt(c.index, k)
	c.index++
	return k
}

// become rewrites v in place.
func (c *folder) become(v *Value, op Op, args ...*Value) *Value {
	v.Become(op, args...)
	c.changed = true
	return v
}

func (c *folder) becomeConst(v *Value, x int64) *Value {
	op := OpConst
	if v.Type.IsFloat() {
		op = OpFconst
	} else {
		x = Norm(v.Type, c.f.PtrSize, x)
	}
	c.become(v, op)
	v.Imm = x
	return v
}

// value returns what v can be replaced by, v itself if it was rewritten in place, or nil.
func (c *folder) value(v *Value) *Value {
	switch v.Op {
	case OpPhi:
		return trivialPhi(v)
	case OpCopy:
		return v.Args[0]
	case OpIf:
		return c.branch(v)
	}
	info := v.Info()
	if v.Op >= FirstTargetOp || len(v.Args) == 0 || !info.IsPure() && !info.Has(Traps) || info.Flags&(Reads|Writes|Effect) != 0 {
		return nil
	}
	if x := c.allConstant(v); x != nil {
		return x
	}
	if info.Has(Commutes) && v.Args[0].Op == OpConst && v.Args[1].Op != OpConst {
		v.Args[0], v.Args[1] = v.Args[1], v.Args[0]
		c.changed = true
	}
	if x := c.identity(v); x != nil {
		return x
	}
	return c.pattern(v)
}

// allConstant evaluates v if all its arguments are constants.
func (c *folder) allConstant(v *Value) *Value {
	var x [3]uint64
	if len(v.Args) > 3 || v.Op == OpAddr || v.Op == OpToref || v.Type.IsVector() {
		return nil
	}
	for i, a := range v.Args {
		if a.Op != OpConst && a.Op != OpFconst {
			return nil
		}
		x[i] = wrap(a.Type, c.f.PtrSize, uint64(a.Imm))
	}
	r, err := EvalPure(v.Op, v.Type, v.Args[0].Type, c.f.PtrSize, v.Imm, x[0], x[1], x[2])
	if err != nil {
		return nil // it traps, or cannot be evaluated: leave it
	}
	return c.becomeConst(v, int64(r))
}

// identity applies the algebraic identities of integers. Float arithmetic has hardly any
// that hold for NaN and -0; none is used.
func (c *folder) identity(v *Value) *Value {
	a := v.Args[0]
	var b *Value
	k, isConst := int64(0), false
	if len(v.Args) > 1 {
		b = v.Args[1]
		k, isConst = b.IsConst()
	}
	width := int64(v.Type.Size(c.f.PtrSize) * 8)
	switch v.Op {
	case OpAdd:
		switch {
		case isConst && k == 0:
			return a
		case isConst && a.Op == OpAdd && a.Args[1].Op == OpConst:
			return c.become(v, OpAdd, a.Args[0], c.constant(v.Type, a.Args[1].Imm+k))
		}
	case OpSub:
		switch {
		case a == b:
			return c.becomeConst(v, 0)
		case isConst:
			return c.become(v, OpAdd, a, c.constant(v.Type, -k))
		}
	case OpMul:
		switch {
		case isConst && k == 0:
			return b
		case isConst && k == 1:
			return a
		case isConst && k == -1:
			return c.become(v, OpNeg, a)
		case isConst && k > 0 && k&(k-1) == 0:
			return c.become(v, OpShl, a, c.constant(I32, int64(bits.TrailingZeros64(uint64(k)))))
		}
	case OpUdiv:
		if isConst && k > 0 && k&(k-1) == 0 {
			return c.become(v, OpUshr, a, c.constant(I32, int64(bits.TrailingZeros64(uint64(k)))))
		}
	case OpUrem:
		if isConst && k > 0 && k&(k-1) == 0 {
			return c.become(v, OpAnd, a, c.constant(v.Type, k-1))
		}
	case OpDiv:
		if isConst && k == 1 {
			return a
		}
	case OpAnd:
		switch {
		case a == b || isConst && k == -1:
			return a
		case isConst && k == 0:
			return b
		}
	case OpOr:
		switch {
		case a == b || isConst && k == 0:
			return a
		case isConst && k == -1:
			return b
		}
	case OpXor:
		switch {
		case a == b:
			return c.becomeConst(v, 0)
		case isConst && k == 0:
			return a
		}
	case OpShl, OpShr, OpUshr, OpRotl:
		if isConst && k&(width-1) == 0 {
			return a
		}
	case OpNeg, OpNot:
		if a.Op == v.Op {
			return a.Args[0]
		}
	case OpTrunc:
		if a.Op == OpSext32 || a.Op == OpZext32 {
			return a.Args[0]
		}
	case OpEq, OpNe:
		switch {
		case a == b:
			return c.becomeConst(v, int64(b2u(v.Op == OpEq)))
		case isConst && k == 0 && a.Info().Has(Compares):
			if v.Op == OpNe {
				return a
			}
			return c.negate(v, a)
		}
	case OpLt, OpUlt:
		if a == b {
			return c.becomeConst(v, 0)
		}
	case OpLe, OpUle:
		if a == b {
			return c.becomeConst(v, 1)
		}
	case OpSelect:
		switch {
		case v.Args[1] == v.Args[2]:
			return v.Args[1]
		case a.Op == OpConst && a.Imm != 0:
			return v.Args[1]
		case a.Op == OpConst:
			return v.Args[2]
		}
	}
	return c.halves(v)
}

// negate makes v the opposite of compare a, if one operation can say it.
func (c *folder) negate(v, a *Value) *Value {
	x, y := a.Args[0], a.Args[1]
	switch a.Op {
	case OpEq:
		return c.become(v, OpNe, x, y)
	case OpNe:
		return c.become(v, OpEq, x, y)
	case OpLt:
		return c.become(v, OpLe, y, x)
	case OpLe:
		return c.become(v, OpLt, y, x)
	case OpUlt:
		return c.become(v, OpUle, y, x)
	case OpUle:
		return c.become(v, OpUlt, y, x)
	case OpFeq:
		return c.become(v, OpFne, x, y)
	case OpFne:
		return c.become(v, OpFeq, x, y)
	}
	return nil
}

// branch simplifies the condition of an if: tests against 0 disappear.
func (c *folder) branch(v *Value) *Value {
	x := v.Args[0]
	if x.Op == OpNe && x.Args[1].Op == OpConst && x.Args[1].Imm == 0 && x.Args[0].Type == I32 {
		v.SetArg(0, x.Args[0])
		c.changed = true
	}
	return nil
}
