//go:build !386

package x86

// Enter panics: this machine cannot run the code.
func Enter(ctx uintptr) { panic("BUG: 386 code entered on another machine") }

// LeaveAddrs returns zeros: this machine cannot run the code.
func LeaveAddrs() (leave, leaveAll uintptr) { return 0, 0 }
