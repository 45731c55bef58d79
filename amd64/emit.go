package amd64

import (
	"encoding/binary"
	"math"

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
	e.Encoder = inst.Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, inst.Branches{}), Mode64: true}
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
	return inst.Reg(l.N & 15)
}

// slot returns the memory operand of a location on the stack.
func (e *emitter) slot(l regalloc.Loc) inst.Mem {
	if l.Kind == regalloc.OutSlot {
		return inst.B(inst.SP, l.N)
	}
	return inst.B(inst.SP, int32(e.frame.spill)+l.N)
}

func wide(t ssa.Type) bool { return t.Size(8) == 8 }

func isMem(l regalloc.Loc) bool { return l.Kind == regalloc.InSlot || l.Kind == regalloc.OutSlot }

func isFloatReg(l regalloc.Loc) bool { return l.Kind == regalloc.InReg && l.N >= int32(x0) }

// move copies a value between any two places; from memory to memory goes through registers
// before it comes here. An integer may pass through a float register on its way.
func (e *emitter) move(from, to regalloc.Loc, t ssa.Type) {
	w := wide(t)
	switch {
	case from.Kind == regalloc.Constant:
		e.constant(from.V, to)
	case isMem(to) && isFloatReg(from):
		if w {
			e.RM(inst.MovqMX, false, reg(from), e.slot(to))
		} else {
			e.RM(inst.MovssMR, false, reg(from), e.slot(to))
		}
	case isMem(to):
		e.RM(inst.MovMR, w, reg(from), e.slot(to))
	case isMem(from) && isFloatReg(to):
		if w {
			e.RM(inst.MovqXM, false, reg(to), e.slot(from))
		} else {
			e.RM(inst.MovssRM, false, reg(to), e.slot(from))
		}
	case isMem(from):
		e.RM(inst.MovRM, w, reg(to), e.slot(from))
	case isFloatReg(from) && isFloatReg(to):
		e.RR(inst.Movaps, false, reg(to), reg(from))
	case isFloatReg(from):
		e.RR(inst.MovdRX, w, reg(from), reg(to))
	case isFloatReg(to):
		e.RR(inst.MovdXR, w, reg(to), reg(from))
	default:
		e.RR(inst.MovMR, w, reg(from), reg(to))
	}
}

// constant computes a constant into any place. It may use the scratch registers but must
// not change the flags, since it can stand between a compare and its user.
func (e *emitter) constant(v *ssa.Value, to regalloc.Loc) {
	dst := to
	if isMem(to) {
		dst = regalloc.Reg(scratchInt)
		if v.Type.IsFloat() {
			dst = regalloc.Reg(scratchFloat)
		}
	}
	switch v.Op {
	case ssa.OpConst:
		e.loadImm(reg(dst), v.Imm, wide(v.Type))
	case ssa.OpFconst:
		switch {
		case v.Imm == 0:
			e.RR(inst.Xorps, false, reg(dst), reg(dst))
		case v.Type == ssa.F32:
			e.RM(inst.MovssRM, false, reg(dst), inst.Mem{Label: e.PoolConst(uint64(v.Imm), 4)})
		default:
			e.RM(inst.MovsdRM, false, reg(dst), inst.Mem{Label: e.PoolConst(uint64(v.Imm), 8)})
		}
	case ssa.OpCtx:
		e.RR(inst.MovMR, true, inst.Reg(regCtx), reg(dst))
	case ssa.OpSymaddr:
		e.O(inst.MovRI64, true, reg(dst), 0)
		e.Reloc(asm.RelocAbs, v.Aux.(string), int64(v.Off), 8)
	default:
		panic("BUG: cannot recompute " + v.LongString())
	}
	if dst != to {
		e.move(dst, to, v.Type)
	}
}

func (e *emitter) loadImm(r inst.Reg, c int64, w bool) {
	switch {
	case !w || c >= 0 && c <= math.MaxUint32:
		e.O(inst.MovRI, false, r, c)
	case fits(c):
		e.RI(inst.MovMI, true, r, c)
	default:
		e.O(inst.MovRI64, true, r, c)
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

// rx encodes op on dst and a second operand in a register or slot.
func (e *emitter) rx(op inst.Op, w bool, dst inst.Reg, src regalloc.Loc) {
	if isMem(src) {
		e.RM(op, w, dst, e.slot(src))
	} else {
		e.RR(op, w, dst, reg(src))
	}
}

// alu encodes one of the eight classic operations with an immediate.
func (e *emitter) aluI(mi8, mi inst.Op, w bool, dst inst.Reg, c int64) {
	if c == int64(int8(c)) {
		e.RI(mi8, w, dst, c)
	} else {
		e.RI(mi, w, dst, c)
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
	w := wide(v.Type)
	if form, user, ok := fusedParts(v.Op); ok {
		return e.fused(in, form, user)
	}
	switch v.Op {
	case ssa.OpArg, ssa.OpException, ssa.OpResult:
		return nil // in its register already
	case ssa.OpConst, ssa.OpFconst, ssa.OpCtx, ssa.OpSymaddr:
		e.constant(v, in.Res)
	case opArgStack:
		m := inst.B(inst.SP, int32(e.frame.size)+8+int32(v.Imm))
		e.loadReg(in.Res, v.Type, m)
	case ssa.OpAdd:
		e.add(in)
	case ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpMul:
		e.rx(binaryForms[v.Op], w, reg(in.Res), in.Args[1])
	case opAddM, opSubM, opAndM, opOrM, opXorM, opMulM:
		e.RM(binaryForms[v.Op], w, reg(in.Res), e.addr(in, 1))
	case opAddI:
		if in.Res == in.Args[0] {
			e.aluI(inst.AddMI8, inst.AddMI, w, reg(in.Res), v.Imm)
		} else {
			e.RM(inst.Lea, w, reg(in.Res), inst.B(reg(in.Args[0]), int32(v.Imm)))
		}
	case opAndI:
		e.aluI(inst.AndMI8, inst.AndMI, w, reg(in.Res), v.Imm)
	case opOrI:
		e.aluI(inst.OrMI8, inst.OrMI, w, reg(in.Res), v.Imm)
	case opXorI:
		e.aluI(inst.XorMI8, inst.XorMI, w, reg(in.Res), v.Imm)
	case opMulI:
		op := inst.ImulRMI
		if v.Imm == int64(int8(v.Imm)) {
			op = inst.ImulRMI8
		}
		if isMem(in.Args[0]) {
			e.RMI(op, w, reg(in.Res), e.slot(in.Args[0]), v.Imm)
		} else {
			e.RRI(op, w, reg(in.Res), reg(in.Args[0]), v.Imm)
		}
	case opShlI, opShrI, opUshrI, opRotlI:
		e.RI(map[ssa.Op]inst.Op{opShlI: inst.ShlI, opShrI: inst.SarI, opUshrI: inst.ShrI, opRotlI: inst.RolI}[v.Op], w, reg(in.Res), v.Imm)
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		e.R(map[ssa.Op]inst.Op{ssa.OpShl: inst.ShlCL, ssa.OpShr: inst.SarCL, ssa.OpUshr: inst.ShrCL, ssa.OpRotl: inst.RolCL}[v.Op], w, reg(in.Res))
	case opShlX, opShrX, opUshrX:
		op := [...]inst.Op{inst.Shlx, inst.Sarx, inst.Shrx}[v.Op-opShlX]
		e.VRR(op, w, reg(in.Res), reg(in.Args[1]), reg(in.Args[0]))
	case opLea:
		e.RM(inst.Lea, w, reg(in.Res), e.addr(in, 0))
	case opLeaX:
		e.RM(inst.Lea, w, reg(in.Res), inst.Mem{Base: inst.NoReg, Index: reg(in.Args[0]), Scale: v.Scale, Disp: v.Off})
	case ssa.OpNeg:
		e.R(inst.Neg, w, reg(in.Res))
	case ssa.OpNot:
		e.R(inst.Not, w, reg(in.Res))
	case ssa.OpBswap:
		e.O(inst.Bswap, w, reg(in.Res), 0)
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem:
		e.divide(in)
	case ssa.OpMulh:
		e.R(inst.Imul1, w, reg(in.Args[1]))
	case ssa.OpUmulh:
		e.R(inst.Mul1, w, reg(in.Args[1]))
	case ssa.OpClz, ssa.OpCtz:
		e.countZeros(in)
	case ssa.OpPopcnt:
		if e.o.Features&HasPopcnt == 0 {
			return codegen.Bailoutf(e.f, "amd64: popcnt without the feature")
		}
		e.RR(inst.Popcnt, wide(v.Args[0].Type), reg(in.Res), reg(in.Args[0]))
	case ssa.OpSext8:
		e.RR(inst.Movsx8, w, reg(in.Res), reg(in.Args[0]))
	case ssa.OpSext16:
		e.RR(inst.Movsx16, w, reg(in.Res), reg(in.Args[0]))
	case ssa.OpZext8:
		e.RR(inst.Movzx8, false, reg(in.Res), reg(in.Args[0]))
	case ssa.OpZext16:
		e.RR(inst.Movzx16, false, reg(in.Res), reg(in.Args[0]))
	case ssa.OpSext32:
		e.rx(inst.Movsxd, true, reg(in.Res), in.Args[0])
	case ssa.OpZext32, ssa.OpTrunc:
		e.rx(inst.MovRM, false, reg(in.Res), in.Args[0])
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref:
		e.RR(inst.MovRM, wide(v.Args[0].Type) && w, reg(in.Res), reg(in.Args[0]))
	case ssa.OpCopy:
		e.move(in.Args[0], in.Res, v.Type)
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
	case opLoadsx32:
		e.RM(inst.Movsxd, true, reg(in.Res), e.addr(in, 0))
	case ssa.OpStore:
		e.store(in)
	case ssa.OpStore8:
		e.RM(inst.Mov8MR, false, reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpStore16:
		e.RM(inst.Mov16MR, false, reg(in.Args[0]), e.addr(in, 1))
	case opStoreI32:
		e.MI(inst.MovMI, false, e.addr(in, 0), v.Imm)
	case opStoreI64:
		e.MI(inst.MovMI, true, e.addr(in, 0), v.Imm)
	case opStore8I:
		e.MI(inst.Mov8MI, false, e.addr(in, 0), v.Imm)
	case opStore16I:
		e.MI(inst.Mov16MI, false, e.addr(in, 0), v.Imm)
	case opAddToM:
		e.RM(inst.AddMR, wide(v.Args[0].Type), reg(in.Args[0]), e.addr(in, 1))
	case ssa.OpCas, ssa.OpXchg, ssa.OpXadd:
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

func (e *emitter) loadReg(to regalloc.Loc, t ssa.Type, m inst.Mem) {
	switch {
	case isMem(to):
		e.RM(inst.MovRM, wide(t), inst.Reg(scratchInt), m)
		e.RM(inst.MovMR, wide(t), inst.Reg(scratchInt), e.slot(to))
	case t.IsFloat():
		e.RM(ssOrSd(t, inst.MovssRM, inst.MovsdRM), false, reg(to), m)
	default:
		e.RM(inst.MovRM, wide(t), reg(to), m)
	}
}

func (e *emitter) store(in *regalloc.Inst) {
	t := in.V.Args[0].Type
	if t.IsFloat() {
		e.RM(ssOrSd(t, inst.MovssMR, inst.MovsdMR), false, reg(in.Args[0]), e.addr(in, 1))
	} else {
		e.RM(inst.MovMR, wide(t), reg(in.Args[0]), e.addr(in, 1))
	}
}

// add has three operands thanks to LEA.
func (e *emitter) add(in *regalloc.Inst) {
	w := wide(in.V.Type)
	a, b, r := in.Args[0], in.Args[1], in.Res
	switch {
	case r == a:
		e.rx(inst.AddRM, w, reg(r), b)
	case r == b:
		e.RR(inst.AddRM, w, reg(r), reg(a))
	case isMem(b):
		e.RR(inst.MovRM, w, reg(r), reg(a))
		e.rx(inst.AddRM, w, reg(r), b)
	default:
		e.RM(inst.Lea, w, reg(r), inst.Mem{Base: reg(a), Index: reg(b)})
	}
}

// divide: the machine traps for MIN / -1, so -1 is done apart.
func (e *emitter) divide(in *regalloc.Inst) {
	v, w, d := in.V, wide(in.V.Type), reg(in.Args[1])
	if v.Op == ssa.OpUdiv || v.Op == ssa.OpUrem {
		e.RR(inst.XorRM, false, inst.DX, inst.DX)
		e.R(inst.Div1, w, d)
		return
	}
	special, done := e.NewLabel(), e.NewLabel()
	e.RI(inst.CmpMI8, w, d, -1)
	e.Branch(inst.CcE, special)
	e.O(inst.Cdq, w, 0, 0)
	e.R(inst.Idiv1, w, d)
	e.Bind(done)
	e.slow = append(e.slow, func() {
		e.Bind(special)
		if v.Op == ssa.OpDiv {
			e.R(inst.Neg, w, inst.AX)
		} else {
			e.RR(inst.XorRM, false, inst.DX, inst.DX)
		}
		e.Branch(inst.Jmp, done)
	})
}

// countZeros: BSR and BSF leave the result undefined for 0.
func (e *emitter) countZeros(in *regalloc.Inst) {
	w := wide(in.V.Args[0].Type)
	x, r, t := reg(in.Args[0]), reg(in.Res), inst.Reg(in.Temps[0])
	if e.o.Features&HasLzcnt != 0 {
		op := inst.Lzcnt
		if in.V.Op == ssa.OpCtz {
			op = inst.Tzcnt
		}
		e.RR(op, w, r, x)
		return
	}
	bits := int64(32)
	if w {
		bits = 64
	}
	if in.V.Op == ssa.OpCtz {
		e.loadImm(t, bits, false)
		e.RR(inst.Bsf, w, r, x)
		e.RRcc(inst.Cmovcc, inst.CcE, w, r, t)
		return
	}
	e.loadImm(t, 2*bits-1, false)
	e.RR(inst.Bsr, w, r, x)
	e.RRcc(inst.Cmovcc, inst.CcE, w, r, t)
	e.RI(inst.XorMI8, false, r, bits-1)
}

func (e *emitter) atomic(in *regalloc.Inst) {
	v := in.V
	m := inst.B(reg(in.Args[0]), v.Off)
	switch v.Op {
	case ssa.OpCas:
		e.O(inst.Lock, false, 0, 0)
		e.RM(inst.Cmpxchg, wide(v.Args[1].Type), reg(in.Args[2]), m)
		e.RRcc(inst.Setcc, inst.CcE, false, 0, reg(in.Res))
		e.RR(inst.Movzx8, false, reg(in.Res), reg(in.Res))
	default:
		e.move(in.Args[1], in.Res, v.Type)
		if v.Op == ssa.OpXchg { // locks by itself
			e.RM(inst.Xchg, wide(v.Type), reg(in.Res), m)
		} else {
			e.O(inst.Lock, false, 0, 0)
			e.RM(inst.Xadd, wide(v.Type), reg(in.Res), m)
		}
	}
}

// jumpTable jumps through a table of distances behind the code.
func (e *emitter) jumpTable(in *regalloc.Inst) {
	table := e.NewLabel()
	t, s := inst.Reg(in.Temps[0]), inst.Reg(scratchInt)
	e.RM(inst.Lea, true, t, inst.Mem{Label: table})
	e.RM(inst.Movsxd, true, s, inst.Mem{Base: t, Index: reg(in.Args[0]), Scale: 2})
	e.RR(inst.AddRM, true, s, t)
	e.R(inst.JmpM, false, s)
	succs := in.V.Block.Succs
	e.slow = append(e.slow, func() {
		e.Bind(table)
		for _, to := range succs[:len(succs)-1] { // the default is never taken
			e.Word(0)
			e.Fix(asm.FixDiff32, e.labels[to.B.ID], table, 4, 0)
		}
	})
}

// jump goes to b, unless b is next.
func (e *emitter) jump(b *ssa.Block) {
	if b != e.next {
		e.Branch(inst.Jmp, e.labels[b.ID])
	}
}
