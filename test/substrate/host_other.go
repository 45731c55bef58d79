//go:build !amd64

package substrate

import "gojvm/codegen"

const exceptionReg = 0

func hostTarget() *codegen.Target           { return nil }
func enter(ctx uintptr)                     { panic("BUG: no compiled code on this machine") }
func leaveAddrs() (leave, leaveAll uintptr) { return 0, 0 }
