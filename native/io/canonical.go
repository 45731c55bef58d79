package io

import (
	"strings"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/posix"
)

// canonicalize gives the canonical form of an absolute path that need not
// exist: the longest part from the root that realpath can resolve, then the
// other names. Only then are names "." and ".." removed, as text.
func canonicalize(path string, realpath func(string) (string, error)) (string, error) {
	if len(path) > unix.PathMax {
		return "", unix.ENAMETOOLONG
	}
	if real, err := realpath(path); err == nil {
		return collapse(real), nil
	}
	for end := strings.LastIndexByte(path, '/'); end > 0; end = strings.LastIndexByte(path[:end], '/') {
		real, err := realpath(path[:end])
		if err == nil {
			return collapse(strings.TrimSuffix(real, "/") + path[end:]), nil
		}
		switch posix.Errno(err) {
		case unix.ENOENT, unix.ENOTDIR, unix.EACCES:
		default:
			return "", err
		}
	}
	return collapse(path), nil
}

// collapse removes the names "." and ".." from an absolute path, a ".." with the name before it.
func collapse(path string) string {
	var names []string
	for name := range strings.SplitSeq(path, "/") {
		switch name {
		case "", ".":
		case "..":
			names = names[:max(0, len(names)-1)]
		default:
			names = append(names, name)
		}
	}
	return "/" + strings.Join(names, "/")
}
