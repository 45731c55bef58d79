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

	"golang.org/x/arch/ppc64/ppc64asm"
)

// samples are the values that operands take in the tests: the ends of the range, and some
// between.
func samples(f *field) []int32 {
	switch f.mode {
	case signed:
		return []int32{-32768, -4, 0, 1, 32767}
	case address:
		hi := int32(1) << (f.width + 1)
		return []int32{-hi, -8, 4, hi - 4}
	case splitSPR:
		return []int32{XER, LR, CTR}
	}
	switch f.name {
	case "BO":
		return []int32{IfFalse, IfTrue, Always, 16, 18}
	case "BI":
		return []int32{0, 2, 7, 31}
	case "L":
		return []int32{0} // 1 is for 64-bit implementations
	case "LS":
		return []int32{0, 1}
	case "UI":
		return []int32{0, 1, 0x7fff, 0x8000, 0xffff}
	case "FXM":
		return []int32{1, 0x80, 0x81, 0xff}
	}
	top := int32(1)<<f.width - 1
	return []int32{0, 1, top / 3, top}
}

// eachOperands calls fn with each combination of sample operands of op that is defined.
func eachOperands(op Op, fn func(args []int32)) {
	l := &layouts[op]
	args := make([]int32, len(l.fields))
	var rec func(i int)
	rec = func(i int) {
		if i == len(args) {
			if defined(op, args) {
				fn(args)
			}
			return
		}
		for _, x := range samples(&l.fields[i]) {
			args[i] = x
			rec(i + 1)
		}
	}
	rec(0)
}

// defined leaves out what the manual calls invalid: update forms whose base is 0 or, for
// integer loads, the target; load multiple that overwrites its base; CTR-decrementing bcctr.
func defined(op Op, args []int32) bool {
	name := table[op].Name
	get := func(operand string) int32 {
		for i, f := range layouts[op].fields {
			if f.name == operand {
				return args[i]
			}
		}
		return -1
	}
	update := strings.HasSuffix(name, "u") || strings.HasSuffix(name, "ux")
	update = update && (strings.HasPrefix(name, "l") || strings.HasPrefix(name, "st"))
	switch {
	case update && (get("RA") == 0 || get("RA") == get("RT")):
		return false
	case op == Lmw && get("RA") >= get("RT"):
		return false
	case (op == Bcctr || op == Bcctrl) && get("BO")&4 == 0:
		return false
	case op == Bcctr || op == Bcctrl || op == Bclr || op == Bclrl || op == Bc:
		return get("BO") < Always || get("BI") == 0
	}
	return true
}

// each calls fn for all rows and operands, in both forms where there are two.
func each(fn func(op Op, args []int32)) {
	for op := Invalid + 1; op < NumOps; op++ {
		eachOperands(op, func(args []int32) {
			fn(op, args)
			if HasRc(op) {
				fn(op|Rc, args)
			}
		})
	}
}

func name(op Op) string {
	n := table[op&^Rc].Name
	if op&Rc != 0 {
		n += "."
	}
	return n
}

// text writes an instruction as objdump does without extended mnemonics.
func text(op Op, args []int32, pc int) string {
	var out []string
	l := &layouts[op&^Rc]
	for i := 0; i < len(args); i++ {
		x, f := args[i], l.fields[i]
		switch f.name {
		case "RT", "RS", "RB":
			out = append(out, fmt.Sprintf("r%d", x))
		case "RA":
			if x == 0 && zeroBase(op&^Rc) {
				out = append(out, "0")
			} else {
				out = append(out, fmt.Sprintf("r%d", x))
			}
		case "FRT", "FRS", "FRA", "FRB", "FRC":
			out = append(out, fmt.Sprintf("f%d", x))
		case "BF", "BFA":
			out = append(out, fmt.Sprintf("cr%d", x))
		case "BI", "BT", "BA", "BB":
			if table[op&^Rc].Name == "mtfsb0" || table[op&^Rc].Name == "mtfsb1" {
				out = append(out, fmt.Sprint(x))
			} else {
				out = append(out, crBit(x))
			}
		case "D":
			base := fmt.Sprintf("r%d", args[i+1])
			if args[i+1] == 0 {
				base = "0"
			}
			out = append(out, fmt.Sprintf("%d(%s)", x, base))
			i++
		case "BD", "LI":
			out = append(out, fmt.Sprintf("0x%x", uint32(pc)+uint32(x)))
		default:
			out = append(out, fmt.Sprint(x))
		}
	}
	out = append(out, unwritten[op&^Rc]...)
	return strings.TrimSpace(name(op) + " " + strings.Join(out, ","))
}

// unwritten are the operands that objdump adds for reserved fields which later versions of
// the architecture gave a meaning.
var unwritten = map[Op][]string{
	Bclr: {"0"}, Bclrl: {"0"}, Bcctr: {"0"}, Bcctrl: {"0"}, Sc: {"0"}, Mfcr: {"-1"}, Lwarx: {"0"}, Dcbf: {"0"},
}

// zeroBase reports whether register 0 as RA of op means the number 0.
func zeroBase(op Op) bool {
	n := table[op].Name
	switch {
	case op == Addi || op == Addis || op == Lwarx || op == StwcxD || op == Dcbst || op == Dcbf || op == Icbi:
		return true
	}
	return table[op].Fields[:3] == "31:" && (n[0] == 'l' || strings.HasPrefix(n, "st"))
}

func crBit(x int32) string {
	bit := [4]string{"lt", "gt", "eq", "so"}[x&3]
	if x < 4 {
		return bit
	}
	return fmt.Sprintf("4*cr%d+%s", x>>2, bit)
}

var objdumpLine = regexp.MustCompile(`^\s*([0-9a-f]+):\t(?:[0-9a-f]{2} ){4}\s*\t(.*)$`)

// TestAgainstObjdump compares each row over the cross product of operands with the
// disassembly of binutils.
func TestAgainstObjdump(t *testing.T) {
	objdump, err := exec.LookPath("powerpc-linux-gnu-objdump")
	if err != nil {
		t.Skip("powerpc-linux-gnu-objdump is not installed; test/setup.sh does it")
	}
	var bin []byte
	var want []string
	each(func(op Op, args []int32) {
		want = append(want, text(op, args, len(bin)))
		bin = binary.BigEndian.AppendUint32(bin, Encode(op, args...))
	})
	file := filepath.Join(t.TempDir(), "code")
	if err := os.WriteFile(file, bin, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(objdump, "-D", "-z", "-b", "binary", "-m", "powerpc:603", "-EB", "-M", "603,raw", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(out), "\n") {
		m := objdumpLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		pc, _ := strconv.ParseInt(m[1], 16, 64)
		got := strings.TrimSuffix(strings.Join(strings.Fields(m[2]), " "), "+")
		if n >= len(want) || int(pc) != 4*n {
			t.Fatalf("unexpected line %q", line)
		}
		if got != want[n] {
			t.Errorf("%08x: encoded %q, objdump reads %q", binary.BigEndian.Uint32(bin[pc:]), want[n], got)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("objdump shows %d of %d instructions", n, len(want))
	}
	t.Logf("%d instructions", n)
}

// TestAgainstXArch compares operation and operands with the Go disassembler's.
func TestAgainstXArch(t *testing.T) {
	n := 0
	each(func(op Op, args []int32) {
		n++
		w := Encode(op, args...)
		in, err := ppc64asm.Decode(binary.BigEndian.AppendUint32(nil, w), binary.BigEndian)
		if err != nil {
			t.Errorf("%08x %s: %v", w, text(op, args, 0), err)
			return
		}
		want, args := extended(op, args)
		if got := in.Op.String(); got != want {
			t.Errorf("%08x: encoded %s, decoded %s", w, want, got)
			return
		}
		var got []int32
		for _, a := range in.Args {
			switch a := a.(type) {
			case ppc64asm.Reg:
				r := int32(a - ppc64asm.R0)
				if a >= ppc64asm.F0 && a <= ppc64asm.F31 {
					r = int32(a - ppc64asm.F0)
				}
				got = append(got, r)
			case ppc64asm.CondReg:
				if a >= ppc64asm.CR0 {
					got = append(got, int32(a-ppc64asm.CR0))
				} else {
					got = append(got, int32(a-ppc64asm.Cond0LT))
				}
			case ppc64asm.Imm:
				got = append(got, int32(a))
			case ppc64asm.Offset:
				got = append(got, int32(a))
			case ppc64asm.PCRel:
				got = append(got, int32(a))
			case ppc64asm.SpReg:
				got = append(got, int32(a))
			}
		}
		if len(got) < len(args) {
			t.Errorf("%08x %s: decoded operands %v", w, text(op, args, 0), in.Args)
			return
		}
		for i, x := range args {
			if got[i] != x {
				t.Errorf("%08x %s: decoded operands %v", w, text(op, args, 0), in.Args)
				return
			}
		}
	})
	t.Logf("%d instructions", n)
}

// extended gives the extended mnemonics that the Go disassembler takes for operations of
// their own.
func extended(op Op, args []int32) (string, []int32) {
	switch {
	case (op == Addi || op == Addis) && args[1] == 0:
		return map[Op]string{Addi: "li", Addis: "lis"}[op], []int32{args[0], args[2]}
	case op == Cmpi || op == Cmpli || op == Cmp || op == Cmpl:
		n := map[Op]string{Cmpi: "cmpwi", Cmpli: "cmplwi", Cmp: "cmpw", Cmpl: "cmplw"}[op]
		return n, []int32{args[0], args[2], args[3]}
	case op == Ori && args[0] == 0 && args[1] == 0 && args[2] == 0:
		return "nop", nil
	}
	return name(op), args
}

// TestBranchSizes checks the short and long forms at the ends of their reach.
func TestBranchSizes(t *testing.T) {
	k := Cond(IfTrue, 4*1+EQ)
	var b Branches
	for _, c := range []struct {
		kind  int32
		disp  int
		reach bool
	}{{k, 32764, true}, {k, 32768, false}, {k, -32768, true}, {k, -32772, false}, {Jump, 1<<25 - 4, true}, {Jump, 1 << 25, false}, {Jump, -1 << 25, true}} {
		if got := b.Reaches(c.kind, c.disp); got != c.reach {
			t.Errorf("reaches %d: %v", c.disp, got)
		}
	}
	dst := make([]byte, 8)
	b.Put(dst, k, -100000, true)
	first, _ := ppc64asm.Decode(dst, binary.BigEndian)
	second, _ := ppc64asm.Decode(dst[4:], binary.BigEndian)
	if s := ppc64asm.GNUSyntax(first, 0); s != "bne cr1,0x8" {
		t.Errorf("long form begins with %q", s)
	}
	if second.Op != ppc64asm.B || second.Args[0] != ppc64asm.PCRel(-100004) {
		t.Errorf("long form ends with %v", second)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, c := range []struct {
		op   Op
		args []int32
	}{{Addi, []int32{3, 0, 32768}}, {Addi, []int32{32, 0, 0}}, {Add, []int32{1, 2}}, {Bc, []int32{12, 0, 2}}, {Lwz | Rc, []int32{3, 0, 1}}, {Invalid, nil}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s %v is accepted", name(c.op), c.args)
				}
			}()
			Encode(c.op, c.args...)
		}()
	}
}
