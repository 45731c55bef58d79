package x86

import (
	"encoding/binary"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// emitter encodes one function.
type emitter struct {
	inst.Encoder
	f      *ssa.Func
	o      *codegen.Options
	alloc  *regalloc.Allocation
	frame  frame
	begin  asm.Label   // of the function
	labels []asm.Label // by block ID
	next   *ssa.Block  // the block laid out after the current one
	slow   []func()    // out-of-line code, emitted behind the last block
	sites  []site
	lines  []lineMark

	unwinds []unwindMark
}

// site is a site whose PC is a label still.
type site struct {
	codegen.Site
	pc, handler asm.Label
}

type lineMark struct {
	pc   asm.Label
	line int32
}

// emit encodes an allocated function.
func emit(f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) (*codegen.Code, error) {
	e := &emitter{f: f, o: o, alloc: a}
	e.Encoder = inst.Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, inst.Branches{})}
	e.begin = e.Here()
	e.frame = layoutFrame(f, a)
	e.labels = make([]asm.Label, f.NumBlocks())
	for _, b := range f.Blocks {
		e.labels[b.ID] = e.NewLabel()
	}
	e.prologue()
	line := int32(0)
	for i := range a.Blocks {
		bc := &a.Blocks[i]
		e.next = nil
		if i+1 < len(a.Blocks) {
			e.next = a.Blocks[i+1].B
		}
		e.Bind(e.labels[bc.B.ID])
		for k := range bc.Insts {
			in := &bc.Insts[k]
			if in.V == nil {
				e.move(in.From, in.To, in.Type)
				continue
			}
			if in.V.Line != line && in.V.Line != 0 {
				line = in.V.Line
				e.lines = append(e.lines, lineMark{e.Here(), line})
			}
			if err := e.inst(in); err != nil {
				return nil, err
			}
		}
	}
	for i := 0; i < len(e.slow); i++ { // slow paths may add more
		e.slow[i]()
	}
	return e.finish()
}

func (e *emitter) finish() (*codegen.Code, error) {
	c, err := e.Finish()
	if err != nil {
		return nil, err
	}
	code := &codegen.Code{Name: e.f.Name, Bytes: c.Bytes, Relocs: c.Relocs, TextSize: c.TextSize, FrameSize: e.frame.size}
	for _, s := range e.sites {
		s.PC = uint32(c.Offset(s.pc))
		s.Handler = -1
		if s.handler != 0 {
			s.Handler = int32(c.Offset(s.handler))
		}
		code.Sites = append(code.Sites, s.Site)
	}
	sortSites(code.Sites)
	for _, l := range e.lines {
		code.Lines = append(code.Lines, codegen.Line{PC: uint32(c.Offset(l.pc)), Line: l.line})
	}
	for _, u := range e.unwinds {
		code.Unwind = append(code.Unwind, codegen.Unwind{PC: uint32(c.Offset(u.pc)), Size: u.size})
	}
	return code, nil
}

// reg returns the machine's number of a register location.
func reg(l regalloc.Loc) inst.Reg {
	if l.Kind != regalloc.InReg {
		panic("BUG: " + l.String() + " is no register")
	}
	return inst.Reg(l.N & 7)
}

// slot returns the memory operand of a location on the stack.
func (e *emitter) slot(l regalloc.Loc) inst.Mem {
	if l.Kind == regalloc.OutSlot {
		return inst.B(inst.SP, l.N)
	}
	return inst.B(inst.SP, int32(e.frame.spill)+l.N)
}

// wide reports whether t is a double: no other value has 8 bytes.
func wide(t ssa.Type) bool { return t == ssa.F64 }

func isMem(l regalloc.Loc) bool { return l.Kind == regalloc.InSlot || l.Kind == regalloc.OutSlot }

func isFloatReg(l regalloc.Loc) bool { return l.Kind == regalloc.InReg && l.N >= int32(x0) }

// move copies a value between any two places, keeping the flags. An integer may pass through
// a float register on its way.
func (e *emitter) move(from, to regalloc.Loc, t ssa.Type) {
	switch {
	case from.Kind == regalloc.Constant:
		e.constant(from.V, to)
	case isMem(from) && isMem(to):
		e.copyWord(e.slot(from), e.slot(to))
		if wide(t) {
			a, b := e.slot(from), e.slot(to)
			a.Disp += 4
			b.Disp += 4
			e.copyWord(a, b)
		}
	case isMem(to) && isFloatReg(from):
		if wide(t) {
			e.RM(inst.MovqMX, false, reg(from), e.slot(to))
		} else {
			e.RM(inst.MovssMR, false, reg(from), e.slot(to))
		}
	case isMem(to):
		e.RM(inst.MovMR, false, reg(from), e.slot(to))
	case isMem(from) && isFloatReg(to):
		if wide(t) {
			e.RM(inst.MovqXM, false, reg(to), e.slot(from))
		} else {
			e.RM(inst.MovssRM, false, reg(to), e.slot(from))
		}
	case isMem(from):
		e.RM(inst.MovRM, false, reg(to), e.slot(from))
	case isFloatReg(from) && isFloatReg(to):
		e.RR(inst.Movaps, false, reg(to), reg(from))
	case isFloatReg(from):
		e.RR(inst.MovdRX, false, reg(from), reg(to))
	case isFloatReg(to):
		e.RR(inst.MovdXR, false, reg(to), reg(from))
	default:
		e.RR(inst.MovMR, false, reg(from), reg(to))
	}
}

// copyWord copies 32 bits of memory through the stack, which needs no register. The address
// of PUSH is computed before the stack pointer moves, that of POP after it has moved back.
func (e *emitter) copyWord(from, to inst.Mem) {
	e.M(inst.PushM, false, from)
	e.M(inst.PopM, false, to)
}

// constant computes a constant into any place. It must not change the flags, since it can
// stand between a compare and its user.
func (e *emitter) constant(v *ssa.Value, to regalloc.Loc) {
	switch v.Op {
	case ssa.OpConst:
		switch {
		case isMem(to):
			e.MI(inst.MovMI, false, e.slot(to), v.Imm)
		case isFloatReg(to): // of the operation bits
			e.RM(inst.MovssRM, false, reg(to), inst.Mem{Label: e.PoolConst(uint64(uint32(v.Imm)), 4)})
		default:
			e.O(inst.MovRI, false, reg(to), v.Imm)
		}
	case ssa.OpFconst:
		switch {
		case !isMem(to) && !isFloatReg(to):
			e.O(inst.MovRI, false, reg(to), int64(int32(v.Imm)))
		case isMem(to):
			m := e.slot(to)
			e.MI(inst.MovMI, false, m, int64(int32(v.Imm)))
			if wide(v.Type) {
				m.Disp += 4
				e.MI(inst.MovMI, false, m, v.Imm>>32)
			}
		case v.Imm == 0:
			e.RR(inst.Xorps, false, reg(to), reg(to))
		case v.Type == ssa.F32:
			e.RM(inst.MovssRM, false, reg(to), inst.Mem{Label: e.PoolConst(uint64(uint32(v.Imm)), 4)})
		default:
			e.RM(inst.MovsdRM, false, reg(to), inst.Mem{Label: e.PoolConst(uint64(v.Imm), 8)})
		}
	case ssa.OpCtx:
		if isMem(to) {
			e.RM(inst.MovMR, false, inst.Reg(regCtx), e.slot(to))
		} else {
			e.RR(inst.MovMR, false, inst.Reg(regCtx), reg(to))
		}
	case ssa.OpSymaddr:
		if isMem(to) {
			e.MI(inst.MovMI, false, e.slot(to), 0)
		} else {
			e.O(inst.MovRI, false, reg(to), 0)
		}
		e.Reloc(asm.RelocAbs, v.Aux.(string), int64(v.Off), 4)
	default:
		panic("BUG: cannot recompute " + v.LongString())
	}
}

// addr returns the memory operand of v, whose address begins at argument i.
func (e *emitter) addr(in *regalloc.Inst, i int) inst.Mem {
	m := inst.Mem{Base: reg(in.Args[i]), Index: inst.NoReg, Disp: in.V.Off}
	if i+1 < len(in.Args) {
		m.Index, m.Scale = reg(in.Args[i+1]), in.V.Scale
	}
	return m
}

// inMem reports whether an operand is read from memory: a stack slot, or a constant, which
// lies behind the code.
func inMem(l regalloc.Loc) bool { return isMem(l) || l.Kind == regalloc.Constant }

// mem returns the memory operand for such an operand.
func (e *emitter) mem(l regalloc.Loc) inst.Mem {
	if l.Kind == regalloc.Constant {
		if wide(l.V.Type) {
			return inst.Mem{Label: e.PoolConst(uint64(l.V.Imm), 8)}
		}
		return inst.Mem{Label: e.PoolConst(uint64(uint32(l.V.Imm)), 4)}
	}
	return e.slot(l)
}

// rx encodes op on dst and a second operand in a register or memory.
func (e *emitter) rx(op inst.Op, dst inst.Reg, src regalloc.Loc) {
	if inMem(src) {
		e.RM(op, false, dst, e.mem(src))
	} else {
		e.RR(op, false, dst, reg(src))
	}
}

// rmx encodes op on an operand in a register or memory.
func (e *emitter) rmx(op inst.Op, src regalloc.Loc) {
	if inMem(src) {
		e.M(op, false, e.mem(src))
	} else {
		e.R(op, false, reg(src))
	}
}

// aluI encodes one of the eight classic operations with an immediate.
func (e *emitter) aluI(mi8, mi inst.Op, dst inst.Reg, c int64) {
	if c == int64(int8(c)) {
		e.RI(mi8, false, dst, c)
	} else {
		e.RI(mi, false, dst, c)
	}
}

// ssOrSd chooses the form for the width of a float.
func ssOrSd(t ssa.Type, ss, sd inst.Op) inst.Op {
	if t == ssa.F32 {
		return ss
	}
	return sd
}

var binaryForms = map[ssa.Op]inst.Op{
	ssa.OpAdd: inst.AddRM, ssa.OpSub: inst.SubRM, ssa.OpAnd: inst.AndRM, ssa.OpOr: inst.OrRM, ssa.OpXor: inst.XorRM, ssa.OpMul: inst.ImulRM,
	opAddF: inst.AddRM, opSubF: inst.SubRM, opAdcF: inst.AdcRM, opSbbF: inst.SbbRM,
	opAddM: inst.AddRM, opSubM: inst.SubRM, opAndM: inst.AndRM, opOrM: inst.OrRM, opXorM: inst.XorRM, opMulM: inst.ImulRM,
}

var floatForms = map[ssa.Op][2]inst.Op{
	ssa.OpFadd: {inst.Addss, inst.Addsd}, ssa.OpFsub: {inst.Subss, inst.Subsd}, ssa.OpFmul: {inst.Mulss, inst.Mulsd}, ssa.OpFdiv: {inst.Divss, inst.Divsd},
	opFaddM: {inst.Addss, inst.Addsd}, opFsubM: {inst.Subss, inst.Subsd}, opFmulM: {inst.Mulss, inst.Mulsd}, opFdivM: {inst.Divss, inst.Divsd},
	opFaddK: {inst.Addss, inst.Addsd}, opFsubK: {inst.Subss, inst.Subsd}, opFmulK: {inst.Mulss, inst.Mulsd}, opFdivK: {inst.Divss, inst.Divsd},
}

// inst encodes one operation.
func (e *emitter) inst(in *regalloc.Inst) error {
	v := in.V
	if form, user, ok := fusedParts(v.Op); ok {
		e.fused(in, form, user)
		return nil
	}
	switch v.Op {
	case ssa.OpArg, ssa.OpException, ssa.OpResult:
		return nil // in its register already
	case ssa.OpConst, ssa.OpFconst, ssa.OpCtx, ssa.OpSymaddr:
		e.constant(v, in.Res)
	case opArgStack:
		e.loadReg(in.Res, v.Type, inst.B(inst.SP, int32(e.frame.size)+4+int32(v.Imm)))
	case ssa.OpAdd:
		e.add(in)
	case ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpMul, opAddF, opSubF, opAdcF, opSbbF:
		e.rx(binaryForms[v.Op], reg(in.Res), in.Args[1])
	case opAddM, opSubM, opAndM, opOrM, opXorM, opMulM:
		e.RM(binaryForms[v.Op], false, reg(in.Res), e.addr(in, 1))
	case opAddI:
		if in.Res == in.Args[0] {
			e.aluI(inst.AddMI8, inst.AddMI, reg(in.Res), v.Imm)
		} else {
			e.RM(inst.Lea, false, reg(in.Res), inst.B(reg(in.Args[0]), int32(v.Imm)))
		}
	case opAndI, opOrI, opXorI, opAddFI, opSubFI, opAdcFI, opSbbFI:
		f := immForms[v.Op]
		e.aluI(f[0], f[1], reg(in.Res), v.Imm)
	case opAdcCmp, opSbbCmp:
		op := inst.AdcRM
		if v.Op == opSbbCmp {
			op = inst.SbbRM
		}
		e.rx(inst.CmpRM, reg(in.Args[2]), in.Args[3])
		e.rx(op, reg(in.Res), in.Args[1])
	case opMulI:
		op := inst.ImulRMI
		if v.Imm == int64(int8(v.Imm)) {
			op = inst.ImulRMI8
		}
		if inMem(in.Args[0]) {
			e.RMI(op, false, reg(in.Res), e.mem(in.Args[0]), v.Imm)
		} else {
			e.RRI(op, false, reg(in.Res), reg(in.Args[0]), v.Imm)
		}
	case opShlI, opShrI, opUshrI, opRotlI:
		e.RI(shiftForms[v.Op], false, reg(in.Res), v.Imm)
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		e.R(shiftForms[v.Op], false, reg(in.Res))
	case ssa.OpShld:
		e.RR(inst.ShldCL, false, reg(in.Args[1]), reg(in.Res))
	case ssa.OpShrd:
		e.RR(inst.ShrdCL, false, reg(in.Args[1]), reg(in.Res))
	case opShldI:
		e.RRI(inst.ShldI, false, reg(in.Args[1]), reg(in.Res), v.Imm)
	case opShrdI:
		e.RRI(inst.ShrdI, false, reg(in.Args[1]), reg(in.Res), v.Imm)
	case opLea:
		e.lea(in)
	case opLeaX:
		e.RM(inst.Lea, false, reg(in.Res), inst.Mem{Base: inst.NoReg, Index: reg(in.Args[0]), Scale: v.Scale, Disp: v.Off})
	case ssa.OpNeg:
		e.R(inst.Neg, false, reg(in.Res))
	case ssa.OpNot:
		e.R(inst.Not, false, reg(in.Res))
	case ssa.OpBswap:
		e.O(inst.Bswap, false, reg(in.Res), 0)
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem:
		e.divide(in)
	case ssa.OpMulh, opImulW:
		e.rmx(inst.Imul1, in.Args[1])
	case ssa.OpUmulh, opMulW:
		e.rmx(inst.Mul1, in.Args[1])
	case opDivW:
		e.rmx(inst.Div1, in.Args[2])
	case ssa.OpClz, ssa.OpCtz:
		e.countZeros(in)
	case ssa.OpPopcnt:
		e.rx(inst.Popcnt, reg(in.Res), in.Args[0])
	case ssa.OpSext8, ssa.OpZext8:
		e.extend8(in)
	case ssa.OpSext16:
		e.rx(inst.Movsx16, reg(in.Res), in.Args[0])
	case ssa.OpZext16:
		e.rx(inst.Movzx16, reg(in.Res), in.Args[0])
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref, ssa.OpCopy:
		if in.Args[0] != in.Res {
			e.move(in.Args[0], in.Res, v.Type)
		}
	case ssa.OpLoad:
		e.loadReg(in.Res, v.Type, e.addr(in, 0))
	case ssa.OpLoad8s:
		e.RM(inst.Movsx8, false, reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad8u:
		e.RM(inst.Movzx8, false, reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad16s:
		e.RM(inst.Movsx16, false, reg(in.Res), e.addr(in, 0))
	case ssa.OpLoad16u:
		e.RM(inst.Movzx16, false, reg(in.Res), e.addr(in, 0))
	case ssa.OpStore:
		e.store(in)
	case ssa.OpStore8:
		e.storeByte(reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpStore16:
		e.RM(inst.Mov16MR, false, reg(in.Args[0]), e.addr(in, 1))
	case opStoreI:
		e.MI(inst.MovMI, false, e.addr(in, 0), v.Imm)
	case opStore8I:
		e.MI(inst.Mov8MI, false, e.addr(in, 0), v.Imm)
	case opStore16I:
		e.MI(inst.Mov16MI, false, e.addr(in, 0), v.Imm)
	case opAddToM:
		e.RM(inst.AddMR, false, reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpCas, ssa.OpXchg, ssa.OpXadd, ssa.OpCas64:
		e.atomic(in)
	case ssa.OpFence:
		if v.Imm&4 != 0 { // all others are implied by the memory model (TSO)
			e.O(inst.Mfence, false, 0, 0)
		}
	case ssa.OpJmp, ssa.OpCatch:
		e.jump(v.Block.Succs[0].B)
	case opJmpTable:
		e.jumpTable(in)
	case ssa.OpRet:
		if e.f.Conv == ssa.ConvC && len(v.Args) > 0 && v.Args[0].Type.IsFloat() {
			e.toFPU(reg(in.Args[0]), v.Args[0].Type)
		}
		e.epilogue()
	case ssa.OpStop:
		e.O(inst.Ud2, false, 0, 0)
	case ssa.OpCall, ssa.OpCalli, ssa.OpExit, ssa.OpPoll:
		e.leave(in)
	default:
		return e.float(in)
	}
	return nil
}

var shiftForms = map[ssa.Op]inst.Op{
	opShlI: inst.ShlI, opShrI: inst.SarI, opUshrI: inst.ShrI, opRotlI: inst.RolI,
	ssa.OpShl: inst.ShlCL, ssa.OpShr: inst.SarCL, ssa.OpUshr: inst.ShrCL, ssa.OpRotl: inst.RolCL,
}

// immForms gives the forms for a byte and for a word.
var immForms = map[ssa.Op][2]inst.Op{
	opAndI: {inst.AndMI8, inst.AndMI}, opOrI: {inst.OrMI8, inst.OrMI}, opXorI: {inst.XorMI8, inst.XorMI},
	opAddFI: {inst.AddMI8, inst.AddMI}, opSubFI: {inst.SubMI8, inst.SubMI},
	opAdcFI: {inst.AdcMI8, inst.AdcMI}, opSbbFI: {inst.SbbMI8, inst.SbbMI},
}

func (e *emitter) loadReg(to regalloc.Loc, t ssa.Type, m inst.Mem) {
	if t.IsFloat() {
		e.RM(ssOrSd(t, inst.MovssRM, inst.MovsdRM), false, reg(to), m)
	} else {
		e.RM(inst.MovRM, false, reg(to), m)
	}
}

func (e *emitter) store(in *regalloc.Inst) {
	t := in.V.Args[0].Type
	if t.IsFloat() {
		e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, reg(in.Args[0]), e.addr(in, 1))
	} else {
		e.RM(inst.MovMR, false, reg(in.Args[0]), e.addr(in, 1))
	}
}

// hasByte reports whether the low byte of r can be named.
func hasByte(r inst.Reg) bool { return r < inst.SP }

// storeByte stores the low byte of r. If that has no name, r changes places with AX for the
// moment, in the address as well.
func (e *emitter) storeByte(r inst.Reg, m inst.Mem) {
	if hasByte(r) {
		e.RM(inst.Mov8MR, false, r, m)
		return
	}
	swap := func(x inst.Reg) inst.Reg {
		switch x {
		case inst.AX:
			return r
		case r:
			return inst.AX
		}
		return x
	}
	m.Base, m.Index = swap(m.Base), swap(m.Index)
	e.RR(inst.Xchg, false, inst.AX, r)
	e.RM(inst.Mov8MR, false, inst.AX, m)
	e.RR(inst.Xchg, false, inst.AX, r)
}

func (e *emitter) extend8(in *regalloc.Inst) {
	r, x := reg(in.Res), reg(in.Args[0])
	signed := in.V.Op == ssa.OpSext8
	switch {
	case hasByte(x) && signed:
		e.RR(inst.Movsx8, false, r, x)
	case hasByte(x):
		e.RR(inst.Movzx8, false, r, x)
	default:
		if r != x {
			e.RR(inst.MovMR, false, x, r)
		}
		if !signed {
			e.RI(inst.AndMI, false, r, 0xff)
			return
		}
		e.RI(inst.ShlI, false, r, 24)
		e.RI(inst.SarI, false, r, 24)
	}
}

// add has three operands thanks to LEA.
func (e *emitter) add(in *regalloc.Inst) {
	a, b, r := in.Args[0], in.Args[1], in.Res
	switch {
	case r == a:
		e.rx(inst.AddRM, reg(r), b)
	case r == b:
		e.RR(inst.AddRM, false, reg(r), reg(a))
	case inMem(b):
		e.RR(inst.MovRM, false, reg(r), reg(a))
		e.rx(inst.AddRM, reg(r), b)
	default:
		e.RM(inst.Lea, false, reg(r), inst.Mem{Base: reg(a), Index: reg(b)})
	}
}

// lea prefers an addition where it does the same.
func (e *emitter) lea(in *regalloc.Inst) {
	m, r := e.addr(in, 0), reg(in.Res)
	switch {
	case m.Index == inst.NoReg && m.Base == r:
		e.aluI(inst.AddMI8, inst.AddMI, r, int64(m.Disp))
	case m.Index != inst.NoReg && m.Scale == 0 && m.Disp == 0 && m.Base == r:
		e.RR(inst.AddRM, false, r, m.Index)
	default:
		e.RM(inst.Lea, false, r, m)
	}
}

// divide: the machine traps for MIN / -1, so -1 is done apart.
func (e *emitter) divide(in *regalloc.Inst) {
	v, d := in.V, reg(in.Args[1])
	if v.Op == ssa.OpUdiv || v.Op == ssa.OpUrem {
		e.RR(inst.XorRM, false, inst.DX, inst.DX)
		e.R(inst.Div1, false, d)
		return
	}
	special, done := e.NewLabel(), e.NewLabel()
	e.RI(inst.CmpMI8, false, d, -1)
	e.Branch(inst.CcE, special)
	e.O(inst.Cdq, false, 0, 0)
	e.R(inst.Idiv1, false, d)
	e.Bind(done)
	e.slow = append(e.slow, func() {
		e.Bind(special)
		if v.Op == ssa.OpDiv {
			e.R(inst.Neg, false, inst.AX)
		} else {
			e.RR(inst.XorRM, false, inst.DX, inst.DX)
		}
		e.Branch(inst.Jmp, done)
	})
}

// countZeros: BSR and BSF leave the result undefined for 0.
func (e *emitter) countZeros(in *regalloc.Inst) {
	x, r, t := reg(in.Args[0]), reg(in.Res), inst.Reg(in.Temps[0])
	if e.o.Features&HasLzcnt != 0 {
		op := inst.Lzcnt
		if in.V.Op == ssa.OpCtz {
			op = inst.Tzcnt
		}
		e.RR(op, false, r, x)
		return
	}
	if in.V.Op == ssa.OpCtz {
		e.O(inst.MovRI, false, t, 32)
		e.RR(inst.Bsf, false, r, x)
		e.RRcc(inst.Cmovcc, inst.CcE, false, r, t)
		return
	}
	e.O(inst.MovRI, false, t, 63)
	e.RR(inst.Bsr, false, r, x)
	e.RRcc(inst.Cmovcc, inst.CcE, false, r, t)
	e.RI(inst.XorMI8, false, r, 31)
}

func (e *emitter) atomic(in *regalloc.Inst) {
	v := in.V
	m := inst.B(reg(in.Args[0]), v.Off)
	switch v.Op {
	case ssa.OpCas:
		e.O(inst.Lock, false, 0, 0)
		e.RM(inst.Cmpxchg, false, reg(in.Args[2]), m)
		e.setFlag(ssa.CondEQ, reg(in.Res))
	case ssa.OpCas64:
		e.cas64(reg(in.Args[3]), m)
		e.setFlag(ssa.CondEQ, reg(in.Res))
	default:
		if in.Args[1] != in.Res {
			e.move(in.Args[1], in.Res, v.Type)
		}
		if v.Op == ssa.OpXchg { // locks by itself
			e.RM(inst.Xchg, false, reg(in.Res), m)
		} else {
			e.O(inst.Lock, false, 0, 0)
			e.RM(inst.Xadd, false, reg(in.Res), m)
		}
	}
}

// cas64: CMPXCHG8B wants the low half of the new value in BX, where the context is. It is
// read before, so that a fault finds the context in its register.
func (e *emitter) cas64(low inst.Reg, m inst.Mem) {
	e.RM(inst.CmpRM, false, inst.AX, m)
	ctx := inst.Reg(regCtx)
	if m.Base == low {
		m.Base = ctx
	}
	e.RR(inst.Xchg, false, ctx, low)
	e.O(inst.Lock, false, 0, 0)
	e.M(inst.Cmpxchg8b, false, m)
	e.RR(inst.Xchg, false, ctx, low) // keeps the flags
}

// jumpTable jumps through a table of addresses behind the code.
func (e *emitter) jumpTable(in *regalloc.Inst) {
	table := e.NewLabel()
	e.M(inst.JmpM, false, inst.Mem{Base: inst.NoReg, Index: reg(in.Args[0]), Scale: 2, Label: table})
	succs := in.V.Block.Succs
	e.slow = append(e.slow, func() {
		e.Bind(table)
		for _, to := range succs[:len(succs)-1] { // the default is never taken
			e.Word(0)
			e.Fix(asm.FixAbs32, e.labels[to.B.ID], 0, 4, 0)
		}
	})
}

// jump goes to b, unless b is next.
func (e *emitter) jump(b *ssa.Block) {
	if b != e.next {
		e.Branch(inst.Jmp, e.labels[b.ID])
	}
}
