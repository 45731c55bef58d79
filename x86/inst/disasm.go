package inst

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/arch/x86/x86asm"
)

// Disassemble returns the first instruction of some code, in the syntax of the GNU assembler,
// and its size. What is no instruction is shown as data. Forms with a VEX prefix, which
// x86asm does not know, are looked up in the table of this package.
func Disassemble(mode64 bool, code []byte, pc uint64) (string, int) {
	if text, n := disassembleVEX(mode64, code); n > 0 {
		return text, n
	}
	mode := 32
	if mode64 {
		mode = 64
	}
	in, err := x86asm.Decode(code, mode)
	if err != nil || in.Op == 0 { // unknown instructions behind a prefix decode as the prefix
		return fmt.Sprintf(".byte %#x", code[0]), 1
	}
	return x86asm.GNUSyntax(in, pc, nil), in.Len
}

// vexInst is a decoded instruction with a VEX prefix.
type vexInst struct {
	f          *form
	row        *Row
	wide       bool
	reg, v, rm Reg
	mem        string // r/m in memory, else ""
	imm        byte
	mode64     bool
}

// disassembleVEX is Disassemble for these; the size is 0 if code begins with none.
func disassembleVEX(mode64 bool, code []byte) (string, int) {
	if len(code) < 3 || code[0] != 0xc4 && code[0] != 0xc5 || !mode64 && code[1]>>6 != 3 {
		return "", 0
	}
	// The three bytes of the long prefix; the short one leaves out the second.
	p1, p2, n := code[1]&0x80|0x61, code[1]&0x7f, 2
	if code[0] == 0xc4 {
		p1, p2, n = code[1], code[2], 3
	}
	high := func(bit byte) Reg { // inverted
		if p1&bit == 0 {
			return 8
		}
		return 0
	}
	prefix := [4]byte{0, 0x66, 0xf3, 0xf2}[p2&3]
	long, wide := p2&4 != 0, p2&0x80 != 0
	if len(code) < n+1 {
		return "", 0
	}
	opcode := code[n]
	n++
	digit := int8(-1)
	if len(code) > n {
		digit = int8(code[n] >> 3 & 7)
	}
	for op := range forms {
		f := &forms[op]
		if !f.vex || f.prefix != prefix || f.escape != p1&0x1f || f.opcode != opcode || f.long != long || wide && !f.wide || f.digit >= 0 && f.digit != digit {
			continue
		}
		in := vexInst{f: f, row: &table[op], wide: wide, v: Reg(^p2 >> 3 & 15), mode64: mode64}
		size := n
		if !f.noModRM {
			if len(code) <= n {
				return "", 0
			}
			in.reg = Reg(code[n]>>3&7) + high(0x80)
			in.rm = Reg(code[n]&7) + high(0x20)
			if code[n]>>6 != 3 {
				var k int
				if in.mem, k = addressText(mode64, code[n:], high(0x20), high(0x40)); k == 0 {
					return "", 0
				}
				size += k
			} else {
				size++
			}
		}
		if f.imm > 0 {
			if len(code) <= size {
				return "", 0
			}
			in.imm = code[size]
			size++
		}
		return in.text(), size
	}
	return "", 0
}

// text prints the operands in the order of the GNU assembler, the last of the manual first.
func (in *vexInst) text() string {
	if in.row.Ops == "" {
		return in.row.Name
	}
	tokens := strings.Split(in.row.Ops, ",")
	var ops []string
	for i := len(tokens) - 1; i >= 0; i-- {
		ops = append(ops, in.operand(tokens[i]))
	}
	name := in.row.Name
	if in.f == &forms[VmovdXR] && in.wide {
		name = "vmovq"
	}
	return name + " " + strings.Join(ops, ",")
}

func (in *vexInst) operand(token string) string {
	r := in.reg
	switch kind := strings.TrimRight(token, "0123456789"); kind {
	case "imm":
		return fmt.Sprintf("$%#x", in.imm)
	case "rm", "xm", "ym", "m":
		if in.mem != "" {
			return in.mem
		}
		return in.register(kind, in.rm)
	case "v", "vx", "vy":
		return in.register(strings.TrimPrefix(kind, "v"), in.v)
	default:
		if in.f.digit >= 0 || strings.HasPrefix(in.row.Ops, "r32,y") && kind == "y" { // in r/m, without a form in memory
			r = in.rm
		}
		return in.register(kind, r)
	}
}

// register names a register of the kind that the letter of an operand says.
func (in *vexInst) register(kind string, r Reg) string {
	switch {
	case strings.HasPrefix(kind, "x"):
		return fmt.Sprintf("%%xmm%d", r)
	case strings.HasPrefix(kind, "y"):
		return fmt.Sprintf("%%ymm%d", r)
	}
	return "%" + generalName(r, in.wide)
}

// generalName names a general register of 32 or 64 bits.
func generalName(r Reg, wide bool) string {
	if r >= 8 && wide {
		return fmt.Sprintf("r%d", r)
	} else if r >= 8 {
		return fmt.Sprintf("r%dd", r)
	}
	name := [...]string{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"}[r]
	if wide {
		return "r" + name
	}
	return "e" + name
}

// addressText prints the memory operand whose ModRM is at the beginning of code and returns
// its size, or 0 if code ends too early. The upper registers begin at the given numbers.
func addressText(mode64 bool, code []byte, base, index Reg) (string, int) {
	mod, rm := code[0]>>6, Reg(code[0]&7)
	n, scale, b, x := 1, 0, rm+base, NoReg
	if rm == SP {
		if len(code) < 2 {
			return "", 0
		}
		sib := code[1]
		n++
		b, scale = Reg(sib&7)+base, int(sib>>6)
		if x = Reg(sib>>3&7) + index; x == SP {
			x = NoReg
		}
		rm = Reg(sib & 7)
	}
	disp, relative := int64(0), false
	size := map[byte]int{0: 0, 1: 1, 2: 4}[mod]
	if mod == 0 && rm == BP { // no base, but an offset
		size, relative, b = 4, mode64 && n == 1, NoReg
	}
	if len(code) < n+size {
		return "", 0
	}
	switch size {
	case 1:
		disp = int64(int8(code[n]))
	case 4:
		disp = int64(int32(binary.LittleEndian.Uint32(code[n:])))
	}
	n += size
	text := ""
	switch {
	case size == 0:
	case b == NoReg && x == NoReg && !relative && !mode64:
		text = fmt.Sprintf("%#x", uint32(disp))
	case disp < 0:
		text = fmt.Sprintf("-%#x", -disp)
	default:
		text = fmt.Sprintf("%#x", disp)
	}
	switch {
	case relative:
		text += "(%rip)"
	case b != NoReg && x != NoReg:
		text += fmt.Sprintf("(%%%s,%%%s,%d)", generalName(b, mode64), generalName(x, mode64), 1<<scale)
	case b != NoReg:
		text += fmt.Sprintf("(%%%s)", generalName(b, mode64))
	case x != NoReg:
		text += fmt.Sprintf("(,%%%s,%d)", generalName(x, mode64), 1<<scale)
	}
	return text, n
}
