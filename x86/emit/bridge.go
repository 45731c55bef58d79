package emit

import (
	"gojvm/codegen"
	"gojvm/codegen/ssa"
	"gojvm/x86/inst"
)

// Bridge returns a function that stands in for functions that have no code: it
// leaves to the host with exit number, before it has touched anything, so that the
// arguments of its caller are in the saved registers and on the stack above the
// return address, to which the stack pointer points. The host resumes it with the
// result in the context's Result, at the function's one site, whatever the type.
func (m *Machine) Bridge(number int32) (*codegen.Code, error) {
	e := newEmitter(m, new(codegen.Options))
	own := &m.Convs[ssa.ConvOwn]
	resume := e.NewLabel()
	e.leaveAll(codegen.ReasonExit, int64(number), resume)
	e.Bind(resume)
	e.RM(inst.MovRM, e.is64(), inst.Reg(own.Result[0]), e.ctxField(codegen.CtxResult))
	if !e.is64() { // the other half of an i64
		e.RM(inst.MovRM, false, inst.Reg(own.Result[1]), e.ctxField(codegen.CtxResult+4))
	}
	e.RM(inst.MovqXM, false, inst.Reg(own.FloatResult-m.FirstFloat), e.ctxField(codegen.CtxResult))
	e.O(inst.Ret, false, 0, 0)
	c, err := e.Buffer.Finish()
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
// arguments are on the stack, in words.
func (m *Machine) ArgRegisters() (ints, floats []int) {
	c := &m.Convs[ssa.ConvOwn]
	for _, r := range c.Ints {
		ints = append(ints, int(r))
	}
	for _, r := range c.Floats {
		floats = append(floats, int(r-m.FirstFloat))
	}
	return ints, floats
}

// ResultRegisters returns the registers, as numbers in the context's save areas, in
// which the own convention returns an integer or reference, the upper half of an i64 where
// that is split, and a float.
func (m *Machine) ResultRegisters() (ints [2]int, float int) {
	c := &m.Convs[ssa.ConvOwn]
	for i, r := range c.Result {
		ints[i] = int(r)
	}
	return ints, int(c.FloatResult - m.FirstFloat)
}

// Stub assembles code that is no compiled function and refers to nothing outside but symbols.
func (m *Machine) Stub(name string, fn func(e *inst.Encoder)) *codegen.Code {
	e := m.encoder()
	fn(&e)
	c, err := e.Finish()
	if err != nil {
		panic("BUG: " + name + ": " + err.Error())
	}
	return &codegen.Code{Name: name, Bytes: c.Bytes, Relocs: c.Relocs, TextSize: c.TextSize}
}
