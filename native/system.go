package native

import (
	"gojvm/native/io"
	"gojvm/native/zip"
	"gojvm/vm"
)

// systemTables are the natives that stand between the library and the
// operating system.
func systemTables() []vm.NativeTable {
	return []vm.NativeTable{
		io.Natives(),
		zip.Natives(),
	}
}
