package irgen

import "gojvm/codegen/ssa"

// counter is how a loop counts: it ends after at most 8 turns.
type counter struct {
	start, bound *ssa.Value
	step         int64
	op           ssa.Op
	swapped      bool // the bound is the first operand
	negative     bool // the counter may begin below 0
	negated      bool // the loop goes on if the compare fails
}

// counter chooses one, and makes its bounds. Most loops count up to a constant.
func (g *gen) counter() counter {
	c := counter{step: 1, op: ssa.OpLt}
	small := func() *ssa.Value {
		if g.r.IntN(2) == 0 {
			return g.b.Const(ssa.I32, int64(g.r.IntN(6)))
		}
		return g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, int64(1+g.r.IntN(7))))
	}
	switch g.r.IntN(8) {
	case 0: // down
		c.start, c.bound, c.step, c.swapped = small(), g.b.Const(ssa.I32, -1), -1, true
	case 1: // down to what is not passed
		c.start, c.bound, c.step, c.op = small(), g.b.Const(ssa.I32, 0), -1, ssa.OpNe
	case 2:
		c.start, c.bound, c.op = g.b.Const(ssa.I32, 0), small(), ssa.OpNe
	case 3:
		c.start, c.bound, c.op = g.b.Const(ssa.I32, int64(g.r.IntN(3))), small(), ssa.OpUlt
	case 4: // not bound <= i
		c.start, c.bound, c.op, c.swapped, c.negated = small(), small(), ssa.OpLe, true, true
	case 5:
		c.start, c.bound, c.step, c.negative = g.b.Const(ssa.I32, int64(g.r.IntN(3)-1)), small(), int64(1+g.r.IntN(3)), true
	default:
		c.start, c.bound = g.b.Const(ssa.I32, 0), g.b.Const(ssa.I32, int64(1+g.r.IntN(5)))
	}
	return c
}

// branch ends the head of the loop.
func (c *counter) branch(g *gen, i *ssa.Value, body, exit *ssa.Block) {
	a, b := i, c.bound
	if c.swapped {
		a, b = b, a
	}
	if c.negated {
		body, exit = exit, body
	}
	g.b.If(g.b.Value(c.op, ssa.I32, a, b), body, exit)
}

// stream makes an access to memory that goes on with each turn of a loop, as loops over arrays
// have them.
func (g *gen) stream() {
	i := g.turn[g.r.IntN(len(g.turn))]
	t := g.oneOf(ssa.I32, ssa.I32, ssa.I64, ssa.F64)
	scale := uint8(2)
	if t != ssa.I32 {
		scale = 3
	}
	base, off := g.pool[ssa.Ptr][0], int32(g.r.IntN(9)*8)
	if g.r.IntN(3) == 0 {
		base, off = g.b.Value(ssa.OpAdd, ssa.Ptr, base, g.b.Const(ssa.Ptr, int64(off))), 0
	}
	switch g.r.IntN(5) {
	case 0:
		g.b.StoreX(g.choose([]ssa.Op{ssa.OpStore8, ssa.OpStore16}), g.pick(ssa.I32), base, i, scale, off, 0)
	case 1:
		g.add(g.b.LoadX([]ssa.Op{ssa.OpLoad8s, ssa.OpLoad8u, ssa.OpLoad16s, ssa.OpLoad16u}[g.r.IntN(4)], ssa.I32, base, i, uint8(g.r.IntN(3)), off, 0))
	case 2, 3:
		x := g.b.LoadX(ssa.OpLoad, t, base, i, scale, off, 0)
		if t.IsFloat() {
			x = g.clean(x)
		}
		g.add(x)
	default:
		x := g.pick(t)
		if t.IsFloat() {
			x = g.clean(x)
		}
		g.b.StoreX(ssa.OpStore, x, base, i, scale, off, 0)
	}
}
