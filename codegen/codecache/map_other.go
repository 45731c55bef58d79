//go:build !linux

package codecache

import "errors"

func mapTwice(int) ([]byte, uintptr, error) {
	return nil, 0, errors.New("executable memory is built for Linux only")
}

func unmapTwice([]byte, uintptr) error { return nil }
