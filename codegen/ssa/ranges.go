package ssa

import "math"

// interval is a set of signed integers, from lo to hi, both included.
type interval struct{ lo, hi int64 }

// fullRange returns all values of integer type t.
func fullRange(t Type) interval {
	if t == I32 {
		return interval{math.MinInt32, math.MaxInt32}
	}
	return interval{math.MinInt64, math.MaxInt64}
}

func (r interval) meet(s interval) interval { return interval{max(r.lo, s.lo), min(r.hi, s.hi)} }
func (r interval) join(s interval) interval { return interval{min(r.lo, s.lo), max(r.hi, s.hi)} }

// sums returns the range of sums and whether none of them leaves type t.
func sums(t Type, r, s interval) (interval, bool) {
	lo, ok1 := addExact(r.lo, s.lo)
	hi, ok2 := addExact(r.hi, s.hi)
	full := fullRange(t)
	if !ok1 || !ok2 || lo < full.lo || hi > full.hi {
		return full, false
	}
	return interval{lo, hi}, true
}

// addExact adds and reports whether the sum is right.
func addExact(a, b int64) (int64, bool) {
	c := a + b
	return c, (a^c)&(b^c) >= 0
}

// hasRange reports whether intervals describe values of v.
func hasRange(v *Value) bool { return v.Type == I32 || v.Type == I64 }

// baseRange returns what the operations that compute v say of its range, wherever v is used.
func (c *checks) baseRange(v *Value) interval {
	if !hasRange(v) {
		return interval{math.MinInt64, math.MaxInt64}
	}
	if r, ok := c.base[v.ID]; ok {
		return r
	}
	c.base[v.ID] = fullRange(v.Type) // ends the recursion around loops
	r := rangeOfOp(v, c.baseRange)
	if v.Op == OpPhi {
		r = interval{math.MaxInt64, math.MinInt64}
		for _, a := range v.Args {
			r = r.join(c.baseRange(a))
		}
	}
	r = r.meet(fullRange(v.Type))
	if r.lo > r.hi {
		r = fullRange(v.Type)
	}
	c.base[v.ID] = r
	return r
}

// rangeOfOp returns the range of an operation given that of its arguments.
func rangeOfOp(v *Value, of func(*Value) interval) interval {
	full := fullRange(v.Type)
	width := int64(32)
	if v.Type == I64 {
		width = 64
	}
	konst := func(i int) (int64, bool) {
		if v.Args[i].Op == OpConst {
			return v.Args[i].Imm, true
		}
		return 0, false
	}
	if v.Info().Has(Compares) {
		return interval{0, 1}
	}
	switch v.Op {
	case OpConst:
		return interval{v.Imm, v.Imm}
	case OpLoad8u, OpZext8:
		return interval{0, 255}
	case OpLoad16u, OpZext16:
		return interval{0, 65535}
	case OpLoad8s, OpSext8:
		return interval{-128, 127}
	case OpLoad16s, OpSext16:
		return interval{-32768, 32767}
	case OpZext32:
		if r := of(v.Args[0]); r.lo >= 0 {
			return r
		}
		return interval{0, math.MaxUint32}
	case OpSext32:
		return of(v.Args[0])
	case OpTrunc:
		if r := of(v.Args[0]); r.lo >= math.MinInt32 && r.hi <= math.MaxInt32 {
			return r
		}
	case OpClz, OpCtz, OpPopcnt:
		return interval{0, 64}
	case OpAdd:
		r, _ := sums(v.Type, of(v.Args[0]), of(v.Args[1]))
		return r
	case OpSub:
		if s := of(v.Args[1]); s.lo > math.MinInt64 {
			r, _ := sums(v.Type, of(v.Args[0]), interval{-s.hi, -s.lo})
			return r
		}
	case OpAnd:
		r, s := of(v.Args[0]), of(v.Args[1])
		switch {
		case r.lo >= 0 && s.lo >= 0:
			return interval{0, min(r.hi, s.hi)}
		case r.lo >= 0:
			return interval{0, r.hi}
		case s.lo >= 0:
			return interval{0, s.hi}
		}
	case OpUshr:
		if k, ok := konst(1); ok && k&(width-1) != 0 {
			return interval{0, int64(uint64(1)<<(width-k&(width-1))) - 1}
		}
		if r := of(v.Args[0]); r.lo >= 0 {
			return interval{0, r.hi}
		}
	case OpShr:
		r := of(v.Args[0])
		if k, ok := konst(1); ok {
			return interval{r.lo >> (k & (width - 1)), r.hi >> (k & (width - 1))}
		}
		return interval{min(r.lo, 0), max(r.hi, 0)}
	case OpRem:
		if k, ok := konst(1); ok && k != 0 && k != math.MinInt64 {
			m := max(k, -k) - 1
			if of(v.Args[0]).lo >= 0 {
				return interval{0, m}
			}
			return interval{-m, m}
		}
	case OpDiv:
		if k, ok := konst(1); ok && k > 0 {
			r := of(v.Args[0])
			return interval{r.lo / k, r.hi / k}
		}
	case OpSelect:
		return of(v.Args[1]).join(of(v.Args[2]))
	}
	return full
}
