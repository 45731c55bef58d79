// Package jit has the compiled tiers: it turns bytecode into SSA form, has the code
// generator compile it, and drives the machine code. It implements vm.Compiler.
//
//	Hot (policy.go) -> build (flow.go, build.go, translate.go, ...) -> codegen
//	   -> install (compile.go) -> entered by the interpreter or by compiled callers
//	   -> run (run.go): serves exits, deoptimizes (deopt.go), unwinds
//
// Compiled code holds what is common. What is not, it leaves to the interpreter: an
// exception that was never thrown there, a constant-pool entry that is not resolved, a class
// that is not initialized is a failing guard, after which the interpreter has a frame
// with the exact state before the instruction, executes it, and goes on. A handler that
// has not caught anything is not compiled either: a frame that has one is turned into
// an interpreter frame when an exception comes by.
//
// Go does not recurse for Java calls in either direction; see vm.Compiler. The
// frames of both kinds are on the thread's Java stack:
//
//	interpreter frame, the carrier: FrameCarrier is set
//	  [address of the carrier] [0]      bottom of the segment
//	entry stub                          (stubs.go)
//	compiled frame
//	  ...
//	compiled frame
//	  [return address]                  the position, see vm/frame.go
//	interpreter frame that it called    FrameCompiledCaller is set
//
// The package knows no machine: that is a [Machine], which the root package gives.
package jit

import (
	"sync"
	"sync/atomic"

	"gojvm/codegen"
	"gojvm/codegen/codecache"
	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Machine is a target together with the way to run its code in this process.
type Machine struct {
	Target   *codegen.Target
	Features codegen.Features
	// Enter enters compiled code by the context at ctx and comes back when it leaves.
	Enter func(ctx uintptr)
	// EnterSys is Enter for a stretch that is likely to be long: meanwhile the goroutine
	// holds no processor of Go's scheduler.
	EnterSys func(ctx uintptr)
	// Watch lets Go's scheduler interrupt the code in a range, whose contexts lie in ctxs,
	// at its polls; Unwatch ends that.
	Watch   func(code, ctxs mem.Region) error
	Unwatch func(code mem.Region)
	// LeaveAddrs are for the context's fields Leave and LeaveAll.
	LeaveAddrs func() (leave, leaveAll uintptr)
	// Bridge makes the code that stands in for methods without code; see package amd64.
	Bridge func(number int32) (*codegen.Code, error)
	// IntArgs and FloatArgs are the argument registers, as numbers in the save areas.
	IntArgs, FloatArgs []int
	// IntResults are the registers of a result and of its upper half, FloatResult that of a float.
	IntResults  [2]int
	FloatResult int
}

// JIT is the compiler of one VM. It is safe for use by all its threads.
type JIT struct {
	vm    *vm.VM
	mach  Machine
	cache *codecache.Cache
	check bool // verify each pass, bailouts are fatal

	workspaces sync.Pool // of *codegen.Workspace

	commands *Commands
	tty      tty // what is printed of compilations

	leave, leaveAll uint64
	bridge          uintptr // entry
	resume          uint64  // where the bridge goes on with a result
	itable          uintptr // the itable search
	intrinsics      map[string]intrinsic
	routines        map[string]uintptr   // addresses of those compiled
	unused          map[string]*ssa.Func // the others
	constantsMu     sync.Mutex
	constants       map[uintptr]*constant // by the address of what refers to it

	queue   queue
	faulted atomic.Bool            // machine code has faulted: the VM is ending
	fault   atomic.Pointer[string] // a bug found in the background, for the next thread that comes by

	compiling sync.Mutex // one compilation at a time
	tasks     int        // compilations begun, by compiling
	guards    int        // translated, by compiling; counted for failsOnPurpose
	stubs     map[string]*codecache.Entry

	hierarchy hierarchy

	catch        uintptr // see replace.go
	caught       caught
	installed    []*compiled // all that may have frames; j.mu protects it
	replacements int         // calls of Replace; changes while the world is stopped

	held held // classes of the profiles that are being read

	mu      sync.Mutex // held briefly: of the records
	methods sync.Map   // *vm.Method -> *record
}

var _ vm.Compiler = (*JIT)(nil)

// cacheSize is the address space reserved for code.
const cacheSize = int(16+112*(wordSize/8)) << 20

// New makes the compiler of v; the caller stores it in v.Compiler before any class
// is loaded.
func New(v *vm.VM, mach Machine) (*JIT, error) {
	c, err := codecache.New(cacheSize)
	if err != nil {
		return nil, err
	}
	j := &JIT{vm: v, mach: mach, cache: c, check: v.Config.CheckJIT, stubs: map[string]*codecache.Entry{}, constants: map[uintptr]*constant{}}
	j.held.init()
	j.intrinsics = intrinsicTable(&j.mach)
	j.tty = newTTY(&v.Config)
	j.commands = NewCommands(&v.Config.Compiler, j.tty.w)
	leave, all := mach.LeaveAddrs()
	j.leave, j.leaveAll = uint64(leave), uint64(all)
	if err := j.makeStubs(); err != nil {
		c.Close()
		return nil, err
	}
	// The contexts are at the top of the threads' stacks.
	if err := mach.Watch(c.Bounds(), v.Threads.Stacks().Bounds()); err != nil {
		c.Close()
		return nil, err
	}
	j.queue.work = func(u unit) {
		if err := j.work(u); err != nil {
			text := err.Error()
			j.fault.CompareAndSwap(nil, &text)
		}
	}
	return j, nil
}

// Bridge implements vm.Compiler.
func (j *JIT) Bridge() uintptr { return j.bridge }

// CodeSize implements vm.Compiler.
func (j *JIT) CodeSize() int { return j.cache.Used() }

// Close ends the compiler and frees the code; no thread runs it any more.
func (j *JIT) Close() error {
	j.held.close()
	j.queue.close()
	j.mach.Unwatch(j.cache.Bounds())
	return j.cache.Close()
}
