package inst

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/arch/x86/x86asm"

	"gojvm/codegen/asm"
)

// sample is an instruction with operands, and what the disassemblers must say of its bytes.
type sample struct {
	op     Op
	cc     uint8
	w      bool
	reg, v Reg
	rm     Reg
	mem    *Mem
	imm    int64
	bytes  []byte
}

func (s *sample) encode(mode64 bool) ([]byte, error) {
	e := Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, Branches{}), Mode64: mode64}
	s.put(&e)
	c, err := e.Finish()
	if err != nil {
		return nil, err
	}
	return c.Bytes, nil
}

// put calls the method for the row's operands.
func (s *sample) put(e *Encoder) {
	f := &forms[s.op]
	switch {
	case f.noModRM:
		e.O(s.op, s.w, s.reg, s.imm)
	case s.mem != nil:
		e.rm(s.op, s.cc, s.w, s.reg, s.v, *s.mem, s.imm, f.digit >= 0)
	default:
		e.rr(s.op, s.cc, s.w, s.reg, s.v, s.rm, s.imm, f.digit >= 0)
	}
}

// The registers tried: ends, those with special encodings, and the upper half.
var sampleRegs = []Reg{AX, BX, SP, BP, DI, R8, R12, R13, R15}

func memSamples(mode64 bool) []Mem {
	ms := []Mem{{Base: NoReg, Index: NoReg, Disp: 0x12345678}, {Base: NoReg, Index: CX, Scale: 2, Disp: -8},
		B(AX, 0), B(SP, 0), B(BP, 0), B(SI, 127), B(SP, -128), B(DX, 128), B(BP, -0x1000),
		{Base: AX, Index: BP, Scale: 0}, {Base: BP, Index: AX, Scale: 3}, {Base: SP, Index: DI, Scale: 1, Disp: 4}, {Base: DI, Index: SI, Scale: 2, Disp: 0x7fffffff}}
	if mode64 {
		ms = append(ms, B(R12, 0), B(R13, 0), B(R15, 5), Mem{Base: R13, Index: R12, Scale: 3}, Mem{Base: AX, Index: R9, Disp: 1}, Mem{Base: NoReg, Index: R15, Scale: 1, Disp: 64})
	}
	return ms
}

func immSamples(f *form, w bool) []int64 {
	switch {
	case f.imm == 0:
		return []int64{0}
	case f.imm == 8:
		return []int64{0, -1, 0x123456789abcdef0}
	}
	top := int64(1) << (8*f.imm - 1)
	if f.imm == 1 && f.extends || f.imm == 4 {
		return []int64{0, 1, top - 1, -1, -top}
	}
	return []int64{0, 1, top - 1, top, 2*top - 1} // counts, selectors, bytes and words
}

// samples returns the cross product of operands of a row.
func samples(op Op, mode64 bool) []sample {
	f := &forms[op]
	if f.only64 && !mode64 {
		return nil
	}
	regs := sampleRegs[:5]
	ws := []bool{false}
	if mode64 {
		regs = sampleRegs
		if f.wide {
			ws = append(ws, true)
		}
		if f.wideOnly {
			ws = ws[1:]
		}
	}
	ccs := []uint8{0}
	if f.cond {
		ccs = []uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	}
	regRegs, vRegs := regs, []Reg{0}
	if f.digit >= 0 || f.noModRM && !f.plusReg {
		regRegs = []Reg{0}
	}
	if f.hasV {
		vRegs = []Reg{AX, DI}
		if mode64 {
			vRegs = append(vRegs, R15)
		}
	}
	var out []sample
	for _, w := range ws {
		for i, cc := range ccs {
			for _, reg := range regRegs {
				if f.byteReg && !mode64 && reg >= 4 {
					continue
				}
				for _, v := range vRegs {
					for _, imm := range immSamples(f, w) {
						s := sample{op: op, cc: cc, w: w, reg: reg, v: v, imm: imm}
						if f.noModRM {
							out = append(out, s)
							continue
						}
						for _, rm := range regs {
							if f.reg && !(f.byteRM && !mode64 && rm >= 4) {
								s.rm = rm
								out = append(out, s)
							}
						}
						if !f.mem || i%5 != 0 {
							continue
						}
						for _, m := range memSamples(mode64) {
							s.mem = &m
							out = append(out, s)
						}
					}
				}
			}
		}
	}
	return out
}

var names64 = []string{"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"}
var names32 = []string{"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d"}
var names16 = []string{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w"}
var names8 = []string{"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b"}
var condNames = []string{"o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"}

// width returns the width in bits of an operand token, of which kind is the part before it.
func (s *sample) width(token, kind string, mode64 bool) int {
	switch rest := token[len(kind):]; rest {
	case "":
		if s.w {
			return 64
		}
		return 32
	case "p":
		if mode64 {
			return 64
		}
		return 32
	default:
		n, err := strconv.Atoi(rest)
		if err != nil {
			panic("BUG: operand " + token)
		}
		return n
	}
}

func regName(r Reg, width int) string {
	return map[int][]string{8: names8, 16: names16, 32: names32, 64: names64}[width][r]
}

var widthNames = map[int]string{8: "BYTE", 16: "WORD", 32: "DWORD", 64: "QWORD", 128: "XMMWORD", 256: "YMMWORD"}

func hex(x int64) string {
	if x < 0 {
		return fmt.Sprintf("-%#x", uint64(-x))
	}
	return fmt.Sprintf("%#x", x)
}

func memName(m *Mem, mode64 bool) string {
	names := names32
	if mode64 {
		names = names64
	}
	if m.Base == NoReg && m.Index == NoReg {
		return fmt.Sprintf("ds:%#x", uint32(m.Disp))
	}
	t := ""
	if m.Base != NoReg {
		t = names[m.Base]
	}
	if m.Index != NoReg {
		if t != "" {
			t += "+"
		}
		t += fmt.Sprintf("%s*%d", names[m.Index], 1<<m.Scale)
	}
	if d := hex(int64(m.Disp)); m.Disp < 0 {
		t += d
	} else if m.Disp > 0 || m.Base == NoReg || m.Base&7 == BP {
		t += "+" + d
	}
	return "[" + t + "]"
}

// operand returns an operand as objdump writes it.
func (s *sample) operand(token string, mode64 bool, end int) string {
	f := &forms[s.op]
	kind := strings.TrimRight(token, "0123456789p")
	switch kind {
	case "r":
		r := s.reg
		if f.digit >= 0 {
			r = s.rm
		}
		return regName(r, s.width(token, kind, mode64))
	case "v":
		return regName(s.v, s.width(token, kind, mode64))
	case "vx", "x", "vy", "y":
		r := s.reg
		if kind[0] == 'v' {
			r = s.v
		} else if f.digit >= 0 || strings.HasPrefix(table[s.op].Ops, "r32,y") {
			r = s.rm
		}
		return map[byte]string{'x': "xmm", 'y': "ymm"}[kind[len(kind)-1]] + strconv.Itoa(int(r))
	case "rm", "xm", "ym", "m":
		if s.mem == nil {
			switch kind {
			case "rm":
				return regName(s.rm, s.width(token, kind, mode64))
			case "xm":
				return fmt.Sprintf("xmm%d", s.rm)
			}
			return fmt.Sprintf("ymm%d", s.rm)
		}
		m := memName(s.mem, mode64)
		if s.op == Lea {
			return m
		}
		return widthNames[s.width(token, kind, mode64)] + " PTR " + m
	case "imm":
		x := s.imm
		n := s.width(token, kind, mode64)
		if f.extends || n == 32 {
			n = 32
			if s.op == Cmp16MI8 {
				n = 16
			} else if s.w {
				n = 64
			}
		}
		if n < 64 {
			x &= 1<<n - 1
		}
		return fmt.Sprintf("%#x", uint64(x))
	case "rel":
		return fmt.Sprintf("%#x", uint64(int64(end)+s.imm)&map[bool]uint64{false: 1<<32 - 1, true: 1<<64 - 1}[mode64])
	case "cl", "ax":
		return kind
	case "st":
		return "st(" + token[2:] + ")"
	}
	panic("BUG: operand " + token)
}

// text returns the instruction as objdump writes it; end is the address behind it.
func (s *sample) text(mode64 bool, end int) string {
	name := table[s.op].Name
	switch {
	case forms[s.op].cond:
		name += condNames[s.cc]
	case s.op == MovRI64:
		name = "movabs"
	case s.op == Cdq && s.w:
		name = "cqo"
	case (s.op == MovdXR || s.op == MovdRX) && s.w:
		name = "movq"
	case s.op == VmovdXR && s.w:
		name = "vmovq"
	}
	var ops []string
	if o := table[s.op].Ops; o != "" {
		for _, token := range strings.Split(o, ",") {
			ops = append(ops, s.operand(token, mode64, end))
		}
	}
	return strings.TrimSpace(name + " " + strings.Join(ops, ","))
}

var line = regexp.MustCompile(`^\s*([0-9a-f]+):\t([0-9a-f ]+)\t?(.*)$`)

// objdump disassembles code to the text of each instruction by its address.
func objdump(t *testing.T, code []byte, mode64 bool, syntax string) map[int]string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "code")
	if err := os.WriteFile(file, code, 0o666); err != nil {
		t.Fatal(err)
	}
	arch := "i386"
	if mode64 {
		arch = "i386:x86-64"
	}
	out, err := exec.Command("objdump", "-D", "-w", "-b", "binary", "-m", arch, "-M", syntax, file).Output()
	if err != nil {
		t.Fatal(err)
	}
	m := map[int]string{}
	for _, l := range strings.Split(string(out), "\n") {
		if p := line.FindStringSubmatch(l); p != nil {
			at, _ := strconv.ParseInt(p[1], 16, 64)
			text, _, _ := strings.Cut(p[3], "#")
			m[int(at)] = strings.Join(strings.Fields(text), " ")
		}
	}
	return m
}

func bothModes(t *testing.T, fn func(t *testing.T, mode64 bool)) {
	t.Run("32", func(t *testing.T) { fn(t, false) })
	t.Run("64", func(t *testing.T) { fn(t, true) })
}

// all encodes the samples of all rows; each row must have some in one of the modes.
func all(t *testing.T, mode64 bool) []sample {
	t.Helper()
	var out []sample
	for op := Op(1); op < numOps; op++ {
		if table[op].Name == "" {
			t.Fatalf("row %d is empty", op)
		}
		ss := samples(op, mode64)
		if len(ss) == 0 && !forms[op].only64 {
			t.Errorf("no samples of %s, row %d", table[op].Name, op)
		}
		for _, s := range ss {
			var err error
			if s.bytes, err = s.encode(mode64); err != nil {
				t.Fatalf("%s: %v", s.text(mode64, 0), err)
			}
			out = append(out, s)
		}
	}
	return out
}

// sequence returns the code of samples in a row, and where each begins.
func sequence(ss []sample) (code []byte, at []int) {
	at = make([]int, len(ss))
	for i := range ss {
		at[i] = len(code)
		code = append(code, ss[i].bytes...)
		if ss[i].op == Lock { // a prefix of the next instruction
			code = append(code, 0x90)
		}
	}
	return code, at
}

// TestObjdump compares all rows and operands with the disassembler of the binutils.
func TestObjdump(t *testing.T) {
	if _, err := exec.LookPath("objdump"); err != nil {
		t.Skip("objdump is not installed")
	}
	bothModes(t, func(t *testing.T, mode64 bool) {
		ss := all(t, mode64)
		code, at := sequence(ss)
		texts := objdump(t, code, mode64, "intel")
		bad := 0
		for i := range ss {
			want := ss[i].text(mode64, at[i]+len(ss[i].bytes))
			if ss[i].op == Lock {
				want = "lock nop"
			}
			if got := texts[at[i]]; got != want {
				t.Errorf("% x: encoded %q, objdump says %q", ss[i].bytes, want, got)
				if bad++; bad > 20 {
					t.FailNow()
				}
			}
		}
		t.Logf("%d instructions", len(ss))
	})
}

// TestX86asm compares length and operands with golang.org/x/arch, which knows no VEX.
func TestX86asm(t *testing.T) {
	bothModes(t, func(t *testing.T, mode64 bool) {
		mode := 32
		if mode64 {
			mode = 64
		}
		bad := 0
		for _, s := range all(t, mode64) {
			if forms[s.op].vex || s.op == Lock {
				continue
			}
			in, err := x86asm.Decode(s.bytes, mode)
			if err != nil || in.Len != len(s.bytes) {
				t.Errorf("% x (%s): %v, length %d", s.bytes, s.text(mode64, len(s.bytes)), err, in.Len)
			} else if s.mem != nil && !hasMem(in, s.mem, mode64) {
				t.Errorf("% x (%s): x86asm says %v", s.bytes, s.text(mode64, 0), in)
			} else if forms[s.op].imm > 0 && !hasImm(in, &s) {
				t.Errorf("% x (%s): x86asm says %v", s.bytes, s.text(mode64, 0), in)
			} else {
				continue
			}
			if bad++; bad > 20 {
				t.FailNow()
			}
		}
	})
}

func hasMem(in x86asm.Inst, m *Mem, mode64 bool) bool {
	first := x86asm.EAX
	if mode64 {
		first = x86asm.RAX
	}
	reg := func(r Reg) x86asm.Reg {
		if r == NoReg {
			return 0
		}
		return first + x86asm.Reg(r)
	}
	for _, a := range in.Args {
		if x, ok := a.(x86asm.Mem); ok {
			scale := x.Scale
			if x.Index == 0 {
				scale = 1 << m.Scale
			}
			return x.Base == reg(m.Base) && x.Index == reg(m.Index) && scale == 1<<m.Scale && int32(x.Disp) == m.Disp
		}
	}
	return false
}

func hasImm(in x86asm.Inst, s *sample) bool {
	for _, a := range in.Args {
		switch x := a.(type) {
		case x86asm.Imm:
			n := 64 - 8*uint(forms[s.op].imm)
			if forms[s.op].extends && s.imm != int64(x) {
				return false
			}
			return int64(x)<<n == s.imm<<n
		case x86asm.Rel:
			return int64(x) == s.imm
		}
	}
	return false
}

// TestNegative: operands that cannot be encoded give an error, and not other bytes.
func TestNegative(t *testing.T) {
	mem := B(AX, 0)
	for name, fn := range map[string]func(e *Encoder){
		"upper register":     func(e *Encoder) { e.RR(AddRM, false, R8, AX) },
		"upper r/m":          func(e *Encoder) { e.RR(AddRM, false, AX, R9) },
		"upper base":         func(e *Encoder) { e.RM(AddRM, false, AX, B(R8, 0)) },
		"upper index":        func(e *Encoder) { e.RM(AddRM, false, AX, Mem{Base: AX, Index: R8}) },
		"upper in opcode":    func(e *Encoder) { e.O(Bswap, false, R8, 0) },
		"upper VEX":          func(e *Encoder) { e.VRR(Vaddsd, false, AX, R8, AX) },
		"upper SSE":          func(e *Encoder) { e.RR(Addsd, false, R8, AX) },
		"64 bits":            func(e *Encoder) { e.RR(AddRM, true, AX, AX) },
		"64 bits, no form":   func(e *Encoder) { e.O(MovRI64, false, AX, 1) },
		"movsxd":             func(e *Encoder) { e.RR(Movsxd, false, AX, AX) },
		"byte of SI":         func(e *Encoder) { e.RM(Mov8MR, false, SI, mem) },
		"byte of DI as r/m":  func(e *Encoder) { e.RR(Movzx8, false, AX, DI) },
		"set of BP":          func(e *Encoder) { e.RRcc(Setcc, CcE, false, 0, BP) },
		"both: SP as index":  func(e *Encoder) { e.RM(AddRM, false, AX, Mem{Base: AX, Index: SP}) },
		"both: scale":        func(e *Encoder) { e.RM(AddRM, false, AX, Mem{Base: AX, Index: CX, Scale: 4}) },
		"both: register 16":  func(e *Encoder) { e.RR(AddRM, false, 16, AX) },
		"both: no register":  func(e *Encoder) { e.RR(AddRM, false, NoReg, AX) },
		"both: lea register": func(e *Encoder) { e.RR(Lea, false, AX, CX) },
		"both: fld register": func(e *Encoder) { e.R(FldM64, false, CX) },
		"both: memory":       func(e *Encoder) { e.MI(Psrlq, false, mem, 1) },
		"both: imm8":         func(e *Encoder) { e.RI(AddMI8, false, AX, 128) },
		"both: imm8 low":     func(e *Encoder) { e.RI(AddMI8, false, AX, -129) },
		"both: imm32":        func(e *Encoder) { e.RI(AddMI, false, AX, 1<<32) },
		"both: imm16":        func(e *Encoder) { e.MI(Mov16MI, false, mem, 1<<16) },
		"both: count":        func(e *Encoder) { e.RI(ShlI, false, AX, 256) },
		"both: no imm":       func(e *Encoder) { e.RRI(AddRM, false, AX, AX, 1) },
		"both: condition":    func(e *Encoder) { e.RRcc(Cmovcc, 16, false, AX, AX) },
		"both: no condition": func(e *Encoder) { e.RRcc(AddRM, 1, false, AX, AX) },
		"both: digit":        func(e *Encoder) { e.RR(Neg, false, AX, AX) },
		"both: no digit":     func(e *Encoder) { e.R(AddRM, false, AX) },
		"both: no ModRM":     func(e *Encoder) { e.RR(Ret, false, AX, AX) },
		"both: ModRM":        func(e *Encoder) { e.O(AddRM, false, AX, 0) },
		"both: third":        func(e *Encoder) { e.VRR(Addsd, false, AX, CX, DX) },
		"both: no such row":  func(e *Encoder) { e.O(numOps, false, 0, 0) },
		"both: row 0":        func(e *Encoder) { e.O(0, false, 0, 0) },
		"both: wide float":   func(e *Encoder) { e.RR(Addsd, true, AX, AX) },
		"64: label, index":   func(e *Encoder) { e.M(JmpM, false, Mem{Base: NoReg, Index: CX, Scale: 2, Label: e.Here()}) },
		"64: mov imm64":      func(e *Encoder) { e.O(MovRI64, false, AX, 1) },
		"64: imm32 of 64":    func(e *Encoder) { e.RI(AddMI, true, AX, 1<<31) },
	} {
		for _, mode64 := range []bool{false, true} {
			if only64 := strings.HasPrefix(name, "64:"); only64 != mode64 && !strings.HasPrefix(name, "both") {
				continue
			}
			e := Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, Branches{}), Mode64: mode64}
			fn(&e)
			if c, err := e.Finish(); err == nil {
				t.Errorf("%s, 64-bit mode %v: encoded as % x", name, mode64, c.Bytes)
			}
		}
	}
}

// TestBranches compares short and long branches of all kinds with objdump.
func TestBranches(t *testing.T) {
	if _, err := exec.LookPath("objdump"); err != nil {
		t.Skip("objdump is not installed")
	}
	for _, dist := range []int{0, 125, 126, 127, 128, 129, 70000} {
		for _, back := range []bool{false, true} {
			for kind := int32(0); kind <= Jmp; kind++ {
				e := Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, Branches{})}
				l := e.NewLabel()
				pad := func() { e.Byte(make([]byte, dist)...) }
				if back {
					e.Bind(l)
					pad()
				}
				at := e.Here()
				e.Branch(kind, l)
				if !back {
					pad()
					e.Bind(l)
				}
				c, err := e.Finish()
				if err != nil {
					t.Fatal(err)
				}
				name := "jmp"
				if kind < Jmp {
					name = "j" + condNames[kind]
				}
				from, to := c.Offset(at), c.Offset(l)
				size := 2
				if d := to - from - 2; d < -128 || d > 127 {
					size = Branches{}.Size(kind, true)
				}
				if !back && to-from-dist != size {
					t.Errorf("%s over %d bytes has %d, not %d", name, dist, to-from-dist, size)
				}
				if kind != Jmp && kind != CcE && dist != 127 { // one kind of each size is enough to disassemble
					continue
				}
				b := c.Bytes[from:min(len(c.Bytes), from+6)]
				in, err := x86asm.Decode(append(b[:len(b):len(b)], make([]byte, 6)...), 32)
				if err != nil {
					t.Fatal(err)
				}
				if rel, ok := in.Args[0].(x86asm.Rel); !ok || from+in.Len+int(rel) != to || in.Len != size {
					t.Errorf("%s from %d to %d: %v", name, from, to, in)
				}
			}
		}
	}
}

// TestLabels: operands that name a place in the code.
func TestLabels(t *testing.T) {
	for _, c := range []struct {
		mode64 bool
		m      Mem
		want   []byte
		reloc  bool
	}{
		{true, Mem{}, []byte{0xff, 0x25, 6, 0, 0, 0}, false},
		{false, Mem{}, []byte{0xff, 0x25, 0, 0, 0, 0}, true},
		{false, Mem{Base: NoReg, Index: CX, Scale: 2}, []byte{0xff, 0x24, 0x8d, 0, 0, 0, 0}, true},
	} {
		e := Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, Branches{}), Mode64: c.mode64}
		l := e.NewLabel()
		c.m.Label = l
		e.M(JmpM, false, c.m)
		e.Byte(make([]byte, 6)...)
		e.Bind(l)
		code, err := e.Finish()
		if err != nil {
			t.Fatal(err)
		}
		if got := code.Bytes[:len(c.want)]; string(got) != string(c.want) {
			t.Errorf("%+v: % x, not % x", c.m, got, c.want)
		}
		if c.reloc && (len(code.Relocs) != 1 || code.Relocs[0].Off != len(c.want)-4 || code.Relocs[0].Addend != int64(len(code.Bytes))) {
			t.Errorf("%+v: relocations %+v", c.m, code.Relocs)
		}
	}
}
