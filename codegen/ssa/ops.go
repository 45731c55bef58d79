package ssa

// The generic operations. The comments give what the table cannot: the meaning.
const (
	OpInvalid Op = iota

	OpPhi  // merges values at a join; one argument per predecessor
	OpArg  // the Imm-th parameter of the function
	OpCopy // its argument

	OpConst   // Imm; for Ref the address of an object that never moves, 0 is null
	OpFconst  // float whose bits are in Imm
	OpSymaddr // address of the symbol Aux
	OpCtx     // address of the thread context

	OpAdd
	OpSub
	OpMul
	OpMulh  // high half of the signed product
	OpUmulh // high half of the unsigned product
	OpDiv   // signed, truncating; MIN / -1 = MIN; traps when the divisor is 0
	OpRem   // MIN % -1 = 0; traps when the divisor is 0
	OpUdiv
	OpUrem
	OpAnd
	OpOr
	OpXor
	OpShl
	OpShr  // arithmetic
	OpUshr // logical
	OpRotl
	OpNeg
	OpNot
	OpClz // count of leading zeros; the width for 0
	OpCtz
	OpPopcnt
	OpBswap
	OpSext8  // sign extension of the low 8 bits
	OpSext16 // of the low 16 bits
	OpZext8
	OpZext16
	OpSext32 // i64 from i32
	OpZext32
	OpTrunc // i32 from i64
	OpPair  // i64 from low and high i32; split64 works in terms of it
	OpLo    // low half of an i64
	OpHi    // high half
	OpAddc  // carry out of the unsigned sum of three (a, b, carry in): 0 or 1
	OpSubb  // borrow out of a - b - borrow in
	OpAdc   // a + b + carry in
	OpSbb   // a - b - borrow in
	OpShld  // (a, b, n): high word of the pair (high a, low b) shifted left by n modulo 32
	OpShrd  // (a, b, n): low word of the pair (high b, low a) shifted right by n modulo 32
	OpLt64  // (low a, high a, low b, high b): a < b for signed 64 bits
	OpUlt64 // the same for unsigned
	OpFlo   // low half of the bits of an f64
	OpFhi   // high half
	OpFpair // f64 whose bits are low and high i32

	OpEq
	OpNe
	OpLt
	OpLe
	OpUlt
	OpUle
	OpFeq
	OpFne // true when unordered
	OpFlt
	OpFle

	OpSelect // a if cond is not 0, else b

	OpFadd
	OpFsub
	OpFmul
	OpFdiv
	OpFrem // fmod: result has the sign of the dividend, exact
	OpFneg
	OpFabs
	OpFsqrt
	OpFround // to an integral value; Imm: RoundEven, RoundDown, RoundUp; not on ppc
	OpFmin   // NaN if either is; -0 < +0
	OpFmax
	OpItof // float from signed i32 or i64, rounded to nearest
	OpFtoi // i32 or i64 from float: truncates, NaN gives 0, saturates
	OpFtof // between f32 and f64
	OpBits // same bits in the other kind of register: i32-f32, i64-f64

	OpToptr   // ptr from i32 or ref (zero-extended) or i64 (truncated)
	OpFromptr // i32 or i64 from ptr
	OpToref   // ref from ptr

	// Memory: address = base + Off [+ index << Scale]. An i32 index is unsigned.
	OpLoad
	OpLoad8s
	OpLoad8u
	OpLoad16s
	OpLoad16u
	OpStore // value, base [, index]
	OpStore8
	OpStore16
	OpAddr // ptr from base + Off [+ index << Scale]; from a ref it must not live across a safepoint

	OpCas   // compare and swap at base+Off: (base, expected, new); 1 if it swapped; full fence
	OpXchg  // (base, new): the old value; full fence
	OpXadd  // (base, delta): the old value; full fence
	OpCas64 // cas of an i64: (base, low and high expected, low and high new)
	OpFence // Imm: 1 acquire, 2 release, 4 full

	OpCall      // calls symbol Aux; Imm: convention
	OpCalli     // calls address in argument 0
	OpResult    // the Imm-th further result of the call before it; only split64 makes these
	OpExit      // leaves to the host with number Imm and the arguments, goes on with its answer
	OpException // the exception in a block that a catch leads to; first in the block
	OpPoll      // safepoint poll
	OpGuard     // leaves to the host for good with number Imm when its argument is 0
	OpNew       // a fresh object, zeroed: (size); Imm and Aux are the client's; expanded by the client. Its header is stored next
	OpBarrier   // write barrier after the store of a ref, with the operands of the store; expanded by the client
	OpLock      // locks an object as the client does; of one that nobody else knows it adds 1 to the i32 at Off
	OpUnlock    // unlocks it once, or subtracts 1; if that is 0 already it leaves as guard Imm

	// Vectors. The type of the lanes is in Imm; [Lanes] has those that an operation exists for.
	OpVset   // lowest 32 bits from an i32, 0 above
	OpVsplat // its argument in all lanes, of narrow lanes the low bits
	OpViota  // lanes 0, 1, 2, ...
	OpVlow   // the lowest lane
	OpVdown  // a vec128 moved down by Imm bytes, zeros come in
	OpVhalf  // vec128: the lower half of a vec256, or with Imm 1 the upper one
	OpVend   // no vec256 is alive: machines that want to know the end of wide vectors are told
	OpVadd
	OpVsub
	OpVmul
	OpVdiv
	OpVmin // signed
	OpVmax
	OpVsqrt
	OpVand
	OpVor
	OpVxor
	OpVshl // lanes of (a) shifted by the low 64 bits of vec128 (b), less than the lanes' width
	OpVshr
	OpVushr

	OpJmp    // -> next
	OpIf     // condition -> then, else
	OpSwitch // i32 -> one per case in Aux, default last
	OpRet    // the results
	OpCatch  // -> normal, handler: the call just before may raise an exception
	OpStop   // not reached: the exit or call before does not return

	numGeneric
)

// The modes of OpFround, as SSE4.1 encodes them.
const (
	RoundEven = 0 // to nearest, ties to even
	RoundDown = 1
	RoundUp   = 2
)

const (
	memAux  = AuxOff | AuxScale | AuxAlias
	callFl  = Calls | Effect | Reads | Writes | Safepoint
	termFl  = Terminates | Effect
	atomics = Reads | Writes | Effect | Traps
)

// generic is the table of the generic operations: one row each, nothing else about an
// operation's shape is written anywhere.
var generic = [FirstTargetOp]OpInfo{
	OpInvalid: {Name: "invalid", Sig: "-="},

	OpPhi:  {Name: "phi", Sig: "z=*", Flags: Pinned},
	OpArg:  {Name: "arg", Sig: "x=", Flags: Pinned, Aux: AuxImm},
	OpCopy: {Name: "copy", Sig: "z=z"},

	OpConst:   {Name: "const", Sig: "c=", Flags: Remat, Aux: AuxImm},
	OpFconst:  {Name: "fconst", Sig: "f=", Flags: Remat, Aux: AuxFloat},
	OpSymaddr: {Name: "symaddr", Sig: "p=", Flags: Remat, Aux: AuxSym | AuxOff},
	OpCtx:     {Name: "ctx", Sig: "p=", Flags: Remat},

	OpAdd:    {Name: "add", Sig: "n=nn", Flags: Commutes},
	OpSub:    {Name: "sub", Sig: "n=nn"},
	OpMul:    {Name: "mul", Sig: "n=nn", Flags: Commutes},
	OpMulh:   {Name: "mulh", Sig: "n=nn", Flags: Commutes},
	OpUmulh:  {Name: "umulh", Sig: "n=nn", Flags: Commutes},
	OpDiv:    {Name: "div", Sig: "n=nn", Flags: Traps},
	OpRem:    {Name: "rem", Sig: "n=nn", Flags: Traps},
	OpUdiv:   {Name: "udiv", Sig: "n=nn", Flags: Traps},
	OpUrem:   {Name: "urem", Sig: "n=nn", Flags: Traps},
	OpAnd:    {Name: "and", Sig: "n=nn", Flags: Commutes},
	OpOr:     {Name: "or", Sig: "n=nn", Flags: Commutes},
	OpXor:    {Name: "xor", Sig: "n=nn", Flags: Commutes},
	OpShl:    {Name: "shl", Sig: "n=ni"},
	OpShr:    {Name: "shr", Sig: "n=ni"},
	OpUshr:   {Name: "ushr", Sig: "n=ni"},
	OpRotl:   {Name: "rotl", Sig: "n=ni"},
	OpNeg:    {Name: "neg", Sig: "n=n"},
	OpNot:    {Name: "not", Sig: "n=n"},
	OpClz:    {Name: "clz", Sig: "i=n"},
	OpCtz:    {Name: "ctz", Sig: "i=n"},
	OpPopcnt: {Name: "popcnt", Sig: "i=n"},
	OpBswap:  {Name: "bswap", Sig: "n=n"},
	OpSext8:  {Name: "sext8", Sig: "n=n"},
	OpSext16: {Name: "sext16", Sig: "n=n"},
	OpZext8:  {Name: "zext8", Sig: "n=n"},
	OpZext16: {Name: "zext16", Sig: "n=n"},
	OpSext32: {Name: "sext32", Sig: "l=i"},
	OpZext32: {Name: "zext32", Sig: "l=i"},
	OpTrunc:  {Name: "trunc", Sig: "i=l"},
	OpPair:   {Name: "pair", Sig: "l=ii"},
	OpLo:     {Name: "lo", Sig: "i=l"},
	OpHi:     {Name: "hi", Sig: "i=l"},
	OpAddc:   {Name: "addc", Sig: "i=iii"},
	OpSubb:   {Name: "subb", Sig: "i=iii"},
	OpAdc:    {Name: "adc", Sig: "i=iii", Flags: Commutes},
	OpSbb:    {Name: "sbb", Sig: "i=iii"},
	OpShld:   {Name: "shld", Sig: "i=iii"},
	OpShrd:   {Name: "shrd", Sig: "i=iii"},
	OpLt64:   {Name: "lt64", Sig: "i=iiii"},
	OpUlt64:  {Name: "ult64", Sig: "i=iiii"},
	OpFlo:    {Name: "flo", Sig: "i=d"},
	OpFhi:    {Name: "fhi", Sig: "i=d"},
	OpFpair:  {Name: "fpair", Sig: "d=ii"},

	OpEq:  {Name: "eq", Sig: "i=cc", Flags: Commutes | Compares},
	OpNe:  {Name: "ne", Sig: "i=cc", Flags: Commutes | Compares},
	OpLt:  {Name: "lt", Sig: "i=cc", Flags: Compares},
	OpLe:  {Name: "le", Sig: "i=cc", Flags: Compares},
	OpUlt: {Name: "ult", Sig: "i=cc", Flags: Compares},
	OpUle: {Name: "ule", Sig: "i=cc", Flags: Compares},
	OpFeq: {Name: "feq", Sig: "i=ff", Flags: Commutes | Compares},
	OpFne: {Name: "fne", Sig: "i=ff", Flags: Commutes | Compares},
	OpFlt: {Name: "flt", Sig: "i=ff", Flags: Compares},
	OpFle: {Name: "fle", Sig: "i=ff", Flags: Compares},

	OpSelect: {Name: "select", Sig: "x=ixx"},

	OpFadd:   {Name: "fadd", Sig: "f=ff", Flags: Commutes},
	OpFsub:   {Name: "fsub", Sig: "f=ff"},
	OpFmul:   {Name: "fmul", Sig: "f=ff", Flags: Commutes},
	OpFdiv:   {Name: "fdiv", Sig: "f=ff"},
	OpFrem:   {Name: "frem", Sig: "f=ff"},
	OpFneg:   {Name: "fneg", Sig: "f=f"},
	OpFabs:   {Name: "fabs", Sig: "f=f"},
	OpFsqrt:  {Name: "fsqrt", Sig: "f=f"},
	OpFround: {Name: "fround", Sig: "f=f", Aux: AuxImm},
	OpFmin:   {Name: "fmin", Sig: "f=ff"},
	OpFmax:   {Name: "fmax", Sig: "f=ff"},
	OpItof:   {Name: "itof", Sig: "f=n"},
	OpFtoi:   {Name: "ftoi", Sig: "n=f"},
	OpFtof:   {Name: "ftof", Sig: "f=g"},
	OpBits:   {Name: "bits", Sig: "x=y"},

	OpToptr:   {Name: "toptr", Sig: "p=c"},
	OpFromptr: {Name: "fromptr", Sig: "n=p"},
	OpToref:   {Name: "toref", Sig: "r=p"},

	OpLoad:    {Name: "load", Sig: "z=a?k", Flags: Reads | Traps, Aux: memAux},
	OpLoad8s:  {Name: "load8s", Sig: "i=a?k", Flags: Reads | Traps, Aux: memAux, Width: I8},
	OpLoad8u:  {Name: "load8u", Sig: "i=a?k", Flags: Reads | Traps, Aux: memAux, Width: I8},
	OpLoad16s: {Name: "load16s", Sig: "i=a?k", Flags: Reads | Traps, Aux: memAux, Width: I16},
	OpLoad16u: {Name: "load16u", Sig: "i=a?k", Flags: Reads | Traps, Aux: memAux, Width: I16},
	OpStore:   {Name: "store", Sig: "-=za?k", Flags: Writes | Traps, Aux: memAux},
	OpStore8:  {Name: "store8", Sig: "-=ia?k", Flags: Writes | Traps, Aux: memAux, Width: I8},
	OpStore16: {Name: "store16", Sig: "-=ia?k", Flags: Writes | Traps, Aux: memAux, Width: I16},
	OpAddr:    {Name: "addr", Sig: "p=a?k", Aux: AuxOff | AuxScale},

	OpCas:   {Name: "cas", Sig: "i=acc", Flags: atomics, Aux: AuxOff | AuxAlias},
	OpXchg:  {Name: "xchg", Sig: "c=ac", Flags: atomics, Aux: AuxOff | AuxAlias},
	OpXadd:  {Name: "xadd", Sig: "n=an", Flags: atomics, Aux: AuxOff | AuxAlias},
	OpCas64: {Name: "cas64", Sig: "i=aiiii", Flags: atomics, Aux: AuxOff | AuxAlias},
	OpFence: {Name: "fence", Sig: "-=", Flags: Effect | Reads | Writes, Aux: AuxImm},

	OpCall:      {Name: "call", Sig: "x=*", Flags: callFl, Aux: AuxSym | AuxImm},
	OpCalli:     {Name: "calli", Sig: "x=p*", Flags: callFl, Aux: AuxImm},
	OpResult:    {Name: "result", Sig: "x=y", Flags: Pinned, Aux: AuxImm},
	OpExit:      {Name: "exit", Sig: "x=*", Flags: callFl, Aux: AuxImm},
	OpException: {Name: "exception", Sig: "r=", Flags: Pinned | Effect},
	OpPoll:      {Name: "poll", Sig: "-=", Flags: Effect | Safepoint | Reads | Writes},
	OpGuard:     {Name: "guard", Sig: "-=i", Flags: Effect | Safepoint, Aux: AuxImm},
	OpNew:       {Name: "new", Sig: "r=n", Flags: Effect | Safepoint | Reads | Writes, Aux: AuxImm | AuxAny},
	OpBarrier:   {Name: "barrier", Sig: "-=ra?k", Flags: Effect | Writes, Aux: AuxOff | AuxScale},
	OpLock:      {Name: "lock", Sig: "-=r", Flags: Effect | Safepoint | Reads | Writes, Aux: AuxOff},
	OpUnlock:    {Name: "unlock", Sig: "-=r", Flags: Effect | Safepoint | Reads | Writes, Aux: AuxOff | AuxImm},

	OpVset:   {Name: "vset", Sig: "v=i"},
	OpVsplat: {Name: "vsplat", Sig: "v=x", Aux: AuxLane},
	OpViota:  {Name: "viota", Sig: "v=", Aux: AuxLane},
	OpVlow:   {Name: "vlow", Sig: "x=v", Aux: AuxLane},
	OpVdown:  {Name: "vdown", Sig: "v=v", Aux: AuxImm},
	OpVhalf:  {Name: "vhalf", Sig: "v=w", Aux: AuxImm},
	OpVend:   {Name: "vend", Sig: "-=", Flags: Effect},
	OpVadd:   {Name: "vadd", Sig: "v=vv", Flags: Commutes, Aux: AuxLane},
	OpVsub:   {Name: "vsub", Sig: "v=vv", Aux: AuxLane},
	OpVmul:   {Name: "vmul", Sig: "v=vv", Flags: Commutes, Aux: AuxLane},
	OpVdiv:   {Name: "vdiv", Sig: "v=vv", Aux: AuxLane},
	OpVmin:   {Name: "vmin", Sig: "v=vv", Flags: Commutes, Aux: AuxLane},
	OpVmax:   {Name: "vmax", Sig: "v=vv", Flags: Commutes, Aux: AuxLane},
	OpVsqrt:  {Name: "vsqrt", Sig: "v=v", Aux: AuxLane},
	OpVand:   {Name: "vand", Sig: "v=vv", Flags: Commutes},
	OpVor:    {Name: "vor", Sig: "v=vv", Flags: Commutes},
	OpVxor:   {Name: "vxor", Sig: "v=vv", Flags: Commutes},
	OpVshl:   {Name: "vshl", Sig: "v=vu", Aux: AuxLane},
	OpVshr:   {Name: "vshr", Sig: "v=vu", Aux: AuxLane},
	OpVushr:  {Name: "vushr", Sig: "v=vu", Aux: AuxLane},

	OpJmp:    {Name: "jmp", Sig: "-=", Flags: termFl},
	OpIf:     {Name: "if", Sig: "-=i", Flags: termFl},
	OpSwitch: {Name: "switch", Sig: "-=i", Flags: termFl, Aux: AuxCases},
	OpRet:    {Name: "ret", Sig: "-=*", Flags: termFl},
	OpCatch:  {Name: "catch", Sig: "-=", Flags: termFl},
	OpStop:   {Name: "stop", Sig: "-=", Flags: termFl},
}
