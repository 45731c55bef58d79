package jit

import (
	"math"
	"unsafe"

	"gojvm/codegen"
	"gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// exitNumber says what compiled code wants of the host.
type exitNumber int64

const (
	exitBridge          exitNumber = iota // a method without code was called
	exitNew                               // (klass): a new object
	exitNewArray                          // (klass, length)
	exitNewMultiArray                     // (klass, n, length...)
	exitMonitorEnter                      // (object)
	exitMonitorExit                       // (object)
	exitIsSubclass                        // (klass, klass): 1 or 0
	exitThrow                             // (exception): no handler in the unit is translated
	exitRethrow                           // (exception): the unit has no handler
	exitUnwind                            // (exception): the interpreter is to find the handler
	exitThrowNull                         // a null reference is used
	exitThrowIndex                        // (index, length): it is none of an array
	exitThrowDivision                     // an integer is divided by zero
	exitThrowCast                         // (object, klass): it is no instance of that
	exitRemFloat                          // (float, float): the remainder of frem
	exitRemDouble                         // the same of drem
	exitSelectInterface                   // (method block, receiver): the method block selected, or 0
	exitNative                            // (method block, arguments...): the result of a native
	exitLeaf                              // the same of a leaf (natives.go)
	exitReturned                          // a callee has returned to a stale frame
	exitCopy                              // (to, from, bytes): what is long for the routine copy
)

// throws reports whether exit n may throw where it stands, and often enough for a way to the handlers.
func (n exitNumber) throws() bool { return n == exitNative }

// maxExitArgs bounds the arguments of an exit.
const maxExitArgs = codegen.MaxExitArgs - 2

// Enter implements vm.Compiler. entry is the address of an entry stub, or with bit 0
// set that of code for a loop. The bottom of the segment is written below the
// carrier's header; the stack pointer is then as after a call.
func (j *JIT) Enter(t *vm.Thread, fp, entry uintptr) vm.Outcome {
	ctx := t.Ctx
	ctx.Leave, ctx.LeaveAll = j.leave, j.leaveAll
	ret := (fp-vm.FrameHeader)&^15 - 16 - wordSize
	mem.Store64(ret+8, uint64(fp))
	storeWord(ret, 0)
	ctx.SP = uint64(ret)
	ctx.Args[0] = uint64(fp)
	if entry&1 != 0 {
		entry &^= 1
		ctx.Args[1] = uint64(entry)
		entry = j.cache.Lookup(entry).Code.Client.(*compiled).stub
	} else {
		ctx.Args[1] = uint64(mem.Load32(fp - 16)) // the method block
	}
	ctx.PC = uint64(entry)
	ctx.Reason = 0
	j.mach.Enter(uintptr(unsafe.Pointer(ctx)))
	if codegen.Reason(ctx.Reason) == codegen.ReasonReturn {
		return returned(ctx)
	}
	return j.serveExits(t)
}

// returned is the outcome of code that has left by the end of the entry stub.
func returned(ctx *vm.Context) vm.Outcome {
	carrier := uintptr(ctx.Args[0])
	ctx.FP = uint64(carrier)
	return vm.Outcome{Kind: vm.CompiledReturned, FP: carrier, Value: vm.Value(ctx.Result)}
}

// carrierOf returns the carrier of the segment whose entry stub has its return
// address at ret.
func carrierOf(ret uintptr) uintptr { return uintptr(mem.Load64(ret + 8)) }

// Return implements vm.Compiler.
func (j *JIT) Return(t *vm.Thread, pos uintptr, v vm.Value) vm.Outcome {
	ctx := t.Ctx
	ctx.Result = uint64(v)
	ctx.PC = j.resume
	ctx.SP = uint64(pos)
	ctx.Reason = 0
	return j.run(t)
}

// run enters compiled code and serves its exits until the interpreter is wanted.
func (j *JIT) run(t *vm.Thread) vm.Outcome {
	j.mach.Enter(uintptr(unsafe.Pointer(t.Ctx)))
	return j.serveExits(t)
}

// serveExits serves the exit by which compiled code has left, and those that follow. The
// stretch behind a poll that was due is likely to be a long loop: it runs in the manner of a
// system call, so that neither Go's collector nor other goroutines wait for it.
func (j *JIT) serveExits(t *vm.Thread) vm.Outcome {
	ctx := t.Ctx
	addr := uintptr(unsafe.Pointer(ctx))
	for enter := j.mach.Enter; ; enter(addr) {
		enter = j.mach.Enter
		switch codegen.Reason(ctx.Reason) {
		case codegen.ReasonReturn:
			return returned(ctx)
		case codegen.ReasonPoll:
			pos := stand(ctx)
			t.Poll()
			if o, ok := j.goesOn(t, pos, 0); !ok {
				return o
			}
			enter = j.mach.EnterSys
			// Reason is as it was, so that the registers are restored.
		case codegen.ReasonGuard:
			return j.failed(t)
		case codegen.ReasonFault:
			panic(j.machineFault(t))
		case codegen.ReasonOverflow:
			// Thrown at the call: the callee has no frame.
			pos := uintptr(ctx.SP)
			ctx.FP = uint64(pos) | 1
			t.ThrowStackOverflow()
			if o, here := j.unwind(t, pos); !here {
				return o
			}
		default:
			switch exitNumber(ctx.Number) {
			case exitBridge:
				if o, done := j.callee(t); !done {
					return o
				}
				continue
			case exitReturned:
				return j.returned(t)
			case exitRethrow, exitUnwind:
				if o, here := j.rethrow(t, exitNumber(ctx.Number)); !here {
					return o
				}
				continue
			case exitLeaf:
				if j.vm.Sampler != nil {
					stand(ctx) // so that a sample finds the caller
				}
				v, _ := j.vm.MethodOf(uintptr(uint32(ctx.Args[0]))).Native()(t, vm.ArgsAt(uintptr(unsafe.Pointer(&ctx.Args[1]))))
				ctx.Result = uint64(v)
				ctx.Reason = 0
				continue
			case exitCopy:
				if j.vm.Sampler != nil {
					stand(ctx)
				}
				mem.Copy(uintptr(ctx.Args[0]), uintptr(ctx.Args[1]), uintptr(uint32(ctx.Args[2])))
				ctx.Reason = 0
				continue
			}
			pos := stand(ctx)
			var v uint64
			var err error
			if exitNumber(ctx.Number) == exitNative {
				v, err = j.nativeFromExit(t, pos)
			} else {
				v, err = j.serve(t, exitNumber(ctx.Number))
			}
			if err != nil {
				if o, here := j.unwind(t, pos); !here {
					return o
				}
				continue
			}
			if o, ok := j.goesOn(t, pos, v); !ok {
				return o
			}
			ctx.Result = v
			ctx.PC = uint64(loadWord(pos))
			ctx.SP = uint64(pos + wordSize)
			ctx.Reason = 0
		}
	}
}

// stand makes the compiled frame that has left the innermost frame: its resume
// address goes below it, as that of a call would.
func stand(ctx *vm.Context) (pos uintptr) {
	pos = uintptr(ctx.SP) - wordSize
	storeWord(pos, uintptr(ctx.PC))
	ctx.FP = uint64(pos) | 1
	return pos
}

// serve does what exit n asks for.
func (j *JIT) serve(t *vm.Thread, n exitNumber) (uint64, error) {
	ctx := t.Ctx
	a := &ctx.Args
	ref := func(i int) vm.Ref { return vm.Ref(uint32(a[i])) }
	klass := func(i int) *vm.Class { return j.vm.ClassAt(uintptr(a[i])) }
	switch n {
	case exitNew:
		return j.newObject(t, klass(0))
	case exitNewArray:
		r, err := t.NewArray(klass(0), int(int32(a[1])))
		return uint64(r), err
	case exitNewMultiArray:
		dims := make([]int, uint32(a[1]))
		for i := range dims {
			dims[i] = int(int32(a[2+i]))
		}
		r, err := t.NewMultiArray(klass(0), dims)
		return uint64(r), err
	case exitMonitorEnter:
		t.MonitorEnter(ref(0))
	case exitMonitorExit:
		if !t.MonitorExit(ref(0)) {
			return 0, t.Throw("java/lang/IllegalMonitorStateException", "")
		}
	case exitIsSubclass:
		if vm.InstanceOf(uintptr(a[0]), uintptr(a[1])) {
			return 1, nil
		}
	case exitRemFloat:
		x := bytecode.RemFloat(math.Float32frombits(uint32(a[0])), math.Float32frombits(uint32(a[1])))
		return uint64(math.Float32bits(x)), nil
	case exitRemDouble:
		return math.Float64bits(bytecode.RemDouble(math.Float64frombits(a[0]), math.Float64frombits(a[1]))), nil
	case exitThrow:
		return 0, t.SetException(ref(0))
	case exitThrowNull:
		return 0, t.ThrowNullPointer()
	case exitThrowIndex:
		return 0, t.Throwf("java/lang/ArrayIndexOutOfBoundsException", "Index %d out of bounds for length %d", int32(a[0]), int32(a[1]))
	case exitThrowDivision:
		return 0, t.Throw("java/lang/ArithmeticException", "/ by zero")
	case exitThrowCast:
		from, to := j.vm.ClassOf(ref(0)), klass(1)
		return 0, t.Throwf("java/lang/ClassCastException", "class %s cannot be cast to class %s (%s)",
			from.JavaName(), to.JavaName(), vm.InModulesOfLoaders(from, to))
	case exitSelectInterface:
		return uint64(j.selectInterface(j.vm.MethodOf(uintptr(a[0])), vm.KlassOf(ref(1)))), nil
	default:
		panic("BUG: compiled code leaves by an unknown exit")
	}
	return 0, nil
}

func (j *JIT) newObject(t *vm.Thread, c *vm.Class) (uint64, error) {
	r, err := t.NewObject(c)
	if err != nil || klassFlags(c)&vm.KlassHasFinalizer == 0 {
		return uint64(r), err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(r)
	err = t.RegisterFinalizer(h)
	return uint64(h.Ref()), err
}

// selectInterface returns the method block that a call of interface method m selects
// on an object of klass k; 0 if the interpreter is to find out (and may throw).
func (j *JIT) selectInterface(m *vm.Method, k uintptr) uintptr {
	if m.IsPrivate() || m.ItableIndex < 0 {
		return 0
	}
	p := uintptr(mem.Load32(k + vm.KlassItable))
	if p == 0 {
		return 0
	}
	for n := mem.Load32(p); n > 0; n-- {
		if uintptr(mem.Load32(p+4)) == m.Holder.Block {
			return uintptr(mem.Load32(uintptr(mem.Load32(p+8)) + uintptr(4*m.ItableIndex)))
		}
		p += 8
	}
	return 0
}

// callee makes the frame of a method that compiled code called through the bridge. The stack
// pointer points to the return address, the arguments are in the saved registers and above
// it. A native is run at once: then it reports true, and the caller, or where its exception is
// caught, is to be entered.
func (j *JIT) callee(t *vm.Thread) (vm.Outcome, bool) {
	ctx := t.Ctx
	pos := uintptr(ctx.SP)
	ctx.FP = uint64(pos) | 1
	block := uintptr(uint32(ctx.IntRegs[j.mach.IntArgs[0]]))
	m := j.vm.MethodOf(block)
	if mem.AtomicLoad32(block+vm.MethodCode) == 0 {
		// Neither collects nor runs Java code, unless it throws.
		if err := j.vm.Executor.Prepare(t, m); err != nil {
			return j.unwind(t, pos)
		}
	}
	fp := (pos &^ 7) - uintptr(mem.Load32(block+vm.MethodFrameSize))
	if fp-vm.FrameHeader < uintptr(ctx.StackLimit) {
		t.ThrowStackOverflow()
		return j.unwind(t, pos)
	}
	args := argReader{m: &j.mach, ctx: ctx, ints: 1, stack: pos + wordSize}
	for i, k := range m.Args {
		mem.Store64(fp+uintptr(i)*8, args.next(k))
	}
	if m.Native() == nil || m.IsSynchronized() {
		pushFrame(fp, pos|1, block, vm.FrameCompiledCaller)
		ctx.FP = uint64(fp)
		return vm.Outcome{Kind: vm.CompiledCalls}, false
	}
	pushFrame(fp, pos|1, block, vm.FrameCompiledCaller|vm.FrameNative)
	v, err := j.runNative(t, m, fp)
	if err != nil {
		return j.unwind(t, pos)
	}
	ctx.Result = v
	ctx.PC = j.resume
	ctx.SP = uint64(pos)
	ctx.Reason = 0
	return vm.Outcome{}, true
}

// pushFrame writes the header of an interpreter frame.
func pushFrame(fp, caller, block uintptr, flags uint32) {
	mem.Store64(fp-8, uint64(caller))
	mem.Store64(fp-16, uint64(block)|uint64(flags)<<32)
	mem.Store64(fp-24, 0)
	mem.Store64(fp-32, 0)
}

// argReader finds the arguments of a function of the own convention that has just been
// called: registers first, then the stack.
type argReader struct {
	m            *Machine
	ctx          *vm.Context
	ints, floats int // registers taken
	stack        uintptr
}

// next returns the next argument, of kind k, as a register of an interpreter frame holds it.
func (r *argReader) next(k vm.Kind) uint64 {
	isFloat := k == vm.KindFloat || k == vm.KindDouble
	switch {
	case isFloat && r.floats < len(r.m.FloatArgs):
		v := r.ctx.FloatRegs[r.m.FloatArgs[r.floats]]
		r.floats++
		if k == vm.KindFloat {
			v = uint64(uint32(v))
		}
		return v
	case isFloat && k == vm.KindDouble:
		v := mem.Load64(r.stack)
		r.stack += 8
		return v
	case isFloat:
		return uint64(uint32(r.onStack()))
	case k.Wide() && r.m.Target.Split64: // the low half comes first
		lo := uint64(uint32(r.integer()))
		return lo | r.integer()<<32
	case k.Wide():
		return r.integer()
	}
	return uint64(uint32(r.integer()))
}

// integer returns the next word.
func (r *argReader) integer() uint64 {
	if r.ints < len(r.m.IntArgs) {
		r.ints++
		return r.ctx.IntRegs[r.m.IntArgs[r.ints-1]]
	}
	return r.onStack()
}

func (r *argReader) onStack() uint64 {
	v := uint64(loadWord(r.stack))
	r.stack += wordSize
	return v
}
