package substrate

import (
	"gojvm/codegen"
	"gojvm/mem"
	"gojvm/x86/host"
)

// exceptionReg is the register in which a handler finds the exception: AX.
const exceptionReg = 0

func hostTarget() *codegen.Target           { return host.NewTarget() }
func enter(ctx uintptr)                     { host.Enter(ctx) }
func enterSys(ctx uintptr)                  { host.EnterSys(ctx) }
func leaveAddrs() (leave, leaveAll uintptr) { return host.LeaveAddrs() }
func watch(code, ctxs mem.Region) error     { return host.Watch(code, ctxs) }
func unwatch(code mem.Region)               { host.Unwatch(code) }
