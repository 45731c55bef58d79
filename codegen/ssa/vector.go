package ssa

import (
	"fmt"
	"math"
)

// VectorSize is the width of a V128 in bytes.
const VectorSize = 16

// maxVector is that of a V256.
const maxVector = 32

// lanes has the types of lanes for which a vector operation exists, as bits: those that SSE2
// has, or that a few of its instructions make.
var lanes = [numGeneric]uint16{
	OpVsplat: 1<<I8 | 1<<I16 | 1<<I32 | 1<<I64 | 1<<F32 | 1<<F64,
	OpViota:  1<<I8 | 1<<I16 | 1<<I32 | 1<<I64,
	OpVlow:   1<<I32 | 1<<I64 | 1<<F32 | 1<<F64,
	OpVadd:   1<<I8 | 1<<I16 | 1<<I32 | 1<<I64 | 1<<F32 | 1<<F64,
	OpVsub:   1<<I8 | 1<<I16 | 1<<I32 | 1<<I64 | 1<<F32 | 1<<F64,
	OpVmul:   1<<I16 | 1<<I32 | 1<<F32 | 1<<F64,
	OpVdiv:   1<<F32 | 1<<F64,
	OpVmin:   1<<I16 | 1<<I32,
	OpVmax:   1<<I16 | 1<<I32,
	OpVsqrt:  1<<F32 | 1<<F64,
	OpVshl:   1<<I16 | 1<<I32 | 1<<I64,
	OpVshr:   1<<I16 | 1<<I32,
	OpVushr:  1<<I16 | 1<<I32 | 1<<I64,
}

// Lanes reports whether vector operation op exists for lanes of type t.
func Lanes(op Op, t Type) bool { return op < numGeneric && lanes[op]>>t&1 != 0 }

// scalarOf returns the type of the scalar that a lane of type t is made from.
func scalarOf(t Type) Type {
	if t == I8 || t == I16 {
		return I32
	}
	return t
}

// vectorsWrong says what is wrong with the vectors of v, or is "".
func vectorsWrong(v *Value) string {
	info := v.Info()
	if info.Aux&AuxLane != 0 && v.Op < FirstTargetOp && !Lanes(v.Op, Type(v.Imm)) {
		return fmt.Sprintf("%s does not exist for these lanes", info.Name)
	}
	switch v.Op {
	case OpVsplat:
		if t := scalarOf(Type(v.Imm)); v.Args[0].Type != t {
			return fmt.Sprintf("its argument must have type %v", t)
		}
	case OpVlow:
		if Type(v.Imm) != v.Type {
			return "the result must have the type of the lanes"
		}
	case OpVhalf:
		if v.Type != V128 || v.Imm != 0 && v.Imm != 1 {
			return "makes a vec128 of half 0 or 1"
		}
	case OpViota, OpVset:
		if v.Type != V128 {
			return "makes a vec128"
		}
	case OpVdown:
		if v.Type != V128 {
			return "takes a vec128"
		}
		if v.Imm < 0 || v.Imm >= VectorSize {
			return "moves by less than 16 bytes only"
		}
	}
	if info.Has(Calls) || v.Op == OpRet {
		for _, a := range v.Args {
			if a.Type.IsVector() {
				return "a vector does not leave its function"
			}
		}
	}
	if v.State != nil {
		for _, a := range v.State.Vals {
			if a.Type.IsVector() {
				return "a frame state has no vectors"
			}
		}
	}
	return ""
}

// vector is a V256, or a V128 with zeros above it, the lowest 8 bytes first.
type vector [maxVector / 8]uint64

// lane returns the i-th lane of w bits.
func (x *vector) lane(w, i int) uint64 {
	at := w * i
	return x[at>>6] >> (at & 63) & (1<<w - 1)
}

func (x *vector) setLane(w, i int, l uint64) {
	at := w * i
	mask := uint64(1<<w-1) << (at & 63)
	x[at>>6] = x[at>>6]&^mask | l<<(at&63)&mask
}

// addVector gives a vector a number, which stands for it among the values.
func (m *Machine) addVector(x vector) (uint64, error) {
	m.vectors = append(m.vectors, x)
	return uint64(len(m.vectors) - 1), nil
}

func (m *Machine) loadVector(addr uint64, size int) (uint64, error) {
	var x vector
	for i := range size / 8 {
		y, err := m.Mem.Load(addr+uint64(8*i), 8)
		if err != nil {
			return 0, err
		}
		x[i] = y
	}
	return m.addVector(x)
}

func (m *Machine) storeVector(addr uint64, x vector, size int) error {
	for i, y := range x[:size/8] {
		if err := m.Mem.Store(addr+uint64(8*i), 8, y); err != nil {
			return err
		}
	}
	return nil
}

// vector evaluates an operation with vectors among operands and result.
func (m *Machine) vector(v *Value, args []uint64) (uint64, error) {
	var a, b vector
	for i, p := range [2]*vector{&a, &b} {
		if i < len(args) && v.Args[i].Type.IsVector() {
			*p = m.vectors[args[i]]
		}
	}
	t := Type(v.Imm)
	w := t.Size(8) * 8
	switch v.Op {
	case OpCopy:
		return args[0], nil
	case OpVset:
		return m.addVector(vector{args[0]})
	case OpVlow:
		return a.lane(w, 0), nil
	case OpVdown:
		by := int(v.Imm)
		x := vector{}
		for i := 0; i+by < VectorSize; i++ {
			x.setLane(8, i, a.lane(8, i+by))
		}
		return m.addVector(x)
	case OpVhalf:
		return m.addVector(vector{a[2*v.Imm], a[2*v.Imm+1]})
	case OpVand, OpVor, OpVxor:
		x := a
		for i := range x {
			x[i], _ = EvalPure(OpAnd+v.Op-OpVand, I64, I64, 8, 0, a[i], b[i], 0)
		}
		return m.addVector(x)
	}
	x := vector{}
	for i := range v.Type.Size(8) * 8 / w {
		var l uint64
		switch v.Op {
		case OpVsplat:
			l = args[0]
		case OpViota:
			l = uint64(i)
		case OpVshl, OpVshr, OpVushr:
			if b[0] >= uint64(w) {
				return 0, &Trap{"a lane is shifted by its width or more"}
			}
			l = evalShift(v.Op, w, a.lane(w, i), b[0])
		default:
			y, err := evalLane(v.Op, t, a.lane(w, i), b.lane(w, i))
			if err != nil {
				return 0, err
			}
			l = y
		}
		x.setLane(w, i, l)
	}
	return m.addVector(x)
}

func evalShift(op Op, w int, a, n uint64) uint64 {
	switch op {
	case OpVshl:
		return a << n
	case OpVshr:
		return uint64(int64(a<<(64-w)) >> (64 - uint64(w) + n))
	}
	return a >> n
}

// evalLane computes one lane as the scalar operation would.
func evalLane(op Op, t Type, a, b uint64) (uint64, error) {
	s := func(x uint64) int64 {
		shift := 64 - 8*t.Size(8)
		return int64(x<<shift) >> shift
	}
	if t.IsFloat() {
		scalar := map[Op]Op{OpVadd: OpFadd, OpVsub: OpFsub, OpVmul: OpFmul, OpVdiv: OpFdiv, OpVsqrt: OpFsqrt}[op]
		return EvalPure(scalar, t, t, 8, 0, a, b, 0)
	}
	switch op {
	case OpVadd:
		return a + b, nil
	case OpVsub:
		return a - b, nil
	case OpVmul:
		return a * b, nil
	case OpVmin:
		return uint64(min(s(a), s(b))), nil
	case OpVmax:
		return uint64(max(s(a), s(b))), nil
	}
	return 0, &Trap{fmt.Sprintf("evaluator does not know %s of lanes %v", generic[op].Name, t)}
}

// signBits are the bits of a float or double of which only the sign is set.
func signBits(t Type) int64 {
	if t == F32 {
		return 1 << 31
	}
	return math.MinInt64
}
