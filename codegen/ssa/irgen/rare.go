package irgen

import "gojvm/codegen/ssa"

// rare makes one of the operations that front ends use now and then.
func (g *gen) rare() {
	base := g.pool[ssa.Ptr][0]
	whole := ssa.I64
	if g.f.PtrSize == 4 {
		whole = ssa.I32
	}
	switch g.r.IntN(7) {
	case 0: // the distance of two addresses
		i := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, 0xff))
		p := g.b.Value(ssa.OpAddr, ssa.Ptr, base, i)
		p.Off, p.Scale = int32(g.r.IntN(64)), uint8(g.r.IntN(4))
		d := g.b.Value(ssa.OpSub, whole, g.b.Value(ssa.OpFromptr, whole, p), g.b.Value(ssa.OpFromptr, whole, base))
		g.add(d)
	case 1: // an access to a computed address
		i := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, 31))
		p := g.b.Value(ssa.OpAddr, ssa.Ptr, base, i)
		p.Scale = 2
		g.b.Store(g.pick(ssa.I32), p, 0, 0)
		g.add(g.b.Load(ssa.I64, p, 8, 0))
	case 2: // a reference as a number, and back, with no safepoint between
		x := g.pick(ssa.Ref)
		p := g.b.Value(ssa.OpToptr, ssa.Ptr, x)
		n := g.b.Value(ssa.OpFromptr, ssa.I32, p)
		q := g.b.Value(ssa.OpToptr, ssa.Ptr, n)
		y := g.b.Value(ssa.OpToref, ssa.Ref, q)
		g.add(g.b.Value(ssa.OpEq, ssa.I32, x, y))
	case 3: // the context
		if g.o.Ctx != 0 {
			ctx := g.b.Value(ssa.OpCtx, ssa.Ptr)
			g.b.Store(g.pick(ssa.I64), ctx, g.o.Ctx+CtxScratch, 0)
			g.add(g.b.Load(ssa.I32, ctx, g.o.Ctx+CtxScratch+4*int32(g.r.IntN(2)), 0))
		}
	case 4:
		g.b.Value(ssa.OpFence, ssa.Void).Imm = []int64{1, 2, 4}[g.r.IntN(3)]
	case 5: // what is not reached
		stop, on := g.f.NewBlock(), g.f.NewBlock()
		x := g.b.Value(ssa.OpAnd, ssa.I32, g.pick(ssa.I32), g.b.Const(ssa.I32, 7))
		g.b.If(g.b.Value(ssa.OpUlt, ssa.I32, x, g.b.Const(ssa.I32, 8)), on, stop)
		g.b.At(stop)
		g.b.Stop()
		g.b.At(on)
	default:
		if t := g.oneOf(ssa.F32, ssa.F64); !g.o.No[ssa.OpFround] {
			v := g.b.Value(ssa.OpFround, t, g.pick(t))
			v.Imm = []int64{ssa.RoundEven, ssa.RoundDown, ssa.RoundUp}[g.r.IntN(3)]
			g.add(v)
		}
	}
}

// half makes one of the operations in terms of which Split64 works. They are for machines
// of 32 bits only.
func (g *gen) half() {
	w := func() *ssa.Value { return g.pick(ssa.I32) }
	bit := func() *ssa.Value { return g.b.Value(ssa.OpAnd, ssa.I32, w(), g.b.Const(ssa.I32, 1)) }
	if g.r.IntN(2) == 0 {
		bit = func() *ssa.Value { return g.b.Const(ssa.I32, 0) }
	}
	var v *ssa.Value
	switch g.r.IntN(9) {
	case 0:
		v = g.b.Value(ssa.OpPair, ssa.I64, w(), w())
	case 1:
		v = g.b.Value(g.oneOfOps(ssa.OpLo, ssa.OpHi), ssa.I32, g.pick(ssa.I64))
	case 2: // a sum or difference of two words by hand
		a, b, c, d := w(), w(), w(), w()
		low, out, high := ssa.OpAdd, ssa.OpAddc, ssa.OpAdc
		if g.r.IntN(2) == 0 {
			low, out, high = ssa.OpSub, ssa.OpSubb, ssa.OpSbb
		}
		g.add(g.b.Value(low, ssa.I32, a, b))
		v = g.b.Value(high, ssa.I32, c, d, g.b.Value(out, ssa.I32, a, b, g.b.Const(ssa.I32, 0)))
	case 3:
		v = g.b.Value(g.oneOfOps(ssa.OpAddc, ssa.OpSubb, ssa.OpAdc, ssa.OpSbb), ssa.I32, w(), w(), bit())
	case 4:
		v = g.b.Value(g.oneOfOps(ssa.OpShld, ssa.OpShrd), ssa.I32, w(), w(), w())
	case 5:
		v = g.b.Value(g.oneOfOps(ssa.OpLt64, ssa.OpUlt64), ssa.I32, w(), w(), w(), w())
	case 6:
		v = g.b.Value(g.oneOfOps(ssa.OpFlo, ssa.OpFhi), ssa.I32, g.clean(g.pick(ssa.F64)))
	case 7:
		v = g.b.Value(ssa.OpFpair, ssa.F64, w(), w())
	default:
		base, off := g.pool[ssa.Ptr][0], 8*int32(g.r.IntN(16))
		old := g.b.Load(ssa.I64, base, off, 0)
		lo, hi := g.b.Value(ssa.OpLo, ssa.I32, old), g.b.Value(ssa.OpHi, ssa.I32, old)
		if g.r.IntN(3) == 0 {
			hi = w()
		}
		v = g.b.Value(ssa.OpCas64, ssa.I32, base, lo, hi, w(), w())
		v.Off = off
	}
	g.add(v)
}
