package jimage

import (
	"bytes"
	"strings"
	"unsafe"
)

// str returns the string at offset off of the strings area, without copying:
// the area never changes.
func (im *Image) str(off uint64) (string, error) {
	if off >= uint64(len(im.strings)) {
		return "", corrupt("string at %d of %d bytes", off, len(im.strings))
	}
	b := im.strings[off:]
	n := bytes.IndexByte(b, 0)
	if n < 0 {
		return "", corrupt("string at %d does not end", off)
	}
	if n == 0 {
		return "", nil
	}
	return unsafe.String(&b[0], n), nil
}

// dotted converts an internal package name to the form of the package table.
func dotted(pkg string) string {
	if strings.IndexByte(pkg, '/') < 0 {
		return pkg
	}
	return strings.ReplaceAll(pkg, "/", ".")
}
