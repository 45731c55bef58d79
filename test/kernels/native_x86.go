//go:build linux && (amd64 || 386)

package kernels

import (
	"gojvm/codegen"
	"gojvm/x86/host"
)

// NativeTarget returns the back end for the machine that this program runs on.
func NativeTarget() *codegen.Target { return host.NewTarget() }

// NativeFeatures returns the features of that machine.
func NativeFeatures() codegen.Features { return host.Features() }

func enter(ctx uintptr) { host.Enter(ctx) }

func leaveAddrs() (leave, leaveAll uintptr) { return host.LeaveAddrs() }
