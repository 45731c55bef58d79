package ssa

import "slices"

// LowerSwitch turns each switch into compares and branches: a binary search over the sorted
// cases, with short chains of equality tests at its leaves. Jump tables are not built yet.
func LowerSwitch(f *Func) {
	for _, b := range slices.Clone(f.Blocks) {
		if t := b.Term(); t.Op == OpSwitch {
			lowerSwitch(f, b, t)
		}
	}
}

// switchArm is a case with where it leads and what the phis there get.
type switchArm struct {
	value int64
	to    *Block
	phis  []*Value
	count int64
}

func lowerSwitch(f *Func, b *Block, t *Value) {
	cases, _ := t.Aux.([]int64)
	arms := make([]switchArm, len(b.Succs))
	for i, e := range b.Succs {
		arms[i].to = e.B
		if i < len(cases) {
			arms[i].value = cases[i]
		}
		if b.Counts != nil {
			arms[i].count = b.Counts[i]
		}
		for _, phi := range e.B.Values[:e.B.NumPhis()] {
			arms[i].phis = append(arms[i].phis, phi.Args[e.I])
		}
	}
	profile := b.Counts != nil
	for len(b.Succs) > 0 {
		b.RemoveSucc(len(b.Succs) - 1)
	}
	b.Counts = nil
	x := t.Args[0]
	t.ResetArgs()
	b.Values = b.Values[:len(b.Values)-1]
	def := arms[len(arms)-1]
	arms = arms[:len(arms)-1]
	slices.SortFunc(arms, func(a, b switchArm) int { return int(a.value - b.value) })
	l := &switchLowering{f: f, x: x, def: def, profile: profile, line: t.Line}
	l.search(b, arms)
}

type switchLowering struct {
	f       *Func
	x       *Value
	def     switchArm
	profile bool
	line    int32
}

// edge adds an edge from b with the phi arguments of a.
func (l *switchLowering) edge(b *Block, a *switchArm) {
	b.AddSucc(a.to)
	for i, v := range a.phis {
		a.to.Values[i].AddArg(v)
	}
}

func (l *switchLowering) value(b *Block, op Op, t Type, args ...*Value) *Value {
	v := l.f.NewValue(op, t, args...)
	v.Line = l.line
	return b.Append(v)
}

func (l *switchLowering) compare(b *Block, op Op, c int64) {
	k := l.value(b, OpConst, I32)
	k.Imm = c
	l.value(b, OpIf, Void, l.value(b, op, I32, l.x, k))
}

func (l *switchLowering) search(b *Block, arms []switchArm) {
	if len(arms) == 0 {
		l.value(b, OpJmp, Void)
		l.edge(b, &l.def)
		return
	}
	sum := func(as []switchArm) (n int64) {
		for i := range as {
			n += as[i].count
		}
		return n
	}
	if len(arms) <= 3 {
		l.compare(b, OpEq, arms[0].value)
		l.edge(b, &arms[0])
		if l.profile {
			b.Counts = []int64{arms[0].count, sum(arms[1:]) + l.def.count}
		}
		if len(arms) == 1 {
			l.edge(b, &l.def)
			return
		}
		n := l.f.NewBlock()
		b.AddSucc(n)
		l.search(n, arms[1:])
		return
	}
	mid := len(arms) / 2
	l.compare(b, OpLt, arms[mid].value)
	lo, hi := l.f.NewBlock(), l.f.NewBlock()
	b.AddSucc(lo)
	b.AddSucc(hi)
	if l.profile {
		b.Counts = []int64{sum(arms[:mid]) + l.def.count/2, sum(arms[mid:]) + l.def.count/2}
	}
	l.search(lo, arms[:mid])
	l.search(hi, arms[mid:])
}
