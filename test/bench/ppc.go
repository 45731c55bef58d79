package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gojvm/codegen"
	"gojvm/internal/bench"
	"gojvm/ppc"
	"gojvm/test/kernels"
)

//go:embed plugin/count.c
var countSource []byte

//go:embed plugin/cycles.c
var cyclesSource []byte

// ppcTable prints how many instructions the kernels execute as 32-bit PowerPC code, ours
// and that of gcc, counted by a plugin of qemu, and how many cycles they take by a simple model
// of the 750, another plugin: with scheduling and without. What a program executes for size 1 is
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

// ppcBench measures programs under qemu.
type ppcBench struct{ dir string }

func (p *ppcBench) in(name string) string { return filepath.Join(p.dir, name) }

// build makes the plugins and gcc's programs.
func (p *ppcBench) build() error {
	for name, source := range map[string][]byte{"instructions.c": countSource, "cycles.c": cyclesSource} {
		if err := os.WriteFile(p.in(name), source, 0o644); err != nil {
			return err
		}
	}
	if err := kernels.WriteC(p.dir); err != nil {
		return err
	}
	plugin := []string{"gcc", "-O2", "-shared", "-fPIC", "-o"}
	compiler := []string{"powerpc-linux-gnu-gcc", "-ffp-contract=off", "-std=gnu11", "-static", p.in("main.c"), "-lm", "-o"}
	for _, argv := range [][]string{
		append(slices.Clip(plugin), p.in("instructions.so"), p.in("instructions.c")),
		append(slices.Clip(plugin), p.in("cycles.so"), p.in("cycles.c")),
		append(slices.Clip(compiler), p.in("gcc-O1"), "-O1"),
		append(slices.Clip(compiler), p.in("gcc-O2"), "-O2", "-mcpu=750"),
	} {
		if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %v: %s", argv[0], err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

// run returns the number that a plugin prints for a program, which must print want, if not 0.
func (p *ppcBench) run(plugin string, want int32, argv ...string) (float64, error) {
	cmd := exec.Command("qemu-ppc", append([]string{"-plugin", p.in(plugin + ".so")}, argv...)...)
	var messages strings.Builder
	cmd.Stderr = &messages
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("%s: %v", argv, err)
	}
	if f := strings.Fields(string(out)); len(f) == 0 || want != 0 && f[0] != fmt.Sprint(want) {
		return 0, fmt.Errorf("%s printed %q, want %d", argv, out, want)
	}
	m := regexp.MustCompile(plugin + ` (\d+)`).FindStringSubmatch(messages.String())
	if m == nil {
		return 0, fmt.Errorf("%s: the plugin counted nothing", argv)
	}
	return strconv.ParseFloat(m[1], 64)
}

// count returns the number of kernel k, less that of size 1. gcc: the name of gcc's program, or
// "" for ours, which is in file path.
func (p *ppcBench) count(plugin string, k kernels.Kernel, gcc, path string) (float64, error) {
	argv := func(n int32) []string {
		if gcc != "" {
			return []string{p.in(gcc), k.Name, fmt.Sprint(n), "1"}
		}
		return []string{path, fmt.Sprint(n)}
	}
	small, err := p.run(plugin, 0, argv(1)...)
	if err != nil {
		return 0, err
	}
	large, err := p.run(plugin, k.LargeCheck, argv(k.Large)...)
	return large - small, err
}

func (s *suite) ppcKernels() error {
	dir, err := os.MkdirTemp("", "gojvm-ppc")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := &ppcBench{dir}
	if err := p.build(); err != nil {
		return err
	}
	target, unordered := ppc.NewTarget(), ppc.NewTarget()
	unordered.Processor = nil
	columns := []struct {
		plugin, name, gcc string
		target            *codegen.Target
		level             codegen.Level
	}{
		{"instructions", "full", "", target, codegen.Full},
		{"instructions", "quick", "", target, codegen.Quick},
		{"instructions", "gcc -O1", "gcc-O1", nil, 0},
		{"cycles", "full", "", target, codegen.Full},
		{"cycles", "no order", "", unordered, codegen.Full},
		{"cycles", "gcc -O1", "gcc-O1", nil, 0},
		{"cycles", "gcc -O2", "gcc-O2", nil, 0},
	}
	const full, gcc = 0, 2
	fmt.Printf("\nInstructions executed on ppc (qemu), and cycles of a model of the 750, 10^6; ratios of full to gcc -O1 -ffp-contract=off; gcc -O2 for the 750\n")
	fmt.Printf("%-12s", "kernel")
	for i, c := range columns {
		fmt.Printf(" %9s", c.name)
		if i == gcc {
			fmt.Printf(" %7s |", "to -O1")
		}
	}
	fmt.Printf(" %7s %8s\n", "to -O1", "to no o.")
	var ratios [3][]float64
	for _, k := range kernels.All() {
		if !s.match.MatchString(k.Name) {
			continue
		}
		fmt.Printf("%-12s", k.Name)
		var n []float64
		for i, c := range columns {
			path := p.in(fmt.Sprint(k.Name, i))
			if c.target != nil {
				if err := k.WriteProgram(path, c.target, codegen.Options{Level: c.level}); err != nil {
					return err
				}
			}
			x, err := p.count(c.plugin, k, c.gcc, path)
			if err != nil {
				return err
			}
			n = append(n, x)
			fmt.Printf(" %9.2f", x/1e6)
			if i == gcc {
				fmt.Printf(" %7.2f |", n[full]/n[gcc])
			}
		}
		fmt.Printf(" %7.2f %8.3f\n", n[3]/n[5], n[3]/n[4])
		ratios[0] = append(ratios[0], n[full]/n[gcc])
		ratios[1] = append(ratios[1], n[3]/n[5])
		ratios[2] = append(ratios[2], n[3]/n[4])
	}
	if len(ratios[0]) > 0 {
		fmt.Printf("%-12s %29s %7.2f | %39s %7.2f %8.3f\n", "geo. mean", "", bench.GeometricMean(ratios[0]), "", bench.GeometricMean(ratios[1]), bench.GeometricMean(ratios[2]))
	}
	return nil
}
