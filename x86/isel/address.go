package isel

import "gojvm/codegen/ssa"

// memBase returns the index of the address operand of v, or -1.
func memBase(v *ssa.Value) int {
	switch v.Op {
	case ssa.OpLoad, ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, ssa.OpAddr:
		return 0
	case ssa.OpStore, ssa.OpStore8, ssa.OpStore16:
		return 1
	}
	return -1
}

// displace returns off + imm<<scale, if an address can hold that. Addresses of 32 bits wrap
// as integers do, so that all sums are exact there.
func (m *Machine) displace(off int32, imm int64, scale uint8) (int32, bool) {
	sum := int64(off) + imm<<scale
	return int32(sum), !m.is64() || fits(sum)
}

// foldAddress folds additions and shifts into the address of v.
func (l *lowering) foldAddress(v *ssa.Value) {
	bi := memBase(v)
	if bi < 0 {
		return
	}
	for l.foldBase(v, bi) || len(v.Args) > bi+1 && l.foldIndex(v, bi+1) {
	}
}

// foldBase folds what computes the base, argument i of v, and reports whether it did.
func (l *lowering) foldBase(v *ssa.Value, i int) bool {
	base := v.Args[i]
	indexed := len(v.Args) > i+1
	switch base.Op {
	case ssa.OpAdd:
		if k := base.Args[1]; k.Op == ssa.OpConst {
			if off, ok := l.m.displace(v.Off, k.Imm, 0); ok {
				v.Off = off
				v.SetArg(i, base.Args[0])
				return true
			}
		}
		if !indexed {
			v.SetArg(i, base.Args[0])
			v.AddArg(base.Args[1])
			return true
		}
	case ssa.OpAddr:
		off, ok := l.m.displace(v.Off, int64(base.Off), 0)
		if !ok || len(base.Args) == 2 && indexed {
			return false
		}
		v.Off = off
		if len(base.Args) == 2 {
			v.AddArg(base.Args[1])
			v.Scale = base.Scale
		}
		v.SetArg(i, base.Args[0])
		return true
	}
	return false
}

// foldIndex folds what computes the index, argument i of v, and reports whether it did. On a
// 64-bit machine an index of 32 bits is extended, so that its sums may not be taken apart.
func (l *lowering) foldIndex(v *ssa.Value, i int) bool {
	index := v.Args[i]
	whole := !l.m.is64() || index.Type != ssa.I32
	switch index.Op {
	case ssa.OpShl:
		k := index.Args[1]
		if !whole || k.Op != ssa.OpConst || k.Imm < 0 || int64(v.Scale)+k.Imm > 3 {
			return false
		}
		v.Scale += uint8(k.Imm)
	case ssa.OpAdd:
		k := index.Args[1]
		if !whole || k.Op != ssa.OpConst {
			return false
		}
		off, ok := l.m.displace(v.Off, k.Imm, v.Scale)
		if !ok {
			return false
		}
		v.Off = off
	case ssa.OpToptr, ssa.OpZext32, ssa.OpFromptr:
		if index.Args[0].Type == ssa.Ref || l.m.is64() && index.Op == ssa.OpFromptr && index.Type != ssa.I64 {
			return false
		}
	case ssa.OpConst:
		off, ok := l.m.displace(v.Off, index.Imm, v.Scale)
		if !ok || l.m.is64() && index.Imm < 0 {
			return false
		}
		v.Off, v.Scale = off, 0
		v.RemoveArg(i)
		return true
	default:
		return false
	}
	v.SetArg(i, index.Args[0])
	return true
}

func fits(x int64) bool { return x == int64(int32(x)) }

// imm returns the immediate for a constant operand: values of 32 bits are taken as signed.
func (m *Machine) imm(v *ssa.Value) (int64, bool) {
	if v.Op != ssa.OpConst {
		return 0, false
	}
	if !m.is64() || v.Type == ssa.Ref {
		return int64(int32(v.Imm)), true
	}
	return v.Imm, fits(v.Imm)
}

func isZero(v *ssa.Value) bool { return v.Op == ssa.OpConst && v.Imm == 0 }

// canFold reports whether load x may be done where user is instead of where it stands.
func (l *lowering) canFold(x, user *ssa.Value) bool {
	return x.Op == ssa.OpLoad && l.canMove(x, user)
}

// canMove is canFold for a load of any width.
func (l *lowering) canMove(x, user *ssa.Value) bool {
	if x.Uses != 1 || x.Block != user.Block {
		return false
	}
	from, to := l.pos[x.ID], l.pos[user.ID]
	for k := len(l.barrier) - 1; k >= 0; k-- {
		if p := l.barrier[k]; p < from {
			break
		} else if p < to {
			return false
		}
	}
	return true
}

// canFoldAt reports whether load x, operand of compare c, may be done at v.
func (l *lowering) canFoldAt(x, c, v *ssa.Value) bool {
	return l.canFold(x, v) && c.Block == v.Block
}

// foldLoad turns v into op, whose last arguments are the address that x loads from.
func foldLoad(v *ssa.Value, op ssa.Op, x *ssa.Value, args ...*ssa.Value) {
	off, scale, alias, cond := x.Off, x.Scale, x.Alias, v.Cond
	v.Become(op, append(args, x.Args...)...)
	v.Off, v.Scale, v.Alias, v.Cond = off, scale, alias, cond
}

// sameAddress reports whether load x reads what store s writes.
func sameAddress(x, s *ssa.Value) bool {
	if x.Op != ssa.OpLoad || x.Off != s.Off || x.Scale != s.Scale || len(x.Args) != len(s.Args)-1 {
		return false
	}
	for i, a := range x.Args {
		if a != s.Args[i+1] {
			return false
		}
	}
	return true
}
