package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// Bits of integers and floats: java.lang.Integer, Long, Short, Character, Float, Double.

func bitIntrinsics() map[string]intrinsic {
	const integer, long = "java/lang/Integer.", "java/lang/Long."
	return map[string]intrinsic{
		integer + "bitCount(I)I":               count(ssa.OpPopcnt),
		long + "bitCount(J)I":                  count(ssa.OpPopcnt),
		integer + "numberOfLeadingZeros(I)I":   count(ssa.OpClz),
		long + "numberOfLeadingZeros(J)I":      count(ssa.OpClz),
		integer + "numberOfTrailingZeros(I)I":  count(ssa.OpCtz),
		long + "numberOfTrailingZeros(J)I":     count(ssa.OpCtz),
		integer + "reverseBytes(I)I":           unary(ssa.OpBswap),
		long + "reverseBytes(J)J":              unary(ssa.OpBswap),
		"java/lang/Short.reverseBytes(S)S":     reverseHalf(ssa.OpShr),
		"java/lang/Character.reverseBytes(C)C": reverseHalf(ssa.OpUshr),
		integer + "rotateLeft(II)I":            binary(ssa.OpRotl),
		long + "rotateLeft(JI)J":               binary(ssa.OpRotl),
		integer + "rotateRight(II)I":           rotateRight,
		long + "rotateRight(JI)J":              rotateRight,
		integer + "compare(II)I":               threeWay(ssa.OpLt),
		long + "compare(JJ)I":                  threeWay(ssa.OpLt),
		integer + "compareUnsigned(II)I":       threeWay(ssa.OpUlt),
		long + "compareUnsigned(JJ)I":          threeWay(ssa.OpUlt),
		integer + "divideUnsigned(II)I":        unsignedDivision(ssa.OpUdiv),
		long + "divideUnsigned(JJ)J":           unsignedDivision(ssa.OpUdiv),
		integer + "remainderUnsigned(II)I":     unsignedDivision(ssa.OpUrem),
		long + "remainderUnsigned(JJ)J":        unsignedDivision(ssa.OpUrem),

		"java/lang/Float.floatToRawIntBits(F)I":    sameBits(ssa.I32),
		"java/lang/Float.intBitsToFloat(I)F":       sameBits(ssa.F32),
		"java/lang/Double.doubleToRawLongBits(D)J": sameBits(ssa.I64),
		"java/lang/Double.longBitsToDouble(J)D":    sameBits(ssa.F64),
	}
}

func count(op ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		return a.u.Value(op, ssa.I32, args[0]), true
	}
}

// reverseHalf exchanges the two low bytes; shift tells whether the result has a sign.
func reverseHalf(shift ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		return a.op(shift, a.op(ssa.OpBswap, args[0]), a.int(16)), true
	}
}

func rotateRight(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.op(ssa.OpRotl, args[0], a.op(ssa.OpNeg, args[1])), true
}

// threeWay gives -1, 0 or 1: (y < x) - (x < y).
func threeWay(less ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		x, y := args[0], args[1]
		return a.op(ssa.OpSub, a.compare(less, y, x), a.compare(less, x, y)), true
	}
}

func unsignedDivision(op ssa.Op) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		a.guard(a.compare(ssa.OpNe, args[1], a.zero(args[1])), trapException)
		return a.op(op, args[0], args[1]), true
	}
}

func sameBits(t ssa.Type) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		return a.u.Value(ssa.OpBits, t, args[0]), true
	}
}
