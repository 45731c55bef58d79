// Package emit encodes allocated functions of the x86 family, for 32 and for 64 bits.
//
//	emit.go     the machine, the emitter, the places of operands
//	inst.go     one operation
//	move.go     moves and constants
//	integer.go  what takes several instructions, or has several forms
//	float.go    float operations
//	vector.go   vectors
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
	"gojvm/codegen/encode"
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
	encode.Body
	m     *Machine
	frame frame
	begin asm.Label // of the function

	ctx, scratch, scratchFloat inst.Reg
}

func newEmitter(m *Machine, o *codegen.Options) *emitter {
	return &emitter{
		Encoder: inst.Encoder{Buffer: o.Buffer(binary.LittleEndian, inst.Branches{}), Mode64: m.Bits == 64}, m: m,
		ctx: inst.Reg(m.Context), scratch: inst.Reg(m.Scratch), scratchFloat: inst.Reg(m.ScratchFloat - m.FirstFloat),
	}
}

func (e *emitter) is64() bool { return e.m.Bits == 64 }

// Emit encodes an allocated function.
func (m *Machine) Emit(f *ssa.Func, a *regalloc.Allocation, o *codegen.Options) (*codegen.Code, error) {
	e := newEmitter(m, o)
	e.Body = encode.NewBody(e.Buffer, f, a, o)
	e.begin = e.Here()
	e.frame = m.layoutFrame(f, a)
	if err := e.Encode(e); err != nil {
		return nil, err
	}
	return e.Body.Finish(e.frame.size)
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

// vrx encodes op on dst and two operands, of which the second is in a register or memory.
func (e *emitter) vrx(op inst.Op, w bool, dst, v inst.Reg, src regalloc.Loc) {
	if inMem(src) {
		e.VRM(op, w, dst, v, e.mem(src))
	} else {
		e.VRR(op, w, dst, v, e.reg(src))
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
