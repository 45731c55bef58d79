package substrate

import (
	"gojvm/amd64"
	"gojvm/codegen"
)

// exceptionReg is the register in which a handler finds the exception: AX.
const exceptionReg = 0

func hostTarget() *codegen.Target           { return amd64.NewTarget() }
func enter(ctx uintptr)                     { amd64.Enter(ctx) }
func leaveAddrs() (leave, leaveAll uintptr) { return amd64.LeaveAddrs() }
