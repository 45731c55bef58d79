package interp

import (
	"unsafe"

	"gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// slow executes instruction in, fetched with operation op, where run could not:
// because it throws, polls, is unresolved, or is too rare for the loop. The
// frame's pc and Context.FP are set. It returns the next instruction, of the
// frame that is then at Context.FP; nil when run is to return. Returning in
// itself executes the instruction once more, in the form it then has.
//
// A fast operation comes here for the case that its handler excludes, and a
// handler reads nothing that may change between its test and here.
func (x *Interp) slow(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	switch op {
	case opPoll:
		t.Poll()
		return in
	case opDiv, opRem, opLDiv, opLRem:
		return x.throw(t, "java/lang/ArithmeticException", "/ by zero")
	case opALoadI, opALoadJ, opALoadA, opALoadB, opALoadC, opALoadS, opAStoreI, opAStoreJ, opAStoreB, opAStoreC:
		return x.badIndex(t, in, fp)
	case opAStoreA:
		return x.storeElement(t, in, fp)
	case opArrayLen, opGetI, opGetJ, opGetB, opGetC, opGetS, opPutI, opPutJ, opPutB, opPutZ, opPutC, opPutA, opNullCheck,
		opInvokeDirect, opInvokeVirtual:
		return x.throwNull(t)
	case opNew, opNewSlow:
		return x.newObject(t, in, fp)
	case opNewArray:
		return x.newArray(t, in, fp)
	case opCheckCast, opCheckCastAny:
		k := vm.KlassOf(vm.Ref(u32(fp, in.b)))
		if vm.InstanceOf(k, uintptr(in.d)) {
			return in.next(1)
		}
		return x.throwClassCast(t, k, uintptr(in.d))
	case opInstanceOfAny:
		setI(fp, in.a, vm.BoolValue(vm.InstanceOf(vm.KlassOf(vm.Ref(u32(fp, in.b))), uintptr(in.d))).Int())
		return in.next(1)
	case opReturn, opReturnVoid:
		return x.leave(t, fp, vm.Value(u64(fp, in.a)))
	case opReturnZ, opReturnB, opReturnC, opReturnS:
		k := x.vm.MethodOf(frameBlock(fp)).Ret
		return x.leave(t, fp, vm.Value(narrow(k, u64(fp, in.a))))

	case opCountCall, opCountLoop:
		return x.count(t, op, in, fp)
	case opFRem:
		setF(fp, in.a, bytecode.RemFloat(f32(fp, in.b), f32(fp, in.c)))
		return in.next(1)
	case opDRem:
		setD(fp, in.a, bytecode.RemDouble(f64(fp, in.b), f64(fp, in.c)))
		return in.next(1)
	case opThrow:
		r := vm.Ref(u32(fp, in.a))
		if r == 0 {
			return x.throwNull(t)
		}
		t.SetException(r)
		return x.unwind(t)
	case opMonitorEnter:
		r := vm.Ref(u32(fp, in.a))
		if r == 0 {
			return x.throwNull(t)
		}
		t.MonitorEnter(r)
		return in.next(1)
	case opMonitorExit:
		r := vm.Ref(u32(fp, in.a))
		if r == 0 {
			return x.throwNull(t)
		}
		if !t.MonitorExit(r) {
			return x.throw(t, "java/lang/IllegalMonitorStateException", "")
		}
		return in.next(1)
	case opSyncEnter:
		x.lockFrame(t, fp)
		return in.next(1)
	case opMultiNewArray:
		return x.multiNewArray(t, in, fp, x.vm.ClassAt(uintptr(in.d)))
	case opGetVolatile, opPutVolatile, opGetStaticVolatile, opPutStaticVolatile:
		return x.volatileAccess(t, op, in, fp)

	case opLdcString, opLdcU:
		return x.ldc(t, in, fp)
	case opGetFieldU, opPutFieldU, opGetStaticU, opPutStaticU:
		return x.quickenField(t, op, in, fp)
	case opInvokeVirtualU, opInvokeSpecialU, opInvokeStaticU, opInvokeInterfaceU:
		return x.quickenInvoke(t, op, in, fp)
	case opInvokeDynamicU:
		return x.quickenDynamic(t, in, fp)
	case opNewU:
		return x.quickenNew(t, in, fp)
	case opANewArrayU:
		return x.quickenANewArray(t, in)
	case opMultiNewArrayU:
		return x.quickenMultiNewArray(t, in)
	case opCheckCastU, opInstanceOfU:
		return x.quickenTypeCheck(t, op, in, fp)

	case opInvokeInterface:
		return x.interfaceMiss(t, in, fp)
	case opInvokeDefault:
		return x.invokeDefault(t, in, fp)
	case opInvokeLinked:
		return x.invokeLinked(t, in, fp)
	case opInvokeBasic:
		return x.invokeBasic(t, in, fp)
	case opLinkToStatic, opLinkToSpecial, opLinkToVirtual, opLinkToInterface:
		return x.linkTo(t, op, in, fp)
	case opNative:
		return x.callNative(t, fp)
	case opAbstract:
		return x.callAbstract(t, fp)
	}
	panic("BUG: no handler for register operation " + opName(op))
}

// badIndex throws for an array access: null, or the index out of range.
func (x *Interp) badIndex(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	arr := vm.Ref(u32(fp, in.b))
	if arr == 0 {
		return x.throwNull(t)
	}
	return x.throw(t, "java/lang/ArrayIndexOutOfBoundsException",
		"Index %d out of bounds for length %d", i32(fp, in.c), vm.ArrayLen(arr))
}

// storeElement executes aastore (JVMS 6.5) in full.
func (x *Interp) storeElement(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	arr, i, v := vm.Ref(u32(fp, in.b)), u32(fp, in.c), vm.Ref(u32(fp, in.a))
	if arr == 0 || i >= uint32(vm.ArrayLen(arr)) {
		return x.badIndex(t, in, fp)
	}
	if v != 0 && !vm.InstanceOf(vm.KlassOf(v), uintptr(word(uint32(vm.KlassOf(arr)), vm.KlassElem))) {
		return x.throw(t, "java/lang/ArrayStoreException", "%s", x.vm.ClassOf(v).JavaName())
	}
	x.vm.SetRefElem(arr, int(i), v)
	return in.next(1)
}

// newObject executes new of a class that is initialized (or being so by t).
func (x *Interp) newObject(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	return x.allocate(t, in, fp, x.vm.ClassAt(uintptr(in.d)))
}

func (x *Interp) allocate(t *vm.Thread, in *ins, fp unsafe.Pointer, c *vm.Class) *ins {
	r, err := t.NewObject(c)
	if err != nil {
		return x.unwind(t)
	}
	if mem.Load32(c.Block+vm.KlassFlags)&vm.KlassHasFinalizer != 0 {
		mark := t.HandleMark()
		h := t.NewHandle(r)
		err := t.RegisterFinalizer(h)
		r = h.Ref()
		t.ReleaseHandles(mark)
		if err != nil {
			return x.unwind(t)
		}
	}
	setU(fp, in.a, uint32(r))
	return in.next(1)
}

// newArray executes newarray and anewarray.
func (x *Interp) newArray(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	r, err := t.NewArray(x.vm.ClassAt(uintptr(in.d)), int(i32(fp, in.b)))
	if err != nil {
		return x.unwind(t)
	}
	setU(fp, in.a, uint32(r))
	return in.next(1)
}

// multiNewArray executes multianewarray (JVMS 6.5) for array class c; the
// arguments are the lengths, outermost first.
func (x *Interp) multiNewArray(t *vm.Thread, in *ins, fp unsafe.Pointer, c *vm.Class) *ins {
	dims := make([]int, in.b)
	for i, r := range in.args() {
		dims[i] = int(i32(fp, r))
	}
	r, err := t.NewMultiArray(c, dims)
	if err != nil {
		return x.unwind(t)
	}
	setU(fp, in.a, uint32(r))
	return in.next(uintptr(in.words()))
}

// ldc executes ldc of an entry that has to be resolved (JVMS 5.4.3).
func (x *Interp) ldc(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	cp := x.vm.MethodOf(frameBlock(fp)).CP
	idx := int(in.c)
	res := cp.Resolved(idx)
	if res == nil || res.Failed() || res.Class == nil && res.Const.IsNull() && res.Kind == 0 {
		var err error
		if res, err = x.vm.Linker.ResolveConstant(t, cp, idx); err != nil {
			return x.unwind(t)
		}
	}
	switch {
	case res.Class != nil:
		// A mirror does not move.
		in.d, in.e = uint32(vm.MirrorOf(res.Class)), 0
		in.op = opConst64
		setU(fp, in.a, in.d)
	case res.Kind != vm.KindVoid && res.Kind != vm.KindRef:
		in.setImm64(uint64(res.Value))
		in.op = opConst64
		setU64(fp, in.a, uint64(res.Value))
	default:
		in.op = opLdcString
		setU(fp, in.a, uint32(res.Const.Ref()))
	}
	return in.next(1)
}

// volatileAccess reads or writes a field with the ordering of JLS 17.4.4. The
// kind of access is in e.
func (x *Interp) volatileAccess(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	addr := uintptr(in.d)
	if op == opGetVolatile || op == opPutVolatile {
		obj := u32(fp, in.b)
		if obj == 0 {
			return x.throwNull(t)
		}
		addr += uintptr(obj)
	}
	k := vm.Kind(in.e)
	if op == opGetVolatile || op == opGetStaticVolatile {
		loadVolatile(addr, k, fp, in.a)
		return in.next(1)
	}
	storeVolatile(addr, k, u64(fp, in.a))
	if k == vm.KindRef {
		x.vm.Heap.Barrier(addr)
	}
	return in.next(1)
}

func loadVolatile(addr uintptr, k vm.Kind, fp unsafe.Pointer, r uint16) {
	switch k {
	case vm.KindLong, vm.KindDouble:
		setU64(fp, r, mem.AtomicLoad64(addr))
	case vm.KindBoolean, vm.KindByte:
		setI(fp, r, int32(mem.LoadInt8(addr)))
	case vm.KindChar:
		setU(fp, r, uint32(mem.Load16(addr)))
	case vm.KindShort:
		setI(fp, r, int32(mem.LoadInt16(addr)))
	default:
		setU(fp, r, mem.AtomicLoad32(addr))
	}
}

// storeVolatile stores and then orders the store before later loads. For the
// small kinds, which have no atomic store in Go, the exchange of 0 for 0 in an
// unrelated word is the fence.
func storeVolatile(addr uintptr, k vm.Kind, v uint64) {
	var fence uint32
	switch k {
	case vm.KindLong, vm.KindDouble:
		mem.AtomicStore64(addr, v)
	case vm.KindBoolean:
		mem.Store8(addr, uint8(v)&1)
		swap(&fence)
	case vm.KindByte:
		mem.Store8(addr, uint8(v))
		swap(&fence)
	case vm.KindChar, vm.KindShort:
		mem.Store16(addr, uint16(v))
		swap(&fence)
	default:
		mem.AtomicStore32(addr, uint32(v))
	}
}
