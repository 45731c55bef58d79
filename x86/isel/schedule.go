package isel

import "gojvm/codegen/ssa"

// The units of [Machine.Processor].
const (
	unitInt = iota
	unitMem
	unitFloat
)

// minFreq leaves what is in no loop alone: compiling would take longer, and nothing be gained.
const minFreq = 2

// latencyLoad is what a load takes, alone or as a part of another operation.
const latencyLoad = 4

// Processor describes no processor in particular: one in order, as wide as those of today, which
// are out of order, are in the mean. For these an order is good that keeps the longest way going
// (Agner Fog, Instruction tables, for the latencies; Zen 3 and Ice Lake hardly differ). Values may
// live in the registers order.
func (m *Machine) Processor(order [ssa.NumClasses][]int16) *ssa.Processor {
	p := &ssa.Processor{
		Issue:      4,
		Units:      []int{unitInt: 4, unitMem: 2, unitFloat: 2},
		Cost:       cost,
		MinFreq:    minFreq,
		Glued:      func(_, next *ssa.Value) bool { return next.Info().Has(ssa.Glued) },
		Overwrites: func(v *ssa.Value) bool { return m.Constrain(v).Result.Kind == ssa.SameAs0 },
	}
	for c := range p.Regs {
		p.Regs[c] = len(order[c])
	}
	return p
}

// cost tells how long an operation takes.
func cost(v *ssa.Value) ssa.Cost {
	c := ssa.Cost{Unit: unitInt, Busy: 1, Latency: 1}
	switch {
	case v.Type.IsVector():
		c = ssa.Cost{Unit: unitFloat, Busy: 1, Latency: 2} // mostly of integers
	case v.Type.IsFloat():
		c = ssa.Cost{Unit: unitFloat, Busy: 1, Latency: 4}
	}
	switch v.Op {
	case ssa.OpToptr, ssa.OpFromptr, ssa.OpToref, ssa.OpCopy, ssa.OpZext32:
		return ssa.Cost{} // mostly in the same register
	case ssa.OpLoad, ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u, OpLoadSx32, OpArgStack, ssa.OpFconst:
		return ssa.Cost{Unit: unitMem, Busy: 1, Latency: latencyLoad}
	case ssa.OpMul, OpMulI, OpMulM, ssa.OpMulh, ssa.OpUmulh, OpMulX, OpMulW, OpImulW:
		c.Latency = 3
	case ssa.OpDiv, ssa.OpRem, ssa.OpUdiv, ssa.OpUrem:
		c.Busy, c.Latency = 6, 12
	case ssa.OpFdiv, OpFdivM, OpFdivK, OpFdivV, OpFdivVM, OpFdivVK, ssa.OpFsqrt:
		c.Busy, c.Latency = 5, 13
	}
	if v.Info().Flags&(ssa.Reads|ssa.Writes) != 0 {
		c.Unit = unitMem
		c.Latency += latencyLoad
	}
	return c
}
