package fdlibm

import "math"

const (
	pio2Hi = 1.57079632679489655800e+00
	pio2Lo = 6.12323399573676603587e-17
	pio4Hi = 7.85398163397448278999e-01
	pio4Lo = 3.06161699786838301793e-17
	pi     = 3.14159265358979311600e+00
	piLo   = 1.2246467991473531772e-16
)

// arcRatio approximates (asin(x)-x)/x in t = x*x.
func arcRatio(t float64) (p, q float64) {
	p = t * poly(t, 1.66666666666666657415e-01, -3.25565818622400915405e-01, 2.01212532134862925881e-01,
		-4.00555345006794114027e-02, 7.91534994289814532176e-04, 3.47933107596021167570e-05)
	q = 1 + t*poly(t, -2.40339491173441421878e+00, 2.02094576023350569471e+00,
		-6.88283971605453293030e-01, 7.70381505559019352791e-02)
	return p, q
}

// Asin returns the arc sine of x.
func Asin(x float64) float64 {
	hx := high(x)
	ix := hx & 0x7fffffff
	switch {
	case ix >= 0x3ff00000:
		if math.Abs(x) == 1 {
			return x*pio2Hi + x*pio2Lo
		}
		return math.NaN()
	case ix < 0x3e400000: // |x| < 2^-27
		return x
	case ix < 0x3fe00000:
		p, q := arcRatio(x * x)
		return x + x*(p/q)
	}
	w := 1 - math.Abs(x)
	t := w * 0.5
	p, q := arcRatio(t)
	s := math.Sqrt(t)
	if ix >= 0x3fef3333 { // |x| > 0.975
		w = p / q
		t = pio2Hi - (2*(s+s*w) - pio2Lo)
	} else {
		w = clearLow(s)
		c := (t - w*w) / (s + w)
		r := p / q
		p = 2*s*r - (pio2Lo - 2*c)
		q = pio4Hi - 2*w
		t = pio4Hi - (p - q)
	}
	if hx > 0 {
		return t
	}
	return -t
}

// Acos returns the arc cosine of x.
func Acos(x float64) float64 {
	hx := high(x)
	ix := hx & 0x7fffffff
	switch {
	case ix >= 0x3ff00000:
		switch x {
		case 1:
			return 0
		case -1:
			return pi + 2*pio2Lo
		}
		return math.NaN()
	case ix < 0x3fe00000:
		if ix <= 0x3c600000 {
			return pio2Hi + pio2Lo
		}
		p, q := arcRatio(x * x)
		return pio2Hi - (x - (pio2Lo - x*(p/q)))
	case hx < 0: // x < -0.5
		z := (1 + x) * 0.5
		p, q := arcRatio(z)
		s := math.Sqrt(z)
		w := p/q*s - pio2Lo
		return pi - 2*(s+w)
	}
	z := (1 - x) * 0.5
	s := math.Sqrt(z)
	df := clearLow(s)
	c := (z - df*df) / (s + df)
	p, q := arcRatio(z)
	w := p/q*s + c
	return 2 * (df + w)
}

// Atan returns the arc tangent of x.
func Atan(x float64) float64 {
	hx := high(x)
	ix := hx & 0x7fffffff
	if ix >= 0x44100000 { // |x| >= 2^66
		if math.IsNaN(x) {
			return x + x
		}
		return math.Copysign(pio2Hi+pio2Lo, x)
	}
	// atan(x) = base + atan(reduced x), base in two parts
	var hi, lo float64
	reduced := true
	switch {
	case ix < 0x3e200000: // |x| < 2^-29
		return x
	case ix < 0x3fdc0000: // |x| < 0.4375
		reduced = false
	case ix < 0x3fe60000: // |x| < 11/16
		x = math.Abs(x)
		hi, lo = 4.63647609000806093515e-01, 2.26987774529616870924e-17
		x = (2*x - 1) / (2 + x)
	case ix < 0x3ff30000: // |x| < 19/16
		x = math.Abs(x)
		hi, lo = pio4Hi, pio4Lo
		x = (x - 1) / (x + 1)
	case ix < 0x40038000: // |x| < 39/16
		x = math.Abs(x)
		hi, lo = 9.82793723247329054082e-01, 1.39033110312309984516e-17
		x = (x - 1.5) / (1 + 1.5*x)
	default:
		hi, lo = pio2Hi, pio2Lo
		x = -1 / math.Abs(x)
	}
	z := x * x
	w := z * z
	s1 := z * poly(w, 3.33333333333329318027e-01, 1.42857142725034663711e-01, 9.09088713343650656196e-02,
		6.66107313738753120669e-02, 4.97687799461593236017e-02, 1.62858201153657823623e-02)
	s2 := w * poly(w, -1.99999999998764832476e-01, -1.11111104054623557880e-01, -7.69187620504482999495e-02,
		-5.83357013379057348645e-02, -3.65315727442169155270e-02)
	if !reduced {
		return x - x*(s1+s2)
	}
	z = hi - ((x*(s1+s2) - lo) - x)
	if hx < 0 {
		return -z
	}
	return z
}

// Atan2 returns the angle of the point (x, y).
func Atan2(y, x float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return x + y
	case x == 1:
		return Atan(y)
	case y == 0:
		if math.Signbit(x) {
			return math.Copysign(pi, y)
		}
		return y
	case x == 0:
		return math.Copysign(pio2Hi, y)
	case math.IsInf(x, 0):
		z := 0.0
		switch {
		case math.IsInf(y, 0) && x > 0:
			z = pio4Hi
		case math.IsInf(y, 0):
			z = 3 * pio4Hi
		case x < 0:
			z = pi
		}
		return math.Copysign(z, y)
	case math.IsInf(y, 0):
		return math.Copysign(pio2Hi, y)
	}
	k := (high(y)&0x7fffffff - high(x)&0x7fffffff) >> 20
	var z float64
	switch {
	case k > 60:
		z = pio2Hi + 0.5*piLo
	case x < 0 && k < -60:
		z = 0
	default:
		z = Atan(math.Abs(y / x))
	}
	switch {
	case x > 0:
		return math.Copysign(z, y)
	case y > 0:
		return pi - (z - piLo)
	}
	return (z - piLo) - pi
}
