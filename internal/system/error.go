// Package system asks the operating system what Go's library does not tell.
package system

import (
	"errors"
	"strings"
	"syscall"
)

// ErrorText returns the system's text for err, with a capital as the C library has it.
func ErrorText(err error) string {
	var e syscall.Errno
	if !errors.As(err, &e) {
		return err.Error()
	}
	text := e.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}
