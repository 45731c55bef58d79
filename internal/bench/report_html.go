package bench

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"
)

//go:embed report.html
var pageSource string

// WriteHTML writes one page that needs nothing but a browser: a table that can be sorted, bars of
// ratios, and for each program the curves of its runs from the start on. Charts are SVG.
func (s *Summary) WriteHTML(w io.Writer) error {
	page, err := template.New("report").Funcs(template.FuncMap{
		"number": number, "micros": micros, "seconds": seconds, "megabytes": megabytes, "color": color,
		"command":   func(v VM) string { return strings.Join(v.Argv, " ") },
		"bars":      s.bars,
		"curves":    s.curves,
		"startup":   func() bool { return len(s.Start.Cells) > 0 },
		"mean":      func(i int, group string) string { x, _, _ := s.Mean(i, group, SteadyRatio); return number(x) },
		"warmMean":  func(i int) string { x, _, _ := s.Mean(i, "", WarmRatio); return number(x) },
		"worst":     func(i int) string { _, x, _ := s.Mean(i, "", SteadyRatio); return number(x) },
		"hasMemory": func() bool { return s.hasMemory() },
		"bytes":     func(n int64) string { return megabytes(float64(n)) },
	}).Parse(pageSource)
	if err != nil {
		return err
	}
	return page.Execute(w, s)
}

func (s *Summary) hasMemory() bool {
	for _, r := range s.Rows {
		for i := range r.Cells {
			if r.Cells[i].Memory != nil {
				return true
			}
		}
	}
	return false
}

// color is the color of the i-th VM in charts: the palette of Okabe and Ito, which the
// color-blind can tell apart.
func color(i int) string {
	return [...]string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"}[i%8]
}

// scale maps values to pixels, logarithmically.
type scale struct{ from, to, low, high float64 }

func (x scale) at(v float64) float64 {
	v = min(max(v, x.from), x.to)
	return x.low + (x.high-x.low)*math.Log(v/x.from)/math.Log(x.to/x.from)
}

// ticks returns round values: 1, 2 and 5 times powers of ten.
func (x scale) ticks() []float64 {
	var t []float64
	for p := math.Pow(10, math.Floor(math.Log10(x.from))); p <= x.to; p *= 10 {
		for _, m := range []float64{1, 2, 5} {
			if v := m * p; v >= x.from && v <= x.to {
				t = append(t, v)
			}
		}
	}
	return t
}

// bars draws the ratios of each program: a bar per VM from 1 on, and the quartiles as a line.
func (s *Summary) bars() template.HTML {
	const left, right, bar, gap = 170.0, 60.0, 7.0, 8.0
	const width = 900.0
	lo, hi := 0.5, 2.0
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			if valid(c.Ratio.Median) {
				lo, hi = min(lo, c.Ratio.Low), max(hi, c.Ratio.High)
			}
		}
	}
	x := scale{lo / 1.1, hi * 1.1, left, width - right}
	rowHeight := bar*float64(len(s.VMs)-1) + gap
	height := 30 + rowHeight*float64(len(s.Rows))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" width="%g" role="img">`, width, height, width)
	for _, t := range x.ticks() {
		weight := 0.4
		if t == 1 {
			weight = 1.5
		}
		fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="20" y2="%g" stroke="#aaa" stroke-width="%g"/><text x="%.1f" y="14" text-anchor="middle">%g</text>`,
			x.at(t), x.at(t), height, weight, x.at(t), t)
	}
	y := 26.0
	for _, r := range s.Rows {
		fmt.Fprintf(&b, `<text x="%g" y="%.1f" text-anchor="end">%s</text>`, left-8, y+rowHeight/2, template.HTMLEscapeString(r.Program.Name))
		at := y
		for i, c := range r.Cells {
			if i == s.Base {
				continue
			}
			if valid(c.Ratio.Median) {
				a, z := x.at(1), x.at(c.Ratio.Median)
				fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%g" fill="%s"><title>%s on %s: %s (quartiles %s to %s)</title></rect>`,
					min(a, z), at, max(math.Abs(z-a), 1), bar-1, color(i), template.HTMLEscapeString(r.Program.Name),
					template.HTMLEscapeString(s.VMs[i].Name), number(c.Ratio.Median), number(c.Ratio.Low), number(c.Ratio.High))
				fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="#333"/>`, x.at(c.Ratio.Low), x.at(c.Ratio.High), at+bar/2-0.5, at+bar/2-0.5)
			}
			at += bar
		}
		y += rowHeight
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// curves draws the iterations of a program: their time per unit of work over the time since the
// start of the process, both logarithmically, a line for each run.
func (s *Summary) curves(program string) template.HTML {
	const left, right, top, bottom = 60.0, 10.0, 8.0, 26.0
	const width, height = 440.0, 240.0
	x := scale{math.Inf(1), 0, left, width - right}
	y := scale{math.Inf(1), 0, height - bottom, top}
	each := func(f func(vm int, r *Run)) {
		for i, v := range s.VMs {
			for k := range s.Runs {
				if r := &s.Runs[k]; r.VM == v.Name && r.Program == program && len(r.Iterations) > 0 && r.Units > 0 {
					f(i, r)
				}
			}
		}
	}
	each(func(_ int, r *Run) {
		for _, i := range r.Iterations {
			x.from, x.to = min(x.from, i.At), max(x.to, i.At)
			v := max(i.Micros, 1) / float64(r.Units)
			y.from, y.to = min(y.from, v), max(y.to, v)
		}
	})
	if x.to == 0 {
		return "no runs"
	}
	x.from, x.to, y.from, y.to = x.from/1.1, x.to*1.1, y.from/1.2, y.to*1.2
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" width="%g" role="img">`, width, height, width)
	for _, t := range x.ticks() {
		fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="%g" y2="%g" stroke="#ddd"/><text x="%.1f" y="%g" text-anchor="middle">%gs</text>`,
			x.at(t), x.at(t), top, height-bottom, x.at(t), height-bottom+14, t)
	}
	for _, t := range y.ticks() {
		fmt.Fprintf(&b, `<line x1="%g" x2="%g" y1="%.1f" y2="%.1f" stroke="#ddd"/><text x="%g" y="%.1f" text-anchor="end">%s</text>`,
			left, width-right, y.at(t), y.at(t), left-4, y.at(t)+4, micros(t))
	}
	each(func(vm int, r *Run) {
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="1.4" stroke-opacity="0.75" points="`, color(vm))
		for _, i := range r.Iterations {
			fmt.Fprintf(&b, "%.1f,%.1f ", x.at(i.At), y.at(max(i.Micros, 1)/float64(r.Units)))
		}
		fmt.Fprintf(&b, `"><title>%s</title></polyline>`, template.HTMLEscapeString(r.VM))
	})
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
