package nioch

import (
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/inet"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/native/net"
	"gojvm/vm"
)

// netNatives are those of Net but for its options (net_options_linux.go).
func netNatives() vm.NativeTable {
	t := vm.NativeTable{}
	value := func(n int32) vm.NativeFunc { return nat.Const(vm.IntValue(n)) }
	for sig, f := range map[string]vm.NativeFunc{
		"initIDs()V":                                nat.Nothing,
		"pollinValue()S":                            value(unix.POLLIN),
		"polloutValue()S":                           value(unix.POLLOUT),
		"pollerrValue()S":                           value(unix.POLLERR),
		"pollhupValue()S":                           value(unix.POLLHUP),
		"pollnvalValue()S":                          value(unix.POLLNVAL),
		"pollconnValue()S":                          value(unix.POLLOUT),
		"isIPv6Available0()Z":                       ipv6Available,
		"isReusePortAvailable0()Z":                  nat.True,
		"isExclusiveBindAvailable()I":               value(-1),
		"shouldSetBothIPv4AndIPv6Options0()Z":       nat.True,
		"shouldShutdownWriteBeforeClose0()Z":        nat.False,
		"canIPv6SocketJoinIPv4Group0()Z":            nat.True,
		"canJoin6WithIPv4Group0()Z":                 nat.False,
		"canUseIPv6OptionsWithIPv4LocalAddress0()Z": nat.True,
		"socket0(ZZZZ)I":                            socket,
		"bind0(Ljava/io/FileDescriptor;ZZLjava/net/InetAddress;I)V":                              bind,
		"listen(Ljava/io/FileDescriptor;I)V":                                                     listen,
		"connect0(ZLjava/io/FileDescriptor;Ljava/net/InetAddress;I)I":                            connect,
		"accept(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;[Ljava/net/InetSocketAddress;)I": accept,
		"shutdown(Ljava/io/FileDescriptor;I)V":                                                   shutdown,
		"localPort(Ljava/io/FileDescriptor;)I":                                                   port(unix.Getsockname),
		"remotePort(Ljava/io/FileDescriptor;)I":                                                  port(unix.Getpeername),
		"localInetAddress(Ljava/io/FileDescriptor;)Ljava/net/InetAddress;":                       address(unix.Getsockname),
		"remoteInetAddress(Ljava/io/FileDescriptor;)Ljava/net/InetAddress;":                      address(unix.Getpeername),
		"poll(Ljava/io/FileDescriptor;IJ)I":                                                      poll,
		"pollConnect(Ljava/io/FileDescriptor;J)Z":                                                pollConnect,
		"available(Ljava/io/FileDescriptor;)I":                                                   available,
		"sendOOB(Ljava/io/FileDescriptor;B)I":                                                    sendOOB,
		"discardOOB(Ljava/io/FileDescriptor;)Z":                                                  nat.False,
	} {
		t["sun/nio/ch/Net."+sig] = f
	}
	return t
}

func ipv6Available(*vm.Thread, vm.Args) (vm.Value, error) { return nat.Bool(net.HasIPv6()) }

// throwSocket throws the exception of java.net that err stands for.
func throwSocket(t *vm.Thread, err error) error {
	class := "java/net/SocketException"
	switch posix.Errno(err) {
	case syscall.EPROTO:
		class = "java/net/ProtocolException"
	case syscall.ECONNREFUSED, syscall.ETIMEDOUT, syscall.ENOTCONN:
		class = "java/net/ConnectException"
	case syscall.EHOSTUNREACH:
		class = "java/net/NoRouteToHostException"
	case syscall.EADDRINUSE, syscall.EADDRNOTAVAIL, syscall.EACCES:
		class = "java/net/BindException"
	}
	return t.Throw(class, posix.Text(err))
}

// done is the result of a call that returns nothing.
func done(t *vm.Thread, err error) (vm.Value, error) {
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return 0, nil
}

// socket makes a socket; arguments: prefer IPv6, stream, reuse address, fast loopback.
func socket(t *vm.Thread, a vm.Args) (vm.Value, error) {
	domain, kind := unix.AF_INET, unix.SOCK_DGRAM
	if a.Bool(0) && net.HasIPv6() {
		domain = unix.AF_INET6
	}
	if a.Bool(1) {
		kind = unix.SOCK_STREAM
	}
	fd, err := unix.Socket(domain, kind|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	if domain == unix.AF_INET6 {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 0)
	}
	if err == nil && a.Bool(2) {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	}
	if err != nil {
		_ = unix.Close(fd)
		return 0, throwSocket(t, err)
	}
	if kind == unix.SOCK_DGRAM {
		// Members of a group get its packets only where they have joined.
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_ALL, 0)
		if domain == unix.AF_INET6 {
			_ = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, 1)
		}
	}
	return nat.Int(int32(fd))
}

// sockaddr makes the address for a call on an IPv6 socket, or on an IPv4 one.
func sockaddr(t *vm.Thread, ipv6 bool, r vm.Ref, port int) (unix.Sockaddr, error) {
	ip, scope, err := inet.Addr(t, r)
	if err != nil {
		return nil, err
	}
	if !ipv6 && ip.Is4() {
		return &unix.SockaddrInet4{Port: port, Addr: ip.As4()}, nil
	}
	if !ipv6 {
		return nil, t.Throw("java/net/SocketException", "Protocol family unavailable")
	}
	sa := &unix.SockaddrInet6{Port: port, ZoneId: scope}
	if !ip.Is4() || !ip.IsUnspecified() {
		sa.Addr = ip.As16() // IPv4 as ::ffff:a.b.c.d
	}
	return sa, nil
}

// fromSockaddr returns address, scope and port.
func fromSockaddr(sa unix.Sockaddr) (ip netip.Addr, scope uint32, port int) {
	switch s := sa.(type) {
	case *unix.SockaddrInet4:
		return netip.AddrFrom4(s.Addr), 0, s.Port
	case *unix.SockaddrInet6:
		return netip.AddrFrom16(s.Addr).Unmap(), s.ZoneId, s.Port
	}
	return netip.IPv4Unspecified(), 0, 0
}

func bind(t *vm.Thread, a vm.Args) (vm.Value, error) {
	sa, err := sockaddr(t, a.Bool(1) && isIPv6(posix.ArgFD(t, a, 0)), a.Ref(3), int(a.Int(4)))
	if err != nil {
		return 0, err
	}
	return done(t, unix.Bind(posix.ArgFD(t, a, 0), sa))
}

func isIPv6(fd int) bool {
	domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
	return err == nil && domain == unix.AF_INET6
}

func listen(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return done(t, unix.Listen(posix.ArgFD(t, a, 0), int(a.Int(1))))
}

// connect connects; arguments: prefer IPv6, descriptor, address, port.
func connect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 1)
	sa, err := sockaddr(t, a.Bool(0) && isIPv6(fd), a.Ref(2), int(a.Int(3)))
	if err != nil {
		return 0, err
	}
	t.Blocking(func() { err = unix.Connect(fd, sa) })
	return connected(t, err)
}

func connected(t *vm.Thread, err error) (vm.Value, error) {
	switch err {
	case nil:
		return nat.Int(1)
	case syscall.EINPROGRESS, syscall.EAGAIN:
		return nat.Int(statusUnavailable)
	case syscall.EINTR:
		return nat.Int(statusInterrupted)
	}
	return 0, throwSocket(t, err)
}

// acceptOn accepts a connection, waiting where the socket is a blocking one.
// The status is 1 for success.
func acceptOn(t *vm.Thread, fd int) (conn int, sa unix.Sockaddr, status int32, err error) {
	for {
		if blocks(fd) {
			if _, err := await(t, fd, unix.POLLIN, -1); err != nil {
				if err == syscall.EINTR {
					return 0, nil, statusInterrupted, nil
				}
				return 0, nil, 0, err
			}
		}
		conn, sa, err = unix.Accept4(fd, unix.SOCK_CLOEXEC)
		switch err {
		case nil:
			return conn, sa, 1, nil
		case syscall.ECONNABORTED, syscall.EINTR:
			continue
		case syscall.EAGAIN:
			return 0, nil, statusUnavailable, nil
		}
		return 0, nil, 0, err
	}
}

type socketAddress struct {
	Class *vm.Class  `java:"java/net/InetSocketAddress"`
	Init  *vm.Method `java:"java/net/InetSocketAddress.<init>(Ljava/net/InetAddress;I)V"`
}

// accept accepts a connection; arguments: descriptor, descriptor of the
// connection, array for its address.
func accept(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[socketAddress](t)
	if err != nil {
		return 0, err
	}
	conn, sa, status, err := acceptOn(t, posix.ArgFD(t, a, 0))
	if err != nil {
		return 0, throwSocket(t, err)
	}
	if status != 1 {
		return nat.Int(status)
	}
	posix.SetFD(t, a.Ref(1), conn)
	ip, scope, port := fromSockaddr(sa)
	r, err := inet.New(t, ip, scope, "", vm.Handle{})
	if err != nil {
		return 0, err
	}
	addr := t.NewHandle(r)
	if err := t.VM.Linker.Initialize(t, k.Class); err != nil {
		return 0, err
	}
	if r, err = t.NewObject(k.Class); err != nil {
		return 0, err
	}
	isa := t.NewHandle(r)
	if _, err := t.Invoke(k.Init, vm.RefValue(r), vm.RefValue(addr.Ref()), vm.IntValue(int32(port))); err != nil {
		return 0, err
	}
	t.VM.SetRefElem(a.Ref(2), 0, isa.Ref())
	return nat.Int(1)
}

func shutdown(t *vm.Thread, a vm.Args) (vm.Value, error) {
	how := [...]int{unix.SHUT_RD, unix.SHUT_WR, unix.SHUT_RDWR}[a.Int(1)]
	err := unix.Shutdown(posix.ArgFD(t, a, 0), how)
	if err == syscall.ENOTCONN {
		err = nil
	}
	return done(t, err)
}

func port(name func(int) (unix.Sockaddr, error)) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		sa, err := name(posix.ArgFD(t, a, 0))
		if err != nil {
			return 0, throwSocket(t, err)
		}
		_, _, port := fromSockaddr(sa)
		return nat.Int(int32(port))
	}
}

func address(name func(int) (unix.Sockaddr, error)) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		sa, err := name(posix.ArgFD(t, a, 0))
		if err != nil {
			return 0, throwSocket(t, err)
		}
		ip, scope, _ := fromSockaddr(sa)
		return nat.Ref(inet.New(t, ip, scope, "", vm.Handle{}))
	}
}

// poll waits for events; arguments: descriptor, events, milliseconds (-1:
// without end). The result is what is ready, 0 for nothing or a signal.
func poll(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ready, err := await(t, posix.ArgFD(t, a, 0), int16(a.Int(1)), int(max(a.Long(2), -1)))
	if err != nil && err != syscall.EINTR {
		return 0, throwSocket(t, err)
	}
	return nat.Int(int32(ready))
}

// pollConnect waits until a connection is made, or throws why it is not.
func pollConnect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd := posix.ArgFD(t, a, 0)
	ready, err := await(t, fd, unix.POLLOUT, int(max(a.Long(1), -1)))
	if err == syscall.EINTR || err == nil && ready == 0 {
		return nat.Bool(false)
	}
	if err == nil {
		err = socketError(fd)
	}
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Bool(ready&(unix.POLLOUT|unix.POLLHUP) != 0)
}

// socketError takes the pending error of a socket.
func socketError(fd int) error {
	e, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && e != 0 {
		err = syscall.Errno(e)
	}
	return err
}

func available(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n, err := unix.IoctlGetInt(posix.ArgFD(t, a, 0), unix.TIOCINQ)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Int(int32(n))
}

func sendOOB(t *vm.Thread, a vm.Args) (vm.Value, error) {
	err := unix.Sendto(posix.ArgFD(t, a, 0), []byte{byte(a.Int(1))}, unix.MSG_OOB, nil)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Int(1)
}
