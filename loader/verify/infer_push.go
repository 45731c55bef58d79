package verify

import (
	"slices"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// updateRegisters applies an instruction to the local variables and to the masks of the
// subroutines.
func (v *inferer) updateRegisters(in *instInfo, s *state) {
	op := generic(in.Op)
	width := 0 // of the variable that is accessed
	switch op {
	case bytecode.Istore, bytecode.Fstore, bytecode.Astore, bytecode.Lstore, bytecode.Dstore:
		t := v.operands[0]
		width = 1
		if t.isCategory2() {
			width = 2
		}
		v.storeRegister(s, in.Index, t)
	case bytecode.Iload, bytecode.Fload, bytecode.Aload, bytecode.Iinc, bytecode.Ret:
		width = 1
	case bytecode.Lload, bytecode.Dload:
		width = 2
	case bytecode.Jsr, bytecode.JsrW:
		for _, m := range s.masks {
			if m.entry == in.target {
				v.bad("Recursive call to jsr entry")
				return
			}
		}
		m := mask{in.target, make([]uint64, (int(v.checker.code.MaxLocals)+63)/64)}
		s.masks = append(slices.Clip(s.masks), m)
	default:
		if in.isInit || op == bytecode.New {
			v.replaceRegisters(s)
		}
		return
	}
	for r := in.Index; r < in.Index+width; r++ {
		touch(s, r)
	}
}

// touch enters variable r into all masks of s.
func touch(s *state, r int) {
	for i := range s.masks {
		if s.masks[i].has(r) {
			continue
		}
		copied := slices.Clone(s.masks)
		for k := range copied {
			copied[k].modified = slices.Clone(copied[k].modified)
			copied[k].modified[r/64] |= 1 << (r % 64)
		}
		s.masks = copied
		return
	}
}

func (v *inferer) storeRegister(s *state, r int, t typ) {
	last := r
	if t.isCategory2() {
		last++
	}
	if last < len(s.regs) && s.regs[r] == t && (last == r || s.regs[last] == t.second()) {
		return
	}
	regs := make([]typ, max(len(s.regs), last+1))
	copy(regs, s.regs)
	regs[r] = t
	if last > r {
		regs[last] = t.second()
	}
	s.regs = regs
}

// replaceRegisters replaces swap[0], not initialized, by swap[1]: its type after <init>,
// or top where new makes another object.
func (v *inferer) replaceRegisters(s *state) {
	if !slices.Contains(s.regs, v.swap[0]) {
		return
	}
	s.regs = slices.Clone(s.regs)
	for r, t := range s.regs {
		if t == v.swap[0] {
			s.regs[r] = v.swap[1]
			touch(s, r)
		}
	}
}

// pushInfer pushes a value.
func pushInfer(s *state, t typ) {
	s.stack = append(slices.Clip(s.stack), t)
	s.depth++
	if t.isCategory2() {
		s.depth++
	}
}

// shuffled has what the instructions that move words push, in terms of shuffles.
var shuffled = map[bytecode.Op]string{
	bytecode.Dup: "11", bytecode.DupX1: "121", bytecode.DupX2: "13+21", bytecode.Dup2: "2+12+1",
	bytecode.Dup2X1: "2+132+1", bytecode.Dup2X2: "2+14+32+1", bytecode.Swap: "12",
}

// pushResult pushes the results of an instruction.
func (v *inferer) pushResult(in *instInfo, s *state) {
	switch op := generic(in.Op); op {
	case bytecode.Ldc, bytecode.LdcW, bytecode.Ldc2W:
		pushInfer(s, v.constantType(in.Index))
	case bytecode.Getstatic, bytecode.Getfield:
		pushInfer(s, in.field)
	case bytecode.Invokevirtual, bytecode.Invokespecial, bytecode.Invokestatic, bytecode.Invokeinterface:
		if in.sig.ret != top {
			pushInfer(s, in.sig.ret)
		}
		if in.isInit && slices.Contains(s.stack, v.swap[0]) {
			s.stack = slices.Clone(s.stack)
			for i, t := range s.stack {
				if t == v.swap[0] {
					s.stack[i] = v.swap[1]
				}
			}
		}
	case bytecode.AconstNull:
		pushInfer(s, null)
	case bytecode.New, bytecode.Checkcast, bytecode.Newarray, bytecode.Anewarray, bytecode.Multianewarray:
		pushInfer(s, in.result)
	case bytecode.Aaload:
		pushInfer(s, v.swap[0])
	case bytecode.Aload:
		pushInfer(s, in.state.regs[in.Index])
	case bytecode.Jsr, bytecode.JsrW:
		pushInfer(s, returnAddress(in.target))
	default:
		if op.Is(bytecode.Shuffles) {
			v.pushShuffled(op, s)
			return
		}
		for _, letter := range []byte(op.Info().Pushes) {
			pushInfer(s, letterType(letter))
		}
	}
}

func (v *inferer) pushShuffled(op bytecode.Op, s *state) {
	pushes := shuffled[op]
	for k := 0; k < len(pushes); k++ {
		if pushes[k] == '+' {
			continue
		}
		t := v.swap[pushes[k]-'1']
		pushInfer(s, t)
		if t.isCategory2() {
			k += 2 // the second word belongs to it
		}
	}
}

// constantType returns what ldc pushes.
func (v *inferer) constantType(index int) typ {
	switch v.file.CP.Tag(index) {
	case classfile.TagInteger:
		return integer
	case classfile.TagFloat:
		return float
	case classfile.TagLong:
		return long
	case classfile.TagDouble:
		return double
	case classfile.TagClass:
		return v.classT
	}
	return v.stringT
}
