package regalloc

import (
	"cmp"
	"math/bits"
	"slices"

	"gojvm/codegen/ssa"
)

func tz(m ssa.RegMask) int { return bits.TrailingZeros64(uint64(m)) }

// scan gives every interval a register or the slot of its value.
func (a *allocator) scan() error {
	for _, i := range a.iv {
		if i != nil && len(i.spans) > 0 {
			i.parts = append(a.slabs.links.take(1), i)
			a.unhandled.add(i)
		}
	}
	for _, t := range a.temps {
		t.parts = append(a.slabs.links.take(1), t)
		a.unhandled.add(t)
	}
	a.unhandled.sort()
	for cur := a.unhandled.next(); cur != nil; cur = a.unhandled.next() {
		a.expire(cur.start(), cur.class)
		// A split part without uses stays in memory. So does one that starts inside an
		// instruction, for the time being: its store is done before that instruction, and only
		// its slot is sure to be free there.
		if cur.parent != cur && (len(cur.uses) == 0 || cur.start()&1 == 1) {
			a.spillUntilUse(cur, cur.start())
			continue
		}
		if a.allocateFree(cur) {
			continue
		}
		if err := a.allocateBlocked(cur); err != nil {
			return err
		}
	}
	return nil
}

// holder is an interval that has a register now, or waits in a hole of its lifetime; at until
// that changes.
type holder struct {
	*interval
	until int32
	reg   int16 // its register, here to save a look at the interval
}

// advance moves the cursor of i to pos and returns i as a holder, and whether it covers pos.
// The lifetime must end behind pos.
func (i *interval) advance(pos int32) (h holder, covers bool) {
	if s := i.spans[i.cur]; s.from <= pos {
		return holder{i, s.to, i.reg}, true
	} else {
		return holder{i, s.from, i.reg}, false
	}
}

// expire moves intervals between active, inactive and handled for position pos.
func (a *allocator) expire(pos int32, c ssa.RegClass) {
	ina := a.inactive[c]
	n := 0
	for n < len(ina) && ina[n].until <= pos {
		n++
	}
	moved := append(a.moved[:0], ina[:n]...)
	if n > 0 {
		ina = ina[:copy(ina, ina[n:])]
	}
	act := a.active[c][:0]
	for _, h := range a.active[c] {
		if h.until <= pos {
			moved = append(moved, h)
		} else {
			act = append(act, h)
		}
	}
	for _, h := range moved {
		if h.cur = firstAfter(h.spans, h.cur, pos); h.cur == len(h.spans) {
			continue
		}
		if h, covers := h.advance(pos); covers {
			act = append(act, h)
		} else {
			k, _ := slices.BinarySearchFunc(ina, h.until+1, func(x holder, until int32) int { return cmp.Compare(x.until, until) })
			ina = slices.Insert(ina, k, h)
		}
	}
	a.active[c], a.inactive[c], a.moved = act, ina, moved
}

// fixedIntersection returns where cur first meets a blocked stretch of register r.
func (a *allocator) fixedIntersection(r int16, cur *interval) int32 {
	f := a.fixed[r]
	if f == nil {
		return forever
	}
	f.cur = firstAfter(f.spans, f.cur, cur.start()) // starts only grow, so the cursor may follow
	if f.cur == len(f.spans) || f.spans[f.cur].from >= cur.end() {
		return forever
	}
	return f.intersection(cur, cur.start())
}

// maxHints bounds the hints that are looked at for one interval: a constant may be the
// argument of thousands of phis.
const maxHints = 8

// allocateFree looks for a register that is free for all of cur, or for a first part worth
// having.
func (a *allocator) allocateFree(cur *interval) bool {
	order := a.order[cur.class]
	var free [64]int32
	for _, r := range order {
		free[r] = a.fixedIntersection(r, cur)
	}
	for _, i := range a.active[cur.class] {
		free[i.reg] = 0
	}
	// In SSA form an interval in a hole cannot meet one that starts there, unless either was
	// split, which gives it a start that is no definition.
	whole := cur.parent == cur && cur.v != nil
	end := cur.end()
	for k := range a.inactive[cur.class] {
		i := &a.inactive[cur.class][k]
		if i.until >= end {
			break
		}
		if i.until < free[i.reg] && !(whole && i.parent == i.interval) {
			free[i.reg] = min(free[i.reg], i.intersection(cur, cur.start()))
		}
	}
	best := int16(-1)
	for _, r := range order {
		if best < 0 || free[r] > free[best] && free[best] < cur.end() {
			best = r
		}
	}
	// A hinted register wins if it is as good as any, or free long enough.
	hinted := int16(-1)
	hint := func(r int16) {
		if r >= 0 && !a.noHints && slices.Contains(order, r) && free[r] >= min(cur.mustCover(), cur.end()) && (hinted < 0 || free[r] > free[hinted] && free[hinted] < cur.end()) {
			hinted = r
		}
	}
	for m := cur.parent.prefer; m != 0; m &= m - 1 {
		hint(int16(tz(m)))
	}
	for _, h := range cur.parent.hints[:min(len(cur.parent.hints), maxHints)] {
		hint(a.regOfHint(h, cur))
	}
	for _, r := range cur.parent.hintRegs[:min(len(cur.parent.hintRegs), maxHints)] {
		hint(r)
	}
	if cur.parent != cur {
		if p := cur.parent.parts; len(p) > 0 {
			hint(p[0].reg)
		}
	}
	if w := cur.parent.weak; w != nil && hinted < 0 {
		hint(a.regOfHint(w, cur))
	}
	if hinted >= 0 && (free[hinted] >= cur.end() || free[hinted] >= free[best]) {
		best = hinted
	}
	switch {
	case best < 0:
		return false
	case free[best] >= cur.end():
		a.assign(cur, best)
		return true
	case free[best] < cur.mustCover() || cur.v == nil:
		return false
	}
	// Free for a first part only: worth it if that part covers a use.
	at := free[best]
	if cur.nextRegUse(cur.start()) >= at && cur.nextUse(cur.start()+1) >= at {
		return false
	}
	split := a.splitPos(cur, cur.lastUseBefore(at)+1, at)
	if split <= cur.start() {
		return false
	}
	a.queueSplit(cur, split)
	a.assign(cur, best)
	return true
}

// mustCover returns the position up to which a register is of use to i at all: behind its
// start, and behind a late use by the instruction there.
func (i *interval) mustCover() int32 {
	s := i.start()
	if i.nextRegUse(s+1) == s+1 {
		return s + 2
	}
	return s + 1
}

// regOfHint returns the register of the part of h that borders on cur, or of one near by.
func (a *allocator) regOfHint(h, cur *interval) int16 {
	p := h.parts
	k, _ := slices.BinarySearchFunc(p, cur.start(), func(q *interval, pos int32) int {
		if q.end() < pos {
			return -1
		}
		return 1
	})
	for _, n := range [...]int{k, k - 1, k + 1} {
		if n >= 0 && n < len(p) && p[n].reg >= 0 {
			return p[n].reg
		}
	}
	return -1
}

func (a *allocator) assign(i *interval, r int16) {
	i.reg = r
	i.cur = 0
	a.active[i.class] = append(a.active[i.class], holder{i, i.spans[0].to, r})
}

// allocateBlocked finds no free register: the interval used last again gives way, or cur.
func (a *allocator) allocateBlocked(cur *interval) error {
	order := a.order[cur.class]
	start := cur.start()
	var nextUse, blocked [64]int32
	for _, r := range order {
		blocked[r] = a.fixedIntersection(r, cur)
		nextUse[r] = blocked[r]
	}
	for _, i := range a.active[cur.class] {
		if i.v == nil || a.pinnedAt(i.interval, start) {
			nextUse[i.reg] = 0 // cannot be evicted here
			blocked[i.reg] = 0
			continue
		}
		// A use right here that memory can serve does not hold the register.
		nextUse[i.reg] = min(nextUse[i.reg], max(a.distance(i.interval, start), start+1))
	}
	whole := cur.parent == cur && cur.v != nil
	end := cur.end()
	for k := range a.inactive[cur.class] {
		i := &a.inactive[cur.class][k]
		if i.until >= end {
			break
		}
		if whole && i.parent == i.interval {
			continue // they do not meet: see allocateFree
		}
		if x := i.intersection(cur, start); x < forever {
			if i.v == nil {
				blocked[i.reg] = min(blocked[i.reg], x)
			}
			nextUse[i.reg] = min(nextUse[i.reg], a.distance(i.interval, start))
		}
	}
	best := int16(-1)
	for _, r := range order {
		if blocked[r] < min(cur.mustCover(), cur.end()) {
			continue
		}
		if best < 0 || nextUse[r] > nextUse[best] {
			best = r
		}
	}
	first := cur.nextRegUse(start)
	mine := a.distance(cur, start)
	need := first // a register is of no use if it is blocked before that
	if need == forever {
		need = cur.nextUse(start + 1)
	}
	if first > start+1 && cur.v != nil && (best < 0 || mine >= nextUse[best] || blocked[best] <= need) {
		// cur itself waits in memory.
		a.spillUntilUse(cur, start)
		return nil
	}
	if best < 0 || nextUse[best] <= start {
		what := "a temporary"
		if cur.v != nil {
			what = cur.v.LongString()
		}
		return &Error{a.f.Name, "no register left for " + what}
	}
	if blocked[best] < cur.end() {
		at := a.splitPos(cur, max(start+1, min(cur.lastUseBefore(blocked[best])+1, blocked[best])), blocked[best])
		a.queueSplit(cur, at)
	}
	evicted := a.evicted[:0]
	for _, i := range a.active[cur.class] {
		if i.reg == best {
			evicted = append(evicted, i.interval)
		}
	}
	for _, i := range a.inactive[cur.class] {
		if i.reg == best && i.intersection(cur, start) < forever {
			evicted = append(evicted, i.interval)
		}
	}
	for _, i := range evicted {
		a.evict(i, start)
	}
	a.evicted = evicted
	a.assign(cur, best)
	return nil
}

// pinnedAt reports whether i is needed in its register at pos.
func (a *allocator) pinnedAt(i *interval, pos int32) bool { return i.nextRegUse(pos) == pos }

// distance returns the next use of i as the heuristic sees it: a use in a colder block
// counts as farther away, so that what a loop needs stays in registers.
func (a *allocator) distance(i *interval, pos int32) int32 {
	u := i.nextUse(pos)
	if u == pos && i.start() == pos { // its definition, which needs nothing kept
		u = i.nextUse(pos + 1)
	}
	if u == forever {
		return forever - 1
	}
	here := a.graph.freq[a.blockAt(pos)]
	there := a.graph.freq[a.blockAt(min(u, a.to[len(a.to)-1]-1))]
	if there > 0 && here > there {
		d := float64(u-pos) * min(here/there, 1000)
		return int32(min(float64(pos)+d, forever-2))
	}
	return u
}

// evict takes the register from i at pos, or earlier where that is colder.
func (a *allocator) evict(i *interval, pos int32) {
	a.drop(i)
	if i.start() >= pos {
		// Has only just begun: it goes to memory altogether.
		i.reg = -1
		a.spillUntilUse(i, pos)
		return
	}
	from := max(i.lastUseBefore(pos)+1, i.start()+1)
	at := a.splitPos(i, min(from, pos), pos)
	rest := a.split(i, at)
	if i.end() > pos {
		panic("BUG: an evicted interval keeps its register")
	}
	a.spillUntilUse(rest, pos)
}

// drop removes i from active and inactive.
func (a *allocator) drop(i *interval) {
	del := func(s []holder) []holder {
		if k := slices.IndexFunc(s, func(h holder) bool { return h.interval == i }); k >= 0 {
			return slices.Delete(s, k, k+1)
		}
		return s
	}
	a.active[i.class] = del(a.active[i.class])
	a.inactive[i.class] = del(a.inactive[i.class])
}

// spillUntilUse lets i live in memory until shortly before its next use that needs a
// register, but at least until behind now; from there on it is queued again.
func (a *allocator) spillUntilUse(i *interval, now int32) {
	next := i.nextRegUse(i.start())
	if next <= max(now, i.start()) {
		panic("BUG: an interval is spilled where it needs a register: " + i.v.LongString())
	}
	if next < forever {
		a.queueSplit(i, a.splitPos(i, max(i.start(), now)+1, next))
	}
	i.spill = true
	i.reg = -1
	a.stats.Spills++
}

// splitPos chooses where between lo and hi, both included, to split: at hi, unless a block
// boundary before is colder. Splits between instructions are at even positions.
func (a *allocator) splitPos(i *interval, lo, hi int32) int32 {
	if lo >= hi {
		return hi
	}
	bl, bh := a.blockAt(lo), a.blockAt(hi-1)
	if hi > a.from[bh] && bl == bh {
		return a.evenWithin(lo, hi)
	}
	// The boundary before block b: the split is a move on the edges into it.
	if b := a.graph.coldest(bl+1, bh, a.graph.freq[bh]*0.99); b >= 0 {
		return a.from[b]
	}
	return a.evenWithin(lo, hi)
}

// evenWithin returns the last even position from lo to hi, or hi.
func (a *allocator) evenWithin(lo, hi int32) int32 {
	if hi&1 == 1 && hi-1 >= lo {
		return hi - 1
	}
	return hi
}

// split cuts i at pos and returns the later part.
func (a *allocator) split(i *interval, pos int32) *interval {
	n := a.newInterval(i.v, i.class)
	a.stats.Splits++
	n.parent = i.parent
	k := 0
	for k < len(i.spans) && i.spans[k].to <= pos {
		k++
	}
	if k == len(i.spans) || pos <= i.start() {
		panic("BUG: split outside of the lifetime of " + i.v.LongString())
	}
	// The later part, which may be split many times more, keeps the arrays.
	if n.spans = i.spans[k:]; n.spans[0].from < pos {
		i.spans = append(i.spans[:k:k], span{n.spans[0].from, pos})
		n.spans[0].from = pos
	} else {
		i.spans = i.spans[:k:k]
	}
	n.begin = n.spans[0].from
	u := 0
	for u < len(i.uses) && i.uses[u].pos < pos {
		u++
	}
	n.uses, i.uses = i.uses[u:], i.uses[:u:u]
	i.cur = 0
	p := i.parent
	at, _ := slices.BinarySearchFunc(p.parts, pos, func(q *interval, pos int32) int { return int(q.start() - pos) })
	p.parts = slices.Insert(p.parts, at, n)
	return n
}

// queueSplit cuts i at pos and queues the later part.
func (a *allocator) queueSplit(i *interval, pos int32) {
	if pos >= i.end() {
		return
	}
	a.unhandled.push(a.split(i, pos))
}
