package interp

import (
	"unsafe"

	"gojvm/mem"
	"gojvm/vm"
)

// Quickening: an unresolved instruction resolves its constant-pool entry, then
// is rewritten into its resolved form and executed again. Operands first, the
// operation last; see ins.

// method returns the method that runs in the frame at fp.
func (x *Interp) method(fp unsafe.Pointer) *vm.Method { return x.vm.MethodOf(frameBlock(fp)) }

var (
	getOps       = [...]uint16{vm.KindBoolean: opGetB, vm.KindByte: opGetB, vm.KindChar: opGetC, vm.KindShort: opGetS, vm.KindInt: opGetI, vm.KindLong: opGetJ, vm.KindFloat: opGetI, vm.KindDouble: opGetJ, vm.KindRef: opGetI}
	putOps       = [...]uint16{vm.KindBoolean: opPutZ, vm.KindByte: opPutB, vm.KindChar: opPutC, vm.KindShort: opPutC, vm.KindInt: opPutI, vm.KindLong: opPutJ, vm.KindFloat: opPutI, vm.KindDouble: opPutJ, vm.KindRef: opPutA}
	getStaticOps = [...]uint16{vm.KindBoolean: opGetStaticB, vm.KindByte: opGetStaticB, vm.KindChar: opGetStaticC, vm.KindShort: opGetStaticS, vm.KindInt: opGetStaticI, vm.KindLong: opGetStaticJ, vm.KindFloat: opGetStaticI, vm.KindDouble: opGetStaticJ, vm.KindRef: opGetStaticI}
	putStaticOps = [...]uint16{vm.KindBoolean: opPutStaticZ, vm.KindByte: opPutStaticB, vm.KindChar: opPutStaticC, vm.KindShort: opPutStaticC, vm.KindInt: opPutStaticI, vm.KindLong: opPutStaticJ, vm.KindFloat: opPutStaticI, vm.KindDouble: opPutStaticJ, vm.KindRef: opPutStaticA}
)

// quickenField resolves getfield, putfield, getstatic and putstatic (JVMS 6.5).
func (x *Interp) quickenField(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	m := x.method(fp)
	access := vm.FieldAccess(vm.GetField)
	switch op {
	case opPutFieldU:
		access = vm.PutField
	case opGetStaticU:
		access = vm.GetStatic
	case opPutStaticU:
		access = vm.PutStatic
	}
	f, err := x.vm.Linker.ResolveField(t, m, int(in.c), access)
	if err != nil {
		return x.unwind(t)
	}
	if op == opGetFieldU || op == opPutFieldU {
		ops, vol := &getOps, opGetVolatile
		if op == opPutFieldU {
			ops, vol = &putOps, opPutVolatile
		}
		in.d = f.Offset
		if f.IsVolatile() && !plainVolatile(op == opPutFieldU, f.Kind) {
			in.e = uint32(f.Kind)
			in.op = vol
		} else {
			in.op = ops[f.Kind]
		}
		return in
	}
	if !f.Holder.Initialized() {
		if err := x.vm.Linker.Initialize(t, f.Holder); err != nil {
			return x.unwind(t)
		}
	}
	ops, vol := &getStaticOps, opGetStaticVolatile
	if op == opPutStaticU {
		ops, vol = &putStaticOps, opPutStaticVolatile
	}
	quick := ins{op: ops[f.Kind], a: in.a, b: in.b, c: in.c, d: uint32(f.Addr())}
	if f.IsVolatile() && !plainVolatile(op == opPutStaticU, f.Kind) {
		quick.op, quick.e = vol, uint32(f.Kind)
	}
	if f.Holder.Initialized() {
		in.d, in.e = quick.d, quick.e
		in.op = quick.op
		return in
	}
	// This thread is initializing the class: others must still wait for that,
	// so the instruction stays as it is and is executed here.
	x.accessStatic(op == opPutStaticU, f, fp, in.a)
	return in.next(1)
}

// plainVolatile reports whether an access to a volatile field of kind k needs
// no more than the plain instruction: loads on amd64, and all but 64-bit loads on 386.
func plainVolatile(store bool, k vm.Kind) bool {
	return !store && (wide || !k.Wide())
}

func (x *Interp) accessStatic(store bool, f *vm.Field, fp unsafe.Pointer, r uint16) {
	addr := f.Addr()
	if !store {
		loadVolatile(addr, f.Kind, fp, r)
		return
	}
	storeVolatile(addr, f.Kind, u64(fp, r))
	if f.Kind == vm.KindRef {
		x.vm.Heap.Barrier(addr)
	}
}

// quickenNew resolves new (JVMS 6.5).
func (x *Interp) quickenNew(t *vm.Thread, in *ins, fp unsafe.Pointer) *ins {
	c, err := x.vm.Linker.ResolveClass(t, x.method(fp).CP, int(in.c))
	if err != nil {
		return x.unwind(t)
	}
	if c.IsAbstract() || c.IsInterface() || c.IsArray() || c == x.vm.Known.Class {
		return x.throw(t, "java/lang/InstantiationError", "%s", c.JavaName())
	}
	if !c.Initialized() {
		if err := x.vm.Linker.Initialize(t, c); err != nil {
			return x.unwind(t)
		}
		if !c.Initialized() {
			return x.allocate(t, in, fp, c)
		}
	}
	in.d = uint32(c.Block)
	if mem.Load32(c.Block+vm.KlassFlags)&vm.KlassHasFinalizer != 0 {
		in.op = opNewSlow
	} else {
		in.op = opNew
	}
	return in
}

// quickenANewArray resolves anewarray.
func (x *Interp) quickenANewArray(t *vm.Thread, in *ins) *ins {
	fp := mem.Ptr(uintptr(t.Ctx.FP))
	c, err := x.vm.Linker.ResolveClass(t, x.method(fp).CP, int(in.c))
	if err != nil {
		return x.unwind(t)
	}
	a, err := x.vm.Linker.ArrayClass(t, c)
	if err != nil {
		return x.unwind(t)
	}
	in.d = uint32(a.Block)
	in.op = opNewArray
	return in
}

// quickenMultiNewArray resolves multianewarray.
func (x *Interp) quickenMultiNewArray(t *vm.Thread, in *ins) *ins {
	fp := mem.Ptr(uintptr(t.Ctx.FP))
	c, err := x.vm.Linker.ResolveClass(t, x.method(fp).CP, int(in.e))
	if err != nil {
		return x.unwind(t)
	}
	in.d = uint32(c.Block)
	in.op = opMultiNewArray
	return in
}

// quickenTypeCheck resolves checkcast and instanceof. Null passes without resolution.
func (x *Interp) quickenTypeCheck(t *vm.Thread, op uint16, in *ins, fp unsafe.Pointer) *ins {
	if u32(fp, in.b) == 0 {
		if op == opInstanceOfU {
			setU(fp, in.a, 0)
		}
		return in.next(1)
	}
	c, err := x.vm.Linker.ResolveClass(t, x.method(fp).CP, int(in.c))
	if err != nil {
		return x.unwind(t)
	}
	depth := mem.Load32(c.Block + vm.KlassDepth)
	display := mem.Load32(c.Block+vm.KlassFlags)&(vm.KlassIsInterface|vm.KlassIsArray) == 0 && depth < vm.DisplaySize
	in.d = uint32(c.Block)
	in.e = vm.KlassDisplay + 4*depth
	switch {
	case op == opCheckCastU && display:
		in.op = opCheckCast
	case op == opCheckCastU:
		in.op = opCheckCastAny
	case display:
		in.op = opInstanceOf
	default:
		in.op = opInstanceOfAny
	}
	return in
}
