package ddmath

import "math"

var (
	ln2      = dd{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56}
	overLn10 = dd{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57}
)

// inverse factorials 1/2!, 1/3!, ...
var invFactorial = [...]dd{
	{0x1p-1, 0},
	{0x1.5555555555555p-3, 0x1.5555555555555p-57},
	{0x1.5555555555555p-5, 0x1.5555555555555p-59},
	{0x1.1111111111111p-7, 0x1.1111111111111p-63},
	{0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65},
	{0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73},
	{0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
	{0x1.71de3a556c734p-19, -0x1.c154f8ddc6c00p-73},
	{0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76},
	{0x1.ae64567f544e4p-26, -0x1.c062e06d1f209p-80},
}

// exp returns e^x as m * 2^k, for |x| < 2000.
func exp(x dd) (m dd, k int) {
	kf := math.RoundToEven(x.hi * (1 / math.Ln2))
	// ln2 in three parts, of which the first times kf is exact.
	const part1, part2, part3 = 0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33, 0x1.cc01f97b57a08p-87
	r := x.addFloat(-kf * part1).add(product(-kf, part2)).addFloat(-kf * part3)
	// e^r = (e^(r/2^s))^(2^s); squaring 1+t as t <- 2t + t*t keeps the small part.
	const s = 6
	r = r.scaled(-s)
	t := dd{}
	for i := 7; i >= 0; i-- { // |r| < 0.0055: r^9/10! is below 2^-90 of the sum
		t = t.add(invFactorial[i]).mul(r)
	}
	t = t.mul(r).add(r)
	for range s {
		t = t.scaled(1).add(t.mul(t))
	}
	return t.addFloat(1), int(kf)
}

// finish returns m * 2^k, rounded once.
func finish(m dd, k int) float64 {
	if k > -1000 {
		return math.Ldexp(m.round(), k)
	}
	// The result may be subnormal: its bits below 2^-1074 are cut by adding a
	// number so large that they fall away, with the right rounding.
	big := math.Ldexp(1.5, -1022-k)
	s := sum(big, m.hi)
	rounded := s.hi + (s.lo + m.lo)
	if math.Ldexp(m.hi, k) >= 0x1p-1022 {
		return math.Ldexp(m.round(), k)
	}
	return math.Ldexp(rounded-big, k)
}

// Exp returns e^x.
func Exp(x float64) float64 {
	switch {
	case math.IsNaN(x) || x > 709.79 || x < -745.14 || x == 0:
		return math.Exp(x) // NaN, infinity, 0, 1
	case math.Abs(x) < 0x1p-54:
		return 1 + x
	}
	return finish(exp(dd{x, 0}))
}

// log returns the logarithm of a positive normal x.
func log(x float64) dd {
	fr, k := math.Frexp(x)
	if fr < math.Sqrt2/2 {
		fr *= 2
		k--
	}
	var l dd
	if f := fr - 1; math.Abs(f) < 0.04 {
		l = logNear1(f)
	} else {
		// One step of Newton's iteration from the logarithm of half the precision.
		y := math.Log(fr)
		m, e := exp(dd{-y, 0})
		d := m.scaled(e).mulFloat(fr).addFloat(-1)
		// log(1+d) for |d| about 2^-52
		l = sum(y, d.hi)
		l = fast(l.hi, l.lo+(d.lo-0.5*d.hi*d.hi))
	}
	if k == 0 {
		return l
	}
	kf := float64(k)
	const part1, part2, part3 = 0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33, 0x1.cc01f97b57a08p-87
	return product(kf, part2).addFloat(kf * part3).add(l).addFloat(kf * part1)
}

// logNear1 returns log(1+f) = 2 atanh(f/(2+f)).
func logNear1(f float64) dd {
	s := dd{f, 0}.div(sum(2, f))
	z := s.mul(s)
	t := dd{}
	for n := 21; n >= 3; n -= 2 { // |z| < 0.0004
		t = t.add(dd{1, 0}.div(dd{float64(n), 0})).mul(z)
	}
	return s.add(s.mul(t)).scaled(1)
}

// Log returns the natural logarithm of x.
func Log(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) || x == 1 {
		return math.Log(x)
	}
	return log(x).round()
}

// Log10 returns the decimal logarithm of x.
func Log10(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) || x == 1 {
		return math.Log(x)
	}
	return log(x).mul(overLn10).round()
}

// Pow returns x^y with the special cases of java.lang.Math.pow.
func Pow(x, y float64) float64 {
	switch {
	case y == 0:
		return 1
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	case math.IsInf(y, 0) && math.Abs(x) == 1:
		return math.NaN()
	case x == 0 || math.IsInf(x, 0) || math.IsInf(y, 0):
		return math.Pow(x, y)
	case y == 1:
		return x
	case y == 2:
		return x * x
	}
	negative := false
	if x < 0 {
		if y != math.Trunc(y) {
			return math.NaN()
		}
		negative = math.Abs(y) < 0x1p53 && math.Mod(y, 2) != 0
		x = -x
	}
	r := 1.0
	if x != 1 {
		l := log(x).mulFloat(y)
		switch {
		case l.hi > 710 || math.IsInf(l.hi, 1):
			r = math.Inf(1)
		case l.hi < -746 || math.IsInf(l.hi, -1):
			r = 0
		case math.IsNaN(l.hi): // the product overflowed
			r = math.Pow(x, y)
		default:
			r = finish(exp(l))
		}
	}
	if negative {
		return -r
	}
	return r
}
