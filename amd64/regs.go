package amd64

import (
	"gojvm/codegen/ssa"
	"gojvm/x86/isel"
)

// Register numbers of the allocator: 0-15 are the general registers in the machine's
// order, 16-31 the SSE registers.
const (
	rAX int16 = iota
	rCX
	rDX
	rBX
	rSP
	rBP
	rSI
	rDI
	r8
	r9
	r10
	r11
	r12
	r13
	r14
	r15
	x0
)

const (
	scratchInt   = r14     // of the emitter and of moves; carries the PC to the way out
	regCtx       = r15     // the context, in functions of the own convention
	scratchFloat = x0 + 15 // of the emitter and of moves
)

var regNames = []string{"ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
	"x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15"}

var regClasses = func() []ssa.RegClass {
	c := make([]ssa.RegClass, 32)
	for i := x0; i < 32; i++ {
		c[i] = ssa.ClassFloat
	}
	return c
}()

// allocOrder lists the allocatable registers: those with short encodings first, and those
// that instructions demand (CX for shifts, AX and DX for division) after the free ones.
var allocOrder = [ssa.NumClasses][]int16{
	ssa.ClassInt: {rSI, rDI, rBX, rAX, rDX, rCX, rBP, r8, r9, r10, r11, r12, r13},
	ssa.ClassFloat: {x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5, x0 + 6, x0 + 7, x0 + 8, x0 + 9, x0 + 10,
		x0 + 11, x0 + 12, x0 + 13, x0 + 14},
}

const (
	allFloats ssa.RegMask = 0xffff0000
	allInts   ssa.RegMask = 0xffff &^ (1<<rSP | 1<<regCtx)
)

// conventions by ssa.Conv. The own one preserves nothing but the context; the C one is that
// of the System V psABI.
var conventions = []isel.Convention{
	ssa.ConvOwn: {
		Ints:        []int16{rDI, rSI, rDX, rCX, r8, r9, rAX, r10, r11, rBX},
		Floats:      []int16{x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5, x0 + 6, x0 + 7},
		Result:      [2]int16{rAX, rDX},
		FloatResult: x0,
		Clobbers:    allInts | allFloats,
	},
	ssa.ConvC: {
		Ints:        []int16{rDI, rSI, rDX, rCX, r8, r9},
		Floats:      []int16{x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5, x0 + 6, x0 + 7},
		Result:      [2]int16{rAX, rDX},
		FloatResult: x0,
		Clobbers:    isel.Mask(rAX, rCX, rDX, rSI, rDI, r8, r9, r10, r11) | allFloats,
		Saved:       []int16{rBX, rBP, r12, r13, r14, r15},
	},
}
