package ssa

import "slices"

// NewExpander is how a client allocates.
type NewExpander interface {
	// New appends what allocates the object of v, an OpNew, and returns it: the collector takes it, if it is small, for
	// young until the next safepoint, so that stores into it need no barrier. It may end the
	// block and go on in another; a safepoint in it has the state of v.
	New(u *Builder, v *Value) *Value
	// Barrier appends the code of v, an OpBarrier.
	Barrier(u *Builder, v *Value)
	// Lock appends the code of v, an OpLock or OpUnlock; as for New.
	Lock(u *Builder, v *Value)
}

// ExpandNew replaces OpNew, OpBarrier, OpLock and OpUnlock by what x makes of them. Stores into
// objects that are too young for a collector have no barrier.
func ExpandNew(f *Func, x NewExpander) {
	dropFreshBarriers(f)
	m := make([]*Value, f.NumValues())
	u := NewBuilder(f)
	for _, b := range slices.Clone(f.Blocks) {
		first := slices.IndexFunc(b.Values, func(v *Value) bool { return OpNew <= v.Op && v.Op <= OpUnlock })
		if first < 0 {
			continue
		}
		rest := slices.Clone(b.Values[first:])
		clear(b.Values[first:])
		b.Values = b.Values[:first]
		succs, counts := b.Succs, b.Counts
		b.Succs, b.Counts = nil, nil
		u.At(b)
		for _, v := range rest {
			u.Line = v.Line
			switch v.Op {
			case OpNew:
				m[v.ID] = x.New(u, v)
				v.ResetArgs()
				v.dropState()
			case OpBarrier:
				x.Barrier(u, v)
				v.ResetArgs()
			case OpLock, OpUnlock:
				x.Lock(u, v)
				v.ResetArgs()
				v.dropState()
			default:
				u.B.Append(v)
			}
		}
		u.B.Succs, u.B.Counts = succs, counts
		for i, s := range succs {
			s.B.Preds[s.I] = Edge{u.B, i}
		}
	}
	f.ReplaceUses(m)
}
