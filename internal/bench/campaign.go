package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"time"
)

// Plan says what is to be run.
type Plan struct {
	VMs         []VM
	Programs    []Program
	Repetitions int
	ClassPath   string
	// Startup has the program Hello run as well, whose class is on the class path.
	Startup               bool
	Compiled, Interpreted Effort
	Logs                  bool      // see Measure
	Progress              io.Writer // nil for none
}

// Results are all runs that there were.
type Results struct {
	Machine     string    `json:"machine"`
	Began       time.Time `json:"began"`
	Seconds     float64   `json:"seconds"`
	Interrupted bool      `json:"interrupted"`
	VMs         []VM      `json:"vms"`
	Programs    []Program `json:"programs"`
	Runs        []Run     `json:"runs"`
}

// Execute runs all programs on all VMs in turns: each program on one VM after the other, and all
// of that again for each repetition, with another VM first. So other work on the machine
// disturbs all alike. When ctx is done it returns what there is.
func (p *Plan) Execute(ctx context.Context) *Results {
	r := &Results{Machine: Machine(), Began: time.Now(), VMs: p.VMs, Programs: p.Programs}
	programs := p.Programs
	if p.Startup {
		programs = append([]Program{{Name: Hello}}, programs...)
	}
	all, done := p.Repetitions*len(programs)*len(p.VMs), 0
	for rep := range p.Repetitions {
		for k, program := range programs {
			for i := range p.VMs {
				v := p.VMs[(i+rep+k)%len(p.VMs)]
				p.progress(r, done, all, fmt.Sprintf("%s on %s", program.Name, v.Name))
				run := p.run(ctx, v, program)
				if ctx.Err() != nil {
					r.Interrupted = true
					r.Seconds = time.Since(r.Began).Seconds()
					p.progress(r, done, all, "interrupted\n")
					return r
				}
				run.Repetition = rep
				r.Runs = append(r.Runs, run)
				done++
				if run.Failed != "" && p.Progress != nil {
					fmt.Fprintf(p.Progress, "\r\x1b[K%s on %s failed: %s\n", program.Name, v.Name, run.Failed)
				}
			}
		}
	}
	r.Seconds = time.Since(r.Began).Seconds()
	p.progress(r, done, all, "\n")
	return r
}

func (p *Plan) run(ctx context.Context, v VM, program Program) Run {
	args := []string{"-cp", p.ClassPath, program.Name}
	units := 0
	if program.Units > 0 {
		e := p.Compiled
		if v.Interprets() {
			e = p.Interpreted
		}
		var more []string
		more, units = e.arguments(program)
		args = append(args, more...)
	}
	run := Measure(ctx, v, p.Logs && program.Units > 0, args...)
	run.Program, run.Units = program.Name, units
	if run.Failed == "" && units > 0 && len(run.Iterations) == 0 {
		run.Failed = "no iterations: " + firstLine(run.Output)
	}
	return run
}

// progress tells how far the campaign is, in place of what it told before.
func (p *Plan) progress(r *Results, done, all int, what string) {
	if p.Progress == nil {
		return
	}
	left := ""
	if done > 0 && done < all {
		per := time.Since(r.Began) / time.Duration(done)
		left = fmt.Sprintf(", %v left", (per * time.Duration(all-done)).Round(time.Second))
	}
	fmt.Fprintf(p.Progress, "\r\x1b[K%d of %d%s: %s", done, all, left, what)
}

// Machine names the processor, the number of them, and the system.
func Machine() string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`(?m)^model name\s*:\s*(.*)$`).FindSubmatch(text); m != nil {
			model = string(m[1])
		}
	}
	return fmt.Sprintf("%s, %d processors, %s/%s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}
