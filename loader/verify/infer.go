package verify

import (
	"fmt"

	"gojvm/loader/bytecode"
	"gojvm/loader/classfile"
)

// Subroutines. A jsr leaves a return address, which names the subroutine by its
// entry. Local variables that a subroutine does not touch have, behind the jsr, the
// types that they had before it: so each state carries, for each subroutine that
// is being executed, the set of variables accessed since its jsr (a mask).

// inferer verifies a class by data flow analysis (JVMS 4.10.2.2).
type inferer struct {
	*checker // names, class types, hierarchy, the error
	cloneable,
	serializable typ

	code  []byte
	insts []instInfo
	index []int // by pc: number of the instruction, -1 where none starts
	work  []inferHandler

	// Types that the two halves of an instruction exchange: the words that a
	// shuffle moves, what <init> replaces by what, the component of an array.
	swap [4]typ
	// popped are the operands of the instruction, in order.
	operands []typ
	void     bool
}

// instInfo is an instruction with the state before it.
type instInfo struct {
	bytecode.Inst
	op        inferOp
	target    int   // number of the instruction where a branch goes
	successor []int // of a switch, and of ret
	result    typ   // what new, checkcast and the array instructions push
	initType  typ   // class of an invoked method; of new: the type after <init>
	sig       *sig  // of an invoke instruction
	field     typ   // type of a field
	ret       int   // of jsr: number of the ret that comes back, -1 if not known
	protected bool  // names a protected member of a superclass in another package

	known    bool // has been reached
	changed  bool // the state has changed since it was last looked at
	state    state
	and, or  uint8
	isInit   bool
	retReady bool
}

// state is the type state before an instruction. Its slices are shared between
// instructions: who changes one copies it.
type state struct {
	regs  []typ
	stack []typ // long and double are one element
	depth int   // in words
	masks []mask
}

// mask is a subroutine in execution.
type mask struct {
	entry    int // number of its first instruction
	modified []uint64
}

func (m *mask) has(i int) bool { return m.modified[i/64]&(1<<(i%64)) != 0 }

// Facts about the paths to an instruction. "or" holds on some path, "and" on all.
const (
	needConstructor = 1 << iota // or: in an initializer that must call another
	noReturn                    // or: came from a handler around that call
	constructed                 // and: that call was made
)

// inferOp is the opcode, with invokespecial of <init> apart.
type inferOp = bytecode.Op

// returnAddress is the type of the address that a jsr to instruction n leaves.
func returnAddress(n int) typ { return kindQuery | typ(n+16)<<kindBits }

func isReturnAddress(t typ) bool { return t.kind() == kindQuery && t.value() >= 16 }

type inferHandler struct {
	start, end, handler int // numbers of instructions
	stack               []typ
}

// infer verifies f by type inference (JVMS 4.10.2).
func infer(f *classfile.File, h Hierarchy) error {
	v := &inferer{checker: newChecker(f, h)}
	v.cloneable = v.names.ref("java/lang/Cloneable")
	v.serializable = v.names.ref("java/io/Serializable")
	for i := len(f.Methods) - 1; i >= 0; i-- {
		if m := &f.Methods[i]; m.Code != nil {
			if v.inferMethod(m); v.err != nil {
				return v.err
			}
		}
	}
	return nil
}

// bad reports an error in the form of the old verifier.
func (v *inferer) bad(format string, args ...any) {
	if v.err == nil {
		v.err = &Error{v.where() + fmt.Sprintf(format, args...)}
	}
}

func (v *inferer) where() string {
	return fmt.Sprintf("(class: %s, method: %s signature: %s) ", v.file.Name, v.method.Name, v.method.Desc)
}

func (v *inferer) badFormat(what string) {
	if v.err == nil {
		v.err = &classfile.FormatError{Msg: v.where() + what}
	}
}

func (v *inferer) inferMethod(m *classfile.Member) {
	v.method, v.checker.code, v.code = m, m.Code, m.Code.Bytes
	if !v.number() {
		return
	}
	for i := range v.insts {
		if v.checkOperands(i); v.err != nil {
			return
		}
	}
	v.exceptionTable()
	if v.err == nil {
		v.start()
		v.flow()
	}
}

// number finds the instructions and numbers them.
func (v *inferer) number() bool {
	v.insts = v.insts[:0]
	v.index = resize(v.index, len(v.code))
	for i := range v.index {
		v.index[i] = -1
	}
	for pc := 0; pc < len(v.code); {
		in := instInfo{ret: -1, and: 0xff}
		if e := bytecode.Decode(v.code, pc, &in.Inst); e != nil {
			if knownLength(v.code, pc) {
				v.bad("Code stops in the middle of instruction  starting at offset %d", pc)
			} else {
				v.bad("Illegal instruction found at offset %d", pc)
			}
			return false
		}
		in.op = in.Op
		v.index[pc] = len(v.insts)
		v.insts = append(v.insts, in)
		pc = in.Next()
	}
	return true
}

// knownLength reports whether the instruction at pc, which is malformed, has at least a
// length: the code ends before it does.
func knownLength(code []byte, pc int) bool {
	word := func(at int) int64 {
		v := int64(0)
		for i := range 4 {
			v <<= 8
			if at+i < len(code) {
				v |= int64(code[at+i])
			}
		}
		return int64(int32(v))
	}
	at := (pc + 4) &^ 3
	switch op := bytecode.Op(code[pc]); op {
	case bytecode.Wide:
		return pc+1 < len(code) && bytecode.Op(code[pc+1]).Is(bytecode.Widens)
	case bytecode.Tableswitch:
		// The difference of the bounds wraps as int does.
		n := int32(word(at+8) - word(at+4))
		return at+8 < len(code) && n >= 0 && n <= 65535
	case bytecode.Lookupswitch:
		n := word(at + 4)
		return at+4 < len(code) && n >= 0 && n < 65536
	default:
		return op.Len() > 0
	}
}

func (v *inferer) at(pc int) int {
	if uint(pc) >= uint(len(v.index)) {
		return -1
	}
	return v.index[pc]
}

// exceptionTable checks the exception table.
func (v *inferer) exceptionTable() {
	v.work = v.work[:0]
	t := v.checker.code.Handlers
	if t.Len() > 0 && v.checker.code.MaxStack < 1 {
		v.bad("Stack size too large")
		return
	}
	for i := t.Len() - 1; i >= 0; i-- {
		e := t.At(i)
		h := inferHandler{start: v.at(e.Start), end: v.at(e.End), handler: v.at(e.Handler)}
		if e.End == len(v.code) {
			h.end = len(v.insts)
		}
		if e.Start >= e.End || h.start < 0 || h.end < 0 {
			v.badFormat("Illegal exception table range")
			return
		}
		if e.Handler == 0 || h.handler < 0 {
			v.badFormat("Illegal exception table handler")
			return
		}
		catch := v.throwable
		if e.Catch != 0 {
			catch = v.classType(e.Catch)
			if !v.mergeable(catch, v.throwable) {
				v.bad("catch_type not a subclass of Throwable")
				return
			}
		}
		h.stack = []typ{catch}
		v.work = append(v.work, h)
	}
}

// start sets the state of the first instruction.
func (v *inferer) start() {
	m := v.method
	first := &v.insts[0]
	first.known, first.changed, first.and = true, true, 0
	regs := make([]typ, 0, m.ArgSlots)
	if m.Flags&classfile.AccStatic == 0 {
		if m.Name == "<init>" && v.this != v.object {
			regs = append(regs, uninitThis)
			first.or |= needConstructor
		} else {
			regs = append(regs, v.this)
		}
	}
	s := v.sigOf(int(m.DescIndex))
	first.state = state{regs: append(regs, s.args...)}
	v.ret = s.ret
}

// flow runs the data flow analysis until nothing changes any more.
func (v *inferer) flow() {
	for again := true; again; {
		again = false
		for i := range v.insts {
			if !v.insts[i].changed {
				continue
			}
			v.insts[i].changed = false
			again = true
			if v.step(i); v.err != nil {
				return
			}
		}
	}
}

// step applies instruction i to the state before it and merges the result into its successors.
func (v *inferer) step(i int) {
	in := &v.insts[i]
	v.checkRegisters(in)
	if v.err == nil {
		v.checkFlags(in)
	}
	if v.err != nil {
		return
	}
	after := in.state
	v.popOperands(i, &after)
	if v.err != nil {
		return
	}
	v.updateRegisters(in, &after)
	if v.err != nil {
		return
	}
	and, or := in.and, in.or
	if in.isInit && v.swap[0] == uninitThis {
		and |= constructed
	}
	v.pushResult(in, &after)
	if v.err == nil && after.depth > int(v.checker.code.MaxStack) {
		v.bad("Stack size too large")
	}
	if v.err == nil {
		v.mergeIntoSuccessors(i, &after, and, or)
	}
}

// checkRegisters checks the local variable that an instruction reads.
func (v *inferer) checkRegisters(in *instInfo) {
	r, regs := in.Index, in.state.regs
	var want typ
	switch generic(in.Op) {
	case bytecode.Iload, bytecode.Iinc:
		want = integer
	case bytecode.Fload:
		want = float
	case bytecode.Lload:
		want = long
	case bytecode.Dload:
		want = double
	case bytecode.Aload, bytecode.Ret:
	default:
		return
	}
	if want.isCategory2() {
		if r+1 >= len(regs) {
			v.bad("Accessing value from uninitialized register pair %d/%d", r, r+1)
		} else if regs[r] != want || regs[r+1] != want.second() {
			v.bad("Register pair %d/%d contains wrong type", r, r+1)
		}
		return
	}
	if r >= len(regs) {
		v.bad("Accessing value from uninitialized register %d", r)
		return
	}
	t := regs[r]
	switch {
	case in.Op == bytecode.Ret && isReturnAddress(t):
	case in.Op != bytecode.Ret && want == top && (t.isRef() || t.isUninit()):
	case want != top && t == want:
	case isReturnAddress(t):
		v.bad("Cannot load return address from register %d", r)
	default:
		v.bad("Register %d contains wrong type", r)
	}
}

// checkFlags checks that an initializer returns only after it has called another.
func (v *inferer) checkFlags(in *instInfo) {
	switch in.Op {
	case bytecode.Return:
		if in.or&needConstructor != 0 && in.and&constructed == 0 {
			v.bad("Constructor must call super() or this()")
			return
		}
		fallthrough
	case bytecode.Ireturn, bytecode.Lreturn, bytecode.Freturn, bytecode.Dreturn, bytecode.Areturn:
		if in.or&noReturn != 0 {
			v.bad("Cannot return normally")
		}
	}
}

// generic maps iload_0 and the like to iload.
func generic(op bytecode.Op) bytecode.Op {
	switch {
	case op >= bytecode.Iload0 && op <= bytecode.Aload3:
		return bytecode.Iload + (op-bytecode.Iload0)/4
	case op >= bytecode.Istore0 && op <= bytecode.Astore3:
		return bytecode.Istore + (op-bytecode.Istore0)/4
	}
	return op
}
