// Package fdlibm has the elementary functions of Sun's "Freely Distributable
// Math Library" 5.3, to whose results java.lang.StrictMath is bound bit for bit.
// The algorithms are those of K.C. Ng: argument reduction, then a polynomial or
// rational approximation, summed in the order that the library's results
// depend on.
//
// It knows nothing of the virtual machine. Results are exact where the compiler
// does not fuse multiplications and additions (amd64, 386).
package fdlibm

import "math"

const (
	ln2Hi  = 6.93147180369123816490e-01
	ln2Lo  = 1.90821492927058770002e-10
	invLn2 = 1.44269504088896338700e+00
	two54  = 1.80143985094819840000e+16

	overflowAt  = 7.09782712893383973096e+02 // exp overflows above
	underflowAt = -7.45133219101941108420e+02
)

// The halves of the representation of x.

func high(x float64) int32 { return int32(math.Float64bits(x) >> 32) }
func low(x float64) uint32 { return uint32(math.Float64bits(x)) }

func withHigh(x float64, h int32) float64 {
	return math.Float64frombits(uint64(uint32(h))<<32 | uint64(low(x)))
}

// clearLow cuts x to its 21 leading bits.
func clearLow(x float64) float64 { return math.Float64frombits(math.Float64bits(x) &^ 0xffffffff) }

// scale returns y * 2^k where the result is normal.
func scale(y float64, k int32) float64 { return withHigh(y, high(y)+k<<20) }

// poly evaluates c[0] + z*(c[1] + z*(c[2] + ...)).
func poly(z float64, c ...float64) float64 {
	r := c[len(c)-1]
	for i := len(c) - 2; i >= 0; i-- {
		r = c[i] + z*r
	}
	return r
}
