package ssa

import "math/bits"

// Divide replaces divisions by constants with multiplications by a reciprocal and shifts
// (Granlund and Montgomery 1994; Warren, Hacker's Delight, chapter 10). Split64 makes the high
// half of a product of 64 bits from those of its parts, which is still less than a division.
func Divide(f *Func) {
	for _, b := range f.Blocks {
		for i := 0; i < len(b.Values); i++ {
			v := b.Values[i]
			if v.Op != OpDiv && v.Op != OpRem && v.Op != OpUdiv && v.Op != OpUrem {
				continue
			}
			if d := v.Args[1]; d.Op == OpConst && d.Imm != 0 && d.Imm != 1 {
				u := &divider{inserter: inserter{f: f, b: b, i: i, line: v.Line}, t: v.Type}
				u.divide(v, d.Imm)
				i = u.i
			}
		}
	}
}

// inserter puts values before position i of a block, which moves along.
type inserter struct {
	f    *Func
	b    *Block
	i    int
	line int32
}

func (u *inserter) value(op Op, t Type, args ...*Value) *Value {
	v := u.f.NewValue(op, t, args...)
	v.Line = u.line
	u.b.InsertAt(u.i, v)
	u.i++
	return v
}

func (u *inserter) constant(t Type, c int64) *Value {
	v := u.value(OpConst, t)
	v.Imm = Norm(t, u.f.PtrSize, c)
	return v
}

type divider struct {
	inserter
	t Type
}

func (u *divider) op(op Op, args ...*Value) *Value { return u.value(op, u.t, args...) }

func (u *divider) shift(op Op, x *Value, n int) *Value {
	if n == 0 {
		return x
	}
	return u.op(op, x, u.constant(I32, int64(n)))
}

// divide rewrites v, a division or remainder by d, which is neither 0 nor 1.
func (u *divider) divide(v *Value, d int64) {
	x := v.Args[0]
	var q *Value
	switch v.Op {
	case OpDiv, OpRem:
		if d == -1 {
			if v.Op == OpDiv {
				v.Become(OpNeg, x)
			} else {
				v.BecomeConst(0)
			}
			return
		}
		q = u.signed(x, d)
	default:
		q = u.unsigned(x, uint64(d))
	}
	if v.Op == OpDiv || v.Op == OpUdiv {
		v.Become(OpCopy, q)
		return
	}
	v.Become(OpSub, x, u.op(OpMul, q, u.constant(u.t, d)))
}

// signed returns x / d, rounded towards 0.
func (u *divider) signed(x *Value, d int64) *Value {
	w := u.t.Size(u.f.PtrSize) * 8
	mag := uint64(d)
	if d < 0 {
		mag = -mag
	}
	if w == 32 {
		mag = uint64(uint32(mag))
	}
	if k := bits.TrailingZeros64(mag); mag == 1<<k {
		// Negative numbers are rounded up: 2^k-1 is added to them.
		bias := u.shift(OpUshr, u.shift(OpShr, x, w-1), w-k)
		q := u.shift(OpShr, u.op(OpAdd, x, bias), k)
		if d < 0 {
			q = u.op(OpNeg, q)
		}
		return q
	}
	m, s := magic(mag, w)
	var q *Value
	if w == 32 && u.f.PtrSize == 8 {
		// The product of 64 bits is at hand and holds even a multiplier of 32 bits without sign.
		p := u.value(OpMul, I64, u.value(OpSext32, I64, x), u.constant(I64, int64(m)))
		q = u.value(OpTrunc, I32, u.value(OpShr, I64, p, u.constant(I32, int64(32+s))))
	} else if w == 64 && u.f.PtrSize == 4 {
		// The product without signs is the shorter one; a negative x has counted as x + 2^64.
		k := u.constant(u.t, int64(m))
		q = u.op(OpSub, u.op(OpUmulh, x, k), u.op(OpAnd, u.shift(OpShr, x, w-1), k))
		q = u.shift(OpShr, q, s)
	} else {
		q = u.op(OpMulh, x, u.constant(u.t, int64(m)))
		if m>>(w-1) != 0 { // the machine takes it as m - 2^w
			q = u.op(OpAdd, q, x)
		}
		q = u.shift(OpShr, q, s)
	}
	// Plus one if the quotient so far is negative.
	if d < 0 {
		return u.op(OpSub, u.shift(OpShr, x, w-1), q)
	}
	return u.op(OpSub, q, u.shift(OpShr, x, w-1))
}

// magic returns m, below 2^w, and s such that x / d for signed x of w bits and d > 2, no
// power of two, is the high half of x*m shifted right by s, plus one if x is negative.
//
// With l = the bits of d-1: m = floor(2^(w+l-1) / d) + 1 (Granlund and Montgomery, figure 5.2).
func magic(d uint64, w int) (m uint64, s int) {
	s = bits.Len64(d-1) - 1
	hi, lo := shifted(w + s)
	q, _ := bits.Div64(hi, lo, d)
	return q + 1, s
}

// shifted returns 2^n as a number of 128 bits.
func shifted(n int) (hi, lo uint64) {
	if n >= 64 {
		return 1 << (n - 64), 0
	}
	return 0, 1 << n
}

// unsigned returns x / d.
func (u *divider) unsigned(x *Value, d uint64) *Value {
	w := u.t.Size(u.f.PtrSize) * 8
	if w == 32 {
		d = uint64(uint32(d))
	}
	if k := bits.TrailingZeros64(d); d == 1<<k {
		return u.shift(OpUshr, x, k)
	}
	m, s, over := magicUnsigned(d, w)
	var q *Value
	if w == 32 && u.f.PtrSize == 8 {
		p := u.value(OpMul, I64, u.value(OpZext32, I64, x), u.constant(I64, int64(m)))
		if !over {
			return u.value(OpTrunc, I32, u.value(OpUshr, I64, p, u.constant(I32, int64(32+s))))
		}
		q = u.value(OpTrunc, I32, u.value(OpUshr, I64, p, u.constant(I32, 32)))
	} else {
		q = u.op(OpUmulh, x, u.constant(u.t, int64(m)))
	}
	if !over {
		return u.shift(OpUshr, q, s)
	}
	// m has w+1 bits: (q + x) >> s without the carry.
	half := u.shift(OpUshr, u.op(OpSub, x, q), 1)
	return u.shift(OpUshr, u.op(OpAdd, half, q), s-1)
}

// magicUnsigned returns the low w bits of m, and s, such that x / d for unsigned x is the
// high half of x*m shifted right by s; over says that m is 2^w greater.
//
// With l = the bits of d-1 the multiplier 2^w + floor(2^w * (2^l - d) / d) + 1 always serves
// (Granlund and Montgomery, figure 4.1); one that is half as long, or shorter still, is
// looked for first: floor(2^(w+k) / d) + 1 is one if it is not more than 2^k / d too large.
func magicUnsigned(d uint64, w int) (m uint64, s int, over bool) {
	l := bits.Len64(d - 1)
	for k := 0; k < l; k++ {
		hi, lo := shifted(w + k)
		if hi >= d {
			break // would have more than 64 bits
		}
		q, r := bits.Div64(hi, lo, d)
		if w == 32 && q+1 >= 1<<32 {
			break
		}
		if d-r <= 1<<k && q+1 != 0 {
			return q + 1, k, false
		}
	}
	p := uint64(1) << l // 2^l; 0 stands for 2^64
	if w == 32 {
		return uint64(uint32((p-d)<<32/d + 1)), l, true
	}
	q, _ := bits.Div64(p-d, 0, d)
	return q + 1, l, true
}
