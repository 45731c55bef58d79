// Package ddmath computes elementary functions in double-double arithmetic and
// rounds once, so that nearly all results are the correctly rounded ones.
//
// That is what programs see of java.lang.Math on HotSpot, whose intrinsics have
// errors little above half a unit in the last place; the functions of
// java.lang.StrictMath (package fdlibm) differ from these now and then.
//
// A double-double is an unevaluated sum hi+lo with |lo| <= ulp(hi)/2, of about 104
// bits (T. J. Dekker: A floating-point technique for extending the available
// precision, 1971).
package ddmath

import "math"

type dd struct{ hi, lo float64 }

// fast returns a+b for |a| >= |b|.
func fast(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

// sum returns a+b.
func sum(a, b float64) dd {
	s := a + b
	t := s - a
	return dd{s, (a - (s - t)) + (b - t)}
}

// product returns a*b.
func product(a, b float64) dd {
	p := a * b
	return dd{p, math.FMA(a, b, -p)}
}

func (x dd) add(y dd) dd {
	s := sum(x.hi, y.hi)
	t := sum(x.lo, y.lo)
	s = fast(s.hi, s.lo+t.hi)
	return fast(s.hi, s.lo+t.lo)
}

func (x dd) addFloat(y float64) dd {
	s := sum(x.hi, y)
	return fast(s.hi, s.lo+x.lo)
}

func (x dd) mul(y dd) dd {
	p := product(x.hi, y.hi)
	return fast(p.hi, p.lo+(x.hi*y.lo+x.lo*y.hi))
}

func (x dd) mulFloat(y float64) dd {
	p := product(x.hi, y)
	return fast(p.hi, math.FMA(x.lo, y, p.lo))
}

func (x dd) div(y dd) dd {
	q := x.hi / y.hi
	r := x.add(y.mulFloat(-q))
	q2 := r.hi / y.hi
	r = r.add(y.mulFloat(-q2))
	return fast(q, q2).addFloat(r.hi / y.hi)
}

func (x dd) neg() dd { return dd{-x.hi, -x.lo} }

// scaled returns x * 2^k; exact.
func (x dd) scaled(k int) dd { return dd{math.Ldexp(x.hi, k), math.Ldexp(x.lo, k)} }

func (x dd) round() float64 { return x.hi + x.lo }
