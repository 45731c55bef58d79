package x86

import "gojvm/codegen/ssa"

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

// convention is a calling convention.
type convention struct {
	ints, floats []int16     // argument registers
	result       [2]int16    // int results; the second only of split values
	fresult      int16       // float result; the C convention moves it to the FPU stack
	clobbers     ssa.RegMask // destroyed by a call
	saved        []int16     // preserved by the callee
}

func mask(rs ...int16) (m ssa.RegMask) {
	for _, r := range rs {
		m |= 1 << r
	}
	return m
}

const (
	allFloats ssa.RegMask = 0xff00
	allInts   ssa.RegMask = 0xff &^ (1<<rSP | 1<<regCtx)
)

// conventions by ssa.Conv. The own one preserves nothing but the context, and leaves BP to
// the address of an indirect call; the C one is that of the System V i386 psABI.
var conventions = [...]convention{
	ssa.ConvOwn: {
		ints:     []int16{rAX, rDX, rCX, rSI, rDI},
		floats:   []int16{x0, x0 + 1, x0 + 2, x0 + 3, x0 + 4, x0 + 5},
		result:   [2]int16{rAX, rDX},
		fresult:  x0,
		clobbers: allInts | allFloats,
	},
	ssa.ConvC: {
		result:   [2]int16{rAX, rDX},
		fresult:  x0,
		clobbers: mask(rAX, rCX, rDX) | allFloats,
		saved:    []int16{rBP, rSI, rDI},
	},
}

// argPlaces assigns places to arguments of the given types: registers while there are any,
// then the stack, in words of 4 bytes.
func (c *convention) argPlaces(n int, typ func(int) ssa.Type) (cs []ssa.Constraint, stack int) {
	ints, floats := c.ints, c.floats
	cs = make([]ssa.Constraint, n)
	for i := range cs {
		regs := &ints
		if typ(i).IsFloat() {
			regs = &floats
		}
		if len(*regs) > 0 {
			cs[i] = ssa.Constraint{Kind: ssa.InFixed, Reg: (*regs)[0]}
			*regs = (*regs)[1:]
			continue
		}
		cs[i] = ssa.Constraint{Kind: ssa.OnStack, Reg: int16(stack)}
		stack += typ(i).Size(4)
	}
	return cs, stack
}
