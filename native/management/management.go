// Package management has the natives of the platform MXBeans: sun.management
// and com.sun.management.internal.
//
//	vmmanagement.go   counts, names and times of the VM
//	memory.go         memory pools and their managers, by the names of HotSpot's serial collector
//	gcinfo.go         the last collection
//	notify.go         the thread that tells beans of collections and thresholds
//	threads.go        thread infos, deadlocks, times
//	flags.go          options of the VM
//	heapdump.go       heap dumps
//	commands*.go      diagnostic commands
//	system_linux.go   the operating system
package management

import "gojvm/vm"

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		vmManagementNatives(),
		memoryNatives(),
		gcInfoNatives(),
		threadNatives(),
		flagNatives(),
		heapDumpNatives(),
		commandNatives(),
		systemNatives(),
	} {
		for k, f := range t {
			all[k] = f
		}
	}
	return all
}
