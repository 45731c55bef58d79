package main

import (
	"archive/zip"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"gojvm"
)

// totals are the sums over the methods of one tier.
type totals struct {
	methods, bytecode, values, code int
	time                            time.Duration // of all goroutines
	bailouts                        map[string][]string
}

// compileAll is the command compile-all; it returns the exit status: 1 if a method does not
// compile.
func compileAll(args []string, stdout, stderr io.Writer) int {
	fl := flag.NewFlagSet("compile-all", flag.ContinueOnError)
	fl.SetOutput(stderr)
	tiers := fl.String("tiers", "1,2", "`tiers` to compile at")
	check := fl.Bool("check", false, "verify each pass and each register allocation")
	cp := fl.String("cp", "", "class `path` that the jars need")
	workers := fl.Int("j", runtime.NumCPU(), "methods compiled at once")
	quiet := fl.Bool("q", false, "no progress")
	if err := fl.Parse(args); err != nil {
		return 2
	}
	var levels []int
	for _, s := range strings.Split(*tiers, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 2 {
			fmt.Fprintf(stderr, "gojvm-bench: -tiers %s: want 1, 2 or 1,2\n", *tiers)
			return 2
		}
		levels = append(levels, n)
	}
	what := fl.Args()
	if len(what) == 0 {
		what = []string{"java.base"}
	}
	config := gojvm.Config{Options: []string{"-Xmixed", "--add-modules", "ALL-SYSTEM"}, Stdout: stdout, Stderr: stderr}
	if *check {
		config.Options = append(config.Options, "-Xcheck:jit")
	}
	if *cp != "" {
		config.ClassPath = strings.Split(*cp, ":")
	}
	for _, w := range what {
		if strings.HasSuffix(w, ".jar") {
			config.ClassPath = append(config.ClassPath, w)
		}
	}
	v, err := gojvm.New(config)
	if err != nil {
		fmt.Fprintln(stderr, "gojvm-bench:", err)
		return 1
	}
	defer v.Close()
	status := 0
	for _, w := range what {
		classes, err := classesOf(v, w)
		if err != nil {
			fmt.Fprintln(stderr, "gojvm-bench:", err)
			return 1
		}
		a := &all{v: v, levels: levels, byLevel: map[int]*totals{}}
		if !*quiet {
			a.progress = stderr
		}
		start := time.Now()
		a.run(classes, *workers)
		a.report(stdout, w, len(classes), time.Since(start))
		if a.bad() {
			status = 1
		}
	}
	return status
}

// classesOf lists the classes of a module, or of a jar.
func classesOf(v *gojvm.VM, what string) ([]string, error) {
	if !strings.HasSuffix(what, ".jar") {
		return v.ModuleClasses(what)
	}
	z, err := zip.OpenReader(what)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".class")
		if ok && !strings.HasPrefix(name, "META-INF/") && !strings.HasSuffix(name, "module-info") {
			names = append(names, name)
		}
	}
	return names, nil
}

// all is a run over the classes of a module or jar.
type all struct {
	v        *gojvm.VM
	levels   []int
	progress io.Writer // nil for none

	mu       sync.Mutex
	byLevel  map[int]*totals
	unloaded []string // classes that do not load, with the exception
	bugs     []string
}

func (a *all) run(classes []string, workers int) {
	next := make(chan string)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for c := range next {
				a.class(c)
			}
		})
	}
	for i, c := range classes {
		if a.progress != nil && i%100 == 0 {
			fmt.Fprintf(a.progress, "\r%d of %d classes", i, len(classes))
		}
		next <- c
	}
	close(next)
	wg.Wait()
	if a.progress != nil {
		fmt.Fprint(a.progress, "\r\x1b[K")
	}
}

func (a *all) class(c string) {
	err := a.v.TryCompile(c, a.levels, func(t gojvm.CompileTrial) {
		a.mu.Lock()
		defer a.mu.Unlock()
		s := a.byLevel[t.Level]
		if s == nil {
			s = &totals{bailouts: map[string][]string{}}
			a.byLevel[t.Level] = s
		}
		s.methods++
		s.bytecode += t.Bytecode
		s.values += t.Values
		s.code += t.Code
		s.time += t.Time
		if t.Bailout != "" {
			s.bailouts[t.Bailout] = append(s.bailouts[t.Bailout], fmt.Sprintf("%s.%s (%d bytes)", t.Class, t.Method, t.Bytecode))
		}
	})
	if err == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var e *gojvm.Exception
	if errors.As(err, &e) {
		text, _, _ := strings.Cut(e.Error(), "\n")
		a.unloaded = append(a.unloaded, c+": "+text)
	} else {
		a.bugs = append(a.bugs, fmt.Sprintf("%s: %v", c, err))
	}
}

// bad reports whether something did not compile.
func (a *all) bad() bool {
	for _, s := range a.byLevel {
		if len(s.bailouts) > 0 {
			return true
		}
	}
	return len(a.bugs) > 0
}

func (a *all) report(w io.Writer, what string, classes int, d time.Duration) {
	fmt.Fprintf(w, "%s on %s: %d classes in %.1f s\n", what, runtime.GOARCH, classes, d.Seconds())
	fmt.Fprintf(w, "%-5s %9s %11s %11s %11s %9s %10s %9s\n", "tier", "methods", "bytecode", "values", "code", "seconds", "values/s", "bailouts")
	for _, l := range a.levels {
		s := a.byLevel[l]
		if s == nil {
			continue
		}
		n := 0
		for _, b := range s.bailouts {
			n += len(b)
		}
		fmt.Fprintf(w, "%-5d %9d %11d %11d %11d %9.1f %10.0f %9d\n", l, s.methods, s.bytecode, s.values, s.code, s.time.Seconds(), float64(s.values)/s.time.Seconds(), n)
	}
	for _, l := range a.levels {
		if s := a.byLevel[l]; s != nil {
			reasons := make([]string, 0, len(s.bailouts))
			for r := range s.bailouts {
				reasons = append(reasons, r)
			}
			sort.Slice(reasons, func(i, k int) bool { return len(s.bailouts[reasons[i]]) > len(s.bailouts[reasons[k]]) })
			for _, r := range reasons {
				fmt.Fprintf(w, "tier %d: %d times: %s\n", l, len(s.bailouts[r]), r)
				few(w, s.bailouts[r])
			}
		}
	}
	if len(a.unloaded) > 0 {
		fmt.Fprintf(w, "%d classes do not load\n", len(a.unloaded))
		few(w, a.unloaded)
	}
	for _, b := range a.bugs {
		fmt.Fprintln(w, b)
	}
}

// few prints the first of some lines.
func few(w io.Writer, lines []string) {
	sort.Strings(lines)
	for i, l := range lines {
		if i == 5 {
			fmt.Fprintf(w, "  and %d more\n", len(lines)-i)
			return
		}
		fmt.Fprintln(w, " ", l)
	}
}
