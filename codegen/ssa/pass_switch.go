package ssa

import (
	"cmp"
	"slices"
)

// LowerSwitch turns each switch into compares and branches: a case that the profile says is
// taken mostly is tested first; then comes a binary search over the sorted cases, with short
// chains of equality tests at its leaves.
//
// If the target has jump tables, a dense range of cases becomes a switch whose cases are all
// numbers from 0 on and whose default is never taken, behind a test of the range. Such a
// switch is all that is left for a target to lower.
func LowerSwitch(f *Func, tables bool) {
	for _, b := range slices.Clone(f.Blocks) {
		if t := b.Term(); t.Op == OpSwitch {
			lowerSwitch(f, b, t, tables)
		}
	}
}

// Limits of jump tables: at least so many cases, at most so many places per case and in all.
const (
	tableMin     = 5
	tableDensity = 3
	tableMax     = 4096
)

// switchArm is a case with where it leads and what the phis there get.
type switchArm struct {
	value int64
	to    *Block
	phis  []*Value
	count int64
}

func lowerSwitch(f *Func, b *Block, t *Value, tables bool) {
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
	slices.SortFunc(arms, byValue)
	l := &switchLowering{f: f, x: x, def: def, profile: profile, tables: tables, line: t.Line}
	if profile && len(arms) > 3 {
		b, arms = l.hot(b, arms)
	}
	l.search(b, arms)
}

type switchLowering struct {
	f       *Func
	x       *Value
	def     switchArm
	profile bool
	tables  bool
	line    int32
}

func countOf(as []switchArm) (n int64) {
	for i := range as {
		n += as[i].count
	}
	return n
}

// hot tests a case that is taken more often than all others together. It returns the block
// in which to go on, and the other cases.
func (l *switchLowering) hot(b *Block, arms []switchArm) (*Block, []switchArm) {
	sum := countOf(arms) + l.def.count
	for i := range arms {
		if a := arms[i]; a.count*2 > sum {
			l.compare(b, OpEq, a.value)
			l.edge(b, &a)
			n := l.f.NewBlock()
			b.AddSucc(n)
			b.Counts = []int64{a.count, sum - a.count}
			return n, slices.Delete(arms, i, i+1)
		}
	}
	return b, arms
}

// dense reports whether a jump table serves for the cases.
func dense(arms []switchArm) bool {
	n := int64(len(arms))
	span := arms[n-1].value - arms[0].value + 1
	return n >= tableMin && span <= n*tableDensity && span <= tableMax
}

// table ends b with a jump table.
func (l *switchLowering) table(b *Block, arms []switchArm) {
	first := arms[0].value
	n := arms[len(arms)-1].value - first + 1
	x := l.x
	if first != 0 {
		k := l.value(b, OpConst, I32)
		k.Imm = Norm(I32, l.f.PtrSize, -first)
		x = l.value(b, OpAdd, I32, x, k)
	}
	k := l.value(b, OpConst, I32)
	k.Imm = n
	l.value(b, OpIf, Void, l.value(b, OpUlt, I32, x, k))
	t := l.f.NewBlock()
	b.AddSucc(t)
	l.edge(b, &l.def)
	if l.profile {
		b.Counts = []int64{countOf(arms), l.def.count}
		t.Counts = make([]int64, n+1)
	}
	cases := make([]int64, n)
	sw := l.value(t, OpSwitch, Void, x)
	for i := range cases {
		cases[i] = int64(i)
		if arms[0].value == first+int64(i) {
			l.edge(t, &arms[0])
			if l.profile {
				t.Counts[i] = arms[0].count
			}
			arms = arms[1:]
		} else {
			l.edge(t, &l.def)
		}
	}
	l.edge(t, &l.def)
	sw.Aux = cases
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
	if l.tables && dense(arms) {
		l.table(b, arms)
		return
	}
	if len(arms) <= 3 {
		l.compare(b, OpEq, arms[0].value)
		l.edge(b, &arms[0])
		if l.profile {
			b.Counts = []int64{arms[0].count, countOf(arms[1:]) + l.def.count}
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
		b.Counts = []int64{countOf(arms[:mid]) + l.def.count/2, countOf(arms[mid:]) + l.def.count/2}
	}
	l.search(lo, arms[:mid])
	l.search(hi, arms[mid:])
}

// byValue orders arms. The difference of two values need not fit into an int.
func byValue(a, b switchArm) int { return cmp.Compare(a.value, b.value) }
