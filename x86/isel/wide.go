package isel

import "gojvm/codegen/ssa"

// fusable64 reports whether v may do the compare x of 64 bits in the place of one with 0.
func (l *lowering) fusable64(x, v *ssa.Value) bool {
	return (x.Op == ssa.OpLt64 || x.Op == ssa.OpUlt64) && x.Block == v.Block && (x.Uses == 1 || l.onlySelects[x])
}

// wide lowers the carries and products that Split64 makes out of one operation each, where
// the machine computes two results at once. It goes forwards, before the rest of lowering,
// and moves what belongs together to the place of the first part.
func (l *lowering) wide(b *ssa.Block) {
	pairs := false
	for _, v := range b.Values {
		switch v.Op {
		case ssa.OpAdc, ssa.OpSbb, ssa.OpAddc, ssa.OpSubb, ssa.OpUmulh, ssa.OpMulh:
			pairs = true
		}
	}
	if !pairs {
		return
	}
	w := &widening{m: l.m, f: l.f, b: b, pos: make(map[*ssa.Value]int, len(b.Values)), low: make(map[lowKey]*ssa.Value),
		after: make(map[*ssa.Value]*ssa.Value), front: make(map[*ssa.Value][]*ssa.Value)}
	for i, v := range b.Values {
		w.pos[v] = 2 * i
		switch v.Op {
		case ssa.OpAdd, ssa.OpSub, ssa.OpMul:
			if k := keyOf(v.Op, v.Args[0], v.Args[1]); v.Type == ssa.I32 && w.low[k] == nil {
				w.low[k] = v
			}
		}
	}
	for i := range b.Values {
		switch v := b.Values[i]; v.Op {
		case ssa.OpAdc, ssa.OpSbb:
			w.carry(v)
		case ssa.OpUmulh, ssa.OpMulh:
			w.product(v)
		}
	}
	for _, v := range b.Values {
		if (v.Op == ssa.OpAddc || v.Op == ssa.OpSubb) && v.Uses > 0 {
			w.carryOut(v)
		}
	}
	out := make([]*ssa.Value, 0, len(b.Values)+len(w.front))
	moved := make(map[*ssa.Value]bool)
	for _, v := range w.after {
		moved[v] = true
	}
	for _, v := range b.Values {
		if moved[v] {
			continue
		}
		out = append(append(out, w.front[v]...), v)
		if x := w.after[v]; x != nil {
			out = append(out, x)
		}
	}
	b.Values = out
}

// widening is the state of that in one block.
type widening struct {
	m     *Machine
	f     *ssa.Func
	b     *ssa.Block
	pos   map[*ssa.Value]int          // twice the position in the block; odd for new values
	low   map[lowKey]*ssa.Value       // what may compute a low half
	after map[*ssa.Value]*ssa.Value   // what is to stand right behind a value
	front map[*ssa.Value][]*ssa.Value // what is to be put before a value
}

// lowKey names an operation on two values; where they commute, in the order of their numbers.
type lowKey struct {
	op   ssa.Op
	a, b ssa.ID
}

func keyOf(op ssa.Op, a, b *ssa.Value) lowKey {
	if op != ssa.OpSub && a.ID > b.ID {
		a, b = b, a
	}
	return lowKey{op, a.ID, b.ID}
}

// readyAt reports whether v is there just before position i of the block.
func (w *widening) readyAt(v *ssa.Value, i int) bool { return v.Block != w.b || w.pos[v] < i }

// find looks for an operation on the given operands among the values of the block and takes
// it out of those that can be found.
func (w *widening) find(op ssa.Op, a, b *ssa.Value) *ssa.Value {
	k := keyOf(op, a, b)
	s := w.low[k]
	delete(w.low, k)
	return s
}

// carry lowers v = a + b + carry out of x + y, or the like with borrows: if the sum of x and
// y is computed in the block too, v goes right behind it and takes the carry from the flags.
// Otherwise the carry is computed again by a compare.
func (w *widening) carry(v *ssa.Value) {
	c := v.Args[2]
	low, carry, cmp, with, withI := ssa.OpAdd, ssa.OpAddc, OpAdcCmp, OpAdcF, OpAdcFI
	lowF, lowFI := OpAddF, OpAddFI
	if v.Op == ssa.OpSbb {
		low, carry, cmp, with, withI = ssa.OpSub, ssa.OpSubb, OpSbbCmp, OpSbbF, OpSbbFI
		lowF, lowFI = OpSubF, OpSubFI
	}
	a, b := v.Args[0], v.Args[1]
	if c.Op != carry || !isZero(c.Args[2]) {
		op := ssa.OpAdd
		if v.Op == ssa.OpSbb {
			op = ssa.OpSub
		}
		v.Become(op, w.before(v, op, a, b), c)
		return
	}
	x, y := c.Args[0], c.Args[1]
	if s := w.find(low, x, y); s != nil && w.readyAt(a, w.pos[s]) && w.readyAt(b, w.pos[s]) && w.pos[s] < w.pos[v] {
		w.after[s] = v
		if k, ok := w.m.imm(s.Args[1]); ok {
			s.Become(lowFI, s.Args[0])
			s.Imm = k
		} else {
			s.Become(lowF, s.Args[0], s.Args[1])
		}
		if k, ok := w.m.imm(b); ok {
			v.Become(withI, a, s)
			v.Imm = k
		} else {
			v.Become(with, a, b, s)
		}
		return
	}
	if v.Op == ssa.OpSbb {
		v.Become(cmp, a, b, x, y)
		return
	}
	// The carry of x + y: the sum is less than x.
	v.Become(cmp, a, b, w.before(v, ssa.OpAdd, x, y), x)
}

// carryOut lowers a carry that is wanted as a number.
func (w *widening) carryOut(v *ssa.Value) {
	a, b, c := v.Args[0], v.Args[1], v.Args[2]
	if v.Op == ssa.OpSubb {
		if isZero(c) {
			v.Become(ssa.OpUlt, a, b)
			return
		}
		// a < b, or a = b and there is a borrow in.
		x, y := w.before(v, ssa.OpUlt, a, b), w.before(v, ssa.OpEq, a, b)
		v.Become(ssa.OpOr, x, w.before(v, ssa.OpAnd, y, c))
		return
	}
	s := w.before(v, ssa.OpAdd, a, b)
	if isZero(c) {
		v.Become(ssa.OpUlt, s, a)
		return
	}
	x := w.before(v, ssa.OpUlt, s, a)
	v.Become(ssa.OpOr, x, w.before(v, ssa.OpUlt, w.before(v, ssa.OpAdd, s, c), c))
}

// before puts a new value in front of v.
func (w *widening) before(v *ssa.Value, op ssa.Op, args ...*ssa.Value) *ssa.Value {
	x := w.f.NewValue(op, ssa.I32, args...)
	x.Line, x.Block = v.Line, w.b
	w.front[v] = append(w.front[v], x)
	w.pos[x] = w.pos[v] - 1
	return x
}

// product: the high half of a product is computed with the low one.
func (w *widening) product(v *ssa.Value) {
	s := w.find(ssa.OpMul, v.Args[0], v.Args[1])
	if s == nil {
		return
	}
	op := OpMulW
	if v.Op == ssa.OpMulh {
		op = OpImulW
	}
	if w.pos[s] > w.pos[v] {
		// The first of the two becomes the product; exchange their parts.
		w.b.Values[w.pos[s]/2], w.b.Values[w.pos[v]/2] = v, s
		w.pos[s], w.pos[v] = w.pos[v], w.pos[s]
	}
	w.after[s] = v
	s.Become(op, s.Args[0], s.Args[1])
	v.Become(ssa.OpResult, s)
	v.Imm = 1
}

// doubleShift lowers a double shift by a constant.
func (l *lowering) doubleShift(v *ssa.Value) {
	if k, ok := l.m.imm(v.Args[2]); ok {
		op := OpShldI
		if v.Op == ssa.OpShrd {
			op = OpShrdI
		}
		v.Become(op, v.Args[0], v.Args[1])
		v.Imm = k & 31
	}
}
