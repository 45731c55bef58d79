package interp

import (
	"math"

	bc "gojvm/loader/bytecode"
	"gojvm/vm"
)

// translateBlock translates the bytecode of one basic block.
func (tr *translator) translateBlock(b *block) {
	b.tr, b.lastDef = tr, -1
	for d, k := range b.entry {
		b.stack = append(b.stack, val{kind: k, reg: b.sreg(d)})
	}
	if b.key.pc < 0 {
		if tr.profiles() {
			b.emit(ins{op: opCountCall, d: uint32(tr.m.Block), e: tr.x.callMask}, defNone)
			b.count(entryRow, rowSeen)
		}
		if tr.m.IsSynchronized() {
			b.emit(ins{op: opSyncEnter}, defNone)
		}
		b.next = tr.blockFor(blockKey{0, 0}, nil)
		return
	}
	for _, h := range exceptionTable(tr.m) {
		if h.start <= b.key.pc && b.key.pc < h.end {
			to := tr.blockFor(blockKey{h.handler, b.key.call}, []kind{'A'})
			b.handlers = append(b.handlers, handlerRef{uint16(h.catch), to})
		}
	}
	if len(b.handlers) > 0 {
		b.sreg(0) // for the exception
	}
	b.countLoop()
	var in bc.Inst
	for pc := b.key.pc; ; {
		if err := bc.Decode(tr.bc, pc, &in); err != nil {
			b.fail(err.Error())
		}
		b.bci = pc
		if b.translate(&in) {
			return
		}
		pc = in.Next()
		if pc >= len(tr.bc) {
			b.fail("code falls off the end")
		}
		if tr.leaders.Has(pc) {
			b.flush()
			b.next = b.at(pc)
			return
		}
	}
}

// at returns the block at pc in this activation, entered with the present stack.
func (b *block) at(pc int) *block {
	return b.tr.blockFor(blockKey{pc, b.key.call}, b.kinds())
}

func (b *block) local(i int) uint16 { return uint16(b.tr.localReg[i]) }

// translate translates one instruction; it reports whether that ends the block.
// A compare that is followed by its branch consumes both, and advances in.
func (b *block) translate(in *bc.Inst) bool {
	op := in.Op
	switch {
	case op >= bc.Iload && op <= bc.Aload3:
		b.push(val{kind: op.Info().Pushes[0], reg: b.local(in.Index)})
		return false
	case op >= bc.Istore && op <= bc.Astore3:
		b.storeLocal(in.Index, op.Info().Pops[0])
		return false
	case op >= bc.Iaload && op <= bc.Saload:
		i := b.popReg('I')
		arr := b.popReg('A')
		b.result(ins{op: arrayLoads[op-bc.Iaload], b: arr, c: i}, op.Info().Pushes[0])
		return false
	case op >= bc.Iastore && op <= bc.Sastore:
		v := b.popReg(op.Info().Pops[2])
		i := b.popReg('I')
		arr := b.popReg('A')
		b.countType(v)
		b.emit(ins{op: arrayStores[op-bc.Iastore], a: v, b: arr, c: i}, defNone)
		return false
	case op >= bc.Iadd && op <= bc.Lxor:
		b.arith(op)
		return false
	case op >= bc.I2l && op <= bc.I2s:
		info := op.Info()
		b.result(ins{op: conversions[op-bc.I2l], b: b.popReg(info.Pops[0])}, info.Pushes[0])
		return false
	case op >= bc.Lcmp && op <= bc.Dcmpg:
		return b.compare(in)
	case op >= bc.Ifeq && op <= bc.IfAcmpne, op == bc.Ifnull, op == bc.Ifnonnull:
		b.branch(in)
		return true
	case op >= bc.Ireturn && op <= bc.Return:
		b.ret(op)
		return true
	case op >= bc.Getstatic && op <= bc.Putfield:
		b.field(in)
		return false
	case op >= bc.Invokevirtual && op <= bc.Invokedynamic:
		b.invoke(in)
		return false
	}
	switch op {
	case bc.Nop:
	case bc.AconstNull:
		b.pushConst('A', 0)
	case bc.IconstM1, bc.Iconst0, bc.Iconst1, bc.Iconst2, bc.Iconst3, bc.Iconst4, bc.Iconst5, bc.Bipush, bc.Sipush:
		b.pushConst('I', uint64(uint32(in.Const)))
	case bc.Lconst0, bc.Lconst1:
		b.pushConst('J', uint64(in.Const))
	case bc.Fconst0, bc.Fconst1, bc.Fconst2:
		b.pushConst('F', uint64(math.Float32bits(float32(in.Const))))
	case bc.Dconst0, bc.Dconst1:
		b.pushConst('D', math.Float64bits(float64(in.Const)))
	case bc.Ldc, bc.LdcW, bc.Ldc2W:
		b.ldc(in.Index)
	case bc.Iinc:
		r := b.local(in.Index)
		b.saveUses(r)
		b.emit(ins{op: opAddI, a: r, b: r, d: uint32(in.Const)}, defPrim)
	case bc.Pop, bc.Pop2, bc.Dup, bc.DupX1, bc.DupX2, bc.Dup2, bc.Dup2X1, bc.Dup2X2, bc.Swap:
		b.shuffle(op)
	case bc.New:
		b.result(ins{op: opNewU, c: uint16(in.Index)}, 'A')
	case bc.Newarray:
		b.newArray(in.Const)
	case bc.Anewarray:
		n := b.popReg('I')
		b.result(ins{op: opANewArrayU, b: n, c: uint16(in.Index)}, 'A')
	case bc.Multianewarray:
		n := in.Dims()
		args := b.popArgs(n)
		b.call(ins{op: opMultiNewArrayU, e: uint32(in.Index)}, args, 'A')
	case bc.Arraylength:
		b.result(ins{op: opArrayLen, b: b.popReg('A')}, 'I')
	case bc.Checkcast:
		// The value stays where it is.
		if v := b.popKind('A'); v.konst {
			b.push(v)
		} else {
			def := b.lastDef
			b.countType(v.reg)
			b.emit(ins{op: opCheckCastU, b: v.reg, c: uint16(in.Index)}, defNone)
			b.push(v)
			if len(b.handlers) == 0 && def >= 0 && b.code[def].a == v.reg {
				// A store may still fold into the definition: if the cast throws,
				// the frame is left and nobody sees that the local has changed.
				b.lastDef = def
			}
		}
	case bc.Instanceof:
		r := b.popReg('A')
		b.countType(r)
		b.result(ins{op: opInstanceOfU, b: r, c: uint16(in.Index)}, 'I')
	case bc.Monitorenter:
		b.emit(ins{op: opMonitorEnter, a: b.popReg('A')}, defNone)
	case bc.Monitorexit:
		b.emit(ins{op: opMonitorExit, a: b.popReg('A')}, defNone)
	case bc.Athrow:
		b.emit(ins{op: opThrow, a: b.popReg('A')}, defNone)
		return true
	case bc.Goto, bc.GotoW:
		b.flush()
		b.jump(ins{op: opGoto}, b.at(in.Target))
		return true
	case bc.Tableswitch, bc.Lookupswitch:
		b.switches(in)
		return true
	case bc.Jsr, bc.JsrW:
		b.push(val{kind: 'R', konst: true})
		b.flush()
		call := b.tr.enterSubroutine(b.key.call, in.Next())
		b.jump(ins{op: opGoto}, b.tr.blockFor(blockKey{in.Target, call}, b.kinds()))
		return true
	case bc.Ret:
		to, ok := b.tr.returnFrom(b.key.call, in.Index)
		if !ok {
			b.fail("ret without jsr")
		}
		b.flush()
		b.jump(ins{op: opGoto}, b.tr.blockFor(to, b.kinds()))
		return true
	default:
		b.fail("bad instruction " + op.String())
	}
	return false
}

var arrayLoads = [...]uint16{opALoadI, opALoadJ, opALoadI, opALoadJ, opALoadA, opALoadB, opALoadC, opALoadS}
var arrayStores = [...]uint16{opAStoreI, opAStoreJ, opAStoreI, opAStoreJ, opAStoreA, opAStoreB, opAStoreC, opAStoreC}
var conversions = [...]uint16{opI2L, opI2F, opI2D, opL2I, opL2F, opL2D, opF2I, opF2L, opF2D, opD2I, opD2L, opD2F, opI2B, opI2C, opI2S}

// storeLocal translates a store to local variable i.
func (b *block) storeLocal(i int, k kind) {
	n := len(b.stack)
	if n > 0 && k == 'A' && b.stack[n-1].kind == 'R' {
		b.tr.calls[b.key.call].local = i
		k = 'R'
	}
	if n == 0 || b.stack[n-1].kind != k {
		b.fail("operand of the wrong kind")
	}
	b.store(b.local(i))
}

// jump emits a branch to a block.
func (b *block) jump(in ins, to *block) {
	i := b.emit(in, defNone)
	b.fixups = append(b.fixups, fixup{i, -1, to})
}

// arithOp gives for a bytecode the operation on two registers, and if there is
// one the operation with an immediate right operand.
type arithOp struct {
	reg, imm uint16
	commutes bool
}

var arithOps = [...]arithOp{ // from iadd on, in opcode order
	{opAdd, opAddI, true}, {opLAdd, opLAddI, true}, {opFAdd, 0, false}, {opDAdd, 0, false},
	{opSub, opAddI, false}, {opLSub, opLAddI, false}, {opFSub, 0, false}, {opDSub, 0, false},
	{opMul, opMulI, true}, {opLMul, opLMulI, true}, {opFMul, 0, false}, {opDMul, 0, false},
	{opDiv, opDivI, false}, {opLDiv, 0, false}, {opFDiv, 0, false}, {opDDiv, 0, false},
	{opRem, opRemI, false}, {opLRem, 0, false}, {opFRem, 0, false}, {opDRem, 0, false},
	{opNeg, 0, false}, {opLNeg, 0, false}, {opFNeg, 0, false}, {opDNeg, 0, false},
	{opShl, opShlI, false}, {opLShl, opLShlI, false}, {opShr, opShrI, false}, {opLShr, opLShrI, false},
	{opUshr, opUshrI, false}, {opLUshr, opLUshrI, false},
	{opAnd, opAndI, true}, {opLAnd, opLAndI, true}, {opOr, opOrI, true}, {opLOr, opLOrI, true},
	{opXor, opXorI, true}, {opLXor, opLXorI, true},
}

// arith translates the instructions from iadd to lxor.
func (b *block) arith(op bc.Op) {
	info := op.Info()
	a := arithOps[op-bc.Iadd]
	k := info.Pushes[0]
	if len(info.Pops) == 1 {
		b.result(ins{op: a.reg, b: b.popReg(k)}, k)
		return
	}
	r := b.popKind(info.Pops[1])
	l := b.popKind(info.Pops[0])
	if _, ok := immediate(l); ok && a.commutes && !r.konst {
		// Only for an immediate: a constant that needs a register has to get the
		// one of its own depth.
		l, r = r, l
	}
	if imm, ok := immediate(r); ok && a.imm != 0 {
		sub := op == bc.Isub || op == bc.Lsub
		div := op == bc.Idiv || op == bc.Irem
		if !(div && imm == 0) && !(sub && imm == math.MinInt32) {
			if sub {
				imm = -imm
			}
			b.result(ins{op: a.imm, b: b.use(l, len(b.stack)), d: uint32(imm)}, k)
			return
		}
	}
	if imm, ok := immediate(l); ok && op == bc.Isub {
		b.result(ins{op: opRsubI, b: b.use(r, len(b.stack)+1), d: uint32(imm)}, k)
		return
	}
	// r first: when it is a constant its register is above that of l.
	rr := b.use(r, len(b.stack)+1)
	rl := b.use(l, len(b.stack))
	b.result(ins{op: a.reg, b: rl, c: rr}, k)
}

// immediate returns the value of int or long constant v if it fits 32 bits.
func immediate(v val) (int32, bool) {
	switch {
	case !v.konst:
	case v.kind == 'I':
		return int32(v.c), true
	case v.kind == 'J':
		if i := int64(v.c); i == int64(int32(i)) {
			return int32(i), true
		}
	}
	return 0, false
}

// ldc translates ldc, ldc_w and ldc2_w: numbers are constants, the rest is
// resolved at the first run.
func (b *block) ldc(idx int) {
	k, c, ok := constant(b.tr.m, idx)
	if k == 0 {
		b.fail("ldc of no constant")
	}
	if ok {
		b.pushConst(k, c)
		return
	}
	b.result(ins{op: opLdcU, c: uint16(idx)}, k)
}

// shuffle translates pop, dup, swap and their relatives (JVMS 6.5). What counts
// as one word or two is known from the kinds of the entries.
func (b *block) shuffle(op bc.Op) {
	top := func(i int) bool { // is the i'th entry from the top two words wide?
		if len(b.stack) <= i {
			b.fail("stack underflow")
		}
		return wideKind(b.stack[len(b.stack)-1-i].kind)
	}
	switch op {
	case bc.Pop:
		b.pop()
	case bc.Pop2:
		if !top(0) {
			b.pop()
		}
		b.pop()
	case bc.Dup:
		top(0)
		b.push(b.stack[len(b.stack)-1])
	case bc.Dup2:
		if top(0) {
			b.push(b.stack[len(b.stack)-1])
			return
		}
		top(1)
		n := len(b.stack)
		b.stack = append(b.stack, b.stack[n-2], b.stack[n-1])
	case bc.Swap:
		b.permute(2, 1, 0)
	case bc.DupX1:
		b.permute(2, 1, 0, 1)
	case bc.DupX2:
		if top(1) {
			b.permute(2, 1, 0, 1)
		} else {
			b.permute(3, 2, 0, 1, 2)
		}
	case bc.Dup2X1:
		if top(0) {
			b.permute(2, 1, 0, 1)
		} else {
			b.permute(3, 1, 2, 0, 1, 2)
		}
	case bc.Dup2X2:
		switch {
		case top(0) && top(1):
			b.permute(2, 1, 0, 1)
		case top(0):
			b.permute(3, 2, 0, 1, 2)
		case top(2):
			b.permute(3, 1, 2, 0, 1, 2)
		default:
			b.permute(4, 2, 3, 0, 1, 2, 3)
		}
	}
	b.lastDef = -1 // the value has a second user, or none
}

// ret translates the return instructions. Results of sub-int type are narrowed
// (JVMS 6.5 ireturn).
func (b *block) ret(op bc.Op) {
	if op == bc.Return {
		b.emit(ins{op: opReturnVoid}, defNone)
		return
	}
	v := b.popKind(op.Info().Pops[0])
	ret := opReturn
	if !v.konst {
		switch b.tr.m.Ret {
		case vm.KindBoolean:
			ret = opReturnZ
		case vm.KindByte:
			ret = opReturnB
		case vm.KindChar:
			ret = opReturnC
		case vm.KindShort:
			ret = opReturnS
		}
	} else {
		v.c = narrow(b.tr.m.Ret, v.c)
	}
	b.emit(ins{op: ret, a: b.use(v, len(b.stack))}, defNone)
}

// narrow truncates the int v to kind k.
func narrow(k vm.Kind, v uint64) uint64 {
	switch k {
	case vm.KindBoolean:
		return v & 1
	case vm.KindByte:
		return uint64(uint32(int8(v)))
	case vm.KindChar:
		return uint64(uint16(v))
	case vm.KindShort:
		return uint64(uint32(int16(v)))
	}
	return v
}

// field translates the instructions from getstatic to putfield.
func (b *block) field(in *bc.Inst) {
	_, _, desc := memberRef(b.tr.m, in.Index)
	if desc == "" {
		b.fail("no field reference")
	}
	k, cp := vm.KindOf(desc).StackLetter(), uint16(in.Index)
	switch in.Op {
	case bc.Getstatic:
		b.result(ins{op: opGetStaticU, c: cp}, k)
	case bc.Putstatic:
		b.emit(ins{op: opPutStaticU, a: b.popReg(k), c: cp}, defNone)
	case bc.Getfield:
		b.result(ins{op: opGetFieldU, b: b.popReg('A'), c: cp}, k)
	case bc.Putfield:
		v := b.popReg(k)
		obj := b.popReg('A')
		b.emit(ins{op: opPutFieldU, a: v, b: obj, c: cp}, defNone)
	}
}

// popArgs pops n entries of any kind and returns their registers.
func (b *block) popArgs(n int) []uint16 {
	args := make([]uint16, n)
	for i := n - 1; i >= 0; i-- {
		v := b.pop()
		args[i] = b.use(v, len(b.stack))
	}
	return args
}

// invoke translates the invoke instructions.
func (b *block) invoke(in *bc.Inst) {
	_, _, desc := memberRef(b.tr.m, in.Index)
	if desc == "" || desc[0] != '(' {
		b.fail("no method reference")
	}
	params, ret := signature(desc)
	n := len(params)
	if in.Op != bc.Invokestatic && in.Op != bc.Invokedynamic {
		n++
	}
	if n > len(b.stack) {
		b.fail("stack underflow")
	}
	args := b.popArgs(n)
	i := ins{e: uint32(in.Index)}
	if in.Op == bc.Invokevirtual || in.Op == bc.Invokeinterface {
		b.countType(args[0])
	} else {
		b.count(b.bci, rowSeen)
	}
	switch in.Op {
	case bc.Invokevirtual:
		i.op = opInvokeVirtualU
	case bc.Invokespecial:
		i.op = opInvokeSpecialU
	case bc.Invokestatic:
		i.op = opInvokeStaticU
	case bc.Invokeinterface:
		i.op, i.e = opInvokeInterfaceU, 0
	case bc.Invokedynamic:
		i.op = opInvokeDynamicU
	}
	var info []ins
	if in.Op == bc.Invokeinterface {
		// interfaceInfo.cp is the first 32-bit word.
		info = []ins{{op: uint16(in.Index)}}
	}
	b.call(i, args, ret, info...)
}

// call emits a call with argument registers args; ret is the kind of the result
// or 'V'. info words come between the call and its arguments.
func (b *block) call(in ins, args []uint16, ret kind, info ...ins) {
	in.b = uint16(len(args))
	in.c = uint16(len(info) + argWords(len(args)))
	if ret == 'V' {
		b.emit(in, defNone)
	} else {
		b.result(in, ret)
	}
	def := b.lastDef
	for _, w := range info {
		b.extra(w)
	}
	for len(args) > 0 {
		var w [8]uint16
		args = args[copy(w[:], args):]
		b.extra(ins{w[0], w[1], w[2], w[3], uint32(w[4]) | uint32(w[5])<<16, uint32(w[6]) | uint32(w[7])<<16})
	}
	b.lastDef = def
}

// newArray translates newarray (JVMS table 6.5.newarray-A).
func (b *block) newArray(code int32) {
	kinds := [...]vm.Kind{vm.KindBoolean, vm.KindChar, vm.KindFloat, vm.KindDouble, vm.KindByte, vm.KindShort, vm.KindInt, vm.KindLong}
	if code < 4 || code > 11 {
		b.fail("newarray of no type")
	}
	c := b.tr.x.vm.PrimArrays[kinds[code-4]]
	b.result(ins{op: opNewArray, b: b.popReg('I'), d: uint32(c.Block)}, 'A')
}
