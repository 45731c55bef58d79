package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// java.lang.Math and StrictMath. The elementary functions are calls of the Go functions
// that the interpreter runs, so that a result does not depend on who computed it.

func mathIntrinsics(mach *Machine) map[string]intrinsic {
	t := map[string]intrinsic{"java/lang/StrictMath.sqrt(D)D": unary(ssa.OpFsqrt)}
	for name, f := range map[string]intrinsic{
		"abs(I)I":            absolute,
		"abs(J)J":            absolute,
		"abs(F)F":            unary(ssa.OpFabs),
		"abs(D)D":            unary(ssa.OpFabs),
		"min(II)I":           lesser,
		"min(JJ)J":           lesser,
		"min(FF)F":           binary(ssa.OpFmin),
		"min(DD)D":           binary(ssa.OpFmin),
		"max(II)I":           greater,
		"max(JJ)J":           greater,
		"max(FF)F":           binary(ssa.OpFmax),
		"max(DD)D":           binary(ssa.OpFmax),
		"sqrt(D)D":           unary(ssa.OpFsqrt),
		"multiplyHigh(JJ)J":  binary(ssa.OpMulh),
		"multiplyFull(II)J":  multiplyFull,
		"addExact(II)I":      addExact,
		"addExact(JJ)J":      addExact,
		"subtractExact(II)I": subtractExact,
		"subtractExact(JJ)J": subtractExact,
		"multiplyExact(II)I": multiplyExactInt,
		"multiplyExact(JJ)J": multiplyExactLong,
		"toIntExact(J)I":     toIntExact,
		"incrementExact(I)I": incrementExact,
		"incrementExact(J)J": incrementExact,
		"decrementExact(I)I": decrementExact,
		"decrementExact(J)J": decrementExact,
		"negateExact(I)I":    negateExact,
		"negateExact(J)J":    negateExact,
	} {
		t["java/lang/Math."+name] = f
	}
	for _, name := range []string{"sin(D)D", "cos(D)D", "tan(D)D", "exp(D)D", "log(D)D", "log10(D)D", "pow(DD)D", "fma(DDD)D", "fma(FFF)F"} {
		t["java/lang/Math."+name] = leaf
	}
	for name, mode := range map[string]int64{"rint(D)D": ssa.RoundEven, "floor(D)D": ssa.RoundDown, "ceil(D)D": ssa.RoundUp} {
		t["java/lang/Math."+name] = leaf
		if r := mach.Target.Rounds; r != 0 && mach.Features&r == r {
			t["java/lang/Math."+name] = round(mode)
		}
	}
	return t
}

// round makes the intrinsic that rounds to an integral value.
func round(mode int64) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		v := a.op(ssa.OpFround, args[0])
		v.Imm = mode
		return v, true
	}
}

func absolute(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	x := args[0]
	return a.choose(a.compare(ssa.OpLt, x, a.zero(x)), a.op(ssa.OpNeg, x), x), true
}

func lesser(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.choose(a.compare(ssa.OpLt, args[0], args[1]), args[0], args[1]), true
}

func greater(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.choose(a.compare(ssa.OpLt, args[1], args[0]), args[0], args[1]), true
}

// The exact operations leave to the interpreter on overflow, which throws. A sum has
// overflowed if its sign is that of neither operand; a difference if the operands differ in
// sign, and it differs from the first (Warren, Hacker's Delight, 2-13).

// notNegative leaves when v is negative.
func (a *activation) notNegative(v *ssa.Value) {
	a.guard(a.compare(ssa.OpLe, a.zero(v), v), trapException)
}

func (a *activation) exactSum(x, y *ssa.Value) *ssa.Value {
	s := a.op(ssa.OpAdd, x, y)
	a.notNegative(a.op(ssa.OpAnd, a.op(ssa.OpXor, s, x), a.op(ssa.OpXor, s, y)))
	return s
}

func (a *activation) exactDifference(x, y *ssa.Value) *ssa.Value {
	s := a.op(ssa.OpSub, x, y)
	a.notNegative(a.op(ssa.OpAnd, a.op(ssa.OpXor, x, y), a.op(ssa.OpXor, s, x)))
	return s
}

func addExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactSum(args[0], args[1]), true
}

func subtractExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactDifference(args[0], args[1]), true
}

func incrementExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactSum(args[0], a.u.Const(args[0].Type, 1)), true
}

func decrementExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactDifference(args[0], a.u.Const(args[0].Type, 1)), true
}

func negateExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactDifference(a.zero(args[0]), args[0]), true
}

// exactInt gives the int of the same value as the long v and leaves if there is none.
func (a *activation) exactInt(v *ssa.Value) *ssa.Value {
	r := a.u.Value(ssa.OpTrunc, ssa.I32, v)
	a.guard(a.compare(ssa.OpEq, a.u.Value(ssa.OpSext32, ssa.I64, r), v), trapException)
	return r
}

func toIntExact(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactInt(args[0]), true
}

func (a *activation) fullProduct(x, y *ssa.Value) *ssa.Value {
	return a.op(ssa.OpMul, a.u.Value(ssa.OpSext32, ssa.I64, x), a.u.Value(ssa.OpSext32, ssa.I64, y))
}

func multiplyFull(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.fullProduct(args[0], args[1]), true
}

func multiplyExactInt(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	return a.exactInt(a.fullProduct(args[0], args[1])), true
}

// multiplyExactLong: the product is exact if its high half is the sign of the low one.
func multiplyExactLong(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	lo, hi := a.op(ssa.OpMul, args[0], args[1]), a.op(ssa.OpMulh, args[0], args[1])
	a.guard(a.compare(ssa.OpEq, hi, a.op(ssa.OpShr, lo, a.int(63))), trapException)
	return lo, true
}
