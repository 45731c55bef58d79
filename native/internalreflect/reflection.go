package internalreflect

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func reflectionNatives() vm.NativeTable {
	const c = "jdk/internal/reflect/Reflection."
	return vm.NativeTable{
		c + "getCallerClass()Ljava/lang/Class;":                 getCallerClass,
		c + "getClassAccessFlags(Ljava/lang/Class;)I":           getClassAccessFlags,
		c + "areNestMates(Ljava/lang/Class;Ljava/lang/Class;)Z": areNestMates,
	}
}

// getCallerClass returns the class of the method that called the method that
// calls this, where frames of reflection and of method handles do not count:
//
//	frame 0   getCallerClass
//	frame 1   the method that asks, annotated @CallerSensitive
//	frame 2   its caller, perhaps by Method.invoke
func getCallerClass(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n := 0
	for f := t.TopFrame(); f.Valid(); f = f.Caller() {
		m := f.Method()
		switch {
		case n == 0:
		case n == 1:
			if m.Flags&vm.MethodCallerSensitive == 0 {
				return nat.Err(t.Throwf("java/lang/InternalError",
					"CallerSensitive annotation expected at frame %d", n))
			}
		case !m.IgnoredForCaller():
			return nat.Mirror(m.Holder)
		}
		n++
	}
	return 0, nil
}

// getClassAccessFlags returns the flags of the class file itself, not those
// that the InnerClasses attribute has for the class.
func getClassAccessFlags(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c.IsPrimitive() {
		return nat.Int(0x411) // public final abstract
	}
	return nat.Int(int32(c.Flags))
}

func areNestMates(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c, d := nat.Class(t, a, 0), nat.Class(t, a, 1)
	return nat.Bool(c == d || t.VM.Linker.NestHost(t, c) == t.VM.Linker.NestHost(t, d))
}
