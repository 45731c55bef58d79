// Package internalvm has the natives of jdk.internal.vm and its subpackages.
package internalvm

import (
	"os"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	return vm.NativeTable{
		"jdk/internal/vm/VMSupport.getVMTemporaryDirectory()Ljava/lang/String;":                       temporaryDirectory,
		"jdk/internal/vm/VMSupport.initAgentProperties(Ljava/util/Properties;)Ljava/util/Properties;": agentProperties,
		// Vectors have no hardware support: the library computes lane by lane.
		"jdk/internal/vm/vector/VectorSupport.registerNatives()I":                  nat.Const(0),
		"jdk/internal/vm/vector/VectorSupport.getMaxLaneCount(Ljava/lang/Class;)I": nat.Const(vm.IntValue(-1)),
	}
}

func temporaryDirectory(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Ref(t.NewString(os.TempDir()))
}

// agentProperties returns the properties unchanged: no agent can attach.
func agentProperties(t *vm.Thread, a vm.Args) (vm.Value, error) { return vm.RefValue(a.Ref(0)), nil }
