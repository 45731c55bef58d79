package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"gojvm/codegen"
	"gojvm/internal/bench"
	"gojvm/ppc"
	"gojvm/test/kernels"
)

//go:embed plugin/count.c
var countSource []byte

// ppcTable prints how many instructions the kernels execute as 32-bit PowerPC code, ours
// and that of gcc, counted by a plugin of qemu. What a program executes for size 1 is
// taken off, so that start and end do not count; routines of the libraries do.
func (s *suite) ppcTable() {
	for _, tool := range []string{"qemu-ppc", "powerpc-linux-gnu-gcc", "gcc"} {
		if _, err := exec.LookPath(tool); err != nil {
			fmt.Printf("\nInstructions on ppc: not counted, %s is not installed\n", tool)
			return
		}
	}
	if err := s.ppcKernels(); err != nil {
		fmt.Println("instructions on ppc:", err)
	}
}

func (s *suite) ppcKernels() error {
	dir, err := os.MkdirTemp("", "gojvm-ppc")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(in("count.c"), countSource, 0o644); err != nil {
		return err
	}
	if err := kernels.WriteC(dir); err != nil {
		return err
	}
	for _, argv := range [][]string{
		{"gcc", "-O2", "-shared", "-fPIC", "-o", in("count.so"), in("count.c")},
		{"powerpc-linux-gnu-gcc", "-O1", "-ffp-contract=off", "-std=gnu11", "-static", "-o", in("gcc-O1"), in("main.c"), "-lm"},
	} {
		if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %v: %s", argv[0], err, strings.TrimSpace(string(out)))
		}
	}
	count := func(want int32, argv ...string) (float64, error) {
		cmd := exec.Command("qemu-ppc", append([]string{"-plugin", in("count.so")}, argv...)...)
		var messages strings.Builder
		cmd.Stderr = &messages
		out, err := cmd.Output()
		if err != nil {
			return 0, fmt.Errorf("%s: %v", argv, err)
		}
		if f := strings.Fields(string(out)); len(f) == 0 || want != 0 && f[0] != fmt.Sprint(want) {
			return 0, fmt.Errorf("%s printed %q, want %d", argv, out, want)
		}
		m := regexp.MustCompile(`instructions (\d+)`).FindStringSubmatch(messages.String())
		if m == nil {
			return 0, fmt.Errorf("%s: the plugin counted nothing", argv)
		}
		return strconv.ParseFloat(m[1], 64)
	}
	fmt.Printf("\nInstructions executed on ppc (qemu), ratio of full to gcc -O1 -ffp-contract=off\n")
	fmt.Printf("%-12s %14s %14s %14s %7s\n", "kernel", "full", "quick", "gcc -O1", "to -O1")
	var ratios []float64
	target := ppc.NewTarget()
	for _, k := range kernels.All() {
		if !s.match.MatchString(k.Name) {
			continue
		}
		var counts []float64
		for _, level := range []codegen.Level{codegen.Full, codegen.Quick} {
			path := in(fmt.Sprint(k.Name, level))
			if err := k.WriteProgram(path, target, codegen.Options{Level: level}); err != nil {
				return err
			}
			small, err := count(0, path, "1")
			if err != nil {
				return err
			}
			large, err := count(k.LargeCheck, path, fmt.Sprint(k.Large))
			if err != nil {
				return err
			}
			counts = append(counts, large-small)
		}
		small, err := count(0, in("gcc-O1"), k.Name, "1", "1")
		if err != nil {
			return err
		}
		large, err := count(k.LargeCheck, in("gcc-O1"), k.Name, fmt.Sprint(k.Large), "1")
		if err != nil {
			return err
		}
		ratio := counts[0] / (large - small)
		ratios = append(ratios, ratio)
		fmt.Printf("%-12s %14.0f %14.0f %14.0f %7.2f\n", k.Name, counts[0], counts[1], large-small, ratio)
	}
	if len(ratios) > 0 {
		fmt.Printf("%-12s %14s %14s %14s %7.2f\n", "geo. mean", "", "", "", bench.GeometricMean(ratios))
	}
	return nil
}
