package ssa

// IfConvert turns branches around little work into selects: a misprediction costs as much as
// a dozen operations, and what follows becomes one block. It converts the shapes
//
//	if c { x }        if c { x } else { y }
//
// whose arms are empty or hold a few cheap pure values and end in one join. Branches that
// the profile, or the estimate, says go one way nearly always stay.
func IfConvert(f *Func) {
	EstimateFreq(f)
	changed := false
	for again := true; again; {
		again = false
		for _, b := range f.Blocks {
			if b.Term().Op == OpIf && convertIf(f, b) {
				again, changed = true, true
			}
		}
	}
	if changed {
		Prune(f)
		merge(f)
	}
}

// Limits of what is done unconditionally: values of one arm, and selects.
const (
	ifConvertArm     = 2
	ifConvertSelects = 2
)

func convertIf(f *Func, b *Block) bool {
	join, then, els, ok := ifShape(b)
	if !ok || join == b || !unpredictable(b) {
		return false
	}
	// The edges into the join, by which its phis tell the two outcomes apart.
	edge := func(arm *Block, i int) int {
		if arm != nil {
			return arm.Succs[0].I
		}
		return b.Succs[i].I
	}
	kt, ke := edge(then, 0), edge(els, 1)
	phis := join.Values[:join.NumPhis()]
	selects := 0
	for _, phi := range phis {
		if phi.Args[kt] != phi.Args[ke] {
			if phi.Type.IsFloat() || phi.Type.IsVector() {
				return false // a select of floats is a branch again
			}
			selects++
		}
	}
	if selects == 0 || selects > ifConvertSelects {
		return false
	}
	for _, arm := range []*Block{then, els} {
		if arm == nil {
			continue
		}
		if len(arm.Values)-1 > ifConvertArm {
			return false
		}
		for _, v := range arm.Values[:len(arm.Values)-1] {
			if !v.Info().IsPure() || !cheap(v) {
				return false
			}
		}
	}
	t := b.Term()
	cond, line := t.Args[0], t.Line
	// The arms' values run always.
	for _, arm := range []*Block{then, els} {
		if arm == nil {
			continue
		}
		for _, v := range arm.Values[:len(arm.Values)-1] {
			b.InsertBeforeTerm(v)
		}
		arm.Values = arm.Values[len(arm.Values)-1:]
	}
	with := make([]*Value, len(phis))
	for i, phi := range phis {
		if x, y := phi.Args[kt], phi.Args[ke]; x != y {
			s := f.NewValue(OpSelect, phi.Type, cond, x, y)
			s.Line = line
			b.InsertBeforeTerm(s)
			with[i] = s
		} else {
			with[i] = x
		}
	}
	// One edge to the join remains.
	for len(b.Succs) > 0 {
		b.RemoveSucc(len(b.Succs) - 1)
	}
	for _, arm := range []*Block{then, els} {
		if arm != nil {
			arm.RemoveSucc(0)
			arm.Values[0].Become(OpStop) // not reached any more
		}
	}
	b.Counts = nil
	t.Become(OpJmp)
	b.AddSucc(join)
	for i, phi := range phis {
		phi.AddArg(with[i])
	}
	return true
}

// ifShape finds the join of the two branches of b and the arms, nil where a branch leads to
// the join at once.
func ifShape(b *Block) (join, then, els *Block, ok bool) {
	arm := func(s *Block) bool {
		return len(s.Preds) == 1 && len(s.Succs) == 1 && s.Term().Op == OpJmp && s.NumPhis() == 0
	}
	x, y := b.Succs[0].B, b.Succs[1].B
	switch {
	case x == y:
		return x, nil, nil, true
	case arm(x) && arm(y) && x.Succs[0].B == y.Succs[0].B:
		return x.Succs[0].B, x, y, true
	case arm(x) && x.Succs[0].B == y:
		return y, x, nil, true
	case arm(y) && y.Succs[0].B == x:
		return x, nil, y, true
	}
	return nil, nil, nil, false
}

// cheap reports whether v takes about one cycle.
func cheap(v *Value) bool {
	switch v.Op {
	case OpMul, OpMulh, OpUmulh, OpDiv, OpRem, OpUdiv, OpUrem, OpPopcnt, OpBits, OpItof, OpFtoi, OpFtof, OpClz, OpCtz:
		return false
	}
	return !v.Type.IsFloat() && !v.Type.IsVector()
}

// unpredictable reports whether neither outcome of the branch of b is rare.
func unpredictable(b *Block) bool {
	if b.Counts == nil {
		for _, e := range b.Succs {
			if e.B.Freq < b.Freq*0.1 && len(e.B.Preds) == 1 {
				return false
			}
		}
		return true
	}
	sum := b.Counts[0] + b.Counts[1]
	return min(b.Counts[0], b.Counts[1])*20 >= sum
}
