// Package internalloader has the natives of jdk.internal.loader, one file per
// class, and of jdk.internal.jimage.
package internalloader

import (
	"maps"

	"gojvm/native/internal/nat"
	"gojvm/vm"
)

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{
		// Null: the library maps lib/modules itself when it wants to read it.
		"jdk/internal/jimage/NativeImageBuffer.getNativeMap(Ljava/lang/String;)Ljava/nio/ByteBuffer;": nat.Const(0),
	}
	maps.Copy(all, bootLoaderNatives())
	maps.Copy(all, nativeLibrariesNatives())
	return all
}
