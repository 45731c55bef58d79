// Package ssa is the intermediate representation of the code generator: functions of
// typed values in static single assignment form, with a text form, a checker, the usual
// analyses, a reference evaluator, and the passes that rewrite it.
//
// It knows nothing of any source language and nothing of any machine: a target adds its
// own operations behind the generic ones (see [OpTable]), so that the same printer, parser,
// checker and register allocator serve every stage from the client's IR to allocated code.
//
// Invariants, all verified by [Check]:
//   - A block is a list of values: phis first, exactly one terminator, last.
//   - A value is defined in a block that dominates every use; a phi's k-th argument is
//     available at the end of the k-th predecessor.
//   - The order of values with effects inside a block is their order of execution. Effects
//     are explicit in the op table (Reads, Writes, Traps...), so that passes may move any
//     other value freely. There are no memory values: calls, frame states and exception
//     edges would thread them through everything, and the passes that care about memory
//     walk the blocks anyway.
//   - I8 and I16 exist only as widths of memory accesses. Registers hold words, as in the
//     JVM and in QBE; sign and zero extension are operations.
//   - An I32 or Ref held in a wider register is zero-extended there. Therefore an I32 index
//     of an address is unsigned.
//   - An access belongs to an alias class. Class 0 overlaps all others, different positive
//     classes never overlap, and memory of a negative class does not change while the
//     function runs (lengths of arrays, descriptors), not even by a call. At a poll
//     the host may move objects, change fields of the context (accesses whose base is ctx),
//     and memory of class 0; all else stays as it is.
//   - Shift counts are taken modulo the width of the value shifted.
//   - Two references that differ are of objects that do not overlap, and an access by a
//     reference stays inside of its object.
//   - A V128 or V256 is a vector of lanes; which, the operations tell ([Lanes]). It lives inside
//     of a function only: it is no parameter, result, or argument of a call, and no frame
//     state has one. Only little-endian targets have vectors.
//
// References: Cytron et al. 1991 (SSA), Cooper, Harvey, Kennedy 2001 (dominators),
// Appel 1998, Muchnick 1997.
package ssa

// Type is the type of a value.
type Type uint8

// The types. I8 and I16 are widths of memory accesses, and of lanes, only; Ref is a 32-bit
// reference that the collector sees; Ptr is an address of the target's width that it does not
// see; V128 and V256 are 16 and 32 bytes in a float register.
const (
	Void Type = iota
	I8
	I16
	I32
	I64
	F32
	F64
	Ref
	Ptr
	V128
	V256
	numTypes
)

var typeNames = [numTypes]string{"void", "i8", "i16", "i32", "i64", "f32", "f64", "ref", "ptr", "vec128", "vec256"}

func (t Type) String() string {
	if t < numTypes {
		return typeNames[t]
	}
	return "type?"
}

// Size returns the width in bytes on a target whose pointers have ptrSize bytes.
func (t Type) Size(ptrSize int) int {
	switch t {
	case I8:
		return 1
	case I16:
		return 2
	case I32, F32, Ref:
		return 4
	case I64, F64:
		return 8
	case Ptr:
		return ptrSize
	case V128:
		return 16
	case V256:
		return 32
	}
	return 0
}

// IsInt reports whether t is an integer that arithmetic works on.
func (t Type) IsInt() bool { return t == I32 || t == I64 || t == Ptr }

// IsFloat reports whether t is F32 or F64.
func (t Type) IsFloat() bool { return t == F32 || t == F64 }

// IsVector reports whether t is V128 or V256.
func (t Type) IsVector() bool { return t == V128 || t == V256 }

// IsReg reports whether a value can have type t, vectors aside.
func (t Type) IsReg() bool { return t >= I32 && t < V128 }

// typeNamed is the inverse of Type.String.
func typeNamed(s string) (Type, bool) {
	for t, n := range typeNames {
		if n == s {
			return Type(t), true
		}
	}
	return Void, false
}

// Cond is a condition code of a target's fused compare operations, in the order in which
// negation flips the lowest bit.
type Cond uint8

// The conditions. The F conditions are those of an ordered float comparison and their
// exact negations (true when unordered).
const (
	CondNone Cond = iota
	_
	CondEQ
	CondNE
	CondLT
	CondGE
	CondGT
	CondLE
	CondULT
	CondUGE
	CondUGT
	CondULE
	CondFEQ
	CondFNE
	CondFLT
	CondNFLT
	CondFLE
	CondNFLE
	CondFGT
	CondNFGT
	CondFGE
	CondNFGE
	numConds
)

var condNames = [numConds]string{"", "", "eq", "ne", "lt", "ge", "gt", "le", "ult", "uge", "ugt", "ule",
	"feq", "fne", "flt", "nflt", "fle", "nfle", "fgt", "nfgt", "fge", "nfge"}

func (c Cond) String() string { return condNames[c] }

// Negate returns the condition that holds exactly when c does not.
func (c Cond) Negate() Cond { return c ^ 1 }

// Swap returns the condition for the operands in the other order.
func (c Cond) Swap() Cond {
	switch c {
	case CondLT:
		return CondGT
	case CondGT:
		return CondLT
	case CondLE:
		return CondGE
	case CondGE:
		return CondLE
	case CondULT:
		return CondUGT
	case CondUGT:
		return CondULT
	case CondULE:
		return CondUGE
	case CondUGE:
		return CondULE
	case CondFLT:
		return CondFGT
	case CondFGT:
		return CondFLT
	case CondFLE:
		return CondFGE
	case CondFGE:
		return CondFLE
	case CondNFLT:
		return CondNFGT
	case CondNFGT:
		return CondNFLT
	case CondNFLE:
		return CondNFGE
	case CondNFGE:
		return CondNFLE
	}
	return c
}
