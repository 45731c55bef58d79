package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"gojvm/internal/bench"
)

// campaign runs the kernels of which use is true on some VMs.
func (s *suite) campaign(vms []bench.VM, use func(bench.Program) bool) *bench.Results {
	p := bench.Plan{
		VMs: vms, Programs: slices.DeleteFunc(slices.Clone(s.kernels), func(k bench.Program) bool { return !use(k) }),
		Repetitions: s.reps, ClassPath: s.classes, Logs: true, Compiled: bench.Compiled, Interpreted: bench.Interpreted, Progress: os.Stderr,
	}
	return p.Execute(s.ctx)
}

// compareKernels prints a row for each kernel of which use is true: the time of a unit of work on
// the first VM, and its ratio to that of each other; then the geometric means of the ratios.
func (s *suite) compareKernels(title string, vms []bench.VM, use func(bench.Program) bool) {
	r := s.campaign(vms, use)
	fmt.Printf("\n%s: %s against\n", title, vms[0].Name)
	var to []*bench.Summary
	for i, v := range vms {
		if i > 0 {
			fmt.Printf("  (%d) %s\n", i, v.Name)
		}
		to = append(to, r.Summarize(s.metric, i))
	}
	for k, row := range to[0].Rows {
		c := row.Cells[0]
		if c.Failed != "" {
			fmt.Printf("%-24s failed: %s\n", row.Program.Name, c.Failed)
			continue
		}
		fmt.Printf("%-24s %12s", row.Program.Name, round(c.Steady.Median*1000))
		for i := range vms[1:] {
			fmt.Printf(" %7.2f", to[i+1].Rows[k].Cells[0].Ratio.Median)
		}
		fmt.Println()
	}
	mean, _, n := to[len(to)-1].Mean(0, "", bench.SteadyRatio)
	fmt.Printf("%-37s", fmt.Sprintf("geometric mean of %d", n))
	for i := range vms[1:] {
		mean, _, _ = to[i+1].Mean(0, "", bench.SteadyRatio)
		fmt.Printf(" %7.2f", mean)
	}
	fmt.Println()
}

func round(ns float64) time.Duration {
	if math.IsNaN(ns) {
		return 0
	}
	return time.Duration(ns).Round(10 * time.Nanosecond)
}

func all(bench.Program) bool { return true }

func (s *suite) kernelTable() {
	s.compareKernels("Kernels under the interpreter", []bench.VM{s.gojvm.With("-Xint"), s.java.With("-Xint")}, all)
}

func (s *suite) tierTable() {
	s.compareKernels("Kernels compiled, steady state",
		[]bench.VM{s.gojvm, s.java.With(tier1), s.java, s.gojvm.With(tier1)}, all)
}

const tier1 = "-XX:TieredStopAtLevel=1"

func (s *suite) gcTable() {
	const heap = "-Xmx512m"
	collects := func(k bench.Program) bool { return strings.HasPrefix(k.Name, "memory.") }
	vms := []bench.VM{s.gojvm.With("-Xint", heap), s.java.With("-Xint", "-XX:+UseSerialGC", heap)}
	s.compareKernels("Allocation and collection", vms, collects)
	for _, v := range vms {
		s.pauses(v, collects)
	}
}

var pause = regexp.MustCompile(`Pause Young .* ([0-9.]+)ms`)

// pauses prints how long the minor collections of the kernels took.
func (s *suite) pauses(v bench.VM, use func(bench.Program) bool) {
	var ms []float64
	for _, k := range s.kernels {
		if !use(k) {
			continue
		}
		r := bench.Measure(s.ctx, v.With("-Xlog:gc"), false, "-cp", s.classes, k.Name, "4", strconv.Itoa(max(1, k.Units/bench.Interpreted.Share)))
		for _, m := range pause.FindAllStringSubmatch(r.Output, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			ms = append(ms, x)
		}
	}
	if len(ms) == 0 {
		return
	}
	sort.Float64s(ms)
	fmt.Printf("minor pauses, %s: %d, median %.2f ms, 99 %% below %.2f ms, longest %.2f ms\n", v.Name, len(ms),
		bench.Median(ms), bench.Quantile(ms, 0.99), ms[len(ms)-1])
}

// compareRuns prints wall time, processor time and resident memory of whole runs.
func (s *suite) compareRuns(title string, vms []bench.VM, args ...string) {
	fmt.Printf("\n%s\n%-44s %12s %12s %9s %7s %7s %7s\n", title, "", "wall", "processor", "memory", "wall", "proc.", "memory")
	runs := make([][]bench.Run, len(vms))
	for range s.reps {
		for n, v := range vms {
			r := bench.Measure(s.ctx, v, false, args...)
			if r.Failed != "" {
				fmt.Printf("%-44s failed: %s\n", v.Name, r.Failed)
				continue
			}
			runs[n] = append(runs[n], r)
		}
	}
	for n, v := range vms {
		if len(runs[n]) == 0 || len(runs[0]) == 0 {
			continue
		}
		wall, cpu, rss := medians(runs[n])
		wall0, cpu0, rss0 := medians(runs[0])
		fmt.Printf("%-44s %12s %12s %6.0f MB %7.2f %7.2f %7.2f\n", v.Name, millis(wall), millis(cpu), rss/(1<<20), wall0/wall, cpu0/cpu, rss0/rss)
	}
}

func millis(seconds float64) time.Duration {
	return time.Duration(seconds * 1e9).Round(time.Millisecond)
}

// medians returns those of wall time, processor time (seconds) and memory (bytes) of some runs.
func medians(runs []bench.Run) (wall, cpu, rss float64) {
	var w, c, m []float64
	for _, r := range runs {
		w, c, m = append(w, r.Wall), append(c, r.CPU), append(m, float64(r.RSS))
	}
	return bench.Median(w), bench.Median(c), bench.Median(m)
}

func (s *suite) startTable() {
	s.compareRuns("HelloWorld (ratios: the first line's to each line's)",
		[]bench.VM{s.gojvm.With("-Xint"), s.java.With("-Xint", "-Xshare:off"), s.java},
		"-cp", s.classes, bench.Hello)
}

const javac = "jdk.compiler/com.sun.tools.javac.Main"

func (s *suite) javacTable() {
	out := filepath.Join(s.classes, "javac-out")
	if err := os.MkdirAll(out, 0o755); err != nil {
		fmt.Println(err)
		return
	}
	s.compareRuns("javac compiling HelloWorld", []bench.VM{s.gojvm.With("-Xint"), s.gojvm, s.java.With("-Xint"), s.java},
		"-m", javac, "-d", out, filepath.Join(s.classes, "HelloWorld.java"))
	args, n, err := s.javacArgs(math.MaxInt)
	if err != nil {
		fmt.Println(err)
		return
	}
	s.compareRuns(fmt.Sprintf("javac compiling the %d files of java.util", n), []bench.VM{s.gojvm, s.java}, args...)
}

// javacArgs returns the arguments that have javac compile at most max files of java.util,
// and how many they are.
func (s *suite) javacArgs(max int) (args []string, n int, err error) {
	src, out := filepath.Join(s.classes, "javac-src"), filepath.Join(s.classes, "javac-out")
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, 0, err
	}
	sources, err := unpack(src, "java.base/java/util/")
	if err != nil {
		return nil, 0, err
	}
	sort.Strings(sources)
	sources = sources[:min(max, len(sources))]
	args = []string{"-m", javac, "-nowarn", "-Xlint:none", "-d", out, "--patch-module", "java.base=" + filepath.Join(src, "java.base")}
	return append(args, sources...), len(sources), nil
}

// threadTable tells the memory that one thread takes: what 100,000 add to 1, divided.
func (s *suite) threadTable() {
	v := s.gojvm.With("-Xint")
	run := func(count int) bench.Run {
		return bench.Measure(s.ctx, v, false, "-cp", s.classes, "threads.ThreadMass", strconv.Itoa(count))
	}
	one := run(1)
	for _, count := range []int{10000, 100000} {
		s.compareRuns(fmt.Sprint(count, " threads alive at once"), []bench.VM{v}, "-cp", s.classes, "threads.ThreadMass", strconv.Itoa(count))
		many := run(count)
		fmt.Printf("each takes %.1f KB: 4 KB of Java stack, its Go stack, and the rest\n", float64(many.RSS-one.RSS)/float64(count)/1024)
	}
}

// idleTable shows what a program that had a large heap keeps while it sleeps.
func (s *suite) idleTable() {
	fmt.Printf("\nResident memory of a program that filled 300 MB, dropped it and sleeps\n")
	for _, v := range []bench.VM{s.gojvm, s.java} {
		r := bench.Measure(s.ctx, v.With("-Xmx512m"), false, "-cp", s.classes, "memory.Idle")
		fmt.Printf("%s:\n%s", v.Name, r.Output)
	}
}
