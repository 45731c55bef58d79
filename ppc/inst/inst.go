// Package inst encodes the instructions of 32-bit PowerPC that the 603 and 750 have: the
// common core, the classic floating-point unit, and none of the optional instructions
// (fsqrt, isel), nor anything of 64-bit implementations.
//
// table.go has one row per instruction in the notation of the manual (PowerPC
// Microprocessor Family: The Programming Environments for 32-Bit Microprocessors), from
// which encoder and tests both work. branch.go knows the two sizes of a conditional branch.
package inst

import (
	"fmt"
	"strconv"
	"strings"

	"gojvm/codegen/asm"
)

// Reg is the number of a general or float register, by context.
type Reg uint8

// Registers with a role in the instruction set or the ABI. R0 as base of an address means 0.
const (
	R0 Reg = 0
	SP Reg = 1
)

// Special-purpose registers, for Mfspr and Mtspr.
const (
	XER = 1
	LR  = 8
	CTR = 9
)

// Bits of a CR field.
const (
	LT = iota // less, of a comparison
	GT
	EQ
	SO // summary overflow; unordered, of a float comparison
)

// BO fields of conditional branches.
const (
	IfFalse      = 4
	IfTrue       = 12
	CountNotZero = 16 // counts CTR down first
	CountZero    = 18
	Always       = 20
)

// field is an operand's place in the word.
type field struct {
	name  string
	shift uint8 // from the least significant bit
	width uint8
	mode  fieldMode
}

type fieldMode uint8

const (
	plain    fieldMode = iota // unsigned
	signed                    // two's complement
	address                   // signed displacement in bytes, of which the two low bits are left out
	splitSPR                  // the two halves exchanged
)

var operandWidths = map[string]struct {
	width uint8
	mode  fieldMode
}{
	"RT": {5, plain}, "RS": {5, plain}, "RA": {5, plain}, "RB": {5, plain},
	"FRT": {5, plain}, "FRS": {5, plain}, "FRA": {5, plain}, "FRB": {5, plain}, "FRC": {5, plain},
	"SI": {16, signed}, "UI": {16, plain}, "D": {16, signed},
	"SH": {5, plain}, "MB": {5, plain}, "ME": {5, plain},
	"BF": {3, plain}, "BFA": {3, plain}, "BT": {5, plain}, "BA": {5, plain}, "BB": {5, plain},
	"BO": {5, plain}, "BI": {5, plain}, "BD": {14, address}, "LI": {24, address},
	"L": {1, plain}, "LS": {2, plain}, "TO": {5, plain}, "SPR": {10, splitSPR}, "FXM": {8, plain}, "FLM": {8, plain},
}

// layout is a row made ready for encoding.
type layout struct {
	word   uint32  // the fixed fields
	fields []field // in the order of the operands
	rc     bool
}

var layouts = func() (ls [NumOps]layout) {
	for op := range table {
		if table[op].Name == "" {
			continue
		}
		l, err := parseRow(&table[op])
		if err != nil {
			panic("BUG: " + err.Error())
		}
		ls[op] = l
	}
	return ls
}()

// parseRow works out a row of the table.
func parseRow(r *Row) (l layout, err error) {
	at := 32
	places := map[string]field{}
	for _, f := range strings.Fields(r.Fields) {
		if f == "Rc" {
			at--
			l.rc = true
			continue
		}
		if v, w, ok := strings.Cut(f, ":"); ok {
			value, err1 := strconv.ParseUint(v, 10, 32)
			width, err2 := strconv.Atoi(w)
			if err1 != nil || err2 != nil || value >= 1<<width {
				return l, fmt.Errorf("%s: bad field %s", r.Name, f)
			}
			at -= width
			l.word |= uint32(value) << at
			continue
		}
		o, ok := operandWidths[f]
		if !ok {
			return l, fmt.Errorf("%s: unknown field %s", r.Name, f)
		}
		at -= int(o.width)
		places[f] = field{f, uint8(at), o.width, o.mode}
	}
	if at != 0 {
		return l, fmt.Errorf("%s: the fields have %d bits", r.Name, 32-at)
	}
	if r.Operands == "" {
		return l, nil
	}
	for _, name := range strings.Split(r.Operands, ",") {
		f, ok := places[name]
		if !ok {
			return l, fmt.Errorf("%s: operand %s has no field", r.Name, name)
		}
		l.fields = append(l.fields, f)
	}
	if len(l.fields) != len(places) {
		return l, fmt.Errorf("%s: a field has no operand", r.Name)
	}
	return l, nil
}

// Info returns the row of op.
func Info(op Op) Row { return table[op&^Rc] }

// HasRc reports whether op has a form that records.
func HasRc(op Op) bool { return layouts[op].rc }

// Encode returns the word of an instruction with its operands in the order of the table.
// An operand that does not fit its field is a bug of the caller, reported by panic.
func Encode(op Op, args ...int32) uint32 {
	l := &layouts[op&^Rc]
	w := l.word
	if op&Rc != 0 {
		if !l.rc {
			panic("BUG: " + table[op&^Rc].Name + " has no recording form")
		}
		w |= 1
	}
	if len(args) != len(l.fields) || w == 0 {
		panic(fmt.Sprintf("BUG: %s with %d operands", table[op&^Rc].Name, len(args)))
	}
	for i, x := range args {
		f := &l.fields[i]
		w |= f.put(x, op) << f.shift
	}
	return w
}

func (f *field) put(x int32, op Op) uint32 {
	ok, u := false, uint32(x)
	switch f.mode {
	case plain:
		ok = u < 1<<f.width
	case signed:
		ok = x >= -1<<(f.width-1) && x < 1<<(f.width-1)
	case address:
		ok = x&3 == 0 && x >= -1<<(f.width+1) && x < 1<<(f.width+1)
		u >>= 2
	case splitSPR:
		ok = u < 1<<f.width
		u = u>>5 | u<<5
	}
	if !ok {
		panic(fmt.Sprintf("BUG: %s: %s cannot be %d", table[op&^Rc].Name, f.name, x))
	}
	return u & (1<<f.width - 1)
}

// Encoder appends instructions to a buffer.
type Encoder struct{ *asm.Buffer }

// I appends an instruction with its operands in the order of the table.
func (e *Encoder) I(op Op, args ...int32) { e.Word(Encode(op, args...)) }

// R3 appends an instruction with three register operands.
func (e *Encoder) R3(op Op, a, b, c Reg) { e.I(op, int32(a), int32(b), int32(c)) }

// R2 appends an instruction with two register operands.
func (e *Encoder) R2(op Op, a, b Reg) { e.I(op, int32(a), int32(b)) }

// RI appends an instruction with two registers and an immediate.
func (e *Encoder) RI(op Op, a, b Reg, imm int32) { e.I(op, int32(a), int32(b), imm) }

// Mem appends a load or store of r with a displacement.
func (e *Encoder) Mem(op Op, r Reg, d int32, base Reg) { e.I(op, int32(r), d, int32(base)) }

// Move appends a copy of a general register.
func (e *Encoder) Move(dst, src Reg) { e.R3(Or, dst, src, src) }
