package amd64

import "gojvm/codegen/ssa"

// The target operations. Names ending in I take an immediate, in M a memory operand (base,
// offset, index, scale), in K a float constant from behind the code. Types say the width.
const (
	opAddI = ssa.FirstTargetOp + iota
	opMulI
	opAndI
	opOrI
	opXorI
	opShlI
	opShrI
	opUshrI
	opRotlI
	opLea  // base + offset + index<<scale on integers
	opLeaX // index<<scale + offset
	opAddM
	opSubM
	opMulM
	opAndM
	opOrM
	opXorM
	opLoadsx32 // i64 from i32 in memory
	opStoreI32
	opStoreI64
	opStore8I
	opStore16I
	opAddToM // memory += register
	opFaddM
	opFsubM
	opFmulM
	opFdivM
	opFaddK
	opFsubK
	opFmulK
	opFdivK
	opArgStack // a parameter on the stack
	opJmpTable // jump by a table: successor number = argument, which is in range
	opShlX     // shifts by a register that need not be CX (BMI2)
	opShrX
	opUshrX
	opFused // first of the fused compares: form*numUsers + user
)

// The forms of compare that set the flags.
const (
	formCmp   = iota // a, b
	formCmpI         // a; Imm
	formCmpM         // a, memory
	formTest         // a & b with 0
	formTestI        // a & Imm with 0
	formFcmp         // floats a, b
	formFcmpM        // float a, memory
	numForms
)

// What is done with the flags.
const (
	userSet   = iota // 0 or 1
	userBr           // branch
	userSel          // select: else, then, operands of the compare
	userGuard        // guard
	numUsers
)

// fused returns the operation that compares in one way and uses the flags in another.
func fused(form, user int) ssa.Op { return opFused + ssa.Op(form*numUsers+user) }

// fusedParts is the inverse of fused.
func fusedParts(op ssa.Op) (form, user int, ok bool) {
	if op < opFused || op >= opFused+numForms*numUsers {
		return 0, 0, false
	}
	return int(op-opFused) / numUsers, int(op-opFused) % numUsers, true
}

const memAux = ssa.AuxOff | ssa.AuxScale | ssa.AuxAlias

// opRows returns the table of the target operations.
func opRows() []ssa.OpInfo {
	const (
		load  = ssa.Reads | ssa.Traps
		store = ssa.Writes | ssa.Traps
	)
	rows := make([]ssa.OpInfo, opFused-ssa.FirstTargetOp+numForms*numUsers)
	set := func(op ssa.Op, name, sig string, fl ssa.Flags, aux ssa.AuxKind) {
		rows[op-ssa.FirstTargetOp] = ssa.OpInfo{Name: name, Sig: sig, Flags: fl, Aux: aux}
	}
	for i, n := range []string{"add", "mul", "and", "or", "xor", "shl", "shr", "ushr", "rotl"} {
		set(opAddI+ssa.Op(i), n+"i", "n=n", 0, ssa.AuxImm)
	}
	for i, n := range []string{"shl", "shr", "ushr"} {
		set(opShlX+ssa.Op(i), n+"x", "n=ni", 0, 0)
	}
	set(opLea, "lea", "n=c?k", 0, ssa.AuxOff|ssa.AuxScale)
	set(opLeaX, "leax", "n=k", 0, ssa.AuxOff|ssa.AuxScale)
	for i, n := range []string{"add", "sub", "mul", "and", "or", "xor"} {
		set(opAddM+ssa.Op(i), n+"m", "n=na?k", load, memAux)
	}
	set(opLoadsx32, "loadsx32", "l=a?k", load, memAux)
	set(opStoreI32, "storei32", "-=a?k", store, memAux|ssa.AuxImm)
	set(opStoreI64, "storei64", "-=a?k", store, memAux|ssa.AuxImm)
	set(opStore8I, "store8i", "-=a?k", store, memAux|ssa.AuxImm)
	set(opStore16I, "store16i", "-=a?k", store, memAux|ssa.AuxImm)
	set(opAddToM, "addto", "-=na?k", store|load, memAux)
	for i, n := range []string{"fadd", "fsub", "fmul", "fdiv"} {
		set(opFaddM+ssa.Op(i), n+"m", "f=fa?k", load, memAux)
		set(opFaddK+ssa.Op(i), n+"k", "f=f", 0, ssa.AuxFloat)
	}
	set(opArgStack, "argstack", "x=", ssa.Pinned, ssa.AuxImm)
	set(opJmpTable, "jmptable", "-=i", ssa.Terminates|ssa.Effect, 0)
	forms := [numForms]struct {
		name, args string
		flags      ssa.Flags
		aux        ssa.AuxKind
	}{
		formCmp:   {"cmp", "cc", 0, 0},
		formCmpI:  {"cmpi", "c", 0, ssa.AuxImm},
		formCmpM:  {"cmpm", "ca?k", load, memAux},
		formTest:  {"test", "cc", 0, 0},
		formTestI: {"testi", "c", 0, ssa.AuxImm},
		formFcmp:  {"fcmp", "ff", 0, 0},
		formFcmpM: {"fcmpm", "fa?k", load, memAux},
	}
	users := [numUsers]struct {
		name, sig string
		flags     ssa.Flags
	}{
		userSet:   {"set", "i=", 0},
		userBr:    {"br", "-=", ssa.Terminates | ssa.Effect},
		userSel:   {"sel", "x=xx", 0},
		userGuard: {"guard", "-=", ssa.Effect | ssa.Safepoint},
	}
	for f, form := range forms {
		for u, user := range users {
			set(fused(f, u), form.name+user.name, user.sig+form.args, form.flags|user.flags, form.aux|ssa.AuxCond)
		}
	}
	return rows
}
