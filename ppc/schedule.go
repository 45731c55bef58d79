package ppc

import (
	"gojvm/codegen/ssa"
)

// The units of the 750.
const (
	unitInt = iota
	unitMul // of the two integer units the one that multiplies and divides; stands for its slow part
	unitMem
	unitFloat
	unitSystem
)

// processor is the 750 as far as the order of instructions goes (MPC750 RISC Microprocessor
// User's Manual, chapter 6): two instructions a cycle, two integer units, one unit each for
// memory, floats, and the special registers. The 603 has one integer unit and the same
// latencies, so that an order that is good for one is for the other.
var processor = ssa.Processor{
	Issue:      2,
	Units:      []int{unitInt: 2, unitMul: 1, unitMem: 1, unitFloat: 1, unitSystem: 1},
	Cost:       cost,
	Glued:      glued,
	Overwrites: func(v *ssa.Value) bool { return constrain(v).Result.Kind == ssa.SameAs0 },
	Regs:       [ssa.NumClasses]int{len(allocOrder[ssa.ClassInt]), len(allocOrder[ssa.ClassFloat])},
}

// cost tells how long an operation takes.
func cost(v *ssa.Value) ssa.Cost {
	double := v.Type == ssa.F64
	switch v.Op {
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref, ssa.OpCopy:
		return ssa.Cost{} // mostly in the same register
	case ssa.OpLoad, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, opLoadRev, opLoadRev16, opArgStack, ssa.OpFconst:
		return ssa.Cost{Unit: unitMem, Busy: 1, Latency: 2}
	case ssa.OpLoad8s, ssa.OpBits, ssa.OpFpair, ssa.OpFlo, ssa.OpFhi:
		return ssa.Cost{Unit: unitMem, Busy: 1, Latency: 3}
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16, opStoreRev, opStoreRev16:
		return ssa.Cost{Unit: unitMem, Busy: 1, Latency: 1}
	case ssa.OpMul, ssa.OpMulh, ssa.OpUmulh:
		return ssa.Cost{Unit: unitMul, Busy: 4, Latency: 4}
	case opMulI:
		return ssa.Cost{Unit: unitMul, Busy: 3, Latency: 3}
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem, opDivNZ:
		return ssa.Cost{Unit: unitMul, Busy: 19, Latency: 19}
	case ssa.OpFadd, ssa.OpFsub, ssa.OpFtof, ssa.OpFneg, ssa.OpFabs:
		return ssa.Cost{Unit: unitFloat, Busy: 1, Latency: 3}
	case ssa.OpFmul, opMulAdd:
		if double {
			return ssa.Cost{Unit: unitFloat, Busy: 2, Latency: 4}
		}
		return ssa.Cost{Unit: unitFloat, Busy: 1, Latency: 3}
	case ssa.OpFdiv:
		if double {
			return ssa.Cost{Unit: unitFloat, Busy: 31, Latency: 31}
		}
		return ssa.Cost{Unit: unitFloat, Busy: 17, Latency: 17}
	case opMtctr:
		return ssa.Cost{Unit: unitSystem, Busy: 2, Latency: 2}
	}
	if form, user, ok := fusedParts(v.Op); ok {
		c := ssa.Cost{Unit: unitInt, Busy: 1, Latency: 3}
		if form == formFcmp {
			c = ssa.Cost{Unit: unitFloat, Busy: 1, Latency: 5}
		}
		if user == userGuard {
			c.Latency = 1
		}
		return c
	}
	return ssa.Cost{Unit: unitInt, Busy: 1, Latency: 1}
}

// glued: the carry is handed on, and an access does the addition behind it (see stepsOver).
func glued(v, next *ssa.Value) bool {
	switch next.Op {
	case opAddE, opAddZE, opAddME, opSubE, opSubZE:
		return true
	case opAddI, ssa.OpAdd:
	default:
		return false
	}
	i := memBase(v)
	if i < 0 || v.Op == ssa.OpAddr || len(next.Args) == 0 || next.Args[0] != v.Args[i] {
		return false
	}
	if next.Op == opAddI {
		return len(v.Args) == i+1 && int64(v.Off) == next.Imm
	}
	return len(v.Args) == i+2 && next.Args[1] == v.Args[i+1]
}
