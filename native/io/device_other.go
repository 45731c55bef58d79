//go:build unix && !linux

package io

import "golang.org/x/sys/unix"

// fionread is FIONREAD of the BSD family, which package unix lacks.
const fionread = 0x4004667f

// pending returns the number of bytes that wait in a pipe, terminal or socket.
func pending(fd int) (int, error) { return unix.IoctlGetInt(fd, fionread) }

// blockDeviceSize fails: the size of a device is not known here.
func blockDeviceSize(fd int) (int64, error) { return 0, unix.ENOTSUP }

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)

// space returns block size and block counts of the file system that has path,
// and the longest name it allows.
func space(path string) (unit, total, free, usable uint64, nameMax int64, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return 0, 0, 0, 0, 0, err
	}
	return uint64(st.Bsize), uint64(st.Blocks), uint64(st.Bfree), uint64(st.Bavail), 255, nil
}

// modified returns the time of the last modification.
func modified(st *unix.Stat_t) (sec, nsec int64) { return int64(st.Mtim.Sec), int64(st.Mtim.Nsec) }

// accessed returns the time of the last access.
func accessed(st *unix.Stat_t) unix.Timeval {
	return unix.NsecToTimeval(unix.TimespecToNsec(st.Atim))
}
