// Command gojvm-bench measures gojvm, its tiers beside each other and beside any other java.
//
//	gojvm-bench run [options] [pattern of kernels | class ...]
//
// runs kernels, or with -cp classes with the same harness, on several VMs in turns and prints
// steady state, warm-up, start-up, memory and collections with medians, spread and
// geometric means; -html writes a page with charts, -csv and -json the data. Ctrl-C
// ends it with what there is.
//
//	gojvm-bench report [options] results.json
//
// does the evaluation again, for instance by another metric or to another base.
//
//	gojvm-bench list
//
// lists the kernels, which it has within.
//
//	gojvm-bench compile-all [-tiers 1,2] [-check] [-cp path] [module or jar ...]
//
// compiles all methods of modules of the class library (java.base if none is named) and of
// the jars at each tier without running them, and reports methods, bytes, time and, by
// reason, what does not compile. Built with GOARCH=386 it does so for that machine.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) > 1 {
		args := os.Args[2:]
		switch os.Args[1] {
		case "run":
			os.Exit(run(args, os.Stdout, os.Stderr))
		case "report":
			os.Exit(report(args, os.Stdout, os.Stderr))
		case "list":
			os.Exit(list(os.Stdout))
		case "compile-all":
			os.Exit(compileAll(args, os.Stdout, os.Stderr))
		}
	}
	fmt.Fprintln(os.Stderr, `usage: gojvm-bench run [options] [pattern of kernels | class ...]
       gojvm-bench report [options] results.json
       gojvm-bench list
       gojvm-bench compile-all [-tiers 1,2] [-check] [-cp path] [module or jar ...]
run and report tell of their options with -h`)
	os.Exit(2)
}
