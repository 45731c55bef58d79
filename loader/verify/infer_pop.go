package verify

import "gojvm/loader/bytecode"

// inferPops has the operands of the instructions whose row of the opcode table
// does not say enough for the messages: [X is an array of X ("?" any), A an object or
// array, O an object, 1 to 4 words that are moved.
var inferPops = map[bytecode.Op]string{
	bytecode.Iaload: "[II", bytecode.Laload: "[JI", bytecode.Faload: "[FI", bytecode.Daload: "[DI",
	bytecode.Aaload: "[AI", bytecode.Baload: "[BI", bytecode.Caload: "[CI", bytecode.Saload: "[SI",
	bytecode.Iastore: "[III", bytecode.Lastore: "[JIJ", bytecode.Fastore: "[FIF", bytecode.Dastore: "[DID",
	bytecode.Aastore: "[AIA", bytecode.Bastore: "[BII", bytecode.Castore: "[CII", bytecode.Sastore: "[SII",
	bytecode.Arraylength: "[?", bytecode.Athrow: "O",
}

var arrayMessages = map[byte]string{
	'I': "Expecting to find array of ints on stack", 'J': "Expecting to find array of longs on stack",
	'F': "Expecting to find array of floats on stack", 'D': "Expecting to find array of doubles on stack",
	'A': "Expecting to find array of objects or arrays on stack",
	'B': "Expecting to find array of bytes or Booleans on stack",
	'C': "Expecting to find array of chars on stack", 'S': "Expecting to find array of shorts on stack",
	'?': "Expecting to find array on stack",
}

// popOperands checks and pops the operands of instruction i. They are in v.operands then.
func (v *inferer) popOperands(i int, s *state) {
	in := &v.insts[i]
	v.operands = v.operands[:0]
	switch op := in.Op; {
	case op.Is(bytecode.Shuffles):
		v.popShuffle(op, s)
		return
	case in.sig != nil:
		for k := len(in.sig.args) - 1; k >= 0; k-- {
			t := in.sig.args[k]
			if t.isSecond() {
				continue
			}
			v.popLetter(in, s, stackLetter(t))
		}
		switch {
		case op == bytecode.Invokestatic:
		case in.isInit:
			v.popLetter(in, s, '@')
		default:
			v.popLetter(in, s, 'A')
		}
	case op == bytecode.Putstatic, op == bytecode.Putfield:
		v.popLetter(in, s, stackLetter(in.field))
		if op == bytecode.Putfield {
			v.popLetter(in, s, 'A')
		}
	case op == bytecode.Multianewarray:
		for range in.Dims() {
			v.popLetter(in, s, 'I')
		}
	default:
		pops, ok := inferPops[op]
		if !ok {
			pops = op.Info().Pops
		}
		for k := len(pops) - 1; k >= 0; k-- {
			if k > 0 && pops[k-1] == '[' {
				v.popArray(s, pops[k])
				k--
			} else {
				v.popLetter(in, s, pops[k])
			}
		}
	}
	if v.err == nil {
		// In the order of the stack.
		for a, b := 0, len(v.operands)-1; a < b; a, b = a+1, b-1 {
			v.operands[a], v.operands[b] = v.operands[b], v.operands[a]
		}
		v.checkOperandTypes(i, s)
	}
}

func stackLetter(t typ) byte {
	switch t {
	case integer:
		return 'I'
	case float:
		return 'F'
	case long:
		return 'J'
	case double:
		return 'D'
	}
	return 'A'
}

func (v *inferer) popOne(s *state) typ {
	n := len(s.stack)
	if n == 0 {
		v.bad("Unable to pop operand off an empty stack")
		return top
	}
	t := s.stack[n-1]
	s.stack = s.stack[: n-1 : n-1] // a push copies
	s.depth--
	if t.isCategory2() {
		s.depth--
	}
	v.operands = append(v.operands, t)
	return t
}

// popLetter pops an operand of the kind of letter.
func (v *inferer) popLetter(in *instInfo, s *state, letter byte) {
	if v.err != nil {
		return
	}
	t := v.popOne(s)
	if v.err != nil {
		return
	}
	switch letter {
	case 'I':
		if t != integer {
			v.bad("Expecting to find integer on stack")
		}
	case 'F':
		if t != float {
			v.bad("Expecting to find float on stack")
		}
	case 'J':
		if t != long {
			v.bad("Expecting to find long on stack")
		}
	case 'D':
		if t != double {
			v.bad("Expecting to find double on stack")
		}
	case 'O':
		if t.kind() != kindObject && t != null {
			v.bad("Expecting to find object on stack")
		}
	case '@':
		if !t.isUninit() {
			v.bad("Expecting to find unitialized object on stack")
		}
	case 'A':
		v.checkReference(in, t)
	}
}

// checkReference checks an operand that must be an object or array. Some instructions
// take objects that are not initialized, and astore return addresses.
func (v *inferer) checkReference(in *instInfo, t typ) {
	op := generic(in.Op)
	switch {
	case t.isRef():
	case isReturnAddress(t) && op == bytecode.Astore:
	case t.isUninit() && (op == bytecode.Astore || op == bytecode.Ifnull || op == bytecode.Ifnonnull):
	case t == uninitThis && op == bytecode.Putfield && in.initType == v.this:
		ref := v.file.CP.Ref(in.Index)
		if v.declaresField(ref.Name, ref.Desc) {
			v.operands[len(v.operands)-1] = v.this
			return
		}
		fallthrough
	default:
		v.bad("Expecting to find object/array on stack")
	}
}

func (v *inferer) popArray(s *state, letter byte) {
	if v.err != nil {
		return
	}
	t := v.popOne(s)
	if v.err != nil || t == null {
		return
	}
	ok := t.kind() == kindArray
	if ok {
		switch c := v.names.name(t)[1]; letter {
		case '?':
		case 'A':
			ok = c == 'L' || c == '['
		case 'B':
			ok = c == 'B' || c == 'Z'
		default:
			ok = c == letter
		}
	}
	if !ok {
		v.bad("%s", arrayMessages[letter])
	}
}

// shuffles has the operands of the instructions that move words, by number, the top at
// the right: "3+2" is a long or double or two words.
var shuffles = map[bytecode.Op]string{
	bytecode.Pop: "1", bytecode.Pop2: "2+1", bytecode.Dup: "1", bytecode.DupX1: "21", bytecode.DupX2: "3+21",
	bytecode.Dup2: "2+1", bytecode.Dup2X1: "32+1", bytecode.Dup2X2: "4+32+1", bytecode.Swap: "21",
}

func (v *inferer) popShuffle(op bytecode.Op, s *state) {
	pops := shuffles[op]
	for k := len(pops) - 1; k >= 0; k-- {
		t := v.popOne(s)
		if v.err != nil {
			return
		}
		paired := k > 0 && pops[k-1] == '+'
		n := pops[k] - '1'
		if t.isCategory2() {
			if !paired {
				v.bad("Attempt to split long or double on the stack")
				return
			}
			v.swap[n], v.swap[pops[k-2]-'1'] = t.second(), t
			k -= 2
			continue
		}
		v.swap[n] = t
		if paired {
			k--
		}
	}
}

// checkOperandTypes checks what depends on more than the kind of the operands.
func (v *inferer) checkOperandTypes(i int, s *state) {
	in := &v.insts[i]
	o := v.operands
	switch op := in.Op; op {
	case bytecode.Aastore:
		if c := v.component(o[0]); !c.isRef() {
			v.bad("Component type of the array must be reference type in aastore")
		}
	case bytecode.Aaload:
		v.swap[0] = v.component(o[0])
	case bytecode.Getfield, bytecode.Putfield:
		if !v.mergeable(o[0], in.initType) {
			v.bad("Incompatible type for getting or setting field")
		} else if in.protected && !v.mergeable(o[0], v.this) {
			v.bad("Bad access to protected data")
		} else if op == bytecode.Putfield && !v.mergeable(o[1], in.field) {
			v.bad("Bad type in putfield/putstatic")
		}
	case bytecode.Putstatic:
		if !v.mergeable(o[0], in.field) {
			v.bad("Bad type in putfield/putstatic")
		}
	case bytecode.Athrow:
		if !v.mergeable(o[0], v.throwable) {
			v.bad("Can only throw Throwable objects")
		}
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokeinterface, bytecode.Invokestatic:
		v.checkInvoke(in)
	case bytecode.Return:
		if v.ret != top {
			v.bad("Wrong return type in function")
		}
	case bytecode.Ireturn, bytecode.Lreturn, bytecode.Freturn, bytecode.Dreturn, bytecode.Areturn:
		if v.ret == top || !v.mergeable(o[0], v.ret) {
			v.bad("Wrong return type in function")
		}
	case bytecode.New:
		for _, t := range s.stack {
			if t == in.result {
				v.bad("Uninitialized object on stack at creating point")
			}
		}
		v.swap[0], v.swap[1] = in.result, top
	}
}

// component returns the component type of an array as it is on the stack.
func (v *inferer) component(t typ) typ {
	if t == null {
		return null
	}
	c := v.names.componentOf(t)
	if c.kind() == kindPrim && c <= char {
		return integer
	}
	return c
}

func (v *inferer) checkInvoke(in *instInfo) {
	o := v.operands
	first := 1
	switch {
	case in.Op == bytecode.Invokestatic:
		first = 0
	case in.isInit:
		v.checkInit(in, o[0])
	default:
		switch {
		case !v.mergeable(o[0], in.initType):
			v.bad("Incompatible object argument for function call")
		case in.Op == bytecode.Invokespecial && !v.mergeable(o[0], v.this):
			v.bad("Incompatible object argument for invokespecial")
		case in.protected && !v.mergeable(o[0], v.this):
			if in.initType != v.object || o[0].kind() != kindArray || v.file.CP.Ref(in.Index).Name != "clone" {
				v.bad("Bad access to protected data")
			}
		}
	}
	k := first
	for _, t := range in.sig.args {
		if t.isSecond() {
			continue
		}
		if v.err == nil && stackLetter(t) == 'A' && !v.mergeable(o[k], t) {
			v.bad("Incompatible argument to function")
		}
		k++
	}
}

// checkInit checks the call of an instance initialization method.
func (v *inferer) checkInit(in *instInfo, object typ) {
	v.swap[0] = object
	if object == uninitThis {
		if in.initType != v.super && in.initType != v.this {
			v.bad("Call to wrong initialization method")
		}
		v.swap[1] = v.this
		return
	}
	made := &v.insts[v.at(object.value())]
	v.swap[1] = made.initType
	if made.initType != in.initType {
		v.bad("Call to wrong initialization method")
	} else if in.protected && !v.mergeable(object, v.this) {
		v.bad("Bad access to protected data")
	}
}
