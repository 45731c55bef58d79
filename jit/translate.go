package jit

import (
	"math"

	"gojvm/codegen/ssa"
	bc "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// instruction translates one bytecode instruction (JVMS 6.5).
func (a *activation) instruction(in *bc.Inst) {
	op := in.Op
	switch {
	case op >= bc.Iload && op <= bc.Aload3:
		a.push(a.locals[in.Index])
		return
	case op >= bc.Istore && op <= bc.Astore3:
		a.store(in.Index, a.pop())
		return
	case op >= bc.Iaload && op <= bc.Saload:
		a.loadElement(op)
		return
	case op >= bc.Iastore && op <= bc.Sastore:
		a.storeElement(op)
		return
	case op >= bc.Iadd && op <= bc.Lxor:
		a.arith(op)
		return
	case op >= bc.I2l && op <= bc.I2s:
		a.push(a.convert(op, a.pop()))
		return
	case op >= bc.Lcmp && op <= bc.Dcmpg:
		a.cmp(in)
		return
	case op >= bc.Ifeq && op <= bc.IfAcmpne, op == bc.Ifnull, op == bc.Ifnonnull:
		a.conditional(in)
		return
	case op >= bc.Ireturn && op <= bc.Areturn:
		a.ret(a.pop())
		return
	case op >= bc.Getstatic && op <= bc.Putfield:
		a.field(in)
		return
	case op.Is(bc.Calls):
		a.invoke(in)
		a.typeResult(in)
		return
	case op.Is(bc.Shuffles):
		a.stack = shuffle(op, a.stack, func(v *ssa.Value) bool { return v.Type == ssa.I64 || v.Type == ssa.F64 })
		return
	}
	switch op {
	case bc.Nop:
	case bc.AconstNull:
		a.push(a.null())
	case bc.IconstM1, bc.Iconst0, bc.Iconst1, bc.Iconst2, bc.Iconst3, bc.Iconst4, bc.Iconst5, bc.Bipush, bc.Sipush:
		a.push(a.int(int64(in.Const)))
	case bc.Lconst0, bc.Lconst1:
		a.push(a.u.Const(ssa.I64, int64(in.Const)))
	case bc.Fconst0, bc.Fconst1, bc.Fconst2:
		a.push(a.u.F32(float32(in.Const)))
	case bc.Dconst0, bc.Dconst1:
		a.push(a.u.F64(float64(in.Const)))
	case bc.Ldc, bc.LdcW, bc.Ldc2W:
		a.ldc(in.Index)
	case bc.Iinc:
		a.store(in.Index, a.op(ssa.OpAdd, a.locals[in.Index], a.int(int64(in.Const))))
	case bc.Goto, bc.GotoW:
		if in.Target <= a.bci {
			a.u.Poll(a.state())
		}
		a.jump(a.flow.blocks[in.Target])
	case bc.Tableswitch, bc.Lookupswitch:
		a.switches(in)
	case bc.Return:
		a.ret(nil)
	case bc.New:
		a.newObject(in.Index)
	case bc.Newarray:
		a.newPrimArray(int(in.Const))
	case bc.Anewarray:
		a.newRefArray(in.Index)
	case bc.Multianewarray:
		a.newMultiArray(in)
	case bc.Arraylength:
		r := a.pop()
		a.notNull(r)
		a.push(a.length(r))
	case bc.Checkcast:
		a.checkCast(in.Index)
	case bc.Instanceof:
		a.instanceOf(in.Index)
	case bc.Athrow:
		r := a.pop()
		a.notNull(r)
		a.throw(r)
	case bc.Monitorenter:
		r := a.pop()
		a.notNull(r)
		a.monitorEnter(r, a.callState(ssa.Void))
	case bc.Monitorexit:
		r := a.pop()
		a.notNull(r)
		a.monitorExit(r, a.state())
	default:
		panic(unsupported("instruction %v", op))
	}
}

// store sets local variable i.
func (a *activation) store(i int, v *ssa.Value) {
	if i > 0 && a.locals[i-1] != nil && (a.locals[i-1].Type == ssa.I64 || a.locals[i-1].Type == ssa.F64) {
		a.locals[i-1] = nil
	}
	a.locals[i] = v
	if v.Type == ssa.I64 || v.Type == ssa.F64 {
		a.locals[i+1] = nil
	}
}

var arithOps = [...]ssa.Op{ // by four: int, long, float, double
	ssa.OpAdd, ssa.OpAdd, ssa.OpFadd, ssa.OpFadd,
	ssa.OpSub, ssa.OpSub, ssa.OpFsub, ssa.OpFsub,
	ssa.OpMul, ssa.OpMul, ssa.OpFmul, ssa.OpFmul,
	ssa.OpDiv, ssa.OpDiv, ssa.OpFdiv, ssa.OpFdiv,
	ssa.OpRem, ssa.OpRem, ssa.OpFrem, ssa.OpFrem,
	ssa.OpNeg, ssa.OpNeg, ssa.OpFneg, ssa.OpFneg,
	ssa.OpShl, ssa.OpShl, ssa.OpShr, ssa.OpShr, ssa.OpUshr, ssa.OpUshr,
	ssa.OpAnd, ssa.OpAnd, ssa.OpOr, ssa.OpOr, ssa.OpXor, ssa.OpXor,
}

// arith translates the instructions from iadd to lxor.
func (a *activation) arith(op bc.Op) {
	o := arithOps[op-bc.Iadd]
	if len(op.Info().Pops) == 1 {
		a.push(a.op(o, a.pop()))
		return
	}
	y := a.pop()
	x := a.pop()
	if o == ssa.OpDiv || o == ssa.OpRem {
		if c, ok := y.IsConst(); !ok || c == 0 {
			a.check(a.compare(ssa.OpNe, y, a.u.Const(y.Type, 0)), exitThrowDivision)
		}
	}
	switch op {
	case bc.Frem:
		a.push(a.exit(ssa.F32, exitRemFloat, x, y))
	case bc.Drem:
		a.push(a.exit(ssa.F64, exitRemDouble, x, y))
	default:
		a.push(a.op(o, x, y))
	}
}

// convert translates the conversions.
func (a *activation) convert(op bc.Op, v *ssa.Value) *ssa.Value {
	to := typeOf[op.Info().Pushes[0]]
	switch op {
	case bc.I2l:
		return a.u.Value(ssa.OpSext32, to, v)
	case bc.L2i:
		return a.u.Value(ssa.OpTrunc, to, v)
	case bc.I2f, bc.I2d, bc.L2f, bc.L2d:
		return a.u.Value(ssa.OpItof, to, v)
	case bc.F2i, bc.F2l, bc.D2i, bc.D2l:
		return a.u.Value(ssa.OpFtoi, to, v)
	case bc.F2d, bc.D2f:
		return a.u.Value(ssa.OpFtof, to, v)
	case bc.I2b:
		return a.narrow(vm.KindByte, v)
	case bc.I2c:
		return a.narrow(vm.KindChar, v)
	}
	return a.narrow(vm.KindShort, v)
}

// Conditions, in the order of ifeq ... ifle.
const (
	condEq = iota
	condNe
	condLt
	condGe
	condGt
	condLe
)

// cmp translates lcmp, fcmpl, ..., with the branch that follows it if there is one.
func (a *activation) cmp(in *bc.Inst) {
	y := a.pop()
	x := a.pop()
	if next := in.Next(); next < len(a.flow.code) && a.flow.blocks[next] == nil {
		var br bc.Inst
		if bc.Decode(a.flow.code, next, &br) == nil && br.Op >= bc.Ifeq && br.Op <= bc.Ifle {
			cond := int(br.Op - bc.Ifeq)
			if in.Op == bc.Lcmp {
				a.integerBranch(cond, x, y, &br)
			} else {
				a.floatBranch(in.Op == bc.Fcmpl || in.Op == bc.Dcmpl, cond, x, y, &br)
			}
			return
		}
	}
	switch in.Op {
	case bc.Lcmp: // (y < x) - (x < y)
		a.push(a.op(ssa.OpSub, a.compare(ssa.OpLt, y, x), a.compare(ssa.OpLt, x, y)))
	case bc.Fcmpl, bc.Dcmpl: // (y < x) + (y <= x) - 1: unordered is -1
		s := a.op(ssa.OpAdd, a.compare(ssa.OpFlt, y, x), a.compare(ssa.OpFle, y, x))
		a.push(a.op(ssa.OpAdd, s, a.int(-1)))
	default: // 1 - (x <= y) - (x < y): unordered is 1
		s := a.op(ssa.OpSub, a.int(1), a.compare(ssa.OpFle, x, y))
		a.push(a.op(ssa.OpSub, s, a.compare(ssa.OpFlt, x, y)))
	}
}

// floatBranch branches on a comparison of floats; nanLess tells that unordered
// counts as less, else as greater.
func (a *activation) floatBranch(nanLess bool, cond int, x, y *ssa.Value, in *bc.Inst) {
	then, els := in.Target, in.Next()
	var c *ssa.Value
	negate := false
	switch cond {
	case condEq, condNe:
		c, negate = a.compare(ssa.OpFeq, x, y), cond == condNe
	case condLt, condGe:
		if nanLess { // x < y or unordered: not y <= x
			c, negate = a.compare(ssa.OpFle, y, x), cond == condLt
		} else {
			c, negate = a.compare(ssa.OpFlt, x, y), cond == condGe
		}
	default:
		if nanLess {
			c, negate = a.compare(ssa.OpFlt, y, x), cond == condLe
		} else {
			c, negate = a.compare(ssa.OpFle, x, y), cond == condGt
		}
	}
	if negate {
		then, els = els, then
	}
	a.branch(in, c, then, els)
}

// integerBranch branches on a comparison of ints or longs.
// Like branch it returns the only way that is compiled.
func (a *activation) integerBranch(cond int, x, y *ssa.Value, in *bc.Inst) *block {
	var c *ssa.Value
	if x.Type == ssa.Ref {
		if equal, ok := a.knownEqual(x, y); ok {
			return a.branch(in, a.int(int64(b2i(equal == (cond == condEq)))), in.Target, in.Next())
		}
	}
	if outcome, ok := compareConst(cond, x, y); ok {
		return a.branch(in, a.int(int64(b2i(outcome))), in.Target, in.Next())
	}
	switch cond {
	case condEq:
		c = a.compare(ssa.OpEq, x, y)
	case condNe:
		c = a.compare(ssa.OpNe, x, y)
	case condLt:
		c = a.compare(ssa.OpLt, x, y)
	case condGe:
		c = a.compare(ssa.OpLe, y, x)
	case condGt:
		c = a.compare(ssa.OpLt, y, x)
	case condLe:
		c = a.compare(ssa.OpLe, x, y)
	}
	return a.branch(in, c, in.Target, in.Next())
}

// compareConst compares constant ints or longs.
func compareConst(cond int, x, y *ssa.Value) (outcome, ok bool) {
	if x.Op != ssa.OpConst || y.Op != ssa.OpConst || x.Type == ssa.Ref {
		return false, false
	}
	switch cond {
	case condEq:
		return x.Imm == y.Imm, true
	case condNe:
		return x.Imm != y.Imm, true
	case condLt:
		return x.Imm < y.Imm, true
	case condGe:
		return x.Imm >= y.Imm, true
	case condGt:
		return x.Imm > y.Imm, true
	}
	return x.Imm <= y.Imm, true
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// conditional translates the branches on ints and references.
func (a *activation) conditional(in *bc.Inst) {
	switch op := in.Op; {
	case op >= bc.IfIcmpeq && op <= bc.IfIcmple:
		y := a.pop()
		a.integerBranch(int(op-bc.IfIcmpeq), a.pop(), y, in)
	case op == bc.IfAcmpeq || op == bc.IfAcmpne:
		y := a.pop()
		a.integerBranch(int(op-bc.IfAcmpeq), a.pop(), y, in)
	case op == bc.Ifnull || op == bc.Ifnonnull:
		r := a.pop()
		only := a.integerBranch(int(op-bc.Ifnull), r, a.null(), in)
		a.learnBranch(in, op == bc.Ifnull, only, &fact{kind: factNonNull, a: r})
	default:
		v := a.pop()
		only := a.integerBranch(int(op-bc.Ifeq), v, a.int(0), in)
		if t, ok := a.tests[v]; ok && (op == bc.Ifeq || op == bc.Ifne) {
			a.learnBranch(in, op == bc.Ifeq, only, t.facts())
		}
	}
}

// learnBranch notes what holds where branch in does not go to its target, or, if fell is false,
// where it does. only is the only way that was compiled, nil if both were.
func (a *activation) learnBranch(in *bc.Inst, fell bool, only *block, list *fact) {
	to := a.flow.blocks[in.Target]
	if fell {
		to = a.flow.blocks[in.Next()]
	}
	switch {
	case only == to:
		a.learnAll(list)
	case only == nil && to.preds == 1 && to.tr != nil:
		to.tr.extra = list
	}
}

// switches translates tableswitch and lookupswitch.
func (a *activation) switches(in *bc.Inst) {
	x := a.pop()
	s := in.Switch
	back := in.Target <= a.bci
	var cases []int64
	var to []*ssa.Block
	var targets []*block
	for i := range s.Len() {
		if s.Target(i) == in.Target {
			continue
		}
		back = back || s.Target(i) <= a.bci
		b := a.flow.blocks[s.Target(i)]
		cases = append(cases, int64(s.Key(i)))
		to = append(to, a.targetOf(b).b)
		targets = append(targets, b)
	}
	if back {
		a.u.Poll(a.state())
	}
	def := a.flow.blocks[in.Target]
	if len(cases) == 0 {
		a.jump(def)
		return
	}
	a.u.Switch(x, cases, to, a.targetOf(def).b)
	for _, b := range targets {
		a.flowTo(b)
	}
	a.flowTo(def)
	a.dead = true
}

// ldc loads a constant (JVMS 5.1).
func (a *activation) ldc(idx int) {
	p := a.m.CP.Symbols()
	switch a.flow.constantKind(idx) {
	case 'I':
		if p.Tag(idx) == classfile.TagInteger {
			a.push(a.int(int64(p.Int(idx))))
			return
		}
	case 'F':
		if p.Tag(idx) == classfile.TagFloat {
			a.push(a.u.F32(p.Float(idx)))
			return
		}
	case 'J':
		if p.Tag(idx) == classfile.TagLong {
			a.push(a.u.Const(ssa.I64, p.Long(idx)))
			return
		}
	case 'D':
		if p.Tag(idx) == classfile.TagDouble {
			a.push(a.u.F64(p.Double(idx)))
			return
		}
	}
	r := a.m.CP.Resolved(idx)
	switch {
	case r == nil || r.Failed():
		a.trap(trapUnresolved)
	case r.Class != nil:
		v := a.u.Const(ssa.Ref, int64(vm.MirrorOf(r.Class)))
		a.learn(factNonNull, v, nil, nil)
		a.push(v)
	case r.Kind == vm.KindRef && !r.Const.IsNull():
		if p.Tag(idx) == classfile.TagString {
			a.j.constantAt(r.Const.Address(), a.m.Holder.Domain).opaque = true
		}
		a.push(a.constantRef(r.Const))
	case r.Kind == vm.KindRef:
		a.push(a.null())
	case r.Kind == vm.KindLong:
		a.push(a.u.Const(ssa.I64, r.Value.Long()))
	case r.Kind == vm.KindDouble:
		a.push(a.u.F64(r.Value.Double()))
	case r.Kind == vm.KindFloat:
		a.push(a.u.F32(math.Float32frombits(uint32(r.Value))))
	case r.Kind == vm.KindVoid:
		a.trap(trapUnresolved)
	default:
		a.push(a.int(int64(r.Value.Int())))
	}
}

// constantRef loads what a global handle refers to. The object may move, the cell
// does not: it is held by the VM, and Go's collector does not move memory.
func (a *activation) constantRef(h vm.Handle) *ssa.Value {
	return a.constantValue(a.j.constantAt(h.Address(), a.m.Holder.Domain))
}
