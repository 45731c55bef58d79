package ddmath

import (
	"math"

	"gojvm/native/internal/fdlibm"
)

// sin returns the sine of x, |x| <= pi/4: x - x^3/3! + x^5/5! - ...
func sin(x dd) dd {
	z := x.mul(x)
	t := series(z, 1)
	return x.add(x.mul(t))
}

// cos returns the cosine of x, |x| <= pi/4: 1 - x^2/2! + x^4/4! - ...
func cos(x dd) dd { return series(x.mul(x), 0).addFloat(1) }

// series returns the sum of (-z)^k / (2k+odd)! for k >= 1. The terms behind those
// with tabulated factorials are so small that a double holds enough of each.
func series(z dd, odd int) dd {
	tail := 0.0
	f := [...]float64{1 / 6227020800.0, 1 / 1307674368000.0, 1 / 355687428096000.0, 1 / 121645100408832000.0} // 13! 15! 17! 19!
	if odd == 0 {
		f = [...]float64{1 / 479001600.0, 1 / 87178291200.0, 1 / 20922789888000.0, 1 / 6402373705728000.0} // 12! 14! 16! 18!
	}
	for i := len(f) - 1; i >= 0; i-- {
		sign := 1.0 // of (-1)^k: k is 6, 7, ...
		if i%2 == 1 {
			sign = -1
		}
		tail = tail*z.hi + sign*f[i]
	}
	t := dd{tail * z.hi, 0}
	for k := 5; k >= 1; k-- {
		c := invFactorial[2*k+odd-2]
		if k%2 == 1 {
			c = c.neg()
		}
		t = t.add(c).mul(z)
	}
	return t
}

// reduce returns the quadrant and what is left of x.
func reduce(x float64) (n int, r dd) {
	n, y0, y1 := fdlibm.Reduce(x)
	return n & 3, fast(y0, y1)
}

func special(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// Sin returns the sine of x.
func Sin(x float64) float64 {
	switch {
	case special(x):
		return math.NaN()
	case x == 0:
		return x
	case math.Abs(x) < 0x1p-27:
		return x - x*x*x/6
	}
	n, r := reduce(x)
	var s dd
	if n&1 == 0 {
		s = sin(r)
	} else {
		s = cos(r)
	}
	if n&2 != 0 {
		s = s.neg()
	}
	return s.round()
}

// Cos returns the cosine of x.
func Cos(x float64) float64 {
	if special(x) {
		return math.NaN()
	}
	n, r := reduce(x)
	var s dd
	if n&1 == 0 {
		s = cos(r)
	} else {
		s = sin(r)
	}
	if n == 1 || n == 2 {
		s = s.neg()
	}
	return s.round()
}

// Tan returns the tangent of x.
func Tan(x float64) float64 {
	switch {
	case special(x):
		return math.NaN()
	case math.Abs(x) < 0x1p-27:
		return x + x*x*x/3
	}
	n, r := reduce(x)
	s, c := sin(r), cos(r)
	if n&1 == 0 {
		return s.div(c).round()
	}
	return c.div(s).neg().round()
}
