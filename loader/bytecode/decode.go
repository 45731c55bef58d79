package bytecode

import "fmt"

// Error reports code that is not a sequence of instructions.
type Error struct {
	PC     int
	Reason string
}

func (e *Error) Error() string { return fmt.Sprintf("bytecode: %s at %d", e.Reason, e.PC) }

// Inst is a decoded instruction. Which of the operands are set depends on the layout.
type Inst struct {
	Op     Op   // for a widened instruction, the one behind wide
	Wide   bool // was preceded by wide
	Count  uint8
	PC     int
	Len    int    // bytes with wide and operands
	Index  int    // local variable or constant-pool index
	Const  int32  // constant, increment, or type code of newarray
	Target int    // where a branch goes, may lie outside of the code; of a switch: the default
	Switch Switch // of tableswitch and lookupswitch
}

// Next returns the pc of the instruction that follows in the code.
func (in *Inst) Next() int { return in.PC + in.Len }

// Dims returns the number of dimensions of a multianewarray.
func (in *Inst) Dims() int { return int(in.Count) }

func u2(b []byte, i int) int { return int(b[i])<<8 | int(b[i+1]) }

func s2(b []byte, i int) int { return int(int16(u2(b, i))) }

func s4(b []byte, i int) int32 {
	return int32(uint32(b[i])<<24 | uint32(b[i+1])<<16 | uint32(b[i+2])<<8 | uint32(b[i+3]))
}

// Decode decodes the instruction at pc into in and does not allocate. It checks
// that opcode and operands are there; it does not check where branches go,
// indices, or the order of keys.
func Decode(code []byte, pc int, in *Inst) error {
	if uint(pc) >= uint(len(code)) {
		return &Error{pc, "no instruction"}
	}
	o := Op(code[pc])
	if o >= NumOps {
		return &Error{pc, "bad opcode"}
	}
	n := int(lengths[o])
	in.Op, in.PC, in.Len = o, pc, n
	in.Wide = false
	if n == 1 {
		if l := ops[o].Layout; l != "" {
			in.implied(l)
		}
		return nil
	}
	if n > len(code)-pc {
		return &Error{pc, "truncated instruction"}
	}
	b := code[pc:]
	switch o {
	case Bipush:
		in.Const = int32(int8(b[1]))
	case Sipush:
		in.Const = int32(s2(b, 1))
	case Ldc:
		in.Index = int(b[1])
	case Iload, Lload, Fload, Dload, Aload, Istore, Lstore, Fstore, Dstore, Astore, Ret:
		in.Index = int(b[1])
	case Iinc:
		in.Index = int(b[1])
		in.Const = int32(int8(b[2]))
	case Newarray:
		in.Const = int32(b[1])
	case Tableswitch, Lookupswitch:
		return in.decodeSwitch(code)
	case Invokeinterface, Multianewarray:
		in.Index = u2(b, 1)
		in.Count = b[3]
	case GotoW, JsrW:
		in.Target = pc + int(s4(b, 1))
	case Wide:
		return in.decodeWide(code)
	default:
		if ops[o].Layout == "jj" {
			in.Target = pc + s2(b, 1)
		} else {
			in.Index = u2(b, 1)
		}
	}
	return nil
}

func (in *Inst) implied(layout string) {
	if layout[0] == 'v' {
		in.Index = int(layout[1] - '0')
		return
	}
	if layout == "c-1" {
		in.Const = -1
		return
	}
	in.Const = int32(layout[1] - '0')
}

// decodeWide decodes wide (JVMS 6.5.wide).
func (in *Inst) decodeWide(code []byte) error {
	b := code[in.PC:]
	if len(b) < 4 {
		return &Error{in.PC, "truncated instruction"}
	}
	o := Op(b[1])
	if !o.Is(Widens) {
		return &Error{in.PC, "bad wide instruction"}
	}
	in.Op, in.Wide, in.Len, in.Index = o, true, 4, u2(b, 2)
	if o == Iinc {
		if len(b) < 6 {
			return &Error{in.PC, "truncated instruction"}
		}
		in.Len, in.Const = 6, int32(s2(b, 4))
	}
	return nil
}

// Reader walks over the instructions of a code array:
//
//	r := bytecode.NewReader(code)
//	for r.Next() {
//		... r.Inst ...
//	}
//	if r.Err != nil ...
type Reader struct {
	Inst Inst
	Err  error
	code []byte
	pc   int
}

// NewReader returns a Reader before the first instruction of code.
func NewReader(code []byte) Reader { return Reader{code: code} }

// Next decodes the next instruction. It reports false at the end and on an error.
func (r *Reader) Next() bool {
	if r.Err != nil || r.pc >= len(r.code) {
		return false
	}
	if r.Err = Decode(r.code, r.pc, &r.Inst); r.Err != nil {
		return false
	}
	r.pc += r.Inst.Len
	return true
}
