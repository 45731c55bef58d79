package gojvm

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// logOutput is a place where log lines go, and which.
type logOutput struct {
	name       string // stdout, stderr, file=name
	w          io.Writer
	file       *logFile // when it is one
	selections []logSelection
	decorators []string             // in the order of logDecorators
	widths     [len(decorators)]int // the widest of each so far: columns stay in line
}

// logLine is one message.
type logLine struct {
	when  time.Time
	up    time.Duration
	tags  string // with commas
	level logLevel
	text  string
}

// wants reports whether o takes lines of that level under tags (sorted).
func (o *logOutput) wants(tags []string, level logLevel) bool {
	took := false
	for _, s := range o.selections {
		if s.matches(tags) { // later selections override earlier ones
			took = level >= s.level && s.level != levelOff
		}
	}
	return took
}

func (o *logOutput) write(m *logLine) {
	var b strings.Builder
	for i, d := range decorators {
		if !slices.Contains(o.decorators, d.name) {
			continue
		}
		s := d.text(m)
		o.widths[i] = max(o.widths[i], len(s))
		fmt.Fprintf(&b, "[%-*s]", o.widths[i], s)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(m.text)
	b.WriteByte('\n')
	io.WriteString(o.w, b.String())
}

// decorator is something that stands in brackets before a message.
type decorator struct {
	name, short string
	text        func(*logLine) string
}

const isoTime = "2006-01-02T15:04:05.000-0700"

// decorators are all, in the order in which lines have them.
//
// (An array, so that logOutput.widths is as long.)
var decorators = [...]decorator{
	{"time", "t", func(m *logLine) string { return m.when.Format(isoTime) }},
	{"utctime", "utc", func(m *logLine) string { return m.when.UTC().Format(isoTime) }},
	{"uptime", "u", func(m *logLine) string { return fmt.Sprintf("%.3fs", m.up.Seconds()) }},
	{"timemillis", "tm", func(m *logLine) string { return fmt.Sprintf("%dms", m.when.UnixMilli()) }},
	{"uptimemillis", "um", func(m *logLine) string { return fmt.Sprintf("%dms", m.up.Milliseconds()) }},
	{"timenanos", "tn", func(m *logLine) string { return fmt.Sprintf("%dns", m.when.UnixNano()) }},
	{"uptimenanos", "un", func(m *logLine) string { return fmt.Sprintf("%dns", m.up.Nanoseconds()) }},
	{"hostname", "hn", func(*logLine) string { h, _ := os.Hostname(); return h }},
	{"pid", "p", func(*logLine) string { return fmt.Sprint(os.Getpid()) }},
	{"tid", "ti", func(*logLine) string { return fmt.Sprint(systemThread()) }},
	{"level", "l", func(m *logLine) string { return levelNames[m.level] }},
	{"tags", "tg", func(m *logLine) string { return m.tags }},
}

var defaultDecorators = []string{"uptime", "level", "tags"}

// parseDecorators reads a list of names, long or short; empty means the default.
func parseDecorators(list string) ([]string, error) {
	switch list {
	case "":
		return defaultDecorators, nil
	case "none":
		return nil, nil
	}
	var out []string
	for _, s := range strings.Split(list, ",") {
		i := slices.IndexFunc(decorators[:], func(d decorator) bool { return s == d.name || s == d.short })
		if i < 0 {
			return nil, fmt.Errorf("Invalid decorator '%s'.", s)
		}
		out = append(out, decorators[i].name)
	}
	return out, nil
}
