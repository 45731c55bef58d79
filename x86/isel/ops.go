package isel

import "gojvm/codegen/ssa"

// The target operations. Names ending in I take an immediate, in M a memory operand (base,
// offset, index, scale), in K a float constant from behind the code. Types say the width.
const (
	OpAddI = ssa.FirstTargetOp + iota
	OpMulI
	OpAndI
	OpOrI
	OpXorI
	OpShlI
	OpShrI
	OpUshrI
	OpRotlI
	OpLea  // base + offset + index<<scale on integers
	OpLeaX // index<<scale + offset
	OpAddM
	OpSubM
	OpMulM
	OpAndM
	OpOrM
	OpXorM
	OpStoreI   // of 32 bits
	OpStoreI64 // of 64 bits, from a signed immediate of 32
	OpStore8I
	OpStore16I
	OpAddToM // memory += register
	OpFaddM
	OpFsubM
	OpFmulM
	OpFdivM
	OpFaddK
	OpFsubK
	OpFmulK
	OpFdivK
	OpArgStack // a parameter on the stack
	OpJmpTable // jump by a table: successor number = argument, which is in range
	OpVzero    // a vector of zeros
	OpVmulD    // vmul of 32 bits for machines without PMULLD
	OpPollWide // a poll where a vec256 may be alive

	// Of 64-bit machines only.
	OpLoadSx32 // i64 from i32 in memory
	OpMulX     // high half of the unsigned product by MULX (BMI2)

	// Of machines with BMI2: shifts by a register that need not be CX, rotation by a constant.
	OpShlX
	OpShrX
	OpUshrX
	OpRotlX
	// Of machines with BMI1.
	OpAndn   // ^a & b
	OpBlsi   // a & -a
	OpBlsmsk // a ^ (a - 1)
	OpBlsr   // a & (a - 1)
	// Of machines with AVX: the float operations with three operands, in the order of those
	// with two.
	OpFaddV
	OpFsubV
	OpFmulV
	OpFdivV
	OpFaddVM
	OpFsubVM
	OpFmulVM
	OpFdivVM
	OpFaddVK
	OpFsubVK
	OpFmulVK
	OpFdivVK
	OpFnegV
	OpFabsV
	OpFminV
	OpFmaxV

	// Of 32-bit machines only: carries.  The first of a pair leaves its carry in the flags, the second stands right
	// behind it and takes the first as its last argument.
	OpAddF  // a + b
	OpSubF  // a - b
	OpAdcF  // a + b + carry
	OpSbbF  // a - b - carry
	OpAddFI // a + Imm
	OpSubFI
	OpAdcFI
	OpSbbFI
	OpAdcCmp // (a, b, x, y): a + b, and 1 more if x is less than y, unsigned
	OpSbbCmp
	// Products and quotients of 64 bits.
	OpMulW  // low half of the unsigned product; the high half is its result 1
	OpImulW // of the signed product
	OpDivW  // (high, low, divisor): unsigned quotient, which must fit; its result 1 is the remainder
	OpShldI
	OpShrdI

	OpFused // first of the fused compares: form*numUsers + user
)

// The forms of compare that set the flags.
const (
	FormCmp     = iota // a, b
	FormCmpI           // a; Imm
	FormCmpM           // a, memory
	FormTest           // a & b with 0
	FormTestI          // a & Imm with 0
	FormCmp8I          // byte in memory; Imm
	FormCmpMI          // 32 bits in memory; Imm
	FormCmpMI64        // 64 bits in memory; Imm
	FormFcmp           // floats a, b
	FormFcmpM          // float a, memory
	FormCmp64          // low and high a, low and high b; for less and not less only
	FormCmp64I         // low and high a; Imm is the i64
	numForms
)

// What is done with the flags.
const (
	UserSet   = iota // 0 or 1
	UserBr           // branch
	UserSel          // select: else, then, operands of the compare
	UserGuard        // guard
	numUsers
)

// Fused returns the operation that compares in one way and uses the flags in another.
func Fused(form, user int) ssa.Op { return OpFused + ssa.Op(form*numUsers+user) }

// FusedParts is the inverse of Fused.
func FusedParts(op ssa.Op) (form, user int, ok bool) {
	if op < OpFused || op >= OpFused+numForms*numUsers {
		return 0, 0, false
	}
	return int(op-OpFused) / numUsers, int(op-OpFused) % numUsers, true
}

// NumOps is one more than the greatest operation number.
const NumOps = OpFused + numForms*numUsers

const memAux = ssa.AuxOff | ssa.AuxScale | ssa.AuxAlias

// Rows returns the table of the target operations.
func Rows() []ssa.OpInfo {
	const (
		load  = ssa.Reads | ssa.Traps
		store = ssa.Writes | ssa.Traps
	)
	rows := make([]ssa.OpInfo, OpFused-ssa.FirstTargetOp+numForms*numUsers)
	set := func(op ssa.Op, name, sig string, fl ssa.Flags, aux ssa.AuxKind) {
		rows[op-ssa.FirstTargetOp] = ssa.OpInfo{Name: name, Sig: sig, Flags: fl, Aux: aux}
	}
	for i, n := range []string{"add", "mul", "and", "or", "xor", "shl", "shr", "ushr", "rotl"} {
		set(OpAddI+ssa.Op(i), n+"i", "n=n", 0, ssa.AuxImm)
	}
	set(OpLea, "lea", "n=y?k", 0, ssa.AuxOff|ssa.AuxScale)
	set(OpLeaX, "leax", "n=k", 0, ssa.AuxOff|ssa.AuxScale)
	for i, n := range []string{"add", "sub", "mul", "and", "or", "xor"} {
		set(OpAddM+ssa.Op(i), n+"m", "n=na?k", load, memAux)
	}
	set(OpStoreI, "storei", "-=a?k", store, memAux|ssa.AuxImm)
	set(OpStoreI64, "storei64", "-=a?k", store, memAux|ssa.AuxImm)
	set(OpStore8I, "store8i", "-=a?k", store, memAux|ssa.AuxImm)
	set(OpStore16I, "store16i", "-=a?k", store, memAux|ssa.AuxImm)
	set(OpAddToM, "addto", "-=na?k", store|load, memAux)
	for i, n := range []string{"fadd", "fsub", "fmul", "fdiv"} {
		set(OpFaddM+ssa.Op(i), n+"m", "f=fa?k", load, memAux)
		set(OpFaddK+ssa.Op(i), n+"k", "f=f", 0, ssa.AuxFloat)
		set(OpFaddV+ssa.Op(i), n+"v", "f=ff", 0, 0)
		set(OpFaddVM+ssa.Op(i), n+"vm", "f=fa?k", load, memAux)
		set(OpFaddVK+ssa.Op(i), n+"vk", "f=f", 0, ssa.AuxFloat)
	}
	set(OpFnegV, "fnegv", "f=f", 0, 0)
	set(OpFabsV, "fabsv", "f=f", 0, 0)
	set(OpFminV, "fminv", "f=ff", 0, 0)
	set(OpFmaxV, "fmaxv", "f=ff", 0, 0)
	set(OpArgStack, "argstack", "x=", ssa.Pinned, ssa.AuxImm)
	set(OpVzero, "vzero", "v=", 0, 0)
	set(OpPollWide, "pollwide", "-=", ssa.Effect|ssa.Safepoint|ssa.Reads|ssa.Writes, 0)
	set(OpVmulD, "vmuld", "u=uu", ssa.Commutes, 0)
	set(OpJmpTable, "jmptable", "-=i", ssa.Terminates|ssa.Effect, 0)
	set(OpLoadSx32, "loadsx32", "l=a?k", load, memAux)
	for i, n := range []string{"shl", "shr", "ushr"} {
		set(OpShlX+ssa.Op(i), n+"x", "n=ni", 0, 0)
	}
	set(OpRotlX, "rotlx", "n=n", 0, ssa.AuxImm)
	set(OpMulX, "mulx", "n=nn", 0, 0)
	set(OpAndn, "andn", "n=nn", 0, 0)
	set(OpBlsi, "blsi", "n=n", 0, 0)
	set(OpBlsmsk, "blsmsk", "n=n", 0, 0)
	set(OpBlsr, "blsr", "n=n", 0, 0)
	set(OpAddF, "addf", "i=ii", ssa.Pinned, 0)
	set(OpSubF, "subf", "i=ii", ssa.Pinned, 0)
	set(OpAdcCmp, "adccmp", "i=iiii", 0, 0)
	set(OpSbbCmp, "sbbcmp", "i=iiii", 0, 0)
	set(OpAdcF, "adcf", "i=iii", ssa.Glued|ssa.Pinned, 0)
	set(OpSbbF, "sbbf", "i=iii", ssa.Glued|ssa.Pinned, 0)
	set(OpAddFI, "addfi", "i=i", ssa.Pinned, ssa.AuxImm)
	set(OpSubFI, "subfi", "i=i", ssa.Pinned, ssa.AuxImm)
	set(OpAdcFI, "adcfi", "i=ii", ssa.Glued|ssa.Pinned, ssa.AuxImm)
	set(OpSbbFI, "sbbfi", "i=ii", ssa.Glued|ssa.Pinned, ssa.AuxImm)
	set(OpMulW, "mulw", "i=ii", ssa.Pinned, 0)
	set(OpImulW, "imulw", "i=ii", ssa.Pinned, 0)
	set(OpDivW, "divw", "i=iii", ssa.Traps|ssa.Pinned, 0)
	set(OpShldI, "shldi", "i=ii", 0, ssa.AuxImm)
	set(OpShrdI, "shrdi", "i=ii", 0, ssa.AuxImm)
	forms := [numForms]struct {
		name, args string
		flags      ssa.Flags
		aux        ssa.AuxKind
	}{
		FormCmp:     {"cmp", "cc", 0, 0},
		FormCmpI:    {"cmpi", "c", 0, ssa.AuxImm},
		FormCmpM:    {"cmpm", "ca?k", load, memAux},
		FormTest:    {"test", "cc", 0, 0},
		FormTestI:   {"testi", "c", 0, ssa.AuxImm},
		FormCmp8I:   {"cmp8i", "a?k", load, memAux | ssa.AuxImm},
		FormCmpMI:   {"cmpmi", "a?k", load, memAux | ssa.AuxImm},
		FormCmpMI64: {"cmpmi64", "a?k", load, memAux | ssa.AuxImm},
		FormFcmp:    {"fcmp", "ff", 0, 0},
		FormFcmpM:   {"fcmpm", "fa?k", load, memAux},
		FormCmp64:   {"cmp64", "iiii", 0, 0},
		FormCmp64I:  {"cmp64i", "ii", 0, ssa.AuxImm},
	}
	users := [numUsers]struct {
		name, sig string
		flags     ssa.Flags
	}{
		UserSet:   {"set", "i=", 0},
		UserBr:    {"br", "-=", ssa.Terminates | ssa.Effect},
		UserSel:   {"sel", "x=xx", 0},
		UserGuard: {"guard", "-=", ssa.Effect | ssa.Safepoint},
	}
	for f, form := range forms {
		for u, user := range users {
			set(Fused(f, u), form.name+user.name, user.sig+form.args, form.flags|user.flags, form.aux|ssa.AuxCond)
		}
	}
	return rows
}
