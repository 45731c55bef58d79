package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// compareKernels prints a row for each kernel of which use is true, and the
// geometric mean of the ratios.
func (s *suite) compareKernels(title string, mine, theirs vm, use func(kernel) bool) {
	fmt.Printf("\n%s: %s against %s\n", title, mine.name, theirs.name)
	fmt.Printf("%-24s %12s %12s %7s\n", "kernel", mine.argv[0], theirs.argv[0], "ratio")
	var ratios []float64
	for _, k := range s.kernels {
		if !use(k) || !s.match.MatchString(k.name) {
			continue
		}
		var a, b []float64
		var failed error
		for i := 0; i < s.reps && failed == nil; i++ {
			for _, side := range []struct {
				vm   vm
				into *[]float64
			}{{mine, &a}, {theirs, &b}} {
				d, err := s.steady(side.vm, k)
				if err != nil {
					failed = err
					break
				}
				*side.into = append(*side.into, float64(d))
			}
		}
		if failed != nil {
			fmt.Printf("%-24s failed: %v\n", k.name, failed)
			continue
		}
		ratio := median(a) / median(b)
		ratios = append(ratios, ratio)
		fmt.Printf("%-24s %12s %12s %7.2f\n", k.name, round(median(a)), round(median(b)), ratio)
	}
	if len(ratios) > 0 {
		fmt.Printf("%-24s %12s %12s %7.2f\n", fmt.Sprintf("geometric mean of %d", len(ratios)), "", "", geometricMean(ratios))
	}
}

func round(ns float64) time.Duration {
	return time.Duration(ns).Round(10 * time.Microsecond)
}

func (s *suite) kernelTable() {
	s.compareKernels("Kernels under the interpreter", s.gojvm.with("-Xint"), s.java.with("-Xint"), func(k kernel) bool { return true })
}

func (s *suite) gcTable() {
	const heap = "-Xmx512m"
	s.compareKernels("Allocation and collection", s.gojvm.with("-Xint", heap), s.java.with("-Xint", "-XX:+UseSerialGC", heap),
		func(k kernel) bool { return strings.HasPrefix(k.name, "memory.") })
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
	s.compareRuns("javac compiling HelloWorld", []vm{s.gojvm.with("-Xint"), s.java.with("-Xint")},
		"-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", out, filepath.Join(s.classes, "HelloWorld.java"))
}

func (s *suite) threadTable() {
	for _, count := range []string{"10000", "100000"} {
		s.compareRuns(count+" threads alive at once", []vm{s.gojvm.with("-Xint")}, "-cp", s.classes, "threads.ThreadMass", count)
	}
}
