package bench

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStats(t *testing.T) {
	v := []float64{9, 1, 5, 3, 100}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"median", Median(v), 5},
		{"median of four", Median(v[:4]), 4},
		{"first quartile", Quantile(v, 0.25), 3},
		{"between", Quantile([]float64{0, 10}, 0.3), 3},
		{"deviation", MAD(v), 4}, // of 4, 4, 0, 2, 95
		{"geometric mean", GeometricMean([]float64{1, 4, 16}), 4},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if !math.IsNaN(Median(nil)) || !math.IsNaN(GeometricMean(nil)) {
		t.Error("of nothing there is something")
	}
}

// TestSeries follows a run that comes to rest at 100 us per unit in its fourth iteration.
func TestSeries(t *testing.T) {
	r := Run{Units: 10, ReadyCPU: 500}
	at, cpu := 0.3, 500.0
	for _, us := range []float64{9000, 5000, 2000, 1000, 1010, 990, 1000, 1000, 1000} {
		at += us / 1e6
		cpu += us / 1e3 * 2
		r.Iterations = append(r.Iterations, Iteration{at, us, cpu})
	}
	s, ok := r.Series(Wall)
	want := Series{First: 900, Steady: 100, Reached: 0.014, Ready: 0.3}
	if near := func(x, y float64) bool { return math.Abs(x-y) < 1e-9 }; !ok || !near(s.First, want.First) || !near(s.Steady, want.Steady) ||
		!near(s.Reached, want.Reached) || !near(s.Ready, want.Ready) || s.Warming {
		t.Errorf("%+v, want %+v", s, want)
	}
	if c, ok := r.Series(CPU); !ok || math.Abs(c.Steady-200) > 1e-9 || c.Ready != 0.5 || math.Abs(c.Reached-0.028) > 1e-9 {
		t.Errorf("processor time: %+v", c)
	}
	r.Iterations = r.Iterations[:6]
	if s, _ := r.Series(Wall); !s.Warming {
		t.Errorf("it has not come to rest: %+v", s)
	}
}

// script writes a program in place of a VM, in which a unit takes so many microseconds.
func script(t *testing.T, dir, name string, unit int) VM {
	t.Helper()
	file := filepath.Join(dir, name)
	text := fmt.Sprintf(`#!/bin/sh
case "$*" in *-version*) echo "%s 1.0"; exit 0;; esac
for a; do case "$a" in -Xlog:*) echo "[1s][info][gc] GC(0) Pause Young (x) 1M->0M(2M) 2.5ms" > "${a##*file=}"; shift;; esac; done
[ "$3" = Bad ] && { echo "Exception"; exit 1; }
shift 3
echo "X: setup done cpu: 100ms"
i=0
while [ $i -lt $1 ]; do
	i=$((i + 1))
	echo "X: iterations=1 runtime: $((%d * $2))us cpu: $((100 + i * 20))ms"
done
`, name, unit)
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	v := Command(name, file)
	if err := v.Identify(context.Background()); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestCampaign runs programs on two VMs, one twice as fast as the other.
func TestCampaign(t *testing.T) {
	dir := t.TempDir()
	slow, fast := script(t, dir, "slow", 200), script(t, dir, "<fast>", 100)
	if slow.Version != "slow 1.0" || slow.Ours {
		t.Errorf("identified as %+v", slow)
	}
	var progress bytes.Buffer
	p := Plan{VMs: []VM{slow, fast}, Programs: []Program{{"a.One", 4}, {"b.Two", 8}, {"Bad", 1}}, Repetitions: 2, ClassPath: "x",
		Startup: true, Logs: true, Compiled: Effort{Iterations: 6, Share: 1, Seconds: 5}, Progress: &progress}
	r := p.Execute(context.Background())
	if len(r.Runs) != 2*4*2 || r.Interrupted {
		t.Fatalf("%d runs", len(r.Runs))
	}
	if !strings.Contains(progress.String(), "Bad on slow failed: exit status 1: Exception") {
		t.Errorf("progress:\n%s", progress.String())
	}
	var raw bytes.Buffer
	if err := r.WriteJSON(&raw); err != nil {
		t.Fatal(err)
	}
	again, err := ReadJSON(&raw)
	if err != nil {
		t.Fatal(err)
	}
	s := again.Summarize(Wall, 1)
	if mean, worst, n := s.Mean(0, "", SteadyRatio); math.Abs(mean-2) > 1e-9 || math.Abs(worst-2) > 1e-9 || n != 2 {
		t.Errorf("mean %v, worst %v of %d", mean, worst, n)
	}
	c := s.Rows[0].Cells[0]
	if c.Steady.Median != 200 || c.Collections.Median != 1 || c.PauseMax != 2.5 || c.RSS.Median == 0 || c.Ratio.N != 2 {
		t.Errorf("cell %+v", c)
	}
	if s.Rows[2].Cells[1].Failed == "" || len(s.Start.Cells) != 2 {
		t.Errorf("failed %q, start %+v", s.Rows[2].Cells[1].Failed, s.Start)
	}
	var text, table, page bytes.Buffer
	s.WriteText(&text)
	for _, want := range []string{"a.One ", "200 us +-0", "geometric mean of all", "2, worst 2.00", "failed", "Start-up"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in\n%s", want, text.String())
		}
	}
	if err := s.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	if rows, err := csv.NewReader(&table).ReadAll(); err != nil || len(rows) != 17 || rows[16][1] != "Bad" {
		t.Errorf("CSV %v: %v", err, rows)
	}
	if err := s.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	html := page.String()
	if strings.Count(html, "<svg") != 3 || strings.Count(html, "<polyline") != 8 || !strings.Contains(html, "&lt;fast&gt;") || strings.Contains(html, "<fast>") {
		t.Errorf("%d charts, %d curves", strings.Count(html, "<svg"), strings.Count(html, "<polyline"))
	}
	for _, no := range []string{"http:", "https:", "src=", "@import", "url("} {
		if strings.Contains(html, no) {
			t.Errorf("the page refers to something: %s", no)
		}
	}
	// Sorting goes by the number of a cell: each row has one for each heading, those of failed runs too.
	for _, table := range strings.Split(html, "<table")[1:] {
		table, _, _ = strings.Cut(table, "</table>")
		head, body, _ := strings.Cut(table, "</thead>")
		columns := strings.Count(head[strings.LastIndex(head, "<tr"):], "<th>")
		for _, row := range strings.Split(body, "<tr")[1:] {
			if n := strings.Count(row, "<td"); n != columns {
				t.Errorf("a row of %d cells below %d headings: %s", n, columns, row)
			}
		}
	}
}

// TestInterrupt ends a campaign in its first run.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	v := script(t, t.TempDir(), "vm", 1)
	cancel()
	p := Plan{VMs: []VM{v}, Programs: []Program{{"One", 1}}, Repetitions: 3, Compiled: Compiled}
	if r := p.Execute(ctx); !r.Interrupted || len(r.Runs) != 0 {
		t.Errorf("%+v", r)
	}
}
