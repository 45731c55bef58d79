package io

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// pending returns the number of bytes that wait in a pipe, terminal or socket.
func pending(fd int) (int, error) { return unix.IoctlGetInt(fd, unix.TIOCINQ) }

// blockDeviceSize returns the size of a block device.
func blockDeviceSize(fd int) (int64, error) {
	var n uint64
	if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.BLKGETSIZE64, uintptr(unsafe.Pointer(&n))); e != 0 {
		return 0, e
	}
	return int64(n), nil
}

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)

// space returns block size and block counts of the file system that has path,
// and the longest name it allows.
func space(path string) (unit, total, free, usable uint64, nameMax int64, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return 0, 0, 0, 0, 0, err
	}
	unit = uint64(st.Frsize)
	if unit == 0 {
		unit = uint64(st.Bsize)
	}
	return unit, st.Blocks, st.Bfree, st.Bavail, int64(st.Namelen), nil
}

// modified returns the time of the last modification.
func modified(st *unix.Stat_t) (sec, nsec int64) { return int64(st.Mtim.Sec), int64(st.Mtim.Nsec) }

// accessed returns the time of the last access.
func accessed(st *unix.Stat_t) unix.Timeval {
	return unix.NsecToTimeval(unix.TimespecToNsec(st.Atim))
}
