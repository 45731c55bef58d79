package vm

import "sync"

// endings are what to do when the VM ends, by the packages that keep something
// outside the heap or block threads in system calls.
type endings struct {
	mu      sync.Mutex
	ended   bool
	wake    []func()
	release []func()
}

// OnEnd has wake called when the threads end, to bring those back that wait in
// system calls, and release when no thread is left, to give memory and
// descriptors back. Either may be nil. When the threads have ended already wake
// is called at once.
func (vm *VM) OnEnd(wake, release func()) {
	e := &vm.endings
	e.mu.Lock()
	ended := e.ended
	if wake != nil {
		e.wake = append(e.wake, wake)
	}
	if release != nil {
		e.release = append(e.release, release)
	}
	e.mu.Unlock()
	if ended && wake != nil {
		wake()
	}
}

// End ends all threads where they stand (sched.Threads.End). The caller is no
// thread of the VM, or one in the blocked state.
func (vm *VM) End() {
	vm.Threads.End()
	vm.wakeAll()
}

// EndFault is VM.End on thread t, which found a fault and may be anywhere, also
// in a collection. It can only be discarded afterwards.
func (t *Thread) EndFault() {
	t.Sched.End()
	t.VM.wakeAll()
}

func (vm *VM) wakeAll() {
	e := &vm.endings
	e.mu.Lock()
	first := !e.ended
	e.ended = true
	wake := e.wake
	e.mu.Unlock()
	if !first {
		return
	}
	for _, f := range wake {
		f()
	}
}

// Release gives the memory of the VM back. End was called, and no thread is left.
func (vm *VM) Release() {
	for _, f := range vm.endings.release {
		f()
	}
	if vm.Heap != nil {
		vm.Heap.Close()
	}
	vm.Meta.Release()
	vm.Threads.Stacks().Close()
}
