package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
)

// compareKernels prints a row for each kernel of which use is true: the time of the first
// VM, and its ratio to that of each other; then the geometric means of the ratios.
func (s *suite) compareKernels(title string, e effort, vms []vm, use func(kernel) bool) {
	fmt.Printf("\n%s: %s against\n", title, vms[0].name)
	for i, v := range vms[1:] {
		fmt.Printf("  (%d) %s\n", i+1, v.name)
	}
	ratios := make([][]float64, len(vms))
	for _, k := range s.kernels {
		if !use(k) || !s.match.MatchString(k.name) {
			continue
		}
		times := make([][]float64, len(vms))
		for range s.reps {
			for i, v := range vms {
				d, err := s.steady(v, k, e)
				if err != nil {
					fmt.Printf("%-24s failed: %v\n", k.name, err)
					continue
				}
				times[i] = append(times[i], float64(d))
			}
		}
		fmt.Printf("%-24s %12s", k.name, round(median(times[0])))
		for i := range vms[1:] {
			ratio := median(times[0]) / median(times[1+i])
			if !math.IsNaN(ratio) {
				ratios[1+i] = append(ratios[1+i], ratio)
			}
			fmt.Printf(" %7.2f", ratio)
		}
		fmt.Println()
	}
	fmt.Printf("%-37s", fmt.Sprintf("geometric mean of %d", len(ratios[1])))
	for _, r := range ratios[1:] {
		fmt.Printf(" %7.2f", geometricMean(r))
	}
	fmt.Println()
}

func round(ns float64) time.Duration {
	return time.Duration(ns).Round(10 * time.Microsecond)
}

func all(kernel) bool { return true }

func (s *suite) kernelTable() {
	s.compareKernels("Kernels under the interpreter", interpreted, []vm{s.gojvm.with("-Xint"), s.java.with("-Xint")}, all)
}

func (s *suite) tierTable() {
	s.compareKernels("Kernels compiled, steady state", compiled,
		[]vm{s.gojvm, s.java.with("-XX:TieredStopAtLevel=1"), s.java, s.gojvm.with("-XX:TieredStopAtLevel=1")}, all)
}

func (s *suite) gcTable() {
	const heap = "-Xmx512m"
	collects := func(k kernel) bool { return strings.HasPrefix(k.name, "memory.") }
	s.compareKernels("Allocation and collection", interpreted,
		[]vm{s.gojvm.with("-Xint", heap), s.java.with("-Xint", "-XX:+UseSerialGC", heap)}, collects)
	for _, v := range []vm{s.gojvm.with("-Xint", heap), s.java.with("-Xint", "-XX:+UseSerialGC", heap)} {
		s.pauses(v, collects)
	}
}

var pause = regexp.MustCompile(`Pause Young .* ([0-9.]+)ms`)

// pauses prints how long the minor collections of the kernels took.
func (s *suite) pauses(v vm, use func(kernel) bool) {
	var ms []float64
	for _, k := range s.kernels {
		if !use(k) || !s.match.MatchString(k.name) {
			continue
		}
		r := measure(v.with("-Xlog:gc"), "-cp", s.classes, k.name, "4", strconv.Itoa(max(1, k.units/interpreted.share)))
		for _, m := range pause.FindAllStringSubmatch(r.output, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			ms = append(ms, x)
		}
	}
	if len(ms) == 0 {
		return
	}
	sort.Float64s(ms)
	at := func(q float64) float64 { return ms[int(q*float64(len(ms)-1))] }
	fmt.Printf("minor pauses, %s: %d, median %.2f ms, 99 %% below %.2f ms, longest %.2f ms\n", v.name, len(ms), at(0.5), at(0.99), at(1))
}

// compareRuns prints wall time and resident memory of whole runs.
func (s *suite) compareRuns(title string, vms []vm, args ...string) {
	fmt.Printf("\n%s\n%-44s %12s %9s %7s %7s\n", title, "", "wall", "memory", "time", "memory")
	walls, sizes := make([][]float64, len(vms)), make([][]float64, len(vms))
	for i := 0; i < s.reps; i++ {
		for n, v := range vms {
			r := measure(v, args...)
			if r.err != nil {
				fmt.Printf("%-44s failed: %v: %s\n", v.name, r.err, firstLine(r.output))
				continue
			}
			walls[n] = append(walls[n], float64(r.wall))
			sizes[n] = append(sizes[n], float64(r.rss))
		}
	}
	for n, v := range vms {
		if len(walls[n]) == 0 {
			continue
		}
		fmt.Printf("%-44s %12s %6.0f MB %7.2f %7.2f\n", v.name, round(median(walls[n])), median(sizes[n])/(1<<20),
			median(walls[0])/median(walls[n]), median(sizes[0])/median(sizes[n]))
	}
}

func (s *suite) startTable() {
	s.compareRuns("HelloWorld (ratios: the first line's to each line's)",
		[]vm{s.gojvm.with("-Xint"), s.java.with("-Xint", "-Xshare:off"), s.java},
		"-cp", s.classes, "HelloWorld")
}

func (s *suite) javacTable() {
	out := filepath.Join(s.classes, "javac-out")
	if err := os.MkdirAll(out, 0o755); err != nil {
		fmt.Println(err)
		return
	}
	const javac = "jdk.compiler/com.sun.tools.javac.Main"
	s.compareRuns("javac compiling HelloWorld", []vm{s.gojvm.with("-Xint"), s.gojvm, s.java.with("-Xint"), s.java},
		"-m", javac, "-d", out, filepath.Join(s.classes, "HelloWorld.java"))
	sources, err := unpack(filepath.Join(s.classes, "src"), "java.base/java/util/")
	if err != nil {
		fmt.Println(err)
		return
	}
	args := []string{"-m", javac, "-nowarn", "-Xlint:none", "-d", out, "--patch-module", "java.base=" + filepath.Join(s.classes, "src", "java.base")}
	s.compareRuns(fmt.Sprintf("javac compiling the %d files of java.util", len(sources)), []vm{s.gojvm, s.java}, append(args, sources...)...)
}

// threadTable tells the memory that one thread takes: what 100,000 add to 1, divided.
func (s *suite) threadTable() {
	v := s.gojvm.with("-Xint")
	one := measure(v, "-cp", s.classes, "threads.ThreadMass", "1")
	for _, count := range []int{10000, 100000} {
		s.compareRuns(fmt.Sprint(count, " threads alive at once"), []vm{v}, "-cp", s.classes, "threads.ThreadMass", strconv.Itoa(count))
		many := measure(v, "-cp", s.classes, "threads.ThreadMass", strconv.Itoa(count))
		fmt.Printf("each takes %.1f KB: 4 KB of Java stack, its Go stack, and the rest\n", float64(many.rss-one.rss)/float64(count)/1024)
	}
}

// idleTable shows what a program that had a large heap keeps while it sleeps.
func (s *suite) idleTable() {
	fmt.Printf("\nResident memory of a program that filled 300 MB, dropped it and sleeps\n")
	for _, v := range []vm{s.gojvm, s.java} {
		r := measure(v.with("-Xmx512m"), "-cp", s.classes, "memory.Idle")
		fmt.Printf("%s:\n%s", v.name, r.output)
	}
}
