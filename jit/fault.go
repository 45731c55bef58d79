package jit

import (
	"fmt"

	"gojvm/codegen"
	"gojvm/vm"
)

// A machineFault is the panic of a thread whose compiled code has accessed memory that is not
// there: a bug of the compiler, or of whoever spoiled what it reads.
type machineFault struct {
	addr  uintptr // that was accessed
	where string
}

func (f *machineFault) Error() string { return "invalid memory access in machine code: " + f.where }

// Addr is as for the errors of Go's runtime.
func (f *machineFault) Addr() uintptr { return f.addr }

// machineFault makes the innermost compiled frame of a method the innermost frame of t, so
// that its stack can be told, and returns the panic. Stubs have no frames to be told of.
func (j *JIT) machineFault(t *vm.Thread) *machineFault {
	ctx := t.Ctx
	f := &machineFault{addr: uintptr(ctx.Args[0]), where: fmt.Sprintf("at %#x", ctx.PC)}
	j.faulted.Store(true)
	pc, pos := uintptr(ctx.PC), uintptr(ctx.SP)-wordSize
	storeWord(pos, pc)
	for e := j.cache.Lookup(pc); e != nil; e = j.cache.Lookup(pc) {
		if s := siteOfFault(e.Code, pc-e.Addr); s != nil {
			f.where = fmt.Sprintf("%s at +%#x, %s", e.Code.Name, pc-e.Addr, describe(s.Data.(*frameData).scopes))
			ctx.FP = uint64(pos) | 1
			break
		}
		pos += wordSize + uintptr(e.Code.FrameSize)
		pc = loadWord(pos)
	}
	return f
}

// siteOfFault makes up a site at an offset in the code of a method that has none: no more is known there
// than which methods it belongs to. It is nil where that is not known either.
func siteOfFault(code *codegen.Code, off uintptr) *codegen.Site {
	c, ok := code.Client.(*compiled)
	if !ok {
		return nil
	}
	line, ok := lineAt(code, int(off))
	if !ok {
		return nil
	}
	return &codegen.Site{PC: uint32(off), Data: &frameData{scopes: c.scopesOf(line)}}
}
