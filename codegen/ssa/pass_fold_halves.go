package ssa

import "math/bits"

// halves applies the identities of the operations that Split64 makes, whose operands are
// often constants: half of a small 64-bit constant is 0 or -1.
func (c *folder) halves(v *Value) *Value {
	isZero := func(i int) bool { return zero(v.Args[i]) }
	switch v.Op {
	case OpAdc:
		if isZero(2) {
			return c.become(v, OpAdd, v.Args[0], v.Args[1])
		}
	case OpSbb:
		if isZero(2) {
			return c.become(v, OpSub, v.Args[0], v.Args[1])
		}
	case OpAddc:
		if isZero(2) && (isZero(0) || isZero(1)) {
			return c.becomeConst(v, 0)
		}
	case OpSubb:
		if isZero(2) && isZero(1) {
			return c.becomeConst(v, 0)
		}
	case OpShld, OpShrd:
		if k, ok := v.Args[2].IsConst(); ok {
			switch {
			case k&31 == 0:
				return v.Args[0]
			case isZero(1) && v.Op == OpShld:
				return c.become(v, OpShl, v.Args[0], v.Args[2])
			case isZero(1):
				return c.become(v, OpUshr, v.Args[0], v.Args[2])
			case isZero(0) && v.Op == OpShld:
				return c.become(v, OpUshr, v.Args[1], c.constant(I32, 32-k&31))
			case isZero(0):
				return c.become(v, OpShl, v.Args[1], c.constant(I32, 32-k&31))
			}
		}
	case OpUmulh:
		if k := v.Args[1].Imm; v.Args[1].Op == OpConst && v.Type == I32 {
			switch k := uint32(k); {
			case k < 2:
				return c.becomeConst(v, 0)
			case k&(k-1) == 0:
				return c.become(v, OpUshr, v.Args[0], c.constant(I32, int64(32-bits.TrailingZeros32(k))))
			}
		}
	case OpLt64, OpUlt64:
		a, b, x, y := v.Args[0], v.Args[1], v.Args[2], v.Args[3]
		op := OpLt
		if v.Op == OpUlt64 {
			op = OpUlt
		}
		switch {
		case isZero(2) || a == x: // the low halves decide nothing
			return c.become(v, op, b, y)
		case b == y:
			return c.become(v, OpUlt, a, x)
		}
	}
	return nil
}
