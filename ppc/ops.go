package ppc

import "gojvm/codegen/ssa"

// The target operations. Names ending in I take an immediate. Loads and stores are the
// generic ones, whose address lowering has brought into one of the two forms of the machine:
// base + displacement of 16 bits, or base + index.
const (
	opAddI       = ssa.FirstTargetOp + iota // any 32-bit immediate: addi, addis or both
	opAddX                                  // address: base + index
	opSubfI                                 // immediate - argument
	opMulI                                  // immediate of 16 bits
	opAndI                                  // andi. or andis.
	opOrI                                   // ori, oris or both
	opXorI                                  // xori, xoris or both
	opRlw                                   // rlwinm: rotate left, and with a mask (packMask)
	opRlwIns                                // rlwimi: argument 0 with the bits under the mask from argument 1
	opSrawI                                 // shift right algebraic by a constant
	opSlw                                   // shifts whose count is below 64: 32 and more shift everything out
	opSrw                                   //
	opSraw                                  //
	opAndc                                  // a &^ b
	opOrc                                   // a | ^b
	opNor                                   // ^(a | b)
	opNand                                  // ^(a & b)
	opEqv                                   // ^(a ^ b)
	opAddC                                  // low half of a sum; leaves the carry for the operation behind it
	opAddCI                                 // the same with an immediate of 16 bits
	opAddE                                  // high half: a + b + carry
	opAddZE                                 // high half: a + carry
	opAddME                                 // high half: a - 1 + carry
	opSubC                                  // low half of a difference a - b
	opSubCI                                 // low half of immediate - a
	opSubE                                  // high half: a - b - borrow
	opSubZE                                 // high half: -a - borrow
	opLoadRev                               // byte-reversed loads and stores, base [+ index]
	opLoadRev16                             //
	opStoreRev                              //
	opStoreRev16                            //
	opArgStack                              // a parameter on the stack
	opMulAdd                                // a*b + c rounded once; for the run-time routines only
	opDivNZ                                 // unsigned quotient; the divisor is not 0
	opJmpTable                              // jumps by a table: successor number = argument, which is in range
	opMtctr                                 // sets CTR, which nothing may change until the opCount that goes with it
	opCount                                 // counts CTR down and goes on at successor Imm unless it is 0 then
	opFused                                 // first of the fused compares: form*numUsers + user
)

// The forms of compare.
const (
	formCmp   = iota // a, b
	formCmpI         // a; Imm
	formTest         // a & b with 0
	formTestI        // a & Imm with 0, Imm a mask of consecutive bits or of one half
	formFcmp         // floats a, b
	formCmp64        // low a, high a, low b, high b
	numForms
)

// What is done with the outcome.
const (
	userSet   = iota // 0 or 1
	userBr           // branch
	userSel          // select: else, then, operands of the compare
	userGuard        // guard
	numUsers
)

// fused returns the operation that compares in one way and uses the outcome in another.
func fused(form, user int) ssa.Op { return opFused + ssa.Op(form*numUsers+user) }

// fusedParts is the inverse of fused.
func fusedParts(op ssa.Op) (form, user int, ok bool) {
	if op < opFused || op >= opFused+numForms*numUsers {
		return 0, 0, false
	}
	return int(op-opFused) / numUsers, int(op-opFused) % numUsers, true
}

const memAux = ssa.AuxOff | ssa.AuxScale | ssa.AuxAlias

// opRows returns the table of the target operations. Operations that hand on the carry
// count as having effects, which keeps them in place.
func opRows() []ssa.OpInfo {
	const (
		load  = ssa.Reads | ssa.Traps
		store = ssa.Writes | ssa.Traps
		carry = ssa.Effect
	)
	rows := make([]ssa.OpInfo, opFused-ssa.FirstTargetOp+numForms*numUsers)
	set := func(op ssa.Op, name, sig string, fl ssa.Flags, aux ssa.AuxKind) {
		rows[op-ssa.FirstTargetOp] = ssa.OpInfo{Name: name, Sig: sig, Flags: fl, Aux: aux}
	}
	set(opAddI, "addi", "n=m", 0, ssa.AuxImm)
	set(opAddX, "addx", "p=ak", 0, 0)
	for i, n := range []string{"subfi", "muli", "andi", "ori", "xori", "rlw"} {
		set(opSubfI+ssa.Op(i), n, "n=m", 0, ssa.AuxImm)
	}
	set(opRlwIns, "rlwins", "n=mk", 0, ssa.AuxImm)
	set(opSrawI, "srawi", "n=m", 0, ssa.AuxImm)
	for i, n := range []string{"slw", "srw", "sraw"} {
		set(opSlw+ssa.Op(i), n, "n=mi", 0, 0)
	}
	for i, n := range []string{"andc", "orc", "nor", "nand", "eqv"} {
		set(opAndc+ssa.Op(i), n, "n=mk", 0, 0)
	}
	set(opAddC, "addcarry", "i=ii", carry, 0)
	set(opAddCI, "addcarryi", "i=i", carry, ssa.AuxImm)
	set(opAddE, "adde", "i=ii", carry, 0)
	set(opAddZE, "addze", "i=i", carry, 0)
	set(opAddME, "addme", "i=i", carry, 0)
	set(opSubC, "subcarry", "i=ii", carry, 0)
	set(opSubCI, "subcarryi", "i=i", carry, ssa.AuxImm)
	set(opSubE, "sube", "i=ii", carry, 0)
	set(opSubZE, "subze", "i=i", carry, 0)
	set(opLoadRev, "loadrev", "i=a?k", load, memAux)
	set(opLoadRev16, "loadrev16", "i=a?k", load, memAux)
	set(opStoreRev, "storerev", "-=ia?k", store, memAux)
	set(opStoreRev16, "storerev16", "-=ia?k", store, memAux)
	set(opArgStack, "argstack", "x=", ssa.Pinned, ssa.AuxImm)
	set(opMulAdd, "muladd", "f=fff", 0, 0)
	set(opJmpTable, "jmptable", "-=i", ssa.Terminates|ssa.Effect, 0)
	set(opMtctr, "mtctr", "-=c", ssa.Effect, 0)
	set(opCount, "count", "-=", ssa.Terminates|ssa.Effect, ssa.AuxImm)
	set(opDivNZ, "divnz", "n=nn", 0, 0)
	forms := [numForms]struct {
		name, args string
		aux        ssa.AuxKind
	}{
		formCmp:   {"cmp", "cc", 0},
		formCmpI:  {"cmpi", "c", ssa.AuxOff},
		formTest:  {"test", "cc", 0},
		formTestI: {"testi", "c", ssa.AuxOff},
		formFcmp:  {"fcmp", "ff", 0},
		formCmp64: {"cmp64", "iiii", 0},
	}
	users := [numUsers]struct {
		name, sig string
		flags     ssa.Flags
		aux       ssa.AuxKind
	}{
		userSet:   {"set", "i=", 0, 0},
		userBr:    {"br", "-=", ssa.Terminates | ssa.Effect, 0},
		userSel:   {"sel", "x=xx", 0, 0},
		userGuard: {"guard", "-=", ssa.Effect | ssa.Safepoint, ssa.AuxImm},
	}
	for f, form := range forms {
		for u, user := range users {
			set(fused(f, u), form.name+user.name, user.sig+form.args, user.flags, form.aux|user.aux|ssa.AuxCond)
		}
	}
	return rows
}
