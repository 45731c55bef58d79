package net

import (
	"net"
	"net/netip"
	"slices"

	"gojvm/mem"
	"gojvm/native/internal/inet"
	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// interfaceNatives are those of NetworkInterface.
func interfaceNatives() vm.NativeTable {
	const c = "java/net/NetworkInterface."
	return vm.NativeTable{
		c + "init()V": nat.Nothing,
		c + "getAll()[Ljava/net/NetworkInterface;":                                 allInterfaces,
		c + "getByName0(Ljava/lang/String;)Ljava/net/NetworkInterface;":            interfaceByName,
		c + "getByIndex0(I)Ljava/net/NetworkInterface;":                            interfaceByIndex,
		c + "getByInetAddress0(Ljava/net/InetAddress;)Ljava/net/NetworkInterface;": interfaceByAddress,
		c + "boundInetAddress0(Ljava/net/InetAddress;)Z":                           boundAddress,
		c + "isUp0(Ljava/lang/String;I)Z":                                          interfaceFlag(net.FlagUp | net.FlagRunning),
		c + "isLoopback0(Ljava/lang/String;I)Z":                                    interfaceFlag(net.FlagLoopback),
		c + "isP2P0(Ljava/lang/String;I)Z":                                         interfaceFlag(net.FlagPointToPoint),
		c + "supportsMulticast0(Ljava/lang/String;I)Z":                             interfaceFlag(net.FlagMulticast),
		c + "getMTU0(Ljava/lang/String;I)I":                                        interfaceMTU,
		c + "getMacAddr0([BLjava/lang/String;I)[B":                                 macAddress,
	}
}

type interfaceFields struct {
	Class       *vm.Class  `java:"java/net/NetworkInterface"`
	Init        *vm.Method `java:"java/net/NetworkInterface.<init>()V"`
	Name        *vm.Field  `java:"java/net/NetworkInterface.name:Ljava/lang/String;"`
	DisplayName *vm.Field  `java:"java/net/NetworkInterface.displayName:Ljava/lang/String;"`
	Index       *vm.Field  `java:"java/net/NetworkInterface.index:I"`
	Addrs       *vm.Field  `java:"java/net/NetworkInterface.addrs:[Ljava/net/InetAddress;"`
	Bindings    *vm.Field  `java:"java/net/NetworkInterface.bindings:[Ljava/net/InterfaceAddress;"`
	Childs      *vm.Field  `java:"java/net/NetworkInterface.childs:[Ljava/net/NetworkInterface;"`
	InetAddress *vm.Class  `java:"java/net/InetAddress"`

	Binding     *vm.Class  `java:"java/net/InterfaceAddress"`
	BindingInit *vm.Method `java:"java/net/InterfaceAddress.<init>()V"`
	Address     *vm.Field  `java:"java/net/InterfaceAddress.address:Ljava/net/InetAddress;"`
	Broadcast   *vm.Field  `java:"java/net/InterfaceAddress.broadcast:Ljava/net/Inet4Address;"`
	MaskLength  *vm.Field  `java:"java/net/InterfaceAddress.maskLength:S"`
}

// iface is an interface with its addresses, those of IPv6 first.
type iface struct {
	net.Interface
	prefixes []netip.Prefix
}

// interfaces returns those that have an address, the latest first.
func interfaces() []iface {
	list, _ := net.Interfaces()
	var out []iface
	for _, i := range list {
		if n := withAddresses(i); len(n.prefixes) > 0 {
			out = append(out, n)
		}
	}
	slices.Reverse(out)
	return out
}

func withAddresses(i net.Interface) iface {
	out := iface{Interface: i}
	addrs, _ := i.Addrs()
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		ip, _ := netip.AddrFromSlice(n.IP)
		ones, _ := n.Mask.Size()
		out.prefixes = append(out.prefixes, netip.PrefixFrom(ip.Unmap(), ones))
	}
	slices.SortStableFunc(out.prefixes, func(a, b netip.Prefix) int {
		return b.Addr().BitLen() - a.Addr().BitLen()
	})
	return out
}

// find returns the interface for which ok holds, as a NetworkInterface; null for none.
func find(t *vm.Thread, ok func(iface) bool) (vm.Value, error) {
	var list []iface
	t.Blocking(func() { list = interfaces() })
	for _, i := range list {
		if ok(i) {
			return nat.Ref(newInterface(t, i))
		}
	}
	return 0, nil
}

func allInterfaces(t *vm.Thread, a vm.Args) (vm.Value, error) {
	k, err := vm.Bound[interfaceFields](t)
	if err != nil {
		return 0, err
	}
	var list []iface
	t.Blocking(func() { list = interfaces() })
	if len(list) == 0 {
		return 0, nil
	}
	r, err := t.NewRefArray(k.Class, len(list))
	if err != nil {
		return 0, err
	}
	arr := t.NewHandle(r)
	for i, n := range list {
		r, err := newInterface(t, n)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(arr.Ref(), i, r)
	}
	return vm.RefValue(arr.Ref()), nil
}

func interfaceByName(t *vm.Thread, a vm.Args) (vm.Value, error) {
	name, _ := nat.String(t, a, 0)
	return find(t, func(i iface) bool { return i.Name == name })
}

func interfaceByIndex(t *vm.Thread, a vm.Args) (vm.Value, error) {
	index := int(a.Int(0))
	return find(t, func(i iface) bool { return i.Index == index })
}

func (i iface) has(ip netip.Addr) bool {
	for _, p := range i.prefixes {
		if p.Addr().WithZone("") == ip {
			return true
		}
	}
	return false
}

func interfaceByAddress(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ip, _, err := inet.Addr(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	return find(t, func(i iface) bool { return i.has(ip) })
}

func boundAddress(t *vm.Thread, a vm.Args) (vm.Value, error) {
	ip, _, err := inet.Addr(t, a.Ref(0))
	if err != nil {
		return 0, err
	}
	var list []iface
	t.Blocking(func() { list = interfaces() })
	return nat.Bool(slices.ContainsFunc(list, func(i iface) bool { return i.has(ip) }))
}

// named returns the interface whose name is argument arg.
func named(t *vm.Thread, a vm.Args, arg int) (*net.Interface, error) {
	name, ok := nat.String(t, a, arg)
	if !ok {
		return nil, t.Throw("java/lang/NullPointerException", "network interface name is NULL")
	}
	var i *net.Interface
	var err error
	t.Blocking(func() { i, err = net.InterfaceByName(name) })
	if err != nil {
		return nil, t.Throw("java/net/SocketException", "No such device")
	}
	return i, nil
}

func interfaceFlag(f net.Flags) vm.NativeFunc {
	return func(t *vm.Thread, a vm.Args) (vm.Value, error) {
		i, err := named(t, a, 0)
		if err != nil {
			return 0, err
		}
		return nat.Bool(i.Flags&f == f)
	}
}

func interfaceMTU(t *vm.Thread, a vm.Args) (vm.Value, error) {
	i, err := named(t, a, 0)
	if err != nil {
		return 0, err
	}
	return nat.Int(int32(i.MTU))
}

// macAddress returns the hardware address, null when there is none.
func macAddress(t *vm.Thread, a vm.Args) (vm.Value, error) {
	i, err := named(t, a, 1)
	if err != nil {
		return 0, err
	}
	if len(i.HardwareAddr) == 0 || !slices.ContainsFunc(i.HardwareAddr, func(b byte) bool { return b != 0 }) {
		return 0, nil
	}
	return nat.Ref(t.NewByteArray(i.HardwareAddr))
}

// newInterface makes a NetworkInterface.
func newInterface(t *vm.Thread, n iface) (vm.Ref, error) {
	k, err := vm.Bound[interfaceFields](t)
	if err != nil {
		return 0, err
	}
	mark := t.HandleMark()
	defer t.ReleaseHandles(mark)
	self, err := construct(t, k.Class, k.Init)
	if err != nil {
		return 0, err
	}
	s, err := t.NewString(n.Name)
	if err != nil {
		return 0, err
	}
	t.VM.SetRef(self.Ref(), k.Name.Offset, s)
	t.VM.SetRef(self.Ref(), k.DisplayName.Offset, s)
	self.Object().SetInt(k.Index.Offset, int32(n.Index))
	addrs, err := arrayField(t, self, k.Addrs, k.InetAddress, len(n.prefixes))
	if err != nil {
		return 0, err
	}
	bindings, err := arrayField(t, self, k.Bindings, k.Binding, len(n.prefixes))
	if err != nil {
		return 0, err
	}
	if _, err := arrayField(t, self, k.Childs, k.Class, 0); err != nil {
		return 0, err
	}
	for i, p := range n.prefixes {
		r, err := inet.New(t, p.Addr().WithZone(""), uint32(n.Index), "", self)
		if err != nil {
			return 0, err
		}
		t.VM.SetRefElem(addrs.Ref(), i, r)
		b, err := construct(t, k.Binding, k.BindingInit)
		if err != nil {
			return 0, err
		}
		t.VM.SetRef(b.Ref(), k.Address.Offset, vm.RefElem(addrs.Ref(), i))
		mem.Store16(uintptr(b.Ref())+uintptr(k.MaskLength.Offset), uint16(p.Bits()))
		t.VM.SetRefElem(bindings.Ref(), i, b.Ref())
		if p.Addr().Is4() && n.Flags&net.FlagBroadcast != 0 {
			r, err := inet.New(t, lastAddress(p), 0, "", vm.Handle{})
			if err != nil {
				return 0, err
			}
			t.VM.SetRef(vm.RefElem(bindings.Ref(), i), k.Broadcast.Offset, r)
		}
	}
	return self.Ref(), nil
}

// lastAddress is the broadcast address of an IPv4 network.
func lastAddress(p netip.Prefix) netip.Addr {
	b := p.Addr().As4()
	for i := p.Bits(); i < 32; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	return netip.AddrFrom4(b)
}

func construct(t *vm.Thread, c *vm.Class, init *vm.Method) (vm.Handle, error) {
	if err := t.VM.Linker.Initialize(t, c); err != nil {
		return vm.Handle{}, err
	}
	r, err := t.NewObject(c)
	if err != nil {
		return vm.Handle{}, err
	}
	h := t.NewHandle(r)
	_, err = t.Invoke(init, vm.RefValue(r))
	return h, err
}

// arrayField sets a field to a new array.
func arrayField(t *vm.Thread, self vm.Handle, f *vm.Field, elem *vm.Class, n int) (vm.Handle, error) {
	r, err := t.NewRefArray(elem, n)
	if err != nil {
		return vm.Handle{}, err
	}
	t.VM.SetRef(self.Ref(), f.Offset, r)
	return t.NewHandle(r), nil
}
