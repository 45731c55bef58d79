// Package ref has the natives of java.lang.ref, one file per class.
package ref

import (
	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	const c = "java/lang/ref/Reference."
	return vm.NativeTable{
		c + "getAndClearReferencePendingList()Ljava/lang/ref/Reference;": takePending,
		c + "hasReferencePendingList()Z":                                 hasPending,
		c + "waitForReferencePendingList()V":                             waitForPending,
		c + "refersTo0(Ljava/lang/Object;)Z":                             refersTo,
		c + "clear0()V":                                                  clearReferent,

		"java/lang/ref/PhantomReference.refersTo0(Ljava/lang/Object;)Z": refersTo,
	}
}

func takePending(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return vm.RefValue(t.VM.TakePending()), nil
}

func hasPending(t *vm.Thread, a vm.Args) (vm.Value, error) { return nat.Bool(t.VM.HasPending()) }

// waitForPending blocks the Reference Handler until there is something to do.
func waitForPending(t *vm.Thread, a vm.Args) (vm.Value, error) {
	for !t.VM.HasPending() {
		t.AwaitPending()
	}
	return 0, nil
}

// refersTo compares the referent without keeping it alive: collections stop
// the world, so that a look at the field is not seen by them.
func refersTo(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(a.Object(0).Ref(t.VM.Known.ReferenceReferent.Offset) == a.Ref(1))
}

// clearReferent is Reference.clear by Java code: the reference is not enqueued.
func clearReferent(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mem.Store32(uintptr(a.Ref(0))+uintptr(t.VM.Known.ReferenceReferent.Offset), 0)
	return 0, nil
}
