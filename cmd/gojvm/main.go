// Command gojvm runs Java programs, as `java` does: see README.md for the options.
package main

import (
	"fmt"
	"os"

	"gojvm"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run is the launcher: it expands the command line, then boots a VM and hands
// over to the main class. It returns the exit code.
func run(args []string) int {
	args, err := commandLine(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	o, err := gojvm.ParseCommandLine(args)
	if err != nil {
		o.Announce(os.Stdout, os.Stderr)
		return reportOptionError(err)
	}
	return gojvm.Launch(o)
}

// commandLine gives the whole command line: JDK_JAVA_OPTIONS first, argument files expanded.
func commandLine(args []string) ([]string, error) {
	x := expander{}
	var out []string
	if v, ok := os.LookupEnv("JDK_JAVA_OPTIONS"); ok {
		fmt.Fprintf(os.Stderr, "NOTE: Picked up JDK_JAVA_OPTIONS: %s\n", v)
		extra, err := envArgs(v)
		if err != nil {
			return nil, err
		}
		for _, a := range extra {
			words, err := x.expand(a)
			if err != nil {
				return nil, err
			}
			for _, w := range words {
				if forbiddenInEnv(w) {
					return nil, fmt.Errorf("Error: Option %s is not allowed in environment variable JDK_JAVA_OPTIONS", w)
				}
			}
			if x.main {
				return nil, fmt.Errorf("Error: Cannot specify main class in environment variable JDK_JAVA_OPTIONS")
			}
			out = append(out, words...)
		}
	}
	for _, a := range args {
		words, err := x.expand(a)
		if err != nil {
			return nil, err
		}
		out = append(out, words...)
	}
	return out, nil
}

func reportOptionError(err error) int {
	oe, ok := err.(*gojvm.OptionError)
	if !ok {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	oe.Report(os.Stdout, os.Stderr)
	if oe.Usage {
		return gojvm.Launch(gojvm.UsageOptions())
	}
	return 1
}
