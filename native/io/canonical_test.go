package io

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestCanonicalize(t *testing.T) {
	// A world where /l is a link to /real/dir, which exists and holds f.
	realpath := func(p string) (string, error) {
		switch p {
		case "/l":
			return "/real/dir", nil
		case "/l/f":
			return "/real/dir/f", nil
		case "/loop":
			return "", unix.ELOOP
		case "/l/f/x":
			return "", unix.ENOTDIR
		}
		return "", unix.ENOENT
	}
	for _, c := range []struct {
		path, want string
		err        error
	}{
		{"/l/f", "/real/dir/f", nil},
		{"/l/new/file", "/real/dir/new/file", nil},
		{"/l/f/x", "/real/dir/f/x", nil},
		{"/none/a", "/none/a", nil},
		{"/none/./a/../b", "/none/b", nil},
		{"/none/../../b", "/b", nil},
		{"/loop/a", "", unix.ELOOP},
		{"/", "/", nil},
	} {
		got, err := canonicalize(c.path, realpath)
		if got != c.want || err != c.err {
			t.Errorf("canonicalize(%q) = %q, %v, want %q, %v", c.path, got, err, c.want, c.err)
		}
	}
}

func TestTrimSlashes(t *testing.T) {
	for in, want := range map[string]string{"": "", "/": "/", "//": "/", "a/": "a", "/a//": "/a", "/a": "/a"} {
		if got := trimSlashes(in); got != want {
			t.Errorf("trimSlashes(%q) = %q, want %q", in, got, want)
		}
	}
}
