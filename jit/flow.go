package jit

import (
	"errors"
	"fmt"
	"slices"

	bc "gojvm/loader/bytecode"
	"gojvm/loader/classfile"
	"gojvm/vm"
)

// flow is what the translation of a method must know before it begins: the basic
// blocks in an order in which dominators come first, which local variables are live,
// and of what kind locals and stack entries are where blocks begin.
type flow struct {
	m      *vm.Method
	code   []byte
	blocks map[int]*block // by the pc of the first instruction
	order  []*block       // reachable from the entry, in reverse postorder
	locals int
	calls  bool // has calls, or loops
}

// block is a basic block of bytecode.
type block struct {
	bc.Block
	order    int // in flow.order, -1 if only handlers lead here that are not translated
	idom     *block
	midway   bool      // idom may be left for this block by an exception, before its end
	preds    int       // edges in flow.order; of a translated handler, more than one
	handlers []handler // that protect it, in the order of the exception table
	kinds    *kinds
	liveIn   bits // locals read on some path before they are written
	switches bool // ends with a switch
	header   bool // of a loop
	stored   bits // of a header: the locals that the loop writes

	tr *target // during translation
}

// handler is a handler that protects a block.
type handler struct {
	pc         int
	catch      int  // constant-pool index of the class, 0 for any
	translated bool // else the interpreter has it
}

// kinds are the kinds of local variables and stack entries: I J F D A as in
// bytecode.Info, 0 for a local that holds nothing known. A reference that is null or an
// array of a primitive type has the letter of that type in lower case (arrays.go).
type kinds struct {
	locals []byte
	stack  []byte
}

func (k *kinds) clone() *kinds {
	return &kinds{append([]byte(nil), k.locals...), append([]byte(nil), k.stack...)}
}

// meet keeps what k and o have in common and reports whether k changed.
func (k *kinds) meet(o *kinds) bool {
	changed := false
	one := func(p *byte, x byte) {
		switch {
		case *p == x || *p == 0 || *p == 'A' && isReference(x):
			return
		case isReference(*p) && isReference(x):
			*p = 'A'
		default:
			*p = 0
		}
		changed = true
	}
	for i, x := range o.locals {
		one(&k.locals[i], x)
	}
	for i := range k.stack {
		one(&k.stack[i], o.stack[i])
	}
	return changed
}

type bits []uint64

func (s bits) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s bits) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s bits) clear(i int)    { s[i/64] &^= 1 << (i % 64) }
func (s bits) union(o bits) bool {
	changed := false
	for i, w := range o {
		if w&^s[i] != 0 {
			s[i] |= w
			changed = true
		}
	}
	return changed
}

// errUnsupported says why a method is not compiled.
type errUnsupported struct{ why string }

func (e *errUnsupported) Error() string { return e.why }

func unsupported(format string, args ...any) error {
	return &errUnsupported{fmt.Sprintf(format, args...)}
}

// errIrreducible says that a loop has two entries: bytecode of javac has none, but entering
// a method at an inner loop may make one of a loop around it.
var errIrreducible = unsupported("irreducible loop")

// newFlow analyses m, to be entered at pc entry. catches tells which handlers, by their pc, are
// worth to be translated.
func newFlow(m *vm.Method, entry int, catches func(m *vm.Method, handler int) bool) (*flow, error) {
	f, err := analyse(m, entry, catches)
	if errors.Is(err, errIrreducible) {
		return analyse(m, entry, untranslated)
	}
	return f, err
}

// untranslated leaves all handlers to the interpreter.
func untranslated(*vm.Method, int) bool { return false }

func analyse(m *vm.Method, entry int, catches func(m *vm.Method, handler int) bool) (*flow, error) {
	f := &flow{m: m, code: m.Body.Bytes, locals: int(m.Body.MaxLocals), blocks: map[int]*block{}}
	var starts []int
	hs := m.Body.Handlers
	for i := range hs.Len() {
		h := hs.At(i)
		starts = append(starts, h.Start, h.End, h.Handler)
	}
	list, err := bc.Blocks(f.code, starts...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		b := &block{Block: list[i], order: -1}
		for k := range hs.Len() {
			if h := hs.At(k); h.Start <= b.Start && b.Start < h.End {
				// One that lies before would make a loop without a poll.
				c := handler{pc: h.Handler, catch: h.Catch, translated: h.Handler >= b.End && catches(m, h.Handler)}
				b.handlers = append(b.handlers, c)
			}
		}
		f.blocks[b.Start] = b
	}
	if err := f.inferKinds(); err != nil {
		return nil, err
	}
	if err := f.sort(entry); err != nil {
		return nil, err
	}
	f.liveness(list)
	return f, nil
}

// each calls fn for the instructions of b.
func (f *flow) each(b *block, fn func(in *bc.Inst)) error {
	var in bc.Inst
	for pc := b.Start; pc < b.End; pc = in.Next() {
		if err := bc.Decode(f.code, pc, &in); err != nil {
			return err
		}
		fn(&in)
	}
	return nil
}

// inferKinds computes the kinds at the start of each block: a forward data flow
// problem, with the edges to handlers.
func (f *flow) inferKinds() error {
	first := &kinds{locals: make([]byte, f.locals)}
	n := 0
	if !f.m.IsStatic() {
		first.locals[0] = 'A'
		n++
	}
	for p := range classfile.Params(f.m.Desc) {
		first.locals[n] = descLetter(p)
		n++
		if vm.KindOf(p).Wide() {
			n++
		}
	}
	f.blocks[0].kinds = first
	work := []*block{f.blocks[0]}
	flowTo := func(pc int, k *kinds) {
		b := f.blocks[pc]
		if b.kinds == nil {
			b.kinds = k.clone()
		} else if !b.kinds.meet(k) {
			return
		}
		work = append(work, b)
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		k := b.kinds.clone()
		// An exception may come before and after each store.
		thrown := &kinds{locals: append([]byte(nil), k.locals...), stack: []byte{'A'}}
		var bad error
		err := f.each(b, func(in *bc.Inst) {
			if bad != nil {
				return
			}
			if in.Op == bc.Jsr || in.Op == bc.JsrW || in.Op == bc.Ret {
				bad = unsupported("subroutine")
				return
			}
			if in.Op.Is(bc.Calls) {
				f.calls = true
			}
			f.step(k, in)
			thrown.meet(&kinds{locals: k.locals, stack: thrown.stack})
		})
		if err == nil {
			err = bad
		}
		if err != nil {
			return err
		}
		for _, s := range b.Succ {
			flowTo(s, k)
		}
		for _, h := range b.handlers {
			flowTo(h.pc, thrown)
		}
	}
	return nil
}

// step applies instruction in to k.
func (f *flow) step(k *kinds, in *bc.Inst) {
	info := in.Op.Info()
	switch op := in.Op; {
	case op >= bc.Iload && op <= bc.Aload3:
		c := info.Pushes[0]
		if l := k.locals[in.Index]; c == 'A' && isReference(l) {
			c = l
		}
		k.stack = append(k.stack, c)
		return
	case op == bc.Newarray:
		k.stack[len(k.stack)-1] = arrayLetter(newArrayKind(int(in.Const)))
		return
	case op == bc.Checkcast:
		if name := f.m.CP.Symbols().Class(in.Index); name[0] == '[' && descLetter(name) != 'A' {
			k.stack[len(k.stack)-1] = descLetter(name)
		}
		return
	case op >= bc.Istore && op <= bc.Astore3:
		c := k.stack[len(k.stack)-1]
		k.stack = k.stack[:len(k.stack)-1]
		k.locals[in.Index] = c
		if c == 'J' || c == 'D' {
			k.locals[in.Index+1] = 0
		}
		if i := in.Index - 1; i >= 0 && (k.locals[i] == 'J' || k.locals[i] == 'D') {
			k.locals[i] = 0
		}
		return
	case op == bc.Ldc || op == bc.LdcW || op == bc.Ldc2W:
		k.stack = append(k.stack, f.constantKind(in.Index))
		return
	case op.Is(bc.Shuffles):
		k.stack = shuffle(op, k.stack, func(c byte) bool { return c == 'J' || c == 'D' })
		return
	case op >= bc.Getstatic && op <= bc.Putfield:
		c := descLetter(f.m.CP.Symbols().Ref(in.Index).Desc)
		pop := 0
		if op == bc.Getfield || op == bc.Putfield {
			pop++
		}
		if op == bc.Putfield || op == bc.Putstatic {
			pop++
		}
		k.stack = k.stack[:len(k.stack)-pop]
		if op == bc.Getfield || op == bc.Getstatic {
			k.stack = append(k.stack, c)
		}
		return
	case op.Is(bc.Calls):
		_, _, desc := callRef(f.m, in)
		args, ret := signature(desc)
		n := len(args)
		if op != bc.Invokestatic && op != bc.Invokedynamic {
			n++
		}
		k.stack = k.stack[:len(k.stack)-n]
		if ret != vm.KindVoid {
			k.stack = append(k.stack, descLetter(classfile.ReturnType(desc)))
		}
		return
	case op == bc.Multianewarray:
		k.stack = append(k.stack[:len(k.stack)-in.Dims()], 'A')
		return
	}
	k.stack = append(k.stack[:len(k.stack)-len(info.Pops)], info.Pushes...)
}

// constantKind returns the kind of loadable constant idx.
func (f *flow) constantKind(idx int) byte {
	p := f.m.CP.Symbols()
	switch p.Tag(idx) {
	case classfile.TagInteger:
		return 'I'
	case classfile.TagFloat:
		return 'F'
	case classfile.TagLong:
		return 'J'
	case classfile.TagDouble:
		return 'D'
	case classfile.TagDynamic:
		_, _, desc := p.Dynamic(idx)
		return vm.KindOf(desc).StackLetter()
	}
	return 'A'
}

// shuffle applies pop, dup, swap and their relatives (JVMS 6.5) to a stack whose
// entries are values of any width.
func shuffle[T any](op bc.Op, s []T, wide func(T) bool) []T {
	n := len(s)
	// take pops words from the stack, as whole values.
	take := func(words int) []T {
		k := n
		for words > 0 {
			k--
			words--
			if wide(s[k]) {
				words--
			}
		}
		v := append([]T(nil), s[k:n]...)
		n = k
		return v
	}
	switch op {
	case bc.Pop:
		take(1)
		return s[:n]
	case bc.Pop2:
		take(2)
		return s[:n]
	}
	var top, under []T
	switch op {
	case bc.Dup:
		top = take(1)
	case bc.DupX1, bc.Swap:
		top, under = take(1), take(1)
	case bc.DupX2:
		top, under = take(1), take(2)
	case bc.Dup2:
		top = take(2)
	case bc.Dup2X1:
		top, under = take(2), take(1)
	case bc.Dup2X2:
		top, under = take(2), take(2)
	}
	s = append(s[:n], top...)
	s = append(s, under...)
	if op != bc.Swap {
		s = append(s, top...)
	}
	return s
}

// sort puts the blocks into reverse postorder from pc entry and finds immediate
// dominators (Cooper, Harvey, Kennedy 2001). Exceptions lead to a handler from the middle
// of a block: what is known only at the end of the block is not known there, nor behind the
// handler. So each block is two nodes, its beginning and its end, of which only the
// first leads to handlers.
func (f *flow) sort(entry int) error {
	e := f.blocks[entry]
	if e == nil || e.kinds == nil {
		return unsupported("entry that is not reached")
	}
	var post []*block
	type frame struct {
		b    *block
		next []*block
	}
	const pending = -2
	var stack []frame
	enter := func(b *block) {
		b.order = pending
		stack = append(stack, frame{b, f.laterFirst(b)})
	}
	enter(e)
	for len(stack) > 0 {
		t := &stack[len(stack)-1]
		if len(t.next) == 0 {
			post = append(post, t.b)
			stack = stack[:len(stack)-1]
			continue
		}
		s := t.next[0]
		t.next = t.next[1:]
		if s.order == -1 {
			enter(s)
		}
	}
	for i := len(post) - 1; i >= 0; i-- {
		post[i].order = len(f.order)
		f.order = append(f.order, post[i])
	}
	preds := make([][]int, len(f.order)) // nodes
	for _, b := range f.order {
		var last bc.Inst
		if err := bc.Decode(f.code, b.Last, &last); err != nil {
			return err
		}
		b.switches = last.Op == bc.Tableswitch || last.Op == bc.Lookupswitch
		for _, s := range b.Succ {
			t := f.blocks[s]
			preds[t.order] = append(preds[t.order], endNode(b.order))
			t.preds++
			if b.switches {
				t.preds++ // several cases may lead there
			}
		}
		for i := range b.handlers {
			h := &b.handlers[i]
			if t := f.blocks[h.pc]; h.translated && t.order > b.order {
				preds[t.order] = append(preds[t.order], beginNode(b.order))
				t.preds += 2 // or none: from wherever something is raised
			} else {
				h.translated = false
			}
		}
	}
	e.preds++ // the entry of the function
	e.idom = e
	f.dominators(preds)
	for _, b := range f.order {
		var latches []*block
		for _, n := range preds[b.order] {
			p := f.order[n/2]
			if p.order < b.order {
				continue
			}
			f.calls = true // a loop
			b.header = true
			latches = append(latches, p)
			for p.order > b.order {
				p = p.idom
			}
			if p != b {
				return errIrreducible
			}
		}
		if b.header {
			b.stored = f.storedInLoop(b, latches, preds)
		}
	}
	return nil
}

// laterFirst returns where control may go from b, in the order in which a depth-first search is to go there so that
// the reverse postorder follows the bytecode: the body of a loop is translated before what is behind
// the loop, and handlers come last, while there is still room to inline.
func (f *flow) laterFirst(b *block) (list []*block) {
	for _, h := range b.handlers {
		if h.translated {
			list = append(list, f.blocks[h.pc])
		}
	}
	n := len(list)
	for _, s := range b.Succ {
		list = append(list, f.blocks[s])
	}
	slices.SortStableFunc(list[n:], func(x, y *block) int { return y.Start - x.Start })
	return list
}

// storedInLoop returns the locals that are written in the loop with that header, which latches
// lead back to. preds are the nodes that lead to each block.
func (f *flow) storedInLoop(header *block, latches []*block, preds [][]int) bits {
	stored := make(bits, (f.locals+63)/64)
	seen := make([]bool, len(f.order))
	seen[header.order] = true
	work := []*block{header}
	reach := func(b *block) {
		if !seen[b.order] {
			seen[b.order] = true
			work = append(work, b)
		}
	}
	for _, b := range latches {
		reach(b)
	}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		f.each(b, func(in *bc.Inst) {
			switch op := in.Op; {
			case op >= bc.Istore && op <= bc.Astore3:
				stored.set(in.Index)
				if c := op.Info().Pops[0]; c == 'J' || c == 'D' {
					stored.set(in.Index + 1)
				}
			case op == bc.Iinc:
				stored.set(in.Index)
			}
		})
		if b != header {
			for _, n := range preds[b.order] {
				reach(f.order[n/2])
			}
		}
	}
	return stored
}

// beginNode and endNode are the nodes of the i-th block. The end's immediate dominator is the beginning.
func beginNode(i int) int { return 2 * i }
func endNode(i int) int   { return 2*i + 1 }

// dominators sets idom and midway of the blocks, given the nodes that lead to each.
func (f *flow) dominators(preds [][]int) {
	const unknown = -1
	idom := make([]int, 2*len(f.order)) // of nodes
	for i := range f.order {
		idom[beginNode(i)], idom[endNode(i)] = unknown, beginNode(i)
	}
	idom[0] = 0
	for changed := true; changed; {
		changed = false
		for i := 1; i < len(f.order); i++ {
			d := unknown
			for _, p := range preds[i] {
				switch {
				case idom[p&^1] == unknown:
				case d == unknown:
					d = p
				default:
					for x := p; d != x; {
						for x > d {
							x = idom[x]
						}
						for d > x {
							d = idom[d]
						}
					}
				}
			}
			if n := beginNode(i); idom[n] != d {
				idom[n] = d
				changed = true
			}
		}
	}
	for i, b := range f.order[1:] {
		d := idom[beginNode(i+1)]
		b.idom, b.midway = f.order[d/2], d&1 == 0
	}
}

// liveness computes the live locals at block starts: backward, with handlers.
func (f *flow) liveness(list []bc.Block) {
	words := (f.locals + 63) / 64
	for _, b := range f.blocks {
		b.liveIn = make(bits, words)
	}
	for changed := true; changed; {
		changed = false
		for i := len(list) - 1; i >= 0; i-- {
			b := f.blocks[list[i].Start]
			if b.kinds == nil {
				continue
			}
			live := f.liveBefore(b, nil)
			if b.liveIn.union(live) {
				changed = true
			}
		}
	}
}

// liveBefore returns the locals live at the start of b, and if at is not nil calls
// it, from the last instruction to the first, with those live before each.
func (f *flow) liveBefore(b *block, at func(pc int, live bits)) bits {
	words := (f.locals + 63) / 64
	live := make(bits, words)
	for _, s := range b.Succ {
		live.union(f.blocks[s].liveIn)
	}
	var caught bits
	for _, h := range b.handlers {
		if caught == nil {
			caught = make(bits, words)
		}
		caught.union(f.blocks[h.pc].liveIn)
	}
	if caught != nil {
		live.union(caught)
	}
	var pcs []int
	f.each(b, func(in *bc.Inst) { pcs = append(pcs, in.PC) })
	var in bc.Inst
	for i := len(pcs) - 1; i >= 0; i-- {
		bc.Decode(f.code, pcs[i], &in)
		switch op := in.Op; {
		case op >= bc.Istore && op <= bc.Astore3:
			live.clear(in.Index)
		case op >= bc.Iload && op <= bc.Aload3, op == bc.Iinc:
			live.set(in.Index)
		}
		if caught != nil {
			live.union(caught)
		}
		if at != nil {
			at(pcs[i], live)
		}
	}
	return live
}

// signature returns the kinds of parameters and result of a method descriptor.
func signature(desc string) (params []vm.Kind, ret vm.Kind) {
	for p := range classfile.Params(desc) {
		params = append(params, vm.KindOf(p))
	}
	return params, vm.KindOf(classfile.ReturnType(desc))
}

// callRef returns class, name and descriptor of the method that an invoke
// instruction names; the class of a dynamic call site is empty.
func callRef(m *vm.Method, in *bc.Inst) (class, name, desc string) {
	p := m.CP.Symbols()
	if in.Op == bc.Invokedynamic {
		_, name, desc = p.Dynamic(in.Index)
		return "", name, desc
	}
	r := p.Ref(in.Index)
	return r.Class, r.Name, r.Desc
}
