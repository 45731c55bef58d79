package bytecode

import (
	"math"
	"testing"
)

func TestIntegers(t *testing.T) {
	const minInt, minLong = math.MinInt32, math.MinInt64
	for _, c := range []struct{ got, want int64 }{
		{int64(DivInt(minInt, -1)), minInt}, {int64(RemInt(minInt, -1)), 0}, {int64(DivInt(-7, 2)), -3}, {int64(RemInt(-7, 2)), -1},
		{DivLong(minLong, -1), minLong}, {RemLong(minLong, -1), 0}, {RemLong(7, -2), 1},
		{int64(ShlInt(1, 33)), 2}, {int64(ShrInt(-8, 1)), -4}, {int64(UshrInt(-1, 28)), 15}, {int64(UshrInt(-1, 32)), -1},
		{int64(ShlInt(1, -1)), minInt}, {ShlLong(1, 65), 2}, {ShrLong(-8, 1), -4}, {UshrLong(-1, 60), 15}, {UshrLong(-1, -4), 15},
		{int64(CmpLong(minLong, 1)), -1}, {int64(CmpLong(2, 2)), 0}, {int64(CmpLong(1, minLong)), 1},
	} {
		if c.got != c.want {
			t.Errorf("got %d, want %d", c.got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		a, b float64
		l, g int32
	}{{1, 2, -1, -1}, {2, 1, 1, 1}, {0, math.Copysign(0, -1), 0, 0}, {nan, 1, -1, 1}, {1, nan, -1, 1}, {nan, nan, -1, 1}, {math.Inf(-1), nan, -1, 1}} {
		if CmplDouble(c.a, c.b) != c.l || CmpgDouble(c.a, c.b) != c.g ||
			CmplFloat(float32(c.a), float32(c.b)) != c.l || CmpgFloat(float32(c.a), float32(c.b)) != c.g {
			t.Errorf("%g ? %g", c.a, c.b)
		}
	}
}

func TestConversions(t *testing.T) {
	for _, c := range []struct {
		v float64
		i int32
		l int64
	}{
		{math.NaN(), 0, 0}, {math.Inf(1), math.MaxInt32, math.MaxInt64}, {math.Inf(-1), math.MinInt32, math.MinInt64},
		{-1.9, -1, -1}, {1.9, 1, 1}, {1 << 31, math.MaxInt32, 1 << 31}, {-(1 << 31), math.MinInt32, -(1 << 31)},
		{1 << 63, math.MaxInt32, math.MaxInt64}, {-(1 << 63), math.MinInt32, math.MinInt64}, {math.Copysign(0, -1), 0, 0},
		{1 << 62, math.MaxInt32, 1 << 62},
	} {
		if g := DoubleToInt(c.v); g != c.i {
			t.Errorf("d2i %g = %d", c.v, g)
		}
		if g := DoubleToLong(c.v); g != c.l {
			t.Errorf("d2l %g = %d", c.v, g)
		}
		f := float32(c.v)
		if float64(f) != c.v && f == f {
			continue
		}
		if g := FloatToInt(f); g != c.i {
			t.Errorf("f2i %g = %d", f, g)
		}
		if g := FloatToLong(f); g != c.l {
			t.Errorf("f2l %g = %d", f, g)
		}
	}
	if DoubleToInt(2147483647.9) != math.MaxInt32 || DoubleToInt(-2147483648.9) != math.MinInt32 {
		t.Error("d2i rounds toward zero before it saturates")
	}
}

func TestRemainder(t *testing.T) {
	inf, nan, tiny := math.Inf(1), math.NaN(), math.SmallestNonzeroFloat64
	zero := math.Copysign(0, -1)
	for _, c := range []struct{ a, b, want float64 }{
		{5, 3, 2}, {-5, 3, -2}, {5, -3, 2}, {4, 2, 0}, {-4, 2, zero}, {zero, 2, zero}, {1, inf, 1}, {-1, -inf, -1},
		{inf, 1, nan}, {1, 0, nan}, {nan, 1, nan}, {1, nan, nan}, {3 * tiny, 2 * tiny, tiny}, {1e308, 3 * tiny, 2 * tiny},
		{0.1, 0.01, 3.469446951953614e-18}, {math.MaxFloat64, tiny, 0},
	} {
		got := RemDouble(c.a, c.b)
		if math.Float64bits(got) != math.Float64bits(c.want) && !(got != got && c.want != c.want) {
			t.Errorf("%g %% %g = %g, want %g", c.a, c.b, got, c.want)
		}
	}
	if got := RemFloat(0.1, 0.01); got != 3.7252903e-9 {
		t.Errorf("0.1f %% 0.01f = %g", got)
	}
	if got := RemFloat(math.MaxFloat32, 2.8e-45); got != 0 {
		t.Errorf("largest float %% 2 ulp = %g", got)
	}
}
