// Package unifiedlog is -Xlog (JEP 158): what is logged under which tags and from which level on, where
// it goes, and what stands before each line.
package unifiedlog

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

// Level is a level of unified logging (JEP 158).
type Level int

const (
	levelTrace Level = iota
	levelDebug
	levelInfo
	levelWarning
	levelError
	levelOff
)

var levelNames = [...]string{"trace", "debug", "info", "warning", "error", "off"}

// Log is the VM's -Xlog facility; it implements vm.Logger.
type Log struct {
	mu      sync.Mutex // writing, changing outputs
	start   time.Time
	stdout  *output
	outputs []*output // stdout first
	// known are the tag sets asked for so far, with the least level that any
	// output takes. It is replaced when the configuration changes.
	known atomic.Pointer[sync.Map]
}

// Spec is a value of -Xlog, or what asks for the same. A warning about it goes
// to the log before.
type Spec struct{ What, WarningTags, Warning string }

// New makes the log that the -Xlog options ask for. Warnings and errors go to
// standard output unless an option says otherwise.
func New(specs []Spec, start time.Time, stdout io.Writer) (*Log, error) {
	l := &Log{start: start, stdout: &output{name: "stdout", w: stdout}}
	l.reset()
	l.stdout.selections = []selection{{any: true, level: levelWarning}}
	for _, s := range specs {
		var err error
		if s.Warning != "" {
			l.Logf(s.WarningTags+"=warning", "%s", s.Warning)
		}
		switch s.What {
		case "disable":
			l.reset()
		case "async":
			// Lines are written by who logs them: in order, and not lost.
		case "help":
			// The launcher prints it.
		default:
			err = l.configure(s.What)
		}
		if err != nil {
			for _, line := range strings.Split(err.Error(), "\n") {
				l.Logf("logging=error", "%s", line)
			}
			return nil, fmt.Errorf("Invalid -Xlog option '-Xlog:%s', see error log for details.", s.What)
		}
	}
	return l, nil
}

// reset turns all off.
func (l *Log) reset() {
	l.Close()
	l.stdout.selections, l.stdout.decorators = nil, defaultDecorators
	l.outputs = []*output{l.stdout}
	l.known.Store(&sync.Map{})
}

// configure adds what spec describes: what[:output[:decorators[:options]]].
func (l *Log) configure(spec string) error {
	part := splitSpec(spec)
	for len(part) < 4 {
		part = append(part, "")
	}
	if len(part) > 4 {
		l.Logf("logging=warning", "Ignoring excess -Xlog options: \"%s\"", strings.Join(part[4:], ":"))
	}
	if part[0] == "" {
		part[0] = "all"
	}
	selections, err := parseSelections(part[0])
	if err != nil {
		return err
	}
	decorators, err := parseDecorators(part[2])
	if err != nil {
		return err
	}
	out, existed, err := l.output(part[1], part[3])
	if err != nil {
		return err
	}
	out.selections = append(out.selections, selections...)
	out.decorators = decorators
	l.known.Store(&sync.Map{})
	if existed && part[3] != "" {
		l.Logf("logging=warning", "Output options for existing outputs are ignored.")
	}
	return nil
}

// output returns the output of that name, and whether there was one.
func (l *Log) output(name, options string) (out *output, existed bool, err error) {
	switch {
	case name == "":
		name = "stdout"
	case name != "stdout" && name != "stderr":
		file := strings.Trim(strings.TrimPrefix(name, "file="), `"`)
		name = "file=" + file
	}
	for _, o := range l.outputs {
		if o.name == name {
			return o, true, nil
		}
	}
	out = &output{name: name, w: os.Stderr}
	if file, ok := strings.CutPrefix(name, "file="); ok {
		f, err := openFile(file, options)
		if err != nil {
			shown := options
			if shown == "" {
				shown = "(null)"
			}
			return nil, false, fmt.Errorf("%w\nInitialization of output '%s' using options '%s' failed.", err, name, shown)
		}
		out.w, out.file = f, f
	}
	l.outputs = append(slices.Clip(l.outputs), out)
	return out, name == "stderr", nil
}

// SetVerbose is vm.VM.SetVerbose: tags go to standard output from now on, or to
// no place at all.
func (l *Log) SetVerbose(tags string, on bool) {
	if on == l.Enabled(tags) {
		return
	}
	list, _ := splitTags(tags)
	l.mu.Lock()
	defer l.mu.Unlock()
	if on {
		l.stdout.selections = append(l.stdout.selections, selection{tags: list, level: levelInfo})
	} else {
		for _, o := range l.outputs {
			o.selections = append(o.selections, selection{tags: list, level: levelOff})
		}
	}
	l.known.Store(&sync.Map{})
}

// splitTags gives the tags of "gc+heap" or "gc+heap=debug", sorted, and the level.
func splitTags(tags string) ([]string, Level) {
	tags, name, ok := strings.Cut(tags, "=")
	level := levelInfo
	if ok {
		if i := slices.Index(levelNames[:], name); i >= 0 {
			level = Level(i)
		}
	}
	list := strings.Split(tags, "+")
	slices.Sort(list)
	return list, level
}

// Enabled implements vm.Logger; tags may carry a level: "gc+heap=debug".
func (l *Log) Enabled(tags string) bool {
	known := l.known.Load()
	if on, ok := known.Load(tags); ok {
		return on.(bool)
	}
	list, level := splitTags(tags)
	l.mu.Lock()
	on := slices.ContainsFunc(l.outputs, func(o *output) bool { return o.wants(list, level) })
	l.mu.Unlock()
	known.Store(tags, on)
	return on
}

// Logf implements vm.Logger.
func (l *Log) Logf(tags, format string, args ...any) {
	l.LogAt(time.Now(), tags, format, args...)
}

// LogAt is Logf of what happened at another time.
func (l *Log) LogAt(when time.Time, tags, format string, args ...any) {
	list, level := splitTags(tags)
	name, _, _ := strings.Cut(tags, "=")
	text := fmt.Sprintf(format, args...)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.outputs {
		if o.wants(list, level) {
			o.write(&message{when, when.Sub(l.start), strings.ReplaceAll(name, "+", ","), level, text})
		}
	}
}

// Close closes the files.
func (l *Log) Close() {
	for _, o := range l.outputs {
		if o.file != nil {
			o.file.Close()
		}
	}
}
