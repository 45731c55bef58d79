package vm

import "gojvm/sched"

// ownable is what the VM reads of locks written in Java.
type ownable struct {
	Class *Class `java:"java/util/concurrent/locks/AbstractOwnableSynchronizer"`
	Owner *Field `java:"java/util/concurrent/locks/AbstractOwnableSynchronizer.exclusiveOwnerThread:Ljava/lang/Thread;"`
}

// Synchronizers reads the owners of the locks of java.util.concurrent.
type Synchronizers struct {
	vm *VM
	k  *ownable
}

// SynchronizersOf prepares to read owners; t is the caller. It may collect.
func SynchronizersOf(t *Thread) (Synchronizers, error) {
	k, err := Bound[ownable](t)
	return Synchronizers{t.VM, k}, err
}

// Owner returns the java.lang.Thread that owns r exclusively, null if there is
// none or r is not such a lock.
func (s Synchronizers) Owner(r Ref) Ref {
	if r == 0 || !s.vm.ClassOf(r).IsSubclassOf(s.k.Class) {
		return 0
	}
	return Object(r).Ref(s.k.Owner.Offset)
}

// ParkedFor returns the thread that owns the lock for which s is parked, nil if
// there is none: the edges that sched.Threads.Deadlocks asks for. The world is stopped.
func (y Synchronizers) ParkedFor(s *sched.Thread) *sched.Thread {
	t, ok := s.Client.(*Thread)
	if !ok || t.Object() == 0 {
		return nil
	}
	owner := y.Owner(Object(t.Object()).Ref(y.vm.Known.ThreadParkBlocker.Offset))
	if owner == 0 {
		return nil
	}
	if o := y.vm.ThreadOf(owner); o != nil {
		return o.Sched
	}
	return nil
}
