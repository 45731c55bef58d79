// Package nioch has the natives of sun.nio.ch and of java.nio.MappedMemoryUtils:
// reads and writes between descriptors and memory outside the Java heap,
// sockets, selectors.
//
// They are built for Linux; elsewhere each is an UnsatisfiedLinkError.
package nioch

// Results of an operation that are not counts (sun.nio.ch.IOStatus).
const (
	statusEOF             = -1
	statusUnavailable     = -2 // nothing there, and the descriptor does not block
	statusInterrupted     = -3
	statusUnsupportedCase = -6 // the caller must do it in another way
)
