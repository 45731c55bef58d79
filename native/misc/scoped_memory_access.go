package misc

import (
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// scopedMemoryAccessNatives are those of ScopedMemoryAccess: closing a shared
// memory scope asks every thread whether it is inside an access.
func scopedMemoryAccessNatives() vm.NativeTable {
	return vm.NativeTable{
		// An access runs without a safepoint poll inside, so a thread that
		// answers is never in the middle of one.
		"jdk/internal/misc/ScopedMemoryAccess.closeScope0(Ljdk/internal/misc/ScopedMemoryAccess$Scope;Ljdk/internal/misc/ScopedMemoryAccess$Scope$ScopedAccessError;)Z": nat.True,
	}
}
