package io

import (
	"strings"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// openFile opens the file that argument 1, a String, names and stores the
// descriptor in the FileDescriptor that descriptor gives. Directories cannot be
// opened. Failure is FileNotFoundException "path (reason)".
func openFile(t *vm.Thread, a vm.Args, flags int, descriptor func() vm.Ref) error {
	if a.Ref(1) == 0 {
		return t.ThrowNullPointer()
	}
	path := posix.Path(t, a.Ref(1))
	fd, err := open(t, trimSlashes(path), flags)
	if err != nil {
		return t.Throwf("java/io/FileNotFoundException", "%s (%s)", path, posix.Text(err))
	}
	posix.SetFD(t, descriptor(), fd)
	posix.SetAppend(t, descriptor(), flags&unix.O_APPEND != 0)
	return nil
}

// open opens a file that is not a directory. The library's other ways to open
// directories do not lead here.
func open(t *vm.Thread, path string, flags int) (fd int, err error) {
	fd, err = posix.RetryInt(t, func() (int, error) {
		return unix.Open(path, flags|unix.O_CLOEXEC, 0o666)
	})
	if err != nil {
		return -1, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err == nil && st.Mode&unix.S_IFMT == unix.S_IFDIR {
		unix.Close(fd)
		return -1, unix.EISDIR
	}
	return fd, nil
}

// trimSlashes cuts slashes at the end, which the kernel would take for the
// wish to open a directory.
func trimSlashes(path string) string {
	if p := strings.TrimRight(path, "/"); p != "" || path == "" {
		return p
	}
	return "/"
}
