package x86

import (
	"strings"

	"gojvm/codegen"
)

// helpers returns the text of the 64-bit divisions, which the machine's division of 64 by 32
// bits makes shorter than what package codegen has: see Helpers64 there for the method.
func helpers() string {
	return codegen.Divisions(func(rem bool) string {
		results := strings.NewReplacer("R1", "zext32 i64 q1", "R2", "pair i64 q2, k", "R3", "zext32 i64 q8")
		if rem {
			results = strings.NewReplacer("R1", "zext32 i64 m1", "R2", "zext32 i64 m2", "R3", "select i64 under, d, d1")
		}
		return results.Replace(divideText)
	})
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
