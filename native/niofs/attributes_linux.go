package niofs

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func attributeNatives() vm.NativeTable {
	const u = "sun/nio/fs/UnixNativeDispatcher."
	return vm.NativeTable{
		u + "stat0(JLsun/nio/fs/UnixFileAttributes;)V": stat,
		u + "stat1(J)I": statMode,
		u + "lstat0(JLsun/nio/fs/UnixFileAttributes;)V":        lstat,
		u + "fstat(ILsun/nio/fs/UnixFileAttributes;)V":         fstat,
		u + "fstatat0(IJILsun/nio/fs/UnixFileAttributes;)V":    fstatat,
		u + "statvfs0(JLsun/nio/fs/UnixFileStoreAttributes;)V": statvfs,
		u + "chown0(JII)V":   chown,
		u + "lchown0(JII)V":  lchown,
		u + "fchown(III)V":   fchown,
		u + "chmod0(JI)V":    chmod,
		u + "fchmod(II)V":    fchmod,
		u + "utimes0(JJJ)V":  utimes,
		u + "futimes(IJJ)V":  futimes,
		u + "futimens(IJJ)V": futimens,
		u + "lutimes0(JJJ)V": lutimes,
	}
}

type attributeFields struct {
	Mode          *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_mode:I"`
	Ino           *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_ino:J"`
	Dev           *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_dev:J"`
	Rdev          *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_rdev:J"`
	Nlink         *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_nlink:I"`
	UID           *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_uid:I"`
	GID           *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_gid:I"`
	Size          *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_size:J"`
	AtimeSec      *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_atime_sec:J"`
	AtimeNsec     *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_atime_nsec:J"`
	MtimeSec      *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_mtime_sec:J"`
	MtimeNsec     *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_mtime_nsec:J"`
	CtimeSec      *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_ctime_sec:J"`
	CtimeNsec     *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_ctime_nsec:J"`
	BirthtimeSec  *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_birthtime_sec:J"`
	BirthtimeNsec *vm.Field `java:"sun/nio/fs/UnixFileAttributes.st_birthtime_nsec:J"`
}

// statInto asks for the attributes of a file and stores them in argument i.
func statInto(t *vm.Thread, a vm.Args, i, dir int, p string, flags int) (vm.Value, error) {
	f, err := vm.Bound[attributeFields](t)
	if err != nil {
		return 0, err
	}
	var st unix.Statx_t
	const mask = unix.STATX_BASIC_STATS | unix.STATX_BTIME
	if err := posix.Retry(t, func() error { return unix.Statx(dir, p, flags, mask, &st) }); err != nil {
		return 0, throw(t, err)
	}
	o := a.Object(i)
	if o == 0 {
		return nat.NullPointer(t)
	}
	o.SetInt(f.Mode.Offset, int32(st.Mode))
	o.SetLong(f.Ino.Offset, int64(st.Ino))
	o.SetLong(f.Dev.Offset, int64(unix.Mkdev(st.Dev_major, st.Dev_minor)))
	o.SetLong(f.Rdev.Offset, int64(unix.Mkdev(st.Rdev_major, st.Rdev_minor)))
	o.SetInt(f.Nlink.Offset, int32(st.Nlink))
	o.SetInt(f.UID.Offset, int32(st.Uid))
	o.SetInt(f.GID.Offset, int32(st.Gid))
	o.SetLong(f.Size.Offset, int64(st.Size))
	set := func(sec, nsec *vm.Field, ts unix.StatxTimestamp) {
		o.SetLong(sec.Offset, ts.Sec)
		o.SetLong(nsec.Offset, int64(ts.Nsec))
	}
	set(f.AtimeSec, f.AtimeNsec, st.Atime)
	set(f.MtimeSec, f.MtimeNsec, st.Mtime)
	set(f.CtimeSec, f.CtimeNsec, st.Ctime)
	if st.Mask&unix.STATX_BTIME != 0 {
		set(f.BirthtimeSec, f.BirthtimeNsec, st.Btime)
	} else {
		set(f.BirthtimeSec, f.BirthtimeNsec, st.Mtime) // as Java documents creationTime
	}
	return 0, nil
}

func stat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return statInto(t, a, 1, unix.AT_FDCWD, path(a, 0), 0)
}

func lstat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return statInto(t, a, 1, unix.AT_FDCWD, path(a, 0), unix.AT_SYMLINK_NOFOLLOW)
}

func fstat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return statInto(t, a, 1, int(a.Int(0)), "", unix.AT_EMPTY_PATH)
}

func fstatat(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return statInto(t, a, 3, int(a.Int(0)), path(a, 1), int(a.Int(2)))
}

// statMode is the mode of a file, 0 when it cannot be told.
func statMode(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	var st unix.Stat_t
	if posix.Retry(t, func() error { return unix.Stat(p, &st) }) != nil {
		return nat.Int(0)
	}
	return nat.Int(int32(st.Mode))
}

type storeFields struct {
	Frsize *vm.Field `java:"sun/nio/fs/UnixFileStoreAttributes.f_frsize:J"`
	Blocks *vm.Field `java:"sun/nio/fs/UnixFileStoreAttributes.f_blocks:J"`
	Bfree  *vm.Field `java:"sun/nio/fs/UnixFileStoreAttributes.f_bfree:J"`
	Bavail *vm.Field `java:"sun/nio/fs/UnixFileStoreAttributes.f_bavail:J"`
}

func statvfs(t *vm.Thread, a vm.Args) (vm.Value, error) {
	f, err := vm.Bound[storeFields](t)
	if err != nil {
		return 0, err
	}
	p := path(a, 0)
	var st unix.Statfs_t
	if err := posix.Retry(t, func() error { return unix.Statfs(p, &st) }); err != nil {
		return 0, throw(t, err)
	}
	unit := int64(st.Frsize)
	if unit == 0 {
		unit = int64(st.Bsize)
	}
	o := a.Object(1)
	o.SetLong(f.Frsize.Offset, unit)
	o.SetLong(f.Blocks.Offset, int64(st.Blocks))
	o.SetLong(f.Bfree.Offset, int64(st.Bfree))
	o.SetLong(f.Bavail.Offset, int64(st.Bavail))
	return 0, nil
}

func chown(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, uid, gid := path(a, 0), int(a.Int(1)), int(a.Int(2))
	return call(t, func() error { return unix.Chown(p, uid, gid) })
}

func lchown(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, uid, gid := path(a, 0), int(a.Int(1)), int(a.Int(2))
	return call(t, func() error { return unix.Lchown(p, uid, gid) })
}

func fchown(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, uid, gid := int(a.Int(0)), int(a.Int(1)), int(a.Int(2))
	return call(t, func() error { return unix.Fchown(fd, uid, gid) })
}

func chmod(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, mode := path(a, 0), uint32(a.Int(1))
	return call(t, func() error { return unix.Chmod(p, mode) })
}

func fchmod(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, mode := int(a.Int(0)), uint32(a.Int(1))
	return call(t, func() error { return unix.Fchmod(fd, mode) })
}

// Times of utimes, futimes and lutimes are in microseconds, those of futimens
// in nanoseconds; first the access time, then that of modification.

func times(a vm.Args, i int, unit int64) []unix.Timespec {
	return []unix.Timespec{unix.NsecToTimespec(a.Long(i) * unit), unix.NsecToTimespec(a.Long(i+1) * unit)}
}

func utimes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, ts := path(a, 0), times(a, 1, 1000)
	return call(t, func() error { return unix.UtimesNanoAt(unix.AT_FDCWD, p, ts, 0) })
}

func lutimes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p, ts := path(a, 0), times(a, 1, 1000)
	return call(t, func() error { return unix.UtimesNanoAt(unix.AT_FDCWD, p, ts, unix.AT_SYMLINK_NOFOLLOW) })
}

func futimes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, ts := int(a.Int(0)), times(a, 1, 1000)
	return call(t, func() error { return setTimes(fd, ts) })
}

func futimens(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, ts := int(a.Int(0)), times(a, 1, 1)
	return call(t, func() error { return setTimes(fd, ts) })
}
