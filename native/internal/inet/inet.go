// Package inet converts between IP addresses and the objects of
// java.net.InetAddress, for the natives of java.net and sun.nio.ch.
package inet

import (
	"net/netip"

	"gojvm/vm"
)

// addresses are the classes of addresses with the fields that hold one.
type addresses struct {
	Inet4     *vm.Class  `java:"java/net/Inet4Address"`
	Inet4Init *vm.Method `java:"java/net/Inet4Address.<init>()V"`
	Inet6     *vm.Class  `java:"java/net/Inet6Address"`
	Inet6Init *vm.Method `java:"java/net/Inet6Address.<init>()V"`
	Holder    *vm.Field  `java:"java/net/InetAddress.holder:Ljava/net/InetAddress$InetAddressHolder;"`
	Address   *vm.Field  `java:"java/net/InetAddress$InetAddressHolder.address:I"`
	Family    *vm.Field  `java:"java/net/InetAddress$InetAddressHolder.family:I"`
	HostName  *vm.Field  `java:"java/net/InetAddress$InetAddressHolder.hostName:Ljava/lang/String;"`
	Original  *vm.Field  `java:"java/net/InetAddress$InetAddressHolder.originalHostName:Ljava/lang/String;"`
	Holder6   *vm.Field  `java:"java/net/Inet6Address.holder6:Ljava/net/Inet6Address$Inet6AddressHolder;"`
	Bytes     *vm.Field  `java:"java/net/Inet6Address$Inet6AddressHolder.ipaddress:[B"`
	Scope     *vm.Field  `java:"java/net/Inet6Address$Inet6AddressHolder.scope_id:I"`
	ScopeSet  *vm.Field  `java:"java/net/Inet6Address$Inet6AddressHolder.scope_id_set:Z"`
	ScopeIf   *vm.Field  `java:"java/net/Inet6Address$Inet6AddressHolder.scope_ifname:Ljava/net/NetworkInterface;"`
}

// Values of InetAddressHolder.family.
const (
	familyIPv4 = 1
	familyIPv6 = 2
)

// New makes an Inet4Address or Inet6Address. A scope of 0 is none; host is the
// name by which it was found, "" for none; iface, if not null, the
// NetworkInterface of its scope. It may collect.
func New(t *vm.Thread, ip netip.Addr, scope uint32, host string, iface vm.Handle) (vm.Ref, error) {
	k, err := vm.Bound[addresses](t)
	if err != nil {
		return 0, err
	}
	ip = ip.Unmap()
	class, init := k.Inet6, k.Inet6Init
	if ip.Is4() {
		class, init = k.Inet4, k.Inet4Init
	}
	if err := t.VM.Linker.Initialize(t, class); err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	r, err := t.NewObject(class)
	if err != nil {
		return 0, err
	}
	h := t.NewHandle(r)
	if _, err := t.Invoke(init, vm.RefValue(r)); err != nil {
		return 0, err
	}
	holder := t.NewHandle(h.Object().Ref(k.Holder.Offset))
	if ip.Is4() {
		b := ip.As4()
		holder.Object().SetInt(k.Address.Offset, int32(uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3])))
		holder.Object().SetInt(k.Family.Offset, familyIPv4)
	} else {
		holder.Object().SetInt(k.Family.Offset, familyIPv6)
		b := ip.As16()
		arr, err := t.NewByteArray(b[:])
		if err != nil {
			return 0, err
		}
		h6 := h.Object().Ref(k.Holder6.Offset)
		t.VM.SetRef(h6, k.Bytes.Offset, arr)
		if scope != 0 {
			vm.Object(h6).SetInt(k.Scope.Offset, int32(scope))
			vm.Object(h6).SetBool(k.ScopeSet.Offset, true)
			t.VM.SetRef(h6, k.ScopeIf.Offset, iface.Ref())
		}
	}
	if host != "" {
		s, err := t.NewString(host)
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(holder.Ref(), k.HostName.Offset, s)
		t.VM.SetRef(holder.Ref(), k.Original.Offset, s)
	}
	return h.Ref(), nil
}

// Addr returns the address in the InetAddress at r (not null) and its scope, 0
// for none.
func Addr(t *vm.Thread, r vm.Ref) (ip netip.Addr, scope uint32, err error) {
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	h := t.NewHandle(r)
	k, err := vm.Bound[addresses](t)
	if err != nil {
		return netip.Addr{}, 0, err
	}
	if t.VM.ClassOf(h.Ref()).IsSubclassOf(k.Inet6) {
		h6 := vm.Object(h.Object().Ref(k.Holder6.Offset))
		if b := h6.Ref(k.Bytes.Offset); b != 0 {
			ip, _ = netip.AddrFromSlice(vm.ByteElems(b))
		}
		if h6.Bool(k.ScopeSet.Offset) {
			scope = uint32(h6.Int(k.Scope.Offset))
		}
		return ip, scope, nil
	}
	a := uint32(vm.Object(h.Object().Ref(k.Holder.Offset)).Int(k.Address.Offset))
	return netip.AddrFrom4([4]byte{byte(a >> 24), byte(a >> 16), byte(a >> 8), byte(a)}), 0, nil
}
