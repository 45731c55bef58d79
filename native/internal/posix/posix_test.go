package posix

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

func TestStrerror(t *testing.T) {
	for _, c := range []struct {
		errno syscall.Errno
		want  string
	}{
		{syscall.ENOENT, "No such file or directory"},
		{syscall.EACCES, "Permission denied"},
		{syscall.Errno(111), "Connection refused"},
		{syscall.Errno(104), "Connection reset by peer"},
		{syscall.Errno(41), "Unknown error 41"}, // a hole in the table
		{syscall.Errno(4000), "Unknown error 4000"},
	} {
		if got := Strerror(c.errno); got != c.want {
			t.Errorf("Strerror(%d) = %q, want %q", int(c.errno), got, c.want)
		}
	}
}

func TestErrno(t *testing.T) {
	_, err := os.Open("/nonexistent/x")
	if got := Errno(fmt.Errorf("wrapped: %w", err)); got != syscall.ENOENT {
		t.Errorf("Errno = %v, want ENOENT", got)
	}
	if got := Errno(fmt.Errorf("no number")); got != syscall.EIO {
		t.Errorf("Errno = %v, want EIO", got)
	}
}
