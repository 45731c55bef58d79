package ppc

import (
	"strings"

	"gojvm/codegen"
)

// helpers returns the text of the 64-bit divisions, which take turns with the machine's
// divisions of 32 by 32 bits. A divisor below 2^16 needs three of them, like long division by
// one digit. Any other is normalized, so that its upper half estimates a digit of 16 bits of the
// quotient to within two (Knuth 4.3.1, algorithm D, as Warren, Hacker's Delight, 9-4, has it
// for two words); a divisor of more than 32 bits is first brought to 32, as in package codegen.
// The operation divnz divides by what is known not to be 0.
func helpers() string {
	return codegen.Divisions(func(rem bool) string {
		quotients := []string{"QUOTIENT3", "  tq = shl i32 q3b, k16\n  tr = or i32 tq, q3c\n  r3 = pair i64 tr, q3a\n",
			"QUOTIENTN", "  nq = shl i32 nq1, k16\n  nr = or i32 nq, nq0\n  rn = pair i64 nr, k\n",
			"QUOTIENTW", "  rw = zext32 i64 wq\n"}
		if rem {
			quotients = []string{"QUOTIENT3", "  tm = mul i32 q3c, bl\n  tr = sub i32 u3c, tm\n  r3 = zext32 i64 tr\n",
				"QUOTIENTN", "  nr = sub i32 nrem0, nm0\n  nr2 = ushr i32 nr, sh\n  rn = zext32 i64 nr2\n",
				"QUOTIENTW", "  rw = select i64 under, d, d1\n"}
		}
		body := strings.NewReplacer(
			"DIGITS.n", digits("n", "step"), "DIGITS.w", digits("w", "wide"),
		).Replace(divideText)
		return strings.NewReplacer(quotients...).Replace(body)
	})
}

// digits divides the words P.hi and P.lo, where P is the prefix p, by P.v, whose highest bit is
// set and which is greater than P.hi. It leaves the digits of the quotient in Pq1 and Pq0, and the
// remainder in Prem0 - Pm0. It begins in block from.
func digits(p, from string) string {
	var text strings.Builder
	text.WriteString("  Pd1 = ushr i32 Pv, k16\n  Pd0 = and i32 Pv, ffff\n")
	high := "Phi"
	for _, n := range []string{"1", "0"} {
		low := "  Plow1 = ushr i32 Plo, k16\n"
		if n == "0" {
			low = "  Plow0 = and i32 Plo, ffff\n"
		}
		text.WriteString(strings.NewReplacer("#", n, "HIGH", high, "FROM", from).Replace(`  Pe# = divnz i32 HIGH, Pd1
  Pf# = mul i32 Pe#, Pd1
  Pg# = sub i32 HIGH, Pf#
  Pm# = mul i32 Pe#, Pd0
  Ph# = shl i32 Pg#, k16
` + low + `  Pr# = or i32 Ph#, Plow#
  Pok# = ule i32 Pm#, Pr#
  if Pok# -> P.done# (3), P.less# (2)
P.less#:
  Pe#1 = sub i32 Pe#, one
  Pr#1 = add i32 Pr#, Pv
  Pnocarry# = ule i32 Pv, Pr#1
  Pmore# = ult i32 Pr#1, Pm#
  Pagain# = and i32 Pnocarry#, Pmore#
  if Pagain# -> P.least# (1), P.done# (9)
P.least#:
  Pe#2 = sub i32 Pe#1, one
  Pr#2 = add i32 Pr#1, Pv
  jmp -> P.done#
P.done#:
  Pq# = phi i32 FROM:Pe#, P.less#:Pe#1, P.least#:Pe#2
  Prem# = phi i32 FROM:Pr#, P.less#:Pr#1, P.least#:Pr#2
`))
		if n == "1" {
			text.WriteString("  Pnext = sub i32 Prem1, Pm1\n")
			high, from = "Pnext", p+".done1"
		}
	}
	return strings.ReplaceAll(text.String(), "P", p)
}

const divideText = `  zero = const i32 [0]
  one = const i32 [1]
  k16 = const i32 [16]
  ffff = const i32 [65535]
  al = lo i32 DIVIDEND
  ah = hi i32 DIVIDEND
  bl = lo i32 DIVISOR
  bh = hi i32 DIVISOR
  c = eq i32 bh, zero
  if c -> narrow (9), wide (1)
narrow:
  small = ule i32 bl, ffff
  if small -> three (5), two (5)
three:
  q3a = udiv i32 ah, bl
  p3a = mul i32 q3a, bl
  m3a = sub i32 ah, p3a
  h3b = shl i32 m3a, k16
  l3b = ushr i32 al, k16
  u3b = or i32 h3b, l3b
  q3b = divnz i32 u3b, bl
  p3b = mul i32 q3b, bl
  m3b = sub i32 u3b, p3b
  h3c = shl i32 m3b, k16
  l3c = and i32 al, ffff
  u3c = or i32 h3c, l3c
  q3c = divnz i32 u3c, bl
QUOTIENT3  jmp -> out
two:
  less = ult i32 ah, bl
  if less -> step, long
long:
  kl = divnz i32 ah, bl
  kp = mul i32 kl, bl
  km = sub i32 ah, kp
  jmp -> step
step:
  k = phi i32 two:zero, long:kl
  top = phi i32 two:ah, long:km
  sh = clz i32 bl
  nv = shl i32 bl, sh
  nhi = shld i32 top, al, sh
  nlo = shl i32 al, sh
DIGITS.nQUOTIENTN  jmp -> out
wide:
  n31 = const i32 [31]
  n = clz i32 bh
  wv = shld i32 bh, bl, n
  whi = ushr i32 ah, one
  wlo = shrd i32 al, ah, one
DIGITS.w  wqh = shl i32 wq1, k16
  w3 = or i32 wqh, wq0
  # w3 << n >> 31 of 64 bits, less one unless that is 0: the quotient, or one less
  back = sub i32 n31, n
  w4 = ushr i32 w3, back
  some = ne i32 w4, zero
  w5 = sub i32 w4, some
  w6 = zext32 i64 w5
  wp = mul i64 w6, DIVISOR
  d = sub i64 DIVIDEND, wp
  d1 = sub i64 d, DIVISOR
  under = ult i32 d, DIVISOR
  w7 = add i32 w5, one
  wq = select i32 under, w5, w7
QUOTIENTW  jmp -> out
out:
  r = phi i64 three:r3, n.done0:rn, w.done0:rw
`
