package ppc

import (
	"slices"

	"gojvm/codegen"
	"gojvm/codegen/ssa"
)

// lower rewrites generic operations for which the machine has something better, or nothing.
// It goes over each block backwards, so that a user is seen before its operands and may
// swallow them; dead operands are left to the dead-code pass.
//
// Afterwards an address is base + offset of 16 bits, or base + index with neither scale nor
// offset.
func lower(f *ssa.Func, o *codegen.Options) error {
	if o.Level >= codegen.Full {
		counted(f)
		updated(f)
	}
	l := &lowering{f: f}
	for _, b := range f.Blocks {
		l.out = make([]*ssa.Value, 0, len(b.Values))
		for _, v := range b.Values {
			if err := l.check(v); err != nil {
				return err
			}
			l.address(v)
			l.out = append(l.out, v)
		}
		b.Values = l.out
	}
	for _, b := range f.Blocks {
		l.carries(b)
		l.block(b)
	}
	return nil
}

type lowering struct {
	f   *ssa.Func
	out []*ssa.Value
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
	case ssa.OpRet:
		if len(v.Args) > 2 {
			return codegen.Bailoutf(l.f, "ppc: a function with %d results", len(v.Args))
		}
	}
	if v.Type == ssa.I64 {
		return codegen.Bailoutf(l.f, "ppc: %s has 64 bits and was not split", v.LongString())
	}
	return nil
}

// memBase returns the index of the address operand of v, or -1.
func memBase(v *ssa.Value) int {
	switch v.Op {
	case ssa.OpLoad, ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, ssa.OpAddr, opLoadRev, opLoadRev16:
		return 0
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16, opStoreRev, opStoreRev16:
		return 1
	}
	return -1
}

func fits16(x int64) bool { return x == int64(int16(x)) }

// imm returns the 32 bits of a constant operand, as signed.
func imm(v *ssa.Value) (int64, bool) { return int64(int32(v.Imm)), v.Op == ssa.OpConst }

// address brings the address of v into one of the two forms of the machine.
func (l *lowering) address(v *ssa.Value) {
	bi := memBase(v)
	if bi < 0 {
		return
	}
	for len(v.Args) == bi+1 {
		base := v.Args[bi]
		var c int64
		switch base.Op {
		case ssa.OpAdd:
			k, ok := imm(base.Args[1])
			if !ok {
				if v.Off == 0 && base.Args[0].Op != ssa.OpConst {
					v.SetArg(bi, base.Args[0])
					v.AddArg(base.Args[1])
				}
				c = 1 << 20
				break
			}
			c = int64(v.Off) + k
		case ssa.OpAddr:
			if len(base.Args) == 2 && base.Off == 0 && base.Scale == 0 && v.Off == 0 {
				x, y := base.Args[0], base.Args[1]
				v.SetArg(bi, x)
				v.AddArg(y)
			}
			c = int64(v.Off) + int64(base.Off)
			if len(base.Args) == 2 {
				c = 1 << 20
			}
		default:
			c = 1 << 20
		}
		if !fits16(c) {
			break
		}
		v.Off = int32(c)
		v.SetArg(bi, base.Args[0])
	}
	if len(v.Args) == bi+2 {
		l.index(v, bi)
	}
	if !fits16(int64(v.Off)) && v.Op != ssa.OpAddr {
		// The high part, adjusted for a low part that is added with sign.
		hi := (int64(v.Off) + 0x8000) &^ 0xffff
		p := l.val(opAddI, ssa.Ptr, v, v.Args[bi])
		p.Imm = int64(int32(hi))
		v.Off -= int32(hi)
		v.SetArg(bi, p)
	}
}

// index folds into an indexed address what the machine can do without an instruction, and
// computes what is left of scale and offset.
func (l *lowering) index(v *ssa.Value, bi int) {
	x := v.Args[bi+1]
	for x.Op == ssa.OpToptr || x.Op == ssa.OpFromptr {
		x = x.Args[0]
	}
	if c, ok := imm(x); ok && fits16(c<<v.Scale+int64(v.Off)) {
		v.Off += int32(c << v.Scale)
		v.Scale = 0
		v.RemoveArg(bi + 1)
		return
	}
	if v.Scale > 0 {
		s := l.val(opRlw, x.Type, v, x)
		s.Imm = packMask(int32(v.Scale), 0, 31-int32(v.Scale))
		x, v.Scale = s, 0
	}
	if v.Off != 0 {
		if v.Op == ssa.OpAddr && fits16(int64(v.Off)) {
			p := l.val(opAddX, ssa.Ptr, v, v.Args[bi], x)
			v.SetArg(bi, p)
			v.RemoveArg(bi + 1)
			return
		}
		s := l.val(opAddI, x.Type, v, x)
		s.Imm = int64(v.Off)
		x, v.Off = s, 0
	}
	v.SetArg(bi+1, x)
}

// val makes a value before v.
func (l *lowering) val(op ssa.Op, t ssa.Type, v *ssa.Value, args ...*ssa.Value) *ssa.Value {
	n := l.f.NewValue(op, t, args...)
	n.Block, n.Line = v.Block, v.Line
	l.out = append(l.out, n)
	return n
}

func (l *lowering) block(b *ssa.Block) {
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
	switch v.Op {
	case ssa.OpArg:
		if c := argSpec(l.f)[v.Imm]; c.Kind == ssa.OnStack {
			v.Op, v.Imm = opArgStack, int64(c.Reg)
		}
	case ssa.OpAdd, ssa.OpSub, ssa.OpMul:
		l.arith(v)
	case ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpNot:
		l.logic(v)
	case ssa.OpShl, ssa.OpUshr, ssa.OpRotl, ssa.OpShr, ssa.OpZext8, ssa.OpZext16:
		l.shift(v)
	case ssa.OpShld, ssa.OpShrd:
		l.shiftPair(v)
	case ssa.OpLt64, ssa.OpUlt64:
		l.fuse(v, v, userSet)
	case ssa.OpAddr:
		l.addr(v)
	case ssa.OpBswap:
		l.reversedLoad(v)
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16:
		l.store(v)
	case ssa.OpEq, ssa.OpNe, ssa.OpLt, ssa.OpLe, ssa.OpUlt, ssa.OpUle, ssa.OpFeq, ssa.OpFne, ssa.OpFlt, ssa.OpFle:
		l.fuse(v, v, userSet)
	case ssa.OpIf:
		l.condition(v, userBr)
	case ssa.OpGuard:
		l.condition(v, userGuard)
	case ssa.OpSelect:
		l.condition(v, userSel)
	case ssa.OpSwitch:
		v.Become(opJmpTable, v.Args[0])
	}
}

// become is Value.Become with an immediate.
func become(v *ssa.Value, op ssa.Op, imm int64, args ...*ssa.Value) {
	v.Become(op, args...)
	v.Imm = imm
}

func (l *lowering) arith(v *ssa.Value) {
	a, b := v.Args[0], v.Args[1]
	if a.Op == ssa.OpConst && v.Op != ssa.OpSub {
		a, b = b, a
	}
	if c, ok := imm(b); ok {
		switch {
		case v.Op == ssa.OpAdd:
			l.addImm(v, a, c)
			return
		case v.Op == ssa.OpSub:
			l.addImm(v, a, int64(int32(-c)))
			return
		case fits16(c):
			become(v, opMulI, c, a)
			return
		}
	}
	if c, ok := imm(a); ok && v.Op == ssa.OpSub && fits16(c) {
		become(v, opSubfI, c, b)
	}
}

// addImm turns v into a + c. A large constant that others use as well stays in a register.
func (l *lowering) addImm(v, a *ssa.Value, c int64) {
	if !fits16(c) && c&0xffff != 0 && v.Op == ssa.OpAdd && v.Args[0].Uses+v.Args[1].Uses > 2 {
		return
	}
	become(v, opAddI, c, a)
}

func (l *lowering) shift(v *ssa.Value) {
	if l.rotate(v) {
		return
	}
	c, constant := imm(v.Args[len(v.Args)-1])
	switch v.Op {
	case ssa.OpShr:
		if constant {
			become(v, opSrawI, c&31, v.Args[0])
			return
		}
		l.count(v, opSraw)
	case ssa.OpShl:
		l.count(v, opSlw)
	case ssa.OpUshr:
		l.count(v, opSrw)
	}
}

// shiftPair: by a constant it is a shift of one word and an insertion from the other.
func (l *lowering) shiftPair(v *ssa.Value) {
	c, ok := imm(v.Args[2])
	if !ok {
		return
	}
	n := int32(c) & 31
	a, b := v.Args[0], v.Args[1]
	if n == 0 {
		v.Become(ssa.OpCopy, a)
		return
	}
	shift, insert := packMask(n, 0, 31-n), packMask(n, 32-n, 31)
	if v.Op == ssa.OpShrd {
		shift, insert = packMask(32-n, n, 31), packMask(32-n, 0, n-1)
	}
	if a == b {
		sh, _, _ := unpackMask(shift)
		become(v, opRlw, packMask(sh, 0, 31), a)
		return
	}
	s := l.f.NewValue(opRlw, v.Type, a)
	s.Imm, s.Line = shift, v.Line
	v.Block.InsertAt(v.Block.Index(v), s)
	become(v, opRlwIns, insert, s, b)
}

// count turns v into a shift by a register. The machine takes 6 bits of the count, the
// operation 5, so the sixth must go, unless it is known to be 0.
func (l *lowering) count(v *ssa.Value, op ssa.Op) {
	n := v.Args[1]
	if n.Op == ssa.OpAnd {
		if c, ok := imm(n.Args[1]); ok {
			switch {
			case c&0x3f == 0x1f:
				if c == 0x3f {
					n = n.Args[0]
				}
				v.Become(op, v.Args[0], n)
				return
			}
		}
	}
	if n.Type.Size(4) == 4 && zeroBits(n)&0x20 != 0 {
		v.Become(op, v.Args[0], n)
	}
	// Else emission masks the count.
}

// rotate turns v into one rotate-and-mask instruction, if it is one.
func (l *lowering) rotate(v *ssa.Value) bool {
	r := rotatedOf(v, 4)
	if r.x == v {
		return false
	}
	if r.mask == 0 {
		become(v, ssa.OpConst, 0)
		return true
	}
	mb, me, ok := maskRange(r.mask)
	if !ok {
		// Without looking through the operand, perhaps.
		if r = rotatedOf(v, 1); r.x == v {
			return false
		}
		if mb, me, ok = maskRange(r.mask); !ok {
			return false
		}
	}
	if r.sh == 0 && r.mask == 1<<32-1 && r.x.Type == v.Type {
		v.Become(ssa.OpCopy, r.x)
		return true
	}
	become(v, opRlw, packMask(r.sh, mb, me), r.x)
	return true
}

func (l *lowering) logic(v *ssa.Value) {
	if v.Op == ssa.OpNot {
		l.not(v)
		return
	}
	if v.Op == ssa.OpAnd && l.rotate(v) {
		return
	}
	if v.Op == ssa.OpOr && l.insert(v) {
		return
	}
	a, b := v.Args[0], v.Args[1]
	if a.Op == ssa.OpConst {
		a, b = b, a
	}
	if c, ok := imm(b); ok {
		u := int64(uint32(c))
		oneHalf := u>>16 == 0 || u&0xffff == 0
		switch {
		case v.Op == ssa.OpAnd && oneHalf:
			become(v, opAndI, u, a)
		case v.Op == ssa.OpOr && (oneHalf || b.Uses == 1):
			become(v, opOrI, u, a)
		case v.Op == ssa.OpXor && c == -1:
			v.Become(opNor, a, a)
		case v.Op == ssa.OpXor && (oneHalf || b.Uses == 1):
			become(v, opXorI, u, a)
		}
		return
	}
	// A complement that belongs to the instruction.
	not := func(x *ssa.Value) (*ssa.Value, bool) {
		if x.Op == ssa.OpNot {
			return x.Args[0], true
		}
		if x.Op == ssa.OpXor {
			if c, ok := imm(x.Args[1]); ok && c == -1 {
				return x.Args[0], true
			}
		}
		return x, false
	}
	x, xn := not(a)
	y, yn := not(b)
	if xn && !yn {
		x, y, xn, yn = y, x, yn, xn
	}
	if !yn || xn {
		return
	}
	v.Become(map[ssa.Op]ssa.Op{ssa.OpAnd: opAndc, ssa.OpOr: opOrc, ssa.OpXor: opEqv}[v.Op], x, y)
}

func (l *lowering) not(v *ssa.Value) {
	x := v.Args[0]
	op := opNor
	if x.Uses == 1 {
		switch x.Op {
		case ssa.OpAnd:
			op = opNand
		case ssa.OpXor:
			op = opEqv
		case ssa.OpOr:
		default:
			op = 0
		}
		if op != 0 && x.Args[0].Op != ssa.OpConst && x.Args[1].Op != ssa.OpConst {
			v.Become(op, x.Args[0], x.Args[1])
			return
		}
	}
	v.Become(opNor, x, x)
}

// insert turns a | b into the insertion of one under a mask where the other is 0, or into a
// rotation if both are parts of one.
func (l *lowering) insert(v *ssa.Value) bool {
	a, b := v.Args[0], v.Args[1]
	ra, rb := rotatedOf(a, 4), rotatedOf(b, 4)
	if ra.x == rb.x && ra.sh == rb.sh && ra.x != a && rb.x != b {
		if mb, me, ok := maskRange(ra.mask | rb.mask); ok {
			become(v, opRlw, packMask(ra.sh, mb, me), ra.x)
			return true
		}
	}
	try := func(into, part *ssa.Value, r rotated) bool {
		if r.x == part || part.Uses != 1 || into == part {
			return false
		}
		mb, me, ok := maskRange(r.mask)
		if !ok || zeroBits(into)&r.mask != r.mask || into.Op == ssa.OpConst {
			return false
		}
		// What is overwritten need not be masked out before.
		if into.Op == ssa.OpAnd && into.Uses == 1 {
			if c, ok := imm(into.Args[1]); ok && uint32(c)|r.mask == 1<<32-1 {
				into = into.Args[0]
			}
		}
		become(v, opRlwIns, packMask(r.sh, mb, me), into, r.x)
		return true
	}
	return try(a, b, rb) || try(b, a, ra)
}

// addr turns an address into additions.
func (l *lowering) addr(v *ssa.Value) {
	if len(v.Args) == 2 {
		v.Become(opAddX, v.Args[0], v.Args[1])
	} else {
		become(v, opAddI, int64(v.Off), v.Args[0])
	}
}

// reversedLoad turns a byte swap of a load into a byte-reversed load, which knows only
// indexed addresses.
func (l *lowering) reversedLoad(v *ssa.Value) {
	x := v.Args[0]
	if x.Op != ssa.OpLoad || x.Uses != 1 || x.Block != v.Block || v.Type.Size(4) != 4 || x.Off != 0 {
		return
	}
	// The load keeps its place; the swap becomes its copy.
	args := slices.Clone(x.Args)
	alias := x.Alias
	x.Become(opLoadRev, args...)
	x.Alias = alias
	v.Become(ssa.OpCopy, x)
}

func (l *lowering) store(v *ssa.Value) {
	x := v.Args[0]
	if x.Op == ssa.OpBswap && v.Op == ssa.OpStore && x.Uses == 1 && x.Type.Size(4) == 4 && v.Off == 0 {
		v.SetArg(0, x.Args[0])
		v.Op = opStoreRev
		return
	}
	// A store of the low part does not care for what is above.
	for {
		x = v.Args[0]
		low := uint32(0xff)
		if v.Op == ssa.OpStore16 {
			low = 0xffff
		}
		switch {
		case v.Op == ssa.OpStore:
			return
		case x.Op == ssa.OpSext16 || x.Op == ssa.OpZext16 || v.Op == ssa.OpStore8 && (x.Op == ssa.OpSext8 || x.Op == ssa.OpZext8):
		case x.Op == ssa.OpAnd && x.Args[1].Op == ssa.OpConst && uint32(x.Args[1].Imm)&low == low:
		default:
			return
		}
		v.SetArg(0, x.Args[0])
	}
}

// condition makes v depend on its condition, fused with the compare if there is one.
func (l *lowering) condition(v *ssa.Value, user int) {
	c := v.Args[0]
	if isCompare(c) && c.Uses == 1 {
		l.fuse(v, c, user)
		return
	}
	l.finish(v, user, formCmpI, ssa.CondNE, 0, c)
}

func isCompare(c *ssa.Value) bool {
	return c.Info().Has(ssa.Compares) || c.Op == ssa.OpLt64 || c.Op == ssa.OpUlt64
}

// finish turns v into a fused compare.
func (l *lowering) finish(v *ssa.Value, user, form int, cond ssa.Cond, imm int32, operands ...*ssa.Value) {
	guard := v.Imm
	args := operands
	if user == userSel {
		args = append([]*ssa.Value{v.Args[2], v.Args[1]}, operands...)
	}
	v.Become(fused(form, user), args...)
	v.Cond, v.Off = cond, imm
	if user == userGuard {
		v.Imm = guard
	}
}

func condOf(op ssa.Op) ssa.Cond {
	switch op {
	case ssa.OpEq:
		return ssa.CondEQ
	case ssa.OpNe:
		return ssa.CondNE
	case ssa.OpLt, ssa.OpLt64:
		return ssa.CondLT
	case ssa.OpLe:
		return ssa.CondLE
	case ssa.OpUlt, ssa.OpUlt64:
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

// fuse makes v the user of the outcome of compare c, which may be v itself.
func (l *lowering) fuse(v, c *ssa.Value, user int) {
	// The negation of a compare is the compare with the condition negated.
	negate := false
	for c.Op == ssa.OpEq || c.Op == ssa.OpNe {
		k, ok := imm(c.Args[1])
		if x := c.Args[0]; !ok || k != 0 || !isCompare(x) || x.Uses != 1 {
			break
		}
		negate = negate != (c.Op == ssa.OpEq)
		c = c.Args[0]
	}
	a, b := c.Args[0], c.Args[1]
	cond := condOf(c.Op)
	if negate {
		cond = cond.Negate()
	}
	if c.Op == ssa.OpLt64 || c.Op == ssa.OpUlt64 {
		l.finish(v, user, formCmp64, cond, 0, c.Args[0], c.Args[1], c.Args[2], c.Args[3])
		return
	}
	if a.Type.IsFloat() {
		l.finish(v, user, formFcmp, cond, 0, a, b)
		return
	}
	if a.Op == ssa.OpConst {
		a, b, cond = b, a, cond.Swap()
	}
	k, ok := imm(b)
	equality := cond == ssa.CondEQ || cond == ssa.CondNE
	switch unsigned := cond >= ssa.CondULT; {
	case !ok:
	case k == 0 && equality && a.Op == ssa.OpAnd && a.Uses == 1 && user != userSet:
		if m, ok := imm(a.Args[1]); ok {
			u := uint32(m)
			if _, _, ok := maskRange(u); ok || u>>16 == 0 || u&0xffff == 0 {
				l.finish(v, user, formTestI, cond, int32(u), a.Args[0])
				return
			}
		}
		l.finish(v, user, formTest, cond, 0, a.Args[0], a.Args[1])
		return
	case unsigned && uint32(k) <= 0xffff, equality && k >= -0x8000 && k <= 0xffff, !unsigned && fits16(k):
		l.finish(v, user, formCmpI, cond, int32(k), a)
		return
	}
	l.finish(v, user, formCmp, cond, 0, a, b)
}
