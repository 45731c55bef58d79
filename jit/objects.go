package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/gc"
	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Allocation.

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
	if c == nil || !a.instantiable(c) {
		a.trap(trapUnresolved)
		return
	}
	if klassFlags(c)&vm.KlassHasFinalizer != 0 {
		a.pushNew(a.exit(ssa.Ref, exitNew, a.ptr(c.Block)))
		return
	}
	a.pushNew(a.instance(c))
}

// instantiable reports whether new of c makes an object, which has a fixed size.
func (a *activation) instantiable(c *vm.Class) bool {
	return c.Initialized() && !c.IsAbstract() && !c.IsInterface() && !c.IsArray() && c != a.j.vm.Known.Class
}

// instance gives a new object of c.
func (a *activation) instance(c *vm.Class) *ssa.Value {
	v := a.fresh(freshObject{class: c}, int64(mem.Load32(c.Block+gc.DescSize)))
	a.learnExact(v, c.Block)
	a.learn(factNonNull, v, nil, nil)
	return v
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
	a.learnExact(r, c.Block)
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
