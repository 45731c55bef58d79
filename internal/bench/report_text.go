package bench

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// number formats x in a few digits; nothing for what is none.
func number(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "-"
	case x == 0:
		return "0"
	case math.Abs(x) >= 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case math.Abs(x) >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// micros formats microseconds with a unit.
func micros(us float64) string {
	switch {
	case math.IsNaN(us):
		return "-"
	case us >= 1e6:
		return number(us/1e6) + " s"
	case us >= 1e3:
		return number(us/1e3) + " ms"
	}
	return number(us) + " us"
}

func seconds(s float64) string { return micros(s * 1e6) }

func megabytes(b float64) string { return number(b / (1 << 20)) }

// WriteText writes tables for a terminal.
func (s *Summary) WriteText(w io.Writer) {
	fmt.Fprintf(w, "%s\n%s, %v", s.Machine, s.Began.Format("2006-01-02 15:04"), (time.Duration(s.Seconds) * time.Second).Round(time.Second))
	if s.Interrupted {
		fmt.Fprint(w, ", interrupted")
	}
	fmt.Fprintln(w)
	for i, v := range s.VMs {
		fmt.Fprintf(w, "  %-14s %v\n", v.Name, v.Argv)
		if i == s.Base {
			fmt.Fprintf(w, "  %-14s ratios are to it, above 1 is slower\n", "")
		}
	}
	s.table(w, fmt.Sprintf("Steady state (%s): time per unit of work, +- median absolute deviation; ratio", s.Metric), func(c *Cell) (string, string) {
		mark := ""
		if c.Warming {
			mark = "~"
		}
		return fmt.Sprintf("%s%s +-%s", mark, micros(c.Steady.Median), micros(c.Steady.MAD)), number(c.Ratio.Median)
	}, SteadyRatio)
	fmt.Fprintln(w, "  ~ it was still getting faster")
	s.table(w, fmt.Sprintf("Warm-up (%s): time from the first iteration on until 0.9 of the own steady speed; ratio", s.Metric), func(c *Cell) (string, string) {
		return seconds(c.Reached.Median), number(c.WarmRatio.Median)
	}, WarmRatio)
	s.table(w, "Peak resident memory, MB; collections, ms of pauses", func(c *Cell) (string, string) {
		if c.RSS.N == 0 {
			return "-", ""
		}
		return megabytes(c.RSS.Median), fmt.Sprintf("%s, %s", number(c.Collections.Median), number(c.Pauses.Median))
	}, nil)
	if len(s.Start.Cells) > 0 {
		fmt.Fprintf(w, "\nStart-up (%s): wall and processor time, peak memory\n", Hello)
		for i, v := range s.VMs {
			c := &s.Start.Cells[i]
			fmt.Fprintf(w, "  %-14s %10s +-%-8s %10s %8s MB\n", v.Name, seconds(c.Wall.Median), seconds(c.Wall.MAD), seconds(c.CPU.Median), megabytes(c.RSS.Median))
		}
	}
	s.memory(w)
}

// table writes a table with a column for each VM, and means of a ratio below.
func (s *Summary) table(w io.Writer, title string, cell func(*Cell) (string, string), ratio func(*Cell) float64) {
	fmt.Fprintf(w, "\n%s\n%-24s", title, "")
	for _, v := range s.VMs {
		fmt.Fprintf(w, " %28s", v.Name)
	}
	fmt.Fprintln(w)
	for _, r := range s.Rows {
		fmt.Fprintf(w, "%-24s", r.Program.Name)
		for i := range r.Cells {
			a, b := cell(&r.Cells[i])
			if r.Cells[i].Failed != "" && r.Cells[i].Wall.N == 0 {
				a, b = "failed", ""
			}
			fmt.Fprintf(w, " %18s %9s", a, b)
		}
		fmt.Fprintln(w)
	}
	if ratio == nil {
		return
	}
	for _, g := range append(s.Groups(), "") {
		name := "geometric mean " + g
		if g == "" {
			name = "geometric mean of all"
		}
		fmt.Fprintf(w, "%-24s", name)
		for i := range s.VMs {
			mean, worst, n := s.Mean(i, g, ratio)
			a := ""
			if g == "" && n > 0 {
				a = fmt.Sprintf("%d, worst %s", n, number(worst))
			}
			fmt.Fprintf(w, " %18s %9s", a, number(mean))
		}
		fmt.Fprintln(w)
	}
}

// memory writes what VMs told of their memory beside Java's heap: the greatest of each.
func (s *Summary) memory(w io.Writer) {
	for i, v := range s.VMs {
		var m Memory
		for _, r := range s.Rows {
			if x := r.Cells[i].Memory; x != nil {
				m = Memory{max(m.Code, x.Code), max(m.Metadata, x.Metadata), max(m.Go, x.Go), max(m.GoTotal, x.GoTotal), max(m.Heap, x.Heap)}
			}
		}
		if m.GoTotal > 0 {
			fmt.Fprintf(w, "\nMemory of %s beside Java's heap, at most: code %s MB, classes, methods and profiles %s MB, Go's heap %s MB (%s MB of the system)\n",
				v.Name, megabytes(float64(m.Code)), megabytes(float64(m.Metadata)), megabytes(float64(m.Go)), megabytes(float64(m.GoTotal)))
		}
	}
}

// WriteCSV writes a line for each run.
func (s *Summary) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"repetition", "program", "vm", "units", "iterations", "steady_us", "first_us", "reached_s", "ready_s", "warming",
		"wall_s", "cpu_s", "rss_bytes", "collections", "pauses_ms", "load", "failed"})
	f := func(x float64) string { return strconv.FormatFloat(x, 'g', 7, 64) }
	for _, r := range s.Runs {
		x, _ := r.Series(s.Metric)
		c.Write([]string{strconv.Itoa(r.Repetition), r.Program, r.VM, strconv.Itoa(r.Units), strconv.Itoa(len(r.Iterations)),
			f(x.Steady), f(x.First), f(x.Reached), f(x.Ready), strconv.FormatBool(x.Warming),
			f(r.Wall), f(r.CPU), strconv.FormatInt(r.RSS, 10), strconv.Itoa(r.Collections), f(r.Pauses), f(r.Load), r.Failed})
	}
	c.Flush()
	return c.Error()
}

// WriteJSON writes the raw results, from which ReadJSON makes them again.
func (r *Results) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(r)
}

// ReadJSON reads what WriteJSON has written.
func ReadJSON(r io.Reader) (*Results, error) {
	var x Results
	if err := json.NewDecoder(r).Decode(&x); err != nil {
		return nil, err
	}
	return &x, nil
}
