package bench

import (
	"math"
	"slices"
)

// Value is a quantity over the repetitions.
type Value struct {
	Median, MAD float64
	Low, High   float64 // quartiles
	N           int
}

func valueOf(v []float64) Value {
	return Value{Median(v), MAD(v), Quantile(v, 0.25), Quantile(v, 0.75), len(v)}
}

// Cell is a program on a VM.
type Cell struct {
	Steady, First, Reached, Ready Value // see Series
	Wall, CPU, RSS                Value // of the process: seconds, seconds, bytes
	Collections, Pauses           Value
	PauseMax                      float64
	Warming                       bool // at least half of the runs had not come to rest
	Failed                        string
	Memory                        *Memory // of the last run that told
	// Ratio is Steady to that of the base in the same repetition, over the repetitions, and
	// WarmRatio the same of Reached.
	Ratio, WarmRatio Value
}

// Row is a program on all VMs.
type Row struct {
	Program Program
	Cells   []Cell
}

// Summary is what is made of results.
type Summary struct {
	*Results
	Metric Metric
	Base   int // the VM that ratios are to
	Start  Row // of Hello; no cells if that did not run
	Rows   []Row
}

// Summarize evaluates results with ratios to the base-th VM.
func (r *Results) Summarize(m Metric, base int) *Summary {
	s := &Summary{Results: r, Metric: m, Base: base}
	if hello := r.row(m, base, Program{Name: Hello}); slices.ContainsFunc(hello.Cells, func(c Cell) bool { return c.Wall.N > 0 }) {
		s.Start = hello
	}
	for _, p := range r.Programs {
		s.Rows = append(s.Rows, r.row(m, base, p))
	}
	return s
}

func (r *Results) row(m Metric, base int, p Program) Row {
	steady := map[string]map[int]Series{}
	row := Row{Program: p}
	for _, v := range r.VMs {
		var c Cell
		var st, first, reached, ready, wall, cpu, rss, count, pauses []float64
		warming := 0
		for _, run := range r.Runs {
			if run.VM != v.Name || run.Program != p.Name {
				continue
			}
			if run.Failed != "" {
				c.Failed = run.Failed
				continue
			}
			wall, cpu, rss = append(wall, run.Wall), append(cpu, run.CPU), append(rss, float64(run.RSS))
			count, pauses = append(count, float64(run.Collections)), append(pauses, run.Pauses)
			c.PauseMax = max(c.PauseMax, run.PauseMax)
			if run.Memory != nil {
				c.Memory = run.Memory
			}
			x, ok := run.Series(m)
			if !ok {
				continue
			}
			if steady[v.Name] == nil {
				steady[v.Name] = map[int]Series{}
			}
			steady[v.Name][run.Repetition] = x
			st, first, reached, ready = append(st, x.Steady), append(first, x.First), append(reached, x.Reached), append(ready, x.Ready)
			if x.Warming {
				warming++
			}
		}
		c.Steady, c.First, c.Reached, c.Ready = valueOf(st), valueOf(first), valueOf(reached), valueOf(ready)
		c.Wall, c.CPU, c.RSS = valueOf(wall), valueOf(cpu), valueOf(rss)
		c.Collections, c.Pauses = valueOf(count), valueOf(pauses)
		c.Warming = len(st) > 0 && 2*warming >= len(st)
		row.Cells = append(row.Cells, c)
	}
	for i, v := range r.VMs {
		var ratio, warm []float64
		for rep, x := range steady[v.Name] {
			b, ok := steady[r.VMs[base].Name][rep]
			if q := x.Steady / b.Steady; ok && valid(q) {
				ratio = append(ratio, q)
			}
			if q := x.Reached / b.Reached; ok && valid(q) {
				warm = append(warm, q)
			}
		}
		row.Cells[i].Ratio, row.Cells[i].WarmRatio = valueOf(ratio), valueOf(warm)
	}
	return row
}

// Mean returns the geometric mean, over the programs of a group or with "" of all, of a ratio of
// the i-th VM, with the greatest one and how many there are.
func (s *Summary) Mean(i int, group string, ratio func(*Cell) float64) (mean, worst float64, n int) {
	var list []float64
	for _, row := range s.Rows {
		if group != "" && row.Program.Group() != group {
			continue
		}
		if x := ratio(&row.Cells[i]); valid(x) {
			list = append(list, x)
		}
	}
	if len(list) == 0 {
		return math.NaN(), math.NaN(), 0
	}
	return GeometricMean(list), slices.Max(list), len(list)
}

// SteadyRatio and WarmRatio are for Mean.
func SteadyRatio(c *Cell) float64 { return c.Ratio.Median }

// WarmRatio: see SteadyRatio.
func WarmRatio(c *Cell) float64 { return c.WarmRatio.Median }

// Groups returns the groups of the programs, in their order.
func (s *Summary) Groups() []string {
	var list []string
	for _, r := range s.Rows {
		if g := r.Program.Group(); g != "" && !slices.Contains(list, g) {
			list = append(list, g)
		}
	}
	return list
}
