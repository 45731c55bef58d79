package io

import (
	"golang.org/x/sys/unix"

	"gojvm/native/internal/nat"
	"gojvm/native/internal/posix"
	"gojvm/vm"
)

func consoleNatives() vm.NativeTable {
	return vm.NativeTable{
		"java/io/Console.encoding()Ljava/lang/String;": nat.Const(vm.RefValue(0)), // the default charset
		"java/io/Console.istty()Z":                     consoleIsTTY,
		"java/io/Console.ttyStatus()I":                 consoleTTYStatus,
		"java/io/Console.echo(Z)Z":                     consoleEcho,
	}
}

func isTerminal(fd int) bool {
	_, err := unix.IoctlGetTermios(fd, getTermios)
	return err == nil
}

func consoleIsTTY(t *vm.Thread, a vm.Args) (vm.Value, error) {
	return nat.Bool(isTerminal(0) && isTerminal(1))
}

// consoleTTYStatus has one bit for each standard descriptor that is a terminal.
func consoleTTYStatus(t *vm.Thread, a vm.Args) (vm.Value, error) {
	var bits int32
	for fd := range 3 {
		if isTerminal(fd) {
			bits |= 1 << fd
		}
	}
	return nat.Int(bits)
}

// consoleEcho switches the echo of the terminal and returns what it was.
func consoleEcho(t *vm.Thread, a vm.Args) (vm.Value, error) {
	tio, err := unix.IoctlGetTermios(0, getTermios)
	if err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	old := tio.Lflag&unix.ECHO != 0
	if a.Bool(0) {
		tio.Lflag |= unix.ECHO
	} else {
		tio.Lflag &^= unix.ECHO
	}
	if err := unix.IoctlSetTermios(0, setTermios, tio); err != nil {
		return nat.Err(posix.ThrowIO(t, err))
	}
	return nat.Bool(old)
}
