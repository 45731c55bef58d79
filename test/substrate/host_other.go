//go:build !(linux && amd64)

package substrate

import (
	"gojvm/codegen"
	"gojvm/mem"
)

const exceptionReg = 0

func hostTarget() *codegen.Target           { return nil }
func enter(ctx uintptr)                     { panic("BUG: no compiled code on this machine") }
func leaveAddrs() (leave, leaveAll uintptr) { return 0, 0 }
func enterSys(ctx uintptr)                  { enter(ctx) }
func watch(code, ctxs mem.Region) error     { return nil }
func unwatch(code mem.Region)               {}
