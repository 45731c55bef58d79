package gojvm

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// logLevel is a level of unified logging (JEP 158).
type logLevel int

const (
	levelTrace logLevel = iota
	levelDebug
	levelInfo
	levelWarning
	levelError
	levelOff
)

var levelNames = [...]string{"trace", "debug", "info", "warning", "error", "off"}

// logOutput is one -Xlog configuration: what goes to one place, and how.
type logOutput struct {
	w          io.Writer
	file       *os.File
	selections []logSelection
	decorators []string
}

// logSelection selects tag sets: exactly these tags, or all that contain them.
type logSelection struct {
	tags  []string // sorted; empty means every tag set
	any   bool     // "*": further tags are allowed
	level logLevel
}

// unifiedLog is the VM's -Xlog facility; it implements vm.Logger.
type unifiedLog struct {
	mu      sync.Mutex // writing, changing outputs
	start   time.Time
	stdout  io.Writer
	outputs atomic.Pointer[[]*logOutput] // replaced, never changed
}

var defaultDecorators = []string{"uptime", "level", "tags"}

// newLog makes the log that the -Xlog options ask for.
func newLog(specs []string, start time.Time, stdout io.Writer) (*unifiedLog, error) {
	l := &unifiedLog{start: start, stdout: stdout}
	l.outputs.Store(&[]*logOutput{})
	for _, s := range specs {
		if s == "disable" {
			l.outputs.Store(&[]*logOutput{})
			continue
		}
		if s == "async" {
			continue
		}
		if err := l.configure(s); err != nil {
			return nil, &OptionError{Text: fmt.Sprintf("[%.3fs][error][logging] %v\nInvalid -Xlog option '-Xlog:%s', see error log for details.",
				time.Since(start).Seconds(), err, s), VM: true}
		}
	}
	return l, nil
}

// configure adds the output that spec describes: what[:output[:decorators[:options]]].
func (l *unifiedLog) configure(spec string) error {
	part := splitSpec(spec)
	out := &logOutput{w: l.stdout, decorators: defaultDecorators}
	what := part[0]
	if what == "" {
		what = "all=info"
	}
	for _, s := range strings.Split(what, ",") {
		sel := logSelection{level: levelInfo}
		tags, level, ok := strings.Cut(s, "=")
		if ok {
			i := slices.Index(levelNames[:], level)
			if i < 0 {
				return fmt.Errorf("Invalid level '%s' in log selection.", level)
			}
			sel.level = logLevel(i)
		}
		if t, ok := strings.CutSuffix(tags, "*"); ok {
			tags, sel.any = t, true
		}
		if tags == "all" {
			sel.any = true
		} else {
			sel.tags = strings.Split(tags, "+")
			slices.Sort(sel.tags)
		}
		out.selections = append(out.selections, sel)
	}
	if len(part) > 1 {
		if err := out.open(part[1]); err != nil {
			return err
		}
	}
	if len(part) > 2 && part[2] != "" {
		out.decorators = nil
		if part[2] != "none" {
			out.decorators = strings.Split(part[2], ",")
		}
	}
	l.add(out)
	return nil
}

// add adds an output.
func (l *unifiedLog) add(out *logOutput) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := append(slices.Clone(*l.outputs.Load()), out)
	l.outputs.Store(&list)
}

// setVerbose is vm.VM.SetVerbose: tags go to standard output from now on, or to
// no place at all.
func (l *unifiedLog) setVerbose(tags string, on bool) {
	if on == l.Enabled(tags) {
		return
	}
	list, _ := splitTags(tags)
	sel := logSelection{tags: list, level: levelOff}
	if on {
		sel.level = levelInfo
		l.add(&logOutput{w: l.stdout, decorators: defaultDecorators, selections: []logSelection{sel}})
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var outputs []*logOutput
	for _, o := range *l.outputs.Load() {
		quiet := *o
		quiet.selections = append(slices.Clone(o.selections), sel)
		outputs = append(outputs, &quiet)
	}
	l.outputs.Store(&outputs)
}

// splitSpec splits at colons, but for those in a quoted file name.
func splitSpec(spec string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(spec); i++ {
		switch {
		case spec[i] == '"':
			quoted = !quoted
		case spec[i] == ':' && !quoted:
			out = append(out, spec[start:i])
			start = i + 1
		}
	}
	return append(out, spec[start:])
}

func (o *logOutput) open(where string) error {
	where = strings.TrimPrefix(where, "file=")
	where = strings.Trim(where, `"`)
	switch where {
	case "", "stdout":
		return nil
	case "stderr":
		o.w = os.Stderr
		return nil
	}
	where = strings.ReplaceAll(where, "%p", fmt.Sprint(os.Getpid()))
	where = strings.ReplaceAll(where, "%t", time.Now().Format("2006-01-02_15-04-05"))
	f, err := os.Create(where)
	if err != nil {
		return fmt.Errorf("Error opening log file '%s': %v", where, err)
	}
	o.w, o.file = f, f
	return nil
}

// wants reports whether o takes lines of that level under tags (sorted).
func (o *logOutput) wants(tags []string, level logLevel) bool {
	took := false
	for _, s := range o.selections {
		match := s.any || len(s.tags) == len(tags)
		for _, t := range s.tags {
			if !slices.Contains(tags, t) {
				match = false
			}
		}
		if match { // later selections override earlier ones
			took = level >= s.level && s.level != levelOff
		}
	}
	return took
}

// splitTags gives the tags of "gc+heap" or "gc+heap=debug", sorted, and the level.
func splitTags(tags string) ([]string, logLevel) {
	tags, name, ok := strings.Cut(tags, "=")
	level := levelInfo
	if ok {
		if i := slices.Index(levelNames[:], name); i >= 0 {
			level = logLevel(i)
		}
	}
	list := strings.Split(tags, "+")
	slices.Sort(list)
	return list, level
}

// Enabled implements vm.Logger; tags may carry a level: "gc+heap=debug".
func (l *unifiedLog) Enabled(tags string) bool {
	outputs := *l.outputs.Load()
	if len(outputs) == 0 {
		return false
	}
	list, level := splitTags(tags)
	for _, o := range outputs {
		if o.wants(list, level) {
			return true
		}
	}
	return false
}

// Logf implements vm.Logger.
func (l *unifiedLog) Logf(tags, format string, args ...any) {
	list, level := splitTags(tags)
	name, _, _ := strings.Cut(tags, "=")
	text := fmt.Sprintf(format, args...)
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range *l.outputs.Load() {
		if !o.wants(list, level) {
			continue
		}
		var b strings.Builder
		for _, d := range o.decorators {
			b.WriteString(l.decoration(d, name, level, now))
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text)
		b.WriteByte('\n')
		io.WriteString(o.w, b.String())
	}
}

func (l *unifiedLog) decoration(name, tags string, level logLevel, now time.Time) string {
	up := now.Sub(l.start)
	switch name {
	case "uptime", "u":
		return fmt.Sprintf("[%.3fs]", up.Seconds())
	case "uptimemillis", "um":
		return fmt.Sprintf("[%dms]", up.Milliseconds())
	case "uptimenanos", "un":
		return fmt.Sprintf("[%dns]", up.Nanoseconds())
	case "time", "t":
		return now.Format("[2006-01-02T15:04:05.000-0700]")
	case "utctime", "utc":
		return now.UTC().Format("[2006-01-02T15:04:05.000+0000]")
	case "timemillis", "tm":
		return fmt.Sprintf("[%dms]", now.UnixMilli())
	case "timenanos", "tn":
		return fmt.Sprintf("[%dns]", now.UnixNano())
	case "pid", "p":
		return fmt.Sprintf("[%d]", os.Getpid())
	case "level", "l":
		return "[" + levelNames[level] + "]"
	case "tags", "tg":
		return "[" + strings.ReplaceAll(tags, "+", ",") + "]"
	case "hostname", "hn":
		h, _ := os.Hostname()
		return "[" + h + "]"
	}
	return ""
}

// close closes the files.
func (l *unifiedLog) close() {
	for _, o := range *l.outputs.Load() {
		if o.file != nil {
			o.file.Close()
		}
	}
}
