package lang

import (
	"math"

	"gojvm/native/internal/fdlibm"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// strictMathNatives are those of StrictMath: results are bit for bit those of
// fdlibm, as the specification of the class demands.
func strictMathNatives() vm.NativeTable {
	t := vm.NativeTable{}
	for name, f := range map[string]func(float64) float64{
		"sqrt": math.Sqrt,
		"sin":  fdlibm.Sin, "cos": fdlibm.Cos, "tan": fdlibm.Tan,
		"asin": fdlibm.Asin, "acos": fdlibm.Acos, "atan": fdlibm.Atan,
		"log": fdlibm.Log, "log10": fdlibm.Log10, "log1p": fdlibm.Log1p, "expm1": fdlibm.Expm1,
		"sinh": fdlibm.Sinh, "cosh": fdlibm.Cosh, "tanh": fdlibm.Tanh,
	} {
		t["java/lang/StrictMath."+name+"(D)D"] = func(_ *vm.Thread, a vm.Args) (vm.Value, error) {
			return nat.Double(f(a.Double(0)))
		}
	}
	for name, f := range map[string]func(x, y float64) float64{
		"atan2":         fdlibm.Atan2,
		"IEEEremainder": math.Remainder, // exact, so that there is one result only
	} {
		t["java/lang/StrictMath."+name+"(DD)D"] = func(_ *vm.Thread, a vm.Args) (vm.Value, error) {
			return nat.Double(f(a.Double(0), a.Double(1)))
		}
	}
	return t
}
