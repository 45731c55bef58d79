package jit

import (
	"math"
	"strings"

	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/mem"
	"gojvm/vm"
)

// Fields and array elements.

// field translates the instructions from getstatic to putfield.
func (a *activation) field(in *bc.Inst) {
	static := in.Op == bc.Getstatic || in.Op == bc.Putstatic
	put := in.Op == bc.Putfield || in.Op == bc.Putstatic
	r := a.m.CP.Resolved(in.Index)
	if r == nil || r.Failed() || r.Field == nil || !a.mayUse(r.Field, static, put) {
		a.trap(trapUnresolved)
		return
	}
	f := r.Field
	if static && !f.Holder.Initialized() {
		a.trap(trapUnresolved)
		return
	}
	if static && !put && a.constantField(f) {
		return
	}
	var v *ssa.Value
	if put {
		v = a.pop()
	}
	var base *ssa.Value
	off := int32(f.Offset)
	if static {
		base, off = a.ptr(f.Addr()), 0
	} else {
		base = a.pop()
		a.notNull(base)
		if !put && !f.IsVolatile() {
			if v := a.constantPart(base, f.Kind, f.Offset); v != nil {
				a.push(v)
				return
			}
		}
	}
	alias := aliasField + int32(f.Offset)
	if static {
		alias += staticFields
	}
	kind := f.Kind
	// An i64 that is split is two accesses; a volatile long must be one (JLS 17.7), and is
	// as a double.
	whole := kind == vm.KindLong && f.IsVolatile() && a.j.mach.Target.Split64
	if whole {
		kind = vm.KindDouble
	}
	if !put {
		v := a.load(kind, base, nil, off, alias)
		if whole {
			v = a.u.Value(ssa.OpBits, ssa.I64, v)
		}
		a.push(a.typed(descLetter(f.Desc), v))
		if f.IsVolatile() {
			a.fence(fenceAcquire)
		}
		return
	}
	if f.IsVolatile() {
		a.fence(fenceRelease)
	}
	if whole {
		v = a.u.Value(ssa.OpBits, ssa.F64, v)
	}
	a.storeTo(kind, v, base, nil, off, alias)
	if f.IsVolatile() {
		a.fence(fenceFull)
	}
}

// constantField pushes the value of f, a static field of an initialized class, if that will
// not change any more: it is final. (Those of System are set by natives.) A reference is
// loaded all the same, since objects move, but only once.
func (a *activation) constantField(f *vm.Field) bool {
	if !f.IsFinal() || f.Holder == a.j.vm.Known.System {
		return false
	}
	addr := f.Addr()
	switch f.Kind {
	case vm.KindRef:
		switch r := mem.Load32(addr); {
		case r == 0:
			a.push(a.null())
		case f.Desc == "Ljava/lang/Class;": // does not move
			v := a.u.Const(ssa.Ref, int64(r))
			a.learn(factNonNull, v, nil, nil)
			a.push(v)
		default:
			c := a.j.constantAt(addr, f.Holder.Domain)
			c.opaque = !strings.HasPrefix(f.Desc, "L"+trustedPackage)
			a.push(a.typed(descLetter(f.Desc), a.constantValue(c)))
		}
	case vm.KindLong:
		a.push(a.u.Const(ssa.I64, mem.LoadInt64(addr)))
	case vm.KindDouble:
		a.push(a.u.F64(math.Float64frombits(mem.Load64(addr))))
	case vm.KindFloat:
		a.push(a.u.F32(math.Float32frombits(mem.Load32(addr))))
	case vm.KindInt:
		a.push(a.int(int64(mem.LoadInt32(addr))))
	case vm.KindChar:
		a.push(a.int(int64(mem.Load16(addr))))
	case vm.KindShort:
		a.push(a.int(int64(mem.LoadInt16(addr))))
	default:
		a.push(a.int(int64(mem.LoadInt8(addr))))
	}
	return true
}

// staticFields separates the alias classes of static fields from the others.
const staticFields = 1 << 24

const (
	fenceAcquire = 1
	fenceRelease = 2
	fenceFull    = 4
)

func (a *activation) fence(kind int64) { a.u.Value(ssa.OpFence, ssa.Void).Imm = kind }

// mayUse reports whether the instruction may access f as it does; the interpreter throws.
func (a *activation) mayUse(f *vm.Field, static, put bool) bool {
	if f.IsStatic() != static {
		return false
	}
	if put && f.IsFinal() {
		return a.m.Holder == f.Holder && (static && a.m.IsClinit() || !static && a.m.IsInit())
	}
	return true
}

// load loads a Java value of kind k from base + off [+ index << its shift].
func (a *activation) load(k vm.Kind, base, index *ssa.Value, off, alias int32) *ssa.Value {
	return a.loadScaled(k, base, index, k.Shift(), off, alias)
}

// loadScaled loads a Java value of kind k from base + off [+ index << scale].
func (a *activation) loadScaled(k vm.Kind, base, index *ssa.Value, scale uint8, off, alias int32) *ssa.Value {
	op, t := ssa.OpLoad, typeOfKind(k)
	switch k {
	case vm.KindBoolean, vm.KindByte:
		op = ssa.OpLoad8s
	case vm.KindChar:
		op = ssa.OpLoad16u
	case vm.KindShort:
		op = ssa.OpLoad16s
	}
	args := []*ssa.Value{base}
	if index != nil {
		args = append(args, index)
	}
	v := a.u.Value(op, t, args...)
	v.Off, v.Alias = off, alias
	if index != nil {
		v.Scale = scale
	}
	return v
}

// storeTo stores v to base + off [+ index << its shift], with the card mark for a reference.
func (a *activation) storeTo(k vm.Kind, v, base, index *ssa.Value, off, alias int32) {
	a.storeScaled(k, v, base, index, k.Shift(), off, alias)
}

// storeScaled stores v to base + off [+ index << scale], with the card mark for a reference.
func (a *activation) storeScaled(k vm.Kind, v, base, index *ssa.Value, scale uint8, off, alias int32) {
	op := ssa.OpStore
	if k == vm.KindBoolean {
		v = a.narrow(k, v)
	}
	switch k {
	case vm.KindBoolean, vm.KindByte:
		op = ssa.OpStore8
	case vm.KindChar, vm.KindShort:
		op = ssa.OpStore16
	}
	args := []*ssa.Value{v, base}
	if index != nil {
		args = append(args, index)
	}
	s := a.u.Value(op, ssa.Void, args...)
	s.Off, s.Alias = off, alias
	if index != nil {
		s.Scale = scale
	}
	if c, ok := v.IsConst(); k != vm.KindRef || ok && c == 0 {
		return // null need not be found
	}
	mark := a.u.Value(ssa.OpBarrier, ssa.Void, args...)
	mark.Off, mark.Scale = off, s.Scale
}

// length gives the length of array r, which is not null.
func (a *activation) length(r *ssa.Value) *ssa.Value {
	if v := a.knows(factLength, r, nil); v != nil {
		return v
	}
	v := a.u.Load(ssa.I32, r, vm.OffArrayLength, aliasHeader)
	a.learn(factLength, r, nil, v)
	return v
}

// checkIndex leaves when i is no index of array r or r is null.
func (a *activation) checkIndex(r, i *ssa.Value) {
	a.notNull(r)
	if a.knows(factBounds, r, i) != nil {
		return
	}
	n := a.length(r)
	a.check(a.compare(ssa.OpUlt, i, n), exitThrowIndex, i, n)
	a.learn(factBounds, r, i, nil)
}

// Kinds of array elements, from iaload and iastore on. Byte and boolean arrays
// share their instructions.
var elementKinds = [...]vm.Kind{vm.KindInt, vm.KindLong, vm.KindFloat, vm.KindDouble, vm.KindRef, vm.KindByte, vm.KindChar, vm.KindShort}

func elementOffset(k vm.Kind) int32 {
	if k.Size() == 8 {
		return vm.OffElems8
	}
	return vm.OffElems
}

func (a *activation) loadElement(op bc.Op) {
	i := a.pop()
	r := a.pop()
	k := elementKinds[op-bc.Iaload]
	a.checkIndex(r, i)
	if c, ok := i.IsConst(); ok && k == vm.KindRef {
		if v := a.constantPart(r, k, uint32(vm.OffElems+4*c)); v != nil {
			a.push(v)
			return
		}
	}
	a.push(a.load(k, r, i, elementOffset(k), aliasElem+int32(k)))
}

func (a *activation) storeElement(op bc.Op) {
	v := a.pop()
	i := a.pop()
	r := a.pop()
	k := elementKinds[op-bc.Iastore]
	a.checkIndex(r, i)
	if k == vm.KindRef {
		a.checkStore(v, r)
	}
	if k == vm.KindByte {
		v = a.boolElement(v, r)
	}
	a.storeTo(k, v, r, i, elementOffset(k), aliasElem+int32(k))
}

// boolElement returns what bastore stores of v into r: the lowest bit if r is an array of
// booleans (JVMS 6.5 bastore).
func (a *activation) boolElement(v, r *ssa.Value) *ssa.Value {
	if c, ok := v.IsConst(); ok && (c == 0 || c == 1) {
		return v
	}
	switch a.arrays[r] {
	case vm.KindByte:
		return v
	case vm.KindBoolean:
		return a.narrow(vm.KindBoolean, v)
	}
	flag := a.op(ssa.OpAnd, a.u.Load(ssa.I32, a.klassOf(r), vm.KlassFlags, aliasMeta), a.int(vm.KlassIsBoolArray))
	return a.choose(a.compare(ssa.OpNe, flag, a.int(0)), a.narrow(vm.KindBoolean, v), v)
}

// exitInside is exit for an instruction that may have to be executed again after it.
func (a *activation) exitInside(t ssa.Type, n exitNumber, args ...*ssa.Value) *ssa.Value {
	return a.u.Exit(t, int64(n), a.state(), args...)
}
