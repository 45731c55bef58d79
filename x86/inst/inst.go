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
// the instruction pointer; 32-bit mode: absolute, by a relocation, and with an index if Base is NoReg).
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
	name    string
	prefix  byte // 0x66, 0xf2, 0xf3 or 0
	escape  byte // 0: none, 1: 0F, 2: 0F38, 3: 0F3A
	vex     bool
	long    bool // VEX.256
	hasV    bool // has an operand in VEX.vvvv
	opcode  byte
	digit   int8 // /digit, or -1 for /r
	plusReg bool // register in the opcode, no ModRM
	cond    bool // takes a condition
	noModRM bool
	mem     bool // r/m may be memory
	reg     bool // r/m may be a register
	imm     int8 // bytes of the immediate
	extends bool // the immediate is extended with its sign
	byteRM  bool // r/m is a byte register
	byteReg bool
	wide    bool // takes REX.W in the 64-bit form
	only64  bool
	// wideOnly: has no form without REX.W
	wideOnly bool

	seen, hasSecond bool
	second          byte // second byte of the opcode, in place of ModRM
}

// parse reads "66 0F 6E /r", "REX.W? 81 /0 id", "B8+r id", "VEX.F2.0F 58 /r" and so on.
// Operand sizes are those of the name: r8 forms need a REX prefix for SPL..DIL.
func parse(row Row) form {
	f := form{name: row.Name, digit: -1, noModRM: true, only64: row.Only64}
	for _, w := range strings.Fields(row.Enc) {
		switch {
		case w == "W?":
			f.wide = true
		case w == "REX.W":
			f.wide, f.wideOnly = true, true
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
				case "0F3A":
					f.escape = 3
				case "256":
					f.long = true
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
			f.cond = f.cond || strings.HasSuffix(w, "+cc")
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
	f.reg = true
	for _, o := range strings.Split(row.Ops, ",") {
		f.byteReg = f.byteReg || o == "r8"
		f.byteRM = f.byteRM || o == "rm8"
		f.hasV = f.hasV || o[:min(1, len(o))] == "v"
		switch {
		case strings.HasPrefix(o, "rm"), strings.HasPrefix(o, "xm"), strings.HasPrefix(o, "ym"):
			f.mem = true
		case strings.HasPrefix(o, "m"):
			f.mem, f.reg = true, false
		}
	}
	// A byte that stands for a word is extended; shift counts and selectors are not, and a
	// byte for a byte is all there is.
	f.extends = f.opcode == 0x83 || f.opcode == 0x6b
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

// Encoder appends instructions to a buffer. Operands that an instruction cannot have give an
// error, which Finish reports, and no bytes.
type Encoder struct {
	*asm.Buffer
	Mode64 bool
}

// RR encodes a form with ModRM and two registers: reg in the reg field, rm in the r/m field.
// w asks for the 64-bit form.
func (e *Encoder) RR(op Op, w bool, reg, rm Reg) { e.rr(op, 0, w, reg, 0, rm, 0, false) }

// RRI is RR with an immediate.
func (e *Encoder) RRI(op Op, w bool, reg, rm Reg, imm int64) { e.rr(op, 0, w, reg, 0, rm, imm, false) }

// R encodes a form whose ModRM has a digit.
func (e *Encoder) R(op Op, w bool, rm Reg) { e.rr(op, 0, w, 0, 0, rm, 0, true) }

// RI is R with an immediate.
func (e *Encoder) RI(op Op, w bool, rm Reg, imm int64) { e.rr(op, 0, w, 0, 0, rm, imm, true) }

// RRcc is RR for a form with condition cc.
func (e *Encoder) RRcc(op Op, cc uint8, w bool, reg, rm Reg) {
	e.rr(op, cc, w, reg, 0, rm, 0, forms[op].digit >= 0)
}

// VRR encodes a VEX form with three registers: reg = v op rm.
func (e *Encoder) VRR(op Op, w bool, reg, v, rm Reg) { e.rr(op, 0, w, reg, v, rm, 0, false) }

// VRRI is VRR with an immediate.
func (e *Encoder) VRRI(op Op, w bool, reg, v, rm Reg, imm int64) {
	e.rr(op, 0, w, reg, v, rm, imm, false)
}

// VR encodes a VEX form with a digit: v = op rm.
func (e *Encoder) VR(op Op, w bool, v, rm Reg) { e.rr(op, 0, w, 0, v, rm, 0, true) }

// VRI is VR with an immediate.
func (e *Encoder) VRI(op Op, w bool, v, rm Reg, imm int64) { e.rr(op, 0, w, 0, v, rm, imm, true) }

// RM encodes a form with ModRM, a register and memory.
func (e *Encoder) RM(op Op, w bool, reg Reg, m Mem) { e.rm(op, 0, w, reg, 0, m, 0, false) }

// RMI is RM with an immediate.
func (e *Encoder) RMI(op Op, w bool, reg Reg, m Mem, imm int64) {
	e.rm(op, 0, w, reg, 0, m, imm, false)
}

// RMcc is RM for a form with condition cc.
func (e *Encoder) RMcc(op Op, cc uint8, w bool, reg Reg, m Mem) {
	e.rm(op, cc, w, reg, 0, m, 0, forms[op].digit >= 0)
}

// M encodes a form whose ModRM has a digit, on memory.
func (e *Encoder) M(op Op, w bool, m Mem) { e.rm(op, 0, w, 0, 0, m, 0, true) }

// MI is M with an immediate.
func (e *Encoder) MI(op Op, w bool, m Mem, imm int64) { e.rm(op, 0, w, 0, 0, m, imm, true) }

// VRM encodes a VEX form with memory: reg = v op m.
func (e *Encoder) VRM(op Op, w bool, reg, v Reg, m Mem) { e.rm(op, 0, w, reg, v, m, 0, false) }

// VRMI is VRM with an immediate.
func (e *Encoder) VRMI(op Op, w bool, reg, v Reg, m Mem, imm int64) {
	e.rm(op, 0, w, reg, v, m, imm, false)
}

// VM encodes a VEX form with a digit, on memory: v = op m.
func (e *Encoder) VM(op Op, w bool, v Reg, m Mem) { e.rm(op, 0, w, 0, v, m, 0, true) }

// O encodes a form without ModRM; r goes to the opcode if it has a register.
func (e *Encoder) O(op Op, w bool, r Reg, imm int64) {
	f := e.form(op, 0, w, imm)
	switch {
	case f == nil:
	case !f.noModRM:
		e.fail(f, "needs operands")
	case !e.isReg(f, r):
	case f.vex:
		e.vex(f, w, 0, 0, 0, 0)
	default:
		e.prefixes(f, w, 0, 0, r, false)
		if f.hasSecond {
			e.Byte(f.second)
		}
		e.imm(f, imm)
	}
}

func (e *Encoder) fail(f *form, format string, args ...any) {
	e.Fail(fmt.Errorf("%s: %s", f.name, fmt.Sprintf(format, args...)))
}

// form returns the form to encode, or nil after reporting that there is none.
func (e *Encoder) form(op Op, cc uint8, w bool, imm int64) *form {
	if op == 0 || op >= numOps || table[op].Name == "" {
		e.Fail(fmt.Errorf("instruction %d does not exist", op))
		return nil
	}
	f := &forms[op]
	switch {
	case f.only64 && !e.Mode64:
		e.fail(f, "only in 64-bit mode")
	case w && !e.Mode64:
		e.fail(f, "64-bit operands in 32-bit mode")
	case f.wideOnly && !w:
		e.fail(f, "has the 64-bit form only")
	case w && !f.wide:
		e.fail(f, "has no 64-bit form")
	case cc > 15 || cc != 0 && !f.cond:
		e.fail(f, "condition %d", cc)
	case !fitsImm(f, w, imm):
		e.fail(f, "immediate %d does not fit", imm)
	case cc != 0:
		g := *f
		g.opcode += cc
		return &g
	default:
		return f
	}
	return nil
}

// fitsImm reports whether the form has room for the immediate: numbers may be written with
// or without sign, unless the machine extends them.
func fitsImm(f *form, w bool, x int64) bool {
	extends := f.extends || w && f.wide && f.imm == 4
	switch {
	case f.imm == 8:
		return true
	case f.imm == 0:
		return x == 0
	case extends:
		bits := 64 - 8*uint(f.imm)
		return x<<bits>>bits == x
	}
	return x >= -1<<(8*uint(f.imm)-1) && x < 1<<(8*uint(f.imm))
}

// isReg reports whether all are registers of the mode.
func (e *Encoder) isReg(f *form, rs ...Reg) bool {
	for _, r := range rs {
		if r < 0 || r > 15 || r > 7 && !e.Mode64 {
			e.fail(f, "no register %d", r)
			return false
		}
	}
	return true
}

// operands checks what register and memory forms have in common.
func (e *Encoder) operands(f *form, digit bool, reg, v Reg) bool {
	switch {
	case f.noModRM:
		e.fail(f, "takes no such operands")
	case digit != (f.digit >= 0):
		e.fail(f, "wrong number of operands")
	case v != 0 && !f.hasV:
		e.fail(f, "has no third register")
	default:
		return e.isReg(f, reg, v)
	}
	return false
}

func (e *Encoder) rr(op Op, cc uint8, w bool, reg, v, rm Reg, imm int64, digit bool) {
	f := e.form(op, cc, w, imm)
	if f == nil || !e.operands(f, digit, reg, v) || !e.isReg(f, rm) {
		return
	}
	if !f.reg {
		e.fail(f, "needs memory")
		return
	}
	force := f.byteReg && !digit && reg >= 4 || f.byteRM && rm >= 4
	if force && !e.Mode64 {
		e.fail(f, "a register without a byte of its own")
		return
	}
	if digit {
		reg = Reg(f.digit)
	}
	if f.vex {
		e.vex(f, w, reg, v, 0, rm)
	} else {
		e.prefixes(f, w, reg, 0, rm, force)
	}
	e.Byte(0xc0 | byte(reg&7)<<3 | byte(rm&7))
	e.imm(f, imm)
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
	lbit := byte(0)
	if f.long {
		lbit = 4
	}
	if f.escape == 1 && !(w && f.wide) && index < 8 && rm < 8 {
		e.Byte(0xc5, inv(reg, 0x80)|byte(^v&15)<<3|lbit|pp, f.opcode)
		return
	}
	wbit := byte(0)
	if w && f.wide {
		wbit = 0x80
	}
	e.Byte(0xc4, inv(reg, 0x80)|inv(index, 0x40)|inv(rm, 0x20)|f.escape, wbit|byte(^v&15)<<3|lbit|pp, f.opcode)
}

// address checks a memory operand.
func (e *Encoder) address(f *form, m Mem) bool {
	switch {
	case !f.mem:
		e.fail(f, "does not take memory")
	case m.Label != 0 && m.Base != NoReg:
		return true
	case m.Label != 0 && e.Mode64:
		e.fail(f, "an index to an address relative to the instruction")
	case m.Index == SP:
		e.fail(f, "the stack pointer as index")
	case m.Scale > 3:
		e.fail(f, "scale %d", m.Scale)
	default:
		return (m.Base == NoReg || e.isReg(f, m.Base)) && (m.Index == NoReg || e.isReg(f, m.Index))
	}
	return false
}

func (e *Encoder) rm(op Op, cc uint8, w bool, reg, v Reg, m Mem, imm int64, digit bool) {
	f := e.form(op, cc, w, imm)
	if f == nil || !e.operands(f, digit, reg, v) || !e.address(f, m) {
		return
	}
	force := f.byteReg && !digit && reg >= 4
	if force && !e.Mode64 {
		e.fail(f, "a register without a byte of its own")
		return
	}
	if digit {
		reg = Reg(f.digit)
	}
	index, base := m.Index, m.Base
	if m.Label != 0 {
		if base != NoReg {
			index = NoReg
		}
		base = NoReg
	}
	if f.vex {
		e.vex(f, w, reg, v, max(index, 0), max(base, 0))
	} else {
		e.prefixes(f, w, reg, max(index, 0), max(base, 0), force)
	}
	rf := byte(reg&7) << 3
	switch {
	case m.Label != 0:
		if index == NoReg {
			e.Byte(rf | 5)
		} else {
			e.Byte(rf|4, m.Scale<<6|byte(index&7)<<3|5)
		}
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
