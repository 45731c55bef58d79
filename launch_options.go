package gojvm

import (
	"io"
	"time"

	"gojvm/internal/options"
	"gojvm/internal/unifiedlog"
)

// OptionError is a command line that `java` rejects, with what it prints.
type OptionError = options.Error

// newLog makes the log that the options ask for; what goes to standard output is written to stdout.
func newLog(o *options.Options, stdout io.Writer) (*unifiedlog.Log, *OptionError) {
	log, err := unifiedlog.New(o.Logs, time.Now(), stdout)
	if err != nil {
		return nil, &OptionError{Text: err.Error() + "\n", VM: true}
	}
	return log, nil
}
