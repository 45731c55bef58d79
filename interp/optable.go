package interp

// Operand roles of a, b and c in opTable, for the disassembler and the data
// flow analyses: d destination, u source, - unused, x both. p is a
// constant-pool index. Immediates: i int in d, j 64 bits in d and e, t branch
// target in e, o offset, k klass, m method block, r profile row.
type opInfo struct {
	name  string
	roles string // of a, b, c
	imm   string // of d and e
	flags uint8
}

const (
	fCall      = 1 << iota // has argument words
	fInterface             // has an interfaceInfo word
	fBranch                // conditional branch to e
	fStop                  // control does not go on to the next instruction
	fThrows                // may throw or collect: a safepoint
)

// The operations. The order matters on hosts without jump tables (386), where
// the compiler makes a binary search: it is balanced, so dense numbers are what
// counts. All from firstSlow on are executed by Interp.slow.
const (
	opBad uint16 = iota // zeroed memory
	opMov
	opConst
	opConstNull
	opConst64

	// int
	opAdd
	opSub
	opMul
	opDiv
	opRem
	opAnd
	opOr
	opXor
	opShl
	opShr
	opUshr
	opNeg
	opAddI
	opMulI
	opAndI
	opOrI
	opXorI
	opShlI
	opShrI
	opUshrI
	opRsubI
	opDivI
	opRemI
	opI2B
	opI2C
	opI2S
	opI2L
	opI2F
	opI2D

	// long
	opLAdd
	opLSub
	opLMul
	opLDiv
	opLRem
	opLAnd
	opLOr
	opLXor
	opLShl
	opLShr
	opLUshr
	opLNeg
	opLAddI
	opLMulI
	opLAndI
	opLOrI
	opLXorI
	opLShlI
	opLShrI
	opLUshrI
	opLCmp
	opL2I
	opL2F
	opL2D

	// float and double
	opFAdd
	opFSub
	opFMul
	opFDiv
	opFNeg
	opFCmpL
	opFCmpG
	opF2I
	opF2L
	opF2D
	opDAdd
	opDSub
	opDMul
	opDDiv
	opDNeg
	opDCmpL
	opDCmpG
	opD2I
	opD2L
	opD2F

	// branches
	opGoto
	opJEq
	opJNe
	opJLt
	opJGe
	opJEqI
	opJNeI
	opJLtI
	opJGeI
	opJGtI
	opJLeI
	opJLEq
	opJLNe
	opJLLt
	opJLGe
	opJLEqI
	opJLNeI
	opJLLtI
	opJLGeI
	opJLGtI
	opJLLeI
	opJFEq
	opJFNe
	opJFLt
	opJFNlt
	opJFLe
	opJFNle
	opJDEq
	opJDNe
	opJDLt
	opJDNlt
	opJDLe
	opJDNle
	opTableSwitch
	opLookupSwitch

	// arrays
	opALoadI
	opALoadJ
	opALoadA
	opALoadB
	opALoadC
	opALoadS
	opAStoreI
	opAStoreJ
	opAStoreA
	opAStoreB
	opAStoreC
	opArrayLen

	// fields, resolved
	opGetI
	opGetJ
	opGetB
	opGetC
	opGetS
	opPutI
	opPutJ
	opPutB
	opPutZ
	opPutC
	opPutA
	opGetStaticI
	opGetStaticJ
	opGetStaticB
	opGetStaticC
	opGetStaticS
	opPutStaticI
	opPutStaticJ
	opPutStaticB
	opPutStaticZ
	opPutStaticC
	opPutStaticA

	// objects
	opNew
	opNewArray
	opCheckCast    // to a class that is in the display
	opCheckCastAny // to any other
	opInstanceOf
	opInstanceOfAny
	opNullCheck

	// calls, resolved
	opInvokeStatic
	opInvokeDirect
	opInvokeVirtual
	opInvokeInterface
	opInvokeBasic
	opLinkToStatic
	opLinkToSpecial
	opLinkToVirtual
	opCountCall
	opCountLoop
	opCount     // one more in the word at d
	opCountType // the class of an object, in the row at d
	opReturn
	opReturnVoid
	opReturnZ
	opReturnB
	opReturnC
	opReturnS

	firstSlow
)

// Operations that leave the fast loop.
const (
	opFRem uint16 = iota + firstSlow
	opDRem
	opLinkToInterface
	opInvokeDefault // invokevirtual of an interface's method
	opInvokeLinked  // call site with a Linkage: invokedynamic, invokehandle
	opGetVolatile
	opPutVolatile
	opGetStaticVolatile
	opPutStaticVolatile
	opNewSlow // has a finalizer, or is large
	opMultiNewArray
	opLdcString
	opThrow
	opMonitorEnter
	opMonitorExit
	opSyncEnter

	// unresolved
	opLdcU
	opGetFieldU
	opPutFieldU
	opGetStaticU
	opPutStaticU
	opInvokeVirtualU
	opInvokeSpecialU
	opInvokeStaticU
	opInvokeInterfaceU
	opInvokeDynamicU
	opNewU
	opANewArrayU
	opMultiNewArrayU
	opCheckCastU
	opInstanceOfU

	// the whole code of a method that has none
	opNative
	opAbstract
	opCompiled

	// pseudo-operation: a branch was taken to in while a poll is due
	opPoll

	numOps
)

var opTable = [numOps]opInfo{
	opBad:       {"bad", "---", "", fStop},
	opMov:       {"mov", "du-", "", 0},
	opConst:     {"const", "d--", "i", 0},
	opConstNull: {"null", "d--", "", 0},
	opConst64:   {"const64", "d--", "j", 0},

	opAdd: {"add", "duu", "", 0}, opSub: {"sub", "duu", "", 0}, opMul: {"mul", "duu", "", 0},
	opDiv: {"div", "duu", "", fThrows}, opRem: {"rem", "duu", "", fThrows},
	opAnd: {"and", "duu", "", 0}, opOr: {"or", "duu", "", 0}, opXor: {"xor", "duu", "", 0},
	opShl: {"shl", "duu", "", 0}, opShr: {"shr", "duu", "", 0}, opUshr: {"ushr", "duu", "", 0},
	opNeg:  {"neg", "du-", "", 0},
	opAddI: {"addi", "du-", "i", 0}, opMulI: {"muli", "du-", "i", 0}, opAndI: {"andi", "du-", "i", 0},
	opOrI: {"ori", "du-", "i", 0}, opXorI: {"xori", "du-", "i", 0}, opShlI: {"shli", "du-", "i", 0},
	opShrI: {"shri", "du-", "i", 0}, opUshrI: {"ushri", "du-", "i", 0}, opRsubI: {"rsubi", "du-", "i", 0},
	opDivI: {"divi", "du-", "i", 0}, opRemI: {"remi", "du-", "i", 0},
	opI2B: {"i2b", "du-", "", 0}, opI2C: {"i2c", "du-", "", 0}, opI2S: {"i2s", "du-", "", 0},
	opI2L: {"i2l", "du-", "", 0}, opI2F: {"i2f", "du-", "", 0}, opI2D: {"i2d", "du-", "", 0},

	opLAdd: {"ladd", "duu", "", 0}, opLSub: {"lsub", "duu", "", 0}, opLMul: {"lmul", "duu", "", 0},
	opLDiv: {"ldiv", "duu", "", fThrows}, opLRem: {"lrem", "duu", "", fThrows},
	opLAnd: {"land", "duu", "", 0}, opLOr: {"lor", "duu", "", 0}, opLXor: {"lxor", "duu", "", 0},
	opLShl: {"lshl", "duu", "", 0}, opLShr: {"lshr", "duu", "", 0}, opLUshr: {"lushr", "duu", "", 0},
	opLNeg:  {"lneg", "du-", "", 0},
	opLAddI: {"laddi", "du-", "i", 0}, opLMulI: {"lmuli", "du-", "i", 0}, opLAndI: {"landi", "du-", "i", 0},
	opLOrI: {"lori", "du-", "i", 0}, opLXorI: {"lxori", "du-", "i", 0}, opLShlI: {"lshli", "du-", "i", 0},
	opLShrI: {"lshri", "du-", "i", 0}, opLUshrI: {"lushri", "du-", "i", 0},
	opLCmp: {"lcmp", "duu", "", 0}, opL2I: {"l2i", "du-", "", 0}, opL2F: {"l2f", "du-", "", 0}, opL2D: {"l2d", "du-", "", 0},

	opFAdd: {"fadd", "duu", "", 0}, opFSub: {"fsub", "duu", "", 0}, opFMul: {"fmul", "duu", "", 0},
	opFDiv: {"fdiv", "duu", "", 0}, opFNeg: {"fneg", "du-", "", 0},
	opFCmpL: {"fcmpl", "duu", "", 0}, opFCmpG: {"fcmpg", "duu", "", 0},
	opF2I: {"f2i", "du-", "", 0}, opF2L: {"f2l", "du-", "", 0}, opF2D: {"f2d", "du-", "", 0},
	opDAdd: {"dadd", "duu", "", 0}, opDSub: {"dsub", "duu", "", 0}, opDMul: {"dmul", "duu", "", 0},
	opDDiv: {"ddiv", "duu", "", 0}, opDNeg: {"dneg", "du-", "", 0},
	opDCmpL: {"dcmpl", "duu", "", 0}, opDCmpG: {"dcmpg", "duu", "", 0},
	opD2I: {"d2i", "du-", "", 0}, opD2L: {"d2l", "du-", "", 0}, opD2F: {"d2f", "du-", "", 0},

	opGoto: {"goto", "---", "t", fBranch | fStop},
	opJEq:  {"jeq", "uu-", "t", fBranch}, opJNe: {"jne", "uu-", "t", fBranch},
	opJLt: {"jlt", "uu-", "t", fBranch}, opJGe: {"jge", "uu-", "t", fBranch},
	opJEqI: {"jeqi", "u--", "it", fBranch}, opJNeI: {"jnei", "u--", "it", fBranch},
	opJLtI: {"jlti", "u--", "it", fBranch}, opJGeI: {"jgei", "u--", "it", fBranch},
	opJGtI: {"jgti", "u--", "it", fBranch}, opJLeI: {"jlei", "u--", "it", fBranch},
	opJLEq: {"jleq", "uu-", "t", fBranch}, opJLNe: {"jlne", "uu-", "t", fBranch},
	opJLLt: {"jllt", "uu-", "t", fBranch}, opJLGe: {"jlge", "uu-", "t", fBranch},
	opJLEqI: {"jleqi", "u--", "it", fBranch}, opJLNeI: {"jlnei", "u--", "it", fBranch},
	opJLLtI: {"jllti", "u--", "it", fBranch}, opJLGeI: {"jlgei", "u--", "it", fBranch},
	opJLGtI: {"jlgti", "u--", "it", fBranch}, opJLLeI: {"jllei", "u--", "it", fBranch},
	opJFEq: {"jfeq", "uu-", "t", fBranch}, opJFNe: {"jfne", "uu-", "t", fBranch},
	opJFLt: {"jflt", "uu-", "t", fBranch}, opJFNlt: {"jfnlt", "uu-", "t", fBranch},
	opJFLe: {"jfle", "uu-", "t", fBranch}, opJFNle: {"jfnle", "uu-", "t", fBranch},
	opJDEq: {"jdeq", "uu-", "t", fBranch}, opJDNe: {"jdne", "uu-", "t", fBranch},
	opJDLt: {"jdlt", "uu-", "t", fBranch}, opJDNlt: {"jdnlt", "uu-", "t", fBranch},
	opJDLe: {"jdle", "uu-", "t", fBranch}, opJDNle: {"jdnle", "uu-", "t", fBranch},
	opTableSwitch:  {"tableswitch", "u--", "it", fStop},
	opLookupSwitch: {"lookupswitch", "u--", "t", fStop},

	opALoadI: {"aloadi", "duu", "", fThrows}, opALoadJ: {"aloadj", "duu", "", fThrows},
	opALoadA: {"aloada", "duu", "", fThrows}, opALoadB: {"aloadb", "duu", "", fThrows},
	opALoadC: {"aloadc", "duu", "", fThrows}, opALoadS: {"aloads", "duu", "", fThrows},
	opAStoreI: {"astorei", "uuu", "", fThrows}, opAStoreJ: {"astorej", "uuu", "", fThrows},
	opAStoreA: {"astorea", "uuu", "", fThrows}, opAStoreB: {"astoreb", "uuu", "", fThrows},
	opAStoreC:  {"astorec", "uuu", "", fThrows},
	opArrayLen: {"arraylen", "du-", "", fThrows},

	opGetI: {"geti", "dup", "o", fThrows}, opGetJ: {"getj", "dup", "o", fThrows}, opGetB: {"getb", "dup", "o", fThrows},
	opGetC: {"getc", "dup", "o", fThrows}, opGetS: {"gets", "dup", "o", fThrows},
	opPutI: {"puti", "uup", "o", fThrows}, opPutJ: {"putj", "uup", "o", fThrows}, opPutB: {"putb", "uup", "o", fThrows}, opPutZ: {"putz", "uup", "o", fThrows},
	opPutC: {"putc", "uup", "o", fThrows}, opPutA: {"puta", "uup", "o", fThrows},
	opGetStaticI: {"getstatici", "d-p", "o", 0}, opGetStaticJ: {"getstaticj", "d-p", "o", 0},
	opGetStaticB: {"getstaticb", "d-p", "o", 0}, opGetStaticC: {"getstaticc", "d-p", "o", 0},
	opGetStaticS: {"getstatics", "d-p", "o", 0},
	opPutStaticI: {"putstatici", "u-p", "o", 0}, opPutStaticJ: {"putstaticj", "u-p", "o", 0},
	opPutStaticB: {"putstaticb", "u-p", "o", 0}, opPutStaticZ: {"putstaticz", "u-p", "o", 0}, opPutStaticC: {"putstaticc", "u-p", "o", 0},
	opPutStaticA: {"putstatica", "u-p", "o", 0},

	opNew:       {"new", "d-p", "k", fThrows},
	opNewArray:  {"newarray", "dup", "k", fThrows},
	opCheckCast: {"checkcast", "-up", "k", fThrows}, opCheckCastAny: {"checkcastany", "-up", "k", fThrows},
	opInstanceOf: {"instanceof", "dup", "k", 0}, opInstanceOfAny: {"instanceofany", "dup", "k", fThrows},
	opNullCheck: {"nullcheck", "-u-", "", fThrows},

	opInvokeStatic:    {"invokestatic", "d--", "m", fCall | fThrows},
	opInvokeDirect:    {"invokedirect", "d--", "m", fCall | fThrows},
	opInvokeVirtual:   {"invokevirtual", "d--", "o", fCall | fThrows},
	opInvokeInterface: {"invokeinterface", "d--", "", fCall | fInterface | fThrows},
	opInvokeBasic:     {"invokebasic", "d--", "", fCall | fThrows},
	opLinkToStatic:    {"linktostatic", "d--", "", fCall | fThrows},
	opLinkToSpecial:   {"linktospecial", "d--", "", fCall | fThrows},
	opLinkToVirtual:   {"linktovirtual", "d--", "", fCall | fThrows},
	opCount:           {"count", "---", "r", 0}, opCountType: {"counttype", "-u-", "r", 0},
	opCountCall: {"countcall", "---", "m", fThrows}, opCountLoop: {"countloop", "---", "m", fThrows},
	opReturn: {"return", "u--", "", fStop}, opReturnVoid: {"returnvoid", "---", "", fStop},
	opReturnZ: {"returnz", "u--", "", fStop}, opReturnB: {"returnb", "u--", "", fStop},
	opReturnC: {"returnc", "u--", "", fStop}, opReturnS: {"returns", "u--", "", fStop},

	opFRem: {"frem", "duu", "", 0}, opDRem: {"drem", "duu", "", 0},
	opLinkToInterface:   {"linktointerface", "d--", "", fCall | fThrows},
	opInvokeDefault:     {"invokedefault", "d--", "m", fCall | fThrows},
	opInvokeLinked:      {"invokelinked", "d--", "", fCall | fThrows},
	opGetVolatile:       {"getvolatile", "dup", "o", fThrows},
	opPutVolatile:       {"putvolatile", "uup", "o", fThrows},
	opGetStaticVolatile: {"getstaticvolatile", "d-p", "o", 0},
	opPutStaticVolatile: {"putstaticvolatile", "u-p", "o", 0},
	opNewSlow:           {"newslow", "d-p", "k", fThrows},
	opMultiNewArray:     {"multinewarray", "d--", "k", fCall | fThrows},
	opLdcString:         {"ldcstring", "d-p", "", fThrows},
	opThrow:             {"throw", "u--", "", fStop | fThrows},
	opMonitorEnter:      {"monitorenter", "u--", "", fThrows},
	opMonitorExit:       {"monitorexit", "u--", "", fThrows},
	opSyncEnter:         {"syncenter", "---", "", fThrows},

	opLdcU:      {"ldc?", "d-p", "", fThrows},
	opGetFieldU: {"getfield?", "dup", "", fThrows}, opPutFieldU: {"putfield?", "uup", "", fThrows},
	opGetStaticU: {"getstatic?", "d-p", "", fThrows}, opPutStaticU: {"putstatic?", "u-p", "", fThrows},
	opInvokeVirtualU:   {"invokevirtual?", "d--", "p", fCall | fThrows},
	opInvokeSpecialU:   {"invokespecial?", "d--", "p", fCall | fThrows},
	opInvokeStaticU:    {"invokestatic?", "d--", "p", fCall | fThrows},
	opInvokeInterfaceU: {"invokeinterface?", "d--", "", fCall | fInterface | fThrows},
	opInvokeDynamicU:   {"invokedynamic?", "d--", "p", fCall | fThrows},
	opNewU:             {"new?", "d-p", "", fThrows},
	opANewArrayU:       {"anewarray?", "dup", "", fThrows},
	opMultiNewArrayU:   {"multinewarray?", "d--", "p", fCall | fThrows},
	opCheckCastU:       {"checkcast?", "-up", "", fThrows},
	opInstanceOfU:      {"instanceof?", "dup", "", fThrows},

	opNative:   {"native", "---", "", fStop | fThrows},
	opPoll:     {"poll", "---", "", fThrows},
	opAbstract: {"abstract", "---", "", fStop | fThrows},
	opCompiled: {"compiled", "---", "j", fStop | fThrows},
}
