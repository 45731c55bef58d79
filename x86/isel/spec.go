package isel

import "gojvm/codegen/ssa"

// Shapes of constraints shared by many operations. Those with operands that may lie in memory
// differ by machine: see [shapes].
var (
	anyReg  = ssa.Constraint{}
	late    = ssa.Constraint{Kind: ssa.InLate}
	nobody  = ssa.Constraint{Kind: ssa.InNobody}
	same    = ssa.Constraint{Kind: ssa.SameAs0}
	inAX    = fixed(AX)
	intTemp = []ssa.RegClass{ssa.ClassInt}

	exception = spec{Result: inAX}
	plain     = args(anyReg)
	unary     = args(anyReg).into(same)
	shiftCL   = args(anyReg, fixed(CX)).into(same)
	double    = args(anyReg, anyReg).into(same)
	doubleCL  = args(anyReg, anyReg, fixed(CX)).into(same)
	quotient  = args(inAX, late).into(inAX).clobber(AX, DX)
	remainder = args(inAX, late).into(fixed(DX)).clobber(AX, DX)
	fprem     = args(anyReg, anyReg).clobber(AX)
	cas       = args(late, inAX, late).clobber(AX)
	cas64     = args(late, inAX, fixed(DX), late, fixed(CX)).clobber(AX, DX)
	exchange  = args(late, anyReg)
	oneTemp   = args(anyReg).temp(intTemp)
	vmulD     = double.temp([]ssa.RegClass{ssa.ClassFloat})
	carryInI  = args(anyReg, nobody).into(same)
)

// spec lets one write constraints in a line.
type spec ssa.RegSpec

func args(cs ...ssa.Constraint) spec            { return spec{Args: cs} }
func (s spec) into(c ssa.Constraint) spec       { s.Result = c; return s }
func (s spec) clobber(rs ...int16) spec         { s.Clobbers = Mask(rs...); return s }
func (s spec) temp(classes []ssa.RegClass) spec { s.Temps = classes; return s }

func fixed(r int16) ssa.Constraint { return ssa.Constraint{Kind: ssa.InFixed, Reg: r} }

// shapes are the constraints that differ between the machines, made once.
type shapes struct {
	twoAddr, second, first, two, highPart, product, wideDiv spec
	mulx, shiftX                                            spec
	addCompare, carryIn, lowByte, storeByte                 spec
	noFloats                                                spec // destroys all float registers
	fused                                                   [numForms][numUsers]spec
}

func makeShapes(operand, lowByte ssa.Constraint) *shapes {
	s := &shapes{
		twoAddr:    args(anyReg, operand).into(same),
		second:     args(anyReg, operand),
		first:      args(operand),
		two:        args(operand, operand),
		highPart:   args(inAX, operand).into(fixed(DX)).clobber(AX, DX),
		mulx:       args(fixed(DX), operand),
		shiftX:     args(operand, anyReg),
		product:    args(inAX, operand).into(inAX).clobber(AX, DX),
		wideDiv:    args(fixed(DX), inAX, operand).into(inAX).clobber(AX, DX),
		addCompare: args(anyReg, operand, anyReg, operand).into(same),
		carryIn:    args(anyReg, operand, nobody).into(same),
		lowByte:    args(lowByte),
		storeByte:  args(lowByte, anyReg),
	}
	for form := range s.fused {
		compare := plain
		switch form {
		case FormCmp, FormFcmp:
			compare = s.second
		case FormCmpI:
			compare = s.first
		case FormCmp64, FormCmp64I:
			compare = s.second.temp(intTemp)
		}
		for user := range s.fused[form] {
			s.fused[form][user] = compare
			if user == UserSel { // behind the two values to choose from
				s.fused[form][user] = args(append([]ssa.Constraint{anyReg, operand}, compare.Args...)...).into(same).temp(compare.Temps)
			}
		}
	}
	return s
}

// Constrain gives the constraints of a lowered value.
func (m *Machine) Constrain(v *ssa.Value) *ssa.RegSpec {
	switch v.Op {
	case ssa.OpArg:
		s := m.argSpec(v)
		return &s
	case ssa.OpCall, ssa.OpCalli, ssa.OpResult, ssa.OpExit, ssa.OpRet:
		s := m.callSpec(v)
		return &s
	}
	if form, user, ok := FusedParts(v.Op); ok {
		return (*ssa.RegSpec)(&m.shapes.fused[form][user])
	}
	return (*ssa.RegSpec)(m.spec(v))
}

func (m *Machine) spec(v *ssa.Value) *spec {
	switch v.Op {
	case ssa.OpException:
		return &exception
	case ssa.OpSub, ssa.OpAnd, ssa.OpOr, ssa.OpXor, ssa.OpMul, ssa.OpFadd, ssa.OpFsub, ssa.OpFmul, ssa.OpFdiv, OpAddF, OpSubF:
		return &m.shapes.twoAddr
	case ssa.OpAdd:
		return &m.shapes.second
	case ssa.OpNeg, ssa.OpNot, ssa.OpBswap, OpAndI, OpOrI, OpXorI, OpShlI, OpShrI, OpUshrI, OpRotlI,
		OpFaddK, OpFsubK, OpFmulK, OpFdivK, ssa.OpFneg, ssa.OpFabs, OpAddFI, OpSubFI,
		OpAddM, OpSubM, OpMulM, OpAndM, OpOrM, OpXorM, OpFaddM, OpFsubM, OpFmulM, OpFdivM:
		return &unary
	case ssa.OpShl, ssa.OpShr, ssa.OpUshr, ssa.OpRotl:
		return &shiftCL
	case ssa.OpDiv, ssa.OpUdiv:
		return &quotient
	case ssa.OpRem, ssa.OpUrem:
		return &remainder
	case ssa.OpMulh, ssa.OpUmulh:
		return &m.shapes.highPart
	case OpMulX:
		return &m.shapes.mulx
	case OpShlX, OpShrX, OpUshrX:
		return &m.shapes.shiftX
	case OpFaddV, OpFsubV, OpFmulV, OpFdivV, OpAndn:
		return &m.shapes.second
	case OpRotlX, OpBlsi, OpBlsmsk, OpBlsr:
		return &m.shapes.first
	case OpMulW, OpImulW:
		return &m.shapes.product
	case OpDivW:
		return &m.shapes.wideDiv
	case OpAdcCmp, OpSbbCmp:
		return &m.shapes.addCompare
	case OpAdcF, OpSbbF:
		return &m.shapes.carryIn
	case OpAdcFI, OpSbbFI:
		return &carryInI
	case ssa.OpShld, ssa.OpShrd:
		return &doubleCL
	case OpShldI, OpShrdI, ssa.OpFmin, ssa.OpFmax:
		return &double
	case ssa.OpVadd, ssa.OpVsub, ssa.OpVmul, ssa.OpVdiv, ssa.OpVmin, ssa.OpVmax, ssa.OpVand, ssa.OpVor, ssa.OpVxor,
		ssa.OpVshl, ssa.OpVshr, ssa.OpVushr:
		if v.Type == ssa.V256 {
			return &plain
		}
		return &double
	case ssa.OpVend:
		return &m.shapes.noFloats
	case ssa.OpVdown:
		return &unary
	case OpVmulD:
		return &vmulD
	case ssa.OpFrem:
		return &fprem
	case ssa.OpClz, ssa.OpCtz:
		return &oneTemp
	case OpJmpTable:
		if m.is64() { // the table is addressed relatively
			return &oneTemp
		}
	case ssa.OpSext8, ssa.OpZext8:
		return &m.shapes.lowByte
	case ssa.OpStore8:
		return &m.shapes.storeByte
	case OpMulI, ssa.OpFsqrt, ssa.OpCopy, ssa.OpFtof, ssa.OpPopcnt, ssa.OpSext16, ssa.OpZext16, ssa.OpSext32, ssa.OpZext32,
		ssa.OpTrunc, ssa.OpToptr, ssa.OpFromptr, ssa.OpToref, ssa.OpItof, ssa.OpBits, ssa.OpFlo, ssa.OpFhi:
		return &m.shapes.first
	case ssa.OpFpair:
		return &m.shapes.two
	case ssa.OpCas:
		return &cas
	case ssa.OpCas64:
		return &cas64
	case ssa.OpXchg, ssa.OpXadd:
		return &exchange
	}
	return &plain
}
