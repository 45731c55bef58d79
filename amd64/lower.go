package amd64

import (
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// lower rewrites generic operations for which the machine has something better, or nothing.
// It goes over each block backwards, so that a user is seen before its operands and may
// swallow them; dead operands are left to the dead-code pass.
//
// Invariants: a folded operand has no other use; a load is only moved down past values
// that do not write memory or have effects.
func lower(f *ssa.Func, o *codegen.Options) error {
	l := &lowering{f: f, o: o}
	l.expand()
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			if err := l.check(v); err != nil {
				return err
			}
			l.foldAddress(v)
		}
	}
	for _, b := range f.Blocks {
		l.block(b)
	}
	return nil
}

type lowering struct {
	f *ssa.Func
	o *codegen.Options

	// Of the block being lowered: position by value, and the positions of values that loads
	// cannot be moved across.
	pos     map[*ssa.Value]int
	barrier []int
}

func (l *lowering) check(v *ssa.Value) error {
	switch v.Op {
	case ssa.OpNew, ssa.OpBarrier:
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
		return codegen.Bailoutf(l.f, "%s is for 32-bit targets", v.Info().Name)
	}
	return nil
}

// memBase returns the index of the address operand of v, or -1.
func memBase(v *ssa.Value) int {
	switch v.Op {
	case ssa.OpLoad, ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, ssa.OpAddr:
		return 0
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16:
		return 1
	}
	return -1
}

// foldAddress folds additions and shifts into the address of v.
func (l *lowering) foldAddress(v *ssa.Value) {
	bi := memBase(v)
	if bi < 0 {
		return
	}
	for {
		base := v.Args[bi]
		indexed := len(v.Args) > bi+1
		switch {
		case base.Op == ssa.OpAdd && isImm32(base.Args[1]) && fits(int64(v.Off)+base.Args[1].Imm):
			v.Off += int32(base.Args[1].Imm)
			v.SetArg(bi, base.Args[0])
			continue
		case base.Op == ssa.OpAdd && !indexed:
			v.SetArg(bi, base.Args[0])
			v.AddArg(base.Args[1])
			continue
		case base.Op == ssa.OpAddr && fits(int64(v.Off)+int64(base.Off)) && (len(base.Args) == 1 || !indexed):
			v.Off += base.Off
			if len(base.Args) == 2 {
				v.AddArg(base.Args[1])
				v.Scale = base.Scale
			}
			v.SetArg(bi, base.Args[0])
			continue
		}
		if !indexed {
			return
		}
		index := v.Args[bi+1]
		switch {
		case index.Op == ssa.OpShl && index.Type != ssa.I32 && index.Args[1].Op == ssa.OpConst && int64(v.Scale)+index.Args[1].Imm <= 3 && index.Args[1].Imm >= 0:
			v.Scale += uint8(index.Args[1].Imm)
			v.SetArg(bi+1, index.Args[0])
		case index.Op == ssa.OpAdd && index.Type != ssa.I32 && isImm32(index.Args[1]) && fits(int64(v.Off)+index.Args[1].Imm<<v.Scale):
			v.Off += int32(index.Args[1].Imm << v.Scale)
			v.SetArg(bi+1, index.Args[0])
		case index.Op == ssa.OpToptr || index.Op == ssa.OpZext32 || index.Op == ssa.OpFromptr && index.Type == ssa.I64:
			if index.Args[0].Type == ssa.Ref {
				return
			}
			v.SetArg(bi+1, index.Args[0])
		case index.Op == ssa.OpConst && fits(int64(v.Off)+index.Imm<<v.Scale) && index.Imm >= 0:
			v.Off += int32(index.Imm << v.Scale)
			v.RemoveArg(bi + 1)
			v.Scale = 0
		default:
			return
		}
	}
}

func fits(x int64) bool { return x == int64(int32(x)) }

func isImm32(v *ssa.Value) bool { return v.Op == ssa.OpConst && fits(v.Imm) }

// immOf returns the immediate for a constant operand: 32-bit values are taken as signed.
func immOf(v *ssa.Value) (int64, bool) {
	if v.Op != ssa.OpConst {
		return 0, false
	}
	if v.Type == ssa.Ref {
		return int64(int32(v.Imm)), true
	}
	return v.Imm, fits(v.Imm)
}

func (l *lowering) block(b *ssa.Block) {
	l.pos = make(map[*ssa.Value]int, len(b.Values))
	l.barrier = l.barrier[:0]
	for i, v := range b.Values {
		l.pos[v] = i
		if v.Info().Flags&(ssa.Writes|ssa.Effect) != 0 {
			l.barrier = append(l.barrier, i)
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

// canFold reports whether load x may be done where user is instead of where it stands.
func (l *lowering) canFold(x, user *ssa.Value) bool {
	if x.Op != ssa.OpLoad || x.Uses != 1 || x.Block != user.Block {
		return false
	}
	from, to := l.pos[x], l.pos[user]
	for k := len(l.barrier) - 1; k >= 0; k-- {
		if p := l.barrier[k]; p < from {
			break
		} else if p < to {
			return false
		}
	}
	return true
}

// foldLoad turns v into op, whose last arguments are the address that x loads from.
func foldLoad(v *ssa.Value, op ssa.Op, x *ssa.Value, args ...*ssa.Value) {
	off, scale, alias, cond := x.Off, x.Scale, x.Alias, v.Cond
	v.Become(op, append(args, x.Args...)...)
	v.Off, v.Scale, v.Alias, v.Cond = off, scale, alias, cond
}

func (l *lowering) value(v *ssa.Value) {
	switch v.Op {
	case ssa.OpArg:
		if argSpec(v).Result.Kind == ssa.OnStack {
			off := argSpec(v).Result.Reg
			v.Op, v.Imm = opArgStack, int64(off)
		}
	case ssa.OpAdd, ssa.OpSub, ssa.OpMul, ssa.OpAnd, ssa.OpOr, ssa.OpXor:
		l.arith(v)
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		l.shift(v)
	case ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
		l.float(v)
	case ssa.OpSext32:
		if x := v.Args[0]; l.canFold(x, v) {
			foldLoad(v, opLoadsx32, x)
		}
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16:
		l.store(v)
	case ssa.OpAddr:
		v.Op = opLea
	case ssa.OpEq, ssa.OpNe, ssa.OpLt, ssa.OpLe, ssa.OpUlt, ssa.OpUle, ssa.OpFeq, ssa.OpFne, ssa.OpFlt, ssa.OpFle:
		l.fuse(v, v, userSet, false)
	case ssa.OpIf, ssa.OpGuard:
		user := userBr
		if v.Op == ssa.OpGuard {
			user = userGuard
		}
		if c := v.Args[0]; l.fusable(c, v) {
			l.fuse(v, c, user, false)
		} else {
			l.testZero(v, c, user)
		}
	case ssa.OpSelect:
		if c := v.Args[0]; l.fusable(c, v) {
			l.fuse(v, c, userSel, true)
		} else {
			l.testZero(v, c, userSel)
		}
	case ssa.OpSwitch:
		v.Become(opJmpTable, v.Args[0])
	}
}

func (l *lowering) fusable(c, v *ssa.Value) bool {
	return c.Info().Has(ssa.Compares) && c.Uses == 1 && c.Block == v.Block
}

func (l *lowering) arith(v *ssa.Value) {
	a, b := v.Args[0], v.Args[1]
	if _, ok := immOf(a); ok && v.Op != ssa.OpSub {
		a, b = b, a
	}
	if c, ok := immOf(b); ok && !(v.Op == ssa.OpSub && !fits(-c)) {
		op := map[ssa.Op]ssa.Op{ssa.OpAdd: opAddI, ssa.OpSub: opAddI, ssa.OpMul: opMulI, ssa.OpAnd: opAndI,
			ssa.OpOr: opOrI, ssa.OpXor: opXorI}[v.Op]
		if v.Op == ssa.OpSub {
			c = -c
		}
		v.Become(op, a)
		v.Imm = c
		if op == opAddI {
			l.lea(v)
		}
		return
	}
	if v.Op == ssa.OpMul && b.Op == ssa.OpLoad || v.Op != ssa.OpMul {
		op := map[ssa.Op]ssa.Op{ssa.OpAdd: opAddM, ssa.OpSub: opSubM, ssa.OpMul: opMulM, ssa.OpAnd: opAndM,
			ssa.OpOr: opOrM, ssa.OpXor: opXorM}[v.Op]
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
	if v.Op == opAddI {
		a := v.Args[0]
		off := int32(v.Imm)
		if s, ok := scaled(a); ok {
			v.Become(opLeaX, a.Args[0])
			v.Scale, v.Off = s, off
		} else if a.Op == ssa.OpAdd && a.Uses == 1 && a.Block == v.Block && a.Args[0] != a.Args[1] {
			x, y := a.Args[0], a.Args[1]
			if x.Op == ssa.OpConst || y.Op == ssa.OpConst || x.Op == ssa.OpLoad || y.Op == ssa.OpLoad {
				return
			}
			v.Become(opLea, x, y)
			v.Off = off
		}
		return
	}
	a, b := v.Args[0], v.Args[1]
	if s, ok := scaled(b); ok {
		v.Become(opLea, a, b.Args[0])
		v.Scale = s
	} else if s, ok := scaled(a); ok {
		v.Become(opLea, b, a.Args[0])
		v.Scale = s
	}
}

func (l *lowering) shift(v *ssa.Value) {
	c := v.Args[1]
	if c.Op != ssa.OpConst {
		if l.o.Features&HasBMI2 != 0 && v.Op != ssa.OpRotl {
			v.Op = v.Op - ssa.OpShl + opShlX
		}
		return
	}
	op := map[ssa.Op]ssa.Op{ssa.OpShl: opShlI, ssa.OpShr: opShrI, ssa.OpUshr: opUshrI, ssa.OpRotl: opRotlI}[v.Op]
	n := c.Imm & int64(v.Type.Size(8)*8-1)
	a := v.Args[0]
	v.Become(op, a)
	v.Imm = n
}

func (l *lowering) float(v *ssa.Value) {
	a, b := v.Args[0], v.Args[1]
	memOp, constOp := v.Op-ssa.OpFadd+opFaddM, v.Op-ssa.OpFadd+opFaddK
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
		drop(opStoreI32, int64(int32(x.Imm)))
		return
	}
	if x.Op == ssa.OpFconst && x.Imm == 0 {
		drop(opStoreI64, 0)
		return
	}
	if c, ok := immOf(x); ok {
		switch {
		case v.Op == ssa.OpStore8:
			drop(opStore8I, int64(int8(c)))
		case v.Op == ssa.OpStore16:
			drop(opStore16I, int64(int16(c)))
		case x.Type.Size(8) == 4:
			drop(opStoreI32, c)
		default:
			drop(opStoreI64, c)
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
				v.Op = opAddToM
				return
			}
		}
	}
}

// sameAddress reports whether load x reads what store s writes.
func sameAddress(x, s *ssa.Value) bool {
	if x.Op != ssa.OpLoad || x.Off != s.Off || x.Scale != s.Scale || len(x.Args) != len(s.Args)-1 {
		return false
	}
	for i, a := range x.Args {
		if a != s.Args[i+1] {
			return false
		}
	}
	return true
}

// testZero makes v depend on whether c is 0.
func (l *lowering) testZero(v, c *ssa.Value, user int) {
	op := fused(formTest, user)
	imm := v.Imm
	if user == userSel {
		v.Become(op, v.Args[2], v.Args[1], c, c)
	} else {
		v.Become(op, c, c)
	}
	v.Imm, v.Cond = imm, ssa.CondNE
}

// condOf gives the condition for a compare; the float less-than conditions are exchanged
// because the flags of UCOMIS tell unordered from greater but not from less.
func condOf(op ssa.Op) ssa.Cond {
	switch op {
	case ssa.OpEq:
		return ssa.CondEQ
	case ssa.OpNe:
		return ssa.CondNE
	case ssa.OpLt:
		return ssa.CondLT
	case ssa.OpLe:
		return ssa.CondLE
	case ssa.OpUlt:
		return ssa.CondULT
	case ssa.OpUle:
		return ssa.CondULE
	case ssa.OpFeq:
		return ssa.CondFEQ
	case ssa.OpFne:
		return ssa.CondFNE
	case ssa.OpFlt:
		return ssa.CondFLT
	case ssa.OpFle:
		return ssa.CondFLE
	}
	panic("BUG: no compare")
}

// fuse makes v the user of the flags of compare c. sel: v is a select.
func (l *lowering) fuse(v, c *ssa.Value, user int, sel bool) {
	a, b := c.Args[0], c.Args[1]
	cond := condOf(c.Op)
	guardNumber := v.Imm
	var head []*ssa.Value
	then, els := (*ssa.Value)(nil), (*ssa.Value)(nil)
	if sel {
		then, els = v.Args[1], v.Args[2]
	}
	finish := func(form int, imm int64, mem *ssa.Value, operands ...*ssa.Value) {
		if sel {
			if cond == ssa.CondFEQ { // two flags: only "not equal" can be had with two CMOVs
				cond, then, els = ssa.CondFNE, els, then
			}
			head = []*ssa.Value{els, then}
		}
		op := fused(form, user)
		v.Cond = cond
		if mem != nil {
			foldLoad(v, op, mem, append(head, operands...)...)
		} else {
			v.Become(op, append(head, operands...)...)
		}
		v.Cond = cond
		v.Imm = imm
		if user == userGuard && form != formCmpI && form != formTestI {
			v.Imm = guardNumber
		}
	}
	if a.Type.IsFloat() {
		if cond == ssa.CondFLT || cond == ssa.CondFLE {
			a, b, cond = b, a, cond.Swap()
		}
		// UCOMIS takes its second operand from memory.
		if l.canFoldAt(b, c, v) && a != b {
			finish(formFcmpM, 0, b, a)
			return
		}
		finish(formFcmp, 0, nil, a, b)
		return
	}
	if _, ok := immOf(a); ok {
		a, b, cond = b, a, cond.Swap()
	}
	if imm, ok := immOf(b); ok && user != userGuard {
		signed := cond <= ssa.CondLE && cond >= ssa.CondEQ
		if imm == 0 && signed {
			if a.Op == ssa.OpAnd && a.Uses == 1 && a.Block == v.Block && (cond == ssa.CondEQ || cond == ssa.CondNE) {
				if m, ok := immOf(a.Args[1]); ok {
					finish(formTestI, m, nil, a.Args[0])
				} else {
					finish(formTest, 0, nil, a.Args[0], a.Args[1])
				}
				return
			}
			finish(formTest, 0, nil, a, a)
			return
		}
		finish(formCmpI, imm, nil, a)
		return
	} else if ok && imm == 0 && cond >= ssa.CondEQ && cond <= ssa.CondLE {
		finish(formTest, 0, nil, a, a)
		return
	}
	if a != b && l.canFoldAt(b, c, v) {
		finish(formCmpM, 0, b, a)
		return
	}
	if a != b && l.canFoldAt(a, c, v) {
		cond = cond.Swap()
		finish(formCmpM, 0, a, b)
		return
	}
	finish(formCmp, 0, nil, a, b)
}

// canFoldAt reports whether load x, operand of compare c, may be done at v.
func (l *lowering) canFoldAt(x, c, v *ssa.Value) bool {
	return l.canFold(x, v) && c.Block == v.Block
}
