package verify

import (
	"slices"
	"strings"

	"gojvm/loader/bytecode"
)

// mergeIntoSuccessors merges the state after instruction i into all instructions that may
// follow, handlers first.
func (v *inferer) mergeIntoSuccessors(i int, after *state, and, or uint8) {
	in := &v.insts[i]
	var buf [2]int
	succ := buf[:0]
	switch op := in.Op; {
	case op == bytecode.Jsr || op == bytecode.JsrW:
		if in.ret >= 0 {
			v.insts[in.ret].changed = true
		}
		succ = append(succ, in.target)
	case op == bytecode.Ret:
		succ = v.returnsOf(in)
	case op == bytecode.Tableswitch || op == bytecode.Lookupswitch:
		succ = in.successor
	case op == bytecode.Goto || op == bytecode.GotoW:
		succ = append(succ, in.target)
	case op.Is(bytecode.Branches):
		succ = append(succ, i+1, in.target)
	case !op.Is(bytecode.Ends):
		succ = append(succ, i+1)
	}
	for k := range v.work {
		h := &v.work[k]
		if i < h.start || i >= h.end {
			continue
		}
		before := state{regs: in.state.regs, masks: in.state.masks, stack: h.stack, depth: 1}
		if !in.isInit {
			v.mergeInto(i, h.handler, &before, and&in.and, or|in.or, true)
			continue
		}
		// The exception may come before or after the object is initialized.
		v.mergeInto(i, h.handler, &before, in.and, in.or, true)
		then := state{regs: after.regs, masks: after.masks, stack: h.stack, depth: 1}
		flags := or
		if v.swap[0] == uninitThis {
			flags |= noReturn
		}
		v.mergeInto(i, h.handler, &then, and, flags, true)
	}
	for _, to := range succ {
		if v.err != nil {
			return
		}
		if to >= len(v.insts) {
			v.bad("Falling off the end of the code")
			return
		}
		v.mergeInto(i, to, after, and, or, false)
	}
}

// returnsOf returns where a ret comes back: behind each jsr to the subroutine that its
// return address names.
func (v *inferer) returnsOf(in *instInfo) []int {
	if !in.retReady {
		in.retReady = true
		entry := in.state.regs[in.Index].value() - 16
		for i := len(v.insts) - 1; i >= 0; i-- {
			if j := &v.insts[i]; (j.Op == bytecode.Jsr || j.Op == bytecode.JsrW) && j.target == entry {
				in.successor = append(in.successor, i+1)
			}
		}
	}
	return in.successor
}

// dropUninit replaces objects that are not initialized by top: they must not get into
// or out of a subroutine.
func dropUninit(types []typ) []typ {
	copied := false
	for i, t := range types {
		if t.isUninit() && t != uninitThis {
			if !copied {
				types, copied = slices.Clone(types), true
			}
			types[i] = top
		}
	}
	return types
}

// mergeInto merges a state that comes from instruction from into the state before instruction to.
func (v *inferer) mergeInto(from, to int, s *state, and, or uint8, exception bool) {
	if v.err != nil {
		return
	}
	switch v.insts[from].Op {
	case bytecode.Ret, bytecode.Jsr, bytecode.JsrW:
		s = &state{regs: dropUninit(s.regs), stack: dropUninit(s.stack), depth: s.depth, masks: s.masks}
	}
	if v.insts[from].Op == bytecode.Ret && !exception {
		var ready bool
		if s, ready = v.afterReturn(from, to, s); !ready {
			return
		}
	}
	v.mergeStack(to, s)
	v.mergeRegisters(to, s)
	in := &v.insts[to]
	if a, o := in.and&and, in.or|or; a != in.and || o != in.or {
		in.and, in.or, in.changed = a, o, true
	}
	in.known = true
}

// afterReturn joins the state at a ret with that at the jsr before instruction to: variables
// that the subroutine has not accessed are as they were.
func (v *inferer) afterReturn(ret, to int, s *state) (*state, bool) {
	jsr := &v.insts[to-1]
	if jsr.ret != ret {
		if jsr.ret >= 0 {
			v.bad("Multiple returns to single jsr")
			return nil, false
		}
		jsr.ret = ret
	}
	if !jsr.known {
		return nil, false // the jsr will have the ret looked at again
	}
	entry := v.insts[ret].state.regs[v.insts[ret].Index].value() - 16
	i := len(s.masks) - 1
	for i >= 0 && s.masks[i].entry != entry {
		i--
	}
	if i < 0 {
		v.bad("Illegal return from subroutine")
		return nil, false
	}
	m := &s.masks[i]
	regs := make([]typ, max(len(s.regs), len(jsr.state.regs)))
	for r := range regs {
		src := jsr.state.regs
		if r/64 < len(m.modified) && m.has(r) {
			src = s.regs
		}
		if r < len(src) {
			regs[r] = src[r]
		}
	}
	return &state{regs: regs, stack: s.stack, depth: s.depth, masks: s.masks[:i:i]}, true
}

func (v *inferer) mergeStack(to int, s *state) {
	in := &v.insts[to]
	if !in.known {
		in.state.stack, in.state.depth = s.stack, s.depth
		in.changed = true
		return
	}
	if s.depth != in.state.depth {
		v.bad("Inconsistent stack height %d != %d", s.depth, in.state.depth)
		return
	}
	if len(s.stack) != len(in.state.stack) {
		v.bad("Mismatched stack types")
		return
	}
	change := false
	for i, old := range in.state.stack {
		if !v.mergeable(s.stack[i], old) {
			change = true
			break
		}
	}
	if !change {
		return
	}
	merged := make([]typ, len(s.stack))
	for i, old := range in.state.stack {
		if merged[i] = v.merge(old, s.stack[i], false); merged[i] == top {
			v.bad("Mismatched stack types")
			return
		}
	}
	in.state.stack, in.changed = merged, true
}

func (v *inferer) mergeRegisters(to int, s *state) {
	if v.err != nil {
		return
	}
	in := &v.insts[to]
	if !in.known {
		in.state.regs, in.state.masks = s.regs, s.masks
		in.changed = true
		return
	}
	regs := in.state.regs
	if len(regs) > len(s.regs) {
		// What the new state does not have is unusable.
		regs = regs[:len(s.regs):len(s.regs)]
		in.state.regs, in.changed = regs, true
	}
	for i, old := range regs {
		if v.mergeable(s.regs[i], old) {
			continue
		}
		merged := slices.Clone(regs)
		for k := i; k < len(merged); k++ {
			merged[k] = v.merge(s.regs[k], regs[k], false)
		}
		n := len(merged)
		for n > 0 && merged[n-1] == top {
			n--
		}
		in.state.regs, in.changed = merged[:n:n], true
		break
	}
	v.mergeMasks(in, s)
}

// mergeMasks keeps the longest common subsequence of the subroutines in execution; their
// sets are united.
func (v *inferer) mergeMasks(in *instInfo, s *state) {
	old := in.state.masks
	if len(old) == 0 {
		return
	}
	var merged []mask
	change := false
	next := 0
	for _, m := range old {
		for j := next; j < len(s.masks); j++ {
			n := &s.masks[j]
			if n.entry != m.entry {
				continue
			}
			next = j + 1
			united := slices.Clone(m.modified)
			for w := range united {
				if n.modified[w]&^united[w] != 0 {
					change = true
				}
				united[w] |= n.modified[w]
			}
			merged = append(merged, mask{m.entry, united})
			break
		}
	}
	if change || len(merged) < len(old) {
		in.state.masks, in.changed = merged, true
	}
}

// mergeable reports whether a value of type from may be used where there is to.
func (v *inferer) mergeable(from, to typ) bool {
	return from == to || v.merge(from, to, true) == to
}

// objectArray returns the type of java/lang/Object with dims dimensions.
func (v *inferer) objectArray(dims int) typ {
	if dims == 0 {
		return v.object
	}
	return v.names.ref(strings.Repeat("[", dims) + "Ljava/lang/Object;")
}

// split returns the dimensions and the element type of a reference type.
func (v *inferer) split(t typ) (dims int, base typ) {
	for t.kind() == kindArray {
		t = v.names.componentOf(t)
		dims++
	}
	return dims, t
}

// join is the inverse of split for base an object type.
func (v *inferer) join(dims int, base typ) typ {
	if dims == 0 {
		return base
	}
	return v.names.ref(strings.Repeat("[", dims) + "L" + v.names.name(base) + ";")
}

// merge returns the type that both value and target are assignable to, top if there is none
// (JVMS 4.10.2.2). Interfaces count as java/lang/Object. For an assignment of value to target
// the result need only be right as far as it is target or not.
func (v *inferer) merge(value, target typ, assignment bool) typ {
	switch {
	case value == target:
		return value
	case !value.isRef() || !target.isRef():
		return top
	case value == null:
		return target
	case target == null:
		return value
	case target == v.object:
		return target
	case value == v.object:
		if assignment && target.kind() == kindObject && v.isInterface(target) {
			return target
		}
		return value
	case value.kind() == kindArray || target.kind() == kindArray:
		return v.mergeArrays(value, target, assignment)
	}
	return v.mergeClasses(value, target, assignment)
}

func (v *inferer) mergeArrays(value, target typ, assignment bool) typ {
	for _, t := range [...]typ{target, value} {
		if t == v.cloneable || t == v.serializable {
			return t
		}
	}
	dv, bv := v.split(value)
	dt, bt := v.split(target)
	if !bv.isRef() {
		dv, bv = dv-1, v.object
	}
	if !bt.isRef() {
		dt, bt = dt-1, v.object
	}
	switch {
	case dv == dt:
		base := v.merge(bv, bt, assignment)
		if base == top {
			return top
		}
		return v.join(dv, base)
	case dv < dt:
		if bv == v.cloneable || bv == v.serializable {
			return v.join(dv, bv)
		}
		return v.objectArray(dv)
	}
	if bt == v.cloneable || bt == v.serializable {
		return v.join(dt, bt)
	}
	return v.objectArray(dt)
}

func (v *inferer) isInterface(t typ) bool {
	if v.err != nil {
		return true
	}
	iface, err := v.h.IsInterface(v.names.name(t))
	if err != nil {
		v.abort(err)
		return true
	}
	return iface
}

// supers returns t and its superclasses, java/lang/Object last.
func (v *inferer) supers(t typ) []typ {
	var chain []typ
	for {
		chain = append(chain, t)
		super, err := v.h.Superclass(v.names.name(t))
		if err != nil {
			v.abort(err)
			return chain
		}
		if super == "" {
			return chain
		}
		t = v.names.ref(super)
	}
}

// mergeClasses finds the closest common superclass.
func (v *inferer) mergeClasses(value, target typ, assignment bool) typ {
	if v.isInterface(target) {
		if assignment {
			return target
		}
		return v.object
	}
	if v.isInterface(value) || v.err != nil {
		return v.object
	}
	if assignment {
		sub, err := v.h.IsSubclass(v.names.name(value), v.names.name(target))
		if err != nil {
			v.abort(err)
		}
		if sub {
			return target
		}
		return v.object
	}
	a, b := v.supers(value), v.supers(target)
	for _, t := range a {
		if slices.Contains(b, t) {
			return t
		}
	}
	return v.object
}
