package niofs

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

func openAt(t *testing.T, path string, flags int) int {
	t.Helper()
	fd, err := unix.Open(path, flags, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

func openDir(t *testing.T, path string) int { return openAt(t, path, unix.O_RDONLY|unix.O_DIRECTORY) }

func openNew(t *testing.T, path string) int {
	return openAt(t, path, unix.O_RDWR|unix.O_CREAT|unix.O_TRUNC)
}

// writeFile makes a file with some contents and returns a descriptor to read it.
func writeFile(t *testing.T, path string) int {
	t.Helper()
	if err := os.WriteFile(path, []byte("contents"), 0o600); err != nil {
		t.Fatal(err)
	}
	return openAt(t, path, unix.O_RDONLY)
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
