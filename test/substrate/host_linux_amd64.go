package substrate

import (
	"gojvm/amd64"
	"gojvm/codegen"
	"gojvm/mem"
)

// exceptionReg is the register in which a handler finds the exception: AX.
const exceptionReg = 0

func hostTarget() *codegen.Target           { return amd64.NewTarget() }
func enter(ctx uintptr)                     { amd64.Enter(ctx) }
func enterSys(ctx uintptr)                  { amd64.EnterSys(ctx) }
func leaveAddrs() (leave, leaveAll uintptr) { return amd64.LeaveAddrs() }
func watch(code, ctxs mem.Region) error     { return amd64.Watch(code, ctxs) }
func unwatch(code mem.Region)               { amd64.Unwatch(code) }
