// Command gojvm-bench measures the compilers of gojvm.
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
	if len(os.Args) > 1 && os.Args[1] == "compile-all" {
		os.Exit(compileAll(os.Args[2:], os.Stdout, os.Stderr))
	}
	fmt.Fprintln(os.Stderr, "usage: gojvm-bench compile-all [-tiers 1,2] [-check] [-cp path] [module or jar ...]")
	os.Exit(2)
}
