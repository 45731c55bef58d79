package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/vm"
)

// jdk.internal.misc.Unsafe. Its arguments are the Unsafe, a base, an offset, and values. A
// null base makes the offset an address; as null is 0, base + offset is right in both
// cases. What lies there is unknown, so the accesses are in the alias class of all memory.
//
// Plain, opaque, acquire, release and volatile differ in fences only: on a machine that
// orders loads and stores (TSO) those of acquire and release bind the compiler and cost nothing.

// unsafeKind is a kind of value as the names of Unsafe's methods have it.
type unsafeKind struct {
	name, desc string
	kind       vm.Kind
}

var unsafeKinds = []unsafeKind{
	{"Boolean", "Z", vm.KindBoolean}, {"Byte", "B", vm.KindByte}, {"Short", "S", vm.KindShort}, {"Char", "C", vm.KindChar}, {"Int", "I", vm.KindInt},
	{"Float", "F", vm.KindFloat}, {"Long", "J", vm.KindLong}, {"Double", "D", vm.KindDouble}, {"Reference", "Ljava/lang/Object;", vm.KindRef},
}

func unsafeIntrinsics() map[string]intrinsic {
	const class, place = "jdk/internal/misc/Unsafe.", "(Ljava/lang/Object;J"
	t := map[string]intrinsic{
		class + "loadFence()V":  unsafeFence(fenceAcquire),
		class + "storeFence()V": unsafeFence(fenceRelease),
		class + "fullFence()V":  unsafeFence(fenceFull),

		class + "allocateInstance(Ljava/lang/Class;)Ljava/lang/Object;": unsafeAllocate,
	}
	for _, k := range unsafeKinds {
		t[class+"get"+k.name+place+")"+k.desc] = unsafeGet(k.kind, false)
		t[class+"put"+k.name+place+k.desc+")V"] = unsafePut(k.kind, 0, 0)
		for mode, order := range map[string]struct {
			get    bool
			before int64
			after  int64
		}{"Opaque": {false, 0, 0}, "Volatile": {true, fenceRelease, fenceFull}} {
			t[class+"get"+k.name+mode+place+")"+k.desc] = unsafeGet(k.kind, order.get)
			t[class+"put"+k.name+mode+place+k.desc+")V"] = unsafePut(k.kind, order.before, order.after)
		}
		t[class+"get"+k.name+"Acquire"+place+")"+k.desc] = unsafeGet(k.kind, true)
		t[class+"put"+k.name+"Release"+place+k.desc+")V"] = unsafePut(k.kind, fenceRelease, 0)
	}
	for _, k := range unsafeKinds {
		if k.kind != vm.KindInt && k.kind != vm.KindLong && k.kind != vm.KindRef {
			continue
		}
		for _, suffix := range []string{"", "Plain", "Acquire", "Release"} {
			t[class+"weakCompareAndSet"+k.name+suffix+place+k.desc+k.desc+")Z"] = unsafeCompareAndSet(k.kind)
			if suffix != "Plain" {
				t[class+"compareAndExchange"+k.name+suffix+place+k.desc+k.desc+")"+k.desc] = unsafeCompareAndExchange(k.kind)
				t[class+"getAndSet"+k.name+suffix+place+k.desc+")"+k.desc] = unsafeModify(ssa.OpXchg, k.kind)
				if k.kind != vm.KindRef {
					t[class+"getAndAdd"+k.name+suffix+place+k.desc+")"+k.desc] = unsafeModify(ssa.OpXadd, k.kind)
				}
			}
		}
		t[class+"compareAndSet"+k.name+place+k.desc+k.desc+")Z"] = unsafeCompareAndSet(k.kind)
	}
	// The machines that run here have unaligned accesses.
	for _, k := range unsafeKinds {
		if k.kind == vm.KindShort || k.kind == vm.KindChar || k.kind == vm.KindInt || k.kind == vm.KindLong {
			t[class+"get"+k.name+"Unaligned"+place+")"+k.desc] = unsafeGet(k.kind, false)
			t[class+"put"+k.name+"Unaligned"+place+k.desc+")V"] = unsafePut(k.kind, 0, 0)
		}
	}
	return t
}

func unsafeFence(kind int64) intrinsic {
	return func(a *activation, _ *vm.Method, _ []*ssa.Value) (*ssa.Value, bool) {
		a.fence(kind)
		return nil, true
	}
}

// unsafePlace returns the operands of an address: base, and index if it is not nil, plus off.
func (a *activation) unsafePlace(base, offset *ssa.Value) (b, index *ssa.Value, off int32) {
	if c, ok := offset.IsConst(); ok && c >= 0 && c == int64(int32(c)) {
		return base, nil, int32(c)
	}
	if c, ok := base.IsConst(); ok && c == 0 {
		return a.u.Value(ssa.OpToptr, ssa.Ptr, offset), nil, 0
	}
	if a.f.PtrSize == 4 {
		offset = a.u.Value(ssa.OpTrunc, ssa.I32, offset)
	}
	return base, offset, 0
}

// unsafeBase leaves when a reference would be stored outside of the heap.
func (a *activation) unsafeBase(k vm.Kind, base *ssa.Value) {
	if k == vm.KindRef && a.knows(factNonNull, base, nil) == nil {
		a.guard(a.compare(ssa.OpNe, base, a.null()), trapRare)
	}
}

// wholeKind returns the kind as which a value of kind k is accessed so that it is one access,
// and tells whether that is another one; see field.
func (a *activation) wholeKind(k vm.Kind) (vm.Kind, bool) {
	if k == vm.KindLong && a.j.mach.Target.Split64 {
		return vm.KindDouble, true
	}
	return k, false
}

func unsafeGet(k vm.Kind, acquire bool) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		base, index, off := a.unsafePlace(args[1], args[2])
		kind, other := a.wholeKind(k)
		v := a.loadScaled(kind, base, index, 0, off, aliasAny)
		if k == vm.KindBoolean {
			v = a.compare(ssa.OpNe, v, a.int(0)) // the byte need not be 0 or 1
		}
		if other {
			v = a.u.Value(ssa.OpBits, ssa.I64, v)
		}
		if acquire {
			a.fence(fenceAcquire)
		}
		return v, true
	}
}

func unsafePut(k vm.Kind, before, after int64) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		a.unsafeBase(k, args[1])
		v := args[3]
		kind, other := a.wholeKind(k)
		if other {
			v = a.u.Value(ssa.OpBits, ssa.F64, v)
		}
		base, index, off := a.unsafePlace(args[1], args[2])
		if before != 0 {
			a.fence(before)
		}
		a.storeScaled(kind, v, base, index, 0, off, aliasAny)
		if after != 0 {
			a.fence(after)
		}
		return nil, true
	}
}

// unsafeAddress gives base + offset as one address; it must not live across a safepoint.
func (a *activation) unsafeAddress(base, offset *ssa.Value) *ssa.Value {
	b, index, off := a.unsafePlace(base, offset)
	if index == nil && off == 0 {
		return b
	}
	args := []*ssa.Value{b}
	if index != nil {
		args = append(args, index)
	}
	p := a.u.Value(ssa.OpAddr, ssa.Ptr, args...)
	p.Off = off
	return p
}

// atomic appends an atomic operation on base + offset, with the card mark for a reference.
func (a *activation) atomic(op ssa.Op, t ssa.Type, k vm.Kind, args []*ssa.Value) *ssa.Value {
	p := a.unsafeAddress(args[1], args[2])
	v := a.u.Value(op, t, append([]*ssa.Value{p}, args[3:]...)...)
	if k == vm.KindRef {
		a.markCard(p)
	}
	return v
}

func unsafeCompareAndSet(k vm.Kind) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		a.unsafeBase(k, args[1])
		return a.atomic(ssa.OpCas, ssa.I32, k, args), true
	}
}

// unsafeCompareAndExchange: the machine's operation tells whether it has exchanged. If not,
// what is found by another load is the answer, unless it is what was expected: then
// another thread has come between.
func unsafeCompareAndExchange(k vm.Kind) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		a.unsafeBase(k, args[1])
		u := a.u
		again, other, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
		u.Jmp(again)
		u.At(again)
		u.If(a.atomic(ssa.OpCas, ssa.I32, k, args), done, other)
		u.At(other)
		found, _ := unsafeGet(k, true)(a, nil, args)
		u.If(a.compare(ssa.OpEq, found, args[3]), again, done)
		return a.join(done, args[3], found), true
	}
}

// unsafeModify is getAndSet or getAndAdd, by the operation op.
func unsafeModify(op ssa.Op, k vm.Kind) intrinsic {
	return func(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
		a.unsafeBase(k, args[1])
		return a.atomic(op, typeOfKind(k), k, args), true
	}
}

// unsafeAllocate makes an instance of a known class without running a constructor, as the forms of
// lambdas that capture values do.
func unsafeAllocate(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	mirror, ok := args[1].IsConst()
	if !ok || mirror == 0 {
		return nil, false
	}
	c := a.j.vm.ClassOfMirror(vm.Ref(mirror))
	if c == nil || c.IsPrimitive() || !a.instantiable(c) || klassFlags(c)&vm.KlassHasFinalizer != 0 {
		return nil, false
	}
	a.name(c)
	return a.instance(c), true
}
