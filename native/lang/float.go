package lang

import (
	"gojvm/vm"
)

// floatNatives are those of Float and Double. A frame slot holds the IEEE bits
// of a float, so the conversions do nothing at all.
func floatNatives() vm.NativeTable {
	bits := func(t *vm.Thread, a vm.Args) (vm.Value, error) { return a.Value(0), nil }
	return vm.NativeTable{
		"java/lang/Float.floatToRawIntBits(F)I":    bits,
		"java/lang/Float.intBitsToFloat(I)F":       bits,
		"java/lang/Double.doubleToRawLongBits(D)J": bits,
		"java/lang/Double.longBitsToDouble(J)D":    bits,
	}
}
