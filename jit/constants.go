package jit

import (
	"strings"

	"gojvm/codegen/ssa"
	"gojvm/mem"
	"gojvm/vm"
)

// Constants: objects that are known when code is compiled, because a static final field, a
// constant pool or a call site holds them. What final fields of java.lang.invoke's classes
// hold is known as well, so that a call through a constant method handle or var handle
// becomes one of the method behind it. (HotSpot trusts final fields of these classes too; for
// others a program may change them by reflection.)
//
// An object moves, so code loads it where the collector updates it: from the static field
// or the cell of a global handle. Its contents are read with the world stopped, once.

// constant is a known object, which is not null.
type constant struct {
	addr   uintptr    // of the cell that refers to it
	owner  *vm.Domain // with which the cell goes away
	opaque bool       // its contents are of no interest: to read them costs a pause
	loaded bool
	class  *vm.Class
	prims  map[uint32]uint64    // by offset: primitive values
	refs   map[uint32]*constant // by offset: what fields and elements refer to; nil is null
	mirror vm.Ref               // of a java.lang.Class: itself, which does not move
}

// maxConstantArray bounds the arrays whose elements are read.
const maxConstantArray = 64

// whileStopped runs fn while no object moves; it reports false if that cannot be had any more.
func (j *JIT) whileStopped(fn func()) bool {
	if j.foreground() {
		fn() // the thread that compiles is managed
		return true
	}
	return j.vm.Threads.WhileStopped(fn)
}

// constantAt returns the object to which the cell at addr refers, which never changes. The
// cell belongs to owner.
func (j *JIT) constantAt(addr uintptr, owner *vm.Domain) *constant {
	j.constantsMu.Lock()
	defer j.constantsMu.Unlock()
	c := j.constants[addr]
	if c == nil {
		c = &constant{addr: addr, owner: owner}
		j.constants[addr] = c
	}
	return c
}

// load reads the contents of c.
func (j *JIT) load(c *constant) bool {
	if c.loaded || c.opaque {
		return c.loaded
	}
	j.whileStopped(func() {
		r := vm.Ref(mem.Load32(c.addr))
		if r == 0 {
			return
		}
		c.loaded, c.class = true, j.vm.ClassOf(r)
		c.prims, c.refs = map[uint32]uint64{}, map[uint32]*constant{}
		switch {
		case c.class == j.vm.Known.Class:
			c.mirror = r
		case c.class.IsArray() && c.class.Elem.Kind == vm.KindRef && vm.ArrayLen(r) <= maxConstantArray && trusted(c.class.Elem):
			for i := range vm.ArrayLen(r) {
				j.loadRef(c, r, uint32(vm.OffElems+4*i))
			}
		case trusted(c.class):
			for s := c.class; s != nil; s = s.Super {
				for _, f := range s.Fields {
					if !f.IsStatic() && (f.IsFinal() || f.Injected() || f == j.vm.Known.LambdaFormEntry || f == j.vm.Known.MemberNameMethod) {
						j.loadField(c, r, f)
					}
				}
			}
		}
	})
	return c.loaded
}

const trustedPackage = "java/lang/invoke/"

// trusted reports whether the final fields of c's instances never change.
func trusted(c *vm.Class) bool {
	return c.Loader != nil && c.Loader.Boot && strings.HasPrefix(c.Name, trustedPackage)
}

func (j *JIT) loadField(c *constant, r vm.Ref, f *vm.Field) {
	at := uintptr(r) + uintptr(f.Offset)
	switch f.Kind {
	case vm.KindRef:
		j.loadRef(c, r, f.Offset)
	case vm.KindLong, vm.KindDouble:
		c.prims[f.Offset] = mem.Load64(at)
	case vm.KindInt, vm.KindFloat:
		c.prims[f.Offset] = uint64(mem.Load32(at))
	case vm.KindShort:
		c.prims[f.Offset] = uint64(int64(mem.LoadInt16(at)))
	case vm.KindChar:
		c.prims[f.Offset] = uint64(mem.Load16(at))
	default:
		c.prims[f.Offset] = uint64(int64(mem.LoadInt8(at)))
	}
}

func (j *JIT) loadRef(c *constant, r vm.Ref, off uint32) {
	v := vm.Object(r).Ref(off)
	if v == 0 {
		c.refs[off] = nil
		return
	}
	c.refs[off] = j.constantAt(c.owner.NewHandle(v).Address(), c.owner)
}

// same reports whether two constants are one object; ok is false if that cannot be told.
func (j *JIT) same(c, d *constant) (same, ok bool) {
	ok = j.whileStopped(func() { same = mem.Load32(c.addr) == mem.Load32(d.addr) })
	return same, ok
}

// constantOf returns the object that v is, with its contents; nil if that is not known.
func (a *activation) constantOf(v *ssa.Value) *constant {
	if c := a.consts[v]; c != nil && a.j.load(c) {
		return c
	}
	return nil
}

// constantClass returns the class block of the object that v is, 0 if that is not known.
func (a *activation) constantClass(v *ssa.Value) uintptr {
	c := a.consts[v]
	if c == nil {
		return 0
	}
	if a.constantOf(v) == nil && c.class == nil {
		a.j.whileStopped(func() {
			if r := vm.Ref(mem.Load32(c.addr)); r != 0 {
				c.class = a.j.vm.ClassOf(r)
			}
		})
	}
	if c.class == nil {
		return 0
	}
	a.name(c.class)
	return c.class.Block
}

// constantValue gives the value of c, nil being null.
func (a *activation) constantValue(c *constant) *ssa.Value {
	if c == nil {
		return a.null()
	}
	if c.loaded && c.mirror != 0 {
		v := a.u.Const(ssa.Ref, int64(c.mirror))
		a.learn(factNonNull, v, nil, nil)
		return v
	}
	v := a.u.Load(ssa.Ref, a.ptr(c.addr), 0, aliasConst)
	a.consts[v] = c
	a.learn(factNonNull, v, nil, nil)
	return v
}

// constantPart gives the value of the field or element of kind k at offset off of r, if r is
// a constant and so is that; else nil. Elements are constant when they are not null any more:
// arrays of trusted classes are filled on demand.
func (a *activation) constantPart(r *ssa.Value, k vm.Kind, off uint32) *ssa.Value {
	c := a.constantOf(r)
	if c == nil {
		return nil
	}
	if k == vm.KindRef {
		x, known := c.refs[off]
		switch {
		case !known || x == nil && c.class.IsArray():
			return nil
		case x != nil && !a.j.load(x):
			return nil
		}
		return a.constantValue(x)
	}
	x, known := c.prims[off]
	if !known {
		return nil
	}
	switch k {
	case vm.KindLong:
		return a.u.Const(ssa.I64, int64(x))
	case vm.KindFloat, vm.KindDouble:
		return nil
	}
	return a.int(int64(int32(uint32(x))))
}

// constantMethod returns the method that a constant MemberName refers to, nil if it is not known.
func (a *activation) constantMethod(member *ssa.Value) *vm.Method {
	k := &a.j.vm.Known
	c := a.constantOf(member)
	if c == nil || c.refs[k.MemberNameMethod.Offset] == nil {
		return nil
	}
	rmn := c.refs[k.MemberNameMethod.Offset]
	if !a.j.load(rmn) || rmn.prims[k.ResolvedNameTarget.Offset] == 0 {
		return nil
	}
	m := a.j.vm.MethodOf(uintptr(uint32(rmn.prims[k.ResolvedNameTarget.Offset])))
	if !m.Holder.Initialized() {
		return nil
	}
	return m
}

// fits reports whether m takes arguments of the types of args and returns ret. A call that is guarded by a
// comparison of method types may be seen with a method for which that comparison fails.
func fits(m *vm.Method, args []*ssa.Value, ret vm.Kind) bool {
	if len(m.Args) != len(args) || typeOfKind(m.Ret) != typeOfKind(ret) {
		return false
	}
	for i, k := range m.Args {
		if args[i].Type != typeOfKind(k) {
			return false
		}
	}
	return true
}

// knownEqual returns the outcome of a comparison of references for equality, if it is known.
func (a *activation) knownEqual(x, y *ssa.Value) (equal, ok bool) {
	for range 2 {
		if c, isConst := y.IsConst(); isConst && c == 0 && (a.knows(factNonNull, x, nil) != nil || x.Op == ssa.OpConst) {
			z, _ := x.IsConst()
			return x.Op == ssa.OpConst && z == 0, true
		}
		x, y = y, x
	}
	if x == y {
		return true, true
	}
	if x.Op == ssa.OpConst && y.Op == ssa.OpConst {
		return x.Imm == y.Imm, true
	}
	c, d := a.consts[x], a.consts[y]
	if c == nil || d == nil {
		return false, false
	}
	return a.j.same(c, d)
}
