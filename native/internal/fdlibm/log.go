package fdlibm

import "math"

// Coefficients of log(1+f) in s = f/(2+f).
const (
	lg1 = 6.666666666666735130e-01
	lg2 = 3.999999999940941908e-01
	lg3 = 2.857142874366239149e-01
	lg4 = 2.222219843214978396e-01
	lg5 = 1.818357216161805012e-01
	lg6 = 1.531383769920937332e-01
	lg7 = 1.479819860511658591e-01
)

// Log returns the natural logarithm of x.
func Log(x float64) float64 {
	hx := high(x)
	k := int32(0)
	if hx < 0x00100000 { // zero, negative or subnormal
		if x == 0 {
			return math.Inf(-1)
		}
		if hx < 0 {
			return math.NaN()
		}
		k = -54
		x *= two54
		hx = high(x)
	}
	if hx >= 0x7ff00000 {
		return x + x
	}
	k += hx>>20 - 1023
	hx &= 0x000fffff
	i := (hx + 0x95f64) & 0x100000
	x = withHigh(x, hx|(i^0x3ff00000)) // x or x/2, in [sqrt(2)/2, sqrt(2)]
	k += i >> 20
	f := x - 1
	dk := float64(k)
	if 0x000fffff&(2+hx) < 3 { // |f| < 2^-20
		if f == 0 {
			if k == 0 {
				return 0
			}
			return dk*ln2Hi + dk*ln2Lo
		}
		r := f * f * (0.5 - 0.33333333333333333*f)
		if k == 0 {
			return f - r
		}
		return dk*ln2Hi - ((r - dk*ln2Lo) - f)
	}
	s := f / (2 + f)
	z := s * s
	w := z * z
	t1 := w * (lg2 + w*(lg4+w*lg6))
	t2 := z * (lg1 + w*(lg3+w*(lg5+w*lg7)))
	r := t2 + t1
	if (hx-0x6147a)|(0x6b851-hx) > 0 {
		hfsq := 0.5 * f * f
		if k == 0 {
			return f - (hfsq - s*(hfsq+r))
		}
		return dk*ln2Hi - ((hfsq - (s*(hfsq+r) + dk*ln2Lo)) - f)
	}
	if k == 0 {
		return f - s*(f-r)
	}
	return dk*ln2Hi - ((s*(f-r) - dk*ln2Lo) - f)
}

// Log10 returns the decimal logarithm of x.
func Log10(x float64) float64 {
	const (
		invLn10  = 4.34294481903251816668e-01
		log102Hi = 3.01029995663611771306e-01
		log102Lo = 3.69423907715893078616e-13
	)
	hx := high(x)
	k := int32(0)
	if hx < 0x00100000 {
		if x == 0 {
			return math.Inf(-1)
		}
		if hx < 0 {
			return math.NaN()
		}
		k = -54
		x *= two54
		hx = high(x)
	}
	if hx >= 0x7ff00000 {
		return x + x
	}
	k += hx>>20 - 1023
	i := int32(uint32(k) >> 31)
	hx = hx&0x000fffff | (0x3ff-i)<<20
	y := float64(k + i)
	z := y*log102Lo + invLn10*Log(withHigh(x, hx))
	return z + y*log102Hi
}

// Log1p returns log(1+x), accurately for small x.
func Log1p(x float64) float64 {
	hx := high(x)
	ax := hx & 0x7fffffff
	k, hu := int32(1), int32(1)
	var f, c float64
	if hx < 0x3fda827a { // x < 0.41422
		if ax >= 0x3ff00000 { // x <= -1
			if x == -1 {
				return math.Inf(-1)
			}
			return math.NaN()
		}
		if ax < 0x3e200000 { // |x| < 2^-29
			if ax < 0x3c900000 {
				return x
			}
			return x - x*x*0.5
		}
		if hx > 0 || hx <= -0x402d413d { // -0.2929 < x < 0.41422
			k, f, hu = 0, x, 1
		}
	}
	if hx >= 0x7ff00000 {
		return x + x
	}
	if k != 0 {
		var u float64
		if hx < 0x43400000 {
			u = 1 + x
			hu = high(u)
			k = hu>>20 - 1023
			if k > 0 {
				c = 1 - (u - x)
			} else {
				c = x - (u - 1)
			}
			c /= u
		} else {
			u = x
			hu = high(u)
			k = hu>>20 - 1023
		}
		hu &= 0x000fffff
		if hu < 0x6a09e {
			u = withHigh(u, hu|0x3ff00000)
		} else {
			k++
			u = withHigh(u, hu|0x3fe00000)
			hu = (0x00100000 - hu) >> 2
		}
		f = u - 1
	}
	dk := float64(k)
	hfsq := 0.5 * f * f
	if hu == 0 { // |f| < 2^-20
		if f == 0 {
			if k == 0 {
				return 0
			}
			c += dk * ln2Lo
			return dk*ln2Hi + c
		}
		r := hfsq * (1 - 0.66666666666666666*f)
		if k == 0 {
			return f - r
		}
		return dk*ln2Hi - ((r - (dk*ln2Lo + c)) - f)
	}
	s := f / (2 + f)
	z := s * s
	r := z * poly(z, lg1, lg2, lg3, lg4, lg5, lg6, lg7)
	if k == 0 {
		return f - (hfsq - s*(hfsq+r))
	}
	return dk*ln2Hi - ((hfsq - (s*(hfsq+r) + (dk*ln2Lo + c))) - f)
}
