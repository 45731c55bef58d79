package regalloc

import (
	"fmt"
	"slices"

	"gojvm/codegen/ssa"
)

// verify re-checks an allocation symbolically: it runs the instruction lists on an abstract
// machine whose places hold sets of values (a place holds several when a phi is the same as
// its argument), along all paths, and reports an operand, a frame-state value or a stack map
// that does not find its value. It shares nothing with the allocator but the result.
//
// A collector is part of the machine: at a safepoint every reference in a place that the
// stack map does not name becomes worthless.
func verify(f *ssa.Func, regs *Registers, constrain Constrain, out *Allocation) error {
	c := &verifier{f: f, regs: regs, constrain: constrain, in: make([]state, f.NumBlocks()), values: make([]*ssa.Value, f.NumValues())}
	code := make([]*BlockCode, f.NumBlocks())
	for i := range out.Blocks {
		code[out.Blocks[i].B.ID] = &out.Blocks[i]
	}
	for _, b := range f.Blocks {
		for _, v := range b.Values {
			c.values[v.ID] = v
		}
	}
	entry := f.Entry()
	c.in[entry.ID] = state{}
	for _, v := range entry.Values {
		if spec := constrain(v); v.Op == ssa.OpArg && spec.Result.Kind == ssa.InFixed {
			c.in[entry.ID].set(Reg(spec.Result.Reg), v.ID)
		}
	}
	work := []*ssa.Block{entry}
	for len(work) > 0 {
		b := work[0]
		work = work[1:]
		normal, handler, err := c.block(code[b.ID])
		if err != nil {
			return fmt.Errorf("allocation of %s, %v: %w", f.Name, b, err)
		}
		for i, e := range b.Succs {
			s := normal
			if i == 1 && handler != nil {
				s = handler
			}
			if c.flow(s, b, e) && !slices.Contains(work, e.B) {
				work = append(work, e.B)
			}
		}
	}
	return nil
}

type verifier struct {
	f         *ssa.Func
	regs      *Registers
	constrain Constrain
	in        []state      // at the beginning of each block, nil if not reached yet
	values    []*ssa.Value // by ID
}

// state gives for each place the values that it holds, ascending.
type state map[Loc][]ssa.ID

func (s state) set(l Loc, ids ...ssa.ID) { s[l] = ids }

func (s state) has(l Loc, v *ssa.Value) bool {
	if l.Kind == Constant {
		return l.V == v
	}
	return slices.Contains(s[l], v.ID)
}

// flow merges state s into the beginning of the block that e leads to; it reports whether
// anything changed there.
func (c *verifier) flow(s state, from *ssa.Block, e ssa.Edge) bool {
	b := e.B
	// Every place that holds a phi's argument holds the phi, and no longer what it held in
	// the turn before.
	phis := b.Values[:b.NumPhis()]
	n := make(state, len(s))
	for l, ids := range s {
		var set []ssa.ID
		for _, id := range ids {
			if v := c.values[id]; v.Op != ssa.OpPhi || v.Block != b {
				set = append(set, id)
			}
		}
		for _, phi := range phis {
			if slices.Contains(ids, phi.Args[e.I].ID) {
				set = append(set, phi.ID)
			}
		}
		if len(set) > 0 {
			slices.Sort(set)
			n[l] = set
		}
	}
	if first := b.Values[b.NumPhis()]; first.Op == ssa.OpException {
		n.set(Reg(c.constrain(first).Result.Reg), first.ID)
	}
	old := c.in[b.ID]
	if old == nil {
		c.in[b.ID] = n
		return true
	}
	changed := false
	for l, ids := range old {
		kept := slices.DeleteFunc(slices.Clone(ids), func(id ssa.ID) bool { return !slices.Contains(n[l], id) })
		if len(kept) == len(ids) {
			continue
		}
		changed = true
		if len(kept) == 0 {
			delete(old, l)
		} else {
			old[l] = kept
		}
	}
	return changed
}

// block runs the code of a block. It returns the state at its end and, if it ends in a
// catch, that in which the handler is entered.
func (c *verifier) block(code *BlockCode) (normal, handler state, err error) {
	s := make(state)
	for l, ids := range c.in[code.B.ID] {
		s[l] = ids
	}
	var raised state
	for _, part := range code.Parts() {
		for k := range part {
			in := &part[k]
			if in.V == nil {
				if in.From.Kind == Constant {
					s.set(in.To, in.From.V.ID)
				} else {
					s[in.To] = s[in.From]
				}
				continue
			}
			if err := c.instruction(s, in, &raised); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", in.V.LongString(), err)
			}
			if in.To.Kind != NoLoc {
				s[in.To] = s[in.Res]
			}
		}
	}
	if code.B.Values[len(code.B.Values)-1].Op == ssa.OpCatch {
		handler = raised
	}
	return s, handler, nil
}

func (c *verifier) instruction(s state, in *Inst, raised *state) error {
	v := in.V
	spec := c.constrain(v)
	var fixed ssa.RegMask
	for i := range v.Args {
		if con := argConstraint(spec, i); con.Kind == ssa.InFixed {
			fixed |= 1 << con.Reg
		}
	}
	for i, a := range v.Args {
		con := argConstraint(spec, i)
		if con.Kind == ssa.InNobody {
			continue
		}
		l := in.Args[i]
		if !s.has(l, a) {
			return fmt.Errorf("operand %d: %v is not in %v, which holds %v", i, a, l, s[l])
		}
		if con.Kind == ssa.InFixed && l != Reg(con.Reg) {
			return fmt.Errorf("operand %d is in %v, must be in r%d", i, l, con.Reg)
		}
		if con.Kind == ssa.InReg && l.Kind != InReg {
			return fmt.Errorf("operand %d is in %v, must be in a register", i, l)
		}
		if l.Kind != InReg {
			continue
		}
		if con.Kind == ssa.InLate && (l == in.Res || spec.Clobbers>>l.N&1 != 0) {
			return fmt.Errorf("operand %d is in %v, which is overwritten too early", i, l)
		}
		if con.Kind == ssa.InLate && fixed>>l.N&1 != 0 {
			return fmt.Errorf("operand %d is in %v, where another is demanded", i, l)
		}
		if slices.Contains(in.Temps, int16(l.N)) {
			return fmt.Errorf("operand %d is in the temporary %v", i, l)
		}
	}
	if spec.Result.Kind == ssa.SameAs0 && in.Res != in.Args[0] {
		return fmt.Errorf("the result in %v is not where operand 0 is", in.Res)
	}
	info := v.Info()
	calls := info.Has(ssa.Calls)
	if in.Site != nil && !calls {
		if err := c.site(s, in); err != nil {
			return err
		}
	}
	for l := range s {
		if l.Kind == InReg && (spec.Clobbers>>l.N&1 != 0 || slices.Contains(in.Temps, int16(l.N)) || slices.Contains(c.regs.Scratch[:], int16(l.N))) ||
			l.Kind == OutSlot {
			delete(s, l)
		}
	}
	if calls {
		if in.Site != nil {
			if err := c.site(s, in); err != nil {
				return err
			}
		}
		*raised = make(state, len(s))
		for l, ids := range s {
			(*raised)[l] = ids
		}
	}
	switch {
	case v.Type == ssa.Void:
	case v.Op == ssa.OpArg || v.Op == ssa.OpException:
		if !s.has(in.Res, v) {
			return fmt.Errorf("%v has been overwritten before it was taken", in.Res)
		}
	case in.Res.Kind != NoLoc && in.Res.Kind != Constant:
		s.set(in.Res, v.ID)
	}
	return nil
}

// site checks the stack map and frame state of a safepoint, and lets the collector run.
func (c *verifier) site(s state, in *Inst) error {
	if in.V.State != nil {
		for i, x := range in.V.State.Vals {
			if l := in.Site.State[i]; !s.has(l, x) {
				return fmt.Errorf("frame state value %d: %v is not in %v, which holds %v", i, x, l, s[l])
			}
		}
	}
	isRef := func(id ssa.ID) bool { return c.values[id].Type == ssa.Ref }
	for _, l := range in.Site.Refs {
		if !slices.ContainsFunc(s[l], isRef) {
			return fmt.Errorf("the stack map names %v, which holds no reference", l)
		}
	}
	for l, ids := range s {
		if slices.Contains(in.Site.Refs, l) || !slices.ContainsFunc(ids, isRef) {
			continue
		}
		// Constants are objects that do not move.
		kept := slices.DeleteFunc(slices.Clone(ids), func(id ssa.ID) bool { return isRef(id) && !isRemat(c.values[id]) })
		s[l] = kept
	}
	return nil
}
