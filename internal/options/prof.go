package options

import (
	"strings"
	"time"

	"gojvm/internal/words"
)

// Defaults of -Xprof.
const (
	DefaultInterval = 10 * time.Millisecond
	DefaultRate     = 512 << 10
)

// The kernel's timers of processor time are no finer, and records are read each 10 ms.
const (
	minInterval = 100 * time.Microsecond
	maxInterval = 10 * time.Second
)

// profile is -Xprof:cpu=FILE[,interval=TIME] or -Xprof:alloc=FILE[,rate=SIZE].
func (o *Options) profile(v, arg string) error {
	kind, rest, given := strings.Cut(v, "=")
	if kind != "cpu" && kind != "alloc" {
		return o.unknown("option", arg)
	}
	file, options, more := strings.Cut(rest, ",")
	if !given || file == "" {
		return vmError("No file for the profile given: %s", arg)
	}
	p := &o.VM.Profile
	interval, rate := time.Duration(DefaultInterval), uint64(DefaultRate)
	for more {
		var option string
		option, options, more = strings.Cut(options, ",")
		name, value, _ := strings.Cut(option, "=")
		switch {
		case kind == "cpu" && name == "interval":
			var err error
			if interval, err = time.ParseDuration(value); err != nil || interval < minInterval || interval > maxInterval {
				return vmError("Invalid sampling interval: %s", arg)
			}
		case kind == "alloc" && name == "rate":
			var ok bool
			if rate, ok = words.Size(value); !ok || rate < 1 || rate > 1<<40 {
				return vmError("Invalid sampling rate: %s", arg)
			}
		default:
			return o.unknown("profile option", arg)
		}
	}
	if kind == "cpu" {
		p.CPUFile, p.Interval = file, interval
	} else {
		p.AllocFile, p.Rate = file, rate
	}
	return nil
}
