// Package vm is the object model of gojvm: classes, methods, fields, objects,
// strings, threads, frames and handles, and the ports through which the
// packages built on it reach each other (ports.go). It owns every layout that
// two packages share; it knows how things lie, not how Java code is loaded or
// run.
//
//	class file -> loader -> Class, Method, Field -> interp -> frames on Java stacks
//	                          |                                    |
//	                          v                                    v
//	                    klass and method blocks (klass.go)   Context, Frame
//
// Invariants
//   - A Ref is an address and is good until the next safepoint; across one it is
//     in a Handle, a frame slot or an object field.
//   - Off-heap memory holds no Go pointers: it names classes and methods by id.
//   - No mutable globals: each VM has its own heap, metadata, threads and tables.
package vm

import (
	"io"
	"sync"
	"sync/atomic"
	"time"

	"gojvm/gc"
	"gojvm/mem"
	"gojvm/sched"
)

// VM is one Java virtual machine.
type VM struct {
	Started time.Time
	Heap    *gc.Heap
	Threads *sched.Threads
	Meta    *mem.Arena // klass and method blocks, register code
	Config  Config

	Executor Executor
	Linker   Linker
	Compiler Compiler // nil: interpreter only
	Natives  Natives
	Sampler  Sampler // nil: nothing is sampled
	// Guard, if set, is deferred at the bottom of each thread's goroutine: it
	// recovers a Go panic, which is a fault of the VM, and reports it. A bad memory
	// access is a panic too then.
	Guard func(*Thread)
	// OnOutOfMemory, if set, is called before an OutOfMemoryError is thrown for
	// want of heap or metadata, with its message.
	OnOutOfMemory func(t *Thread, msg string)
	// DumpHeap writes all live objects to a new file in hprof form and returns its
	// size. Its error is one of the file system.
	DumpHeap func(t *Thread, path string) (int64, error)
	// DumpThreads writes the stacks of all threads as SIGQUIT does.
	DumpThreads func(by *Thread, w io.Writer)
	// SetVerbose turns a log to standard output on or off while the VM runs:
	// "gc" or "class+load". Verbose reports whether those tags are logged.
	SetVerbose func(tags string, on bool)

	Known      Known
	BootLoader *Loader
	JavaBase   *Module // provisional until Module.defineModule0 names it
	// Primitives and PrimArrays by kind: the primitive classes and their array classes.
	Primitives [KindRef]*Class
	PrimArrays [KindRef]*Class

	classes        idTable[Class]
	methods        idTable[Method]
	strings        *internTable
	collections    collections
	globals        globalTable
	bound          sync.Map // reflect.Type -> struct filled by Bind
	mirrorClassOff uint32
	spare          spareErrors

	classFileHook atomic.Pointer[func(*Thread, *ClassFileLoad)]
	nativeName    atomic.Pointer[func(*Method) string]

	domains  domainTable
	unloaded atomic.Uint64 // classes

	pending PendingReferences
	ext     sync.Map
	endings endings
}

// RegisterClass gives c its id and makes it part of its domain, which is that of
// its loader unless it has one of its own.
func (vm *VM) RegisterClass(c *Class) {
	c.VM = vm
	if c.Domain == nil {
		c.Domain = c.Loader.Domain
	}
	c.Domain.addClass(c)
	c.ID = vm.classes.add(c)
}

// UnregisterClass takes back the id of a class that could not be defined.
func (vm *VM) UnregisterClass(c *Class) {
	c.Domain.dropClass(c)
	vm.classes.drop(c.ID)
}

// RegisterMethod gives m its id.
func (vm *VM) RegisterMethod(m *Method) {
	m.ID = vm.methods.add(m)
	m.Holder.Domain.addMethod(m)
}

// MethodByID returns the method of that id, nil when there is none.
func (vm *VM) MethodByID(id uint32) *Method {
	if id == 0 || id >= vm.methods.len() {
		return nil
	}
	return vm.methods.at(id)
}

// MethodCount returns the greatest id that a method has.
func (vm *VM) MethodCount() uint32 { return vm.methods.len() - 1 }

// ClassByID returns the class of that id, nil when there is none.
func (vm *VM) ClassByID(id uint32) *Class {
	if id == 0 || id >= vm.classes.len() {
		return nil
	}
	return vm.classes.at(id)
}

// ForEachClass calls f for every class that is defined.
func (vm *VM) ForEachClass(f func(*Class)) {
	for id, n := uint32(1), vm.classes.len(); id < n; id++ {
		if c := vm.classes.at(id); c != nil {
			f(c)
		}
	}
}

// Ext returns the value that a package above keeps in this VM under key, making
// it with make at the first time.
func (vm *VM) Ext(key any, make func() any) any {
	if v, ok := vm.ext.Load(key); ok {
		return v
	}
	v, _ := vm.ext.LoadOrStore(key, make())
	return v
}
