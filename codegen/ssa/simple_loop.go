package ssa

// SimpleLoop is a loop with one way in and one way back: what passes want that give loops
// counters of their own. Critical edges must have been split.
type SimpleLoop struct {
	F    *Func
	Loop *Loop
	Pre  *Block // the block before the loop, which leads nowhere else
	Way  int    // index of its edge among the header's predecessors
	Back int    // index of the edge back
	Last *Block // where that comes from
	// Latch is the block that decides between Last, which does nothing then, and the way out;
	// nil if there is no such.
	Latch *Block
	in    map[*Block]bool
}

// NewSimpleLoop returns nil if l has not one way in and one way back.
func NewSimpleLoop(f *Func, l *Loop) *SimpleLoop {
	h := l.Header
	if len(h.Preds) != 2 {
		return nil
	}
	r := &SimpleLoop{F: f, Loop: l, in: make(map[*Block]bool, len(l.Blocks))}
	for _, b := range l.Blocks {
		r.in[b] = true
	}
	for i, e := range h.Preds {
		if r.in[e.B] {
			r.Back, r.Last = i, e.B
		} else {
			r.Way, r.Pre = i, e.B
		}
	}
	if r.Pre == nil || r.Last == nil || len(r.Pre.Succs) != 1 {
		return nil
	}
	if len(r.Last.Values) == 1 && len(r.Last.Preds) == 1 {
		if b := r.Last.Preds[0].B; b.Term().Op == OpIf && (!r.in[b.Succs[0].B] || !r.in[b.Succs[1].B]) {
			r.Latch = b
		}
	}
	return r
}

// End returns the block at whose end counters are stepped: if the last one does nothing it had
// better stay so, for then it needs no code.
func (r *SimpleLoop) End() *Block {
	if r.Latch != nil {
		return r.Latch
	}
	return r.Last
}

// Invariant reports whether v is computed outside of the loop.
func (r *SimpleLoop) Invariant(v *Value) bool { return !r.in[v.Block] }

// Step returns the constant that a phi of the header grows by per turn.
func (r *SimpleLoop) Step(phi *Value) (int64, bool) {
	if phi.Op != OpPhi || phi.Block != r.Loop.Header || !phi.Type.IsInt() {
		return 0, false
	}
	next := phi.Args[r.Back]
	if next.Op != OpAdd || next.Args[0] != phi || next.Args[1].Op != OpConst {
		return 0, false
	}
	return r.signed(next.Args[1]), true
}

// signed returns an integer constant, with its sign.
func (r *SimpleLoop) signed(c *Value) int64 {
	if c.Type.Size(r.F.PtrSize) == 4 {
		return int64(int32(c.Imm))
	}
	return c.Imm
}

// NewPhi gives the header a phi that is start first; its value for the next turn follows by
// SetNext.
func (r *SimpleLoop) NewPhi(start *Value, line int32) *Value {
	p := r.F.NewValue(OpPhi, start.Type, start, start)
	p.Line = line
	return r.Loop.Header.InsertAt(0, p)
}

// SetNext sets the value of a phi for the next turn.
func (r *SimpleLoop) SetNext(phi, next *Value) { phi.SetArg(r.Back, next) }

// Const makes a constant before the loop.
func (r *SimpleLoop) Const(t Type, line int32, c int64) *Value {
	n := r.F.NewValue(OpConst, t)
	n.Imm, n.Line = Norm(t, r.F.PtrSize, c), line
	return r.Pre.InsertBeforeTerm(n)
}

// Before computes a value before the loop; the start of a counter is often 0, and its step 1.
func (r *SimpleLoop) Before(op Op, t Type, line int32, args ...*Value) *Value {
	if len(args) == 2 {
		a, b := args[0], args[1]
		is := func(v *Value, c int64) bool { return v.Op == OpConst && v.Imm == c }
		switch {
		case a.Op == OpConst && b.Op == OpConst && (op == OpAdd || op == OpSub || op == OpMul || op == OpShl):
			x, err := EvalPure(op, t, a.Type, r.F.PtrSize, 0, uint64(a.Imm), uint64(b.Imm), 0)
			if err != nil {
				panic("BUG: " + err.Error())
			}
			return r.Const(t, line, int64(x))
		case op == OpMul && (is(a, 0) || is(b, 0)):
			return r.Const(t, line, 0)
		case (op == OpAdd && is(a, 0) || op == OpMul && is(a, 1)) && b.Type == t:
			return b
		case ((op == OpAdd || op == OpSub) && is(b, 0) || op == OpMul && is(b, 1)) && a.Type == t:
			return a
		}
	}
	n := r.F.NewValue(op, t, args...)
	n.Line = line
	return r.Pre.InsertBeforeTerm(n)
}
