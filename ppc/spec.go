package ppc

import "gojvm/codegen/ssa"

// Shapes of constraints shared by many operations.
var (
	anyReg  = ssa.Constraint{}
	orSlot  = ssa.Constraint{Kind: ssa.InAny}
	late    = ssa.Constraint{Kind: ssa.InLate}
	nobody  = ssa.Constraint{Kind: ssa.InNobody}
	same    = ssa.Constraint{Kind: ssa.SameAs0}
	plain   = ssa.RegSpec{Args: []ssa.Constraint{anyReg}}
	allLate = ssa.RegSpec{Args: []ssa.Constraint{late}}
	twoAddr = ssa.RegSpec{Args: []ssa.Constraint{anyReg, late}, Result: same}
	selects = ssa.RegSpec{Args: []ssa.Constraint{anyReg, late, anyReg}, Result: same}
)

func fixed(r int16) ssa.Constraint { return ssa.Constraint{Kind: ssa.InFixed, Reg: r} }

// constrain gives the constraints of a lowered value. Nearly all instructions have three
// operands and take any registers; where an operation needs several instructions, operands
// read after the result is written are late.
func constrain(v *ssa.Value) *ssa.RegSpec {
	switch v.Op {
	case ssa.OpArg:
		f := v.Block.Func
		return &ssa.RegSpec{Result: argSpec(f)[v.Imm]}
	case ssa.OpException:
		return &ssa.RegSpec{Result: fixed(r3)}
	case ssa.OpCall, ssa.OpCalli, ssa.OpResult, ssa.OpExit, ssa.OpRet:
		s := callSpec(v)
		return &s
	case opRlwIns, ssa.OpFmin, ssa.OpFmax:
		return &twoAddr
	case ssa.OpBswap, ssa.OpCas, ssa.OpXchg, ssa.OpXadd, ssa.OpFtoi, ssa.OpShld, ssa.OpShrd:
		return &allLate
	}
	if _, user, ok := fusedParts(v.Op); ok && user == userSel {
		return &selects
	}
	return &plain
}

// argSpec: parameters arrive in the registers of the function's convention. Those on the
// stack have become opArgStack.
func argSpec(f *ssa.Func) []ssa.Constraint {
	return conventions[f.Conv].argPlaces(len(f.Params), func(i int) ssa.Type { return f.Params[i] })
}

func callSpec(v *ssa.Value) ssa.RegSpec {
	f := v.Block.Func
	switch v.Op {
	case ssa.OpRet:
		c := &conventions[f.Conv]
		s := ssa.RegSpec{}
		ints := 0
		for _, a := range v.Args {
			if a.Type.IsFloat() {
				s.Args = append(s.Args, fixed(c.fresult))
			} else {
				s.Args = append(s.Args, fixed(c.result[ints]))
				ints++
			}
		}
		return s
	case ssa.OpResult:
		return ssa.RegSpec{Args: []ssa.Constraint{nobody}, Result: fixed(r4)}
	case ssa.OpExit:
		s := ssa.RegSpec{Args: []ssa.Constraint{orSlot}, Clobbers: conventions[ssa.ConvOwn].clobbers}
		if v.Type != ssa.Void {
			s.Result = resultPlace(&conventions[ssa.ConvOwn], v.Type)
		}
		return s
	}
	c := &conventions[v.Imm]
	args := v.Args
	if v.Op == ssa.OpCalli {
		args = args[1:]
	}
	places := c.argPlaces(len(args), func(i int) ssa.Type { return args[i].Type })
	s := ssa.RegSpec{Clobbers: c.clobbers}
	if v.Op == ssa.OpCalli {
		places = append([]ssa.Constraint{orSlot}, places...)
	}
	if s.Args = places; len(places) == 0 {
		s.Args = []ssa.Constraint{anyReg}
	}
	if v.Type != ssa.Void {
		s.Result = resultPlace(c, v.Type)
	}
	return s
}

func resultPlace(c *convention, t ssa.Type) ssa.Constraint {
	if t.IsFloat() {
		return fixed(c.fresult)
	}
	return fixed(c.result[0])
}
