package bytecode

import (
	"fmt"
	"io"
	"strings"
)

// arrayTypeNames follows the type codes of newarray.
var arrayTypeNames = [...]string{"boolean", "char", "float", "double", "byte", "short", "int", "long"}

// String returns the instruction without its pc, in javap's form: "sipush        300",
// "if_icmplt     12", "invokevirtual #5", "iinc          1, -1".
func (in *Inst) String() string {
	var b strings.Builder
	in.format(&b)
	return b.String()
}

func (in *Inst) format(b *strings.Builder) {
	name := in.Op.String()
	if in.Wide {
		name += "_w"
	}
	operands := in.operands()
	if operands == "" {
		b.WriteString(name)
		return
	}
	fmt.Fprintf(b, "%-13s %s", name, operands)
}

func (in *Inst) operands() string {
	info := in.Op.Info()
	if info == nil {
		return ""
	}
	switch info.Layout {
	case "b", "s":
		return fmt.Sprint(in.Const)
	case "v":
		return fmt.Sprint(in.Index)
	case "vb":
		return fmt.Sprintf("%d, %d", in.Index, in.Const)
	case "k", "kk":
		return fmt.Sprintf("#%d", in.Index)
	case "kk#0":
		return fmt.Sprintf("#%d,  %d", in.Index, in.Count)
	case "kk00":
		return fmt.Sprintf("#%d,  0", in.Index)
	case "kkd":
		return fmt.Sprintf("#%d,  %d", in.Index, in.Count)
	case "jj", "jjjj":
		return fmt.Sprint(in.Target)
	case "a":
		if ArrayTypeLetter(int(in.Const)) != 0 {
			return " " + arrayTypeNames[in.Const-TBoolean]
		}
		return fmt.Sprintf(" %d", in.Const)
	case "t":
		lo := in.Switch.Key(0)
		return fmt.Sprintf("{ // %d to %d", lo, int64(lo)+int64(in.Switch.Len())-1) + in.cases()
	case "l":
		return fmt.Sprintf("{ // %d", in.Switch.Len()) + in.cases()
	}
	return ""
}

func (in *Inst) cases() string {
	var b strings.Builder
	b.WriteByte('\n')
	for i := range in.Switch.Len() {
		fmt.Fprintf(&b, "%22d: %d\n", in.Switch.Key(i), in.Switch.Target(i))
	}
	fmt.Fprintf(&b, "%22s: %d\n%11s", "default", in.Target, "}")
	return b.String()
}

// Disassemble writes code in javap's form, one instruction a line. comment, if not nil, gives
// the text behind "//" for an instruction with a constant-pool index. At malformed code
// it writes the error and stops.
func Disassemble(w io.Writer, code []byte, comment func(in *Inst) string) error {
	r := NewReader(code)
	for r.Next() {
		text := r.Inst.String()
		if comment != nil {
			if l := r.Inst.Op.Info().Layout; l != "" && l[0] == 'k' {
				if c := comment(&r.Inst); c != "" {
					text = fmt.Sprintf("%-33s // %s", text, c)
				}
			}
		}
		if _, err := fmt.Fprintf(w, "%8d: %s\n", r.Inst.PC, text); err != nil {
			return err
		}
	}
	if r.Err != nil {
		fmt.Fprintf(w, "%8s %v\n", "", r.Err)
	}
	return r.Err
}
