// Package lang has the natives of java.lang, one file per class.
//
// Specification: the documentation of the Java methods, and where that is
// silent what HotSpot does.
package lang

import "gojvm/vm"

// Natives returns the table of the package.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		objectNatives(),
		processEnvironmentNatives(),
		classNatives(),
		classMembersNatives(),
		classLoaderNatives(),
		floatNatives(),
		moduleNatives(),
		nullPointerNatives(),
		runtimeNatives(),
		shutdownNatives(),
		stackWalkerNatives(),
		stackTraceElementNatives(),
		strictMathNatives(),
		stringNatives(),
		systemNatives(),
		threadNatives(),
		throwableNatives(),
	} {
		for k, f := range t {
			all[k] = f
		}
	}
	return all
}
