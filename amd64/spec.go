package amd64

import "gojvm/codegen/ssa"

// Shapes of constraints shared by many operations.
var (
	anyReg  = ssa.Constraint{}
	orSlot  = ssa.Constraint{Kind: ssa.InAny}
	late    = ssa.Constraint{Kind: ssa.InLate}
	nobody  = ssa.Constraint{Kind: ssa.InNobody}
	same    = ssa.Constraint{Kind: ssa.SameAs0}
	inAX    = fixed(rAX)
	twoAddr = ssa.RegSpec{Args: []ssa.Constraint{anyReg, orSlot}, Result: same}
	unary   = ssa.RegSpec{Args: []ssa.Constraint{anyReg}, Result: same}
	memOp   = ssa.RegSpec{Args: []ssa.Constraint{anyReg}, Result: same}
	shiftCL = ssa.RegSpec{Args: []ssa.Constraint{anyReg, fixed(rCX)}, Result: same}
	second  = ssa.RegSpec{Args: []ssa.Constraint{anyReg, orSlot}}
	first   = ssa.RegSpec{Args: []ssa.Constraint{orSlot}}
	plain   = ssa.RegSpec{Args: []ssa.Constraint{anyReg}}

	quotient  = ssa.RegSpec{Args: []ssa.Constraint{inAX, late}, Result: inAX, Clobbers: mask(rAX, rDX)}
	remainder = ssa.RegSpec{Args: []ssa.Constraint{inAX, late}, Result: fixed(rDX), Clobbers: mask(rAX, rDX)}
	fprem     = ssa.RegSpec{Args: []ssa.Constraint{anyReg, anyReg}, Clobbers: mask(rAX)}
	minmax    = ssa.RegSpec{Args: []ssa.Constraint{anyReg, anyReg}, Result: same}
	oneTemp   = ssa.RegSpec{Args: []ssa.Constraint{anyReg}, Temps: []ssa.RegClass{ssa.ClassInt}}
	cas       = ssa.RegSpec{Args: []ssa.Constraint{late, inAX, late}, Clobbers: mask(rAX)}
	selectOps = ssa.RegSpec{Args: []ssa.Constraint{anyReg, orSlot, anyReg, orSlot}, Result: same}
	selectMem = ssa.RegSpec{Args: []ssa.Constraint{anyReg, orSlot, anyReg}, Result: same}
)

func fixed(r int16) ssa.Constraint { return ssa.Constraint{Kind: ssa.InFixed, Reg: r} }

// constrain gives the constraints of a lowered value.
func constrain(v *ssa.Value) ssa.RegSpec {
	switch v.Op {
	case ssa.OpArg:
		return argSpec(v)
	case ssa.OpException:
		return ssa.RegSpec{Result: inAX}
	case ssa.OpCall, ssa.OpCalli, ssa.OpResult, ssa.OpExit, ssa.OpRet:
		return callSpec(v)
	case ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpMul, ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv:
		return twoAddr
	case ssa.OpAdd:
		return second
	case ssa.OpNeg, ssa.OpNot, ssa.OpBswap, opAndI, opOrI, opXorI, opShlI, opShrI, opUshrI, opRotlI,
		opFaddK, opFsubK, opFmulK, opFdivK, ssa.OpFneg, ssa.OpFabs:
		return unary
	case opAddM, opSubM, opMulM, opAndM, opOrM, opXorM, opFaddM, opFsubM, opFmulM, opFdivM:
		return memOp
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		return shiftCL
	case ssa.OpDiv, ssa.OpUdiv:
		return quotient
	case ssa.OpMulh, ssa.OpUmulh, ssa.OpRem, ssa.OpUrem:
		return remainder
	case ssa.OpFrem:
		return fprem
	case ssa.OpFmin, ssa.OpFmax:
		return minmax
	case ssa.OpClz, ssa.OpCtz, opJmpTable:
		return oneTemp
	case ssa.OpPopcnt, ssa.OpSext8, ssa.OpSext16, ssa.OpZext8, ssa.OpZext16:
		return plain
	case opMulI, ssa.OpFsqrt, ssa.OpSext32, ssa.OpCopy, ssa.OpTrunc, ssa.OpZext32, ssa.OpFtof:
		return first
	case ssa.OpCas:
		return cas
	case ssa.OpXchg, ssa.OpXadd:
		return ssa.RegSpec{Args: []ssa.Constraint{late, anyReg}}
	}
	form, user, ok := fusedParts(v.Op)
	if !ok {
		return plain
	}
	switch {
	case user == userSel && (form == formCmpM || form == formFcmpM || form == formTest):
		return selectMem
	case user == userSel:
		return selectOps
	case form == formCmp || form == formFcmp:
		return second
	case form == formCmpI:
		return first
	}
	return plain
}

// argSpec: parameters arrive in the registers of the function's convention. Those on the
// stack have become opArgStack.
func argSpec(v *ssa.Value) ssa.RegSpec {
	f := v.Block.Func
	places, _ := conventions[f.Conv].argPlaces(len(f.Params), func(i int) ssa.Type { return f.Params[i] })
	return ssa.RegSpec{Result: places[v.Imm]}
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
		return ssa.RegSpec{Args: []ssa.Constraint{nobody}, Result: fixed(rDX)}
	case ssa.OpExit:
		s := ssa.RegSpec{Args: []ssa.Constraint{orSlot}, Clobbers: allInts | allFloats}
		if v.Type != ssa.Void {
			s.Result = resultPlace(&conventions[ssa.ConvOwn], v.Type)
		}
		return s
	}
	c := &conventions[v.Imm]
	args, skip := v.Args, 0
	if v.Op == ssa.OpCalli {
		args, skip = args[1:], 1
	}
	places, _ := c.argPlaces(len(args), func(i int) ssa.Type { return args[i].Type })
	s := ssa.RegSpec{Clobbers: c.clobbers}
	if skip == 1 {
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
