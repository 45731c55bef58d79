//go:build linux

package kernels

import (
	"gojvm/codegen"
	"gojvm/x86"
)

// NativeTarget returns the back end for the machine that this program runs on.
func NativeTarget() *codegen.Target { return x86.NewTarget() }

// NativeFeatures returns the features of that machine.
func NativeFeatures() codegen.Features { return x86.HostFeatures() }

func enter(ctx uintptr) { x86.Enter(ctx) }

func leaveAddrs() (leave, leaveAll uintptr) { return x86.LeaveAddrs() }
