// Package io has the natives of java.io: streams and random access files over
// file descriptors, the file system below java.io.File, the console.
//
// Descriptors are raw ones, as the library expects: it keeps them in
// java.io.FileDescriptor objects and hands them to channels. Descriptors 0, 1
// and 2 lead to the streams of vm.Config where an embedder has given some.
package io

import (
	"maps"

	"gojvm/vm"
)

// Natives returns the natives of java.io.
func Natives() vm.NativeTable {
	all := vm.NativeTable{}
	for _, t := range []vm.NativeTable{
		fileDescriptorNatives(),
		fileCleanableNatives(),
		fileInputStreamNatives(),
		fileOutputStreamNatives(),
		randomAccessFileNatives(),
		unixFileSystemNatives(),
		consoleNatives(),
		objectStreamClassNatives(),
	} {
		maps.Copy(all, t)
	}
	return all
}
