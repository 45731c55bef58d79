package niofs

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/handles"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func directoryNatives() vm.NativeTable {
	const u = "sun/nio/fs/UnixNativeDispatcher."
	return vm.NativeTable{
		u + "opendir0(J)J":  opendir,
		u + "fdopendir(I)J": fdopendir,
		u + "closedir(J)V":  closedir,
		u + "readdir(J)[B":  readdir,
	}
}

// directory is an open directory, what DIR is in C.
type directory struct {
	fd    int
	buf   [8192]byte
	rest  []byte   // of buf, not yet parsed
	names []string // parsed, not yet given out
}

// next returns the next name, "" at the end. The names "." and ".." are left out,
// which Java would skip.
func (d *directory) next() (string, error) {
	for len(d.names) == 0 {
		if len(d.rest) == 0 {
			n, err := unix.ReadDirent(d.fd, d.buf[:])
			if err == unix.EINTR {
				continue
			}
			if n <= 0 || err != nil {
				return "", err
			}
			d.rest = d.buf[:n]
		}
		n, _, names := unix.ParseDirent(d.rest, -1, nil)
		d.rest, d.names = d.rest[n:], names
	}
	name := d.names[0]
	d.names = d.names[1:]
	return name, nil
}

func directories(t *vm.Thread) *handles.Table[directory] { return handles.Of[directory](t) }

func opendir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	p := path(a, 0)
	fd, err := posix.RetryInt(t, func() (int, error) {
		return unix.Open(p, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return 0, throw(t, err)
	}
	return nat.Long(directories(t).Add(&directory{fd: fd}))
}

func fdopendir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var st unix.Stat_t
	fd := int(a.Int(0))
	if err := unix.Fstat(fd, &st); err != nil {
		return 0, throw(t, err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		return 0, throw(t, unix.ENOTDIR)
	}
	return nat.Long(directories(t).Add(&directory{fd: fd}))
}

func closedir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	d := directories(t).Remove(a.Long(0))
	if err := unix.Close(d.fd); err != nil && err != unix.EINTR {
		return 0, throw(t, err)
	}
	return 0, nil
}

func readdir(t *vm.Thread, a vm.Args) (vm.Value, error) {
	d := directories(t).Get(a.Long(0))
	var name string
	var err error
	t.Blocking(func() { name, err = d.next() })
	switch {
	case err != nil:
		return 0, throw(t, err)
	case name == "":
		return vm.RefValue(0), nil
	}
	return nat.Ref(t.NewByteArray([]byte(name)))
}
