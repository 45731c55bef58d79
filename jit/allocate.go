package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/gc"
	"gojvm/vm"
)

// freshObject is what an ssa.OpNew allocates.
type freshObject struct {
	class  *vm.Class
	length int32 // of an array
}

// fresh appends the allocation of an object of c, whose size is known, and the stores of its header.
func (a *activation) fresh(o freshObject, size int64) *ssa.Value {
	v := a.u.Value(ssa.OpNew, ssa.Ref, a.int(size))
	v.Aux = o
	v.SetState(a.state())
	a.u.Store(a.u.Value(ssa.OpFromptr, ssa.I32, a.ptr(o.class.Block)), v, vm.OffKlass, aliasHeader)
	if o.class.IsArray() {
		a.u.Store(a.int(int64(o.length)), v, vm.OffArrayLength, aliasHeader)
	}
	return v
}

// allocator expands what ssa.ReplaceObjects has left of allocations, and write barriers.
type allocator struct{ j *JIT }

// New implements ssa.NewExpander. The header follows, without a safepoint before it.
func (x allocator) New(u *ssa.Builder, v *ssa.Value) *ssa.Value {
	o := v.Aux.(freshObject)
	a := activation{builder: &builder{j: x.j, f: u.F, u: u}}
	return a.bump(a.int(v.Args[0].Imm), func(*ssa.Value) {}, func() *ssa.Value {
		klass := a.ptr(o.class.Block)
		if o.class.IsArray() {
			return u.Exit(ssa.Ref, int64(exitNewArray), v.State, klass, a.int(int64(o.length)))
		}
		return u.Exit(ssa.Ref, int64(exitNew), v.State, klass)
	})
}

// Barrier implements ssa.NewExpander: it marks the card of the reference that was stored.
func (x allocator) Barrier(u *ssa.Builder, v *ssa.Value) {
	a := activation{builder: &builder{j: x.j, f: u.F, u: u}}
	slot := u.Value(ssa.OpAddr, ssa.Ptr, v.Args[1:]...)
	slot.Off, slot.Scale = v.Off, v.Scale
	a.markCard(slot)
}

// Lock implements ssa.NewExpander.
func (x allocator) Lock(u *ssa.Builder, v *ssa.Value) {
	a := activation{builder: &builder{j: x.j, f: u.F, u: u}}
	if v.Op == ssa.OpLock {
		a.lockObject(v.Args[0], v.State)
	} else {
		a.unlockObject(v.Args[0], v.State)
	}
}

// bump takes size bytes from the thread's buffer, which is zeroed, and lets header store what an
// object begins with. slow allocates when there is no room.
func (a *activation) bump(size *ssa.Value, header func(p *ssa.Value), slow func() *ssa.Value) *ssa.Value {
	u := a.u
	top := u.Load(ssa.I32, a.ctx(), int32(vm.CtxTLABTop), aliasTLAB)
	end := u.Load(ssa.I32, a.ctx(), int32(vm.CtxTLABEnd), aliasTLAB)
	fast, full, done := a.f.NewBlock(), a.f.NewBlock(), a.f.NewBlock()
	u.If(a.compare(ssa.OpUle, size, a.op(ssa.OpSub, end, top)), fast, full)
	u.At(fast)
	u.Store(a.op(ssa.OpAdd, top, size), a.ctx(), int32(vm.CtxTLABTop), aliasTLAB)
	p := u.Value(ssa.OpToptr, ssa.Ptr, top)
	header(p)
	obj := u.Value(ssa.OpToref, ssa.Ref, p)
	u.Jmp(done)
	u.At(full)
	other := slow()
	u.Jmp(done)
	return a.join(done, obj, other)
}

// markCard marks the card of the address slot, to which a reference was stored.
func (a *activation) markCard(slot *ssa.Value) {
	card := a.op(ssa.OpUshr, slot, a.int(gc.CardShift))
	cards := a.u.Load(ssa.Ptr, a.ctx(), int32(vm.CtxCardBase), aliasMeta)
	mark := a.u.Value(ssa.OpStore8, ssa.Void, a.int(gc.CardDirty), cards, card)
	mark.Alias = aliasCard
}
