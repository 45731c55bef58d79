package nioch

import (
	"encoding/binary"
	"syscall"

	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// netOptionNatives are those of Net that set options and join groups.
func netOptionNatives() vm.NativeTable {
	const c = "sun/nio/ch/Net."
	return vm.NativeTable{
		c + "getIntOption0(Ljava/io/FileDescriptor;ZII)I":    getIntOption,
		c + "setIntOption0(Ljava/io/FileDescriptor;ZIIIZ)V":  setIntOption,
		c + "joinOrDrop4(ZLjava/io/FileDescriptor;III)I":     joinOrDrop4,
		c + "joinOrDrop6(ZLjava/io/FileDescriptor;[BI[B)I":   joinOrDrop6,
		c + "blockOrUnblock4(ZLjava/io/FileDescriptor;III)I": blockOrUnblock4,
		c + "setInterface4(Ljava/io/FileDescriptor;I)V":      setInterface4,
		c + "getInterface4(Ljava/io/FileDescriptor;)I":       getInterface4,
		c + "setInterface6(Ljava/io/FileDescriptor;I)V":      setInterface6,
		c + "getInterface6(Ljava/io/FileDescriptor;)I":       getInterface6,
	}
}

// getIntOption reads an option; arguments: descriptor, convert, level, option.
func getIntOption(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, level, opt := posix.ArgFD(t, a, 0), int(a.Int(2)), int(a.Int(3))
	if level == unix.SOL_SOCKET && opt == unix.SO_LINGER {
		l, err := unix.GetsockoptLinger(fd, level, opt)
		switch {
		case err != nil:
			return 0, throwSocket(t, err)
		case l.Onoff == 0:
			return nat.Int(-1)
		}
		return nat.Int(l.Linger)
	}
	n, err := unix.GetsockoptInt(fd, level, opt)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	if a.Bool(1) && level == unix.SOL_SOCKET && (opt == unix.SO_SNDBUF || opt == unix.SO_RCVBUF) {
		n /= 2 // Linux counts its own overhead in
	}
	return nat.Int(int32(n))
}

// setIntOption sets an option; arguments: descriptor, convert, level, option,
// value, IPv6.
func setIntOption(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, level, opt, value := posix.ArgFD(t, a, 0), int(a.Int(2)), int(a.Int(3)), int(a.Int(4))
	switch {
	case level == unix.SOL_SOCKET && opt == unix.SO_LINGER:
		l := unix.Linger{}
		if value >= 0 {
			l = unix.Linger{Onoff: 1, Linger: int32(value)}
		}
		return done(t, unix.SetsockoptLinger(fd, level, opt, &l))
	case level == unix.SOL_SOCKET && opt == unix.SO_RCVBUF && a.Bool(1):
		value = max(value, 1024)
	}
	err := unix.SetsockoptInt(fd, level, opt, value)
	if err == nil && level == unix.IPPROTO_IPV6 && opt == unix.IPV6_TCLASS && a.Bool(5) {
		// For IPv4 packets of the socket too.
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TOS, value)
	}
	return done(t, err)
}

// ipv4 returns an address as it stands in a structure of the kernel.
func ipv4(v int32) (b [4]byte) {
	binary.BigEndian.PutUint32(b[:], uint32(v))
	return b
}

// membership is the result of a call that changes the membership in a group.
func membership(t *vm.Thread, err error) (vm.Value, error) {
	switch err {
	case nil:
		return nat.Int(0)
	case syscall.ENOPROTOOPT, syscall.EOPNOTSUPP:
		return nat.Int(statusUnavailable)
	}
	return 0, throwSocket(t, err)
}

// sourceRequest is struct ip_mreq_source: group, interface, source.
func sourceRequest(a vm.Args) string {
	group, iface, source := ipv4(a.Int(2)), ipv4(a.Int(3)), ipv4(a.Int(4))
	return string(group[:]) + string(iface[:]) + string(source[:])
}

// joinOrDrop4 arguments: join, descriptor, group, interface, source (0: any).
func joinOrDrop4(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, join := posix.ArgFD(t, a, 1), a.Bool(0)
	if a.Int(4) != 0 {
		opt := unix.IP_DROP_SOURCE_MEMBERSHIP
		if join {
			opt = unix.IP_ADD_SOURCE_MEMBERSHIP
		}
		return membership(t, unix.SetsockoptString(fd, unix.IPPROTO_IP, opt, sourceRequest(a)))
	}
	opt := unix.IP_DROP_MEMBERSHIP
	if join {
		opt = unix.IP_ADD_MEMBERSHIP
	}
	return membership(t, unix.SetsockoptIPMreq(fd, unix.IPPROTO_IP, opt,
		&unix.IPMreq{Multiaddr: ipv4(a.Int(2)), Interface: ipv4(a.Int(3))}))
}

func blockOrUnblock4(t *vm.Thread, a vm.Args) (vm.Value, error) {
	opt := unix.IP_UNBLOCK_SOURCE
	if a.Bool(0) {
		opt = unix.IP_BLOCK_SOURCE
	}
	return membership(t, unix.SetsockoptString(posix.ArgFD(t, a, 1), unix.IPPROTO_IP, opt, sourceRequest(a)))
}

// joinOrDrop6 arguments: join, descriptor, group, interface index, source (null: any).
func joinOrDrop6(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(4) != 0 {
		return nat.Int(statusUnavailable) // the library refuses source filters then
	}
	opt := unix.IPV6_LEAVE_GROUP
	if a.Bool(0) {
		opt = unix.IPV6_JOIN_GROUP
	}
	req := &unix.IPv6Mreq{Interface: uint32(a.Int(3))}
	copy(req.Multiaddr[:], vm.ByteElems(a.Ref(2)))
	return membership(t, unix.SetsockoptIPv6Mreq(posix.ArgFD(t, a, 1), unix.IPPROTO_IPV6, opt, req))
}

func setInterface4(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return done(t, unix.SetsockoptInet4Addr(posix.ArgFD(t, a, 0), unix.IPPROTO_IP, unix.IP_MULTICAST_IF, ipv4(a.Int(1))))
}

func getInterface4(t *vm.Thread, a vm.Args) (vm.Value, error) {
	b, err := unix.GetsockoptInet4Addr(posix.ArgFD(t, a, 0), unix.IPPROTO_IP, unix.IP_MULTICAST_IF)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Int(int32(binary.BigEndian.Uint32(b[:])))
}

func setInterface6(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return done(t, unix.SetsockoptInt(posix.ArgFD(t, a, 0), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, int(a.Int(1))))
}

func getInterface6(t *vm.Thread, a vm.Args) (vm.Value, error) {
	n, err := unix.GetsockoptInt(posix.ArgFD(t, a, 0), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF)
	if err != nil {
		return 0, throwSocket(t, err)
	}
	return nat.Int(int32(n))
}
