// Package process has the natives of java.lang.ProcessImpl and ProcessHandleImpl:
// starting other programs, waiting for them, looking at them. They are built for
// Linux.
package process
