package net

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"gojvm/native/internal/inet"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// addressNatives are those of Inet4AddressImpl and Inet6AddressImpl: names and
// addresses, by Go's resolver.
func addressNatives() vm.NativeTable {
	t := vm.NativeTable{
		"java/net/InetAddressImplFactory.isIPv6Supported()Z": func(*vm.Thread, vm.Args) (vm.Value, error) {
			return nat.Bool(HasIPv6())
		},
	}
	for class, only4 := range map[string]bool{"java/net/Inet4AddressImpl.": true, "java/net/Inet6AddressImpl.": false} {
		t[class+"lookupAllHostAddr(Ljava/lang/String;)[Ljava/net/InetAddress;"] = lookup(only4)
		t[class+"getHostByAddr([B)Ljava/lang/String;"] = hostByAddr
		t[class+"getLocalHostName()Ljava/lang/String;"] = localHostName
	}
	t["java/net/Inet4AddressImpl.isReachable0([BI[BI)Z"] = reachable(2)
	t["java/net/Inet6AddressImpl.isReachable0([BII[BII)Z"] = reachable(3)
	return t
}

// HasIPv6 reports whether sockets can have IPv6 addresses.
func HasIPv6() bool {
	if _, err := os.Stat("/proc/net/if_inet6"); err != nil {
		return false
	}
	fd, err := syscall.Socket(syscall.AF_INET6, syscall.SOCK_STREAM, 0)
	if err != nil {
		return false
	}
	_ = syscall.Close(fd)
	return true
}

const unknownHost = "java/net/UnknownHostException"

type preference struct {
	Class  *vm.Class `java:"java/net/InetAddress"`
	Prefer *vm.Field `java:"java/net/InetAddress.preferIPv6Address:I"`
}

// Values of InetAddress.preferIPv6Address.
const (
	preferIPv4 = 0
	preferIPv6 = 1
)

// lookup finds the addresses of a host, in the order that the library prefers.
func lookup(only4 bool) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		k, err := vm.Bound[preference](t)
		if err != nil {
			return 0, err
		}
		host, ok := nat.String(t, a, 1)
		if !ok {
			return nat.Err(t.Throw("java/lang/NullPointerException", "host argument is null"))
		}
		network := "ip"
		if only4 {
			network = "ip4"
		}
		var ips []netip.Addr
		t.Blocking(func() { ips, err = net.DefaultResolver.LookupNetIP(context.Background(), network, host) })
		if err != nil || len(ips) == 0 {
			why := "Name or service not known"
			if e := (*net.DNSError)(nil); errors.As(err, &e) && e.IsTemporary {
				why = "Temporary failure in name resolution"
			}
			return nat.Err(t.Throwf(unknownHost, "%s: %s", host, why))
		}
		ips = arrange(ips, k.Prefer.StaticBase().Int(k.Prefer.Offset))
		r, err := t.NewRefArray(k.Class, len(ips))
		if err != nil {
			return 0, err
		}
		arr := t.NewHandle(r)
		for i, ip := range ips {
			r, err := inet.New(t, ip, 0, host, vm.Handle{})
			if err != nil {
				return 0, err
			}
			t.VM.SetRefElem(arr.Ref(), i, r)
		}
		return vm.RefValue(arr.Ref()), nil
	}
}

// arrange removes duplicates and puts the preferred family first.
func arrange(ips []netip.Addr, prefer int32) []netip.Addr {
	var v4, v6, all []netip.Addr
	seen := map[netip.Addr]bool{}
	for _, ip := range ips {
		if ip = ip.Unmap(); seen[ip] {
			continue
		}
		seen[ip] = true
		all = append(all, ip)
		if ip.Is4() {
			v4 = append(v4, ip)
		} else {
			v6 = append(v6, ip)
		}
	}
	switch prefer {
	case preferIPv4:
		return append(v4, v6...)
	case preferIPv6:
		return append(v6, v4...)
	}
	return all
}

func hostByAddr(t *vm.Thread, a vm.Args) (vm.Value, error) {
	if a.Ref(1) == 0 {
		return nat.NullPointer(t)
	}
	ip, _ := netip.AddrFromSlice(vm.ByteElems(a.Ref(1)))
	var names []string
	var err error
	t.Blocking(func() { names, err = net.DefaultResolver.LookupAddr(context.Background(), ip.Unmap().String()) })
	if err != nil || len(names) == 0 {
		return nat.Err(t.Throw(unknownHost, ""))
	}
	return nat.Ref(t.NewString(strings.TrimSuffix(names[0], ".")))
}

func localHostName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, err := os.Hostname()
	if err != nil {
		name = "localhost"
	}
	return nat.Ref(t.NewString(name))
}

// reachable asks whether a host answers on the echo port, be it by refusing;
// timeout is the number of the argument with the milliseconds.
func reachable(timeout int) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		ip, _ := netip.AddrFromSlice(vm.ByteElems(a.Ref(1)))
		wait := time.Duration(a.Int(timeout)) * time.Millisecond
		var err error
		t.Blocking(func() {
			var c net.Conn
			if c, err = net.DialTimeout("tcp", netip.AddrPortFrom(ip.Unmap(), 7).String(), wait); err == nil {
				_ = c.Close()
			}
		})
		return nat.Bool(err == nil || errors.Is(err, syscall.ECONNREFUSED))
	}
}
