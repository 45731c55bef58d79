package isel

import (
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// Lower rewrites generic operations for which the machine has something better, or nothing.
// It goes over each block backwards, so that a user is seen before its operands and may
// swallow them; dead operands are left to the dead-code pass.
//
// Invariants: a folded operand has no other use; a load is only moved down past values
// that do not write memory or have effects.
func (m *Machine) Lower(f *ssa.Func, o *codegen.Options) error {
	l := &lowering{m: m, f: f, o: o}
	popcounts, wide := !l.has(HasPopcnt), false
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			if err := l.check(v); err != nil {
				return err
			}
			l.foldAddress(v)
			wide = wide || v.Type == ssa.V256
		}
		if popcounts {
			l.popcounts(b)
		}
		if !m.is64() {
			l.wide(b)
		}
	}
	if wide {
		l.widePolls()
	}
	for _, b := range f.Blocks {
		l.block(b)
	}
	return nil
}

type lowering struct {
	m *Machine
	f *ssa.Func
	o *codegen.Options

	// Of the block being lowered: position by value, and the positions of values that loads
	// cannot be moved across.
	pos     []int32 // by value ID
	barrier []int32
	// onlySelects holds the compares of the block that only its selects use.
	onlySelects map[*ssa.Value]bool
}

func (l *lowering) check(v *ssa.Value) error {
	switch v.Op {
	case ssa.OpNew, ssa.OpBarrier, ssa.OpLock, ssa.OpUnlock:
		return codegen.Bailoutf(l.f, "%s has no client that expands it", v.Info().Name)
	case ssa.OpExit:
		if len(v.Args) > codegen.MaxExitArgs {
			return codegen.Bailoutf(l.f, "an exit with %d arguments", len(v.Args))
		}
		fallthrough
	case ssa.OpCtx, ssa.OpPoll, ssa.OpGuard:
		if l.f.Conv != ssa.ConvOwn {
			return codegen.Bailoutf(l.f, "%s needs the context, which a C function does not have", v.Info().Name)
		}
	case ssa.OpPair, ssa.OpLo, ssa.OpHi, ssa.OpAddc, ssa.OpSubb, ssa.OpAdc, ssa.OpSbb, ssa.OpShld, ssa.OpShrd,
		ssa.OpLt64, ssa.OpUlt64, ssa.OpFlo, ssa.OpFhi, ssa.OpFpair, ssa.OpCas64:
		if l.m.is64() {
			return codegen.Bailoutf(l.f, "%s is for 32-bit targets", v.Info().Name)
		}
	}
	return nil
}

func (l *lowering) block(b *ssa.Block) {
	if n := l.f.NumValues(); n > len(l.pos) { // positions of one block only matter in it
		l.pos = make([]int32, n+n/8)
	}
	l.barrier = l.barrier[:0]
	l.onlySelects = nil
	for i, v := range b.Values {
		l.pos[v.ID] = int32(i)
		if v.Info().Flags&(ssa.Writes|ssa.Effect) != 0 {
			l.barrier = append(l.barrier, int32(i))
		}
		if v.Op == ssa.OpSelect && v.Args[0].Block == b && v.Args[0].Uses == 2 {
			if l.onlySelects == nil {
				l.onlySelects = make(map[*ssa.Value]bool)
			}
			_, again := l.onlySelects[v.Args[0]]
			l.onlySelects[v.Args[0]] = again && v.Args[1] != v.Args[0] && v.Args[2] != v.Args[0]
		}
	}
	for i := len(b.Values) - 1; i >= 0; i-- {
		v := b.Values[i]
		if v.Uses == 0 && v.Info().Flags&(ssa.Effect|ssa.Writes|ssa.Terminates) == 0 {
			v.ResetArgs() // was swallowed
			v.Op = ssa.OpInvalid
			continue
		}
		l.value(v)
	}
	b.Values = slices.DeleteFunc(b.Values, func(v *ssa.Value) bool { return v.Op == ssa.OpInvalid })
}

func (l *lowering) value(v *ssa.Value) {
	l.generic(v)
	l.vex(v)
}

// generic lowers to what every machine has, but for operations on bits.
func (l *lowering) generic(v *ssa.Value) {
	switch v.Op {
	case ssa.OpArg:
		if place := l.m.argSpec(v).Result; place.Kind == ssa.OnStack {
			v.Op, v.Imm = OpArgStack, int64(place.Reg)
		}
	case ssa.OpAdd, ssa.OpSub, ssa.OpMul, ssa.OpAnd, ssa.OpOr, ssa.OpXor:
		l.arith(v)
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		l.shift(v)
	case ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
		l.float(v)
	case ssa.OpSext32:
		if x := v.Args[0]; l.canFold(x, v) {
			foldLoad(v, OpLoadSx32, x)
		}
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16:
		l.store(v)
	case ssa.OpAddr:
		v.Op = OpLea
	case ssa.OpShld, ssa.OpShrd:
		l.doubleShift(v)
	case ssa.OpLt64, ssa.OpUlt64, ssa.OpEq, ssa.OpNe, ssa.OpLt, ssa.OpLe, ssa.OpUlt, ssa.OpUle, ssa.OpFeq, ssa.OpFne, ssa.OpFlt, ssa.OpFle:
		l.fuse(v, v, UserSet, false)
	case ssa.OpIf, ssa.OpGuard:
		user := UserBr
		if v.Op == ssa.OpGuard {
			user = UserGuard
		}
		if c := v.Args[0]; l.fusable(c, v) {
			l.fuse(v, c, user, false)
		} else {
			l.testZero(v, c, user)
		}
	case ssa.OpSelect:
		if c := v.Args[0]; l.fusable(c, v) {
			l.fuse(v, c, UserSel, true)
		} else {
			l.testZero(v, c, UserSel)
		}
	case ssa.OpSwitch:
		v.Become(OpJmpTable, v.Args[0])
	case ssa.OpVsplat:
		if x := v.Args[0]; (x.Op == ssa.OpConst || x.Op == ssa.OpFconst) && x.Imm == 0 {
			v.Become(OpVzero)
		}
	case ssa.OpVmul:
		if ssa.Type(v.Imm) == ssa.I32 && !l.has(HasSSE41) && v.Type == ssa.V128 {
			v.Become(OpVmulD, v.Args[0], v.Args[1])
		}
	}
}

// The forms of an operation with a constant, and with memory, as second operand.
var (
	immediateForms = [ssa.FirstTargetOp]ssa.Op{ssa.OpAdd: OpAddI, ssa.OpSub: OpAddI, ssa.OpMul: OpMulI, ssa.OpAnd: OpAndI,
		ssa.OpOr: OpOrI, ssa.OpXor: OpXorI, ssa.OpShl: OpShlI, ssa.OpShr: OpShrI, ssa.OpUshr: OpUshrI, ssa.OpRotl: OpRotlI}
	memoryForms = [ssa.FirstTargetOp]ssa.Op{ssa.OpAdd: OpAddM, ssa.OpSub: OpSubM, ssa.OpMul: OpMulM, ssa.OpAnd: OpAndM,
		ssa.OpOr: OpOrM, ssa.OpXor: OpXorM}
)

func (l *lowering) arith(v *ssa.Value) {
	if l.lowBits(v) {
		return
	}
	a, b := v.Args[0], v.Args[1]
	if _, ok := l.m.imm(a); ok && v.Op != ssa.OpSub {
		a, b = b, a
	}
	if c, ok := l.m.imm(b); ok && !(v.Op == ssa.OpSub && l.m.size(v.Type) == 8 && !fits(-c)) {
		op := immediateForms[v.Op]
		if v.Op == ssa.OpSub {
			if c = -c; l.m.size(v.Type) == 4 {
				c = int64(int32(c))
			}
		}
		v.Become(op, a)
		v.Imm = c
		if op == OpAddI {
			l.lea(v)
		}
		return
	}
	if v.Op == ssa.OpMul && b.Op == ssa.OpLoad || v.Op != ssa.OpMul {
		op := memoryForms[v.Op]
		if l.canFold(b, v) && a != b {
			foldLoad(v, op, b, a)
			return
		}
		if v.Op != ssa.OpSub && l.canFold(a, v) && a != b {
			foldLoad(v, op, a, b)
			return
		}
	}
	if v.Op == ssa.OpAdd {
		l.lea(v)
	}
}

// lea turns an addition with a shifted operand into one address computation.
func (l *lowering) lea(v *ssa.Value) {
	scaled := func(x *ssa.Value) (uint8, bool) {
		if x.Op == ssa.OpShl && x.Uses == 1 && x.Type == v.Type && x.Args[1].Op == ssa.OpConst && x.Args[1].Imm >= 1 && x.Args[1].Imm <= 3 {
			return uint8(x.Args[1].Imm), true
		}
		return 0, false
	}
	if v.Op == OpAddI {
		a := v.Args[0]
		off := int32(v.Imm)
		if s, ok := scaled(a); ok {
			v.Become(OpLeaX, a.Args[0])
			v.Scale, v.Off = s, off
		} else if a.Op == ssa.OpAdd && a.Uses == 1 && a.Block == v.Block && a.Args[0] != a.Args[1] {
			x, y := a.Args[0], a.Args[1]
			if x.Op == ssa.OpConst || y.Op == ssa.OpConst || x.Op == ssa.OpLoad || y.Op == ssa.OpLoad {
				return
			}
			v.Become(OpLea, x, y)
			v.Off = off
		}
		return
	}
	a, b := v.Args[0], v.Args[1]
	if s, ok := scaled(b); ok {
		v.Become(OpLea, a, b.Args[0])
		v.Scale = s
	} else if s, ok := scaled(a); ok {
		v.Become(OpLea, b, a.Args[0])
		v.Scale = s
	}
}

func (l *lowering) shift(v *ssa.Value) {
	c := v.Args[1]
	if c.Op != ssa.OpConst {
		return
	}
	op := immediateForms[v.Op]
	n := c.Imm & int64(l.m.size(v.Type)*8-1)
	a := v.Args[0]
	v.Become(op, a)
	v.Imm = n
}

func (l *lowering) float(v *ssa.Value) {
	a, b := v.Args[0], v.Args[1]
	memOp, constOp := v.Op-ssa.OpFadd+OpFaddM, v.Op-ssa.OpFadd+OpFaddK
	commutes := v.Info().Has(ssa.Commutes)
	if commutes && a.Op == ssa.OpFconst {
		a, b = b, a
	}
	switch {
	case b.Op == ssa.OpFconst && a != b:
		bits := b.Imm
		v.Become(constOp, a)
		v.Imm = bits
	case l.canFold(b, v) && a != b:
		foldLoad(v, memOp, b, a)
	case commutes && l.canFold(a, v) && a != b:
		foldLoad(v, memOp, a, b)
	}
}

func (l *lowering) store(v *ssa.Value) {
	x := v.Args[0]
	drop := func(op ssa.Op, imm int64) {
		v.Op = op
		v.Imm = imm
		v.RemoveArg(0)
	}
	if x.Op == ssa.OpFconst && x.Type == ssa.F32 {
		drop(OpStoreI, int64(int32(x.Imm)))
		return
	}
	if l.m.is64() && x.Op == ssa.OpFconst && x.Imm == 0 {
		drop(OpStoreI64, 0)
		return
	}
	if c, ok := l.m.imm(x); ok {
		switch {
		case v.Op == ssa.OpStore8:
			drop(OpStore8I, int64(int8(c)))
		case v.Op == ssa.OpStore16:
			drop(OpStore16I, int64(int16(c)))
		case l.m.size(x.Type) == 4:
			drop(OpStoreI, c)
		default:
			drop(OpStoreI64, c)
		}
		return
	}
	// A store of the low part does not care for extensions.
	switch {
	case v.Op == ssa.OpStore8 && (x.Op == ssa.OpSext8 || x.Op == ssa.OpZext8 || x.Op == ssa.OpSext16 || x.Op == ssa.OpZext16),
		v.Op == ssa.OpStore16 && (x.Op == ssa.OpSext16 || x.Op == ssa.OpZext16):
		v.SetArg(0, x.Args[0])
	}
	// memory += x
	if x := v.Args[0]; v.Op == ssa.OpStore && x.Op == ssa.OpAdd && x.Uses == 1 && x.Block == v.Block {
		for k, y := range x.Args {
			if y != x.Args[1-k] && sameAddress(y, v) && l.canFold(y, v) {
				v.SetArg(0, x.Args[1-k])
				v.Op = OpAddToM
				return
			}
		}
	}
}
