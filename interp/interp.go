// Package interp runs Java methods: tier 0 of the virtual machine. It implements
// vm.Executor and vm.Code.
//
// A method is translated at its first run from stack code to register code
// (translate.go): 16-byte instructions (code.go) whose operands are registers of
// the frame. A dispatch loop (run.go) executes it.
//
//	bytecode --translate--> blocks of ins --layout--> register code in vm.Meta
//	                                                      |  run: fast handlers, no calls
//	                                                      |  slow: everything else
//	                                                      v  quicken: rewrite in place
//
// Registers: register k is parameter k; then one per other local variable that
// the method uses; then one per operand stack entry, by depth. At the borders of
// basic blocks each stack entry is in its own register; within a block loads,
// constants and stores are folded into the operands of their neighbours (fold.go).
//
// The exact state at a safepoint: the bytecode index is in a table beside the
// code (method.BCI); the locals are in their registers; the operand stack is
// found by running the fold of the block again up to that instruction.
//
// The package knows nothing of how classes are loaded or compiled: it asks
// vm.Linker and tells vm.Compiler. Compare: Ertl and Gregg, "The Structure and
// Performance of Efficient Interpreters" (2003); Davis et al., "The Case for
// Virtual Register Machines" (2003).
//
// Invariants
//   - A handler of run makes no call and does nothing before it is sure to finish.
//   - Before anything that can collect, call, throw or be observed, the frame's
//     pc and Context.FP are up to date.
//   - Go code here holds no vm.Ref across such a point: what is needed
//     afterwards stays in a register, or in a Handle.
//   - Java calls do not recurse in Go; only native methods nest runs.
package interp

import (
	"reflect"
	"sync"

	"gojvm/mem"
	"gojvm/vm"
)

// Interp is the interpreter of one VM. It is safe for use by all its threads.
type Interp struct {
	vm *vm.VM

	stubs codeStubs
	// redirects has the stub of each method with compiled code: *vm.Method -> uintptr.
	redirects sync.Map
	profiled  profiledList
	blocks    blockPool
	// callMask and loopMask: a counter reports when these bits of it are 0.
	callMask, loopMask uint32
	hotCalls, hotLoops uint32 // see profile.go
	// member has the offsets that calls of method handles need, from the first such call on.
	member memberLayout
}

var _ vm.Executor = (*Interp)(nil)

// maxFastArray bounds the arrays that the loop allocates itself.
const maxFastArray = 1 << 14

// New makes the interpreter of v; the caller stores it in v.Executor.
func New(v *vm.VM) *Interp {
	x := &Interp{vm: v}
	x.setMasks()
	return x
}

// Loop returns an address in the dispatch loop. While that runs, the address of its frame is in no
// context but in a register, or spilled, and so is that of the instruction.
func Loop() uintptr { return reflect.ValueOf((*Interp).run).Pointer() }

// Invoke runs m with the given arguments; see vm.Executor.
func (x *Interp) Invoke(t *vm.Thread, m *vm.Method, args []vm.Value) (vm.Value, error) {
	if len(args) != len(m.Args) {
		panic("BUG: " + m.String() + " invoked with a wrong number of arguments")
	}
	ctx := t.Ctx
	if mem.AtomicLoad32(m.Block+vm.MethodCode) == 0 {
		// Translation neither collects nor runs Java code: args stay valid.
		if err := x.Prepare(t, m); err != nil {
			return 0, err
		}
	}
	base := uintptr(ctx.FP)
	switch {
	case base == 0:
		base = t.StackTop()
	case base&1 != 0:
		base &^= 1 // compiled code has no header
	default:
		base -= vm.FrameHeader
	}
	nfp := base - uintptr(mem.Load32(m.Block+vm.MethodFrameSize))
	if nfp-vm.FrameHeader < uintptr(ctx.StackLimit) || nfp > base {
		return 0, t.ThrowStackOverflow()
	}
	for i, a := range args {
		mem.Store64(nfp+uintptr(i)*8, uint64(a))
	}
	caller := ctx.FP
	pushFrame(mem.Ptr(nfp), mem.Ptr(uintptr(caller)), m.Block, vm.FrameEntry)
	ctx.FP = uint64(nfp)
	ok := x.run(t, at(uintptr(mem.Load32(m.Block+vm.MethodCode))))
	if ctx.FP != caller {
		panic("BUG: frames left behind by " + m.String())
	}
	if !ok {
		return 0, vm.ErrThrown
	}
	return vm.Value(ctx.Result), nil
}
