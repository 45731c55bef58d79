package fdlibm

import "math"

// Exp returns e to the power of x.
func Exp(x float64) float64 {
	const (
		p1       = 1.66666666666666019037e-01
		p2       = -2.77777777770155933842e-03
		p3       = 6.61375632143793436117e-05
		p4       = -1.65339022054652515390e-06
		p5       = 4.13813679705723846039e-08
		twom1000 = 9.33263618503218878990e-302
	)
	negative := math.Signbit(x)
	hx := high(x) & 0x7fffffff
	if hx >= 0x40862e42 {
		switch {
		case math.IsNaN(x):
			return x + x
		case x > overflowAt:
			return math.Inf(1)
		case x < underflowAt:
			return 0
		}
	}
	var hi, lo float64
	k := int32(0)
	switch {
	case hx > 0x3fd62e42: // |x| > 0.5 ln2
		if hx < 0x3ff0a2b2 { // and |x| < 1.5 ln2
			if negative {
				hi, lo, k = x+ln2Hi, -ln2Lo, -1
			} else {
				hi, lo, k = x-ln2Hi, ln2Lo, 1
			}
		} else {
			k = int32(invLn2*x + math.Copysign(0.5, x))
			t := float64(k)
			hi, lo = x-t*ln2Hi, t*ln2Lo
		}
		x = hi - lo
	case hx < 0x3e300000: // |x| < 2^-28
		return 1 + x
	}
	t := x * x
	c := x - t*poly(t, p1, p2, p3, p4, p5)
	if k == 0 {
		return 1 - ((x*c)/(c-2) - x)
	}
	y := 1 - ((lo - (x*c)/(2-c)) - hi)
	if k >= -1021 {
		return scale(y, k)
	}
	return scale(y, k+1000) * twom1000
}

// Expm1 returns e to the power of x, minus 1, accurately for small x.
func Expm1(x float64) float64 {
	const (
		q1 = -3.33333333333331316428e-02
		q2 = 1.58730158725481460165e-03
		q3 = -7.93650757867487942473e-05
		q4 = 4.00821782732936239552e-06
		q5 = -2.01099218183624371326e-07
	)
	negative := math.Signbit(x)
	hx := high(x) & 0x7fffffff
	if hx >= 0x4043687a { // |x| >= 56 ln2
		switch {
		case math.IsNaN(x):
			return x + x
		case x > overflowAt:
			return math.Inf(1)
		case negative:
			return -1
		}
	}
	var c float64
	k := int32(0)
	if hx > 0x3fd62e42 { // |x| > 0.5 ln2
		var hi, lo float64
		if hx < 0x3ff0a2b2 {
			if negative {
				hi, lo, k = x+ln2Hi, -ln2Lo, -1
			} else {
				hi, lo, k = x-ln2Hi, ln2Lo, 1
			}
		} else {
			k = int32(invLn2*x + math.Copysign(0.5, x))
			t := float64(k)
			hi, lo = x-t*ln2Hi, t*ln2Lo
		}
		x = hi - lo
		c = (hi - x) - lo
	} else if hx < 0x3c900000 { // |x| < 2^-54
		return x
	}
	hfx := 0.5 * x
	hxs := x * hfx
	r1 := 1 + hxs*poly(hxs, q1, q2, q3, q4, q5)
	t := 3 - r1*hfx
	e := hxs * ((r1 - t) / (6 - x*t))
	if k == 0 {
		return x - (x*e - hxs)
	}
	e = x*(e-c) - c
	e -= hxs
	switch {
	case k == -1:
		return 0.5*(x-e) - 0.5
	case k == 1:
		if x < -0.25 {
			return -2 * (e - (x + 0.5))
		}
		return 1 + 2*(x-e)
	case k <= -2 || k > 56:
		return scale(1-(e-x), k) - 1
	case k < 20:
		t = withHigh(1, 0x3ff00000-0x200000>>k) // 1 - 2^-k
		return scale(t-(e-x), k)
	}
	t = withHigh(1, (0x3ff-k)<<20) // 2^-k
	y := x - (e + t)
	y++
	return scale(y, k)
}

// Sinh returns the hyperbolic sine of x.
func Sinh(x float64) float64 {
	ix := high(x) & 0x7fffffff
	if ix >= 0x7ff00000 {
		return x + x
	}
	h := math.Copysign(0.5, x)
	ax := math.Abs(x)
	switch {
	case ix < 0x3e300000: // |x| < 2^-28
		return x
	case ix < 0x3ff00000:
		t := Expm1(ax)
		return h * (2*t - t*t/(t+1))
	case ix < 0x40360000: // |x| < 22
		t := Expm1(ax)
		return h * (t + t/(t+1))
	case ix < 0x40862e42: // |x| < log(greatest)
		return h * Exp(ax)
	case belowOverflow(x, ix):
		w := Exp(0.5 * ax)
		t := h * w
		return t * w
	}
	return math.Inf(int(math.Copysign(1, x)))
}

// belowOverflow reports whether sinh and cosh of x are still finite.
func belowOverflow(x float64, ix int32) bool {
	return ix < 0x408633ce || ix == 0x408633ce && low(x) <= 0x8fb9f87d
}

// Cosh returns the hyperbolic cosine of x.
func Cosh(x float64) float64 {
	ix := high(x) & 0x7fffffff
	if ix >= 0x7ff00000 {
		return x * x
	}
	ax := math.Abs(x)
	switch {
	case ix < 0x3fd62e43: // |x| < 0.5 ln2
		t := Expm1(ax)
		w := 1 + t
		if ix < 0x3c800000 {
			return w
		}
		return 1 + (t*t)/(w+w)
	case ix < 0x40360000: // |x| < 22
		t := Exp(ax)
		return 0.5*t + 0.5/t
	case ix < 0x40862e42:
		return 0.5 * Exp(ax)
	case belowOverflow(x, ix):
		w := Exp(0.5 * ax)
		t := 0.5 * w
		return t * w
	}
	return math.Inf(1)
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x float64) float64 {
	ix := high(x) & 0x7fffffff
	if ix >= 0x7ff00000 {
		if math.Signbit(x) {
			return 1/x - 1
		}
		return 1/x + 1
	}
	z := 1.0
	switch {
	case ix < 0x3c800000: // |x| < 2^-55
		return x * (1 + x)
	case ix < 0x3ff00000:
		t := Expm1(-2 * math.Abs(x))
		z = -t / (t + 2)
	case ix < 0x40360000: // |x| < 22
		t := Expm1(2 * math.Abs(x))
		z = 1 - 2/(t+2)
	}
	if math.Signbit(x) {
		return -z
	}
	return z
}
