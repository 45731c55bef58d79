package niofs

import (
	"sync/atomic"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/vm"
)

func copyNatives() vm.NativeTable {
	return vm.NativeTable{
		"sun/nio/fs/UnixCopyFile.transfer(IIJ)V": transfer,
	}
}

// transferSize is what is copied between two looks at the request to cancel.
const transferSize = 1 << 20

// transfer copies all of descriptor 1 to descriptor 0. When the int at the
// address in argument 2 becomes nonzero it stops with ECANCELED.
func transfer(t *vm.Thread, a vm.Args) (vm.Value, error) {
	dst, src, cancel := int(a.Int(0)), int(a.Int(1)), uintptr(a.Long(2))
	return call(t, func() error {
		err := copyInKernel(dst, src, cancel)
		if err == errNotInKernel {
			err = copyThroughBuffer(dst, src, cancel)
		}
		return err
	})
}

func canceled(addr uintptr) bool {
	return addr != 0 && atomic.LoadInt32((*int32)(mem.Ptr(addr))) != 0
}

// errNotInKernel says that the kernel cannot copy between these files; nothing
// has been copied.
const errNotInKernel = unix.EOPNOTSUPP

func copyInKernel(dst, src int, cancel uintptr) error {
	for first := true; ; first = false {
		n, err := unix.Sendfile(dst, src, nil, transferSize)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil && first && (err == unix.EINVAL || err == unix.ENOSYS || err == unix.EOVERFLOW):
			return errNotInKernel
		case err != nil:
			return err
		case n == 0 && first:
			return errNotInKernel // files of /proc are read, not sent
		case n == 0:
			return nil
		case canceled(cancel):
			return unix.ECANCELED
		}
	}
}

func copyThroughBuffer(dst, src int, cancel uintptr) error {
	buf := make([]byte, 64<<10)
	for {
		n, err := unix.Read(src, buf)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case n == 0:
			return nil
		case canceled(cancel):
			return unix.ECANCELED
		}
		for p := buf[:n]; len(p) > 0; {
			n, err := unix.Write(dst, p)
			if err == unix.EINTR {
				continue
			}
			if err != nil {
				return err
			}
			p = p[n:]
		}
	}
}
