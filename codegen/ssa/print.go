package ssa

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The text form. What follows # is a comment. A function is
//
//	func @name(i32, ptr) f64 c {        # c: C convention
//	b0:
//	  v0 = arg i32 [0]
//	  v1 = arg ptr [1]
//	  v2 = load f64 v1, v0 +16 *8 !3    # base, index, offset, scale, alias class
//	  v3 = const i32 [7]
//	  v4 = lt i32 v0, v3
//	  v5 = call i32 @g v0, v3 state 12 (v0, v2)
//	  v7 = vadd.i16 vec128 v8, v9         # lanes of 16 bits
//	  if v4 -> b1 (90), b2 (10)         # with profile counts
//	b1:
//	  v6 = phi f64 b0:v2
//	  ret v6
//	...
//	}
//
// Print writes it and Parse reads it, for generic and target operations alike.

func (v *Value) String() string {
	if v == nil {
		return "v?"
	}
	return "v" + strconv.Itoa(int(v.ID))
}

func (b *Block) String() string { return "b" + strconv.Itoa(int(b.ID)) }

// String returns the text form of f.
func (f *Func) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "func @%s(", f.Name)
	for i, t := range f.Params {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(t.String())
	}
	s.WriteString(")")
	for i, t := range f.Results {
		if i > 0 {
			s.WriteString(",")
		}
		s.WriteString(" " + t.String())
	}
	if f.Conv == ConvC {
		s.WriteString(" c")
	}
	s.WriteString(" {\n")
	for _, b := range f.Blocks {
		fmt.Fprintf(&s, "%v:\n", b)
		for _, v := range b.Values {
			s.WriteString("  " + v.LongString() + "\n")
		}
	}
	s.WriteString("}\n")
	return s.String()
}

// LongString returns the line of v in the text form.
func (v *Value) LongString() string {
	var s strings.Builder
	info := v.Info()
	if v.Type != Void {
		fmt.Fprintf(&s, "%v = ", v)
	}
	s.WriteString(info.Name)
	if info.Aux&AuxCond != 0 {
		s.WriteString("." + v.Cond.String())
	}
	if info.Aux&AuxLane != 0 {
		s.WriteString("." + Type(v.Imm).String())
	}
	if v.Type != Void {
		s.WriteString(" " + v.Type.String())
	}
	if info.Aux&AuxSym != 0 {
		sym, _ := v.Aux.(string)
		s.WriteString(" @" + sym)
	}
	for i, a := range v.Args {
		if i > 0 {
			s.WriteString(",")
		}
		s.WriteString(" ")
		if v.Op == OpPhi && i < len(v.Block.Preds) {
			s.WriteString(v.Block.Preds[i].B.String() + ":")
		}
		s.WriteString(a.String())
	}
	if info.Aux&AuxImm != 0 && (v.Imm != 0 || v.Op == OpConst || v.Op == OpArg) {
		fmt.Fprintf(&s, " [%d]", v.Imm)
	}
	if info.Aux&AuxFloat != 0 {
		s.WriteString(" [" + formatFloat(v) + "]")
	}
	if info.Aux&AuxOff != 0 && v.Off != 0 {
		fmt.Fprintf(&s, " %+d", v.Off)
	}
	if info.Aux&AuxScale != 0 && v.Scale != 0 {
		fmt.Fprintf(&s, " *%d", 1<<v.Scale)
	}
	if info.Aux&AuxAlias != 0 && v.Alias != 0 {
		fmt.Fprintf(&s, " !%d", v.Alias)
	}
	if info.Aux&AuxCases != 0 {
		s.WriteString(" {")
		cases, _ := v.Aux.([]int64)
		for i, c := range cases {
			if i > 0 {
				s.WriteString(", ")
			}
			fmt.Fprintf(&s, "%d", c)
		}
		s.WriteString("}")
	}
	if info.Aux&AuxAny != 0 && v.Aux != nil {
		fmt.Fprintf(&s, " {%v}", v.Aux)
	}
	if v.State != nil {
		fmt.Fprintf(&s, " state %v (", v.State.Data)
		for i, x := range v.State.Vals {
			if i > 0 {
				s.WriteString(", ")
			}
			s.WriteString(x.String())
		}
		s.WriteString(")")
		for _, o := range v.State.Objects {
			fmt.Fprintf(&s, " object %v from %d {", o.At, o.First)
			for i, x := range o.Fields {
				if i > 0 {
					s.WriteString(", ")
				}
				fmt.Fprintf(&s, "%v %+d", x.Width, x.Off)
			}
			s.WriteString("}")
		}
	}
	if info.Has(Terminates) && len(v.Block.Succs) > 0 {
		s.WriteString(" ->")
		for i, e := range v.Block.Succs {
			if i > 0 {
				s.WriteString(",")
			}
			s.WriteString(" " + e.B.String())
			if v.Block.Counts != nil {
				fmt.Fprintf(&s, " (%d)", v.Block.Counts[i])
			}
		}
	}
	return s.String()
}

// formatFloat writes a float constant so that parsing gives the same bits; a NaN other
// than the usual one is written by its bits.
func formatFloat(v *Value) string {
	if v.Type == F32 {
		x := math.Float32frombits(uint32(v.Imm))
		if x != x && uint32(v.Imm) != 0x7fc00000 {
			return fmt.Sprintf("0x%x", uint32(v.Imm))
		}
		return strconv.FormatFloat(float64(x), 'g', -1, 32)
	}
	x := math.Float64frombits(uint64(v.Imm))
	if x != x && uint64(v.Imm) != 0x7ff8000000000000 {
		return fmt.Sprintf("0x%x", uint64(v.Imm))
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
