package intrinsic

import (
	"math"

	"gojvm/native/internal/ddmath"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// mathMethods are those of Math. The elementary functions are more accurate than
// StrictMath's, to which the Java code delegates, as on HotSpot.
func mathMethods() vm.NativeTable {
	t := vm.NativeTable{
		"pow(DD)D": func(_ *vm.Thread, a vm.Args) (vm.Value, error) {
			return nat.Double(ddmath.Pow(a.Double(0), a.Double(1)))
		},
		"fma(DDD)D": fma,
		"fma(FFF)F": fmaFloat,
	}
	for name, f := range map[string]func(float64) float64{
		"sin": ddmath.Sin, "cos": ddmath.Cos, "tan": ddmath.Tan,
		"exp": ddmath.Exp, "log": ddmath.Log, "log10": ddmath.Log10,
		"sqrt": math.Sqrt, "floor": math.Floor, "ceil": math.Ceil, "rint": math.RoundToEven,
	} {
		t[name+"(D)D"] = func(_ *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Double(f(a.Double(0))) }
	}
	return t
}

func fma(_ *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Double(math.FMA(a.Double(0), a.Double(1), a.Double(2)))
}

// fmaFloat computes in double, where the product of floats is exact. The sum is
// rounded to odd first, so that rounding it to float does not round twice.
func fmaFloat(_ *vm.Thread, a vm.Args) (vm.Value, error) {
	p, c := float64(a.Float(0))*float64(a.Float(1)), float64(a.Float(2))
	s := p + c
	if math.IsNaN(s) || math.IsInf(s, 0) {
		return vm.FloatValue(float32(s)), nil
	}
	t := s - p
	if lost := (p - (s - t)) + (c - t); lost != 0 && math.Float64bits(s)&1 == 0 {
		if (lost > 0) == (s > 0) {
			s = math.Float64frombits(math.Float64bits(s) + 1)
		} else {
			s = math.Float64frombits(math.Float64bits(s) - 1)
		}
	}
	return vm.FloatValue(float32(s)), nil
}
