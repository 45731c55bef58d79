package bench

import (
	"math"
	"slices"
)

// Median returns the median, NaN of nothing.
func Median(v []float64) float64 { return Quantile(v, 0.5) }

// Quantile returns the value below which a share q of the values lies, between two of them by
// linear interpolation; NaN of nothing.
func Quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(v))
	at := q * float64(len(s)-1)
	i := int(at)
	if i+1 >= len(s) {
		return s[len(s)-1]
	}
	return s[i] + (at-float64(i))*(s[i+1]-s[i])
}

// MAD returns the median absolute deviation from the median: a spread that outliers do not move.
func MAD(v []float64) float64 {
	m := Median(v)
	d := make([]float64, len(v))
	for i, x := range v {
		d[i] = math.Abs(x - m)
	}
	return Median(d)
}

// GeometricMean returns the geometric mean of positive values, NaN of nothing.
func GeometricMean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(len(v)))
}
