// Package bench measures Java virtual machines: it runs programs on several command lines in
// turns, follows each from its start to its steady state, and compares. The programs
// are kernels with the harness of test/bench/kernels, of which it reads the output.
//
//	vm.go        command lines, and what they say of themselves
//	measure.go   one run of one program
//	kernels.go   kernels, how much of each is run
//	campaign.go  many runs in turns
//	stats.go     medians, spread, means of ratios
//	series.go    what is made of the iterations of a run: steady state, warm-up
//	summary.go   what is made of the runs of a campaign
//	report*.go   tables, CSV, the HTML page
package bench

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// VM is one command line that runs Java programs.
type VM struct {
	Name string   `json:"name"`
	Argv []string `json:"argv"`
	// Version is what -version prints, set by Identify.
	Version string `json:"version"`
	// Ours tells that it is gojvm, which is asked for its memory at the end.
	Ours bool `json:"ours"`
}

// With returns v with further flags, and these in its name.
func (v VM) With(flags ...string) VM {
	v.Name = strings.Join(append([]string{v.Name}, flags...), " ")
	v.Argv = append(append([]string{}, v.Argv...), flags...)
	return v
}

// Named returns v under another name.
func (v VM) Named(name string) VM {
	v.Name = name
	return v
}

// Command makes a VM of a command line.
func Command(name, line string) VM { return VM{Name: name, Argv: strings.Fields(line)} }

// ParseVM reads a VM as a command line has it: name=path[,flag...].
func ParseVM(s string) (VM, error) {
	name, rest, ok := strings.Cut(s, "=")
	argv := strings.Split(rest, ",")
	if !ok || name == "" || argv[0] == "" {
		return VM{}, fmt.Errorf("%q: want name=path,flags", s)
	}
	return VM{Name: name, Argv: argv}, nil
}

// Interprets reports whether v only interprets, and is given less work.
func (v VM) Interprets() bool {
	for _, a := range v.Argv[1:] {
		if a == "-Xint" || a == "-zero" {
			return true
		}
	}
	return false
}

// Identify asks v for its version.
func (v *VM) Identify(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, v.Argv[0], append(append([]string{}, v.Argv[1:]...), "-version")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", v.Name, err, firstLine(string(out)))
	}
	v.Version = strings.TrimSpace(string(out))
	v.Ours = regexp.MustCompile(`(?m)^gojvm`).Match(out)
	return nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
