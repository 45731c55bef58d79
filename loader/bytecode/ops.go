package bytecode

// Op is an opcode.
type Op uint8

// The opcodes of JVMS 6.5, in order. 202 to 255 are not instructions of class files.
const (
	Nop Op = iota
	AconstNull
	IconstM1
	Iconst0
	Iconst1
	Iconst2
	Iconst3
	Iconst4
	Iconst5
	Lconst0
	Lconst1
	Fconst0
	Fconst1
	Fconst2
	Dconst0
	Dconst1
	Bipush
	Sipush
	Ldc
	LdcW
	Ldc2W
	Iload
	Lload
	Fload
	Dload
	Aload
	Iload0
	Iload1
	Iload2
	Iload3
	Lload0
	Lload1
	Lload2
	Lload3
	Fload0
	Fload1
	Fload2
	Fload3
	Dload0
	Dload1
	Dload2
	Dload3
	Aload0
	Aload1
	Aload2
	Aload3
	Iaload
	Laload
	Faload
	Daload
	Aaload
	Baload
	Caload
	Saload
	Istore
	Lstore
	Fstore
	Dstore
	Astore
	Istore0
	Istore1
	Istore2
	Istore3
	Lstore0
	Lstore1
	Lstore2
	Lstore3
	Fstore0
	Fstore1
	Fstore2
	Fstore3
	Dstore0
	Dstore1
	Dstore2
	Dstore3
	Astore0
	Astore1
	Astore2
	Astore3
	Iastore
	Lastore
	Fastore
	Dastore
	Aastore
	Bastore
	Castore
	Sastore
	Pop
	Pop2
	Dup
	DupX1
	DupX2
	Dup2
	Dup2X1
	Dup2X2
	Swap
	Iadd
	Ladd
	Fadd
	Dadd
	Isub
	Lsub
	Fsub
	Dsub
	Imul
	Lmul
	Fmul
	Dmul
	Idiv
	Ldiv
	Fdiv
	Ddiv
	Irem
	Lrem
	Frem
	Drem
	Ineg
	Lneg
	Fneg
	Dneg
	Ishl
	Lshl
	Ishr
	Lshr
	Iushr
	Lushr
	Iand
	Land
	Ior
	Lor
	Ixor
	Lxor
	Iinc
	I2l
	I2f
	I2d
	L2i
	L2f
	L2d
	F2i
	F2l
	F2d
	D2i
	D2l
	D2f
	I2b
	I2c
	I2s
	Lcmp
	Fcmpl
	Fcmpg
	Dcmpl
	Dcmpg
	Ifeq
	Ifne
	Iflt
	Ifge
	Ifgt
	Ifle
	IfIcmpeq
	IfIcmpne
	IfIcmplt
	IfIcmpge
	IfIcmpgt
	IfIcmple
	IfAcmpeq
	IfAcmpne
	Goto
	Jsr
	Ret
	Tableswitch
	Lookupswitch
	Ireturn
	Lreturn
	Freturn
	Dreturn
	Areturn
	Return
	Getstatic
	Putstatic
	Getfield
	Putfield
	Invokevirtual
	Invokespecial
	Invokestatic
	Invokeinterface
	Invokedynamic
	New
	Newarray
	Anewarray
	Arraylength
	Athrow
	Checkcast
	Instanceof
	Monitorenter
	Monitorexit
	Wide
	Multianewarray
	Ifnull
	Ifnonnull
	GotoW
	JsrW

	// NumOps is the number of opcodes that a class file may contain.
	NumOps = iota
)

// Flag tells what an instruction does besides its stack effect.
type Flag uint8

const (
	Traps    Flag = 1 << iota // may complete abruptly by an exception
	Branches                  // has a target other than the next instruction
	Ends                      // never goes on with the next instruction
	Calls                     // invokes a method
	Widens                    // may be preceded by wide
	Shuffles                  // moves stack words without looking at their types
	Varies                    // the stack effect depends on a constant-pool entry or operand
)

// Info is the row of an opcode.
//
// Layout is the form of the operand bytes, one letter a byte unless said otherwise:
//
//	b     signed immediate            v     local variable
//	s     signed immediate, 2 bytes   vN    the opcode implies local variable N
//	k kk  constant-pool index         cN    the opcode implies the constant N
//	jj    branch offset, 2 bytes      t l   tableswitch, lookupswitch
//	jjjj  branch offset, 4 bytes      w     wide and what it widens
//	a     newarray's type code        d     dimensions
//	#     count of argument slots     0     zero
//
// Pops and Pushes are the stack effect, the top at the right: I J F D A as in
// descriptors (A any reference), R a return address, W one word of any type. J and D
// are two words. For an opcode that Varies they hold the part that is the same for all.
type Info struct {
	Name   string
	Layout string
	Pops   string
	Pushes string
	Flags  Flag
}

var ops = [NumOps]Info{
	Nop:             {"nop", "", "", "", 0},
	AconstNull:      {"aconst_null", "", "", "A", 0},
	IconstM1:        {"iconst_m1", "c-1", "", "I", 0},
	Iconst0:         {"iconst_0", "c0", "", "I", 0},
	Iconst1:         {"iconst_1", "c1", "", "I", 0},
	Iconst2:         {"iconst_2", "c2", "", "I", 0},
	Iconst3:         {"iconst_3", "c3", "", "I", 0},
	Iconst4:         {"iconst_4", "c4", "", "I", 0},
	Iconst5:         {"iconst_5", "c5", "", "I", 0},
	Lconst0:         {"lconst_0", "c0", "", "J", 0},
	Lconst1:         {"lconst_1", "c1", "", "J", 0},
	Fconst0:         {"fconst_0", "c0", "", "F", 0},
	Fconst1:         {"fconst_1", "c1", "", "F", 0},
	Fconst2:         {"fconst_2", "c2", "", "F", 0},
	Dconst0:         {"dconst_0", "c0", "", "D", 0},
	Dconst1:         {"dconst_1", "c1", "", "D", 0},
	Bipush:          {"bipush", "b", "", "I", 0},
	Sipush:          {"sipush", "s", "", "I", 0},
	Ldc:             {"ldc", "k", "", "W", Traps},
	LdcW:            {"ldc_w", "kk", "", "W", Traps},
	Ldc2W:           {"ldc2_w", "kk", "", "WW", Traps},
	Iload:           {"iload", "v", "", "I", Widens},
	Lload:           {"lload", "v", "", "J", Widens},
	Fload:           {"fload", "v", "", "F", Widens},
	Dload:           {"dload", "v", "", "D", Widens},
	Aload:           {"aload", "v", "", "A", Widens},
	Iload0:          {"iload_0", "v0", "", "I", 0},
	Iload1:          {"iload_1", "v1", "", "I", 0},
	Iload2:          {"iload_2", "v2", "", "I", 0},
	Iload3:          {"iload_3", "v3", "", "I", 0},
	Lload0:          {"lload_0", "v0", "", "J", 0},
	Lload1:          {"lload_1", "v1", "", "J", 0},
	Lload2:          {"lload_2", "v2", "", "J", 0},
	Lload3:          {"lload_3", "v3", "", "J", 0},
	Fload0:          {"fload_0", "v0", "", "F", 0},
	Fload1:          {"fload_1", "v1", "", "F", 0},
	Fload2:          {"fload_2", "v2", "", "F", 0},
	Fload3:          {"fload_3", "v3", "", "F", 0},
	Dload0:          {"dload_0", "v0", "", "D", 0},
	Dload1:          {"dload_1", "v1", "", "D", 0},
	Dload2:          {"dload_2", "v2", "", "D", 0},
	Dload3:          {"dload_3", "v3", "", "D", 0},
	Aload0:          {"aload_0", "v0", "", "A", 0},
	Aload1:          {"aload_1", "v1", "", "A", 0},
	Aload2:          {"aload_2", "v2", "", "A", 0},
	Aload3:          {"aload_3", "v3", "", "A", 0},
	Iaload:          {"iaload", "", "AI", "I", Traps},
	Laload:          {"laload", "", "AI", "J", Traps},
	Faload:          {"faload", "", "AI", "F", Traps},
	Daload:          {"daload", "", "AI", "D", Traps},
	Aaload:          {"aaload", "", "AI", "A", Traps},
	Baload:          {"baload", "", "AI", "I", Traps},
	Caload:          {"caload", "", "AI", "I", Traps},
	Saload:          {"saload", "", "AI", "I", Traps},
	Istore:          {"istore", "v", "I", "", Widens},
	Lstore:          {"lstore", "v", "J", "", Widens},
	Fstore:          {"fstore", "v", "F", "", Widens},
	Dstore:          {"dstore", "v", "D", "", Widens},
	Astore:          {"astore", "v", "A", "", Widens},
	Istore0:         {"istore_0", "v0", "I", "", 0},
	Istore1:         {"istore_1", "v1", "I", "", 0},
	Istore2:         {"istore_2", "v2", "I", "", 0},
	Istore3:         {"istore_3", "v3", "I", "", 0},
	Lstore0:         {"lstore_0", "v0", "J", "", 0},
	Lstore1:         {"lstore_1", "v1", "J", "", 0},
	Lstore2:         {"lstore_2", "v2", "J", "", 0},
	Lstore3:         {"lstore_3", "v3", "J", "", 0},
	Fstore0:         {"fstore_0", "v0", "F", "", 0},
	Fstore1:         {"fstore_1", "v1", "F", "", 0},
	Fstore2:         {"fstore_2", "v2", "F", "", 0},
	Fstore3:         {"fstore_3", "v3", "F", "", 0},
	Dstore0:         {"dstore_0", "v0", "D", "", 0},
	Dstore1:         {"dstore_1", "v1", "D", "", 0},
	Dstore2:         {"dstore_2", "v2", "D", "", 0},
	Dstore3:         {"dstore_3", "v3", "D", "", 0},
	Astore0:         {"astore_0", "v0", "A", "", 0},
	Astore1:         {"astore_1", "v1", "A", "", 0},
	Astore2:         {"astore_2", "v2", "A", "", 0},
	Astore3:         {"astore_3", "v3", "A", "", 0},
	Iastore:         {"iastore", "", "AII", "", Traps},
	Lastore:         {"lastore", "", "AIJ", "", Traps},
	Fastore:         {"fastore", "", "AIF", "", Traps},
	Dastore:         {"dastore", "", "AID", "", Traps},
	Aastore:         {"aastore", "", "AIA", "", Traps},
	Bastore:         {"bastore", "", "AII", "", Traps},
	Castore:         {"castore", "", "AII", "", Traps},
	Sastore:         {"sastore", "", "AII", "", Traps},
	Pop:             {"pop", "", "W", "", Shuffles},
	Pop2:            {"pop2", "", "WW", "", Shuffles},
	Dup:             {"dup", "", "W", "WW", Shuffles},
	DupX1:           {"dup_x1", "", "WW", "WWW", Shuffles},
	DupX2:           {"dup_x2", "", "WWW", "WWWW", Shuffles},
	Dup2:            {"dup2", "", "WW", "WWWW", Shuffles},
	Dup2X1:          {"dup2_x1", "", "WWW", "WWWWW", Shuffles},
	Dup2X2:          {"dup2_x2", "", "WWWW", "WWWWWW", Shuffles},
	Swap:            {"swap", "", "WW", "WW", Shuffles},
	Iadd:            {"iadd", "", "II", "I", 0},
	Ladd:            {"ladd", "", "JJ", "J", 0},
	Fadd:            {"fadd", "", "FF", "F", 0},
	Dadd:            {"dadd", "", "DD", "D", 0},
	Isub:            {"isub", "", "II", "I", 0},
	Lsub:            {"lsub", "", "JJ", "J", 0},
	Fsub:            {"fsub", "", "FF", "F", 0},
	Dsub:            {"dsub", "", "DD", "D", 0},
	Imul:            {"imul", "", "II", "I", 0},
	Lmul:            {"lmul", "", "JJ", "J", 0},
	Fmul:            {"fmul", "", "FF", "F", 0},
	Dmul:            {"dmul", "", "DD", "D", 0},
	Idiv:            {"idiv", "", "II", "I", Traps},
	Ldiv:            {"ldiv", "", "JJ", "J", Traps},
	Fdiv:            {"fdiv", "", "FF", "F", 0},
	Ddiv:            {"ddiv", "", "DD", "D", 0},
	Irem:            {"irem", "", "II", "I", Traps},
	Lrem:            {"lrem", "", "JJ", "J", Traps},
	Frem:            {"frem", "", "FF", "F", 0},
	Drem:            {"drem", "", "DD", "D", 0},
	Ineg:            {"ineg", "", "I", "I", 0},
	Lneg:            {"lneg", "", "J", "J", 0},
	Fneg:            {"fneg", "", "F", "F", 0},
	Dneg:            {"dneg", "", "D", "D", 0},
	Ishl:            {"ishl", "", "II", "I", 0},
	Lshl:            {"lshl", "", "JI", "J", 0},
	Ishr:            {"ishr", "", "II", "I", 0},
	Lshr:            {"lshr", "", "JI", "J", 0},
	Iushr:           {"iushr", "", "II", "I", 0},
	Lushr:           {"lushr", "", "JI", "J", 0},
	Iand:            {"iand", "", "II", "I", 0},
	Land:            {"land", "", "JJ", "J", 0},
	Ior:             {"ior", "", "II", "I", 0},
	Lor:             {"lor", "", "JJ", "J", 0},
	Ixor:            {"ixor", "", "II", "I", 0},
	Lxor:            {"lxor", "", "JJ", "J", 0},
	Iinc:            {"iinc", "vb", "", "", Widens},
	I2l:             {"i2l", "", "I", "J", 0},
	I2f:             {"i2f", "", "I", "F", 0},
	I2d:             {"i2d", "", "I", "D", 0},
	L2i:             {"l2i", "", "J", "I", 0},
	L2f:             {"l2f", "", "J", "F", 0},
	L2d:             {"l2d", "", "J", "D", 0},
	F2i:             {"f2i", "", "F", "I", 0},
	F2l:             {"f2l", "", "F", "J", 0},
	F2d:             {"f2d", "", "F", "D", 0},
	D2i:             {"d2i", "", "D", "I", 0},
	D2l:             {"d2l", "", "D", "J", 0},
	D2f:             {"d2f", "", "D", "F", 0},
	I2b:             {"i2b", "", "I", "I", 0},
	I2c:             {"i2c", "", "I", "I", 0},
	I2s:             {"i2s", "", "I", "I", 0},
	Lcmp:            {"lcmp", "", "JJ", "I", 0},
	Fcmpl:           {"fcmpl", "", "FF", "I", 0},
	Fcmpg:           {"fcmpg", "", "FF", "I", 0},
	Dcmpl:           {"dcmpl", "", "DD", "I", 0},
	Dcmpg:           {"dcmpg", "", "DD", "I", 0},
	Ifeq:            {"ifeq", "jj", "I", "", Branches},
	Ifne:            {"ifne", "jj", "I", "", Branches},
	Iflt:            {"iflt", "jj", "I", "", Branches},
	Ifge:            {"ifge", "jj", "I", "", Branches},
	Ifgt:            {"ifgt", "jj", "I", "", Branches},
	Ifle:            {"ifle", "jj", "I", "", Branches},
	IfIcmpeq:        {"if_icmpeq", "jj", "II", "", Branches},
	IfIcmpne:        {"if_icmpne", "jj", "II", "", Branches},
	IfIcmplt:        {"if_icmplt", "jj", "II", "", Branches},
	IfIcmpge:        {"if_icmpge", "jj", "II", "", Branches},
	IfIcmpgt:        {"if_icmpgt", "jj", "II", "", Branches},
	IfIcmple:        {"if_icmple", "jj", "II", "", Branches},
	IfAcmpeq:        {"if_acmpeq", "jj", "AA", "", Branches},
	IfAcmpne:        {"if_acmpne", "jj", "AA", "", Branches},
	Goto:            {"goto", "jj", "", "", Branches | Ends},
	Jsr:             {"jsr", "jj", "", "R", Branches},
	Ret:             {"ret", "v", "", "", Ends | Widens},
	Tableswitch:     {"tableswitch", "t", "I", "", Branches | Ends},
	Lookupswitch:    {"lookupswitch", "l", "I", "", Branches | Ends},
	Ireturn:         {"ireturn", "", "I", "", Ends | Traps},
	Lreturn:         {"lreturn", "", "J", "", Ends | Traps},
	Freturn:         {"freturn", "", "F", "", Ends | Traps},
	Dreturn:         {"dreturn", "", "D", "", Ends | Traps},
	Areturn:         {"areturn", "", "A", "", Ends | Traps},
	Return:          {"return", "", "", "", Ends | Traps},
	Getstatic:       {"getstatic", "kk", "", "", Traps | Varies},
	Putstatic:       {"putstatic", "kk", "", "", Traps | Varies},
	Getfield:        {"getfield", "kk", "A", "", Traps | Varies},
	Putfield:        {"putfield", "kk", "", "", Traps | Varies},
	Invokevirtual:   {"invokevirtual", "kk", "", "", Traps | Calls | Varies},
	Invokespecial:   {"invokespecial", "kk", "", "", Traps | Calls | Varies},
	Invokestatic:    {"invokestatic", "kk", "", "", Traps | Calls | Varies},
	Invokeinterface: {"invokeinterface", "kk#0", "", "", Traps | Calls | Varies},
	Invokedynamic:   {"invokedynamic", "kk00", "", "", Traps | Calls | Varies},
	New:             {"new", "kk", "", "A", Traps},
	Newarray:        {"newarray", "a", "I", "A", Traps},
	Anewarray:       {"anewarray", "kk", "I", "A", Traps},
	Arraylength:     {"arraylength", "", "A", "I", Traps},
	Athrow:          {"athrow", "", "A", "", Ends | Traps},
	Checkcast:       {"checkcast", "kk", "A", "A", Traps},
	Instanceof:      {"instanceof", "kk", "A", "I", Traps},
	Monitorenter:    {"monitorenter", "", "A", "", Traps},
	Monitorexit:     {"monitorexit", "", "A", "", Traps},
	Wide:            {"wide", "w", "", "", 0},
	Multianewarray:  {"multianewarray", "kkd", "", "A", Traps | Varies},
	Ifnull:          {"ifnull", "jj", "A", "", Branches},
	Ifnonnull:       {"ifnonnull", "jj", "A", "", Branches},
	GotoW:           {"goto_w", "jjjj", "", "", Branches | Ends},
	JsrW:            {"jsr_w", "jjjj", "", "R", Branches},
}

// Info returns the row of o, nil if there is no such instruction.
func (o Op) Info() *Info {
	if o >= NumOps {
		return nil
	}
	return &ops[o]
}

// Valid reports whether o is an instruction of class files.
func (o Op) Valid() bool { return o < NumOps }

// Is reports whether o has all the flags f.
func (o Op) Is(f Flag) bool { return o < NumOps && ops[o].Flags&f == f }

// String returns the mnemonic.
func (o Op) String() string {
	if o < NumOps {
		return ops[o].Name
	}
	const hex = "0123456789abcdef"
	return "op_" + string([]byte{hex[o>>4], hex[o&15]})
}

// Len returns the length of the instruction without wide, 0 if it depends on the operands.
func (o Op) Len() int {
	if o >= NumOps {
		return 0
	}
	return int(lengths[o])
}

var (
	lengths = func() (t [NumOps]uint8) {
		for i := range t {
			t[i] = layoutLen(ops[i].Layout)
		}
		return t
	}()
	words = func() (t [NumOps][2]uint8) {
		for i := range t {
			t[i] = [2]uint8{uint8(Words(ops[i].Pops)), uint8(Words(ops[i].Pushes))}
		}
		return t
	}()
)

func layoutLen(layout string) uint8 {
	switch {
	case layout == "":
		return 1
	case layout[0] == 'c', layout[0] == 'v' && len(layout) == 2 && layout[1] <= '3':
		return 1
	case layout[0] == 't', layout[0] == 'l', layout[0] == 'w':
		return 0
	case layout[0] == 's':
		return 3
	}
	return uint8(1 + len(layout))
}

// PopWords returns how many stack words o takes, without the part that Varies.
func (o Op) PopWords() int { return int(words[o][0]) }

// PushWords returns how many stack words o leaves, without the part that Varies.
func (o Op) PushWords() int { return int(words[o][1]) }

// Words returns the stack words of a sequence of type letters.
func Words(letters string) int {
	n := len(letters)
	for i := 0; i < len(letters); i++ {
		if c := letters[i]; c == 'J' || c == 'D' {
			n++
		}
	}
	return n
}

// The type codes of newarray (JVMS table 6.5.newarray-A).
const (
	TBoolean = 4 + iota
	TChar
	TFloat
	TDouble
	TByte
	TShort
	TInt
	TLong
)

// ArrayTypeLetter returns the descriptor letter for a type code of newarray, 0 if there is none.
func ArrayTypeLetter(code int) byte {
	if code < TBoolean || code > TLong {
		return 0
	}
	return "ZCFDBSIJ"[code-TBoolean]
}
