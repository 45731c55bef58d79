package io

import (
	"io"
	"os"

	"gojvm/vm"
)

// An embedder's standard streams take the place of descriptors 0 to 2. Streams
// that are files of the process are used through their descriptors, which has
// the semantics that the library expects of them.

func standardInput(t *vm.Thread, fd int) io.Reader {
	if fd != 0 {
		return nil
	}
	if _, ok := t.VM.Config.Stdin.(*os.File); ok {
		return nil
	}
	return t.VM.Config.Stdin
}

func standardOutput(t *vm.Thread, fd int) io.Writer {
	var w io.Writer
	switch fd {
	case 1:
		w = t.VM.Config.Stdout
	case 2:
		w = t.VM.Config.Stderr
	}
	if _, ok := w.(*os.File); ok {
		return nil
	}
	return w
}
