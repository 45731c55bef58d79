package codegen

import (
	"slices"

	"gojvm/codegen/ssa"
)

// Helpers64 returns the functions that compiled code calls on a target that splits 64-bit
// integers, as fresh IR: who installs or links such code compiles and adds them. They follow
// the target's own convention, do not leave to the host, and need no stack check.
//
// Division is that of Warren, Hacker's Delight (2nd edition, 9-4 and 9-5): the divisor is
// brought to 32 bits, estimated with one division of 64 by 32 bits, and the estimate
// corrected by at most one. That division is done in two steps by halves of 16 bits; targets
// that have an instruction for it bring their own helpers.
func Helpers64(t *Target) ([]*ssa.Func, error) {
	fs, err := ssa.Parse("helpers64", helperText, t.Ops, t.PtrSize)
	if err != nil {
		return nil, err
	}
	own, err := ssa.Parse("helpers of "+t.Name, t.Helpers, t.Ops, t.PtrSize)
	if err != nil {
		return nil, err
	}
	for _, f := range fs {
		if !slices.ContainsFunc(own, func(g *ssa.Func) bool { return g.Name == f.Name }) {
			own = append(own, f)
		}
	}
	return own, nil
}

const helperText = `
func @rt.udiv64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  zero = const i32 [0]
  one = const i32 [1]
  al = lo i32 a
  ah = hi i32 a
  bl = lo i32 b
  bh = hi i32 b
  c = eq i32 bh, zero
  if c -> narrow, wide
narrow:
  less = ult i32 ah, bl
  if less -> short, long
short:
  q1 = call i32 @rt.divlu ah, al, bl
  r1 = zext32 i64 q1
  ret r1
long:
  k = udiv i32 ah, bl
  kb = mul i32 k, bl
  rest = sub i32 ah, kb
  q2 = call i32 @rt.divlu rest, al, bl
  r2 = pair i64 q2, k
  ret r2
wide:
  n = clz i32 bh
  v1 = shld i32 bh, bl, n
  u1h = ushr i32 ah, one
  u1l = shrd i32 al, ah, one
  q3 = call i32 @rt.divlu u1h, u1l, v1
  # (q3 << n) >> 31 of the pair: the high word of q3 << n, times two, and the bit below
  qh = shld i32 zero, q3, n
  ql = shl i32 q3, n
  q4 = shld i32 qh, ql, one
  some = ne i32 q4, zero
  q5 = sub i32 q4, some
  q6 = zext32 i64 q5
  p = mul i64 q6, b
  d = sub i64 a, p
  under = ult i32 d, b
  q7 = add i32 q5, one
  q8 = select i32 under, q5, q7
  r3 = zext32 i64 q8
  ret r3
}

func @rt.urem64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  q = call i64 @rt.udiv64 a, b
  p = mul i64 q, b
  r = sub i64 a, p
  ret r
}

func @rt.div64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  n = const i32 [63]
  sa = shr i64 a, n
  sb = shr i64 b, n
  a1 = xor i64 a, sa
  ua = sub i64 a1, sa
  b1 = xor i64 b, sb
  ub = sub i64 b1, sb
  s = xor i64 sa, sb
  q = call i64 @rt.udiv64 ua, ub
  q1 = xor i64 q, s
  q2 = sub i64 q1, s
  ret q2
}

func @rt.rem64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  q = call i64 @rt.div64 a, b
  p = mul i64 q, b
  r = sub i64 a, p
  ret r
}

func @rt.umulh64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  k = const i32 [32]
  al = lo i32 a
  ah = hi i32 a
  bl = lo i32 b
  bh = hi i32 b
  zal = zext32 i64 al
  zah = zext32 i64 ah
  zbl = zext32 i64 bl
  zbh = zext32 i64 bh
  ll = mul i64 zal, zbl
  hl = mul i64 zah, zbl
  llh = ushr i64 ll, k
  t = add i64 hl, llh
  tl = lo i32 t
  ztl = zext32 i64 tl
  lh = mul i64 zal, zbh
  u = add i64 lh, ztl
  th = ushr i64 t, k
  uh = ushr i64 u, k
  v = add i64 th, uh
  hh = mul i64 zah, zbh
  h = add i64 hh, v
  ret h
}

func @rt.mulh64(i64, i64) i64 {
entry:
  a = arg i64 [0]
  b = arg i64 [1]
  k = const i32 [32]
  al = lo i32 a
  ah = hi i32 a
  bl = lo i32 b
  bh = hi i32 b
  zal = zext32 i64 al
  zah = zext32 i64 ah
  zbl = zext32 i64 bl
  zbh = zext32 i64 bh
  ll = mul i64 zal, zbl
  hl = mul i64 zah, zbl
  llh = ushr i64 ll, k
  t = add i64 hl, llh
  tl = lo i32 t
  ztl = zext32 i64 tl
  lh = mul i64 zal, zbh
  u = add i64 lh, ztl
  th = ushr i64 t, k
  uh = ushr i64 u, k
  v = add i64 th, uh
  hh = mul i64 zah, zbh
  h = add i64 hh, v
  n = const i32 [63]
  sa = shr i64 a, n
  sb = shr i64 b, n
  x = and i64 sa, b
  y = and i64 sb, a
  h1 = sub i64 h, x
  h2 = sub i64 h1, y
  ret h2
}

func @rt.ftoi64(f64) i64 {
entry:
  x = arg f64 [0]
  zero = const i32 [0]
  zero64 = const i64 [0]
  min = const i32 [-2147483648]
  max = const i32 [2147483647]
  i = ftoi i32 x
  # what is a bound may lie outside; NaN has given 0 already
  e0 = eq i32 i, min
  e1 = eq i32 i, max
  e2 = or i32 e0, e1
  if e2 -> slow, fast
fast:
  r = sext32 i64 i
  ret r
slow:
  lo = flo i32 x
  hi = fhi i32 x
  k20 = const i32 [20]
  mexp = const i32 [2047]
  e3 = ushr i32 hi, k20
  e = and i32 e3, mexp
  out = const i32 [1086]
  small = lt i32 e, out
  neg = lt i32 hi, zero
  if small -> inside, outside
outside:
  min64 = const i64 [-9223372036854775808]
  max64 = const i64 [9223372036854775807]
  bound = select i64 neg, min64, max64
  ret bound
inside:
  mask = const i32 [1048575]
  one = const i32 [1048576]
  m0 = and i32 hi, mask
  m1 = or i32 m0, one
  m = pair i64 lo, m1
  bias = const i32 [1075]
  n = sub i32 e, bias
  right = lt i32 n, zero
  nn = neg i32 n
  ml = shl i64 m, n
  mr = ushr i64 m, nn
  a = select i64 right, mr, ml
  na = sub i64 zero64, a
  s = select i64 neg, na, a
  ret s
}

func @rt.divlu(i32, i32, i32) i32 {
entry:
  u1 = arg i32 [0]
  u0 = arg i32 [1]
  v0 = arg i32 [2]
  k16 = const i32 [16]
  ffff = const i32 [65535]
  s = clz i32 v0
  v = shl i32 v0, s
  vn1 = ushr i32 v, k16
  vn0 = and i32 v, ffff
  un32 = shld i32 u1, u0, s
  un10 = shl i32 u0, s
  un1 = ushr i32 un10, k16
  un0 = and i32 un10, ffff
  q1 = call i32 @rt.divlu16 un32, un1, vn1, vn0
  t1 = shl i32 un32, k16
  t2 = or i32 t1, un1
  t3 = mul i32 q1, v
  un21 = sub i32 t2, t3
  q0 = call i32 @rt.divlu16 un21, un0, vn1, vn0
  h = shl i32 q1, k16
  q = add i32 h, q0
  ret q
}

func @rt.divlu16(i32, i32, i32, i32) i32 {
entry:
  u = arg i32 [0]
  n = arg i32 [1]
  vn1 = arg i32 [2]
  vn0 = arg i32 [3]
  k16 = const i32 [16]
  one = const i32 [1]
  base = const i32 [65536]
  q0 = udiv i32 u, vn1
  p = mul i32 q0, vn1
  r0 = sub i32 u, p
  jmp -> head
head:
  q = phi i32 entry:q0, again:q2
  r = phi i32 entry:r0, again:r2
  fits = ult i32 q, base
  if fits -> check, again
check:
  x = mul i32 q, vn0
  y0 = shl i32 r, k16
  y = add i32 y0, n
  ok = ule i32 x, y
  if ok -> done1, again
again:
  q2 = sub i32 q, one
  r2 = add i32 r, vn1
  more = ult i32 r2, base
  if more -> head, done2
done1:
  ret q
done2:
  ret q2
}
`
