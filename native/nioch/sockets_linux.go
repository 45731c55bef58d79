package nioch

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"gojvm/mem"
	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// socketNatives are those of SocketDispatcher, DatagramDispatcher,
// DatagramChannelImpl, NativeSocketAddress and UnixAsynchronousSocketChannelImpl.
func socketNatives() vm.NativeTable {
	const c = "sun/nio/ch/"
	value := func(n int32) vm.NativeFunc { return nat.Const(vm.IntValue(n)) }
	return vm.NativeTable{
		c + "SocketDispatcher.read0(Ljava/io/FileDescriptor;JI)I":     socketTransfer(unix.SYS_READ, true),
		c + "SocketDispatcher.readv0(Ljava/io/FileDescriptor;JI)J":    socketTransfer(unix.SYS_READV, true),
		c + "DatagramDispatcher.read0(Ljava/io/FileDescriptor;JI)I":   datagramTransfer(unix.SYS_READ),
		c + "DatagramDispatcher.readv0(Ljava/io/FileDescriptor;JI)J":  datagramTransfer(unix.SYS_READV),
		c + "DatagramDispatcher.write0(Ljava/io/FileDescriptor;JI)I":  datagramTransfer(unix.SYS_WRITE),
		c + "DatagramDispatcher.writev0(Ljava/io/FileDescriptor;JI)J": datagramTransfer(unix.SYS_WRITEV),

		c + "DatagramChannelImpl.receive0(Ljava/io/FileDescriptor;JIJZ)I": receive,
		c + "DatagramChannelImpl.send0(Ljava/io/FileDescriptor;JIJI)I":    send,
		c + "DatagramChannelImpl.disconnect0(Ljava/io/FileDescriptor;Z)V": disconnect,

		// struct sockaddr_in and sockaddr_in6.
		c + "NativeSocketAddress.AFINET()I":             value(unix.AF_INET),
		c + "NativeSocketAddress.AFINET6()I":            value(unix.AF_INET6),
		c + "NativeSocketAddress.sizeofSockAddr4()I":    value(unix.SizeofSockaddrInet4),
		c + "NativeSocketAddress.sizeofSockAddr6()I":    value(unix.SizeofSockaddrInet6),
		c + "NativeSocketAddress.sizeofFamily()I":       value(2),
		c + "NativeSocketAddress.offsetFamily()I":       value(0),
		c + "NativeSocketAddress.offsetSin4Port()I":     value(2),
		c + "NativeSocketAddress.offsetSin4Addr()I":     value(4),
		c + "NativeSocketAddress.offsetSin6Port()I":     value(2),
		c + "NativeSocketAddress.offsetSin6FlowInfo()I": value(4),
		c + "NativeSocketAddress.offsetSin6Addr()I":     value(8),
		c + "NativeSocketAddress.offsetSin6ScopeId()I":  value(24),

		c + "UnixAsynchronousSocketChannelImpl.checkConnect(I)V": func(t *vm.Thread, a vm.Args) (vm.Value, error) {
			return done(t, socketError(int(a.Int(0))))
		},
	}
}

// rawCall reads or writes memory at addr without blocking for a stream socket.
func rawCall(t *vm.Thread, a vm.Args, call uintptr, events int16) (int, error) {
	fd, addr, n := posix.ArgFD(t, a, 0), uintptr(a.Long(1)), uintptr(a.Int(2))
	if blocks(fd) {
		if _, err := await(t, fd, events, -1); err != nil {
			return 0, err
		}
	}
	for {
		r, _, e := syscall.Syscall(call, uintptr(fd), addr, n)
		switch e {
		case 0:
			return int(r), nil
		case syscall.EINTR:
			continue
		}
		return 0, e
	}
}

func socketTransfer(call uintptr, reading bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		n, err := rawCall(t, a, call, unix.POLLIN)
		switch err {
		case syscall.EINTR:
			return vm.LongValue(statusInterrupted), nil
		case syscall.ECONNRESET, syscall.EPIPE:
			return nat.Err(t.Throw("sun/net/ConnectionResetException", "Connection reset"))
		}
		return result(t, n, err, reading && a.Int(2) != 0)
	}
}

func datagramTransfer(call uintptr) vm.NativeFunc {
	events := int16(unix.POLLIN)
	if call == unix.SYS_WRITE || call == unix.SYS_WRITEV {
		events = unix.POLLOUT
	}
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		n, err := rawCall(t, a, call, events)
		switch err {
		case syscall.EINTR:
			return vm.LongValue(statusInterrupted), nil
		case syscall.ECONNREFUSED:
			return nat.Err(throwUnreachable(t))
		}
		return result(t, n, err, false) // an empty packet is no end of file
	}
}

func throwUnreachable(t *vm.Thread) error {
	return t.Throw("java/net/PortUnreachableException", "")
}

// receive receives a packet; arguments: descriptor, address and length of the
// memory for it, memory for the sender's socket address, connected.
func receive(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, addr, n, from := posix.ArgFD(t, a, 0), uintptr(a.Long(1)), uintptr(a.Int(2)), uintptr(a.Long(3))
	n = min(n, 65536)
	for {
		got, err := socketCall(t, fd, unix.POLLIN, func() (int, error) {
			length := uint32(unix.SizeofSockaddrInet6)
			return recvFrom(fd, addr, n, from, &length)
		})
		switch err {
		case nil:
			return nat.Int(int32(got))
		case syscall.EAGAIN:
			return nat.Int(statusUnavailable)
		case syscall.EINTR:
			return nat.Int(statusInterrupted)
		case syscall.ECONNREFUSED:
			if !a.Bool(4) {
				continue // of an earlier packet to somebody else
			}
			return nat.Err(throwUnreachable(t))
		}
		return 0, throwSocket(t, err)
	}
}

// recvFrom is recvfrom(2) that does not block.
func recvFrom(fd int, addr, n, from uintptr, length *uint32) (int, error) {
	buf := unsafe.Slice((*byte)(mem.Ptr(addr)), max(n, 1))[:n]
	got, sa, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
	if err != nil {
		return 0, err
	}
	storeSockaddr(from, sa)
	return got, nil
}

// storeSockaddr writes sa as the kernel has it.
func storeSockaddr(at uintptr, sa unix.Sockaddr) {
	ip, scope, port := netip4or6(sa)
	mem.Store8(at+2, uint8(port>>8))
	mem.Store8(at+3, uint8(port))
	if len(ip) == 4 {
		mem.Store16(at, unix.AF_INET)
		copy(mem.Bytes(at+4, 4), ip)
		return
	}
	mem.Store16(at, unix.AF_INET6)
	mem.Store32(at+4, 0)
	copy(mem.Bytes(at+8, 16), ip)
	mem.Store32(at+24, scope)
}

func netip4or6(sa unix.Sockaddr) (ip []byte, scope uint32, port int) {
	switch s := sa.(type) {
	case *unix.SockaddrInet4:
		return s.Addr[:], 0, s.Port
	case *unix.SockaddrInet6:
		return s.Addr[:], s.ZoneId, s.Port
	}
	return make([]byte, 4), 0, 0
}

// loadSockaddr reads what storeSockaddr writes.
func loadSockaddr(at uintptr) unix.Sockaddr {
	port := int(mem.Load8(at+2))<<8 | int(mem.Load8(at+3))
	if mem.Load16(at) == unix.AF_INET {
		sa := &unix.SockaddrInet4{Port: port}
		copy(sa.Addr[:], mem.Bytes(at+4, 4))
		return sa
	}
	sa := &unix.SockaddrInet6{Port: port, ZoneId: mem.Load32(at + 24)}
	copy(sa.Addr[:], mem.Bytes(at+8, 16))
	return sa
}

// send sends a packet; arguments: descriptor, address and length of the packet,
// socket address of the target (0: that to which the socket is connected) and its length.
func send(t *vm.Thread, a vm.Args) (vm.Value, error) {
	fd, b := posix.ArgFD(t, a, 0), memory(a.Long(1), int64(a.Int(2)))
	var to unix.Sockaddr
	if at := uintptr(a.Long(3)); at != 0 {
		to = loadSockaddr(at)
	}
	_, err := socketCall(t, fd, unix.POLLOUT, func() (int, error) {
		return 0, unix.Sendto(fd, b, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL, to)
	})
	switch err {
	case nil:
		return nat.Int(int32(len(b)))
	case syscall.EAGAIN:
		return nat.Int(statusUnavailable)
	case syscall.EINTR:
		return nat.Int(statusInterrupted)
	case syscall.ECONNREFUSED:
		return nat.Err(throwUnreachable(t))
	}
	return 0, throwSocket(t, err)
}

// disconnect takes the association of a datagram socket back: a connect to no address.
func disconnect(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var unspecified [unix.SizeofSockaddrInet6]byte // family AF_UNSPEC is 0
	_, _, e := syscall.Syscall(unix.SYS_CONNECT, uintptr(posix.ArgFD(t, a, 0)),
		uintptr(unsafe.Pointer(&unspecified[0])), uintptr(len(unspecified)))
	if e != 0 && e != syscall.EAFNOSUPPORT {
		return 0, throwSocket(t, e)
	}
	return 0, nil
}
