//go:build linux

package kernels

import (
	"gojvm/amd64"
	"gojvm/codegen"
)

// NativeTarget returns the back end for the machine that this program runs on.
func NativeTarget() *codegen.Target { return amd64.NewTarget() }

// NativeFeatures returns the features of that machine.
func NativeFeatures() codegen.Features { return amd64.HostFeatures() }

func enter(ctx uintptr) { amd64.Enter(ctx) }

func leaveAddrs() (leave, leaveAll uintptr) { return amd64.LeaveAddrs() }
