package io

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func unixFileSystemNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/UnixFileSystem.initIDs()V":                                          nat.Nothing,
		"java/io/UnixFileSystem.canonicalize0(Ljava/lang/String;)Ljava/lang/String;": ufsCanonicalize,
		"java/io/UnixFileSystem.getBooleanAttributes0(Ljava/io/File;)I":              ufsAttributes,
		"java/io/UnixFileSystem.checkAccess(Ljava/io/File;I)Z":                       ufsCheckAccess,
		"java/io/UnixFileSystem.getLastModifiedTime(Ljava/io/File;)J":                ufsLastModified,
		"java/io/UnixFileSystem.getLength(Ljava/io/File;)J":                          ufsLength,
		"java/io/UnixFileSystem.setPermission(Ljava/io/File;IZZ)Z":                   ufsSetPermission,
		"java/io/UnixFileSystem.createFileExclusively(Ljava/lang/String;)Z":          ufsCreateExclusively,
		"java/io/UnixFileSystem.delete0(Ljava/io/File;)Z":                            ufsDelete,
		"java/io/UnixFileSystem.list(Ljava/io/File;)[Ljava/lang/String;":             ufsList,
		"java/io/UnixFileSystem.createDirectory(Ljava/io/File;)Z":                    ufsMkdir,
		"java/io/UnixFileSystem.rename0(Ljava/io/File;Ljava/io/File;)Z":              ufsRename,
		"java/io/UnixFileSystem.setLastModifiedTime(Ljava/io/File;J)Z":               ufsSetLastModified,
		"java/io/UnixFileSystem.setReadOnly(Ljava/io/File;)Z":                        ufsSetReadOnly,
		"java/io/UnixFileSystem.getSpace(Ljava/io/File;I)J":                          ufsSpace,
		"java/io/UnixFileSystem.getNameMax0(Ljava/lang/String;)J":                    ufsNameMax,
	}
}

type fileFields struct {
	Path *vm.Field `java:"java/io/File.path:Ljava/lang/String;"`
}

// filePath returns the path of argument i, a java.io.File.
func filePath(t *vm.Thread, a vm.Args, i int) (string, error) {
	f, err := vm.Bound[fileFields](t)
	if err != nil {
		return "", err
	}
	if a.Ref(i) == 0 {
		return "", t.ThrowNullPointer()
	}
	path := a.Object(i).Ref(f.Path.Offset)
	if path == 0 {
		return "", t.ThrowNullPointer()
	}
	return posix.Path(t, path), nil
}

// stat returns the attributes of the File in argument 1; ok is false when it
// cannot be asked, err when an exception is pending.
func stat(t *vm.Thread, a vm.Args) (st unix.Stat_t, ok bool, err error) {
	path, err := filePath(t, a, 1)
	if err != nil {
		return st, false, err
	}
	fail := posix.Retry(t, func() error { return unix.Stat(path, &st) })
	return st, fail == nil, nil
}

// try is the native of an operation on the File in argument 1 that answers
// whether it worked.
func try(t *vm.Thread, a vm.Args, f func(path string) error) (vm.Value, error) {
	path, err := filePath(t, a, 1)
	if err != nil {
		return 0, err
	}
	return nat.Bool(posix.Retry(t, func() error { return f(path) }) == nil)
}

func ufsCanonicalize(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	path := posix.Path(t, a.Ref(1))
	var canonical string
	err := posix.Retry(t, func() (err error) {
		canonical, err = canonicalize(path, filepath.EvalSymlinks)
		return err
	})
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Ref(t.NewString(canonical))
}

// Results of getBooleanAttributes0, as java.io.FileSystem declares them.
const (
	attrExists    = 1
	attrRegular   = 2
	attrDirectory = 4
)

func ufsAttributes(t *vm.Thread, a vm.Args) (vm.Value, error) {
	st, ok, err := stat(t, a)
	if err != nil || !ok {
		return nat.Err(err)
	}
	bits := int32(attrExists)
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		bits |= attrRegular
	case unix.S_IFDIR:
		bits |= attrDirectory
	}
	return nat.Int(bits)
}

// ufsCheckAccess gets the bits of access(2): 4 read, 2 write, 1 execute.
func ufsCheckAccess(t *vm.Thread, a vm.Args) (vm.Value, error) {
	mode := uint32(a.Int(2))
	return try(t, a, func(path string) error { return unix.Access(path, mode) })
}

func ufsLastModified(t *vm.Thread, a vm.Args) (vm.Value, error) {
	st, ok, err := stat(t, a)
	if err != nil || !ok {
		return nat.Err(err)
	}
	sec, nsec := modified(&st)
	return nat.Long(sec*1000 + nsec/1e6)
}

func ufsLength(t *vm.Thread, a vm.Args) (vm.Value, error) {
	st, ok, err := stat(t, a)
	if err != nil || !ok {
		return nat.Err(err)
	}
	return nat.Long(st.Size)
}

// ufsSetPermission sets or clears one of the three permissions, for the owner
// or for all.
func ufsSetPermission(t *vm.Thread, a vm.Args) (vm.Value, error) {
	bits := uint32(a.Int(2)) << 6
	if !a.Bool(4) {
		bits |= bits>>3 | bits>>6
	}
	enable := a.Bool(3)
	return try(t, a, func(path string) error {
		return changeMode(path, func(mode uint32) uint32 {
			if enable {
				return mode | bits
			}
			return mode &^ bits
		})
	})
}

func ufsSetReadOnly(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return try(t, a, func(path string) error {
		return changeMode(path, func(mode uint32) uint32 { return mode &^ 0o222 })
	})
}

func changeMode(path string, f func(uint32) uint32) error {
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		return err
	}
	return unix.Chmod(path, f(uint32(st.Mode)&0o7777))
}

func ufsCreateExclusively(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	path := posix.Path(t, a.Ref(1))
	fd, err := open(t, trimSlashes(path), unix.O_RDWR|unix.O_CREAT|unix.O_EXCL)
	switch err {
	case nil:
		unix.Close(fd)
		return nat.Bool(true)
	case unix.EEXIST:
		return nat.Bool(false)
	}
	return nat.Err(posix.ThrowIO(t, err))
}

func ufsDelete(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return try(t, a, func(path string) error {
		err := unix.Unlink(path)
		if err == unix.EISDIR || err == unix.EPERM {
			return unix.Rmdir(path)
		}
		return err
	})
}

// ufsList returns the names in the order of the directory, null when it cannot
// be read.
func ufsList(t *vm.Thread, a vm.Args) (vm.Value, error) {
	path, err := filePath(t, a, 1)
	if err != nil {
		return 0, err
	}
	var names []string
	t.Blocking(func() {
		var dir *os.File
		if dir, err = os.Open(path); err == nil {
			names, err = dir.Readdirnames(-1)
			dir.Close()
		}
	})
	if err != nil {
		return vm.RefValue(0), nil
	}
	return nat.Ref(nat.StringArray(t, names))
}

func ufsMkdir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return try(t, a, func(path string) error { return unix.Mkdir(path, 0o777) })
}

func ufsRename(t *vm.Thread, a vm.Args) (vm.Value, error) {
	to, err := filePath(t, a, 2)
	if err != nil {
		return 0, err
	}
	return try(t, a, func(from string) error { return unix.Rename(from, to) })
}

// ufsSetLastModified sets the time in milliseconds and keeps that of the last access.
func ufsSetLastModified(t *vm.Thread, a vm.Args) (vm.Value, error) {
	to := unix.NsecToTimeval(a.Long(2) * 1e6)
	return try(t, a, func(path string) error {
		var st unix.Stat_t
		if err := unix.Stat(path, &st); err != nil {
			return err
		}
		return unix.Utimes(path, []unix.Timeval{accessed(&st), to})
	})
}

// Kinds of getSpace, as java.io.FileSystem declares them.
const (
	spaceTotal  = 0
	spaceFree   = 1
	spaceUsable = 2
)

func ufsSpace(t *vm.Thread, a vm.Args) (vm.Value, error) {
	path, err := filePath(t, a, 1)
	if err != nil {
		return 0, err
	}
	var unit, total, free, usable uint64
	fail := posix.Retry(t, func() (err error) {
		unit, total, free, usable, _, err = space(path)
		return err
	})
	if fail != nil {
		return nat.Long(0)
	}
	blocks := map[int32]uint64{spaceTotal: total, spaceFree: free, spaceUsable: usable}[a.Int(2)]
	return nat.Long(int64(unit * blocks))
}

func ufsNameMax(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	path := posix.Path(t, a.Ref(1))
	var n int64
	err := posix.Retry(t, func() (err error) {
		_, _, _, _, n, err = space(path)
		return err
	})
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Long(n)
}
