package bytecode

import "math"

// Java's arithmetic where it is not that of Go. Interpreter, constant folding
// and tests of generated code share these definitions (JVMS 2.8, 2.11.3, 2.11.4,
// 6.5). Divisors are not zero: the caller has thrown.

// DivInt divides, truncating toward zero; the smallest int divided by -1 is itself.
func DivInt(a, b int32) int32 { return a / b }

// RemInt has the sign of the dividend.
func RemInt(a, b int32) int32 { return a % b }

// ShlInt shifts by the low 5 bits of n.
func ShlInt(a int32, n int32) int32 { return a << (uint32(n) & 31) }

// ShrInt shifts the sign in.
func ShrInt(a int32, n int32) int32 { return a >> (uint32(n) & 31) }

// UshrInt shifts zeros in.
func UshrInt(a int32, n int32) int32 { return int32(uint32(a) >> (uint32(n) & 31)) }

// DivLong divides, truncating toward zero; the smallest long divided by -1 is itself.
func DivLong(a, b int64) int64 { return a / b }

// RemLong has the sign of the dividend.
func RemLong(a, b int64) int64 { return a % b }

// ShlLong shifts by the low 6 bits of n.
func ShlLong(a int64, n int32) int64 { return a << (uint32(n) & 63) }

// ShrLong shifts the sign in.
func ShrLong(a int64, n int32) int64 { return a >> (uint32(n) & 63) }

// UshrLong shifts zeros in.
func UshrLong(a int64, n int32) int64 { return int64(uint64(a) >> (uint32(n) & 63)) }

// CmpLong returns -1, 0 or 1.
func CmpLong(a, b int64) int32 {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// CmplFloat is fcmpl: -1 if either is NaN.
func CmplFloat(a, b float32) int32 {
	switch {
	case a > b:
		return 1
	case a == b:
		return 0
	}
	return -1
}

// CmpgFloat is fcmpg: 1 if either is NaN.
func CmpgFloat(a, b float32) int32 {
	switch {
	case a < b:
		return -1
	case a == b:
		return 0
	}
	return 1
}

// CmplDouble is dcmpl: -1 if either is NaN.
func CmplDouble(a, b float64) int32 {
	switch {
	case a > b:
		return 1
	case a == b:
		return 0
	}
	return -1
}

// CmpgDouble is dcmpg: 1 if either is NaN.
func CmpgDouble(a, b float64) int32 {
	switch {
	case a < b:
		return -1
	case a == b:
		return 0
	}
	return 1
}

// RemFloat is the remainder of a truncating division, exact, with the sign of the
// dividend: C's fmod, not the remainder of IEEE 754. A remainder of two floats is
// a multiple of the smaller ulp and below the divisor, hence a float again.
func RemFloat(a, b float32) float32 { return float32(math.Mod(float64(a), float64(b))) }

// RemDouble is RemFloat for double.
func RemDouble(a, b float64) float64 { return math.Mod(a, b) }

// FloatToInt rounds toward zero; NaN gives 0, what is out of range the nearest int.
func FloatToInt(v float32) int32 {
	switch {
	case v != v:
		return 0
	case v >= 1<<31:
		return math.MaxInt32
	case v <= -1<<31:
		return math.MinInt32
	}
	return int32(v)
}

// FloatToLong rounds toward zero; NaN gives 0, what is out of range the nearest long.
func FloatToLong(v float32) int64 {
	switch {
	case v != v:
		return 0
	case v >= 1<<63:
		return math.MaxInt64
	case v <= -1<<63:
		return math.MinInt64
	}
	return int64(v)
}

// DoubleToInt rounds toward zero; NaN gives 0, what is out of range the nearest int.
func DoubleToInt(v float64) int32 {
	switch {
	case v != v:
		return 0
	case v >= 1<<31:
		return math.MaxInt32
	case v <= -1<<31:
		return math.MinInt32
	}
	return int32(v)
}

// DoubleToLong rounds toward zero; NaN gives 0, what is out of range the nearest long.
func DoubleToLong(v float64) int64 {
	switch {
	case v != v:
		return 0
	case v >= 1<<63:
		return math.MaxInt64
	case v <= -1<<63:
		return math.MinInt64
	}
	return int64(v)
}
