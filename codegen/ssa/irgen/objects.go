package irgen

import "gojvm/codegen/ssa"

// Objects, if functions make any, come in two kinds, which the header at offset 0 tells.
//
//	plain   +4 ref   +8 i64   +16 f64   +24 i32   +28 f32   +32 i8   +34 i16   +36 ref   +40 locks
//	array   +4 length   +8 elements of i64
//
// Their size is a multiple of 8. A reference field has null or an object.
const (
	HeaderPlain = 1
	HeaderArray = 2
	PlainSize   = 48
	ArrayData   = 8
	OffLength   = 4
	OffLocks    = 40
)

// RefFields are the offsets of the reference fields of a plain object.
var RefFields = [...]int32{4, 36}

// NewExit is the number of the exit by which the code of [Expander] asks the host for an object.
// Its arguments are the size, as i32, and an i64 that says nothing.
const NewExit = 1000

// CtxScratch is the offset in the context of 8 bytes that functions use, behind two words of
// the allocator: where the next object goes, and the end of the room.
const (
	CtxTop     = 0
	CtxEnd     = 4
	CtxMark    = 8 // byte that the write barrier sets
	CtxScratch = 16
)

// The alias classes of what objects have.
const (
	aliasHeader = 1 + iota
	aliasRef
	aliasField
	aliasElement
)

// field is a field of plain objects.
type field struct {
	off    int32
	load   []ssa.Op
	store  ssa.Op
	typ    ssa.Type
	narrow bool
}

var fields = []field{
	{off: 8, load: []ssa.Op{ssa.OpLoad}, store: ssa.OpStore, typ: ssa.I64},
	{off: 16, load: []ssa.Op{ssa.OpLoad}, store: ssa.OpStore, typ: ssa.F64},
	{off: 24, load: []ssa.Op{ssa.OpLoad}, store: ssa.OpStore, typ: ssa.I32},
	{off: 28, load: []ssa.Op{ssa.OpLoad}, store: ssa.OpStore, typ: ssa.F32},
	{off: 32, load: []ssa.Op{ssa.OpLoad8s, ssa.OpLoad8u}, store: ssa.OpStore8, typ: ssa.I32},
	{off: 34, load: []ssa.Op{ssa.OpLoad16s, ssa.OpLoad16u}, store: ssa.OpStore16, typ: ssa.I32},
}

// object makes an object, or does something with one.
func (g *gen) object() {
	if len(g.objs) == 0 || g.r.IntN(4) == 0 {
		if g.r.IntN(5) == 0 {
			g.newArray()
		} else {
			g.newPlain()
		}
		return
	}
	o := g.objs[g.r.IntN(len(g.objs))]
	f := fields[g.r.IntN(len(fields))]
	switch k := g.r.IntN(10); {
	case k < 4:
		x := g.pick(f.typ)
		if f.typ.IsFloat() {
			x = g.clean(x)
		}
		v := g.b.Value(f.store, ssa.Void, x, o)
		v.Off, v.Alias = f.off, aliasField
	case k < 7:
		v := g.b.Value(f.load[g.r.IntN(len(f.load))], f.typ, o)
		v.Off, v.Alias = f.off, aliasField
		g.add(v)
	case k < 8:
		op := g.oneOfOps(ssa.OpLock, ssa.OpLock, ssa.OpUnlock)
		if op == ssa.OpUnlock && !g.o.Guards { // which that of an object without locks is
			g.lock(ssa.OpLock, o)
		}
		g.lock(op, o)
	case k < 9:
		// A reference, with the barrier that collectors by age want.
		x := g.objs[g.r.IntN(len(g.objs))]
		if g.r.IntN(4) == 0 {
			x = g.b.Const(ssa.Ref, 0)
		}
		off := RefFields[g.r.IntN(len(RefFields))]
		g.b.Store(x, o, off, aliasRef)
		g.b.Value(ssa.OpBarrier, ssa.Void, x, o).Off = off
	default:
		x := g.b.Load(ssa.Ref, o, RefFields[g.r.IntN(len(RefFields))], aliasRef)
		some := g.b.Value(ssa.OpNe, ssa.I32, x, g.b.Const(ssa.Ref, 0))
		g.add(some)
		g.objs = append(g.objs, g.b.Value(ssa.OpSelect, ssa.Ref, some, x, o))
		if g.r.IntN(4) == 0 {
			g.add(x)
		}
	}
}

func (g *gen) newPlain() {
	st := g.state(NewExit)
	v := g.b.Value(ssa.OpNew, ssa.Ref, g.b.Const(ssa.I32, PlainSize))
	v.SetState(st)
	g.b.Store(g.b.Const(ssa.I32, HeaderPlain), v, 0, aliasHeader)
	for g.r.IntN(2) == 0 {
		f := fields[g.r.IntN(4)]
		x := g.pick(f.typ)
		if f.typ.IsFloat() {
			x = g.clean(x)
		}
		g.b.Store(x, v, f.off, aliasField)
	}
	g.objs = append(g.objs, v)
	if g.r.IntN(6) == 0 {
		g.add(v) // for calls to see
	}
}

// newArray makes an array of up to 8 elements and uses it at once.
func (g *gen) newArray() {
	mask := g.b.Const(ssa.I32, 7)
	n := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), mask)
	size := g.b.Value(ssa.OpAdd, ssa.I32, g.b.Value(ssa.OpShl, ssa.I32, n, g.b.Const(ssa.I32, 3)), g.b.Const(ssa.I32, ArrayData+8))
	st := g.state(NewExit)
	v := g.b.Value(ssa.OpNew, ssa.Ref, size)
	v.SetState(st)
	g.b.Store(g.b.Const(ssa.I32, HeaderArray), v, 0, aliasHeader)
	g.b.Store(g.b.Value(ssa.OpAdd, ssa.I32, n, g.b.Const(ssa.I32, 1)), v, OffLength, aliasHeader)
	for range 1 + g.r.IntN(3) {
		i := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), n) // at most n
		if g.r.IntN(2) == 0 {
			g.b.StoreX(ssa.OpStore, g.pick(ssa.I64), v, i, 3, ArrayData, aliasElement)
		} else {
			g.add(g.b.LoadX(ssa.OpLoad, ssa.I64, v, i, 3, ArrayData, aliasElement))
		}
	}
	g.add(g.b.Load(ssa.I32, v, OffLength, aliasHeader))
	if g.r.IntN(3) == 0 {
		g.add(v)
	}
}

// mixObjects adds what objects have in them to the hash.
func (g *gen) mixObjects() {
	for _, o := range g.objs {
		for _, f := range fields[:4] {
			g.mix(g.b.Load(f.typ, o, f.off, aliasField))
		}
		g.mix(g.b.Load(ssa.I32, o, OffLocks, aliasField))
	}
}

// Expander allocates the objects of random functions from the room between two words behind
// the context, at offset Base, and from the host when that is used up.
type Expander struct{ Base int32 }

// New implements ssa.NewExpander.
func (x Expander) New(u *ssa.Builder, v *ssa.Value) *ssa.Value {
	size := v.Args[0]
	if size.Type == ssa.I64 {
		size = u.Value(ssa.OpTrunc, ssa.I32, size)
	}
	ctx := u.Value(ssa.OpCtx, ssa.Ptr)
	top := u.Load(ssa.I32, ctx, x.Base+CtxTop, 0)
	end := u.Load(ssa.I32, ctx, x.Base+CtxEnd, 0)
	fast, full, done := u.F.NewBlock(), u.F.NewBlock(), u.F.NewBlock()
	u.If(u.Value(ssa.OpUle, ssa.I32, size, u.Value(ssa.OpSub, ssa.I32, end, top)), fast, full)
	u.At(fast)
	u.Store(u.Value(ssa.OpAdd, ssa.I32, top, size), ctx, x.Base+CtxTop, 0)
	p := u.Value(ssa.OpToref, ssa.Ref, u.Value(ssa.OpToptr, ssa.Ptr, top))
	u.Jmp(done)
	u.At(full)
	q := u.Exit(ssa.Ref, NewExit, v.State, size, u.Const(ssa.I64, 0))
	u.Jmp(done)
	u.At(done)
	phi := u.Phi(ssa.Ref)
	phi.AddArg(p)
	phi.AddArg(q)
	return phi
}

// Barrier implements ssa.NewExpander: it sets a byte, whatever was stored where.
func (x Expander) Barrier(u *ssa.Builder, v *ssa.Value) {
	m := u.Value(ssa.OpStore8, ssa.Void, u.Const(ssa.I32, 1), u.Value(ssa.OpCtx, ssa.Ptr))
	m.Off = x.Base + CtxMark
}

// lock makes an OpLock or OpUnlock of object o.
func (g *gen) lock(op ssa.Op, o *ssa.Value) {
	st := g.state(int64(g.size))
	v := g.b.Value(op, ssa.Void, o)
	v.Off = OffLocks
	v.SetState(st)
	if op == ssa.OpUnlock {
		v.Imm = int64(g.size)
	}
}

// Lock implements ssa.NewExpander: it counts.
func (x Expander) Lock(u *ssa.Builder, v *ssa.Value) {
	o, step := v.Args[0], int64(1)
	n := u.Load(ssa.I32, o, v.Off, 0)
	if v.Op == ssa.OpUnlock {
		u.Guard(u.Value(ssa.OpNe, ssa.I32, n, u.Const(ssa.I32, 0)), v.Imm, v.State)
		step = -1
	}
	u.Store(u.Value(ssa.OpAdd, ssa.I32, n, u.Const(ssa.I32, step)), o, v.Off, 0)
}
