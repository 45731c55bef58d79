package misc

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// cdsNatives are those of CDS: there is no archive, and none is being made.
func cdsNatives() vm.NativeTable {
	const c = "jdk/internal/misc/CDS."
	return vm.NativeTable{
		c + "isDumpingClassList0()Z":                                                 nat.False,
		c + "isDumpingArchive0()Z":                                                   nat.False,
		c + "isSharingEnabled0()Z":                                                   nat.False,
		c + "getRandomSeedForDumping()J":                                             nat.Const(0), // 0: seed from the clock
		c + "initializeFromArchive(Ljava/lang/Class;)V":                              nat.Nothing,
		c + "defineArchivedModules(Ljava/lang/ClassLoader;Ljava/lang/ClassLoader;)V": nat.Nothing,
		c + "logLambdaFormInvoker(Ljava/lang/String;)V":                              nat.Nothing,
	}
}
