package bench

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Iteration is a line of the harness.
type Iteration struct {
	At     float64 `json:"at"`            // seconds from the start of the process to its end
	Micros float64 `json:"us"`            // what it took
	CPU    float64 `json:"cpu,omitempty"` // milliseconds of processor time of the process until its end
}

// Run is one process.
type Run struct {
	VM         string      `json:"vm"`
	Program    string      `json:"program"`
	Repetition int         `json:"repetition"`
	Units      int         `json:"units,omitempty"` // of work per iteration
	Iterations []Iteration `json:"iterations,omitempty"`
	// ReadyCPU is the processor time in milliseconds when the first iteration began.
	ReadyCPU float64 `json:"readyCPU,omitempty"`

	Wall   float64 `json:"wall"`   // seconds
	CPU    float64 `json:"cpu"`    // seconds, user and system
	RSS    int64   `json:"rss"`    // bytes, at most
	Load   float64 `json:"load"`   // of the machine at the start
	Failed string  `json:"failed"` // "" if all was well

	Collections int     `json:"collections"`
	Pauses      float64 `json:"pauses"` // milliseconds in all
	PauseMax    float64 `json:"pauseMax"`
	Memory      *Memory `json:"memory,omitempty"` // of gojvm

	Output string `json:"-"`
}

// Memory is what gojvm tells of itself at its end, in bytes.
type Memory struct {
	Code     int64 `json:"code"`     // in the code cache
	Metadata int64 `json:"metadata"` // classes, methods, register code, profiles
	Go       int64 `json:"go"`       // in use in Go's heap: what the VM knows of classes and code
	GoTotal  int64 `json:"goTotal"`  // obtained from the system for Go's heap and stacks
	Heap     int64 `json:"heap"`     // committed for Java's heap
}

// TimeLimit ends a run that does not end by itself.
const TimeLimit = 10 * time.Minute

var (
	iterationLine = regexp.MustCompile(`runtime: (\d+)us(?: cpu: (-?\d+)ms)?`)
	readyLine     = regexp.MustCompile(`setup done cpu: (-?\d+)ms`)
	pauseLine     = regexp.MustCompile(`Pause .* ([0-9.]+)ms`)
	memoryLine    = regexp.MustCompile(`Memory: code (\d+), metadata (\d+), go (\d+) of (\d+), heap (\d+)`)
)

// Measure runs a command line to its end. With logs, VMs are asked to log collections, and
// gojvm its memory, into a file.
func Measure(ctx context.Context, v VM, logs bool, args ...string) Run {
	r := Run{VM: v.Name, Load: load()}
	if !logs {
		r.execute(ctx, append(append([]string{}, v.Argv...), args...))
		return r
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		r.Failed = err.Error()
		return r
	}
	defer os.RemoveAll(dir)
	log := filepath.Join(dir, "log")
	tags := "gc"
	if v.Ours {
		tags = "gc,jit+exit"
	}
	argv := append(append([]string{}, v.Argv...), "-Xlog:"+tags+":file="+log)
	r.execute(ctx, append(argv, args...))
	r.readLog(log)
	return r
}

func (r *Run) execute(ctx context.Context, argv []string) {
	ctx, cancel := context.WithTimeout(ctx, TimeLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	// Ctrl-C is for us: the process is killed then, and its result left out.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, w, err := os.Pipe()
	if err != nil {
		r.Failed = err.Error()
		return
	}
	defer pipe.Close()
	cmd.Stdout, cmd.Stderr = w, w
	begin := time.Now()
	err = cmd.Start()
	w.Close()
	if err == nil {
		r.read(pipe, begin)
		err = cmd.Wait()
	}
	r.Wall = time.Since(begin).Seconds()
	if st := cmd.ProcessState; st != nil {
		r.CPU = (st.UserTime() + st.SystemTime()).Seconds()
		if u, ok := st.SysUsage().(*syscall.Rusage); ok {
			r.RSS = int64(u.Maxrss) << 10
		}
	}
	if err != nil {
		r.Failed = fmt.Sprintf("%v: %s", err, firstLine(r.Output))
	}
}

// read follows the output: the lines of the harness come when iterations end.
func (r *Run) read(pipe io.Reader, begin time.Time) {
	var out strings.Builder
	for s := bufio.NewReader(pipe); ; {
		line, err := s.ReadString('\n')
		out.WriteString(line)
		if m := iterationLine.FindStringSubmatch(line); m != nil {
			us, _ := strconv.ParseFloat(m[1], 64)
			cpu, _ := strconv.ParseFloat(m[2], 64)
			r.Iterations = append(r.Iterations, Iteration{time.Since(begin).Seconds(), us, cpu})
		} else if m := readyLine.FindStringSubmatch(line); m != nil {
			r.ReadyCPU, _ = strconv.ParseFloat(m[1], 64)
		}
		if err != nil {
			r.Output = out.String()
			return
		}
	}
}

func (r *Run) readLog(file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		return // the VM knows no such logs, or did not start
	}
	for _, m := range pauseLine.FindAllSubmatch(text, -1) {
		ms, _ := strconv.ParseFloat(string(m[1]), 64)
		r.Collections++
		r.Pauses += ms
		r.PauseMax = max(r.PauseMax, ms)
	}
	if m := memoryLine.FindSubmatch(text); m != nil {
		n := func(i int) int64 {
			v, _ := strconv.ParseInt(string(m[i]), 10, 64)
			return v
		}
		r.Memory = &Memory{n(1), n(2), n(3), n(4), n(5)}
	}
}

// load returns the load of the machine over the last minute.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	x, _ := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	return x
}
