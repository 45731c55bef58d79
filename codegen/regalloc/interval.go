package regalloc

import (
	"math"
	"slices"

	"gojvm/codegen/ssa"
)

const forever = math.MaxInt32

// span is a half-open range of positions.
type span struct{ from, to int32 }

// use is a position where an interval is used.
type use struct {
	pos int32
	reg bool // must be in a register
}

// interval is the lifetime of a value, or a part of it after splitting, in one place.
type interval struct {
	v     *ssa.Value // nil for a temporary or a fixed interval
	class ssa.RegClass
	begin int32  // where the first span begins
	spans []span // ascending, disjoint, not adjacent
	cur   int    // first span that may still matter to the scan
	uses  []use  // ascending

	reg    int16 // -1 while none
	spill  bool  // lives in the slot of its value (or is recomputed)
	id     int32
	parent *interval   // the whole value's first part; itself for that part
	parts  []*interval // of the parent: all parts, ascending
	last   int32       // of the parent: the part that was asked for last

	hintRegs []int16
	prefer   ssa.RegMask // registers that suit an operand better than others
	hints    []*interval // whose registers would save a move
	weak     *interval   // whose register is as good as any

	// Of a parent:
	phantom    bool  // a result in a fixed register that no ordinary operand reads
	slot       int32 // offset in the spill area, -1 while none
	storeAtDef bool  // the value is stored right after its definition
}

func (i *interval) start() int32 { return i.begin }
func (i *interval) end() int32   { return i.spans[len(i.spans)-1].to }

// covers reports whether pos is in the lifetime.
func (i *interval) covers(pos int32) bool {
	lo, hi := 0, len(i.spans)
	for lo < hi {
		if m := int(uint(lo+hi) >> 1); i.spans[m].to <= pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo < len(i.spans) && i.spans[lo].from <= pos
}

// intersection returns the first position, not before pos, that both intervals cover.
func (i *interval) intersection(j *interval, pos int32) int32 {
	x := firstAfter(i.spans, i.cur, pos)
	y := firstAfter(j.spans, j.cur, pos)
	for x < len(i.spans) && y < len(j.spans) {
		s, t := i.spans[x], j.spans[y]
		if p := max(s.from, t.from); p < min(s.to, t.to) {
			return p
		}
		if s.to < t.to {
			x++
		} else {
			y++
		}
	}
	return forever
}

// firstAfter returns the index of the first span that ends behind pos, from k on.
func firstAfter(s []span, k int, pos int32) int {
	for n := 0; k < len(s) && s[k].to <= pos; n++ {
		if n == 8 {
			i, _ := slices.BinarySearchFunc(s[k:], pos, func(s span, p int32) int {
				if s.to <= p {
					return -1
				}
				return 1
			})
			return k + i
		}
		k++
	}
	return k
}

// firstUse returns the index of the first use at or after pos.
func (i *interval) firstUse(pos int32) int {
	u := i.uses
	lo, hi := 0, len(u)
	for hi-lo > 8 {
		if m := int(uint(lo+hi) >> 1); u[m].pos < pos {
			lo = m + 1
		} else {
			hi = m
		}
	}
	for lo < hi && u[lo].pos < pos {
		lo++
	}
	return lo
}

// nextUse returns the position of the first use at or after pos.
func (i *interval) nextUse(pos int32) int32 {
	if k := i.firstUse(pos); k < len(i.uses) {
		return i.uses[k].pos
	}
	return forever
}

// nextRegUse returns the position of the first use at or after pos that needs a register.
func (i *interval) nextRegUse(pos int32) int32 {
	for _, u := range i.uses[i.firstUse(pos):] {
		if u.reg {
			return u.pos
		}
	}
	return forever
}

// lastUseBefore returns the position of the last use before pos, or the start.
func (i *interval) lastUseBefore(pos int32) int32 {
	if k := i.firstUse(pos); k > 0 {
		return i.uses[k-1].pos
	}
	return i.start()
}

// slabs are where the small arrays of an allocation begin: most need no more.
type slabs struct {
	intervals slab[interval]
	spans     slab[span]
	uses      slab[use]
	links     slab[*interval]
	regs      slab[int16]
	locs      slab[Loc]
	moves     slab[move]
	sites     slab[Site]
}

func (s *slabs) reset() {
	s.intervals.reset()
	s.spans.reset()
	s.uses.reset()
	s.links.reset()
	s.regs.reset()
	s.locs.reset()
	s.moves.reset()
	s.sites.reset()
}

// newInterval returns an interval that is its own parent.
func (a *allocator) newInterval(v *ssa.Value, class ssa.RegClass) *interval {
	i := a.slabs.intervals.new()
	a.stats.Intervals++
	i.v, i.class, i.reg, i.slot, i.id = v, class, -1, -1, int32(a.stats.Intervals)
	i.parent = i
	return i
}

// newLifetime returns an interval that is to be built.
func (a *allocator) newLifetime(v *ssa.Value, class ssa.RegClass) *interval {
	i := a.newInterval(v, class)
	i.spans, i.uses = a.slabs.spans.take(2), a.slabs.uses.take(3)
	return i
}

func (a *allocator) of(v *ssa.Value) *interval {
	i := a.iv[v.ID]
	if i == nil {
		i = a.newLifetime(v, classOf(v.Type))
		a.iv[v.ID] = i
	}
	return i
}

// The spans and uses of an interval are built backwards and hence in descending order;
// build reverses them at the end.

// hint notes that i would like the register of j.
func (a *allocator) hint(i, j *interval) {
	if i.hints == nil {
		i.hints = a.slabs.links.take(2)
	}
	i.hints = append(i.hints, j)
}

// weakHint lets the result i of v have the register of its first operand if nothing else asks
// for one. An operand that is the counter of a loop keeps its register for its next value.
func (a *allocator) weakHint(i *interval, v *ssa.Value) {
	if x := v.Args[0]; x.Op != ssa.OpPhi {
		i.weak = a.of(x)
	}
}

// hintReg notes that i would like register r.
func (a *allocator) hintReg(i *interval, r int16) {
	if i.hintRegs == nil {
		i.hintRegs = a.slabs.regs.take(2)
	}
	i.hintRegs = append(i.hintRegs, r)
}

func (i *interval) addSpan(from, to int32) {
	if n := len(i.spans); n > 0 {
		last := &i.spans[n-1]
		if last.from <= to { // touches or overlaps the one before
			last.from = min(last.from, from)
			last.to = max(last.to, to)
			return
		}
	}
	i.spans = append(i.spans, span{from, to})
}

func (i *interval) addUse(pos int32, reg bool) {
	n := len(i.uses)
	for n > 0 && i.uses[n-1].pos < pos { // operands of one instruction come in any order
		n--
	}
	if n > 0 && i.uses[n-1].pos == pos {
		i.uses[n-1].reg = i.uses[n-1].reg || reg
		return
	}
	i.uses = slices.Insert(i.uses, n, use{pos, reg})
}

// block marks a register as not available.
func (a *allocator) block(r int16, from, to int32) {
	if a.fixed[r] == nil {
		a.fixed[r] = a.newInterval(nil, a.regs.Class[r])
		a.fixed[r].reg = r
	}
	a.fixed[r].addSpan(from, to)
}

// build makes the intervals, walking all blocks backwards.
func (a *allocator) build() {
	a.iv = sized(a.iv, a.f.NumValues())
	a.fixed = sized(a.fixed, len(a.regs.Names))
	for bi := len(a.f.Blocks) - 1; bi >= 0; bi-- {
		b := a.f.Blocks[bi]
		for _, o := range a.live.openings[a.live.openFirst[bi]:a.live.openFirst[bi+1]] {
			a.of(o.v).addSpan(a.from[o.first], a.to[bi])
		}
		for k := int(a.first[bi+1]) - 1; k >= int(a.first[bi]); k-- {
			a.buildInstr(bi, k)
		}
		for _, v := range b.Values[:b.NumPhis()] {
			i := a.of(v)
			a.define(i, a.from[bi], false)
			for _, x := range v.Args {
				a.hint(i, a.of(x))
				a.hint(a.of(x), i)
			}
		}
	}
	finish := func(i *interval) {
		if i != nil {
			slices.Reverse(i.spans)
			slices.Reverse(i.uses)
			if len(i.spans) > 0 {
				i.begin = i.spans[0].from
			}
		}
	}
	for _, i := range a.iv {
		finish(i)
	}
	for _, i := range a.fixed {
		finish(i)
	}
}

// define cuts the lifetime at the definition.
func (a *allocator) define(i *interval, pos int32, reg bool) {
	if n := len(i.spans); n > 0 {
		i.spans[n-1].from = pos
	} else {
		i.spans = append(i.spans, span{pos, pos + 1})
	}
	i.addUse(pos, reg)
}

func (a *allocator) buildInstr(bi, k int) {
	in := &a.insts[k]
	v := in.v
	begin := a.from[bi]
	p := a.posOf(bi, k-int(a.first[bi]))
	spec := in.spec
	info := v.Info()

	// Result.
	if v.Type != ssa.Void {
		i := a.of(v)
		switch spec.Result.Kind {
		case ssa.InFixed:
			r := spec.Result.Reg
			from := p + 1
			if v.Op == ssa.OpArg || v.Op == ssa.OpException {
				from = begin // it is there from the beginning
			} else if v.Op == ssa.OpResult {
				from = a.posOfCall(bi, k) + 1
			}
			a.define(i, p+2, false)
			if i.spans[len(i.spans)-1].to <= p+2 {
				i.spans[len(i.spans)-1].to = p + 3 // read at once or never
				i.phantom = true
			}
			a.block(r, from, p+2)
			a.hintReg(i, r)
		case ssa.SameAs0:
			a.define(i, p, true)
			if i.spans[len(i.spans)-1].to <= p+1 {
				i.spans[len(i.spans)-1].to = p + 2
			}
			x := a.of(v.Args[0])
			a.hint(i, x)
			a.hint(x, i)
		default:
			a.define(i, p+1, true)
			if len(v.Args) > 0 && v.Args[0].Type != ssa.Void && classOf(v.Args[0].Type) == classOf(v.Type) && argConstraint(spec, 0).Kind == ssa.InReg {
				a.weakHint(i, v)
			}
		}
	}
	clobbered := p + 1
	for _, c := range spec.Args {
		if c.Kind == ssa.InLate {
			clobbered = p // a late operand must not sit in a register that is destroyed
		}
	}
	for m := spec.Clobbers; m != 0; m &= m - 1 {
		a.block(int16(tz(m)), clobbered, p+2)
	}
	if len(spec.Temps) > 0 {
		in.temps = a.slabs.links.take(len(spec.Temps))
	}
	for _, c := range spec.Temps {
		t := a.newInterval(nil, c)
		t.begin = p
		t.spans = append(a.slabs.spans.take(1), span{p, p + 2})
		t.uses = append(a.slabs.uses.take(1), use{p, true})
		in.temps = append(in.temps, t)
		a.temps = append(a.temps, t)
	}
	// Operands.
	for n, x := range v.Args {
		c := argConstraint(spec, n)
		i := a.of(x)
		switch {
		case c.Kind == ssa.InFixed:
			i.addSpan(begin, p)
			a.hintReg(i, c.Reg)
			i.addUse(p-1, false)
			a.block(c.Reg, p, p+2)
		case c.Kind == ssa.OnStack:
			i.addSpan(begin, p)
			i.addUse(p-1, false)
			a.outSize = max(a.outSize, int(c.Reg)+max(a.regs.WordSize, x.Type.Size(a.regs.WordSize)))
		case n == 0 && spec.Result.Kind == ssa.SameAs0:
			i.addSpan(begin, p)
			i.addUse(p-1, false)
		case c.Kind == ssa.InLate:
			i.addSpan(begin, p+2)
			i.addUse(p+1, true)
			i.addUse(p, true)
		case c.Kind == ssa.InNobody:
		default:
			i.addSpan(begin, p+1)
			i.addUse(p, !inMemory(c.Kind, x))
			i.prefer |= c.Hint
		}
	}
	if v.State != nil {
		end := p + 1
		if info.Has(ssa.Calls) {
			end = p + 2
		}
		for _, x := range v.State.Vals {
			if !isRemat(x) {
				a.of(x).addSpan(begin, end)
				a.of(x).addUse(p, false)
			}
		}
	}
}

// inMemory reports whether an operand of kind k may be x without a register for it.
func inMemory(k ssa.ConstraintKind, x *ssa.Value) bool {
	switch k {
	case ssa.InAny:
		return !isRemat(x)
	case ssa.InOperand:
		return !isRemat(x) || x.Op == ssa.OpConst || x.Op == ssa.OpFconst
	}
	return false
}

// posOfCall returns the position of the call whose further result instruction k takes.
func (a *allocator) posOfCall(bi, k int) int32 {
	call := a.insts[k].v.Args[0]
	for a.insts[k].v != call {
		k--
	}
	return a.posOf(bi, k-int(a.first[bi]))
}
