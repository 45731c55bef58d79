package jdknet

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

// Natives returns the table of the package: LinuxSocketOptions. Descriptors are numbers.
func Natives() vm.NativeTable {
	const c = "jdk/net/LinuxSocketOptions."
	t := vm.NativeTable{
		c + "keepAliveOptionsSupported0()Z": nat.True,
		c + "quickAckSupported0()Z":         nat.True,
		c + "incomingNapiIdSupported0()Z":   nat.True,
		c + "getIncomingNapiId0(I)I":        get(unix.SOL_SOCKET, unix.SO_INCOMING_NAPI_ID),
		c + "getQuickAck0(I)Z":              get(unix.IPPROTO_TCP, unix.TCP_QUICKACK),
		c + "setQuickAck0(IZ)V":             set(unix.TCP_QUICKACK),
		c + "getSoPeerCred0(I)J":            peerCredentials,
	}
	for name, opt := range map[string]int{
		"TcpKeepAliveProbes0": unix.TCP_KEEPCNT,
		"TcpKeepAliveTime0":   unix.TCP_KEEPIDLE,
		"TcpKeepAliveIntvl0":  unix.TCP_KEEPINTVL,
	} {
		t[c+"get"+name+"(I)I"] = get(unix.IPPROTO_TCP, opt)
		t[c+"set"+name+"(II)V"] = set(opt)
	}
	return t
}

func throwSocket(t *vm.Thread, err error) error {
	if e := posix.Errno(err); e == unix.ENOPROTOOPT {
		return t.Throw("java/lang/UnsupportedOperationException", "unsupported socket option")
	}
	return t.Throw("java/net/SocketException", posix.Text(err))
}

func get(level, opt int) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		n, err := unix.GetsockoptInt(int(a.Int(0)), level, opt)
		if err != nil {
			return 0, throwSocket(t, err)
		}
		return nat.Int(int32(n))
	}
}

func set(opt int) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		if err := unix.SetsockoptInt(int(a.Int(0)), unix.IPPROTO_TCP, opt, int(a.Int(1))); err != nil {
			return 0, throwSocket(t, err)
		}
		return 0, nil
	}
}

// peerCredentials returns uid << 32 | gid of the peer of a Unix domain socket, -1
// when it has none.
func peerCredentials(t *vm.Thread, a vm.Args) (vm.Value, error) {
	c, err := unix.GetsockoptUcred(int(a.Int(0)), unix.SOL_SOCKET, unix.SO_PEERCRED)
	switch {
	case err != nil:
		return 0, throwSocket(t, err)
	case int32(c.Uid) == -1:
		return nat.Long(-1)
	}
	return nat.Long(int64(c.Uid)<<32 | int64(c.Gid))
}
