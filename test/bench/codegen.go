//go:build linux && (amd64 || 386)

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"gojvm/codegen"
	"gojvm/internal/bench"
	"gojvm/test/kernels"
)

// cpuTime returns the processor time of this thread.
func cpuTime() time.Duration {
	const clockThreadCPU = 3
	var t syscall.Timespec
	if _, _, e := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThreadCPU, uintptr(unsafe.Pointer(&t)), 0); e != 0 {
		return 0
	}
	return time.Duration(t.Nano())
}

// callsPerRun is how often a run calls a kernel; the fastest call counts.
const callsPerRun = 5

// codegenTable prints the kernels of test/kernels, compiled by our pipelines, against gcc.
// Times are processor times of one thread.
func (s *suite) codegenTable() {
	if err := s.codegenKernels(); err != nil {
		fmt.Println("codegen kernels:", err)
	}
	compileSpeed()
}

func (s *suite) codegenKernels() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	dir, err := os.MkdirTemp("", "gojvm-kernels")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := kernels.WriteC(dir); err != nil {
		return err
	}
	target := kernels.NativeTarget()
	rivals := []string{"-O1", "-O2"}
	for _, o := range rivals {
		flags := []string{o, "-fno-math-errno", "-ffp-contract=off", "-o", filepath.Join(dir, "gcc"+o), filepath.Join(dir, "main.c"), "-lm"}
		if target.Name == "386" {
			flags = append([]string{"-m32", "-msse2", "-mfpmath=sse"}, flags...)
		}
		out, err := exec.Command("gcc", flags...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("gcc %s: %v: %s", o, err, strings.TrimSpace(string(out)))
		}
	}
	h, err := kernels.NewHost()
	if err != nil {
		return err
	}
	defer h.Close()
	levels := []codegen.Options{{Level: codegen.Full, Features: kernels.NativeFeatures()}, {Level: codegen.Quick, Features: kernels.NativeFeatures()}}
	fmt.Printf("\nKernels as machine code for %s: processor time in ms, ratio of full to gcc\n", target.Name)
	fmt.Printf("%-12s %8s %8s %8s %8s %7s %7s\n", "kernel", "full", "quick", "gcc -O1", "gcc -O2", "to -O1", "to -O2")
	var ratios [2][]float64
	for _, k := range kernels.All() {
		if !s.match.MatchString(k.Name) {
			continue
		}
		times := make([][]float64, len(levels)+len(rivals))
		var runs []func(int32) (int32, error)
		for _, o := range levels {
			codes, err := k.Compile(target, o)
			if err != nil {
				return err
			}
			run, err := h.Install(codes)
			if err != nil {
				return err
			}
			runs = append(runs, run)
		}
		for range s.reps {
			for i, run := range runs {
				best := time.Duration(-1)
				for range callsPerRun {
					begin := cpuTime()
					sum, err := run(k.Large)
					if t := cpuTime() - begin; best < 0 || t < best {
						best = t
					}
					if err != nil || sum != k.LargeCheck {
						return fmt.Errorf("%s(%d) = %d, %v; want %d", k.Name, k.Large, sum, err, k.LargeCheck)
					}
				}
				times[i] = append(times[i], float64(best))
			}
			for i, o := range rivals {
				out, err := exec.Command(filepath.Join(dir, "gcc"+o), k.Name, fmt.Sprint(k.Large), fmt.Sprint(callsPerRun)).Output()
				if err != nil {
					return fmt.Errorf("%s by gcc: %v", k.Name, err)
				}
				var sum int32
				var t float64
				if _, err := fmt.Sscan(string(out), &sum, &t); err != nil || sum != k.LargeCheck {
					return fmt.Errorf("%s by gcc %s: %q, %v", k.Name, o, strings.TrimSpace(string(out)), err)
				}
				times[len(levels)+i] = append(times[len(levels)+i], t)
			}
		}
		full, quick, o1, o2 := bench.Median(times[0])/1e6, bench.Median(times[1])/1e6, bench.Median(times[2])/1e6, bench.Median(times[3])/1e6
		ratios[0], ratios[1] = append(ratios[0], full/o1), append(ratios[1], full/o2)
		fmt.Printf("%-12s %8.2f %8.2f %8.2f %8.2f %7.2f %7.2f\n", k.Name, full, quick, o1, o2, full/o1, full/o2)
	}
	if len(ratios[0]) > 0 {
		fmt.Printf("%-12s %8s %8s %8s %8s %7.2f %7.2f\n", "geo. mean", "", "", "", "", bench.GeometricMean(ratios[0]), bench.GeometricMean(ratios[1]))
	}
	return nil
}
