package ppc

import (
	"slices"

	"gojvm/codegen/ssa"
)

// carries turns the two halves of 64-bit additions and subtractions in b into pairs of
// operations, side by side, of which the first leaves the carry for the second.
//
// The low half moves to where the high half is. If something between the two reads it, it
// is computed there as well.
func (l *lowering) carries(b *ssa.Block) {
	for i := 0; i < len(b.Values); i++ {
		v := b.Values[i]
		if v.Op != ssa.OpAdc && v.Op != ssa.OpSbb {
			continue
		}
		c := v.Args[2]
		out, low := ssa.OpAddc, ssa.OpAdd
		if v.Op == ssa.OpSbb {
			out, low = ssa.OpSubb, ssa.OpSub
		}
		if c.Op != out {
			continue
		}
		if k, ok := imm(c.Args[2]); !ok || k != 0 {
			continue
		}
		x, y := c.Args[0], c.Args[1]
		op, k, args := lowHalf(out, x, y)
		n := l.f.NewValue(op, ssa.I32, args...)
		n.Imm, n.Block, n.Line = k, b, v.Line
		if sum := l.lowSum(b, i, low, x, y); sum != nil {
			sum.Become(ssa.OpCopy, n)
			b.Values = slices.Delete(b.Values, b.Index(sum), b.Index(sum)+1)
			// The copy keeps its users and goes behind the pair.
			i--
			b.Values = slices.Insert(b.Values, i+1, sum)
		}
		b.Values = slices.Insert(b.Values, i, n)
		i++
		highHalf(v)
	}
}

// lowHalf returns the operation that computes the low half and the carry.
func lowHalf(out ssa.Op, x, y *ssa.Value) (op ssa.Op, k int64, args []*ssa.Value) {
	if out == ssa.OpAddc {
		if x.Op == ssa.OpConst {
			x, y = y, x
		}
		if k, ok := imm(y); ok && fits16(k) {
			return opAddCI, k, []*ssa.Value{x}
		}
		return opAddC, 0, []*ssa.Value{x, y}
	}
	if k, ok := imm(x); ok && fits16(k) {
		return opSubCI, k, []*ssa.Value{y}
	}
	// The carry of x + -k is the complement of the borrow of x - k, except for k = 0.
	if k, ok := imm(y); ok && k != 0 && fits16(-k) {
		return opAddCI, -k, []*ssa.Value{x}
	}
	return opSubC, 0, []*ssa.Value{x, y}
}

// highHalf rewrites an adc or sbb that follows its carry.
func highHalf(v *ssa.Value) {
	a, b := v.Args[0], v.Args[1]
	k, constant := imm(b)
	if v.Op == ssa.OpAdc {
		if !constant {
			if k, constant = imm(a); constant {
				a, b = b, a
			}
		}
		switch {
		case constant && k == 0:
			v.Become(opAddZE, a)
		case constant && k == -1:
			v.Become(opAddME, a)
		default:
			v.Become(opAddE, a, b)
		}
		return
	}
	if z, ok := imm(a); ok && z == 0 {
		v.Become(opSubZE, b)
		return
	}
	switch {
	case constant && k == 0:
		v.Become(opAddME, a)
	case constant && k == -1:
		v.Become(opAddZE, a)
	default:
		v.Become(opSubE, a, b)
	}
}

// lowSum finds the low half itself in b before position i: x op y, with no use in the block
// up to there. The low half of a difference with a constant may have become a sum.
func (l *lowering) lowSum(b *ssa.Block, i int, op ssa.Op, x, y *ssa.Value) *ssa.Value {
	for j := i - 1; j >= 0 && j > i-32; j-- {
		v := b.Values[j]
		if v.Op == ssa.OpPhi {
			break
		}
		same := v.Op == op && (v.Args[0] == x && v.Args[1] == y || op == ssa.OpAdd && v.Args[0] == y && v.Args[1] == x)
		if !same && op == ssa.OpSub && v.Op == ssa.OpAdd && v.Args[0] == x {
			k, ok := imm(y)
			m, ok2 := imm(v.Args[1])
			same = ok && ok2 && int32(k) == -int32(m)
		}
		if !same && op == ssa.OpSub && v.Op == ssa.OpNeg && v.Args[0] == y {
			k, ok := imm(x)
			same = ok && k == 0
		}
		if !same || v.Type != ssa.I32 {
			continue
		}
		for _, u := range b.Values[j+1 : i+1] {
			used := false
			u.EachUse(func(p **ssa.Value) { used = used || *p == v })
			if used {
				return nil
			}
		}
		return v
	}
	return nil
}
