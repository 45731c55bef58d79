package ssa

import "slices"

// peelLimit bounds the values of a loop whose first turn is copied.
const peelLimit = 120

// Peel puts the first turn of an innermost loop in front of it if the loop checks something
// that does not change: a null check or bounds check that leaves the loop, or the function,
// when it fails. Such a check, and a load behind it, cannot be moved out, but once they are
// done in the first turn those in the loop are redundant.
func Peel(f *Func) {
	dom := f.Dominators()
	loops := f.Loops(dom)
	var e *editor
	outer := make(map[*Loop]bool) // loops around others
	for _, l := range loops.Loops {
		outer[l.Outer] = true
	}
	for _, l := range loops.Loops {
		if outer[l] || !peelable(loops, l) {
			continue
		}
		if e == nil {
			e = newEditor(f, func(b *Block) bool { l := loops.Of(b); return l != nil && !outer[l] })
		}
		e.peel(loops, l)
	}
	if e != nil {
		cleanPhis(f)
		merge(f)
	}
}

func peelable(loops *LoopTree, l *Loop) bool {
	size, entries := 0, 0
	for _, b := range l.Blocks {
		size += len(b.Values)
		if b.Term().Op == OpCatch {
			return false // a handler has one way in
		}
	}
	for _, p := range l.Header.Preds {
		if !loops.Contains(l, p.B) {
			entries++
		}
	}
	return size <= peelLimit && entries == 1 && checksInvariant(loops, l)
}

// checksInvariant reports whether l leaves on a condition that does not change in it.
func checksInvariant(loops *LoopTree, l *Loop) bool {
	m := &mover{loops: loops, l: l}
	m.scan()
	same := map[*Value]bool{}
	invariant := func(v *Value) bool { return same[v] || !loops.Contains(l, v.Block) }
	for _, b := range l.Blocks { // in reverse postorder: operands first
		for _, v := range b.Values {
			info := v.Info()
			switch {
			case v.Op == OpGuard:
				if invariant(v.Args[0]) {
					return true
				}
			case v.Op == OpIf:
				leaves := !loops.Contains(l, b.Succs[0].B) || !loops.Contains(l, b.Succs[1].B)
				if leaves && invariant(v.Args[0]) {
					return true
				}
			case info.IsPure() || isLoad(v):
				if slices.ContainsFunc(v.Args, func(a *Value) bool { return !invariant(a) }) {
					continue
				}
				same[v] = !isLoad(v) || !slices.ContainsFunc(m.writes, func(w *Value) bool { return clobbers(w, v) })
			}
		}
	}
	return false
}

func (e *editor) peel(loops *LoopTree, l *Loop) {
	f, h := e.f, l.Header
	k := 0
	for loops.Contains(l, h.Preds[k].B) {
		k++
	}
	m := map[*Value]*Value{}
	for _, phi := range h.Values[:h.NumPhis()] {
		m[phi] = phi.Args[k]
	}
	copies := map[*Block]*Block{}
	for _, b := range l.Blocks {
		c := f.NewBlock()
		copies[b] = c
		n := b.NumPhis()
		if b != h {
			// The arguments follow when the edges are there.
			for _, phi := range b.Values[:n] {
				x := f.NewValue(OpPhi, phi.Type)
				x.Line = phi.Line
				m[phi] = c.Append(x)
			}
		}
		e.cloneInto(c, b, n, m)
	}
	mapped := func(v *Value) *Value {
		if x := m[v]; x != nil {
			return x
		}
		return v
	}
	for _, b := range l.Blocks {
		c := copies[b]
		for _, s := range b.Succs {
			if s.B != h && copies[s.B] != nil {
				c.AddSucc(copies[s.B])
				continue
			}
			c.AddSucc(s.B)
			for _, phi := range s.B.Values[:s.B.NumPhis()] {
				a := mapped(phi.Args[s.I])
				phi.AddArg(a)
				e.noteUse(a, phi)
			}
		}
	}
	original := map[*Block]*Block{}
	for b, c := range copies {
		original[c] = b
	}
	for _, b := range l.Blocks {
		if b == h {
			continue
		}
		c := copies[b]
		for i, phi := range b.Values[:b.NumPhis()] {
			for _, p := range c.Preds {
				a := mapped(phi.Args[original[p.B].Succs[p.I].I])
				c.Values[i].AddArg(a)
			}
			e.note(c.Values[i])
		}
	}
	entry := h.Preds[k]
	entry.B.RetargetSucc(entry.I, copies[h])
	for _, b := range l.Blocks {
		for _, v := range slices.Clone(b.Values) {
			if v.Type != Void {
				e.repair(v, map[*Block]*Value{copies[b]: m[v]})
			}
		}
	}
}
