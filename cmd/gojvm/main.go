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
	o, err := gojvm.ParseOptions(args)
	if err != nil {
		return reportOptionError(err)
	}
	return gojvm.Launch(o)
}

// commandLine gives the whole command line: JDK_JAVA_OPTIONS first, argument
// files expanded, and before all the options of JAVA_TOOL_OPTIONS.
func commandLine(args []string) ([]string, error) {
	if v, ok := os.LookupEnv("JDK_JAVA_OPTIONS"); ok && v != "" {
		fmt.Fprintf(os.Stderr, "NOTE: Picked up JDK_JAVA_OPTIONS: %s\n", v)
		extra, err := envArgs(v)
		if err != nil {
			return nil, fmt.Errorf("Error: Unmatched quote in environment variable JDK_JAVA_OPTIONS")
		}
		if extra, err = expandArgs(extra); err != nil {
			return nil, err
		}
		wantValue := false
		for _, a := range extra {
			if forbiddenInEnv(a) {
				return nil, fmt.Errorf("Error: Option %s is not allowed in environment variable JDK_JAVA_OPTIONS", a)
			}
			x := expander{wantValue: wantValue}
			x.see(a)
			if x.off {
				return nil, fmt.Errorf("Error: Cannot specify main class in environment variable JDK_JAVA_OPTIONS")
			}
			wantValue = x.wantValue
		}
		args = append(extra, args...)
	}
	args, err := expandArgs(args)
	if err != nil {
		return nil, err
	}
	if v, ok := os.LookupEnv("JAVA_TOOL_OPTIONS"); ok && v != "" {
		fmt.Fprintf(os.Stderr, "Picked up JAVA_TOOL_OPTIONS: %s\n", v)
		extra, err := envArgs(v)
		if err != nil {
			return nil, fmt.Errorf("Unmatched quote in JAVA_TOOL_OPTIONS")
		}
		args = append(extra, args...)
	}
	return args, nil
}

func reportOptionError(err error) int {
	oe, ok := err.(*gojvm.OptionError)
	if !ok {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	out := os.Stderr
	if oe.Stdout {
		out = os.Stdout
	}
	fmt.Fprint(out, oe.Report())
	if oe.Usage {
		return gojvm.Launch(gojvm.UsageOptions())
	}
	return 1
}
