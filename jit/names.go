package jit

import "fmt"

// Names of exits and guards, for listings and logs.

var exitNames = [...]string{
	exitBridge: "bridge", exitNew: "new", exitNewArray: "new array", exitNewMultiArray: "new array of arrays",
	exitMonitorEnter: "monitor enter", exitMonitorExit: "monitor exit", exitIsSubclass: "subclass", exitThrow: "throw", exitRethrow: "rethrow", exitThrowNull: "throw NullPointerException",
	exitThrowIndex: "throw ArrayIndexOutOfBoundsException", exitThrowDivision: "throw ArithmeticException", exitThrowCast: "throw ClassCastException", exitUnwind: "unwind",
	exitRemFloat: "float remainder", exitRemDouble: "double remainder", exitSelectInterface: "select interface",
	exitNative: "native", exitLeaf: "leaf", exitCopy: "copy",
}

func (n exitNumber) String() string {
	if n >= 0 && int(n) < len(exitNames) && exitNames[n] != "" {
		return exitNames[n]
	}
	return fmt.Sprint("exit ", int64(n))
}

var trapNames = [...]string{trapUnresolved: "unresolved", trapException: "exception", trapRare: "rare case", trapHoisted: "hoisted check", trapBranch: "unreached branch", trapClass: "unexpected class", trapNull: "unexpected null"}

func (r trapReason) String() string {
	if r >= 0 && int(r) < len(trapNames) {
		return trapNames[r]
	}
	return fmt.Sprint("guard ", int64(r))
}
