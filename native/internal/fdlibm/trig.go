package fdlibm

import "math"

// Sin returns the sine of x.
func Sin(x float64) float64 {
	if high(x)&0x7fffffff <= 0x3fe921fb { // |x| <= pi/4
		return kernelSin(x, 0, false)
	}
	n, y0, y1 := reduce(x)
	switch n & 3 {
	case 0:
		return kernelSin(y0, y1, true)
	case 1:
		return kernelCos(y0, y1)
	case 2:
		return -kernelSin(y0, y1, true)
	}
	return -kernelCos(y0, y1)
}

// Cos returns the cosine of x.
func Cos(x float64) float64 {
	if high(x)&0x7fffffff <= 0x3fe921fb {
		return kernelCos(x, 0)
	}
	n, y0, y1 := reduce(x)
	switch n & 3 {
	case 0:
		return kernelCos(y0, y1)
	case 1:
		return -kernelSin(y0, y1, true)
	case 2:
		return -kernelCos(y0, y1)
	}
	return kernelSin(y0, y1, true)
}

// Tan returns the tangent of x.
func Tan(x float64) float64 {
	if high(x)&0x7fffffff <= 0x3fe921fb {
		return kernelTan(x, 0, 1)
	}
	n, y0, y1 := reduce(x)
	return kernelTan(y0, y1, 1-(n&1)<<1)
}

// kernelSin is the sine on [-pi/4, pi/4]; y is the tail of x, if it has one.
func kernelSin(x, y float64, tail bool) float64 {
	const s1 = -1.66666666666666324348e-01
	if high(x)&0x7fffffff < 0x3e400000 { // |x| < 2^-27
		return x
	}
	z := x * x
	v := z * x
	r := poly(z, 8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06,
		-2.50507602534068634195e-08, 1.58969099521155010221e-10)
	if !tail {
		return x + v*(s1+z*r)
	}
	return x - ((z*(0.5*y-v*r) - y) - v*s1)
}

// kernelCos is the cosine on [-pi/4, pi/4]; y is the tail of x.
func kernelCos(x, y float64) float64 {
	ix := high(x) & 0x7fffffff
	if ix < 0x3e400000 {
		return 1
	}
	z := x * x
	r := z * poly(z, 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
		-2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11)
	if ix < 0x3fd33333 { // |x| < 0.3
		return 1 - (0.5*z - (z*r - x*y))
	}
	qx := 0.28125
	if ix <= 0x3fe90000 {
		qx = math.Float64frombits(uint64(ix-0x00200000) << 32) // x/4
	}
	hz := 0.5*z - qx
	return (1 - qx) - (hz - (z*r - x*y))
}

// kernelTan is the tangent on [-pi/4, pi/4] when iy is 1, minus its reciprocal
// when iy is -1; y is the tail of x.
func kernelTan(x, y float64, iy int) float64 {
	hx := high(x)
	ix := hx & 0x7fffffff
	if ix < 0x3e300000 { // |x| < 2^-28
		switch {
		case iy == 1:
			return x
		case x == 0:
			return math.Inf(1)
		}
		return minusReciprocal(x, y)
	}
	const big = 0x3fe59428 // 0.67434
	if ix >= big {
		if hx < 0 {
			x, y = -x, -y
		}
		z := pio4Hi - x
		w := pio4Lo - y
		x, y = z+w, 0
	}
	z := x * x
	w := z * z
	r := poly(w, 1.33333333333201242699e-01, 2.18694882948595424599e-02, 3.59207910759131235356e-03,
		5.88041240820264096874e-04, 7.81794442939557092300e-05, -1.85586374855275456654e-05)
	v := z * poly(w, 5.39682539762260521377e-02, 8.86323982359930005737e-03, 1.45620945432529025516e-03,
		2.46463134818469906812e-04, 7.14072491382608190305e-05, 2.59073051863633712884e-05)
	s := z * x
	r = y + z*(s*(r+v)+y)
	r += 3.33333333333334091986e-01 * s
	w = x + r
	if ix >= big {
		v = float64(iy)
		return float64(1-(hx>>30)&2) * (v - 2*(x-(w*w/(w+v)-r)))
	}
	if iy == 1 {
		return w
	}
	return minusReciprocal(x, r)
}

// minusReciprocal returns -1/(x+r), accurately.
func minusReciprocal(x, r float64) float64 {
	w := x + r
	z := clearLow(w)
	v := r - (z - x)
	a := -1 / w
	t := clearLow(a)
	s := 1 + t*z
	return t + a*(s+t*v)
}
