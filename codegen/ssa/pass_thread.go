package ssa

// threadLimit bounds the values of a block that are copied for one edge.
const threadLimit = 4

// ThreadJumps lets an edge into a block that only decides lead to where the decision goes,
// when that is known for the edge: the condition is a phi, or computed from phis, whose
// argument on this edge is constant (Mueller and Whalley 1995). Such blocks come from
// boolean expressions. Loop headers stay as they are.
func ThreadJumps(f *Func) {
	dom := f.Dominators()
	var e *editor
	changed := false
	header := make([]bool, f.NumBlocks()) // new edges make no new ones
	for _, b := range dom.Order {
		header[b.ID] = isHeader(dom, b)
	}
	for _, b := range dom.Order {
		if b.NumPhis() == 0 || len(b.Preds) < 2 || !decides(b) || header[b.ID] {
			continue
		}
		for k := len(b.Preds) - 1; k >= 0 && len(b.Preds) > 1; k-- {
			take, ok := outcome(b, k)
			if !ok || b.Preds[k].B.Term().Op == OpCatch || b.Succs[take].B == b {
				continue
			}
			if e == nil {
				e = newEditor(f, func(b *Block) bool { return decides(b) && !header[b.ID] })
			}
			e.thread(b, k, take)
			changed = true
		}
	}
	if changed {
		Prune(f)
		cleanPhis(f)
		Branches(f)
	}
}

func isHeader(dom *DomTree, b *Block) bool {
	for _, p := range b.Preds {
		if dom.Dominates(b, p.B) {
			return true
		}
	}
	return false
}

// decides reports whether b holds nothing but phis, a few pure values and a branch.
func decides(b *Block) bool {
	if b.Term().Op != OpIf {
		return false
	}
	rest := b.Values[b.NumPhis() : len(b.Values)-1]
	if len(rest) > threadLimit {
		return false
	}
	for _, v := range rest {
		if !v.Info().IsPure() || intoObject(v) {
			return false
		}
	}
	return true
}

// outcome returns which successor b goes to when entered by its k-th edge, if that is known.
func outcome(b *Block, k int) (take int, ok bool) {
	x, ok := evalOnEdge(b, k, b.Term().Args[0], 3)
	if !ok {
		return 0, false
	}
	if x != 0 {
		return 0, true
	}
	return 1, true
}

// evalOnEdge evaluates v for the k-th edge into b.
func evalOnEdge(b *Block, k int, v *Value, depth int) (uint64, bool) {
	ps := b.Func.PtrSize
	switch {
	case v.Op == OpConst:
		return wrap(v.Type, ps, uint64(v.Imm)), true
	case v.Block != b || depth == 0:
		return 0, false
	case v.Op == OpPhi:
		a := v.Args[k]
		return wrap(a.Type, ps, uint64(a.Imm)), a.Op == OpConst
	case v.Op >= FirstTargetOp || len(v.Args) == 0 || len(v.Args) > 3 || v.Op == OpAddr || v.Op == OpToref:
		return 0, false
	}
	var x [3]uint64
	for i, a := range v.Args {
		var ok bool
		if x[i], ok = evalOnEdge(b, k, a, depth-1); !ok {
			return 0, false
		}
	}
	r, err := EvalPure(v.Op, v.Type, v.Args[0].Type, ps, v.Imm, x[0], x[1], x[2])
	return r, err == nil
}

// thread lets the k-th edge into b lead past it to its successor take.
func (e *editor) thread(b *Block, k, take int) {
	f := e.f
	n := b.NumPhis()
	m := map[*Value]*Value{}
	for _, phi := range b.Values[:n] {
		m[phi] = phi.Args[k]
	}
	c := f.NewBlock()
	for _, v := range b.Values[n : len(b.Values)-1] {
		x := e.cloneValue(v, m)
		c.Append(x)
		e.note(x)
		m[v] = x
	}
	j := f.NewValue(OpJmp, Void)
	j.Line = b.Term().Line
	c.Append(j)
	to := b.Succs[take]
	c.AddSucc(to.B)
	for _, phi := range to.B.Values[:to.B.NumPhis()] {
		a := phi.Args[to.I]
		if x := m[a]; x != nil {
			a = x
		}
		phi.AddArg(a)
		e.noteUse(a, phi)
	}
	p := b.Preds[k]
	p.B.RetargetSucc(p.I, c)
	for _, v := range b.Values {
		if v.Type != Void {
			e.repair(v, map[*Block]*Value{c: m[v]})
		}
	}
}
