// Package inst encodes the instructions of the x86 family, for both the 64-bit and the
// 32-bit mode.
//
// The table holds one row per form in the notation of the Intel manual's volume 2; the
// encoder interprets the parsed rows, and the tests walk over the same rows with a
// disassembler as oracle. It knows nothing of values and allocation.
package inst

import (
	"fmt"
	"strconv"
	"strings"

	"gojvm/codegen/asm"
)

// Reg is the number of a general or SSE register.
type Reg int8

// The general registers.
const (
	AX Reg = iota
	CX
	DX
	BX
	SP
	BP
	SI
	DI
	R8
	R9
	R10
	R11
	R12
	R13
	R14
	R15
	// NoReg stands for no base or index.
	NoReg Reg = -1
)

// Mem is a memory operand: base + index<<Scale + Disp, or a label (64-bit mode: relative to
// the instruction pointer; 32-bit mode: absolute, by a relocation).
type Mem struct {
	Base, Index Reg
	Scale       uint8
	Disp        int32
	Label       asm.Label
}

// B returns the operand base+disp.
func B(base Reg, disp int32) Mem { return Mem{Base: base, Index: NoReg, Disp: disp} }

// form is a parsed row.
type form struct {
	prefix  byte // 0x66, 0xf2, 0xf3 or 0
	escape  byte // 0: none, 1: 0F, 2: 0F38, 3: 0F3A
	vex     bool
	opcode  byte
	digit   int8 // /digit, or -1 for /r
	plusReg bool // register in the opcode, no ModRM
	noModRM bool
	imm     int8 // bytes of the immediate
	byteRM  bool // r/m is a byte register
	byteReg bool
	wide    bool // takes REX.W in the 64-bit form

	seen, hasSecond bool
	second          byte // second byte of the opcode, in place of ModRM
}

// parse reads "66 0F 6E /r", "REX.W? 81 /0 id", "B8+r id", "VEX.F2.0F 58 /r" and so on.
// Operand sizes are those of the name: r8 forms need a REX prefix for SPL..DIL.
func parse(row Row) form {
	f := form{digit: -1, noModRM: true}
	for _, w := range strings.Fields(row.Enc) {
		switch {
		case w == "W?":
			f.wide = true
		case strings.HasPrefix(w, "VEX."):
			f.vex = true
			for _, p := range strings.Split(w[4:], ".") {
				switch p {
				case "66":
					f.prefix = 0x66
				case "F2":
					f.prefix = 0xf2
				case "F3":
					f.prefix = 0xf3
				case "0F":
					f.escape = 1
				case "0F38":
					f.escape = 2
				}
			}
		case w == "/r":
			f.noModRM = false
		case w[0] == '/':
			f.noModRM = false
			f.digit = int8(w[1] - '0')
		case w == "ib":
			f.imm = 1
		case w == "iw":
			f.imm = 2
		case w == "id":
			f.imm = 4
		case w == "iq":
			f.imm = 8
		default:
			f.plusReg = f.plusReg || strings.HasSuffix(w, "+r")
			w, _, _ = strings.Cut(w, "+")
			n, err := strconv.ParseUint(w, 16, 8)
			if err != nil {
				panic(fmt.Sprintf("BUG: row %q: %v", row.Enc, err))
			}
			switch c := byte(n); {
			case f.escape == 0 && (c == 0x66 || c == 0xf2 || c == 0xf3) && !f.seen && !f.vex:
				f.prefix = c
			case f.escape == 0 && !f.seen && c == 0x0f:
				f.escape = 1
			case f.escape == 1 && !f.seen && c == 0x38 && !f.vex:
				f.escape = 2
			case f.escape == 1 && !f.seen && c == 0x3a && !f.vex:
				f.escape = 3
			case f.seen:
				f.second, f.hasSecond = c, true
			default:
				f.opcode, f.seen = c, true
			}
		}
	}
	ops := strings.Split(row.Ops, ",")
	for _, o := range ops {
		f.byteReg = f.byteReg || o == "r8"
		f.byteRM = f.byteRM || o == "rm8"
	}
	return f
}

var forms = func() (t [numOps]form) {
	for op := range table {
		if table[op].Name != "" {
			t[op] = parse(table[op])
		}
	}
	return t
}()

// Encoder appends instructions to a buffer.
type Encoder struct {
	*asm.Buffer
	Mode64 bool
}

// RR encodes a form with ModRM and two registers: reg in the reg field, rm in the r/m field.
// w asks for the 64-bit form.
func (e *Encoder) RR(op Op, w bool, reg, rm Reg) { e.rr(op, w, reg, rm, 0) }

// RRI is RR with an immediate.
func (e *Encoder) RRI(op Op, w bool, reg, rm Reg, imm int64) { e.rr(op, w, reg, rm, imm) }

// R encodes a form whose ModRM has a digit.
func (e *Encoder) R(op Op, w bool, rm Reg) { e.rr(op, w, 0, rm, 0) }

// RI is R with an immediate.
func (e *Encoder) RI(op Op, w bool, rm Reg, imm int64) { e.rr(op, w, 0, rm, imm) }

func (e *Encoder) rr(op Op, w bool, reg, rm Reg, imm int64) {
	f := &forms[op]
	if f.digit >= 0 {
		reg = Reg(f.digit)
	}
	e.prefixes(f, w, reg, 0, rm, f.byteReg && f.digit < 0 && reg >= 4 || f.byteRM && rm >= 4)
	e.Byte(0xc0 | byte(reg&7)<<3 | byte(rm&7))
	e.imm(f, imm)
}

// RM encodes a form with ModRM, a register and memory.
func (e *Encoder) RM(op Op, w bool, reg Reg, m Mem) { e.rm(op, w, reg, 0, m, 0) }

// RMI is RM with an immediate.
func (e *Encoder) RMI(op Op, w bool, reg Reg, m Mem, imm int64) { e.rm(op, w, reg, 0, m, imm) }

// M encodes a form whose ModRM has a digit, on memory.
func (e *Encoder) M(op Op, w bool, m Mem) { e.rm(op, w, 0, 0, m, 0) }

// MI is M with an immediate.
func (e *Encoder) MI(op Op, w bool, m Mem, imm int64) { e.rm(op, w, 0, 0, m, imm) }

// VRR encodes a VEX form with three registers: reg = v op rm.
func (e *Encoder) VRR(op Op, w bool, reg, v, rm Reg) {
	f := &forms[op]
	e.vex(f, w, reg, v, 0, rm)
	e.Byte(0xc0 | byte(reg&7)<<3 | byte(rm&7))
}

// VRM encodes a VEX form with memory: reg = v op m.
func (e *Encoder) VRM(op Op, w bool, reg, v Reg, m Mem) { e.rm(op, w, reg, v, m, 0) }

// O encodes a form without ModRM; r goes to the opcode if it has a register.
func (e *Encoder) O(op Op, w bool, r Reg, imm int64) {
	f := &forms[op]
	if f.vex {
		e.vex(f, w, 0, 0, 0, 0)
		return
	}
	e.prefixes(f, w, 0, 0, r, false)
	if f.hasSecond {
		e.Byte(f.second)
	}
	e.imm(f, imm)
}

// RRcc is RR for a form with condition cc.
func (e *Encoder) RRcc(op Op, cc uint8, w bool, reg, rm Reg) {
	f := forms[op]
	f.opcode += cc
	e.prefixes(&f, w, reg, 0, rm, f.byteRM && rm >= 4)
	e.Byte(0xc0 | byte(reg&7)<<3 | byte(rm&7))
}

// RMcc is RM for a form with condition cc.
func (e *Encoder) RMcc(op Op, cc uint8, w bool, reg Reg, m Mem) {
	f := forms[op]
	f.opcode += cc
	e.mem(&f, w, reg, 0, m, 0)
}

// prefixes writes everything before ModRM: prefix, REX, escape and opcode.
func (e *Encoder) prefixes(f *form, w bool, reg, index, rm Reg, force bool) {
	if f.prefix != 0 {
		e.Byte(f.prefix)
	}
	rex := byte(0)
	if w && f.wide {
		rex |= 0x48
	}
	if reg >= 8 {
		rex |= 0x44
	}
	if index >= 8 {
		rex |= 0x42
	}
	if rm >= 8 {
		rex |= 0x41
	}
	if force {
		rex |= 0x40
	}
	if rex != 0 {
		if !e.Mode64 {
			panic("BUG: REX prefix in 32-bit mode")
		}
		e.Byte(rex)
	}
	switch f.escape {
	case 1:
		e.Byte(0x0f)
	case 2:
		e.Byte(0x0f, 0x38)
	case 3:
		e.Byte(0x0f, 0x3a)
	}
	op := f.opcode
	if f.plusReg {
		op |= byte(rm & 7)
	}
	e.Byte(op)
}

// vex writes a VEX prefix and the opcode.
func (e *Encoder) vex(f *form, w bool, reg, v, index, rm Reg) {
	pp := byte(0)
	switch f.prefix {
	case 0x66:
		pp = 1
	case 0xf3:
		pp = 2
	case 0xf2:
		pp = 3
	}
	inv := func(r Reg, bit byte) byte {
		if r >= 8 {
			return 0
		}
		return bit
	}
	if f.escape == 1 && !(w && f.wide) && index < 8 && rm < 8 {
		e.Byte(0xc5, inv(reg, 0x80)|byte(^v&15)<<3|pp, f.opcode)
		return
	}
	wbit := byte(0)
	if w && f.wide {
		wbit = 0x80
	}
	e.Byte(0xc4, inv(reg, 0x80)|inv(index, 0x40)|inv(rm, 0x20)|f.escape, wbit|byte(^v&15)<<3|pp, f.opcode)
}

func (e *Encoder) rm(op Op, w bool, reg, v Reg, m Mem, imm int64) {
	e.mem(&forms[op], w, reg, v, m, imm)
}

// mem encodes a form with a memory operand.
func (e *Encoder) mem(f *form, w bool, reg, v Reg, m Mem, imm int64) {
	if f.digit >= 0 {
		reg = Reg(f.digit)
	}
	index, base := m.Index, m.Base
	if m.Label != 0 {
		index, base = NoReg, NoReg
	}
	if f.vex {
		e.vex(f, w, reg, v, max(index, 0), max(base, 0))
	} else {
		e.prefixes(f, w, reg, max(index, 0), max(base, 0), f.byteReg && f.digit < 0 && reg >= 4)
	}
	rf := byte(reg&7) << 3
	switch {
	case m.Label != 0:
		e.Byte(rf | 5)
		e.Word(uint32(m.Disp))
		if e.Mode64 {
			e.Fix(asm.FixRel32, m.Label, 0, 4, int(f.imm))
		} else {
			e.Fix(asm.FixAbs32, m.Label, 0, 4, 0)
		}
	case base == NoReg && index == NoReg:
		if e.Mode64 { // without SIB it would be relative to RIP
			e.Byte(rf|4, 0x25)
		} else {
			e.Byte(rf | 5)
		}
		e.Word(uint32(m.Disp))
	case base == NoReg:
		e.Byte(rf|4, m.Scale<<6|byte(index&7)<<3|5)
		e.Word(uint32(m.Disp))
	default:
		mod := byte(0x80)
		switch {
		case m.Disp == 0 && base&7 != BP:
			mod = 0
		case m.Disp == int32(int8(m.Disp)):
			mod = 0x40
		}
		if index != NoReg {
			if index == SP {
				panic("BUG: SP as index")
			}
			e.Byte(mod|rf|4, m.Scale<<6|byte(index&7)<<3|byte(base&7))
		} else if base&7 == SP {
			e.Byte(mod|rf|4, 0x24)
		} else {
			e.Byte(mod | rf | byte(base&7))
		}
		switch mod {
		case 0x40:
			e.Byte(byte(m.Disp))
		case 0x80:
			e.Word(uint32(m.Disp))
		}
	}
	e.imm(f, imm)
}

func (e *Encoder) imm(f *form, imm int64) {
	switch f.imm {
	case 1:
		e.Byte(byte(imm))
	case 2:
		e.Byte(byte(imm), byte(imm>>8))
	case 4:
		e.Word(uint32(imm))
	case 8:
		e.Quad(uint64(imm))
	}
}
