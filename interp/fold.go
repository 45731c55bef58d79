package interp

// kind is the kind of a stack entry: I J F D A as in bytecode.Info, R a return address.
type kind = byte

// val is an entry of the symbolic operand stack of a block: a register or a
// constant that nothing was emitted for yet.
//
// Invariant: the entry at depth d refers to a constant, to a local, to its own
// register S(d), or to S(k), k < d, whose owner is the entry at depth k. So the
// register of a new top of stack can always be written; only a store to a local
// has to save entries that refer to it.
type val struct {
	kind  kind
	konst bool
	reg   uint16
	c     uint64 // value of the constant
}

// fixup says that instruction word (or the slot'th table word after it) has a
// displacement to a block.
type fixup struct {
	word, slot int // slot -1: field e of the instruction itself
	to         *block
}

type handlerRef struct {
	catch uint16
	to    *block
}

// block is a basic block under translation.
type block struct {
	key      blockKey
	entry    []kind
	code     []ins
	meta     []meta
	fixups   []fixup
	next     *block // falls through to
	handlers []handlerRef
	start    int // first word, set by layout

	tr      *translator
	stack   []val
	bci     int
	lastDef int // instruction that defined the top of the stack, if nothing but casts of it followed; else -1
}

// emit appends an instruction.
func (b *block) emit(in ins, def defKind) int {
	b.code = append(b.code, in)
	b.meta = append(b.meta, meta{uint16(b.bci), def})
	b.lastDef = -1
	return len(b.code) - 1
}

// extra appends a word that belongs to the instruction before.
func (b *block) extra(in ins) {
	b.code = append(b.code, in)
	b.meta = append(b.meta, meta{uint16(b.bci), defExtra})
}

// sreg returns the register of the stack entry at depth d.
func (b *block) sreg(d int) uint16 {
	if d >= b.tr.maxDepth {
		b.tr.maxDepth = d + 1
	}
	r := b.tr.stackBase + d
	if r >= noReg {
		b.fail("too many registers")
	}
	return uint16(r)
}

func (b *block) fail(why string) { panic(&translationError{b.tr.m, b.bci, why}) }

func (b *block) push(v val) { b.stack = append(b.stack, v) }

func (b *block) pushConst(k kind, c uint64) { b.push(val{kind: k, konst: true, c: c}) }

func (b *block) pop() val {
	n := len(b.stack) - 1
	if n < 0 {
		b.fail("stack underflow")
	}
	v := b.stack[n]
	b.stack = b.stack[:n]
	return v
}

// popKind pops an entry that must be of kind k.
func (b *block) popKind(k kind) val {
	v := b.pop()
	if v.kind != k {
		b.fail("operand of the wrong kind")
	}
	return v
}

// use returns a register that holds v, which was popped from depth d.
func (b *block) use(v val, d int) uint16 {
	if !v.konst {
		return v.reg
	}
	r := b.sreg(d)
	b.constant(r, v)
	return r
}

// popReg pops an entry of kind k and returns its register.
func (b *block) popReg(k kind) uint16 {
	v := b.popKind(k)
	return b.use(v, len(b.stack))
}

// constant emits the load of constant v into register r.
func (b *block) constant(r uint16, v val) {
	switch {
	case v.kind == 'A':
		b.emit(ins{op: opConstNull, a: r}, defRef)
	case v.c>>32 == 0 && v.kind != 'J' && v.kind != 'D':
		b.emit(ins{op: opConst, a: r, d: uint32(v.c)}, defPrim)
	default:
		in := ins{op: opConst64, a: r}
		in.setImm64(v.c)
		b.emit(in, defPrim)
	}
}

func defOf(k kind) defKind {
	if k == 'A' {
		return defRef
	}
	return defPrim
}

// result emits in with the next stack entry, of kind k, as its destination.
func (b *block) result(in ins, k kind) {
	in.a = b.sreg(len(b.stack))
	i := b.emit(in, defOf(k))
	b.push(val{kind: k, reg: in.a})
	b.lastDef = i
}

// saveUses gives each stack entry that refers to local register r its own copy,
// before r changes. It reports whether it emitted something.
func (b *block) saveUses(r uint16) bool {
	any := false
	for d := range b.stack {
		if v := &b.stack[d]; !v.konst && v.reg == r {
			s := b.sreg(d)
			b.emit(ins{op: opMov, a: s, b: r}, defCopy)
			v.reg = s
			any = true
		}
	}
	return any
}

// store pops an entry into local register r. When the instruction before has
// just made it, it is told to put its result into r directly.
func (b *block) store(r uint16) {
	last := b.lastDef
	v := b.pop()
	if !v.konst && v.reg == r {
		return
	}
	fold := last >= 0 && !v.konst && int(v.reg) == b.tr.stackBase+len(b.stack) && b.code[last].a == v.reg
	if fold {
		for _, o := range b.stack {
			if !o.konst && o.reg == r {
				fold = false // must be saved first
			}
		}
	}
	if fold {
		b.code[last].a = r
		for i := last + 1; i < len(b.code); i++ { // casts of the value
			if b.meta[i].def != defExtra {
				b.code[i].b = r
			}
		}
		b.lastDef = -1
		return
	}
	b.saveUses(r)
	if v.konst {
		b.constant(r, v)
	} else {
		b.emit(ins{op: opMov, a: r, b: v.reg}, defCopy)
	}
}

// flush puts every stack entry into its own register, as successors expect it.
func (b *block) flush() {
	for d := range b.stack {
		v := &b.stack[d]
		s := b.sreg(d)
		switch {
		case v.konst:
			b.constant(s, *v)
		case v.reg != s:
			b.emit(ins{op: opMov, a: s, b: v.reg}, defCopy)
		default:
			continue
		}
		*v = val{kind: v.kind, reg: s}
	}
}

// kinds returns the kinds of the stack entries.
func (b *block) kinds() []kind {
	ks := make([]kind, len(b.stack))
	for i, v := range b.stack {
		ks[i] = v.kind
	}
	return ks
}

// permute replaces the n topmost entries by those with the given positions
// among them (0 is the deepest of the n). Entries that do not keep to the
// invariant of val are moved.
func (b *block) permute(n int, from ...int) {
	if len(b.stack) < n {
		b.fail("stack underflow")
	}
	base := len(b.stack) - n
	old := append([]val(nil), b.stack[base:]...)
	b.stack = b.stack[:base]
	type move struct{ to, from uint16 }
	var moves []move
	for i, f := range from {
		v := old[f]
		if d := base + i; !v.konst && int(v.reg) >= b.tr.stackBase+base {
			s := b.sreg(d)
			if v.reg != s {
				moves = append(moves, move{s, v.reg})
				v.reg = s
			}
		}
		b.push(v)
	}
	// A parallel assignment: emit a move whose target nobody reads any more;
	// break cycles through the register above the stack.
	for len(moves) > 0 {
		done := false
		for i, m := range moves {
			blocked := false
			for j, o := range moves {
				blocked = blocked || j != i && o.from == m.to
			}
			if !blocked {
				b.emit(ins{op: opMov, a: m.to, b: m.from}, defCopy)
				moves = append(moves[:i], moves[i+1:]...)
				done = true
				break
			}
		}
		if !done {
			tmp := b.sreg(len(b.stack))
			for _, m := range moves[1:] {
				if m.to == tmp {
					tmp = b.sreg(len(b.stack) + 1)
				}
			}
			src := moves[0].from
			b.emit(ins{op: opMov, a: tmp, b: src}, defCopy)
			for i := range moves {
				if moves[i].from == src {
					moves[i].from = tmp
				}
			}
		}
	}
	b.lastDef = -1
}

// wideKind reports whether k takes two stack words.
func wideKind(k kind) bool { return k == 'J' || k == 'D' }
