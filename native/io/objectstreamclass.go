package io

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

func objectStreamClassNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/ObjectStreamClass.initNative()V":                            nat.Nothing,
		"java/io/ObjectStreamClass.hasStaticInitializer(Ljava/lang/Class;)Z": oscHasStaticInitializer,
	}
}

// oscHasStaticInitializer tells whether the class itself has a class
// initialization method, which counts in the computed serialVersionUID.
func oscHasStaticInitializer(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c := nat.Class(t, a, 0)
	if c == nil {
		return nat.NullPointer(t)
	}
	return nat.Bool(c.DeclaredMethod("<clinit>", "()V") != nil)
}
