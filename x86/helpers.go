package x86

import "strings"

// helpers returns the text of the 64-bit divisions, which the machine's division of 64 by 32
// bits makes shorter than what package codegen has: see Helpers64 there for the method.
func helpers() string {
	var text strings.Builder
	for _, f := range []struct {
		name          string
		signed, modul bool
	}{{"rt.udiv64", false, false}, {"rt.urem64", false, true}, {"rt.div64", true, false}, {"rt.rem64", true, true}} {
		enter, leave := "", "  ret r\n"
		a, b := "x", "y"
		if f.signed {
			a, b = "a", "b"
			enter = `  n63 = const i32 [63]
  sx = shr i64 x, n63
  sy = shr i64 y, n63
  x1 = xor i64 x, sx
  a = sub i64 x1, sx
  y1 = xor i64 y, sy
  b = sub i64 y1, sy
`
			sign := "  s = xor i64 sx, sy\n"
			if f.modul { // a remainder has the sign of the dividend
				sign = "  s = copy i64 sx\n"
			}
			leave = sign + `  r1 = xor i64 r, s
  r2 = sub i64 r1, s
  ret r2
`
		}
		results := strings.NewReplacer("R1", "zext32 i64 q1", "R2", "pair i64 q2, k", "R3", "zext32 i64 q8")
		if f.modul {
			results = strings.NewReplacer("R1", "zext32 i64 m1", "R2", "zext32 i64 m2", "R3", "select i64 under, d, d1")
		}
		text.WriteString("\nfunc @" + f.name + "(i64, i64) i64 {\nentry:\n  x = arg i64 [0]\n  y = arg i64 [1]\n" + enter)
		text.WriteString(strings.NewReplacer("DIVIDEND", a, "DIVISOR", b).Replace(results.Replace(divideText)))
		text.WriteString(leave + "}\n")
	}
	return text.String()
}

const divideText = `  zero = const i32 [0]
  one = const i32 [1]
  al = lo i32 DIVIDEND
  ah = hi i32 DIVIDEND
  bl = lo i32 DIVISOR
  bh = hi i32 DIVISOR
  c = eq i32 bh, zero
  if c -> narrow (9), wide (1)
narrow:
  less = ult i32 ah, bl
  if less -> short, long
short:
  q1 = divw i32 ah, al, bl
  m1 = result i32 q1 [1]
  r1a = R1
  jmp -> out
long:
  k = divw i32 zero, ah, bl
  rest = result i32 k [1]
  q2 = divw i32 rest, al, bl
  m2 = result i32 q2 [1]
  r2a = R2
  jmp -> out
wide:
  n = clz i32 bh
  v1 = shld i32 bh, bl, n
  u1h = ushr i32 ah, one
  u1l = shrd i32 al, ah, one
  q3 = divw i32 u1h, u1l, v1
  qh = shld i32 zero, q3, n
  ql = shl i32 q3, n
  q4 = shld i32 qh, ql, one
  some = ne i32 q4, zero
  q5 = sub i32 q4, some
  q6 = zext32 i64 q5
  p = mul i64 q6, DIVISOR
  d = sub i64 DIVIDEND, p
  under = ult i32 d, DIVISOR
  q7 = add i32 q5, one
  q8 = select i32 under, q5, q7
  d1 = sub i64 d, DIVISOR
  r3a = R3
  jmp -> out
out:
  r = phi i64 short:r1a, long:r2a, wide:r3a
`
