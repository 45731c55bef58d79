package unifiedlog

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"gojvm/internal/system"
)

// output is a place where log lines go, and which.
type output struct {
	name       string // stdout, stderr, file=name
	w          io.Writer
	file       *rotatingFile // when it is one
	selections []selection
	decorators []string             // in the order of decorators
	widths     [len(decorators)]int // the widest of each so far: columns stay in line
}

// message is one line of a log.
type message struct {
	when  time.Time
	up    time.Duration
	tags  string // with commas
	level Level
	text  string
}

// wants reports whether o takes lines of that level under tags (sorted).
func (o *output) wants(tags []string, level Level) bool {
	took := false
	for _, s := range o.selections {
		if s.matches(tags) { // later selections override earlier ones
			took = level >= s.level && s.level != levelOff
		}
	}
	return took
}

func (o *output) write(m *message) {
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
	text        func(*message) string
}

const isoTime = "2006-01-02T15:04:05.000-0700"

// decorators are all, in the order in which lines have them.
//
// (An array, so that output.widths is as long.)
var decorators = [...]decorator{
	{"time", "t", func(m *message) string { return m.when.Format(isoTime) }},
	{"utctime", "utc", func(m *message) string { return m.when.UTC().Format(isoTime) }},
	{"uptime", "u", func(m *message) string { return fmt.Sprintf("%.3fs", m.up.Seconds()) }},
	{"timemillis", "tm", func(m *message) string { return fmt.Sprintf("%dms", m.when.UnixMilli()) }},
	{"uptimemillis", "um", func(m *message) string { return fmt.Sprintf("%dms", m.up.Milliseconds()) }},
	{"timenanos", "tn", func(m *message) string { return fmt.Sprintf("%dns", m.when.UnixNano()) }},
	{"uptimenanos", "un", func(m *message) string { return fmt.Sprintf("%dns", m.up.Nanoseconds()) }},
	{"hostname", "hn", func(*message) string { h, _ := os.Hostname(); return h }},
	{"pid", "p", func(*message) string { return fmt.Sprint(os.Getpid()) }},
	{"tid", "ti", func(*message) string { return fmt.Sprint(system.Thread()) }},
	{"level", "l", func(m *message) string { return levelNames[m.level] }},
	{"tags", "tg", func(m *message) string { return m.tags }},
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
