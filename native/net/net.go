// Package net has the natives of java.net, one file per class, but for the
// sockets: these are in sun.nio.ch.
package net

import (
	"maps"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{
		// Caches of field ids; fields are found by name here.
		"java/net/InetAddress.init()V":    nat.Nothing,
		"java/net/Inet4Address.init()V":   nat.Nothing,
		"java/net/Inet6Address.init()V":   nat.Nothing,
		"java/net/DatagramPacket.init()V": nat.Nothing,
	}
	maps.Copy(all, addressNatives())
	maps.Copy(all, interfaceNatives())
	return all
}
