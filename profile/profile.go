// Package profile makes profiles of Java programs, of processor time and of allocation, in the
// form of pprof. It is given interruptions and allocations by others and finds out where in
// the Java program they are.
//
//	stack.go   walks a copy of a Java stack
//	cpu.go     processor time
//	alloc.go   allocation
//	names.go   how methods and Go functions are named
package profile

import (
	"strconv"
	"sync"

	"gojvm/internal/pprof"
	"gojvm/vm"
)

// Labels of samples.
const (
	labelThread = "thread" // name of the Java thread, or of what the VM does
	labelCode   = "code"   // what was executed, see Code
	labelClass  = "class"  // of the allocated object
)

// profile is what both kinds have in common.
type profile struct {
	vm *vm.VM
	mu sync.Mutex
	b  *pprof.Builder
}

// threads gives numbers to threads, by which samples are kept until their names are known.
type threads struct {
	next  int
	bound map[uintptr]int // by context
	names map[int]string
}

func newThreads() threads { return threads{bound: map[uintptr]int{}, names: map[int]string{}} }

// bind gives the thread of a context a number: a new one, unless it is one that has been bound
// before and still has no name.
func (t *threads) bind(ctx uintptr) {
	if n := t.bound[ctx]; n != 0 && t.names[n] == "" {
		return
	}
	t.next++
	t.bound[ctx] = t.next
}

// name notes the name of the thread with that context.
func (t *threads) name(ctx uintptr, name string) {
	if n := t.bound[ctx]; n != 0 && name != "" {
		t.names[n] = name
	}
}

// nameOf returns the name for the label of number n.
func (t *threads) nameOf(n string) string {
	i, err := strconv.Atoi(n)
	if err != nil {
		return n // no thread of Java
	}
	if name, ok := t.names[i]; ok {
		return name
	}
	return "thread " + n
}

// ThreadName returns the name of the Java thread that t runs, "" if it has none yet. t is the
// caller, or the world is stopped.
func ThreadName(t *vm.Thread) string {
	obj := t.Object()
	if obj == 0 || t.VM.Known.ThreadName == nil {
		return ""
	}
	if r := vm.Object(obj).Ref(t.VM.Known.ThreadName.Offset); r != 0 {
		return t.VM.GoString(r)
	}
	return ""
}
