// Command bench measures what gojvm is made of and compares it with others, and prints the tables
// of README.md.
//
//	go run ./test/bench [-gojvm bin/gojvm] [-java java] [-reps 3] [-only table] [-run regexp] [-metric wall]
//
// Java programs are run in turns with java, by the harness of gojvm-bench (internal/bench), of
// which this is a use with fixed comparisons; ratios are of medians, below 1 is faster than java.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"regexp"
	"slices"

	"gojvm/internal/bench"
	javakernels "gojvm/test/bench/kernels"
)

// suite is what the tables share.
type suite struct {
	ctx         context.Context
	gojvm, java bench.VM
	gojvm386    string
	reps        int
	metric      bench.Metric
	classes     string // folder of the compiled kernels
	kernels     []bench.Program
	match       *regexp.Regexp
	json        string
}

// table is one of the tables.
type table struct {
	name  string
	print func(*suite)
	java  bool // it runs Java programs
}

func tables() []table {
	return []table{
		{"codegen", (*suite).codegenTable, false},
		{"ppc", (*suite).ppcTable, false},
		{"targets", (*suite).targetTable, true},
		{"calls", (*suite).callTable, true},
		{"kernels", (*suite).kernelTable, true},
		{"tiers", (*suite).tierTable, true},
		{"start", (*suite).startTable, true},
		{"javac", (*suite).javacTable, true},
		{"gc", (*suite).gcTable, true},
		{"threads", (*suite).threadTable, true},
		{"idle", (*suite).idleTable, true},
	}
}

func main() {
	log.SetFlags(0)
	gojvm := flag.String("gojvm", "bin/gojvm", "the VM measured")
	gojvm386 := flag.String("gojvm386", "", "the same built with GOARCH=386 (default: it is built)")
	java := flag.String("java", "java", "the VM compared with")
	reps := flag.Int("reps", 3, "repetitions")
	only := flag.String("only", "", "one table: codegen, ppc, targets, calls, kernels, tiers, start, javac, gc, threads or idle; without, all but tiers, whose runs targets has as well")
	match := flag.String("run", "", "only kernels whose name matches")
	metric := flag.String("metric", "wall", "times of kernels by `wall` clock, or cpu: processor time")
	raw := flag.String("json", "", "write the runs of table targets to this `file`, for gojvm-bench report")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	s := &suite{ctx: ctx, gojvm: bench.Command("gojvm", *gojvm), java: bench.Command("java", *java), gojvm386: *gojvm386,
		reps: *reps, metric: bench.Metric(*metric), match: regexp.MustCompile(*match), json: *raw}
	list := slices.DeleteFunc(tables(), func(t table) bool {
		return *only != t.name && (*only != "" || t.name == "tiers")
	})
	if len(list) == 0 {
		log.Fatalf("there is no table %s", *only)
	}
	if slices.ContainsFunc(list, func(t table) bool { return t.java }) {
		if err := s.prepare(); err != nil {
			log.Fatal(err)
		}
		defer os.RemoveAll(s.classes)
	}
	fmt.Printf("Machine: %s\n", bench.Machine())
	for _, t := range list {
		if ctx.Err() == nil {
			t.print(s)
		}
	}
}

// prepare makes what Java programs need.
func (s *suite) prepare() error {
	for _, v := range []*bench.VM{&s.gojvm, &s.java} {
		if err := v.Identify(s.ctx); err != nil {
			return err
		}
	}
	all, err := bench.ReadKernels(javakernels.Set())
	if err != nil {
		return err
	}
	s.kernels = slices.DeleteFunc(all, func(p bench.Program) bool { return !s.match.MatchString(p.Name) })
	s.classes, err = bench.Compile(javakernels.Sources(), s.gojvm)
	return err
}
