//go:build linux && (amd64 || 386)

// Package host runs compiled code on the machine that this program itself was built for, where
// that is amd64 or 386 on Linux.
//
//	host_*.go      which back end it is
//	enter.go       entering compiled code from Go
//	enter_*.s      switching stacks, and the ways out
//	preempt_*      how Go stops threads that are in compiled code
package host

// enter switches to compiled code and returns when that leaves.
//
//go:noescape
func enter(ctx uintptr)

func leaveAddrs() (leave, leaveAll uintptr)

// Enter enters compiled code at the PC in the context, which must lie outside of the Go
// heap with its leave fields set to [LeaveAddrs]. It returns when the code leaves; the
// context tells why.
func Enter(ctx uintptr) { enter(ctx) }

// LeaveAddrs returns the addresses that belong to the context's fields Leave and LeaveAll.
func LeaveAddrs() (leave, leaveAll uintptr) { return leaveAddrs() }
