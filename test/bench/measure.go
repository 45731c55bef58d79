package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// timeLimit ends a run that does not end by itself.
const timeLimit = 10 * time.Minute

// result is one run of one VM.
type result struct {
	wall, cpu time.Duration // of the whole process
	rss       int64         // highest resident memory, bytes
	output    string
	err       error
}

// measure runs one command line to its end.
func measure(v vm, args ...string) result {
	ctx, cancel := context.WithTimeout(context.Background(), timeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, v.argv[0], append(append([]string{}, v.argv[1:]...), args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	begin := time.Now()
	err := cmd.Run()
	r := result{wall: time.Since(begin), output: out.String(), err: err}
	if st := cmd.ProcessState; st != nil {
		r.cpu = st.UserTime() + st.SystemTime()
		if u, ok := st.SysUsage().(*syscall.Rusage); ok {
			r.rss = int64(u.Maxrss) << 10
		}
	}
	return r
}

// kernel is one line of kernels.set: a class and the units of work that an
// optimizing VM does in about 30 ms.
type kernel struct {
	name  string
	units int
}

func readKernels(file string) ([]kernel, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []kernel
	for _, line := range strings.Split(string(text), "\n") {
		f := strings.Fields(line)
		if len(f) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		units, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %v", file, line, err)
		}
		list = append(list, kernel{f[0], units})
	}
	return list, nil
}

// effort is how much of a kernel a run does.
type effort struct {
	share      int // of the units that an optimizing VM is given: 1/share
	iterations int
	warm       int // iterations left out: classes load, code is compiled
}

var (
	interpreted = effort{share: 16, iterations: 4, warm: 1}
	compiled    = effort{share: 1, iterations: 40, warm: 25}
)

var iteration = regexp.MustCompile(`(?m)runtime: (\d+)us`)

// steady runs a kernel and gives its median time for one iteration.
func (s *suite) steady(v vm, k kernel, e effort) (time.Duration, error) {
	r := measure(v, "-cp", s.classes, k.name, strconv.Itoa(e.iterations), strconv.Itoa(max(1, k.units/e.share)), "60")
	if r.err != nil {
		return 0, fmt.Errorf("%s %s: %v: %s", v.name, k.name, r.err, firstLine(r.output))
	}
	var times []float64
	for _, m := range iteration.FindAllStringSubmatch(r.output, -1) {
		us, _ := strconv.ParseFloat(m[1], 64)
		times = append(times, us)
	}
	if len(times) < 2 {
		return 0, fmt.Errorf("%s %s: no times: %s", v.name, k.name, firstLine(r.output))
	}
	warm := min(e.warm, len(times)/2) // a slow VM has stopped at the time limit
	return time.Duration(median(times[warm:]) * float64(time.Microsecond)), nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	s := append([]float64{}, v...)
	sort.Float64s(s)
	n := len(s) / 2
	if len(s)%2 == 1 {
		return s[n]
	}
	return (s[n-1] + s[n]) / 2
}

func geometricMean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += math.Log(x)
	}
	return math.Exp(sum / float64(len(v)))
}
