package io

import (
	"io"
	"sync"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// chunkSize is what one system call transfers at most. The bytes of Java arrays
// go through a buffer of that size: a system call may wait, and the collector
// moves arrays meanwhile.
const chunkSize = 64 << 10

// chunks are the buffers not in use; they hold nothing of any VM.
var chunks = sync.Pool{New: func() any { return new([chunkSize]byte) }}

// checkRange checks a (byte[], off, len) argument triple that begins at argument i.
func checkRange(t *vm.Thread, a vm.Args, i int) error {
	if a.Ref(i) == 0 {
		return t.ThrowNullPointer()
	}
	off, n := int(a.Int(i+1)), int(a.Int(i+2))
	if off < 0 || n < 0 || n > vm.ArrayLen(a.Ref(i))-off {
		return t.Throw("java/lang/IndexOutOfBoundsException", "")
	}
	return nil
}

func errClosed(t *vm.Thread) error { return t.Throw("java/io/IOException", "Stream Closed") }

// readArray is the native of read(byte[] b, int off, int len) for argument 1 on:
// the number of bytes read from fd, -1 at the end of the file.
func readArray(t *vm.Thread, a vm.Args, fd int) (vm.Value, error) {
	if err := checkRange(t, a, 1); err != nil {
		return 0, err
	}
	off, n := int(a.Int(2)), int(a.Int(3))
	if n == 0 {
		return vm.IntValue(0), nil
	}
	if fd < 0 {
		return 0, errClosed(t)
	}
	buf := chunks.Get().(*[chunkSize]byte)
	defer chunks.Put(buf)
	done := 0
	for done < n {
		want := min(n-done, chunkSize)
		got, err := read(t, fd, buf[:want])
		if err != nil {
			if done > 0 {
				break // the next read will say it again
			}
			return 0, posix.ThrowIO(t, err)
		}
		copy(vm.ByteElems(a.Ref(1))[off+done:], buf[:got])
		done += got
		if got < want || !readable(fd) {
			break
		}
	}
	if done == 0 {
		return vm.IntValue(-1), nil
	}
	return vm.IntValue(int32(done)), nil
}

// read reads once; 0 is the end of the file.
func read(t *vm.Thread, fd int, buf []byte) (int, error) {
	if in := standardInput(t, fd); in != nil {
		var n int
		var err error
		t.Blocking(func() { n, err = in.Read(buf) })
		if err == io.EOF || n > 0 {
			err = nil
		}
		return n, err
	}
	return posix.RetryInt(t, func() (int, error) { return unix.Read(fd, buf) })
}

// readable reports whether a read of fd would not wait, so that a read which has
// already given something may go on.
func readable(fd int) bool {
	p := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	n, err := unix.Poll(p, 0)
	return err == nil && n == 1 && p[0].Revents&unix.POLLIN != 0
}

// readByte is the native of read(): the byte, or -1.
func readByte(t *vm.Thread, fd int) (vm.Value, error) {
	if fd < 0 {
		return 0, errClosed(t)
	}
	var b [1]byte
	switch n, err := read(t, fd, b[:]); {
	case err != nil:
		return 0, posix.ThrowIO(t, err)
	case n == 0:
		return vm.IntValue(-1), nil
	}
	return vm.IntValue(int32(b[0])), nil
}

// writeArray is the native of write(byte[] b, int off, int len) for argument 1
// on. It writes all. fd is asked anew for each chunk: another thread may close it.
func writeArray(t *vm.Thread, a vm.Args, fd func() int) (vm.Value, error) {
	if err := checkRange(t, a, 1); err != nil {
		return 0, err
	}
	off, n := int(a.Int(2)), int(a.Int(3))
	if n == 0 {
		return 0, nil
	}
	buf := chunks.Get().(*[chunkSize]byte)
	defer chunks.Put(buf)
	for n > 0 {
		d := fd()
		if d < 0 {
			return 0, errClosed(t)
		}
		k := copy(buf[:min(n, chunkSize)], vm.ByteElems(a.Ref(1))[off:])
		if err := writeAll(t, d, buf[:k]); err != nil {
			return 0, posix.ThrowIO(t, err)
		}
		off, n = off+k, n-k
	}
	return 0, nil
}

// writeAll writes buf, in several system calls where the kernel takes less.
func writeAll(t *vm.Thread, fd int, buf []byte) error {
	if out := standardOutput(t, fd); out != nil {
		var err error
		t.Blocking(func() { _, err = out.Write(buf) })
		return err
	}
	t.EnterBlocked()
	defer t.LeaveBlocked()
	for len(buf) > 0 {
		n, err := unix.Write(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		buf = buf[n:]
	}
	return nil
}

// writeByte is the native of write(int b).
func writeByte(t *vm.Thread, fd int, b int32) (vm.Value, error) {
	if fd < 0 {
		return 0, errClosed(t)
	}
	if err := writeAll(t, fd, []byte{byte(b)}); err != nil {
		return 0, posix.ThrowIO(t, err)
	}
	return 0, nil
}
