package x86

import (
	"gojvm/codegen/ssa"
	"gojvm/x86/isel"
)

// Register numbers of the allocator: 0-7 are the general registers in the machine's order,
// 8-15 the SSE registers.
const (
	rAX int16 = iota
	rCX
	rDX
	rBX
	rSP
	rBP
	rSI
	rDI
	x0
)

const (
	regCtx       = rBX    // the context, in functions of the own convention
	scratchFloat = x0 + 7 // of the emitter and of moves of either class
)

var regNames = []string{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"}

var regClasses = func() []ssa.RegClass {
	c := make([]ssa.RegClass, 16)
	for i := x0; i < 16; i++ {
		c[i] = ssa.ClassFloat
	}
	return c
}()

// allocOrder lists the allocatable registers: those that instructions demand (CX for
// shifts, AX and DX for products and division) after the others.
var allocOrder = [ssa.NumClasses][]int16{
	ssa.ClassInt:   {rSI, rDI, rBP, rCX, rAX, rDX},
	ssa.ClassFloat: {x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5, x0 + 6},
}

const (
	allFloats ssa.RegMask = 0xff00
	allInts   ssa.RegMask = 0xff &^ (1<<rSP | 1<<regCtx)
)

// conventions by ssa.Conv. The own one preserves nothing but the context, and leaves BP to
// the address of an indirect call; the C one is that of the System V i386 psABI.
var conventions = []isel.Convention{
	ssa.ConvOwn: {
		Ints:        []int16{rAX, rDX, rCX, rSI, rDI},
		Floats:      []int16{x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5},
		Result:      [2]int16{rAX, rDX},
		FloatResult: x0,
		Clobbers:    allInts | allFloats,
	},
	ssa.ConvC: {
		Result:      [2]int16{rAX, rDX},
		FloatResult: x0,
		Clobbers:    isel.Mask(rAX, rCX, rDX) | allFloats,
		Saved:       []int16{rBP, rSI, rDI},
	},
}
