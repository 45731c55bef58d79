package nioch

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// unixDomainNatives are those of UnixDomainSockets; addresses are paths in bytes.
func unixDomainNatives() vm.NativeTable {
	const c = "sun/nio/ch/UnixDomainSockets."
	return vm.NativeTable{
		c + "init()Z":                               nat.True,
		c + "socket0()I":                            unixSocket,
		c + "bind0(Ljava/io/FileDescriptor;[B)V":    unixBind,
		c + "connect0(Ljava/io/FileDescriptor;[B)I": unixConnect,
		c + "accept0(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;[Ljava/lang/Object;)I": unixAccept,
		c + "localAddress0(Ljava/io/FileDescriptor;)[B":                                     unixLocalAddress,
	}
}

func unixSocket(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Int(int32(fd))
}

// unixPath returns the path in argument 1; empty asks the kernel for a name.
func unixPath(a vm.Args) *unix.SockaddrUnix {
	if a.Ref(1) == 0 {
		return &unix.SockaddrUnix{}
	}
	return &unix.SockaddrUnix{Name: string(vm.ByteElems(a.Ref(1)))}
}

func unixBind(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return done(t, unix.Bind(posix.ArgFD(t, a, 0), unixPath(a)))
}

func unixConnect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, sa := posix.ArgFD(t, a, 0), unixPath(a)
	var err error
	t.Blocking(func() { err = unix.Connect(fd, sa) })
	return connected(t, err)
}

func pathBytes(t *vm.Thread, sa unix.Sockaddr) (vm.Ref, error) {
	name := ""
	if u, ok := sa.(*unix.SockaddrUnix); ok {
		name = u.Name
		if name == "@" {
			name = "" // how package unix tells that the socket has no name
		}
	}
	return t.NewByteArray([]byte(name))
}

func unixAccept(t *vm.Thread, a vm.Args) (vm.Value, error) {
	conn, sa, status, err := acceptOn(t, posix.ArgFD(t, a, 0))
	if err != nil {
		return 0, throwSocket(t, err)
	}
	if status != 1 {
		return nat.Int(status)
	}
	posix.SetFD(t, a.Ref(1), conn)
	r, err := pathBytes(t, sa)
	if err != nil {
		return 0, err
	}
	t.VM.SetRefElem(a.Ref(2), 0, r)
	return nat.Int(1)
}

func unixLocalAddress(t *vm.Thread, a vm.Args) (vm.Value, error) {
	sa, err := unix.Getsockname(posix.ArgFD(t, a, 0))
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Ref(pathBytes(t, sa))
}
