// Command gojvm runs Java programs, as `java` does: see README.md for the options.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"gojvm"
)

func main() {
	delayGC()
	os.Exit(run(os.Args[1:]))
}

// delayGC has Go's collector leave the classes of a short program alone: its first cycle
// begins at 12 MiB, not 4, and a third of HelloWorld's processor time is saved. From
// then on it is as usual, or always as GOGC says.
func delayGC() {
	if _, ok := os.LookupEnv("GOGC"); ok {
		return
	}
	usual := debug.SetGCPercent(300)
	// The first cycle finds this dead.
	runtime.AddCleanup(new([16]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}

// run is the launcher: it expands the command line, then boots a VM and hands
// over to the main class. It returns the exit code.
func run(args []string) int {
	args, err := commandLine(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return gojvm.Launch(args)
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
