package x86

import (
	"encoding/binary"

	"gojvm/codegen"
	"gojvm/codegen/asm"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// Bridge returns a function that stands in for functions that have no code: it
// leaves to the host with exit number, before it has touched anything, so that the
// arguments of its caller are in the saved registers and on the stack above the
// return address, to which the stack pointer points. The host resumes it with the
// result in the context's Result, at the function's one site, whatever the type.
func Bridge(number int32) (*codegen.Code, error) {
	e := &emitter{}
	e.Encoder = inst.Encoder{Buffer: asm.NewBuffer(binary.LittleEndian, inst.Branches{})}
	resume := e.NewLabel()
	e.leaveAll(codegen.ReasonExit, int64(number), resume)
	e.Bind(resume)
	for i, r := range conventions[ssa.ConvOwn].result { // halves of an i64
		e.RM(inst.MovRM, false, inst.Reg(r), ctxField(int32(codegen.CtxResult+4*i)))
	}
	e.RM(inst.MovqXM, false, inst.Reg(conventions[0].fresult&7), ctxField(codegen.CtxResult))
	e.O(inst.Ret, false, 0, 0)
	c, err := e.Finish()
	if err != nil {
		return nil, err
	}
	return &codegen.Code{
		Name: "bridge", Bytes: c.Bytes, Relocs: c.Relocs, TextSize: c.TextSize,
		Sites: []codegen.Site{{PC: uint32(c.Offset(resume)), Kind: codegen.SiteExit, Number: int64(number), Handler: -1}},
	}, nil
}

// ArgRegisters returns the registers, as numbers in the context's save areas, in
// which the own convention passes integers and references, and floats; further
// arguments are on the stack, in words of 4 bytes.
func ArgRegisters() (ints, floats []int) {
	c := &conventions[0]
	for _, r := range c.ints {
		ints = append(ints, int(r))
	}
	for _, r := range c.floats {
		floats = append(floats, int(r-x0))
	}
	return ints, floats
}
