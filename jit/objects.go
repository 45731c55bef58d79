package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/gc"
	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Allocation and type checks.

// classAt returns the resolved class at constant-pool entry idx, nil if there is none.
func (a *activation) classAt(idx int) *vm.Class {
	if r := a.m.CP.Resolved(idx); r != nil && !r.Failed() {
		return r.Class
	}
	return nil
}

// newObject translates new.
func (a *activation) newObject(idx int) {
	c := a.classAt(idx)
	if c == nil || !c.Initialized() || c.IsAbstract() || c.IsInterface() || c.IsArray() || c == a.j.vm.Known.Class {
		a.trap(trapUnresolved)
		return
	}
	klass := a.ptr(c.Block)
	if klassFlags(c)&vm.KlassHasFinalizer != 0 {
		a.pushNew(a.exit(ssa.Ref, exitNew, klass))
		return
	}
	size := mem.Load32(c.Block + gc.DescSize)
	a.pushNew(a.fresh(freshObject{class: c}, int64(size)))
}

func (a *activation) pushNew(v *ssa.Value) {
	a.learn(factNonNull, v, nil, nil)
	a.push(v)
}

// maxInlineArray bounds the length of arrays that compiled code allocates itself.
const maxInlineArray = 1 << 14

// maxFixedArray bounds the constant length of arrays that may become values of their elements.
const maxFixedArray = 16

// newArray allocates an array of class c with n elements.
func (a *activation) newArray(c *vm.Class) {
	n := a.pop()
	klass := a.ptr(c.Block)
	shift := c.Elem.Kind.Shift()
	head := int64(elementOffset(c.Elem.Kind)) + vm.ObjectAlign - 1
	u := a.u
	if length, ok := n.IsConst(); ok && 0 <= length && length <= maxFixedArray {
		size := (length<<shift + head) &^ (vm.ObjectAlign - 1)
		a.pushArray(a.fresh(freshObject{c, int32(length)}, size), c, n)
		return
	}
	small, slow, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpUle, n, a.int(maxInlineArray)), small, slow)
	u.At(small)
	size := n
	if shift > 0 {
		size = a.op(ssa.OpShl, n, a.int(int64(shift)))
	}
	size = a.op(ssa.OpAnd, a.op(ssa.OpAdd, size, a.int(head)), a.int(-vm.ObjectAlign))
	call := func() *ssa.Value { return a.exit(ssa.Ref, exitNewArray, klass, n) }
	v := a.bump(size, func(p *ssa.Value) {
		u.Store(u.Value(ssa.OpFromptr, ssa.I32, klass), p, vm.OffKlass, aliasHeader)
		u.Store(n, p, vm.OffArrayLength, aliasHeader)
	}, call)
	u.Jmp(done)
	u.At(slow)
	w := call()
	u.Jmp(done)
	u.At(done)
	r := u.Phi(ssa.Ref)
	r.AddArg(v)
	r.AddArg(w)
	a.pushArray(r, c, n)
}

// pushArray pushes the new array r of class c with n elements.
func (a *activation) pushArray(r *ssa.Value, c *vm.Class, n *ssa.Value) {
	if c.Elem.Kind != vm.KindRef {
		a.arrays[r] = c.Elem.Kind
	}
	a.learn(factLength, r, nil, n)
	a.pushNew(r)
}

// newPrimArray translates newarray (JVMS table 6.5.newarray-A).
func (a *activation) newPrimArray(code int) {
	a.newArray(a.j.vm.PrimArrays[newArrayKind(code)])
}

// newRefArray translates anewarray.
func (a *activation) newRefArray(idx int) {
	c := a.classAt(idx)
	if c == nil || c.ArrayClassCached() == nil {
		a.trap(trapUnresolved)
		return
	}
	a.newArray(c.ArrayClassCached())
}

// newMultiArray translates multianewarray.
func (a *activation) newMultiArray(in *bc.Inst) {
	c := a.classAt(in.Index)
	if c == nil || in.Dims() >= maxExitArgs {
		a.trap(trapUnresolved)
		return
	}
	dims := a.popN(in.Dims())
	args := append([]*ssa.Value{a.ptr(c.Block), a.int(int64(len(dims)))}, dims...)
	a.pushNew(a.exit(ssa.Ref, exitNewMultiArray, args...))
}

// display returns the offset in a klass block at which a subclass of c has c, if c
// is a class whose check is one compare (vm/klass.go).
func display(c *vm.Class) (off int32, ok bool) {
	depth := mem.Load32(c.Block + vm.KlassDepth)
	if klassFlags(c)&(vm.KlassIsInterface|vm.KlassIsArray) != 0 || depth >= vm.DisplaySize {
		return 0, false
	}
	return vm.KlassDisplay + 4*int32(depth), true
}

// isInstance gives 1 if the class of r, which is not null, is a subclass of c, else
// 0. It ends the block with branches and goes on in a new one.
func (a *activation) isInstance(r *ssa.Value, c *vm.Class) *ssa.Value {
	u := a.u
	if off, ok := display(c); ok {
		return a.compare(ssa.OpEq, u.Load(ssa.I32, a.klassOf(r), off, aliasMeta), a.int(int64(int32(c.Block))))
	}
	k := a.klassOf(r)
	if c.IsArray() {
		return a.isArrayInstance(k, c)
	}
	return a.subclass(k, a.ptr(c.Block))
}

// isArrayInstance is isInstance for a class with klass block k and an array class c.
func (a *activation) isArrayInstance(k *ssa.Value, c *vm.Class) *ssa.Value {
	u := a.u
	if c.Elem.Kind != vm.KindRef {
		return a.compare(ssa.OpEq, k, a.ptr(c.Block))
	}
	off, ok := display(c.Elem)
	if !ok {
		return a.subclass(k, a.ptr(c.Block))
	}
	refs, done := a.f.NewBlock(), a.f.NewBlock()
	flag := a.op(ssa.OpAnd, u.Load(ssa.I32, k, vm.KlassFlags, aliasMeta), a.int(vm.KlassIsRefArray))
	u.If(flag, refs, done)
	u.At(refs)
	// The display of an interface has Object, that of an array too.
	is := a.compare(ssa.OpEq, u.Load(ssa.I32, a.loadPtr(k, vm.KlassElem), off, aliasMeta), a.int(int64(int32(c.Elem.Block))))
	u.Jmp(done)
	return a.join(done, flag, is)
}

// subclass gives 1 if the class with klass block k is a subclass of the one with block super, as
// vm.InstanceOf tells where the display does not; else 0.
func (a *activation) subclass(k, super *ssa.Value) *ssa.Value {
	u := a.u
	same, other, arrays, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	one := a.int(1)
	cached := u.Load(ssa.I32, k, vm.KlassSecCache, aliasAny)
	u.If(a.compare(ssa.OpEq, u.Value(ssa.OpToptr, ssa.Ptr, cached), super), same, other)
	u.At(same)
	u.Jmp(done)
	u.At(other)
	is := a.call(ssa.I32, "subclass", k, super)
	u.If(a.compare(ssa.OpEq, is, a.int(2)), arrays, done)
	u.At(arrays)
	v := a.exitInside(ssa.I32, exitIsSubclass, k, super)
	u.Jmp(done)
	return a.join(done, one, is, v)
}

// checkCast translates checkcast; the value stays.
func (a *activation) checkCast(idx int) {
	r := a.stack[len(a.stack)-1]
	if c, ok := r.IsConst(); ok && c == 0 {
		return
	}
	c := a.classAt(idx)
	u := a.u
	if c == nil {
		// Null passes without resolution.
		a.guard(a.compare(ssa.OpEq, r, a.null()), trapUnresolved)
		a.unresolved = true
		return
	}
	if c == a.j.vm.Known.Object {
		return
	}
	if x := a.constantOf(r); x != nil && vm.InstanceOf(x.class.Block, c.Block) {
		return
	}
	if a.knows(factNonNull, r, nil) != nil {
		a.guard(a.isInstance(r, c), trapException)
		return
	}
	check, done := a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpEq, r, a.null()), done, check)
	u.At(check)
	a.guard(a.isInstance(r, c), trapException)
	u.Jmp(done)
	u.At(done)
}

// instanceOf translates instanceof.
func (a *activation) instanceOf(idx int) {
	r := a.stack[len(a.stack)-1]
	c := a.classAt(idx)
	if c == nil {
		a.guard(a.compare(ssa.OpEq, r, a.null()), trapUnresolved)
		a.unresolved = true
		a.pop()
		a.push(a.int(0))
		return
	}
	v := a.instanceOfClass(r, c)
	a.pop()
	a.push(v)
}

// instanceOfClass gives 1 if r, which may be null, is an instance of c, else 0.
func (a *activation) instanceOfClass(r *ssa.Value, c *vm.Class) *ssa.Value {
	u := a.u
	zero := a.int(0)
	check, done := a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpEq, r, a.null()), done, check)
	u.At(check)
	is := a.isInstance(r, c)
	u.Jmp(done)
	return a.join(done, zero, is)
}
