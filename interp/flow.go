package interp

import (
	"math/bits"

	"gojvm/vm"
)

// flow holds what is true of the registers at the start of each block:
//
//   - ref: on every path to here the register was last set to a reference
//     (forward, must: meet is intersection);
//   - live: on some path from here the register is read before it is set
//     (backward, may: meet is union). Registers read in a handler are live in
//     all of the protected block.
//
// See Appel, "Modern Compiler Implementation", chapters 10 and 17. A register
// is in the reference map of an instruction when it is both. Ref alone would
// be sound; live keeps garbage from being retained by dead temporaries.
type flow struct {
	ref  []bitset // by block, at its start
	live []bitset // by block, at its start
}

type bitset []uint64

func (s bitset) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s bitset) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s bitset) clear(i int)    { s[i/64] &^= 1 << (i % 64) }

// union adds the members of o and reports whether s changed.
func (s bitset) union(o bitset) bool {
	changed := false
	for i, w := range o {
		if w&^s[i] != 0 {
			s[i] |= w
			changed = true
		}
	}
	return changed
}

// intersect removes what is not in o and reports whether s changed.
func (s bitset) intersect(o bitset) bool {
	changed := false
	for i, w := range o {
		if s[i]&^w != 0 {
			s[i] &= w
			changed = true
		}
	}
	return changed
}

func (s bitset) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

func (c *code) newSet() bitset { return make(bitset, (c.regs+63)/64) }

// blockEnd returns the word after block i.
func (c *code) blockEnd(i int) int {
	if i+1 < len(c.blocks) {
		return int(c.blocks[i+1].start)
	}
	return c.words
}

// successors calls f for each block that control may enter from the end of
// block i, other than by exceptions.
func (c *code) successors(i int, f func(int)) {
	end := c.blockEnd(i)
	stops := false
	for w := int(c.blocks[i].start); w < end; {
		in := c.ins(int32(w))
		flags := opTable[in.op].flags
		if flags&fBranch != 0 || in.op == opTableSwitch || in.op == opLookupSwitch {
			f(c.blockAt(w + int(int32(in.e))/insSize))
		}
		for k := range switchTargets(in) {
			f(c.blockAt(w + int(int32(in.caseDisp(k)))/insSize))
		}
		stops = flags&fStop != 0
		w += in.words()
	}
	if !stops && i+1 < len(c.blocks) {
		f(i + 1)
	}
}

// define records in ref what the instruction at word w does to its destination.
func (c *code) define(w int, in *ins, ref bitset) {
	switch c.meta[w].def {
	case defPrim:
		ref.clear(int(in.a))
	case defRef:
		ref.set(int(in.a))
	case defCopy:
		if ref.has(int(in.b)) {
			ref.set(int(in.a))
		} else {
			ref.clear(int(in.a))
		}
	}
}

// uses calls f for each register that in reads.
func (in *ins) uses(f func(r uint16)) {
	info := &opTable[in.op]
	if info.roles[0] == 'u' {
		f(in.a)
	}
	if info.roles[1] == 'u' {
		f(in.b)
	}
	if info.roles[2] == 'u' {
		f(in.c)
	}
	if info.flags&fCall != 0 {
		for _, r := range in.args() {
			f(r)
		}
	}
}

// before turns the registers that are live after the instruction at word w into
// those that are live before it.
func (c *code) before(w int, in *ins, live bitset) {
	if d := c.meta[w].def; d != defNone && d != defExtra {
		live.clear(int(in.a))
	}
	in.uses(func(r uint16) { live.set(int(r)) })
}

// analyze solves both data flow problems by iteration to the fixed point.
func (c *code) analyze() *flow {
	n := len(c.blocks)
	fl := &flow{ref: make([]bitset, n), live: make([]bitset, n)}
	preds := make([][]int, n)
	for i := range c.blocks {
		fl.live[i] = c.newSet()
		c.successors(i, func(s int) { preds[s] = append(preds[s], i) })
	}
	handled := make([][]int, n) // by block of a handler: the blocks that it protects
	for i := range c.blocks {
		for _, h := range c.blocks[i].handlers {
			t := c.blockAt(int(h.target))
			handled[t] = append(handled[t], i)
		}
	}

	// References, forward.
	fl.ref[0] = c.newSet()
	for i, k := range c.m.Args {
		if k == vm.KindRef {
			fl.ref[0].set(i)
		}
	}
	meet := func(i int, s bitset) bool {
		if fl.ref[i] == nil {
			fl.ref[i] = append(bitset(nil), s...)
			return true
		}
		return fl.ref[i].intersect(s)
	}
	work := []int{0}
	for len(work) > 0 {
		i := work[len(work)-1]
		work = work[:len(work)-1]
		s := append(bitset(nil), fl.ref[i]...)
		// An exception may come before and after each change of a register.
		thrown := append(bitset(nil), s...)
		for w, end := int(c.blocks[i].start), c.blockEnd(i); w < end; {
			in := c.ins(int32(w))
			c.define(w, in, s)
			thrown.intersect(s)
			w += in.words()
		}
		c.successors(i, func(t int) {
			if meet(t, s) {
				work = append(work, t)
			}
		})
		for _, h := range c.blocks[i].handlers {
			t := c.blockAt(int(h.target))
			e := append(bitset(nil), thrown...)
			e.set(int(c.stackBase)) // the exception itself
			if meet(t, e) {
				work = append(work, t)
			}
		}
	}

	// Liveness, backward.
	for i := n - 1; i >= 0; i-- {
		work = append(work, i)
	}
	queued := make([]bool, n)
	for i := range queued {
		queued[i] = true
	}
	push := func(i int) {
		if !queued[i] {
			queued[i] = true
			work = append(work, i)
		}
	}
	for len(work) > 0 {
		i := work[0]
		work = work[1:]
		queued[i] = false
		if fl.live[i].union(c.liveAt(fl, i, int(c.blocks[i].start))) {
			for _, p := range preds[i] {
				push(p)
			}
			for _, p := range handled[i] {
				push(p)
			}
		}
	}
	return fl
}

// liveAt returns the registers that are live before word w of block i, given what is
// known of the other blocks.
func (c *code) liveAt(fl *flow, i, w int) bitset {
	live := c.newSet()
	c.successors(i, func(s int) { live.union(fl.live[s]) })
	var caught bitset
	if hs := c.blocks[i].handlers; len(hs) > 0 {
		caught = c.newSet()
		for _, h := range hs {
			caught.union(fl.live[c.blockAt(int(h.target))])
		}
		caught.clear(int(c.stackBase))
	}
	var words []int
	for at, end := int(c.blocks[i].start), c.blockEnd(i); at < end; at += c.ins(int32(at)).words() {
		if at >= w {
			words = append(words, at)
		}
	}
	for k := len(words) - 1; k >= 0; k-- {
		c.before(words[k], c.ins(int32(words[k])), live)
		if caught != nil {
			live.union(caught)
		}
	}
	return live
}

// RefMap returns the registers that hold references while a frame stands at pc;
// see vm.Code. Registers that the instruction at pc reads count as live, for
// it may be executed again after a safepoint in its middle.
func (c *code) RefMap(pc uintptr) []uint64 {
	c = c.at(pc)
	w := c.wordAt(pc)
	c.mapsMu.Lock()
	defer c.mapsMu.Unlock()
	if m, ok := c.maps[int32(w)]; ok {
		return m
	}
	if c.flow == nil {
		c.flow = c.analyze()
		c.maps = map[int32][]uint64{}
	}
	i := c.blockAt(w)
	m := c.liveAt(c.flow, i, w)
	if ref := c.flow.ref[i]; ref == nil {
		clear(m) // cannot be reached
	} else {
		s := append(bitset(nil), ref...)
		for at := int(c.blocks[i].start); at < w; {
			in := c.ins(int32(at))
			c.define(at, in, s)
			at += in.words()
		}
		m.intersect(s)
	}
	c.maps[int32(w)] = m
	return m
}
