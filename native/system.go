package native

import (
	"gojvm/native/io"
	"gojvm/native/jdknet"
	"gojvm/native/management"
	"gojvm/native/net"
	"gojvm/native/nioch"
	"gojvm/native/niofs"
	"gojvm/native/prefs"
	"gojvm/native/process"
	"gojvm/native/zip"
	"gojvm/vm"
)

// systemTables are the natives that stand between the library and the
// operating system.
func systemTables() []vm.NativeTable {
	return []vm.NativeTable{
		io.Natives(),
		jdknet.Natives(),
		management.Natives(),
		net.Natives(),
		niofs.Natives(),
		nioch.Natives(),
		prefs.Natives(),
		process.Natives(),
		zip.Natives(),
	}
}
