package jit

import (
	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Type checks. In order of price: what is known of the value (facts), what the profile has
// seen there (a comparison of the class), the load of the place at which a subclass has the class
// (vm/klass.go), a search.

// checkCast translates checkcast; the value stays.
func (a *activation) checkCast(idx int) {
	r := a.stack[len(a.stack)-1]
	if c, ok := r.IsConst(); ok && c == 0 {
		return
	}
	c := a.classAt(idx)
	if c == nil {
		// Null passes without resolution.
		a.guard(a.compare(ssa.OpEq, r, a.null()), trapUnresolved)
		a.unresolved = true
		return
	}
	if a.isKnown(r, c) {
		return
	}
	seen := a.seenType(r)
	if seen.onlyNull {
		a.guard(a.compare(ssa.OpEq, r, a.null()), trapNull)
		a.stack[len(a.stack)-1] = a.null()
		return
	}
	check := func() {
		if seen.class != 0 && a.onlyClass(c) == nil && vm.InstanceOf(seen.class, c.Block) {
			a.guard(a.compare(ssa.OpEq, a.klassOf(r), a.ptr(seen.class)), trapClass)
			a.learnExact(r, seen.class)
			return
		}
		a.check(a.isInstance(r, c), exitThrowCast, r, a.ptr(c.Block))
		a.learnInstance(r, c)
	}
	if a.knows(factNonNull, r, nil) != nil {
		check()
		return
	}
	facts := a.facts
	some, done := a.f.NewBlock(), a.f.NewBlock()
	a.u.If(a.compare(ssa.OpEq, r, a.null()), done, some)
	a.u.At(some)
	check()
	a.u.Jmp(done)
	a.u.At(done)
	a.facts = facts
	a.learn(factCast, r, nil, nil)
	a.facts.class = c.Block
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
	v := a.instanceOfClass(r, c, a.seenType(r))
	a.pop()
	a.push(v)
}

// instanceOfClass gives 1 if r, which may be null, is an instance of c, else 0. seen is what
// the profile knows of r, for an instruction that may be executed again.
func (a *activation) instanceOfClass(r *ssa.Value, c *vm.Class, seen seenType) *ssa.Value {
	if x, ok := r.IsConst(); ok && x == 0 {
		return a.int(0)
	}
	if seen.onlyNull {
		a.guard(a.compare(ssa.OpEq, r, a.null()), trapNull)
		return a.int(0)
	}
	check := func() *ssa.Value {
		if seen.class == 0 || a.exactClass(r) != 0 || a.onlyClass(c) != nil {
			return a.isInstance(r, c)
		}
		a.guard(a.compare(ssa.OpEq, a.klassOf(r), a.ptr(seen.class)), trapClass)
		a.learnExact(r, seen.class)
		return a.int(int64(b2i(vm.InstanceOf(seen.class, c.Block))))
	}
	if a.knows(factNonNull, r, nil) != nil {
		return a.tested(check(), r, c)
	}
	facts, zero := a.facts, a.int(0)
	some, done := a.f.NewBlock(), a.f.NewBlock()
	a.u.If(a.compare(ssa.OpEq, r, a.null()), done, some)
	a.u.At(some)
	is := check()
	a.u.Jmp(done)
	a.facts = facts
	return a.tested(a.join(done, zero, is), r, c)
}

// typeTest is a value that is not 0 only if r is an instance of class.
type typeTest struct {
	r     *ssa.Value
	class *vm.Class
	exact bool
}

// tested notes that v is the outcome of a type test.
func (a *activation) tested(v, r *ssa.Value, c *vm.Class) *ssa.Value {
	if v.Op != ssa.OpConst {
		if d := a.assumedOnly(c); d != nil {
			a.tests[v] = typeTest{r, d, true}
		} else {
			a.tests[v] = typeTest{r, c, false}
		}
	}
	return v
}

// factsOf returns what holds where the test came out true.
func (t typeTest) facts() *fact {
	f := &fact{kind: factInstance, a: t.r, class: t.class.Block}
	if t.exact {
		f.kind = factExact
	}
	return &fact{kind: factNonNull, a: t.r, next: f}
}

// seenType is what the profile says of the object that an instruction checks.
type seenType struct {
	class    uintptr // the only class of objects; 0: several, or not known
	onlyNull bool
}

// seenType reads the profile of the present instruction, which checks r. If it has never
// seen null there, null leaves.
func (a *activation) seenType(r *ssa.Value) (s seenType) {
	t := a.prof.Type(a.bci)
	if t == nil || t.Total() < minSeen || a.distrusts() {
		return s
	}
	if t.Nulls == t.Total() {
		return seenType{onlyNull: a.knows(factNonNull, r, nil) == nil}
	}
	if t.Nulls == 0 && a.knows(factNonNull, r, nil) == nil {
		a.guard(a.compare(ssa.OpNe, r, a.null()), trapNull)
		a.learn(factNonNull, r, nil, nil)
	}
	if t.Other == 0 && t.Count[1] == 0 {
		if s.class = uintptr(t.Klass[0]); s.class != 0 {
			a.name(a.j.vm.ClassAt(s.class))
		}
	}
	return s
}

// isLeaf reports whether instances of c are of no other class.
func isLeaf(c *vm.Class) bool { return c.IsFinal() && !c.IsArray() && !c.IsAbstract() }

// learnInstance notes that r is an instance of c.
func (a *activation) learnInstance(r *ssa.Value, c *vm.Class) {
	if d := a.assumedOnly(c); d != nil {
		a.learnExact(r, d.Block)
		return
	}
	a.facts = &fact{kind: factInstance, a: r, class: c.Block, next: a.facts}
}

// isKnown reports whether r is known to be null or an instance of c.
func (a *activation) isKnown(r *ssa.Value, c *vm.Class) bool {
	if c == a.j.vm.Known.Object {
		return true
	}
	if x := a.constantOf(r); x != nil && vm.InstanceOf(x.class.Block, c.Block) {
		return true
	}
	n := 0
	for f := a.facts; f != nil && n < maxFacts; f, n = f.next, n+1 {
		switch f.kind {
		case factExact, factInstance, factCast:
			if f.a == r && vm.InstanceOf(f.class, c.Block) {
				return true
			}
		}
	}
	return false
}

// isInstance gives 1 if the class of r, which is not null, is a subclass of c, else
// 0. It may end the block with branches and go on in a new one.
func (a *activation) isInstance(r *ssa.Value, c *vm.Class) *ssa.Value {
	if k := a.exactClass(r); k != 0 {
		return a.int(int64(b2i(vm.InstanceOf(k, c.Block))))
	}
	if a.isKnown(r, c) {
		return a.int(1)
	}
	k := a.klassOf(r)
	switch {
	case a.onlyClass(c) != nil:
		return a.compare(ssa.OpEq, k, a.ptr(a.onlyClass(c).Block))
	case c.IsArray():
		return a.isArrayInstance(k, c)
	}
	return a.isSubclass(k, c)
}

// isSubclass gives 1 if the class with klass block k is a subclass of c, which is no array class, else 0.
func (a *activation) isSubclass(k *ssa.Value, c *vm.Class) *ssa.Value {
	u := a.u
	check := int32(mem.Load32(c.Block + vm.KlassCheck))
	x := u.Load(ssa.I32, k, check, aliasConst)
	is := a.compare(ssa.OpEq, x, a.int(int64(int32(c.Block))))
	if check < vm.KlassSlots {
		return is
	}
	full, done := a.f.NewBlock(), a.f.NewBlock()
	here := u.B
	u.If(a.compare(ssa.OpEq, x, a.int(vm.KlassSlotFull)), full, done)
	here.Counts = []int64{1, 100}
	u.At(full)
	v := a.subclass(k, a.ptr(c.Block))
	u.Jmp(done)
	return a.join(done, is, v)
}

// isArrayInstance is isInstance for a class with klass block k and an array class c.
func (a *activation) isArrayInstance(k *ssa.Value, c *vm.Class) *ssa.Value {
	u := a.u
	if c.Elem.Kind != vm.KindRef || isLeaf(c.Elem) {
		return a.compare(ssa.OpEq, k, a.ptr(c.Block))
	}
	if c.Elem.IsArray() {
		return a.subclass(k, a.ptr(c.Block))
	}
	flag := a.op(ssa.OpAnd, u.Load(ssa.I32, k, vm.KlassFlags, aliasMeta), a.int(vm.KlassIsRefArray))
	flag = a.compare(ssa.OpNe, flag, a.int(0))
	if c.Elem == a.j.vm.Known.Object {
		return flag
	}
	refs, done := a.f.NewBlock(), a.f.NewBlock()
	u.If(flag, refs, done)
	u.At(refs)
	is := a.isSubclass(a.loadPtr(k, vm.KlassElem), c.Elem)
	u.Jmp(done)
	return a.join(done, flag, is)
}

// checkStore leaves when v may not be an element of the reference array r
// (JVMS 6.5 aastore).
func (a *activation) checkStore(v, r *ssa.Value) {
	if c, ok := v.IsConst(); ok && c == 0 {
		return
	}
	if k := a.exactClass(r); k != 0 {
		if elem := a.j.vm.ClassAt(k).Elem; !a.isKnown(v, elem) {
			a.guard(a.orNull(v, func() *ssa.Value { return a.isInstance(v, elem) }), trapException)
		}
		return
	}
	u := a.u
	ok := a.f.NewBlock()
	next := func(cond *ssa.Value) {
		n := a.f.NewBlock()
		u.If(cond, ok, n)
		u.At(n)
	}
	// An array of Objects takes anything, and v need not be looked at.
	elem := a.loadPtr(a.klassOf(r), vm.KlassElem)
	next(a.compare(ssa.OpEq, elem, a.ptr(a.j.vm.Known.Object.Block)))
	if a.knows(factNonNull, v, nil) == nil {
		next(a.compare(ssa.OpEq, v, a.null()))
	}
	k := a.klassOf(v)
	check := u.Load(ssa.I32, elem, vm.KlassCheck, aliasConst)
	super := u.LoadX(ssa.OpLoad, ssa.I32, k, check, 0, 0, aliasAny)
	next(a.compare(ssa.OpEq, u.Value(ssa.OpToptr, ssa.Ptr, super), elem))
	a.guard(a.subclass(k, elem), trapException)
	u.Jmp(ok)
	u.At(ok)
}

// orNull gives 1 if v is null, else what check gives, which may know that it is not.
func (a *activation) orNull(v *ssa.Value, check func() *ssa.Value) *ssa.Value {
	if a.knows(factNonNull, v, nil) != nil {
		return check()
	}
	one := a.int(1)
	some, done := a.f.NewBlock(), a.f.NewBlock()
	a.u.If(a.compare(ssa.OpEq, v, a.null()), done, some)
	a.u.At(some)
	is := check()
	a.u.Jmp(done)
	return a.join(done, one, is)
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
