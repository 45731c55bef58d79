package codegen

import "strings"

// Divisions returns the text of the four 64-bit divisions of Helpers64 for a target that has its
// own way to divide. body gives the text of a division of DIVIDEND by DIVISOR, both without
// sign, whose last block has the quotient, or with rem the remainder, as r. Around it stands what gives
// the operands of the signed ones their magnitudes, and the result its sign.
func Divisions(body func(rem bool) string) string {
	var text strings.Builder
	for _, f := range []struct {
		name        string
		signed, rem bool
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
			if f.rem { // a remainder has the sign of the dividend
				sign = "  s = copy i64 sx\n"
			}
			leave = sign + `  r1 = xor i64 r, s
  r2 = sub i64 r1, s
  ret r2
`
		}
		text.WriteString("\nfunc @" + f.name + "(i64, i64) i64 {\nentry:\n  x = arg i64 [0]\n  y = arg i64 [1]\n" + enter)
		text.WriteString(strings.NewReplacer("DIVIDEND", a, "DIVISOR", b).Replace(body(f.rem)))
		text.WriteString(leave + "}\n")
	}
	return text.String()
}
