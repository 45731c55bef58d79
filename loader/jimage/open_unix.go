//go:build unix

package jimage

import (
	"fmt"
	"os"
	"syscall"
)

// Open maps the image in that file.
func Open(path string) (*Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	n := st.Size()
	if n < headerSize || int64(int(n)) != n {
		return nil, fmt.Errorf("%s: %w", path, corrupt("%d bytes", n))
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(n), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	im, err := Parse(data)
	if err != nil {
		syscall.Munmap(data)
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	im.unmap = func() error { return syscall.Munmap(data) }
	return im, nil
}
