package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/gc"
	"gojvm/vm"
)

// Copies and comparisons of arrays. What does not go the common way (null, classes that
// differ, bounds) goes the native's, which throws if it must.

func arrayIntrinsics() map[string]intrinsic {
	return map[string]intrinsic{
		"java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V": arraycopy,
		"java/util/Arrays.equals([B[B)Z":                                       arraysEqual,
		"java/util/Arrays.equals([Z[Z)Z":                                       arraysEqual,
		"java/util/Arrays.equals([C[C)Z":                                       arraysEqual,
		"java/util/Arrays.equals([S[S)Z":                                       arraysEqual,
		"java/util/Arrays.equals([I[I)Z":                                       arraysEqual,
		"java/util/Arrays.equals([J[J)Z":                                       arraysEqual,
	}
}

// detour is a place that conditions lead to when they do not hold.
type detour struct {
	a     *activation
	block *ssa.Block
}

func (a *activation) newDetour() detour { return detour{a, a.f.NewBlock()} }

// unless goes on in a new block if cond is not 0.
func (d detour) unless(cond *ssa.Value) {
	on := d.a.f.NewBlock()
	d.a.u.If(cond, on, d.block)
	d.a.u.At(on)
}

// unlessNull goes on if r is not null, which is then known.
func (d detour) unlessNull(r *ssa.Value) {
	if d.a.knows(factNonNull, r, nil) == nil {
		d.unless(d.a.compare(ssa.OpNe, r, d.a.null()))
		d.a.learn(factNonNull, r, nil, nil)
	}
}

// unlessOutside goes on if n elements from index at on are in an array of the given length.
func (d detour) unlessOutside(at, n, length *ssa.Value) {
	a := d.a
	d.unless(a.compare(ssa.OpUle, n, length))
	if c, ok := at.IsConst(); !ok || c != 0 {
		d.unless(a.compare(ssa.OpUle, at, a.op(ssa.OpSub, length, n)))
	}
}

func arraycopy(a *activation, m *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	if !a.j.bound(m) {
		return nil, false
	}
	src, srcPos, dst, dstPos, n := args[0], args[1], args[2], args[3], args[4]
	kind, other := a.arrays[src], a.arrays[dst]
	if kind != 0 && other != 0 && kind != other {
		return nil, false
	}
	facts := a.facts
	slow, done := a.newDetour(), a.f.NewBlock()
	slow.unlessNull(src)
	slow.unlessNull(dst)
	switch {
	case kind != 0 && other != 0:
		slow.copySame(kind, src, srcPos, dst, dstPos, n)
	case kind != 0 || other != 0:
		unknown := dst
		if kind == 0 {
			kind, unknown = other, src
		}
		slow.unless(a.compare(ssa.OpEq, a.klassOf(unknown), a.ptr(a.j.vm.PrimArrays[kind].Block)))
		slow.copySame(kind, src, srcPos, dst, dstPos, n)
	default:
		slow.copyAny(src, srcPos, dst, dstPos, n)
	}
	a.u.Jmp(done)
	a.u.At(slow.block)
	a.facts = facts
	a.exit(ssa.Void, exitNative, append([]*ssa.Value{a.ptr(m.Block)}, args...)...)
	a.u.Jmp(done)
	a.u.At(done)
	a.learn(factNonNull, src, nil, nil) // else it has thrown
	a.learn(factNonNull, dst, nil, nil)
	return nil, true
}

// scaled gives n << shift.
func (a *activation) scaled(n *ssa.Value, shift uint8) *ssa.Value {
	if shift == 0 {
		return n
	}
	return a.op(ssa.OpShl, n, a.int(int64(shift)))
}

// element gives the address of element i of an array of kind k; it must not live across a safepoint.
func (a *activation) element(k vm.Kind, r, i *ssa.Value) *ssa.Value {
	p := a.u.Value(ssa.OpAddr, ssa.Ptr, r, i)
	p.Off, p.Scale = elementOffset(k), k.Shift()
	return p
}

// copySame copies between arrays of primitive kind k.
func (d detour) copySame(k vm.Kind, src, srcPos, dst, dstPos, n *ssa.Value) {
	a := d.a
	d.unlessOutside(srcPos, n, a.length(src))
	d.unlessOutside(dstPos, n, a.length(dst))
	to, from := a.element(k, dst, dstPos), a.element(k, src, srcPos)
	a.call(ssa.Void, "copy", to, from, a.scaled(n, k.Shift()))
}

// copyAny copies between arrays of the same class, whose klass block has the layout.
func (d detour) copyAny(src, srcPos, dst, dstPos, n *ssa.Value) {
	a, u := d.a, d.a.u
	klass := a.klassOf(src)
	d.unless(a.compare(ssa.OpEq, klass, a.klassOf(dst)))
	byteOf := func(off int32) *ssa.Value {
		v := u.Value(ssa.OpLoad8u, ssa.I32, klass)
		v.Off, v.Alias = off, aliasMeta
		return v
	}
	kind := byteOf(gc.DescKind)
	d.unless(a.compare(ssa.OpUle, a.op(ssa.OpSub, kind, a.int(int64(gc.RefArray))), a.int(int64(gc.DataArray-gc.RefArray))))
	d.unlessOutside(srcPos, n, a.length(src))
	d.unlessOutside(dstPos, n, a.length(dst))
	shift, head := byteOf(gc.DescShift), u.Load(ssa.I32, klass, gc.DescSize, aliasMeta)
	at := func(r, i *ssa.Value) *ssa.Value {
		return u.Value(ssa.OpAddr, ssa.Ptr, r, a.op(ssa.OpAdd, a.op(ssa.OpShl, i, shift), head))
	}
	to, from := at(dst, dstPos), at(src, srcPos)
	size := a.op(ssa.OpShl, n, shift)
	refs, data, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpEq, kind, a.int(int64(gc.RefArray))), refs, data)
	u.At(data)
	a.call(ssa.Void, "copy", to, from, size)
	u.Jmp(done)
	u.At(refs)
	a.call(ssa.Void, "copy", to, from, size)
	a.call(ssa.Void, "cards", at(dst, dstPos), size, u.Load(ssa.Ptr, a.ctx(), int32(vm.CtxCardBase), aliasMeta))
	u.Jmp(done)
	u.At(done)
}

// arraysEqual compares arrays of the same primitive type; null equals null.
func arraysEqual(a *activation, _ *vm.Method, args []*ssa.Value) (*ssa.Value, bool) {
	x, y := args[0], args[1]
	k := a.arrays[x]
	if k == 0 || k != a.arrays[y] {
		return nil, false
	}
	u := a.u
	facts := a.facts
	zero, one := a.int(0), a.int(1)
	other, done := a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpEq, x, y), done, other)
	u.At(other)
	no := a.newDetour()
	no.unlessNull(x)
	no.unlessNull(y)
	n := a.length(x)
	no.unless(a.compare(ssa.OpEq, n, a.length(y)))
	eq := a.call(ssa.I32, "equal", a.element(k, x, zero), a.element(k, y, zero), a.scaled(n, k.Shift()))
	u.Jmp(done)
	u.At(no.block)
	u.Jmp(done)
	a.facts = facts
	return a.join(done, one, eq, zero), true
}
