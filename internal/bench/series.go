package bench

import "math"

// Metric is what times are measured by.
type Metric string

// The metrics.
const (
	// Wall is the time by the clock of iterations.
	Wall Metric = "wall"
	// CPU is the processor time of the whole process during iterations, compilers' and collector's
	// included: on a machine with other work to do the only one that means something, and for
	// programs with several threads not what a user waits.
	CPU Metric = "cpu"
)

// Series is what one run tells of a program, in microseconds per unit of work.
type Series struct {
	First  float64
	Steady float64 // median of the last third by the clock, the mean of it by processor time
	// Warming tells that the last third was still faster, by more than a twentieth, than the one before.
	Warming bool
	// Reached is how many seconds after the start of the first iteration the program had come to
	// nine tenths of its steady speed: by the median of three iterations.
	Reached float64
	Ready   float64 // seconds from the start of the process to that of the first iteration
}

// Series evaluates the iterations of r; ok tells whether there are any.
func (r *Run) Series(m Metric) (s Series, ok bool) {
	x := r.perIteration(m)
	if len(x) == 0 || r.Units == 0 {
		return s, false
	}
	third := max(len(x)/3, 1)
	last := x[len(x)-third:]
	steady := middle(m, last)
	if before := len(x) - 2*third; before >= 0 && len(x) >= 6 {
		s.Warming = middle(m, x[before:before+third]) > steady*1.05
	}
	units := float64(r.Units)
	s.First, s.Steady = x[0]/units, steady/units
	i := r.Iterations[0]
	if s.Ready = i.At - i.Micros/1e6; m == CPU {
		s.Ready = r.ReadyCPU / 1e3
	}
	for at := range x {
		if reached(x[at:], steady) {
			break
		}
		s.Reached += x[at] / 1e6
	}
	return s, true
}

// reached reports whether the first of some iterations are at nine tenths of the steady speed.
func reached(x []float64, steady float64) bool {
	return Median(x[:min(3, len(x))]) <= steady/0.9
}

// middle is the typical value. Processor time comes in steps of 10 ms, so that
// only sums of it are exact.
func middle(m Metric, x []float64) float64 {
	if m == Wall {
		return Median(x)
	}
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// perIteration returns the microseconds of each iteration.
func (r *Run) perIteration(m Metric) []float64 {
	var x []float64
	before := r.ReadyCPU
	for _, i := range r.Iterations {
		if m == Wall {
			x = append(x, i.Micros)
			continue
		}
		if i.CPU <= 0 {
			return nil // not measured
		}
		x = append(x, (i.CPU-before)*1e3)
		before = i.CPU
	}
	return x
}

// valid reports whether x is a number that ratios can be made of.
func valid(x float64) bool { return x > 0 && !math.IsInf(x, 0) }
