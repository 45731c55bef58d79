// Package emit encodes allocated functions of the x86 family, for 32 and for 64 bits.
//
//	emit.go     a function, its tables, the places of operands
//	inst.go     one operation
//	move.go     moves and constants
//	integer.go  what takes several instructions, or has several forms
//	float.go    float operations
//	compare.go  compares with the user of their flags
//	call.go     calls, exits, polls, guards
//	frame.go    layout of frames, prologue and epilogue
//	bridge.go   code that stands in for functions that have none
//
// A 64-bit machine sets one general register aside for the emitter and addresses constants and
// resume points relatively. A 32-bit one has six general registers for values and none for the
// emitter: cycles of moves go through the last float register, and so does what moves from memory
// to memory, by PUSH and POP while there is a cycle; its code is relocated when it is placed.
package emit

import (
	"encoding/binary"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/regalloc"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
	"gojvm/x86/isel"
)

// Machine is one of the two machines with what emission must know of it. It is immutable.
type Machine struct {
	*isel.Machine
	// Context holds the context in functions of the own convention.
	Context int16
	// Scratch is the general register set aside for the emitter and for moves. A 32-bit
	// machine has none to spare.
	Scratch int16
	// ScratchFloat is the float register set aside.
	ScratchFloat int16
	// FirstFloat is the number of the first float register, a power of 2: the allocator counts
	// the general registers from 0, the floats from here.
	FirstFloat int16
}

// encoder returns an empty encoder for the machine.
func (m *Machine) encoder() inst.Encoder {
	return inst.Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, inst.Branches{}), Mode64: m.Bits == 64}
}

// emitter encodes one function.
type emitter struct {
	inst.Encoder
	m      *Machine
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

	ctx, scratch, scratchFloat inst.Reg
}

func newEmitter(m *Machine) *emitter {
	return &emitter{
		Encoder: m.encoder(), m: m,
		ctx: inst.Reg(m.Context), scratch: inst.Reg(m.Scratch), scratchFloat: inst.Reg(m.ScratchFloat - m.FirstFloat),
	}
}

func (e *emitter) is64() bool { return e.m.Bits == 64 }

// site is a site whose PC is a label still.
type site struct {
	codegen.Site
	pc, handler asm.Label
}

type lineMark struct {
	pc   asm.Label
	line int32
}

// Emit encodes an allocated function.
func (m *Machine) Emit(f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) (*codegen.Code, error) {
	e := newEmitter(m)
	e.f, e.o, e.alloc = f, o, a
	e.begin = e.Here()
	e.frame = m.layoutFrame(f, a)
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
func (e *emitter) reg(l regalloc.Loc) inst.Reg {
	if l.Kind != regalloc.InReg {
		panic("BUG: " + l.String() + " is no register")
	}
	return inst.Reg(l.N & int32(e.m.FirstFloat-1))
}

// slot returns the memory operand of a location on the stack.
func (e *emitter) slot(l regalloc.Loc) inst.Mem {
	if l.Kind == regalloc.OutSlot {
		return inst.B(inst.SP, l.N)
	}
	return inst.B(inst.SP, int32(e.frame.spill)+l.N)
}

// wide reports whether values of type t have 8 bytes: on a 32-bit machine those are doubles.
func (e *emitter) wide(t ssa.Type) bool { return t.Size(e.m.Bits/8) == 8 }

func isMem(l regalloc.Loc) bool { return l.Kind == regalloc.InSlot || l.Kind == regalloc.OutSlot }

func (e *emitter) isFloatReg(l regalloc.Loc) bool {
	return l.Kind == regalloc.InReg && l.N >= int32(e.m.FirstFloat)
}

// addr returns the memory operand of v, whose address begins at argument i.
func (e *emitter) addr(in *regalloc.Inst, i int) inst.Mem {
	m := inst.Mem{Base: e.reg(in.Args[i]), Index: inst.NoReg, Disp: in.V.Off}
	if i+1 < len(in.Args) {
		m.Index, m.Scale = e.reg(in.Args[i+1]), in.V.Scale
	}
	return m
}

// inMem reports whether an operand is read from memory: a stack slot, or a constant, which
// lies behind the code.
func inMem(l regalloc.Loc) bool { return isMem(l) || l.Kind == regalloc.Constant }

// mem returns the memory operand for such an operand.
func (e *emitter) mem(l regalloc.Loc) inst.Mem {
	if l.Kind == regalloc.Constant {
		if e.wide(l.V.Type) {
			return inst.Mem{Label: e.PoolConst(uint64(l.V.Imm), 8)}
		}
		return inst.Mem{Label: e.PoolConst(uint64(uint32(l.V.Imm)), 4)}
	}
	return e.slot(l)
}

// rx encodes op on dst and a second operand in a register or memory.
func (e *emitter) rx(op inst.Op, w bool, dst inst.Reg, src regalloc.Loc) {
	if inMem(src) {
		e.RM(op, w, dst, e.mem(src))
	} else {
		e.RR(op, w, dst, e.reg(src))
	}
}

// rmx encodes op on an operand in a register or memory.
func (e *emitter) rmx(op inst.Op, w bool, src regalloc.Loc) {
	if inMem(src) {
		e.M(op, w, e.mem(src))
	} else {
		e.R(op, w, e.reg(src))
	}
}

// aluI encodes one of the eight classic operations with an immediate.
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
