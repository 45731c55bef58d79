package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gojvm/internal/bench"
	"gojvm/test/bench/kernels"
)

// vmList is the flag -vm.
type vmList []bench.VM

func (l *vmList) String() string { return "" }

func (l *vmList) Set(s string) error {
	v, err := bench.ParseVM(s)
	*l = append(*l, v)
	return err
}

// output is what run and report write: flags of both.
type output struct {
	metric          *string
	base            *string
	csv, json, html *string
}

func outputFlags(fl *flag.FlagSet) output {
	return output{
		metric: fl.String("metric", "wall", "times by `wall` clock, or cpu: processor time of the process"),
		base:   fl.String("base", "", "`name` of the VM that ratios are to (default: the last one)"),
		csv:    fl.String("csv", "", "write a line for each run to this `file`"),
		json:   fl.String("json", "", "write the raw results to this `file`, from which `report` makes the rest again"),
		html:   fl.String("html", "", "write a page with tables and charts to this `file`"),
	}
}

// run is the command run; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	fl := flag.NewFlagSet("run", flag.ContinueOnError)
	fl.SetOutput(stderr)
	var vms vmList
	fl.Var(&vms, "vm", "`name=path,flag...` of a VM; may be repeated. Without any: gojvm interpreting, at tier 1, and all tiers,\nand the same of -java")
	ours := fl.String("gojvm", "", "`path` of gojvm (default: beside gojvm-bench, in bin, on PATH)")
	java := fl.String("java", "java", "`path` of the java to compare with; \"\" for none")
	reps := fl.Int("reps", 3, "repetitions")
	iterations := fl.Int("iterations", bench.Compiled.Iterations, "iterations of VMs that compile")
	slow := fl.Int("slow-iterations", bench.Interpreted.Iterations, "iterations of VMs that only interpret, each of a sixteenth of the work")
	limit := fl.Int("seconds", bench.Compiled.Seconds, "begin no iteration after so many seconds")
	cp := fl.String("cp", "", "class `path`: the arguments are classes with the harness, each Class or Class:units")
	logs := fl.Bool("logs", true, "have VMs log collections to a file (-Xlog:gc), and gojvm its memory")
	startup := fl.Bool("startup", true, "measure the start of a small program as well")
	quiet := fl.Bool("q", false, "no progress")
	out := outputFlags(fl)
	fl.Usage = func() {
		fmt.Fprintln(stderr, "usage: gojvm-bench run [options] [pattern of kernels | class ...]")
		fl.PrintDefaults()
	}
	if err := fl.Parse(args); err != nil {
		return 2
	}
	fail := func(err error) int {
		fmt.Fprintln(stderr, "gojvm-bench:", err)
		return 1
	}
	if *reps < 1 || *iterations < 1 || *slow < 1 {
		return fail(fmt.Errorf("-reps and iterations are at least 1"))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(vms) == 0 {
		vms = standard(findOurs(*ours), *java)
	}
	for i := range vms {
		if slices.ContainsFunc(vms[:i], func(v bench.VM) bool { return v.Name == vms[i].Name }) {
			return fail(fmt.Errorf("two VMs have the name %s", vms[i].Name))
		}
		if err := vms[i].Identify(ctx); err != nil {
			return fail(err)
		}
	}
	plan := bench.Plan{
		VMs: vms, Repetitions: *reps, Startup: *startup, Logs: *logs,
		Compiled:    bench.Effort{Iterations: *iterations, Share: 1, Seconds: *limit},
		Interpreted: bench.Effort{Iterations: *slow, Share: bench.Interpreted.Share, Seconds: *limit},
	}
	if !*quiet {
		plan.Progress = stderr
	}
	sources := kernels.Sources()
	if *cp != "" {
		plan.Programs, plan.ClassPath = classes(fl.Args()), *cp
		sources = nil
	} else {
		all, err := bench.ReadKernels(kernels.Set())
		if err != nil {
			return fail(err)
		}
		if plan.Programs, err = matching(all, fl.Args()); err != nil {
			return fail(err)
		}
	}
	if len(plan.Programs) == 0 {
		return fail(fmt.Errorf("there is nothing to run"))
	}
	dir, err := bench.Compile(sources, vms[0])
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(dir)
	if plan.ClassPath != "" {
		plan.ClassPath += string(os.PathListSeparator)
	}
	plan.ClassPath += dir
	if _, err := baseOf(plan.VMs, *out.base); err != nil {
		return fail(err)
	}
	results := plan.Execute(ctx)
	stop()
	if err := out.write(results, stdout); err != nil {
		return fail(err)
	}
	if results.Interrupted {
		return 130
	}
	for _, r := range results.Runs {
		if r.Failed != "" {
			return 1
		}
	}
	return 0
}

// standard returns the VMs that are compared if none are named.
func standard(ours, java string) []bench.VM {
	all := bench.Command("gojvm", ours)
	list := []bench.VM{all.With("-Xint").Named("gojvm-int"), all.With("-XX:TieredStopAtLevel=1").Named("gojvm-t1"), all}
	if java == "" {
		return list
	}
	if _, err := exec.LookPath(java); err != nil {
		return list
	}
	other := bench.Command("java", java)
	return append(list, other.With("-Xint").Named("java-int"), other.With("-XX:TieredStopAtLevel=1").Named("java-c1"), other)
}

// findOurs looks for gojvm.
func findOurs(path string) string {
	if path != "" {
		return path
	}
	if self, err := os.Executable(); err == nil {
		if p := filepath.Join(filepath.Dir(self), "gojvm"); executable(p) {
			return p
		}
	}
	if p := filepath.Join("bin", "gojvm"); executable(p) {
		return p
	}
	return "gojvm"
}

func executable(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular() && st.Mode()&0o111 != 0
}

// matching returns the kernels that one of the patterns matches, all if there are none.
func matching(all []bench.Program, patterns []string) ([]bench.Program, error) {
	if len(patterns) == 0 {
		return all, nil
	}
	re, err := regexp.Compile("(?:" + strings.Join(patterns, ")|(?:") + ")")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(p bench.Program) bool { return !re.MatchString(p.Name) }), nil
}

// classes reads Class or Class:units.
func classes(args []string) []bench.Program {
	var list []bench.Program
	for _, a := range args {
		p := bench.Program{Name: a, Units: 1}
		if name, units, ok := strings.Cut(a, ":"); ok {
			if _, err := fmt.Sscan(units, &p.Units); err == nil && p.Units > 0 {
				p.Name = name
			}
		}
		list = append(list, p)
	}
	return list
}

// baseOf returns the index of the VM with that name, of the last one for "".
func baseOf(vms []bench.VM, name string) (int, error) {
	if name == "" {
		return len(vms) - 1, nil
	}
	i := slices.IndexFunc(vms, func(v bench.VM) bool { return v.Name == name })
	if i < 0 {
		return 0, fmt.Errorf("no VM has the name %s", name)
	}
	return i, nil
}

// write writes all that is asked for.
func (o *output) write(r *bench.Results, stdout io.Writer) error {
	base, err := baseOf(r.VMs, *o.base)
	if err != nil {
		return err
	}
	m := bench.Metric(*o.metric)
	if m != bench.Wall && m != bench.CPU {
		return fmt.Errorf("-metric %s: want wall or cpu", m)
	}
	s := r.Summarize(m, base)
	s.WriteText(stdout)
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{*o.json, r.WriteJSON}, {*o.csv, s.WriteCSV}, {*o.html, s.WriteHTML}} {
		if f.name == "" {
			continue
		}
		w, err := os.Create(f.name)
		if err != nil {
			return err
		}
		if err := f.write(w); err != nil {
			w.Close()
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// report is the command report: it evaluates results again.
func report(args []string, stdout, stderr io.Writer) int {
	fl := flag.NewFlagSet("report", flag.ContinueOnError)
	fl.SetOutput(stderr)
	out := outputFlags(fl)
	fl.Usage = func() {
		fmt.Fprintln(stderr, "usage: gojvm-bench report [options] results.json")
		fl.PrintDefaults()
	}
	if err := fl.Parse(args); err != nil {
		return 2
	}
	if fl.NArg() != 1 {
		fl.Usage()
		return 2
	}
	f, err := os.Open(fl.Arg(0))
	if err == nil {
		defer f.Close()
		var r *bench.Results
		if r, err = bench.ReadJSON(f); err == nil {
			err = out.write(r, stdout)
		}
	}
	if err != nil {
		fmt.Fprintln(stderr, "gojvm-bench:", err)
		return 1
	}
	return 0
}

// list is the command list: the kernels.
func list(stdout io.Writer) int {
	all, err := bench.ReadKernels(kernels.Set())
	if err != nil {
		fmt.Fprintln(stdout, err)
		return 1
	}
	for _, p := range all {
		fmt.Fprintln(stdout, p.Name)
	}
	return 0
}
