package ppc

import (
	"strconv"

	"gojvm/codegen/ssa"
)

// Register numbers of the allocator: 0-31 are the general registers, 32-63 the float
// registers.
const (
	r0  int16 = 0
	rSP int16 = 1
	r3  int16 = 3
	r4  int16 = 4
	f0  int16 = 32
	f1  int16 = 33
)

const (
	scratchInt   = r0      // of the emitter and of moves; as a base it would mean 0
	carryInt     = 12      // of moves from memory to memory, and a base for the emitter
	regCtx       = 13      // the context, in functions of the own convention
	scratchFloat = f0      // of the emitter and of moves
	carryFloat   = f0 + 13 // of moves from memory to memory
)

// Register 2 belongs to the system (thread-local storage) and is never touched. Register 13
// is the base of small data in the C convention and preserved there, so it is not used by
// functions of that convention.

func regNames() []string {
	names := make([]string, 64)
	for i := range 32 {
		names[i] = "r" + strconv.Itoa(i)
		names[32+i] = "f" + strconv.Itoa(i)
	}
	return names
}

func regClasses() []ssa.RegClass {
	c := make([]ssa.RegClass, 64)
	for i := f0; i < 64; i++ {
		c[i] = ssa.ClassFloat
	}
	return c
}

// span lists registers from a to b.
func span(a, b int16) (rs []int16) {
	for r := a; r <= b; r++ {
		rs = append(rs, r)
	}
	return rs
}

// allocOrder lists the allocatable registers, those first that no callee preserves.
var allocOrder = [ssa.NumClasses][]int16{
	ssa.ClassInt:   append(span(3, 11), span(14, 31)...),
	ssa.ClassFloat: append(span(f0+1, f0+12), span(f0+14, f0+31)...),
}

// convention is a calling convention.
type convention struct {
	ints, floats []int16     // argument registers
	result       [2]int16    // int results; the second only of split values
	fresult      int16       // float result
	clobbers     ssa.RegMask // destroyed by a call
	saved        []int16     // preserved by the callee
}

func mask(rs ...int16) (m ssa.RegMask) {
	for _, r := range rs {
		m |= 1 << r
	}
	return m
}

// conventions by ssa.Conv. The own one preserves nothing but the context and takes more
// arguments in registers; the C one is that of the System V ABI, PowerPC supplement.
var conventions = [...]convention{
	ssa.ConvOwn: {
		ints:     append(span(3, 11), span(14, 20)...),
		floats:   span(f1, f1+11),
		result:   [2]int16{r3, r4},
		fresult:  f1,
		clobbers: mask(allocOrder[ssa.ClassInt]...) | mask(allocOrder[ssa.ClassFloat]...),
	},
	ssa.ConvC: {
		ints:     span(3, 10),
		floats:   span(f1, f1+7),
		result:   [2]int16{r3, r4},
		fresult:  f1,
		clobbers: mask(span(3, 11)...) | mask(span(f1, f1+12)...),
		saved:    append(span(14, 31), span(f0+14, f0+31)...),
	},
}

// argPlaces assigns places to arguments of the given types: registers while there are any,
// then the stack from offset 8 of the caller's frame on, doubles aligned to 8.
func (c *convention) argPlaces(n int, typ func(int) ssa.Type) []ssa.Constraint {
	ints, floats, stack := c.ints, c.floats, linkage
	cs := make([]ssa.Constraint, n)
	for i := range cs {
		t := typ(i)
		regs := &ints
		if t.IsFloat() {
			regs = &floats
		}
		if len(*regs) > 0 {
			cs[i] = ssa.Constraint{Kind: ssa.InFixed, Reg: (*regs)[0]}
			*regs = (*regs)[1:]
			continue
		}
		size := t.Size(4)
		stack = (stack + size - 1) &^ (size - 1)
		cs[i] = ssa.Constraint{Kind: ssa.OnStack, Reg: int16(stack)}
		stack += size
	}
	return cs
}
